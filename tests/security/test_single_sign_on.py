"""The browser's way through an identity provider, over HTTP: who gets in, where they land, and what is kept."""

from datetime import timedelta
from typing import Any

import pytest

from auth.settings.pages import MfaSettings
from auth.single_sign_on.states import forget_old_states
from models.provider_sign_in import ProviderSignIn, SsoAttempt, SsoState
from models.session import SecondFactor, Session, SessionEnd, SignInMethod
from models.user import AuthMethod, User
from tests.support.authenticator import Person
from tests.support.browser_way import PENDING, SESSION, SPA, Visitor, ann, configured, house, there, told
from tests.support.gate import Gate
from tests.support.hostile_provider import ACCESS, CODE, REFRESH, SECRET, HostileProvider, public, rsa
from tests.support.hostile_ways import good_keys
from tests.support.trail import Told, dump, hearing

__all__ = ["ann", "house", "there"]

PENDING_LOGIN = "{ pendingLogin { step returnTo } }"


async def test_somebody_signs_in(ann: Visitor, there: HostileProvider) -> None:
    await configured(there)
    async with hearing() as heard:
        left = await ann.leave(returnTo="/users?page=2#top")
        assert left.headers["location"].startswith(f"{there.issuer}/authorize?")
        answer = await ann.come_back(there, left)
    assert (answer.status_code, answer.headers["location"]) == (302, f"{SPA}/users?page=2#top")
    assert await ann.viewer() == "ann"
    assert ann.cookies.keys() == {SESSION}
    [session] = await Session.all().filter(opened_by=SignInMethod.PROVIDER)
    account, kept = await User.get(username="ann"), await ProviderSignIn.get()
    assert (account.auth_method, session.user_id, session.second_factor) == (AuthMethod.OIDC, account.id, None)
    assert (kept.session_id, kept.user_id, session.source_id) == (session.id, account.id, kept.provider_id)
    attempt = await SsoAttempt.get()
    assert (attempt.code, attempt.because, attempt.user_id) == (None, None, account.id)
    assert [event.action for event in heard.events][-2:] == ["login.succeeded", "login.provider_proved"]
    assert heard.events[-1] == Told(
        "login.provider_proved",
        "ann",
        "ann",
        changes={"provider": (None, "corp"), "sso_attempt": (None, attempt.reference)},
    )


async def test_nothing_secret_is_stored_as_it_is(ann: Visitor, there: HostileProvider) -> None:
    await configured(there)
    await ann.sign_in(there)
    left = await ann.leave()
    [(name, token)] = [each for each in ann.cookies.items() if each[0] != SESSION]
    state = dict(there.authorize(left.headers["location"]))["state"]
    rows = str(await dump())
    assert name.removeprefix(f"{SESSION}-sso-") in rows, "rows are looked at in a form in which they could be found"
    verifier = there.forms[-1]["code_verifier"]
    for secret in (state, token, there.nonce, verifier, CODE, ACCESS, REFRESH, SECRET, ann.cookies[SESSION]):
        assert secret not in rows


async def test_a_remembered_sign_in_outlives_the_browser(ann: Visitor, there: HostileProvider) -> None:
    await configured(there)
    remembered = await ann.sign_in(there, rememberMe="true")
    for_now = await ann.sign_in(there, rememberMe="1")
    assert ["Max-Age" in each for each in cookies_set(remembered, f"{SESSION}=")] == [True]
    assert ["Max-Age" in each for each in cookies_set(for_now, f"{SESSION}=")] == [False]


async def test_ways_of_several_tabs_do_not_meet(ann: Visitor, there: HostileProvider) -> None:
    await configured(there)
    tabs = [(number, await ann.leave(returnTo=f"/tab/{number}")) for number in range(4)]
    assert len(ann.under_way) == 4
    for number, left in reversed(tabs):
        answer = await ann.come_back(there, left)
        assert answer.headers["location"] == f"{SPA}/tab/{number}"
        assert len(ann.under_way) == number
    assert await ann.viewer() == "ann"
    assert await Session.filter(ended_at=None, opened_by=SignInMethod.PROVIDER).count() == 1, (
        "each took the other's place"
    )


async def test_of_more_than_ten_ways_the_oldest_is_given_up(ann: Visitor, there: HostileProvider) -> None:
    await configured(there)
    left = [await ann.leave() for _ in range(12)]
    assert len(ann.under_way) == 10
    assert told(await ann.come_back(there, left[1]))["error"] == "EXPIRED"
    assert (await ann.come_back(there, left[2])).headers["location"] == f"{SPA}/"


@pytest.mark.parametrize("algorithm", good_keys())
async def test_tokens_are_signed_in_every_good_way(algorithm: str, ann: Visitor, there: HostileProvider) -> None:
    await configured(there)
    there.key = good_keys()[algorithm]
    there.header = {"alg": algorithm, "kid": there.key.kid}
    there.jwks = {"keys": [{"kty": "oct", "k": "AA", "kid": "x"}, {"kty": "odd"}, public(there.key)]}
    assert told(await ann.sign_in(there)) == {}
    assert await ann.viewer() == "ann"


@pytest.mark.parametrize("kid", ["k2", "k1"], ids=["new key", "new key of the same name"])
async def test_a_provider_that_signs_anew_is_understood(kid: str, ann: Visitor, there: HostileProvider) -> None:
    await configured(there)
    await ann.sign_in(there)
    there.key = rsa("another")
    there.jwks, there.header["kid"] = {"keys": [public(there.key, kid=kid)]}, kid
    assert told(await ann.sign_in(there)) == {}


@pytest.mark.parametrize("seconds", [-29, 25], ids=["behind", "ahead"])
async def test_a_clock_that_is_half_a_minute_off_is_good_enough(
    seconds: int, ann: Visitor, there: HostileProvider
) -> None:
    await configured(there)
    there.now += timedelta(seconds=seconds)
    there.behave()
    assert told(await ann.sign_in(there)) == {}
    assert await ann.viewer() == "ann"


async def test_a_return_asks_the_provider_twice_at_most(ann: Visitor, there: HostileProvider) -> None:
    await configured(there)
    await ann.sign_in(there)
    there.asked.clear()
    await ann.sign_in(there)
    assert there.asked == {"/token": 1}
    there.asked.clear()
    there.userinfo |= {"email": there.claims.pop("email"), "email_verified": there.claims.pop("email_verified")}
    await ann.sign_in(there)
    assert there.asked == {"/token": 1, "/userinfo": 1}


async def test_a_second_factor_is_asked_for_with_a_pending_cookie(
    ann: Visitor, there: HostileProvider, house: Gate
) -> None:
    await configured(there)
    await ann.sign_in(there)
    await Person(house.house, "ann", (await User.get(username="ann")).id).enrol()
    ann.client.cookies.clear()
    answer = await ann.sign_in(there, returnTo="/deep/er")
    assert told(answer) == {"step": "mfa", "returnTo": "/deep/er"}
    assert ann.cookies.keys() == {PENDING}
    assert "SameSite=Strict" in cookies_set(answer, PENDING)[0]
    assert await ann.viewer() is None
    waiting = (await ann.client.post("/graphql", json={"query": PENDING_LOGIN})).json()["data"]["pendingLogin"]
    assert waiting == {"step": "VERIFY_MFA", "returnTo": "/deep/er"}


async def test_a_second_factor_that_is_due_is_set_up_first(ann: Visitor, there: HostileProvider, house: Gate) -> None:
    await house.house.set(MfaSettings, required_for_everyone=True, grace_days=0)
    await configured(there)
    assert told(await ann.sign_in(there)) == {"step": "enrol"}
    assert ann.cookies.keys() == {PENDING}


async def test_the_second_factor_of_a_provider_counts_where_it_is_to(
    ann: Visitor, there: HostileProvider, house: Gate
) -> None:
    await house.house.set(MfaSettings, required_for_everyone=True, grace_days=0)
    await configured(there, mfa="THEIRS", amr_json='["mfa"]')
    there.claims["amr"] = ["pwd", "mfa"]
    assert told(await ann.sign_in(there)) == {}
    assert (await Session.get(opened_by=SignInMethod.PROVIDER)).second_factor is SecondFactor.PROVIDER


async def test_a_session_is_as_fresh_as_the_sign_in_at_the_provider(ann: Visitor, there: HostileProvider) -> None:
    await configured(there)
    there.claims["auth_time"] = int(there.now.timestamp()) - 3_600
    await ann.sign_in(there)
    session = await Session.get(opened_by=SignInMethod.PROVIDER)
    assert session.fresh_at is not None
    assert session.created_at - session.fresh_at > timedelta(minutes=59)


async def test_a_session_of_before_is_replaced_though_the_browser_does_not_send_it(
    ann: Visitor, there: HostileProvider, house: Gate
) -> None:
    await configured(there)
    before = await house.house.open((await User.get(username="root")).id, delivery="COOKIE")
    ann.client.cookies.set(SESSION, before)
    left = await ann.leave()
    ann.client.cookies.delete(SESSION)  # as a browser does with what is SameSite=Strict
    await ann.come_back(there, left)
    assert ann.cookies[SESSION] != before
    assert await ann.viewer() == "ann"
    [ended] = await Session.filter(ended_at__isnull=False)
    assert ended.end_reason is SessionEnd.SIGNED_IN_AGAIN


async def test_a_token_that_was_planted_is_not_taken_over(ann: Visitor, there: HostileProvider) -> None:
    await configured(there)
    ann.client.cookies.set(SESSION, "planted")
    await ann.sign_in(there)
    kept = [cookie.value for cookie in ann.client.cookies.jar if cookie.name == SESSION]
    assert "planted" not in kept or len(kept) > 1
    assert not await Session.filter(token_hash="planted").exists()


async def test_both_ends_keep_nothing_and_tell_nobody_whence(ann: Visitor, there: HostileProvider) -> None:
    await configured(there)
    left = await ann.leave()
    for answer in (left, await ann.come_back(there, left)):
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["referrer-policy"] == "no-referrer"
    [cookie] = cookies_set(left, "-sso-")
    assert cookie.partition("=")[2].partition(";")[2] == " Max-Age=600; Path=/; HttpOnly; SameSite=Lax"


async def test_a_state_is_gone_a_day_after_it_ran_out(ann: Visitor, there: HostileProvider, house: Gate) -> None:
    await configured(there)
    await ann.leave()
    units, state = house.house.units, await SsoState.get()
    assert await forget_old_states(units) == 0
    await SsoState.filter(id=state.id).update(expires_at=state.expires_at - timedelta(days=1, minutes=11))
    assert await forget_old_states(units) == 1


def cookies_set(answer: Any, part: str) -> list[str]:  # noqa: ANN401 — a response
    return [each for each in answer.headers.get_list("set-cookie") if part in each]
