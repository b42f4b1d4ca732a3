"""What became of a return: kept sealed, read by reference, dropped in time, erased with the person."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from auth.actor import HOST, SYSTEM
from auth.deletion.commands import Deletion, delete_user
from auth.login.events import FailedBecause
from auth.login.outcomes import LoginRefusal
from auth.mfa.events import NotFreshBecause
from auth.paging import PageRequest
from auth.permissions import PermissionSet
from auth.provisioning.rules import DeniedBecause
from auth.settings.pages import SsoSettings
from auth.single_sign_on.attempts import AttemptFacts, new_reference, record_attempt
from auth.single_sign_on.erasing import erase_attempts
from auth.single_sign_on.explanations import SENTENCES, UNKNOWN, explanation
from auth.single_sign_on.queries import (
    AttemptFilter,
    AttemptRow,
    Reader,
    attempt_by_reference,
    count_attempts,
    list_attempts,
    may_read_told,
    spelled,
)
from auth.single_sign_on.reasons import because_denied
from auth.single_sign_on.sweep import drop_old_attempts, drop_tokens
from auth.single_sign_on.told import CLAIMS_BYTES, GROUPS_KEPT, Told, ToldMapping, read, told_by, written
from auth.sources.failures import SsoFailure, SsoStep
from auth.sources.identity import ExternalGroup, ExternalIdentity
from auth.sources.redirect import SignedIn, SignInFacts, Tokens
from models.columns import new_key
from models.identity_provider import IdentityProvider
from models.pending_login import PendingLogin, PendingStep
from models.provider_sign_in import ProviderSignIn, SpentLogoutToken, SsoAttempt, SsoPurpose
from models.session import Delivery, Session
from models.user import AuthMethod
from tests.support.house import NOON, House
from tests.support.identity_providers import provider_row
from tests.support.keys import INSTALLATION
from tests.support.provider_sign_ins import came_by, sign_in_row
from tests.support.trail import Told as Event
from tests.support.trail import hearing, nothing_changes

ALL = PageRequest(first=250)
TOLD = Told(
    issuer="https://id.example.com",
    subject="ann-1",
    login_name="ann",
    email="ann@example.com",
    email_verified=True,
    groups=("staff",),
    groups_count=1,
    amr=("pwd", "otp"),
    auth_time=NOON,
    claims={"sub": "ann-1", "deep": {"list": [1, None, "x"]}},
    way="DENY",
    username="ann",
    roles=("viewer",),
    mappings=(ToldMapping(id=UUID(int=1), kind="GLOB", value="st*", role="viewer", is_matched=True, group="staff"),),
)


def signed_in(**claims: object) -> SignedIn:
    groups = tuple(ExternalGroup(f"group {number}") for number in range(GROUPS_KEPT + 7))
    identity = ExternalIdentity(UUID(int=7), AuthMethod.OIDC, "ann-1", "ann", groups=groups)
    return SignedIn(identity, "https://id.example.com", SignInFacts(), Tokens("a-token", "r-token", "i-token"), claims)


async def attempt(house: House, provider: IdentityProvider, **facts: Any) -> str:  # noqa: ANN401 — of the attempt
    usual: dict[str, Any] = {"purpose": SsoPurpose.SIGN_IN, "code": "NOT_ALLOWED", "because": "NO_ACCOUNT"}
    given = AttemptFacts(provider=provider, **(usual | facts))
    return await house.do(SYSTEM, lambda work: record_attempt(work, given))


async def listed(**wanted: Any) -> list[AttemptRow]:  # noqa: ANN401 — of a filter
    meant = AttemptFilter(**wanted)
    page = await list_attempts(Reader(SYSTEM, INSTALLATION.vault, opens=True), meant, ALL)
    assert await count_attempts(SYSTEM, meant) == len(page.rows)
    return list(page.rows)


@pytest.mark.parametrize("told", [TOLD, Told(), replace(TOLD, groups=()), replace(TOLD, claims=None)], ids=range(4))
def test_what_was_told_is_read_as_it_was_written(told: Told) -> None:
    assert read(written(told)) == told


def test_groups_and_claims_are_bounded_and_no_token_is_kept() -> None:
    told = told_by(signed_in(big="x" * CLAIMS_BYTES), with_claims=True)
    assert (len(told.groups or ()), told.groups_count, told.claims) == (GROUPS_KEPT, GROUPS_KEPT + 7, None)
    assert told_by(signed_in(number=10**30), with_claims=True).claims is None
    assert told_by(signed_in(a="\ud800"), with_claims=True).claims is None
    assert told_by(signed_in(a=1), with_claims=True).claims == {"a": 1}
    assert told_by(signed_in(a=1)).claims is None
    assert "token" not in written(told_by(signed_in(a=1), with_claims=True))


async def test_it_is_stored_sealed_and_found_by_its_reference_in_any_spelling(house: House) -> None:
    corp = await provider_row()
    reference = await attempt(house, corp, told=TOLD, step=SsoStep.TOKEN)
    row = await SsoAttempt.get()
    assert "ann" not in str(row.told_sealed)
    for text in (reference, reference.lower(), reference.replace("-", ""), f" {reference} "):
        found = await attempt_by_reference(Reader(SYSTEM, INSTALLATION.vault, opens=True), text)
        assert found is not None
        assert (found.told, found.at, found.provider_name) == (TOLD, NOON, "corp")
    closed = await attempt_by_reference(Reader(SYSTEM, INSTALLATION.vault), reference)
    assert closed == replace(found, told=None)
    for text in ("", "-", "x" * 10_000, "\0", "é" * 12, "AAAA-AAAA-AAAA"):
        assert await attempt_by_reference(Reader(SYSTEM, INSTALLATION.vault), text) is None


def test_references_are_spelled_for_people() -> None:
    made = {new_reference() for _ in range(100)}
    assert len(made) == 100
    assert all(spelled(each) == each and len(each) == 14 for each in made)


async def test_the_list_is_filtered_and_newest_first(house: House) -> None:
    corp, lab = await provider_row("corp"), await provider_row("lab")
    asa = await house.user("asa")
    first = await attempt(house, corp, user_id=asa)
    house.clock.turn(minutes=1)
    second = await attempt(house, lab, code=None, because=None)
    house.clock.turn(minutes=1)
    third = await attempt(house, corp, purpose=SsoPurpose.TEST, because="NO_ROLE")
    cases: list[tuple[dict[str, Any], list[str]]] = [
        ({}, [third, second, first]),
        ({"provider_id": corp.id}, [third, first]),
        ({"user_id": asa}, [first]),
        ({"purpose": SsoPurpose.TEST}, [third]),
        ({"is_refused": False}, [second]),
        ({"is_refused": True}, [third, first]),
        ({"because": ("NO_ROLE", "X")}, [third]),
        ({"because": ()}, []),
        ({"after": NOON}, [third, second]),
        ({"before": NOON + timedelta(minutes=1)}, [first]),
    ]
    for wanted, expected in cases:
        assert [row.reference for row in await listed(**wanted)] == expected, wanted


REASONS = sorted(
    {each.value for each in SsoFailure}
    | {because_denied(each).value for each in DeniedBecause}
    | {
        "SESSION_LIMIT",
        "SESSION_LIMIT_REACHED",
        "LICENCE_EXPIRED",
        "TOO_OLD",
        "SECOND_FACTOR_NEEDED",
        "NO_SECOND_FACTOR",
    }
)
OF_THE_WAY = [
    each for each in FailedBecause if each.value.startswith(("STATE_", "PROVIDER_", "CANCELLED", "SESSION_E"))
]


@pytest.mark.parametrize("because", [*REASONS, *sorted(each.value for each in OF_THE_WAY)])
def test_every_reason_has_a_sentence(because: str) -> None:
    said = explanation(SsoPurpose.SIGN_IN, because, None)
    assert said != UNKNOWN
    assert said.endswith((".", ")"))
    assert len(said) <= 130


def test_no_sentence_is_about_nothing() -> None:
    known = {*SsoFailure, *FailedBecause, *DeniedBecause, *LoginRefusal, *NotFreshBecause, "NOT_LINKED"}
    assert SENTENCES.keys() <= {str(each) for each in known}
    assert len(set(SENTENCES.values())) >= len(SENTENCES) - 1


def test_who_got_in_and_where_it_failed_is_told() -> None:
    assert len({explanation(purpose, None, None) for purpose in SsoPurpose}) == len(SsoPurpose)
    said = explanation(SsoPurpose.SIGN_IN, "TIMED_OUT", "KEYS")
    assert said == "When it was asked for its keys: The provider did not answer in time."
    assert explanation(SsoPurpose.SIGN_IN, "FROM_THE_FUTURE", None) == UNKNOWN
    for step in SsoStep:
        assert explanation(SsoPurpose.SIGN_IN, "TIMED_OUT", step).startswith("When ")


async def test_attempts_are_dropped_when_their_time_is_over(house: House) -> None:
    corp = await provider_row()
    await attempt(house, corp)
    await SpentLogoutToken.create(provider_id=corp.id, jti_hash="x", expires_at=NOON + timedelta(days=30, hours=1))
    house.clock.turn(days=30)
    kept = await attempt(house, corp)
    async with nothing_changes():
        await drop_old_attempts(house.units)
    house.clock.turn(hours=2)
    await drop_old_attempts(house.units)
    assert [row.reference for row in await listed()] == [kept]
    assert not await SpentLogoutToken.exists()
    await house.set(SsoSettings, attempts_kept_days=1)
    house.clock.turn(hours=23)
    await drop_old_attempts(house.units)
    assert not await listed()


async def test_tokens_are_dropped_with_what_they_were_given_for(house: House) -> None:
    corp = await provider_row()
    asa = await house.user("asa")
    _, open_one = await came_by(house, asa, corp)
    _, over = await came_by(house, asa, corp)
    await Session.filter(id=over.session_id).update(ended_at=NOON)
    gone = await sign_in_row(house, asa, corp, session_id=new_key())
    waits, late, used, lost = [await sign_in_row(house, asa, corp) for _ in range(4)]
    for number, (row, minutes, done) in enumerate([(waits, 5, None), (late, -5, None), (used, 5, NOON)]):
        await PendingLogin.create(
            user_id=asa,
            token_hash=str(number),
            step=PendingStep.VERIFY_MFA,
            delivery=Delivery.COOKIE,
            sign_in_id=row.id,
            created_at=NOON,
            expires_at=NOON + timedelta(minutes=minutes),
            used_at=done,
        )
    await drop_tokens(house.units)
    left = {row.id for row in await ProviderSignIn.all()}
    assert left == {open_one.id, waits.id}
    assert {over.id, gone.id, late.id, used.id, lost.id}.isdisjoint(left)


async def test_deleting_an_account_erases_what_was_told_of_its_person(house: House) -> None:
    corp, root = await provider_row(), await house.root()
    asa, bo = await house.user("asa"), await house.user("bob")
    for each in (asa, bo):
        await attempt(house, corp, user_id=each, told=TOLD)
    await house.do(root, lambda work: delete_user(work, asa, Deletion()))
    assert {row.user_id: row.told for row in await listed()} == {asa: None, bo: TOLD}


async def test_erasing_a_person_leaves_why_they_were_refused(house: House) -> None:
    corp, asa = await provider_row(), await house.user("asa")
    for _ in range(2):
        await attempt(house, corp, user_id=asa, told=TOLD)
    other = await attempt(house, corp, told=TOLD)
    async with hearing() as heard:
        assert await house.do(HOST, lambda work: erase_attempts(work, asa)) == 2
    assert list(heard.events) == [Event("sso.attempts_erased", "host", None, None, {"attempts_erased": (None, 2)})]
    found = await listed(user_id=asa)
    assert [(row.told, row.because) for row in found] == [(None, "NO_ACCOUNT")] * 2
    assert (await attempt_by_reference(Reader(SYSTEM, INSTALLATION.vault, opens=True), other)) is not None
    async with nothing_changes():
        assert await house.do(HOST, lambda work: erase_attempts(work, asa)) == 0


async def test_what_was_sealed_with_a_key_that_is_gone_is_told_no_more(house: House) -> None:
    await attempt(house, await provider_row(), told=TOLD)
    await SsoAttempt.filter(code="NOT_ALLOWED").update(told_sealed="of a key that is gone")
    assert [(row.told, row.because) for row in await listed()] == [(None, "NO_ACCOUNT")]


@pytest.mark.parametrize(
    ("scopes", "denied", "may"),
    [
        (("audit:read", "sso:read", "users:read-contact"), (), True),
        (("audit:read", "sso:read"), (), False),
        (("audit:read", "sso:read", "users:read-contact"), ("User.email",), False),
        (("audit:read", "sso:read", "users:read-contact"), ("User.externalIdentities",), False),
        (("audit:read", "sso:read", "users:read-contact"), ("User.firstName",), False),
        (("audit:read", "sso:read", "users:read-contact"), ("SsoAttempt.told",), False),
        (("audit:read", "sso:read", "users:read-contact"), ("User.phone",), True),
    ],
    ids=["all", "no contact", "email", "identities", "name", "told", "phone"],
)
def test_who_may_not_read_it_of_accounts_may_not_read_it_here(
    scopes: tuple[str, ...], denied: tuple[str, ...], *, may: bool
) -> None:
    assert may_read_told(PermissionSet(frozenset(scopes), authenticated=True, denied=frozenset(denied))) is may
