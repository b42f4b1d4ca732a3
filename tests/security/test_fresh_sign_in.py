"""A new sign-in at the provider as a fresh factor, over HTTP: it makes exactly this session of this account fresh."""

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx2
import pytest

from auth.identity_providers.values import written_list
from models.external_identity import ExternalIdentity
from models.identity_provider import IdentityProvider, ProviderKind, ProviderMfa
from models.provider_sign_in import SsoAttempt, SsoPurpose
from models.session import SecondFactor, Session, SignInMethod
from models.user import User
from tests.support.authenticator import Person
from tests.support.browser_way import SESSION, SPA, Visitor, ann, configured, house, there, told
from tests.support.gate import Gate
from tests.support.hostile_provider import HostileProvider
from tests.support.trail import Told, dump, hearing

__all__ = ["ann", "house", "there"]

START = """
mutation ($input: StartFreshFactorInput!) {
  startFreshFactor(input: $input) { authorizationUrl errors { code path } }
}
"""
FRESHNESS = "{ viewer { freshFactor { validUntil methods providers } } }"


def moment(house: Gate, **ago: float) -> int:
    return int((house.house.clock.now() - timedelta(**ago)).timestamp())


async def asked(visitor: Visitor, query: str, **variables: Any) -> dict[str, Any]:  # noqa: ANN401 — of any document
    answer = (await visitor.client.post("/graphql", json={"query": query, "variables": variables})).json()
    assert "errors" not in answer, answer
    return answer["data"]


async def freshness(visitor: Visitor) -> dict[str, Any]:
    return (await asked(visitor, FRESHNESS))["viewer"]["freshFactor"]


async def signed_in(house: Gate, visitor: Visitor, there: HostileProvider, **columns: Any) -> Session:  # noqa: ANN401 — as configured
    """Somebody came by the provider, which said that they had signed in there an hour ago."""
    await configured(there, **columns)
    there.claims["auth_time"] = moment(house, hours=1)
    await visitor.sign_in(there)
    return await Session.get(opened_by=SignInMethod.PROVIDER)


async def started(visitor: Visitor, **given: str) -> str:
    done = (await asked(visitor, START, input=given))["startFreshFactor"]
    assert done["errors"] == []
    return done["authorizationUrl"]


async def back(visitor: Visitor, there: HostileProvider, url: str) -> httpx2.Response:
    return await visitor.at(f"/auth/sso/corp/callback?{urlencode(there.authorize(url))}")


async def refused(visitor: Visitor, there: HostileProvider, because: str) -> None:
    """Comes back amiss: the session stays as it was, with its cookie, and the trail says why."""
    session, cookie = await Session.get(opened_by=SignInMethod.PROVIDER, ended_at=None), visitor.cookies[SESSION]
    url = await started(visitor)
    async with hearing() as heard:
        answer = await back(visitor, there, url)
    assert told(answer)["error"] == "NOT_FRESH"
    assert visitor.cookies[SESSION] == cookie
    after = await Session.get(id=session.id)
    assert (after.fresh_at, after.token_hash) == (session.fresh_at, session.token_hash)
    assert because in {event.reason for event in heard.events if event.refused}
    assert (await SsoAttempt.get(purpose=SsoPurpose.FRESH_FACTOR)).code == "NOT_FRESH"
    assert await Session.filter(opened_by=SignInMethod.PROVIDER).count() == 1
    assert (await freshness(visitor))["validUntil"] is None


async def test_a_new_sign_in_at_the_provider_makes_the_session_fresh_with_another_token(
    house: Gate, ann: Visitor, there: HostileProvider
) -> None:
    session = await signed_in(house, ann, there)
    assert await freshness(ann) == {"validUntil": None, "methods": ["PROVIDER"], "providers": ["corp"]}
    cookie = ann.cookies[SESSION]
    url = await started(ann, returnTo="/roles")
    asked_there = dict(parse_qsl(urlsplit(url).query))
    assert asked_there["max_age"] == "0"
    there.claims["auth_time"] = moment(house)
    async with hearing() as heard:
        answer = await back(ann, there, url)
    assert answer.headers["location"].startswith(SPA)
    assert (told(answer)["done"], told(answer)["returnTo"]) == ("FRESH_FACTOR", "/roles")
    after = await Session.get(id=session.id)
    assert after.ended_at is None
    assert after.token_hash != session.token_hash
    assert after.fresh_at is not None
    assert after.fresh_at.timestamp() == pytest.approx(house.house.clock.now().timestamp(), abs=2)
    assert list(heard.events)[:2] == [
        Told("session.fresh_factor", "ann", "ann", "PROVIDER"),
        Told("session.renewed", "ann", "ann"),
    ]
    assert ann.cookies[SESSION] != cookie
    assert await ann.viewer() == "ann"
    assert (await freshness(ann))["validUntil"] is not None
    ann.client.cookies.set(SESSION, cookie)
    assert await ann.viewer() is None


async def test_the_same_return_is_good_once(house: Gate, ann: Visitor, there: HostileProvider) -> None:
    await signed_in(house, ann, there)
    url = await started(ann)
    there.claims["auth_time"] = moment(house)
    await back(ann, there, url)
    fresh = await Session.get(opened_by=SignInMethod.PROVIDER)
    assert told(await back(ann, there, url))["error"] == "EXPIRED"
    assert (await Session.get(id=fresh.id)).token_hash == fresh.token_hash


@pytest.mark.parametrize("minutes", [None, 2, 60])
async def test_who_had_signed_in_there_before_has_proven_nothing(
    house: Gate, ann: Visitor, there: HostileProvider, minutes: int | None
) -> None:
    await signed_in(house, ann, there)
    there.claims["auth_time"] = ... if minutes is None else moment(house, minutes=minutes)
    await refused(ann, there, "NOT_FRESH_THERE")


async def test_somebody_else_is_not_who_is_signed_in(house: Gate, ann: Visitor, there: HostileProvider) -> None:
    await signed_in(house, ann, there)
    there.claims |= {"sub": "bob-1", "auth_time": moment(house)}
    there.userinfo["sub"] = "bob-1"
    accounts = await User.all().count()
    await refused(ann, there, "OTHER_IDENTITY")
    assert await User.all().count() == accounts


async def test_a_link_that_is_gone_meanwhile_proves_nobody(house: Gate, ann: Visitor, there: HostileProvider) -> None:
    await signed_in(house, ann, there)
    url = await started(ann)
    await ExternalIdentity.filter(subject="ann-1").update(subject="ann-2")
    there.claims["auth_time"] = moment(house)
    assert told(await back(ann, there, url))["error"] == "NOT_FRESH"


async def test_where_a_second_factor_was_given_there_it_is_given_again(
    house: Gate, ann: Visitor, there: HostileProvider
) -> None:
    there.claims["amr"] = ["pwd", "mfa"]
    session = await signed_in(house, ann, there, mfa=ProviderMfa.THEIRS, amr_json=written_list(["mfa"]))
    assert session.second_factor is SecondFactor.PROVIDER
    there.claims |= {"amr": ["pwd"], "auth_time": moment(house)}
    await refused(ann, there, "NO_SECOND_FACTOR")


async def test_whoever_has_a_second_factor_here_is_asked_for_that(
    house: Gate, ann: Visitor, there: HostileProvider
) -> None:
    session = await signed_in(house, ann, there)
    url = await started(ann)
    await Person(house.house, "ann", session.user_id).enrol()
    there.claims["auth_time"] = moment(house)
    assert told(await back(ann, there, url))["error"] == "NOT_FRESH"
    assert (await freshness(ann))["methods"] == ["TOTP", "BACKUP_CODE"]
    before = await dump()
    done = (await asked(ann, START, input={}))["startFreshFactor"]
    assert done == {"authorizationUrl": None, "errors": [{"code": "SECOND_FACTOR_NEEDED", "path": None}]}
    assert await dump() == before


async def test_a_session_that_has_ended_meanwhile_stays_so(house: Gate, ann: Visitor, there: HostileProvider) -> None:
    session = await signed_in(house, ann, there)
    url = await started(ann)
    await Session.filter(id=session.id).update(ended_at=house.house.clock.now())
    there.claims["auth_time"] = moment(house)
    assert told(await back(ann, there, url))["error"] == "EXPIRED"
    assert (await Session.get(id=session.id)).token_hash == session.token_hash
    assert await ann.viewer() is None


async def test_github_and_what_is_off_and_other_names_are_refused_before_anybody_leaves(
    house: Gate, ann: Visitor, there: HostileProvider
) -> None:
    await signed_in(house, ann, there)
    await configured(there, "other", issuer="https://other.example.com")
    before = await dump()
    for name in ("other", "none", "\0", "x" * 300):
        done = (await asked(ann, START, input={"provider": name}))["startFreshFactor"]
        errors = [{"code": "NO_FRESH_SIGN_IN", "path": ["input", "provider"]}]
        assert done == {"authorizationUrl": None, "errors": errors}
    assert await dump() == before
    await IdentityProvider.filter(slug="corp").update(kind=ProviderKind.GITHUB)
    done = (await asked(ann, START, input={}))["startFreshFactor"]
    assert [error["code"] for error in done["errors"]] == ["NO_FRESH_SIGN_IN"]
    assert (await freshness(ann))["methods"] == []


async def test_a_program_does_not_leave_for_a_provider(house: Gate, there: HostileProvider) -> None:
    corp = await configured(there)
    await house.actor("bot-like", email="bot@example.com")
    answer = await house.data(START, {"input": {"provider": corp.slug}}, "bot-like")
    assert answer["startFreshFactor"]["errors"][0]["code"] == "NO_FRESH_SIGN_IN"
