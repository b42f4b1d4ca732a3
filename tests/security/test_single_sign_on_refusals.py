"""Whom a provider has proven and the product does not let in: what the browser, the trail and the attempt say."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from auth.settings.pages import SessionSettings
from auth.single_sign_on.told import Told, read
from auth.vault import Purpose, Vault
from models.identity_provider import GroupMatch, RoleMapping
from models.provider_sign_in import ProviderSignIn, SsoAttempt, SsoPurpose, SsoState
from models.role import Role, RoleGrant
from models.session import Session, SignInMethod
from models.user import User
from tests.support.browser_way import SESSION, Visitor, ann, callback, configured, house, there, told
from tests.support.gate import Gate
from tests.support.hostile_provider import ACCESS, CODE, REFRESH, SECRET, HostileProvider
from tests.support.house import NOON
from tests.support.keys import INSTALLATION
from tests.support.trail import hearing

__all__ = ["ann", "house", "there"]


async def told_of(reference: str) -> Told:
    """What an attempt tells an administrator."""
    sealed = (await SsoAttempt.get(reference=reference)).told_sealed
    assert sealed is not None
    return read(INSTALLATION.vault.open(Purpose.SSO_ATTEMPT, sealed))


@pytest.mark.parametrize(
    ("columns", "claims", "code", "reason"),
    [
        ({"creates_accounts": False}, {}, "NOT_ALLOWED", "NO_ACCOUNT"),
        ({"default_role_id": None}, {}, "NO_ROLE", "NO_ROLE"),
        ({"refuses_unmatched": True}, {}, "NO_ROLE", "NO_ROLE"),
        ({"email_domains_json": '["example.org"]'}, {}, "NOT_ALLOWED", "DOMAIN_NOT_ALLOWED"),
        ({"required_group": "board"}, {}, "NOT_ALLOWED", "GROUP_MISSING"),
        ({"required_group": "staff"}, {"groups": ...}, "NOT_ALLOWED", "GROUPS_UNKNOWN"),
        ({}, {"email": ...}, "NOT_ALLOWED", "EMAIL_MISSING"),
        ({}, {"email": "taken@example.com"}, "EMAIL_IN_USE", "EMAIL_IN_USE"),
    ],
    ids=["unknown", "no role", "no mapping", "domain", "group", "groups not told", "no address", "address taken"],
)
async def test_whom_the_rules_deny_gets_no_account(
    columns: dict[str, Any],
    claims: dict[str, Any],
    code: str,
    reason: str,
    ann: Visitor,
    there: HostileProvider,
    house: Gate,
) -> None:
    await house.user("bob", email="taken@example.com")
    await configured(there, **columns)
    there.claims |= claims
    there.metadata.pop("userinfo_endpoint")
    before = await User.all().count()
    async with hearing() as heard:
        answer = await ann.sign_in(there)
    [event] = heard.events
    said = told(answer)
    assert (said["error"], event.action, event.reason, event.refused) == (code, "login.failed", reason, True)
    assert event.changes["sso_attempt"] == (None, said["reference"])
    attempt = await SsoAttempt.get()
    assert (attempt.reference, attempt.code, attempt.because) == (said["reference"], code, reason)
    assert (await told_of(attempt.reference)).subject == "ann-1"
    assert await User.all().count() == before
    assert not await ProviderSignIn.all().exists()
    assert ann.cookies == {}


async def test_an_attempt_says_which_mappings_matched_and_what_came_of_it(
    ann: Visitor, there: HostileProvider, house: Gate
) -> None:
    provider = await configured(there)
    operator, admin = await Role.get(name="operator"), await Role.get(name="admin")
    common: dict[str, Any] = {"provider_id": provider.id, "created_at": NOON, "updated_at": NOON}
    await RoleMapping.create(kind=GroupMatch.GLOB, value="sta*", role_id=operator.id, **common)
    await RoleMapping.create(kind=GroupMatch.EXACT, value="Admins", role_id=admin.id, **common)
    assert told(await ann.sign_in(there)) == {}
    account = await User.get(username="ann")
    assert [grant.role_id for grant in await RoleGrant.filter(user_id=account.id)] == [operator.id]
    attempt = await SsoAttempt.get()
    found = await told_of(attempt.reference)
    assert (found.way, found.username, found.roles, found.groups) == (
        "CREATE",
        "ann",
        ("operator",),
        ("staff", "admins"),
    )
    assert sorted((each.value, each.is_matched, each.group) for each in found.mappings) == [
        ("Admins", False, None),
        ("sta*", True, "staff"),
    ]
    assert found.claims is None, "a sign-in is explained without every word that was told"
    assert house


async def test_an_account_with_all_its_sessions_gets_no_more_and_keeps_nothing_of_the_provider(
    ann: Visitor, there: HostileProvider, house: Gate
) -> None:
    await configured(there)
    await ann.sign_in(there)
    ann.client.cookies.clear()
    await house.house.set(SessionSettings, sessions_per_account=1, at_limit="REFUSE")
    kept = [row.id for row in await ProviderSignIn.all()]
    async with hearing() as heard:
        said = told(await ann.sign_in(there))
    assert said["error"] == "LIMIT_FULL"
    assert [(event.action, event.reason) for event in heard.events] == [
        ("login.failed", "SESSION_LIMIT"),
        ("login.provider_proved", None),
    ]
    attempt = await SsoAttempt.get(reference=said["reference"])
    assert (attempt.code, attempt.because) == ("LIMIT_FULL", "SESSION_LIMIT")
    assert [row.id for row in await ProviderSignIn.all()] == kept
    assert await Session.filter(opened_by=SignInMethod.PROVIDER).count() == 1
    assert SESSION not in ann.cookies


async def test_a_secret_that_cannot_be_opened_is_told_and_the_provider_not_asked(
    ann: Visitor, there: HostileProvider
) -> None:
    """By the provider's own secret, and by what was kept of somebody who is away."""
    foreign = Vault(lambda: ["r" * 43 + "="])
    await configured(there, "lab", client_secret_sealed=foreign.seal(Purpose.SSO_CLIENT, SECRET))
    async with hearing() as heard:
        said = told(await ann.leave("lab"))
    assert said["error"] == "FAILED"
    assert [(event.action, event.reason) for event in heard.events] == [("login.failed", "PROVIDER_REFUSED")]
    await configured(there)
    url = callback(there, await ann.leave())
    state = await SsoState.get()
    await SsoState.filter(id=state.id).update(secrets_sealed=foreign.seal(Purpose.SSO_STATE, "[]"))
    there.asked.clear()
    assert told(await ann.at(url))["error"] == "FAILED"
    assert there.asked == {}


async def test_a_provider_that_is_deleted_while_it_is_asked_is_not_there(ann: Visitor, there: HostileProvider) -> None:
    provider = await configured(there)
    there.pause_seconds = 0.5
    leaving = asyncio.create_task(ann.leave())
    async with asyncio.timeout(5):
        while not there.asked:  # noqa: ASYNC110 — a server of tests has no event for it
            await asyncio.sleep(0.01)
    await provider.delete()
    assert told(await leaving) == {"error": "NOT_ALLOWED"}
    assert ann.cookies == {}


async def test_a_return_that_was_no_sign_in_is_no_failed_sign_in(ann: Visitor, there: HostileProvider) -> None:
    await configured(there)
    url = callback(there, await ann.leave())
    state = await SsoState.get()
    await SsoState.filter(id=state.id).update(purpose=SsoPurpose.LINK)
    async with hearing() as heard:
        said = [told(await ann.at(url))["error"] for _ in range(2)]
    assert said == ["EXPIRED", "EXPIRED"]
    assert [(event.action, event.reason) for event in heard.events] == [
        ("sso.return_refused", "SESSION_ENDED"),
        ("sso.return_refused", "OTHER_BROWSER"),
    ]


async def test_the_log_names_nobody_and_no_secret(
    ann: Visitor, there: HostileProvider, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    provider = await configured(there)
    left = await ann.leave(returnTo="/of/ann")
    url, cookies = callback(there, left), list(ann.cookies.values())
    await ann.at(url)
    await ann.at(url)
    there.claims["nonce"] = "wrong"
    await ann.sign_in(there)
    output = capfd.readouterr()
    logged = output.out + output.err + caplog.text
    assert "/auth/sso/corp/callback" in logged
    state = url.partition("state=")[2].partition("&")[0]
    told_nobody = ("ann", "example.com", "Lee", state, there.nonce, CODE, ACCESS, REFRESH, SECRET, *cookies)
    for secret in told_nobody:
        assert secret not in logged.replace("/auth/sso/corp", ""), secret
    assert isinstance(provider.id, UUID)
