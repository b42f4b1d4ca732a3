"""Whose account somebody from a provider enters: every combination, against a plain restatement and what never may be.

The restatement answers in the words of the requirements (I2, A8) and shares no code with the decision.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import NamedTuple
from uuid import UUID

import pytest

from auth.provisioning.rules import AccountFacts, Decision, DeniedBecause, Facts, Way, decide, expected_values
from auth.sources.identity import ExternalGroup, ExternalIdentity
from models.identity_expectation import IdentityKind
from models.user import AuthMethod, UserKind, UserStatus

HERE, ELSEWHERE = UUID(int=1), UUID(int=2)
LINKED, EXPECTING, FOUND = UUID(int=7), UUID(int=8), UUID(int=9)
LOCAL = AccountFacts(id=LINKED, method=AuthMethod.LOCAL, source_id=None)
OWN = AccountFacts(id=LINKED, method=AuthMethod.OIDC, source_id=HERE)
LINKS = {
    "nobody": None,
    "a local account": LOCAL,
    "its own": OWN,
    "its own, which waits for another": replace(OWN, is_waiting=True),
    "another provider's": replace(OWN, source_id=ELSEWHERE),
    "a directory's": replace(OWN, method=AuthMethod.LDAP),
}
EXPECTATIONS = {
    "nobody": None,
    "its own": replace(OWN, id=EXPECTING, is_waiting=True),
    "a local account": replace(LOCAL, id=EXPECTING),
}
CANDIDATES = {
    "nobody": None,
    "a local account": replace(LOCAL, id=FOUND),
    "an administrator": replace(LOCAL, id=FOUND, is_powerful=True),
    "somebody else there": replace(LOCAL, id=FOUND, has_other_identity=True),
    "a program": replace(LOCAL, id=FOUND, kind=UserKind.SERVICE),
    "its own": replace(OWN, id=FOUND),
    "a directory's": replace(OWN, id=FOUND, method=AuthMethod.LDAP),
}
STATES: dict[str, tuple[dict[str, object], DeniedBecause | None]] = {
    "good": ({}, None),
    "locked": ({"is_locked": True}, DeniedBecause.LOCKED_BY_HAND),
    "not admitted": ({"is_admitted": False}, DeniedBecause.LOCKED_AUTOMATICALLY),
    "inactive": ({"status": UserStatus.INACTIVE}, DeniedBecause.ACCOUNT_INACTIVE),
}
EMAILS = {
    "none": (None, False),
    "unproven": ("asa@example.com", False),
    "proven": ("asa@example.com", True),
    "proven elsewhere": ("asa@example.com.evil.test", True),
}
GROUPS = {"untold": None, "none": (), "staff": ("staff",), "look-alike": ("Staff", "staff ", "\u0455taff")}


class Case(NamedTuple):
    """One combination, by the names above."""

    link: str
    expectation: str
    candidate: str
    state: str
    email: str
    binds_domain: bool
    asks_group: bool
    groups: str
    creates: bool
    roles: str
    taken: bool
    is_on: bool


def cases() -> Iterator[Case]:
    flags = (False, True)
    for values in product(
        LINKS, EXPECTATIONS, CANDIDATES, STATES, EMAILS, flags, flags, GROUPS, flags, ("a role", "none", "refused")
    ):
        *_, creates, _ = values
        for taken in flags if creates else (False,):
            yield Case(*values, taken=taken, is_on=True)  # type: ignore[arg-type] # product forgets the types


def identity_of(case: Case) -> ExternalIdentity:
    email, verified = EMAILS[case.email]
    groups = GROUPS[case.groups]
    named = None if groups is None else tuple(ExternalGroup(name) for name in groups)
    return ExternalIdentity(HERE, AuthMethod.OIDC, "s", "asa", email=email, email_verified=verified, groups=named)


def facts_of(case: Case) -> Facts:
    changed, _ = STATES[case.state]

    def changed_account(account: AccountFacts | None) -> AccountFacts | None:
        return replace(account, **changed) if account else None  # type: ignore[arg-type] # fields by name

    return Facts(
        linked=changed_account(LINKS[case.link]),
        expecting=changed_account(EXPECTATIONS[case.expectation]),
        proven_email=changed_account(CANDIDATES[case.candidate]),
        is_email_taken=case.taken,
        needs_email=True,
        is_source_on=case.is_on,
        email_domains=frozenset({"example.com"}) if case.binds_domain else frozenset(),
        required_group="staff" if case.asks_group else None,
        creates_accounts=case.creates,
        has_role=case.roles == "a role",
        is_refused=case.roles == "refused",
        groups_unknown=case.groups == "untold",
    )


def entrance(case: Case) -> tuple[Way, UUID, bool] | DeniedBecause | None:
    """By what an account is entered, if it may be; ``None``: nobody here is meant."""
    if case.link in {"a local account", "its own"}:
        return Way.SIGN_IN, LINKED, False
    if case.expectation == "its own":
        return Way.LINK, EXPECTING, False
    if case.link != "nobody":
        waits = case.link == "its own, which waits for another"
        return DeniedBecause.OTHER_IDENTITY if waits else DeniedBecause.OTHER_SOURCE
    if case.candidate == "a local account" and case.email.startswith("proven"):
        return Way.LINK, FOUND, True
    return None


def conditions(case: Case) -> DeniedBecause | None:
    if case.binds_domain and case.email != "proven":
        return {
            "none": DeniedBecause.EMAIL_MISSING,
            "unproven": DeniedBecause.EMAIL_UNVERIFIED,
            "proven elsewhere": DeniedBecause.DOMAIN_NOT_ALLOWED,
        }[case.email]
    if case.asks_group and case.groups != "staff":
        return DeniedBecause.GROUPS_UNKNOWN if case.groups == "untold" else DeniedBecause.GROUP_MISSING
    return None


def of_nobody(case: Case) -> DeniedBecause | None:
    if not case.creates:
        return DeniedBecause.NO_ACCOUNT
    if (unmet := conditions(case)) is not None:
        return unmet
    if case.email == "none":
        return DeniedBecause.EMAIL_MISSING
    if case.taken:
        return DeniedBecause.EMAIL_UNVERIFIED if case.email == "unproven" else DeniedBecause.EMAIL_IN_USE
    return None if case.roles == "a role" else DeniedBecause.NO_ROLE


def restated(case: Case) -> Decision:
    found = entrance(case)
    if isinstance(found, DeniedBecause):
        return Decision(Way.DENY, LINKED, found)
    if found is None:
        because = of_nobody(case)
        return Decision(Way.CREATE) if because is None else Decision(Way.DENY, because=because)
    way, account_id, by_email = found
    because = STATES[case.state][1] or conditions(case)
    if because is None and case.roles == "refused" and case.groups != "untold":
        because = DeniedBecause.NO_ROLE
    return Decision(way if because is None else Way.DENY, account_id, because, by_email)


def enters_what_it_may(case: Case, decision: Decision) -> bool:
    """What never may be, whatever the rules are, of a decision that lets somebody in."""
    account = next(
        (
            each
            for each in (LINKS[case.link], EXPECTATIONS[case.expectation], CANDIDATES[case.candidate])
            if each is not None and each.id == decision.account_id
        ),
        None,
    )
    if decision.way is Way.CREATE:
        return case.link == "nobody" and case.creates and not case.taken and decision.account_id is None
    if account is None or case.state != "good" or account.kind is UserKind.SERVICE:
        return False
    if decision.by_email and (account.is_powerful or account.has_other_identity or not case.email.startswith("proven")):
        return False
    return account.method is AuthMethod.LOCAL or (account.method, account.source_id) == (AuthMethod.OIDC, HERE)


def test_every_combination_is_decided_as_restated_and_never_lets_in_whom_it_must_not() -> None:
    ways: dict[Way, int] = dict.fromkeys(Way, 0)
    for case in cases():
        decision = decide(identity_of(case), facts_of(case))
        assert decision == restated(case), case
        assert decision.way is Way.DENY or enters_what_it_may(case, decision), case
        assert (decision.because is None) is (decision.way is not Way.DENY), case
        ways[decision.way] += 1
    assert all(ways.values()), ways
    assert sum(ways.values()) > 100_000


@pytest.mark.parametrize("asks_group", [False, True])
@pytest.mark.parametrize("link", LINKS)
@pytest.mark.parametrize("expectation", EXPECTATIONS)
@pytest.mark.parametrize("candidate", CANDIDATES)
def test_a_provider_that_is_off_lets_nobody_in(
    link: str, expectation: str, candidate: str, *, asks_group: bool
) -> None:
    case = Case(
        link=link,
        expectation=expectation,
        candidate=candidate,
        state="good",
        email="proven",
        binds_domain=False,
        asks_group=asks_group,
        groups="staff",
        creates=True,
        roles="a role",
        taken=False,
        is_on=False,
    )
    decision = decide(identity_of(case), facts_of(case))
    assert (decision.way, decision.because) == (Way.DENY, DeniedBecause.SOURCE_OFF)


def test_nobody_is_recognised_by_a_name_that_they_choose_at_a_provider() -> None:
    asa = ExternalIdentity(HERE, AuthMethod.OIDC, "s", "root", email="asa@example.com", email_verified=True)
    assert expected_values(asa, "root", "asa@example.com").keys() == {IdentityKind.SUBJECT, IdentityKind.VERIFIED_EMAIL}
    directory = replace(asa, method=AuthMethod.LDAP)
    assert IdentityKind.LOGIN_NAME in expected_values(directory, "root", "")


@pytest.mark.parametrize(
    ("domain", "bound", "lets_in"),
    [
        ("EXAMPLE.com", "example.com", True),
        ("sub.example.com", "example.com", False),
        ("example.com.", "example.com", False),
        ("bücher.example", "xn--bcher-kva.example", True),
        ("xn--bcher-kva.example", "xn--bcher-kva.example", True),
        ("ex\u0430mple.com", "example.com", False),
    ],
    ids=["case", "below", "dot at the end", "unicode", "a-label", "cyrillic"],
)
def test_domains_are_compared_in_one_form(domain: str, bound: str, *, lets_in: bool) -> None:
    asa = ExternalIdentity(HERE, AuthMethod.OIDC, "s", "asa", email=f"asa@{domain}", email_verified=True)
    decision = decide(asa, Facts(linked=OWN, email_domains=frozenset({bound})))
    assert decision.because is (None if lets_in else DeniedBecause.DOMAIN_NOT_ALLOWED)
