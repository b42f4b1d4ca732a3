"""Odd texts in every place of the browser's way, and a database that goes away: an answer each time, never a fault."""

from collections.abc import AsyncGenerator
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx2
import pytest

from api.first_start import prepare
from models.session import Session, SignInMethod
from tests.support.app import client_of, config_for
from tests.support.browser_way import SPA, Visitor, ann, callback, configured, house, there, told
from tests.support.hostile_provider import HostileProvider
from tests.support.naughty import NAUGHTY
from tests.support.wire import Wire, wire_to

__all__ = ["ann", "house", "there"]

ODD = [quote(text[:2_500], safe="", errors="surrogatepass") for text in NAUGHTY]
"""Escaped, surrogates as three bytes that are no UTF-8."""
SHARE = 3
"""Each place is given one text of so many, and its neighbours the others."""
LOGIN, CALLBACK = "/auth/sso/corp/login", "/auth/sso/corp/callback"
PLACES = {
    "slug to leave": "/auth/sso/{}/login",
    "slug to come back": "/auth/sso/{}/callback?state=x&code=y",
    "returnTo": LOGIN + "?returnTo={}",
    "rememberMe": LOGIN + "?rememberMe={}",
    "a name": LOGIN + "?{}=1",
    "state": CALLBACK + "?state={}&code=x",
    "code": CALLBACK + "?state=x&code={}",
    "error": CALLBACK + "?state=x&error={}",
    "reference": "/auth/error?error=FAILED&reference={}",
    "code of an error": "/auth/error?error={}",
}


@pytest.mark.parametrize("place", PLACES)
async def test_odd_texts_are_answered(place: str, ann: Visitor, there: HostileProvider) -> None:
    await configured(there)
    for text in ODD[list(PLACES).index(place) % SHARE :: SHARE]:
        answer = await ann.at(PLACES[place].format(text))
        location = answer.headers.get("location", SPA)
        assert answer.status_code in {200, 302, 404}, text
        assert location.startswith((f"{SPA}/", f"{there.issuer}/authorize?")) or location == SPA, text
        assert "\n" not in location
        ann.client.cookies.clear()
    assert await Session.filter(opened_by=SignInMethod.PROVIDER).count() == 0


@pytest.mark.parametrize("name", ["code", "iss", "error", "session_state", "id_token", "SAMLResponse"])
async def test_odd_answers_of_a_provider_sign_nobody_in(name: str, ann: Visitor, there: HostileProvider) -> None:
    await configured(there)
    there.callback = {"code": None}
    for text in ODD[::7]:
        url = f"{callback(there, await ann.leave())}&{name}={text}"
        assert told(await ann.at(url))["error"] in {"FAILED", "CANCELLED"}, text
    assert await Session.filter(opened_by=SignInMethod.PROVIDER).count() == 0


@pytest.mark.parametrize("cookie", ODD[::5], ids=range(len(ODD[::5])))
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_an_odd_cookie_is_no_cookie(cookie: str, ann: Visitor, there: HostileProvider) -> None:
    await configured(there)
    left = await ann.leave()
    [name] = ann.under_way
    ann.client.cookies.clear()
    ann.client.headers["cookie"] = f"{name}={cookie}; {name.upper()}={cookie}"
    assert told(await ann.come_back(there, left))["error"] == "EXPIRED"


@pytest.mark.parametrize("path", ["/a;b=c", "/a?b=c;d&e=/f?g#h?i", "/%C3%A4/~me/(x)!*'", "/a:b@c,d+e$f"])
async def test_an_address_of_the_product_comes_back_as_it_was(path: str, ann: Visitor, there: HostileProvider) -> None:
    await configured(there)
    assert (await ann.sign_in(there, returnTo=path)).headers["location"] == SPA + path


@pytest.fixture
async def cut_off(database_url: str, tmp_path: Path) -> AsyncGenerator[tuple[httpx2.AsyncClient, Wire]]:
    """A client of the product whose database can be taken away."""
    parts = urlsplit(database_url)
    async with wire_to(parts.port or 0) as wire:
        config = config_for(database_url.replace(f":{parts.port}/", f":{wire.port}/"), tmp_path, SPA_URL=SPA)
        await prepare(config, may_migrate=True)
        async with client_of(config) as client:
            yield client, wire
            wire.repair()


@pytest.mark.parametrize("engine", ["postgres"], indirect=True)
@pytest.mark.parametrize("path", [LOGIN, CALLBACK + "?state=x&code=y"])
async def test_while_the_database_is_away_a_page_says_so(path: str, cut_off: tuple[httpx2.AsyncClient, Wire]) -> None:
    client, wire = cut_off
    wire.cut()
    answer = await client.get(path)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
    assert answer.headers["content-type"].startswith("text/html")
    assert "The database does not answer" in answer.text
