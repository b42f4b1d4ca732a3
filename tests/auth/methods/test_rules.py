"""What follows from a change of the authentication method, and what it needs, by table."""

from dataclasses import replace
from typing import Any

import pytest

from auth.methods.rules import (
    Consequence,
    Ended,
    LocalCredential,
    MethodFacts,
    consequences,
    credential_problems,
)
from auth.methods.rules import ConsequenceKind as Kind
from models.identity_expectation import IdentityKind
from models.user import AuthMethod
from tests.support.sources import CORP

AWAY = MethodFacts(
    method=AuthMethod.OIDC,
    source=CORP,
    expected=IdentityKind.VERIFIED_EMAIL,
    credential=None,
    has_password=True,
    ended=Ended(2, 1, 3),
    waits=False,
)
BACK = replace(
    AWAY, method=AuthMethod.LOCAL, source=None, expected=None, credential=LocalCredential.RESET_LINK, ended=Ended()
)


@pytest.mark.parametrize(
    ("facts", "kinds"),
    [
        (AWAY, [Kind.SESSIONS_END, Kind.SIGN_INS_END, Kind.LINKS_VOID, Kind.PASSWORD_KEPT, Kind.IDENTITY_EXPECTED]),
        (replace(AWAY, ended=Ended()), [Kind.PASSWORD_KEPT, Kind.IDENTITY_EXPECTED]),
        (replace(AWAY, ended=Ended(), has_password=False), [Kind.IDENTITY_EXPECTED]),
        (
            replace(AWAY, ended=Ended(), has_password=False, waits=True),
            [Kind.IDENTITY_EXPECTED, Kind.IDENTITY_FORGOTTEN],
        ),
        (
            replace(AWAY, ended=Ended(), has_password=False, source=replace(CORP, roles=("viewer",))),
            [Kind.IDENTITY_EXPECTED, Kind.ROLES_OWNED],
        ),
        (BACK, [Kind.LINK_MAILED, Kind.PASSWORD_CHANGE]),
        (replace(BACK, has_password=False), [Kind.LINK_MAILED]),
        (replace(BACK, credential=LocalCredential.TEMPORARY_PASSWORD), [Kind.PASSWORD_SHOWN]),
        (
            replace(BACK, credential=LocalCredential.TEMPORARY_PASSWORD, ended=Ended(1), waits=True),
            [Kind.SESSIONS_END, Kind.PASSWORD_SHOWN, Kind.IDENTITY_FORGOTTEN],
        ),
    ],
)
def test_everything_that_follows_is_told_and_nothing_else(facts: MethodFacts, kinds: list[Kind]) -> None:
    assert [each.kind for each in consequences(facts)] == kinds


def test_what_ends_is_counted_and_the_roles_of_a_source_are_named() -> None:
    told = consequences(replace(AWAY, source=replace(CORP, roles=("operator", "viewer"))))
    assert [each.count for each in told[:3]] == [2, 1, 3]
    assert told[-1].roles == ("operator", "viewer")
    expected = next(each for each in told if each.kind is Kind.IDENTITY_EXPECTED)
    assert expected == Consequence(
        Kind.IDENTITY_EXPECTED,
        "Its next sign-in comes from corp and has to bring the expected verified e-mail address.",
    )


LOCAL, LDAP, OIDC = AuthMethod.LOCAL, AuthMethod.LDAP, AuthMethod.OIDC
LINK, SHOWN = LocalCredential.RESET_LINK, LocalCredential.TEMPORARY_PASSWORD


@pytest.mark.parametrize(
    ("before", "after", "credential", "told"),
    [
        (LOCAL, OIDC, None, []),
        (OIDC, LDAP, None, []),
        (OIDC, OIDC, None, []),
        (OIDC, LOCAL, LINK, []),
        (LDAP, LOCAL, SHOWN, []),
        (OIDC, LOCAL, None, [("CREDENTIAL_REQUIRED", "credential")]),
        (LOCAL, LOCAL, SHOWN, [("SAME_METHOD", "method")]),
        (LOCAL, LOCAL, None, [("SAME_METHOD", "method")]),
        (LOCAL, OIDC, LINK, [("CREDENTIAL_NOT_WANTED", "credential")]),
        (OIDC, LDAP, SHOWN, [("CREDENTIAL_NOT_WANTED", "credential")]),
    ],
)
def test_an_account_that_gatehouse_checks_again_needs_a_way_to_a_password(
    before: AuthMethod, after: AuthMethod, credential: LocalCredential | None, told: list[Any]
) -> None:
    assert [(each.code, each.field) for each in credential_problems(before, after, credential)] == told
