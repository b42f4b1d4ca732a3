"""A test sign-in is begun and settled by who may change providers, and has just proven who they are."""

from dataclasses import replace
from uuid import UUID

import pytest

from auth.actor import Actor
from auth.errors import Forbidden
from auth.permissions import Scope
from auth.policies.previewing import RuleChange
from auth.single_sign_on.landing import Back, Landed, Rehearsed
from auth.single_sign_on.trial import settle_test, start_provider_test
from auth.sources.identity import ExternalIdentity
from auth.sources.redirect import SignedIn, SignInFacts, Tokens
from models.identity_provider import IdentityProvider
from models.provider_sign_in import SsoAttempt, SsoPurpose
from models.user import AuthMethod
from tests.support.house import STALE, House, all_but
from tests.support.identity_providers import provider_row
from tests.support.trail import Told, hearing, nothing_changes


def back(provider: IdentityProvider, actor: Actor, rehearsed: Rehearsed | None) -> Back:
    identity = ExternalIdentity(provider.id, AuthMethod.OIDC, "ada-1", "ada")
    proven = SignedIn(identity, provider.issuer, SignInFacts(), Tokens("access"), {"sub": "ada-1", "nonce": "n"})
    return Back(
        provider=provider, signed_in=proven, purpose=SsoPurpose.TEST, user_id=actor.user_id, rehearsed=rehearsed
    )


async def test_beginning_tells_the_trail_and_gives_the_slug(house: House) -> None:
    root, provider = await house.root(), await provider_row(is_enabled=False)
    async with nothing_changes(Told("identity_provider.test_started", "root", "corp")):
        assert await house.do(root, lambda work: start_provider_test(work, provider.id)) == "corp"


async def test_beginning_and_settling_ask_for_the_scope_and_a_fresh_factor(house: House) -> None:
    root, provider = await house.root(), await provider_row()
    reader = await house.acting("reader", *all_but(Scope.SSO_WRITE), level=3)
    came = back(provider, root, Rehearsed(landed=Landed()))
    house.clock.turn(minutes=16)
    commands: list[RuleChange] = [
        lambda work: start_provider_test(work, provider.id),
        lambda work: settle_test(work, came),
    ]
    async with nothing_changes():
        for command in commands:
            with pytest.raises(Forbidden):
                await house.do(reader, command)
            assert await house.refusals(root, command) == STALE


async def test_an_api_token_has_no_browser_to_send_away(house: House) -> None:
    provider, token = await provider_row(), replace(await house.root(), token_id=UUID(int=1))
    async with nothing_changes():
        told = await house.refusals(token, lambda work: start_provider_test(work, provider.id))
    assert told == [("SESSION_REQUIRED", "")]


async def test_a_provider_that_there_is_not_is_not_tried(house: House) -> None:
    root = await house.root()
    async with nothing_changes():
        told = await house.refusals(root, lambda work: start_provider_test(work, UUID(int=1)))
    assert told == [("NOT_FOUND", "id")]


async def test_settling_keeps_an_attempt_and_opens_nothing(house: House) -> None:
    root, provider = await house.root(), await provider_row()
    async with hearing() as heard:
        landed = await house.do(root, lambda work: settle_test(work, back(provider, root, Rehearsed(landed=Landed()))))
    assert (landed.outcome, landed.code, landed.user_id) == (None, None, None)
    attempt = await SsoAttempt.get()
    assert (attempt.reference, attempt.purpose, attempt.asked_by_id) == (
        landed.reference,
        SsoPurpose.TEST,
        root.user_id,
    )
    (told,) = heard.events
    assert (told.action, told.changes["sso_attempt"]) == ("identity_provider.tried", (None, landed.reference))
    assert landed.told is not None
    assert landed.told.claims == {"sub": "ada-1"}
    assert (await IdentityProvider.get()).proven_at is None
