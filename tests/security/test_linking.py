"""Linking an identity at a provider to the account in which somebody is signed in, over HTTP."""

from typing import Any
from urllib.parse import urlencode

import httpx2
import pytest

from models.external_identity import ExternalIdentity
from models.identity_expectation import IdentityExpectation, IdentityKind
from models.identity_provider import IdentityProvider
from models.outbox_mail import OutboxMail
from models.provider_sign_in import SsoAttempt, SsoPurpose
from models.session import Session, SignInMethod
from models.user import AuthMethod, User
from tests.support.browser_way import Visitor, ann, configured, house, there, told, visitor
from tests.support.gate import Gate
from tests.support.hostile_provider import HostileProvider
from tests.support.house import PASSWORD
from tests.support.identity_providers import from_provider, linked
from tests.support.trail import hearing, nothing_changes

__all__ = ["ann", "house", "there"]

LOGIN = """
mutation ($name: String!, $password: String!) {
  login(input: {username: $name, password: $password, delivery: COOKIE}) { __typename }
}"""
LINK = """
mutation ($input: LinkIdentityInput!) { linkIdentity(input: $input) { authorizationUrl errors { code path } } }"""
UNLINK = """
mutation ($id: ID!) {
  unlinkIdentity(input: {id: $id}) { unlinkedId viewer { externalIdentities { id } } errors { code path } }
}"""
OWN = "{ viewer { username externalIdentities { id subject loginName source { id name method } } } }"


async def asked(visitor: Visitor, query: str, **variables: Any) -> dict[str, Any]:  # noqa: ANN401 — of any document
    answer = (await visitor.client.post("/graphql", json={"query": query, "variables": variables})).json()
    assert "errors" not in answer, answer
    return answer["data"]


async def signed_in(house: Gate, visitor: Visitor, *roles: str, name: str = "local") -> User:
    """Somebody signs in by a password, in this browser."""
    password = await house.house.password()
    user_id = await house.house.user(name, *roles, password=password, email=f"{name}@example.com")
    assert await asked(visitor, LOGIN, name=name, password=PASSWORD) == {"login": {"__typename": "LoginSucceeded"}}
    return await User.get(id=user_id)


async def started(visitor: Visitor, **given: str) -> str:
    done = (await asked(visitor, LINK, input={"provider": "corp", **given}))["linkIdentity"]
    assert done["errors"] == []
    return done["authorizationUrl"]


async def back(visitor: Visitor, there: HostileProvider, url: str) -> httpx2.Response:
    return await visitor.at(f"/auth/sso/corp/callback?{urlencode(there.authorize(url))}")


async def not_linked(visitor: Visitor, there: HostileProvider, because: str) -> None:
    """Comes back amiss: no identity changed hands, the session stays, the trail and the attempt say why."""
    before = await ExternalIdentity.all().order_by("id").values()
    url = await started(visitor)
    async with hearing() as heard:
        assert told(await back(visitor, there, url))["error"] == "NOT_LINKED"
    assert [(event.action, event.reason) for event in heard.events] == [("sso.return_refused", because)]
    assert await ExternalIdentity.all().order_by("id").values() == before
    attempt = await SsoAttempt.get()
    assert (attempt.purpose, attempt.code, attempt.because) == (SsoPurpose.LINK, "NOT_LINKED", because)
    assert await visitor.viewer() == "local"


async def test_somebody_links_an_identity_enters_by_it_and_unlinks_it(
    house: Gate, ann: Visitor, there: HostileProvider
) -> None:
    user, provider = await signed_in(house, ann, "viewer"), await configured(there)
    url = await started(ann, returnTo="/account")
    async with hearing() as heard:
        landed = told(await back(ann, there, url))
    assert (landed["done"], landed["returnTo"]) == ("LINK", "/account")
    first = heard.events[0]
    assert (first.action, first.actor, first.target, first.reason) == (
        "user.identity_linked",
        "local",
        "local",
        "SIGNED_IN",
    )
    assert [mail.kind for mail in await OutboxMail.filter(user_id=user.id)] == ["sign_in_way_changed"]
    viewer = (await asked(ann, OWN))["viewer"]
    [identity] = viewer["externalIdentities"]
    assert (viewer["username"], identity["source"]["name"], identity["source"]["method"]) == ("local", "corp", "OIDC")
    async with visitor(house) as elsewhere:
        await elsewhere.sign_in(there)
        assert await elsewhere.viewer() == "local"
        session = await Session.get(opened_by=SignInMethod.PROVIDER)
        assert (session.user_id, session.source_id) == (user.id, provider.id)
        done = (await asked(ann, UNLINK, id=identity["id"]))["unlinkIdentity"]
        assert done == {"unlinkedId": identity["id"], "viewer": {"externalIdentities": []}, "errors": []}
        assert await elsewhere.viewer() is None
    assert await ann.viewer() == "local"
    assert await User.get(id=user.id).values_list("auth_method", flat=True) == AuthMethod.LOCAL


async def test_an_administrator_who_is_signed_in_may_link_their_own(
    house: Gate, ann: Visitor, there: HostileProvider
) -> None:
    user = await signed_in(house, ann, "admin")
    await configured(there)
    assert "error" not in told(await back(ann, there, await started(ann)))
    assert (await ExternalIdentity.get()).user_id == user.id


@pytest.mark.parametrize("whose", ["linked", "waited for", "one's own other"])
async def test_an_identity_of_somebody_else_is_not_linked(
    house: Gate, ann: Visitor, there: HostileProvider, whose: str
) -> None:
    user, provider = await signed_in(house, ann), await configured(there)
    url = await started(ann)
    if whose == "linked":
        await linked(await house.house.user("other"), provider, subject=there.claims["sub"])
    elif whose == "waited for":
        other = await from_provider(house.house, provider, "other")
        await ExternalIdentity.filter(user_id=other).delete()
        await IdentityExpectation.create(
            user_id=other,
            method=AuthMethod.OIDC,
            source_id=provider.id,
            kind=IdentityKind.SUBJECT,
            value=there.claims["sub"],
            open_key="x",
            created_at=house.house.clock.now(),
        )
    else:
        await linked(user.id, provider, subject="another of mine")
    before = await ExternalIdentity.all().order_by("id").values()
    async with hearing() as heard:
        assert told(await back(ann, there, url))["error"] == "NOT_LINKED"
    assert [(event.action, event.reason) for event in heard.events] == [("sso.return_refused", "OTHER_IDENTITY")]
    assert await ExternalIdentity.all().order_by("id").values() == before


async def test_what_the_provider_asks_binds_whoever_links_too(
    house: Gate, ann: Visitor, there: HostileProvider
) -> None:
    await signed_in(house, ann)
    await configured(there, required_group="nobody")
    await not_linked(ann, there, "GROUP_MISSING")


async def test_nothing_is_linked_for_a_session_that_has_ended(
    house: Gate, ann: Visitor, there: HostileProvider
) -> None:
    user = await signed_in(house, ann)
    await configured(there)
    url = await started(ann)
    await Session.filter(user_id=user.id).update(ended_at=house.house.clock.now())
    assert told(await back(ann, there, url))["error"] == "EXPIRED"
    assert await ExternalIdentity.all().count() == 0


async def test_nothing_is_linked_in_another_browser(house: Gate, ann: Visitor, there: HostileProvider) -> None:
    await signed_in(house, ann)
    await configured(there)
    url = await started(ann)
    async with visitor(house) as victim:
        await signed_in(house, victim, name="victim")
        assert told(await back(victim, there, url))["error"] == "EXPIRED"
    assert await ExternalIdentity.all().count() == 0


async def test_nothing_is_linked_by_a_provider_that_is_off_meanwhile(
    house: Gate, ann: Visitor, there: HostileProvider
) -> None:
    await signed_in(house, ann)
    provider = await configured(there)
    url = await started(ann)
    await IdentityProvider.filter(id=provider.id).update(is_enabled=False)
    assert told(await back(ann, there, url))["error"] == "EXPIRED"
    assert await ExternalIdentity.all().count() == 0


async def test_who_may_not_link_does_not_leave(house: Gate, ann: Visitor, there: HostileProvider) -> None:
    user, provider = await signed_in(house, ann), await configured(there)
    unknown = (await asked(ann, LINK, input={"provider": "nowhere"}))["linkIdentity"]
    assert unknown == {"authorizationUrl": None, "errors": [{"code": "NOT_FOUND", "path": ["input", "provider"]}]}
    await IdentityProvider.filter(id=provider.id).update(is_enabled=False)
    assert await code(ann) == "SOURCE_OFF"
    await IdentityProvider.filter(id=provider.id).update(is_enabled=True)
    identity = await linked(user.id, provider)
    assert await code(ann) == "ALREADY_LINKED"
    await identity.delete()
    await User.filter(id=user.id).update(auth_method=AuthMethod.OIDC, source_id=provider.id)
    assert await code(ann) == "NOT_LOCAL"
    await User.filter(id=user.id).update(auth_method=AuthMethod.LOCAL, source_id=None)
    await Session.filter(user_id=user.id).update(fresh_at=None)
    async with nothing_changes():
        answer = await ann.client.post("/graphql", json={"query": LINK, "variables": {"input": {"provider": "corp"}}})
    assert answer.json()["errors"][0]["extensions"]["code"] == "FRESH_FACTOR_REQUIRED"


async def code(visitor: Visitor) -> str:
    """Why the caller may not leave; nothing is kept of it."""
    async with nothing_changes():
        done = (await asked(visitor, LINK, input={"provider": "corp"}))["linkIdentity"]
    assert done["authorizationUrl"] is None
    return done["errors"][0]["code"]
