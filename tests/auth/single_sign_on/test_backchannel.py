"""A logout token ends what it names, once; anything else ends nothing and is told to the trail."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

import pytest

from auth.actor import SYSTEM, anonymous
from auth.clock import Stopped
from auth.login.finish import Proven
from auth.login.steps import locked_step, presented, wait_for
from auth.single_sign_on.backchannel import take_logout_token
from auth.sources.redirecting import RedirectSources
from models.identity_provider import IdentityProvider, ProviderKind
from models.pending_login import PendingStep
from models.provider_sign_in import ProviderSignIn, SpentLogoutToken
from models.session import Session, SessionEnd, SignInMethod
from models.user import User
from tests.support.hostile_provider import HostileProvider, hostile_provider
from tests.support.house import CLIENT, TOKEN, House
from tests.support.identity_providers import from_provider
from tests.support.logout_tokens import logout_token
from tests.support.provider_sign_ins import came_by, row_of, sealed, sign_in_row, turn
from tests.support.trail import Told, hearing, nothing_changes


@pytest.fixture
async def there() -> AsyncGenerator[HostileProvider]:
    async with hostile_provider() as provider:
        yield provider


async def always() -> bool:
    return True


async def never() -> bool:
    return False


async def told(house: House, there: HostileProvider, slug: str = "corp", **members: Any) -> bool:  # noqa: ANN401 — of a token
    """What becomes of a good token with other members."""
    return await sent(house, there, logout_token(there, **members), slug)


async def sent(house: House, there: HostileProvider, token: str, slug: str = "corp") -> bool:
    redirects = RedirectSources(Stopped(there.now))
    return await take_logout_token(house.units, redirects, anonymous(CLIENT), slug, token, always)


async def ends() -> list[SessionEnd | None]:
    """How each session ended."""
    return [row.end_reason for row in await Session.all().order_by("id")]


def received(sessions: int, steps: int = 0) -> Told:
    changes: dict[str, tuple[object, object]] = {"sessions_ended": (None, sessions), "steps_ended": (None, steps)}
    return Told("sso.logout_received", None, "corp", None, changes)


def ended(name: str) -> Told:
    return Told("session.ended", None, name, "SIGNED_OUT_THERE")


def refused(because: str) -> Told:
    return Told("sso.logout_refused", None, "corp", because, refused=True)


async def test_the_session_of_a_sid_ends_and_no_other(house: House, there: HostileProvider) -> None:
    corp = await row_of(there)
    asa = await from_provider(house, corp, "asa")
    kept: dict[str, Any] = {"subject": "ann-1", "id_token_sealed": sealed("x.y.z")}
    first, _ = await came_by(house, asa, corp, sid="s-1", **kept)
    second, _ = await came_by(house, asa, corp, sid="s-2", **kept)
    by_password = await house.open(asa)
    async with hearing() as heard:
        assert await told(house, there)
    assert list(heard.events) == [ended("asa"), received(1)]
    reasons = [(await house.caller(each)).actor.permissions.reason for each in (first, second, by_password)]
    assert reasons == ["SESSION_ENDED", None, None]
    assert [row.sid for row in await ProviderSignIn.all()] == ["s-2"]


async def test_without_a_sid_every_session_of_the_subject_ends(house: House, there: HostileProvider) -> None:
    corp, lab = await row_of(there), await row_of(there, "lab")
    asa, bo = await from_provider(house, corp, "asa"), await from_provider(house, corp, "bob")
    for sid in ("s-1", None):
        await came_by(house, asa, corp, subject="ann-1", sid=sid)
    await came_by(house, bo, corp, subject="bob-1", sid="s-1")
    await came_by(house, bo, lab, subject="ann-1")
    async with hearing() as heard:
        assert await told(house, there, sid=...)
    assert list(heard.events) == [ended("asa"), ended("asa"), received(2)]
    assert await ends() == [SessionEnd.SIGNED_OUT_THERE] * 2 + [None, None]


async def test_a_sid_and_a_subject_must_belong_together(house: House, there: HostileProvider) -> None:
    corp = await row_of(there)
    await came_by(house, await from_provider(house, corp, "bob"), corp, subject="bob-1", sid="s-1")
    assert await told(house, there)
    assert await ends() == [None]
    assert await told(house, there, sub=..., jti="two")
    assert await ends() == [SessionEnd.SIGNED_OUT_THERE]


async def test_a_sign_in_that_waits_for_a_step_ends_too(house: House, there: HostileProvider) -> None:
    corp = await row_of(there)
    user = await User.get(id=await from_provider(house, corp, "asa"))
    kept = await sign_in_row(house, user.id, corp, subject="ann-1", sid="s-1")
    proven = Proven(SignInMethod.PROVIDER, house.clock.now(), source_id=corp.id, sign_in_id=kept.id)
    token, _ = await house.do(SYSTEM, lambda work: wait_for(work, user, PendingStep.ENROL_MFA, TOKEN, proven))
    async with hearing() as heard:
        assert await told(house, there)
    assert list(heard.events) == [received(0, 1)]
    given = presented(token, None)
    assert await house.do(SYSTEM, lambda work: locked_step(work, given, PendingStep.ENROL_MFA)) is None
    assert not await ProviderSignIn.exists()


async def test_a_session_that_ran_out_before_ended_by_itself(house: House, there: HostileProvider) -> None:
    corp = await row_of(there)
    await came_by(house, await from_provider(house, corp, "asa"), corp, subject="ann-1", sid="s-1")
    house.clock.turn(hours=9)
    async with hearing() as heard:
        assert await told(house, there)
    assert [each.reason for each in heard.events] == ["IDLE", None]
    assert await ends() == [SessionEnd.IDLE]


async def test_a_token_is_taken_once(house: House, there: HostileProvider) -> None:
    corp = await row_of(there)
    asa, token = await from_provider(house, corp, "asa"), logout_token(there)
    assert await sent(house, there, token)
    await came_by(house, asa, corp, subject="ann-1", sid="s-1")
    async with nothing_changes(refused("REPLAYED")):
        assert not await sent(house, there, token)
    assert await told(house, there, jti="two")
    assert await ends() == [SessionEnd.SIGNED_OUT_THERE]


async def test_sent_many_times_at_once_it_is_taken_once(house: House, there: HostileProvider) -> None:
    corp = await row_of(there)
    await came_by(house, await from_provider(house, corp, "asa"), corp, subject="ann-1", sid="s-1")
    token = logout_token(there)
    found = await asyncio.gather(*(sent(house, there, token) for _ in range(10)))
    assert sorted(found) == [False] * 9 + [True]
    assert await SpentLogoutToken.all().count() == 1


async def test_two_providers_may_have_tokens_of_one_id(house: House, there: HostileProvider) -> None:
    await row_of(there)
    await row_of(there, "lab")
    assert [await told(house, there), await told(house, there, "lab")] == [True, True]


async def test_a_provider_that_is_off_is_heard(house: House, there: HostileProvider) -> None:
    corp = await row_of(there)
    token, _ = await came_by(house, await from_provider(house, corp, "asa"), corp, subject="ann-1", sid="s-1")
    await turn(corp, on=False)
    assert await told(house, there)
    await turn(corp, on=True)
    assert (await house.caller(token)).actor.permissions.reason == "SESSION_ENDED"


async def test_one_whose_secret_cannot_be_opened_is_heard(house: House, there: HostileProvider) -> None:
    corp = await row_of(there, client_secret_sealed="sealed with a key that is gone")
    await came_by(house, await from_provider(house, corp, "asa"), corp, subject="ann-1", sid="s-1")
    assert await told(house, there)
    assert await ends() == [SessionEnd.SIGNED_OUT_THERE]
    assert (await IdentityProvider.get(id=corp.id)).client_secret_sealed == "sealed with a key that is gone"


@pytest.mark.parametrize("slug", ["nobody", "", "CORP", "corp/", "\0"], ids=repr)
async def test_of_an_unknown_provider_nothing_is_asked(house: House, there: HostileProvider, slug: str) -> None:
    await row_of(there)
    async with nothing_changes():
        assert not await told(house, there, slug)
    assert not there.asked


async def test_github_has_no_such_tokens(house: House, there: HostileProvider) -> None:
    await row_of(there, kind=ProviderKind.GITHUB)
    async with nothing_changes():
        assert not await told(house, there)
    assert not there.asked


async def test_one_that_does_not_answer_ends_nothing(house: House, there: HostileProvider) -> None:
    corp = await row_of(there)
    await came_by(house, await from_provider(house, corp, "asa"), corp, subject="ann-1", sid="s-1")
    there.status["/jwks"] = 503
    async with nothing_changes(refused("UNAVAILABLE")):
        assert not await told(house, there)
    there.status.clear()
    assert await told(house, there)


async def test_the_trail_is_not_filled_by_a_flood(house: House, there: HostileProvider) -> None:
    await row_of(there)
    redirects = RedirectSources(Stopped(there.now))
    async with nothing_changes():
        assert not await take_logout_token(house.units, redirects, anonymous(CLIENT), "corp", "x", never)
