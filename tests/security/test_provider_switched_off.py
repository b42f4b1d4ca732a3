"""A provider that is switched off, or says that somebody left, takes away whatever was come by by it, at once."""

from urllib.parse import urlencode

import pytest

from models.session import Session, SignInMethod
from models.user import AuthMethod, User
from resolvers.node import encode_id
from tests.support.browser_way import Visitor, ann, configured, house, there
from tests.support.gate import Gate
from tests.support.hostile_provider import HostileProvider
from tests.support.identity_providers import provider_row
from tests.support.live import last_words, listening
from tests.support.logout_tokens import logout_token
from tests.support.provider_sign_ins import came_by, row_of
from tests.support.tokens import issue

__all__ = ["ann", "house", "there"]

AUDIT = "subscription { auditEventAdded { event { action } } }"
SWITCH = "mutation ($id: ID!) { %sIdentityProvider(input: {id: $id}) { errors { code } } }"
ME = "{ viewer { username } }"
FORM = {"content-type": "application/x-www-form-urlencoded"}


async def switch(house: Gate, provider_id: str, *, on: bool) -> None:
    """By the administrator."""
    (done,) = (await house.data(SWITCH % ("enable" if on else "disable"), {"id": provider_id})).values()
    assert done == {"errors": []}


@pytest.mark.parametrize("credential", ["session", "API token"])
async def test_streams_of_its_accounts_end(house: Gate, credential: str) -> None:
    corp = await provider_row()
    auditor = await house.house.user_id("auditor")
    await User.filter(id=auditor).update(auth_method=AuthMethod.OIDC, source_id=corp.id)
    if credential == "API token":
        house.tokens["auditor"] = await issue(house.house, await house.house.actor(auditor))
    async with listening(house, AUDIT, "auditor") as stream:
        await switch(house, encode_id("idp", corp.id), on=False)
        assert await last_words(stream) == [("UNAUTHENTICATED", "SOURCE_OFF")]


async def test_so_do_those_of_sessions_that_it_opened_for_others(house: Gate) -> None:
    corp = await provider_row()
    auditor = await house.house.user_id("auditor")
    await Session.filter(user_id=auditor).update(opened_by=SignInMethod.PROVIDER, source_id=corp.id)
    async with listening(house, AUDIT, "auditor") as stream:
        await switch(house, encode_id("idp", corp.id), on=False)
        assert await last_words(stream) == [("UNAUTHENTICATED", "SOURCE_OFF")]


async def test_a_stream_ends_when_the_provider_says_that_its_caller_left(house: Gate, there: HostileProvider) -> None:
    corp = await row_of(there)
    auditor = await house.house.user_id("auditor")
    house.tokens["auditor"], _ = await came_by(house.house, auditor, corp, subject="ann-1", sid="s-1")
    async with listening(house, AUDIT, "auditor") as stream:
        body = urlencode({"logout_token": logout_token(there)})
        answer = await house.client.post("/auth/sso/corp/backchannel-logout", content=body, headers=FORM)
        assert answer.status_code == 200
        assert await last_words(stream) == [("UNAUTHENTICATED", "SESSION_ENDED")]


async def test_a_browser_keeps_its_cookie_and_is_somebody_again_with_the_provider(
    house: Gate, ann: Visitor, there: HostileProvider
) -> None:
    corp = await configured(there)
    await ann.sign_in(there)
    assert await ann.viewer() == "ann"
    await switch(house, encode_id("idp", corp.id), on=False)
    answer = await ann.client.post("/graphql", json={"query": ME})
    assert answer.json()["data"] == {"viewer": None}
    assert "set-cookie" not in answer.headers
    left = await ann.leave()
    assert left.headers["location"].startswith("https://app.example.com/console/?error=NOT_ALLOWED")
    await switch(house, encode_id("idp", corp.id), on=True)
    assert await ann.viewer() == "ann"
