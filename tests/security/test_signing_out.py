"""``/auth/logout``: a browser signs out here and at the provider by which it came, and only when its own page asks."""

from base64 import urlsafe_b64encode
from urllib.parse import parse_qsl, urlsplit

import httpx2
import pytest

from models.provider_sign_in import ProviderSignIn
from models.session import Session, SessionEnd
from tests.support.browser_way import SESSION, SPA, Visitor, ann, configured, house, there
from tests.support.gate import Gate
from tests.support.hostile_provider import CLIENT, HostileProvider
from tests.support.house import PASSWORD
from tests.support.trail import nothing_changes

__all__ = ["ann", "house", "there"]

LOGOUT = "mutation { logout { signedOut providerLogoutUrl } }"
LOGIN = """
mutation { login(input: {username: "bob", password: "%s", delivery: COOKIE}) { __typename } }
"""


def query_of(url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(url).query))


async def asked(ann: Visitor, query: str) -> httpx2.Response:
    return await ann.client.post("/graphql", json={"query": query})


async def signed_in_by(ann: Visitor, there: HostileProvider) -> None:
    """By a provider."""
    await configured(there)
    await ann.sign_in(there)
    assert await ann.viewer() == "ann"


async def test_who_came_by_a_provider_signs_out_there_too_and_comes_back(
    house: Gate, ann: Visitor, there: HostileProvider
) -> None:
    await signed_in_by(ann, there)
    token = ann.cookies[SESSION]
    answer = await ann.client.post("/auth/logout", params={"returnTo": "/reports?page=2"})
    assert answer.status_code == 303
    url = answer.headers["location"]
    assert url.startswith(f"{there.issuer}/logout?")
    given = query_of(url)
    state = given.pop("state")
    assert given.pop("id_token_hint").count(".") == 2
    assert given == {"client_id": CLIENT, "post_logout_redirect_uri": f"{house.client.base_url}/auth/logged-out"}
    assert SESSION not in ann.cookies
    assert await ann.viewer() is None
    assert (await Session.get(opened_by="PROVIDER")).end_reason is SessionEnd.SIGNED_OUT
    assert not await ProviderSignIn.exists()
    assert token not in url
    back = await ann.at(f"/auth/logged-out?state={state}")
    assert (back.status_code, back.headers["location"]) == (303, f"{SPA}/reports?page=2")


async def test_by_the_api_the_caller_is_told_where_to(ann: Visitor, there: HostileProvider) -> None:
    await signed_in_by(ann, there)
    payload = (await asked(ann, LOGOUT)).json()["data"]["logout"]
    assert payload["signedOut"] is True
    assert payload["providerLogoutUrl"].startswith(f"{there.issuer}/logout?")
    assert "id_token_hint" in query_of(payload["providerLogoutUrl"])
    assert await ann.viewer() is None
    again = (await asked(ann, LOGOUT)).json()
    assert again["data"]["logout"] is None


async def test_nobody_is_asked_where_nobody_wants_to_know(ann: Visitor, there: HostileProvider) -> None:
    await signed_in_by(ann, there)
    await configured(there, "lab")
    await asked(ann, "mutation { logout { signedOut } }")
    assert await ann.viewer() is None


@pytest.mark.parametrize("why", ["not wished", "cannot", "off", "password"])
async def test_who_cannot_sign_out_there_goes_home(house: Gate, ann: Visitor, there: HostileProvider, why: str) -> None:
    if why == "cannot":
        del there.metadata["end_session_endpoint"]
    corp = await configured(there, signs_out_there=why != "not wished")
    if why == "password":
        await house.user("bob", password=await house.house.password())
        await asked(ann, LOGIN % PASSWORD)
    else:
        await ann.sign_in(there)
    assert await ann.viewer() is not None
    if why == "off":
        await corp.filter(id=corp.id).update(is_enabled=False)
    answer = await ann.client.post("/auth/logout", params={"returnTo": "/reports"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{SPA}/reports")
    assert SESSION not in ann.cookies


async def test_without_a_hint_the_provider_asks_the_person(ann: Visitor, there: HostileProvider) -> None:
    await signed_in_by(ann, there)
    await ProviderSignIn.filter(session_id__not_isnull=True).update(id_token_sealed="of a key that is gone")
    url = (await ann.client.post("/auth/logout")).headers["location"]
    assert query_of(url).keys() == {"client_id", "post_logout_redirect_uri", "state"}


async def test_a_provider_that_does_not_answer_keeps_nobody_signed_in(ann: Visitor, there: HostileProvider) -> None:
    await signed_in_by(ann, there)
    corp = (await ProviderSignIn.get().prefetch_related("provider")).provider
    await corp.filter(id=corp.id).update(version=2)  # so that nothing of it is remembered
    there.status["/.well-known/openid-configuration"] = 503
    answer = await ann.client.post("/auth/logout")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{SPA}/")
    assert await ann.viewer() is None


@pytest.mark.parametrize(
    "headers",
    [{"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}],
    ids=["origin", "null", "site"],
)
async def test_another_site_signs_nobody_out(ann: Visitor, there: HostileProvider, headers: dict[str, str]) -> None:
    await signed_in_by(ann, there)
    async with nothing_changes():
        assert (await ann.client.post("/auth/logout", headers=headers)).status_code == 403
        assert (await ann.client.get("/auth/logout", headers=headers)).status_code == 200
        assert (await ann.client.get("/auth/logged-out", headers=headers)).status_code == 303
        assert (await ann.client.put("/auth/logout")).status_code == 405
    assert await ann.viewer() == "ann"


RETURNS = ["//evil.example", "/\\evil", "/%2f%2fevil", "https:evil", "javascript:alert(1)", "/\tevil", "/a/../..", "x"]


@pytest.mark.parametrize("place", RETURNS, ids=repr)
async def test_nobody_is_sent_to_another_place(ann: Visitor, place: str) -> None:
    answer = await ann.client.post("/auth/logout", params={"returnTo": place})
    assert answer.headers["location"] == f"{SPA}/"
    page = await ann.client.get("/auth/logout", params={"returnTo": place})
    assert 'action="/auth/logout"' in page.text
    state = "x." + urlsafe_b64encode(place.encode()).decode()
    for each in (state, place, "x.", "x.%", "x.é", "." * 100):
        back = await ann.client.get("/auth/logged-out", params={"state": each})
        assert back.headers["location"] == f"{SPA}/"


async def test_the_page_has_one_button_that_comes_from_our_own_page(ann: Visitor) -> None:
    page = await ann.client.get("/auth/logout", params={"returnTo": '/a?b=1&c="'})
    assert page.text.count("<form") == page.text.count("<button") == 1
    assert "script" not in page.text
    policy = page.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert "default-src 'none'" in policy
    assert "form-action" not in policy
    assert page.headers["referrer-policy"] == "same-origin"
    good = await ann.client.get("/auth/logout", params={"returnTo": "/a?b=1&c=2"})
    assert 'action="/auth/logout?returnTo=%2Fa%3Fb%3D1%26c%3D2"' in good.text


async def test_who_is_nobody_is_sent_home_all_the_same(ann: Visitor) -> None:
    async with nothing_changes():
        answer = await ann.client.post("/auth/logout")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{SPA}/")
