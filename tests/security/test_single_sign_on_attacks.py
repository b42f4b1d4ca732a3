"""What is tried on the browser's way through an identity provider: each is refused, told, and signs nobody in."""

import asyncio
import time
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from auth.settings.pages import LockoutSettings
from models.identity_provider import IdentityProvider
from models.provider_sign_in import SsoAttempt, SsoState
from models.session import Session, SignInMethod
from models.user import User, UserStatus
from tests.support.browser_way import SPA, Visitor, ann, callback, configured, house, there, told, visitor
from tests.support.gate import Gate
from tests.support.hostile_provider import HostileProvider, hostile_provider
from tests.support.trail import hearing, nothing_changes

__all__ = ["ann", "house", "there"]

ELSEWHERE = (
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/%2f%2fevil.example",
    "%2f%2fevil.example",
    "https:evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "/\t/evil.example",
    "\t//evil.example",
    "/users\r\nSet-Cookie: a=b",
    "/\0",
    "/..//evil.example",
    "/%5cevil.example",
    "evil.example",
    "",
    "/" + "a" * 3_000,
)
ODD_SLUGS = ("nothere", "CORP", "corp%00", "corp%0a", "..", "c" * 500, "%F0%9F%92%A9", "corp%20", "%ff")


async def refused(browser: Visitor, url: str, code: str, reason: str) -> None:
    """Looks at an address: a code in our own, one event with the true reason, an attempt, and no session."""
    before = await sessions()
    async with hearing() as heard:
        answer = await browser.at(url)
    assert answer.headers["location"].startswith(f"{SPA}/?")
    assert told(answer)["error"] == code
    [event] = heard.events
    assert (event.action, event.reason, event.refused) == ("login.failed", reason, True)
    attempt = await SsoAttempt.get(reference=told(answer)["reference"])
    assert event.changes["sso_attempt"] == (None, attempt.reference)
    assert attempt.code == code
    assert await sessions() == before


async def sessions() -> int:
    return await Session.filter(opened_by=SignInMethod.PROVIDER, ended_at=None).count()


@pytest.mark.parametrize("return_to", ELSEWHERE, ids=range(len(ELSEWHERE)))
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_nobody_is_sent_elsewhere(return_to: str, ann: Visitor, there: HostileProvider) -> None:
    await configured(there)
    answer = await ann.sign_in(there, returnTo=return_to)
    assert answer.headers["location"] == f"{SPA}/"
    assert (await SsoState.get()).return_to is None


async def test_a_return_is_worth_something_once(ann: Visitor, there: HostileProvider) -> None:
    await configured(there)
    left = await ann.leave()
    kept, url = dict(ann.cookies), callback(there, left)
    assert told(await ann.at(url)) == {}
    for name, value in kept.items():
        ann.client.cookies.set(name, value)  # a browser that forgets nothing, and a provider that takes a code twice
    there.asked.clear()
    await refused(ann, url, "EXPIRED", "STATE_USED")
    assert there.asked == {}
    assert await ann.viewer() == "ann"


async def test_a_return_in_another_browser_is_refused_and_uses_nothing_up(
    ann: Visitor, there: HostileProvider, house: Gate
) -> None:
    await configured(there)
    left = await ann.leave(returnTo="/secret/place")
    url = callback(there, left)
    async with visitor(house) as eve:
        there.asked.clear()
        await refused(eve, url, "EXPIRED", "OTHER_BROWSER")
        assert there.asked == {}
        assert "secret" not in (await eve.at(url)).headers["location"]
        assert await eve.viewer() is None
    assert told(await ann.at(url)) == {}
    assert await ann.viewer() == "ann"


@pytest.mark.parametrize("begun", [False, True], ids=["cold", "mid-login"])
async def test_nobody_is_signed_in_as_somebody_else(
    begun: bool,  # noqa: FBT001 — a parameter
    ann: Visitor,
    there: HostileProvider,
    house: Gate,
) -> None:
    await configured(there)
    async with visitor(house) as eve:
        url = callback(there, await eve.leave())
    if begun:
        await ann.leave()
    await refused(ann, url, "EXPIRED", "OTHER_BROWSER")
    assert await ann.viewer() is None


async def test_a_code_from_another_sign_in_is_worth_nothing(ann: Visitor, there: HostileProvider) -> None:
    """Code injection: the provider holds the code to the verifier, and the ID token to the nonce."""
    await configured(there)
    first, second = await ann.leave(), await ann.leave()
    injected = dict(parse_qsl(urlsplit(callback(there, first)).query))
    own = dict(parse_qsl(urlsplit(callback(there, second)).query))
    there.authorize(first.headers["location"])  # what it issued last is the first's
    url = f"/auth/sso/corp/callback?code={injected['code']}&state={own['state']}&iss={there.issuer}"
    await refused(ann, url, "FAILED", "PROVIDER_REFUSED")


async def test_a_state_is_of_one_provider(ann: Visitor, there: HostileProvider) -> None:
    await configured(there)
    async with hostile_provider() as other:
        await configured(other, "lab")
        left = await ann.leave()
        url = callback(there, left)
        there.asked.clear()
        other.asked.clear()
        await refused(ann, url.replace("/corp/", "/lab/"), "FAILED", "PROVIDER_REFUSED")
        await refused(ann, url, "EXPIRED", "OTHER_BROWSER")  # used up, and its cookie is gone
        assert there.asked == other.asked == {}


async def test_a_state_is_worth_nothing_after_ten_minutes(ann: Visitor, there: HostileProvider) -> None:
    await configured(there)
    url = callback(there, await ann.leave())
    state = await SsoState.get()
    await SsoState.filter(id=state.id).update(expires_at=state.created_at)
    there.asked.clear()
    await refused(ann, url, "EXPIRED", "STATE_EXPIRED")
    assert there.asked == {}


@pytest.mark.parametrize("change", ["version", "off"])
async def test_a_provider_that_was_changed_meanwhile_signs_nobody_in(
    change: str, ann: Visitor, there: HostileProvider
) -> None:
    provider = await configured(there)
    url = callback(there, await ann.leave())
    await changed(provider, change)
    there.asked.clear()
    await refused(ann, url, "EXPIRED", "PROVIDER_CHANGED")
    assert there.asked == {}


@pytest.mark.parametrize("change", ["version", "off"])
async def test_nor_one_that_was_changed_while_it_was_asked(change: str, ann: Visitor, there: HostileProvider) -> None:
    provider = await configured(there)
    url = callback(there, await ann.leave())
    there.pause_seconds = 0.5
    there.asked.clear()

    async def meanwhile() -> None:
        async with asyncio.timeout(5):
            while "/token" not in there.asked:  # noqa: ASYNC110 — a server of tests has no event for it
                await asyncio.sleep(0.01)
        await changed(provider, change)

    await asyncio.gather(refused(ann, url, "EXPIRED", "PROVIDER_CHANGED"), meanwhile())


async def changed(provider: IdentityProvider, how: str) -> None:
    values: dict[str, Any] = {"version": provider.version + 1} if how == "version" else {"is_enabled": False}
    await IdentityProvider.filter(id=provider.id).update(**values)


async def test_a_provider_that_is_gone_signs_nobody_in(ann: Visitor, there: HostileProvider) -> None:
    provider = await configured(there)
    url = callback(there, await ann.leave())
    await provider.delete()
    answer = await ann.at(url)
    assert told(answer) == {"error": "EXPIRED"}
    assert await sessions() == 0


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({"status": UserStatus.INACTIVE}, "ACCOUNT_INACTIVE"),
        ({"locked_at": "now"}, "LOCKED_BY_HAND"),
        ({"auto_locked_at": "now"}, "LOCKED_AUTOMATICALLY"),
    ],
    ids=["off", "locked by hand", "locked automatically"],
)
async def test_an_account_that_may_not_be_used_lets_nobody_in(
    columns: dict[str, Any], reason: str, ann: Visitor, there: HostileProvider, house: Gate
) -> None:
    await configured(there)
    await ann.sign_in(there)
    ann.client.cookies.clear()
    url = callback(there, await ann.leave())
    now = house.house.clock.now()
    await User.filter(username="ann").update(**{name: now if text == "now" else text for name, text in columns.items()})
    before = await User.get(username="ann").values()
    await refused(ann, url, "ACCOUNT_OFF", reason)
    assert await User.get(username="ann").values() == before, "nothing is switched on by a sign-in"
    assert await ann.viewer() is None


@pytest.mark.parametrize("slug", ODD_SLUGS, ids=range(len(ODD_SLUGS)))
async def test_a_provider_that_is_not_there_is_not_asked(slug: str, ann: Visitor, there: HostileProvider) -> None:
    await configured(there)
    async with nothing_changes():
        answer = await ann.at(f"/auth/sso/{slug}/login")
    assert answer.status_code == 404 if slug == ".." else told(answer) == {"error": "NOT_ALLOWED"}
    assert there.asked == ann.cookies == {}


async def test_a_provider_that_is_off_is_not_asked(ann: Visitor, there: HostileProvider) -> None:
    await configured(there, is_enabled=False)
    async with nothing_changes():
        assert told(await ann.leave()) == {"error": "NOT_ALLOWED"}
    assert there.asked == ann.cookies == {}


@pytest.mark.parametrize("slug", ODD_SLUGS[:-5], ids=range(4))
async def test_a_return_to_a_provider_that_is_not_there_is_told(slug: str, ann: Visitor) -> None:
    async with hearing() as heard:
        answer = await ann.at(f"/auth/sso/{slug}/callback?state=x&code=y")
    assert told(answer) == {"error": "EXPIRED"}
    assert [(event.action, event.reason) for event in heard.events] == [("login.failed", "STATE_UNKNOWN")]


@pytest.mark.parametrize("method", ["HEAD", "POST", "PUT", "DELETE", "OPTIONS"])
async def test_both_ends_take_nothing_but_get(method: str, ann: Visitor, there: HostileProvider) -> None:
    await configured(there)
    url = callback(there, await ann.leave())
    async with nothing_changes():
        for path in (url, "/auth/sso/corp/login"):
            answer = await ann.client.request(method, path)
            assert (answer.status_code, answer.headers["allow"]) == (405, "GET")
    assert told(await ann.at(url)) == {}, "nothing was used up"


async def test_what_the_provider_says_of_an_error_is_shown_to_nobody(ann: Visitor, there: HostileProvider) -> None:
    await configured(there)
    there.callback = {"code": None, "error": "access_denied", "error_description": "Call 0900-EVIL", "error_uri": "//e"}
    async with hearing() as heard:
        answer = await ann.sign_in(there)
    assert told(answer).keys() == {"error", "reference"}
    assert told(answer)["error"] == "CANCELLED"
    assert "EVIL" not in str(answer.headers) + answer.text + str(heard.events)


async def test_an_address_that_asks_too_often_is_refused(ann: Visitor, there: HostileProvider, house: Gate) -> None:
    await configured(there)
    await house.house.set(LockoutSettings, attempts_per_minute_per_address=1, attempts_per_hour_per_address=100)
    for _ in range(12):
        await ann.leave()
    there.asked.clear()
    for path in ("/auth/sso/corp/login", "/auth/sso/corp/callback?state=x"):
        async with nothing_changes():
            answer = await ann.at(path)
        assert told(answer) == {"error": "RATE_LIMITED"}
        assert int(answer.headers["retry-after"]) > 0
    assert there.asked == {}


async def test_a_provider_that_does_not_answer_holds_nobody_else_up(
    ann: Visitor, there: HostileProvider, house: Gate
) -> None:
    await configured(there)
    urls = [callback(there, await ann.leave()) for _ in range(1)]
    async with hostile_provider() as good, visitor(house) as bea:
        await configured(good, "lab", client_id=good.claims["aud"])
        there.pause_seconds = 60
        began = time.monotonic()
        waiting = [asyncio.create_task(ann.at(url)) for url in urls]
        waiting += [asyncio.create_task(bea.at("/auth/sso/corp/callback?state=x")) for _ in range(3)]
        await asyncio.sleep(0.2)
        assert told(await bea.sign_in(good, "lab")) == {}
        assert await bea.viewer() == "ann"
        assert time.monotonic() - began < 4
        answers = await asyncio.gather(*waiting)
    assert told(answers[0])["error"] == "PROVIDER_UNAVAILABLE"
    assert time.monotonic() - began < 10
