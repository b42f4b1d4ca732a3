"""Whose account somebody enters, and when they get one: every combination of what decides."""

from dataclasses import replace
from itertools import product
from uuid import UUID

import pytest

from auth.provisioning.rules import (
    AccountFacts,
    Decision,
    DeniedBecause,
    Facts,
    Way,
    decide,
    expected_values,
)
from auth.sources.identity import ExternalIdentity
from models.identity_expectation import IdentityKind
from models.user import AuthMethod, UserKind, UserStatus

CORP, LAB = UUID(int=1), UUID(int=2)
ASA = ExternalIdentity(CORP, AuthMethod.LDAP, "subject-1", "asa", email="asa@example.com")
HERE = AccountFacts(id=UUID(int=7), method=AuthMethod.LDAP, source_id=CORP)
OTHER = replace(HERE, id=UUID(int=8))
AWAY = {
    "local": replace(HERE, method=AuthMethod.LOCAL, source_id=None),
    "another directory": replace(HERE, source_id=LAB),
    "a provider": replace(HERE, method=AuthMethod.OIDC, source_id=CORP),
}
REASONS = {
    "service": ({"kind": UserKind.SERVICE}, DeniedBecause.SERVICE_ACCOUNT),
    "locked": ({"is_locked": True}, DeniedBecause.LOCKED_BY_HAND),
    "not admitted": ({"is_admitted": False}, DeniedBecause.LOCKED_AUTOMATICALLY),
    "inactive": ({"status": UserStatus.INACTIVE}, DeniedBecause.ACCOUNT_INACTIVE),
}


def denied(because: DeniedBecause, account_id: UUID | None = None) -> Decision:
    return Decision(Way.DENY, account_id, because)


def test_an_identity_that_is_known_signs_in_and_one_that_is_waited_for_is_linked() -> None:
    assert decide(ASA, Facts(linked=HERE)) == Decision(Way.SIGN_IN, HERE.id)
    assert decide(ASA, Facts(expecting=HERE)) == Decision(Way.LINK, HERE.id)
    assert decide(ASA, Facts(expecting=replace(HERE, is_waiting=True))) == Decision(Way.LINK, HERE.id)


def test_who_is_known_stays_who_they_are_whoever_waits_for_them() -> None:
    assert decide(ASA, Facts(linked=HERE, expecting=replace(OTHER, is_waiting=True))) == Decision(Way.SIGN_IN, HERE.id)


@pytest.mark.parametrize("where", AWAY)
def test_an_old_link_to_an_account_that_is_checked_elsewhere_now_opens_nothing(where: str) -> None:
    facts = Facts(linked=AWAY[where], creates_accounts=True)
    assert decide(ASA, facts) == denied(DeniedBecause.OTHER_SOURCE, HERE.id)
    assert decide(ASA, replace(facts, expecting=OTHER)) == Decision(Way.LINK, OTHER.id)


@pytest.mark.parametrize("where", AWAY)
def test_an_expectation_of_an_account_that_is_checked_elsewhere_now_counts_for_nothing(where: str) -> None:
    assert decide(ASA, Facts(expecting=AWAY[where], creates_accounts=True)) == Decision(Way.CREATE)


def test_an_account_that_waits_for_somebody_else_is_not_entered_by_its_old_link() -> None:
    waiting = replace(HERE, is_waiting=True)
    assert decide(ASA, Facts(linked=waiting, creates_accounts=True)) == denied(DeniedBecause.OTHER_IDENTITY, HERE.id)
    assert decide(ASA, Facts(linked=waiting, expecting=waiting)) == Decision(Way.LINK, HERE.id)


@pytest.mark.parametrize("name", REASONS)
@pytest.mark.parametrize("by", ["linked", "expecting"])
def test_what_is_off_or_locked_is_not_switched_on_by_a_sign_in(by: str, name: str) -> None:
    changed, because = REASONS[name]
    account = replace(HERE, **changed)
    facts = Facts(linked=account) if by == "linked" else Facts(expecting=account)
    assert decide(ASA, facts) == denied(because, HERE.id)
    assert decide(ASA, replace(facts, is_refused=True)) == denied(because, HERE.id)


@pytest.mark.parametrize("facts", [Facts(linked=HERE), Facts(expecting=HERE), Facts(creates_accounts=True)])
def test_who_is_disabled_there_is_denied_whatever_is_here(facts: Facts) -> None:
    account = facts.linked or facts.expecting
    assert decide(replace(ASA, is_disabled=True), facts) == denied(
        DeniedBecause.DISABLED_THERE, account.id if account else None
    )


@pytest.mark.parametrize(
    ("creates", "has_role", "is_refused", "decision"),
    [
        (creates, has_role, refused, decision)
        for creates, has_role, refused in product([False, True], repeat=3)
        for decision in [
            denied(DeniedBecause.NO_ACCOUNT)
            if not creates
            else denied(DeniedBecause.NO_ROLE)
            if refused or not has_role
            else Decision(Way.CREATE)
        ]
    ],
)
def test_who_has_no_account_gets_one_where_the_source_makes_them_and_a_role_comes_with_it(
    *, creates: bool, has_role: bool, is_refused: bool, decision: Decision
) -> None:
    facts = Facts(creates_accounts=creates, has_role=has_role, is_refused=is_refused)
    assert decide(ASA, facts) == decision
    assert decide(ASA, replace(facts, groups_unknown=True)) == decision


@pytest.mark.parametrize("by", ["linked", "expecting"])
def test_who_matches_no_rule_is_denied_where_the_source_says_so_but_not_for_groups_that_were_not_told(by: str) -> None:
    facts = Facts(linked=HERE, is_refused=True) if by == "linked" else Facts(expecting=HERE, is_refused=True)
    assert decide(ASA, facts) == denied(DeniedBecause.NO_ROLE, HERE.id)
    assert decide(ASA, replace(facts, groups_unknown=True)).way is (Way.SIGN_IN if by == "linked" else Way.LINK)


@pytest.mark.parametrize("by", ["linked", "expecting"])
def test_an_account_that_has_no_role_left_is_entered_as_a_local_one_would_be(by: str) -> None:
    facts = Facts(linked=HERE, has_role=False) if by == "linked" else Facts(expecting=HERE, has_role=False)
    assert decide(ASA, facts).way is not Way.DENY


@pytest.mark.parametrize(
    ("verified", "email", "kinds"),
    [
        (True, "asa@example.com", set(IdentityKind)),
        (False, "asa@example.com", {IdentityKind.SUBJECT, IdentityKind.LOGIN_NAME}),
        (True, "", {IdentityKind.SUBJECT, IdentityKind.LOGIN_NAME}),
    ],
    ids=["vouched for", "not vouched for", "no address"],
)
def test_an_address_is_recognised_only_where_the_source_vouches_for_it(
    *, verified: bool, email: str, kinds: set[IdentityKind]
) -> None:
    assert expected_values(replace(ASA, email_verified=verified), "asa", email).keys() == kinds


def test_what_is_missing_recognises_nobody() -> None:
    assert expected_values(replace(ASA, subject=""), "", "") == {}
