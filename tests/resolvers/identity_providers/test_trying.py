"""Providers are tried over HTTP: step by step, by claims, and by a sign-in of an administrator that leaves no trace."""

from typing import Any

import orjson
import pytest

from auth.single_sign_on.told import Told as Kept
from auth.single_sign_on.told import read
from auth.vault import Purpose
from models.external_identity import ExternalIdentity
from models.identity_provider import IdentityProvider
from models.provider_sign_in import ProviderSignIn, SsoAttempt, SsoPurpose, SsoState
from models.session import Session
from models.user import User
from resolvers.node import encode_id
from tests.support.answers import bad_argument, denied, refusal
from tests.support.browser_way import SPA, Visitor, ann, configured, house, there, told
from tests.support.gate import Gate
from tests.support.hostile_provider import CLIENT, SECRET, HostileProvider
from tests.support.identity_providers import linked
from tests.support.keys import INSTALLATION
from tests.support.provider_scene import mapping
from tests.support.trail import Told, dump, hearing, nothing_changes

__all__ = ["ann", "house", "there"]

TEST = """
mutation ($input: TestIdentityProviderInput!) {
  testIdentityProvider(input: $input) {
    isGood usableKeys unusableKeys clockAheadSeconds
    checks { check state milliseconds failure reason advice }
    errors { code path message }
  }
}"""
START = """
mutation ($input: StartProviderTestInput!) {
  startProviderTest(input: $input) { authorizationUrl errors { code path message } }
}"""
SIMULATE = """
mutation ($input: SimulateLoginInput!) {
  simulateLogin(input: $input) {
    simulation { way }
    providerSimulation {
      isEnabled failure
      person {
        subject loginName email emailVerified emailUnusable firstName lastName groups groupCount groupsTooMany amr acr
        hasSecondFactor
      }
      way username reason mappings { mappingId kind value role verdict group }
      groupsUnknown roles { role source rule } withheldRoles keptRoles step code message
    }
    errors { code path message }
  }
}"""
ATTEMPT = """
query ($reference: String!) {
  ssoAttempt(by: {reference: $reference}) {
    purpose code because explanation user { username }
    told { subject way username roles claims mappings { value role isMatched group } }
  }
}"""
NO_PROVIDER = "idp_" + "0" * 32


def values(there: HostileProvider, **more: object) -> dict[str, Any]:
    """What an administrator would type."""
    usual = {"kind": "GENERIC", "name": "New", "issuer": there.issuer, "clientId": CLIENT, "clientSecret": SECRET}
    return {**usual, "allowsPrivateAddresses": True, **more}


async def try_it(gate: Gate, as_: str = "root", **given: object) -> dict[str, Any]:
    return (await gate.data(TEST, {"input": given}, as_))["testIdentityProvider"]


def states(answer: dict[str, Any]) -> dict[str, str]:
    return {each["check"]: each["state"] for each in answer["checks"]}


class TestStepByStep:
    """``testIdentityProvider``."""

    async def test_a_stored_provider_is_tried_with_its_own_secret(self, house: Gate, there: HostileProvider) -> None:
        row = await configured(there)
        changes: dict[str, tuple[object, object]] = {"tested_issuer": (None, there.issuer)}
        async with nothing_changes(Told("identity_provider.tested", "root", "corp", changes=changes)):
            answer = await try_it(house, id=encode_id("idp", row.id))
        assert (answer["isGood"], answer["usableKeys"], answer["unusableKeys"], answer["errors"]) == (True, 1, 0, [])
        assert states(answer) == {
            "LOCATION": "PASSED",
            "NAME_RESOLUTION": "PASSED",
            "CONNECTION": "PASSED",
            "TLS": "SKIPPED",
            "DISCOVERY": "PASSED",
            "ISSUER": "PASSED",
            "ENDPOINTS": "PASSED",
            "PKCE": "ABSENT",
            "SIGNING": "ABSENT",
            "ISSUER_PARAMETER": "PASSED",
            "SIGN_OUT": "PASSED",
            "BACKCHANNEL_LOGOUT": "ABSENT",
            "KEYS": "PASSED",
            "API": "SKIPPED",
            "CLOCK": "ABSENT",
            "CLIENT": "PASSED",
        }
        assert there.forms[0]["redirect_uri"].endswith("/auth/sso/corp/callback")

    async def test_values_that_are_not_stored_are_tried_and_not_stored(
        self, house: Gate, there: HostileProvider
    ) -> None:
        there.metadata["issuer"] = "https://other.example.com"
        changes: dict[str, tuple[object, object]] = {"tested_issuer": (None, there.issuer)}
        async with nothing_changes(Told("identity_provider.tested", "root", "New", changes=changes)):
            answer = await try_it(house, values=values(there))
        (failed,) = [each for each in answer["checks"] if each["state"] == "FAILED"]
        assert (failed["check"], failed["failure"]) == ("ISSUER", "ISSUER_MISMATCH")
        assert failed["reason"] == "the provider calls itself by another name"
        assert "exactly" in failed["advice"]
        assert answer["isGood"] is False
        assert SECRET not in orjson.dumps(answer).decode()

    async def test_a_stored_secret_goes_only_where_it_was_given_for(self, house: Gate, there: HostileProvider) -> None:
        row = await configured(there)
        public = encode_id("idp", row.id)
        mine = values(there, clientSecret=None, name="corp")
        answer = await try_it(house, id=public, values=mine)
        assert (answer["isGood"], states(answer)["CLIENT"]) == (True, "PASSED")
        asked = there.asked.total()
        elsewhere = [
            {"issuer": f"{there.issuer}/other"},
            {"clientId": "another"},
            {"extraHosts": ["evil.example.com"]},
            {"kind": "KEYCLOAK"},
        ]
        async with nothing_changes():
            for change in elsewhere:
                answer = await try_it(house, id=public, values={**mine, **change})
                assert answer["errors"] == [refusal("CLIENT_SECRET_REQUIRED", "values", "clientSecret")]
                assert answer["checks"] == []
        assert there.asked.total() == asked

    async def test_what_is_wrong_with_values_is_told_by_its_place_and_nothing_is_sent(
        self, house: Gate, there: HostileProvider
    ) -> None:
        async with nothing_changes():
            answer = await try_it(house, values=values(there, issuer="http://id.example.com", name=""))
            assert {tuple(error["path"]) for error in answer["errors"]} == {
                ("input", "values", "issuer"),
                ("input", "values", "name"),
            }
            assert (await try_it(house))["errors"] == [refusal("VALUE_REQUIRED", "id")]
            assert (await try_it(house, id=NO_PROVIDER))["errors"] == [refusal("NOT_FOUND", "id")]
            wrong = await house.ask(TEST, {"input": {"id": "usr_1"}}, "root")
            assert wrong["errors"] == [bad_argument("input.id", ["testIdentityProvider"])]
        assert not there.asked

    async def test_it_asks_for_the_scope(self, house: Gate, there: HostileProvider) -> None:
        async with nothing_changes():
            answer = await house.ask(TEST, {"input": {"values": values(there)}}, "helpdesk")
        name = "testIdentityProvider"
        assert answer == {"data": {name: None}, "errors": [denied(f"Mutation.{name}", "sso:write", path=name)]}
        assert not there.asked


ORDER = ["profileId", "username", "providerId", "claims"]
CLAIMS = {"sub": "ada-1", "preferred_username": "ada", "email": "ada@example.com", "email_verified": True}


class TestByClaims:
    """``simulateLogin`` with claims."""

    async def test_the_whole_answer(self, house: Gate, there: HostileProvider) -> None:
        row = await configured(there)
        ops = encode_id("map", await mapping(house.house, row, "ops*", "operator"))
        dev = encode_id("map", await mapping(house.house, row, "dev", "viewer"))
        claims = orjson.dumps({**CLAIMS, "given_name": "Ada", "groups": ["x", "ops-1"], "amr": ["pwd"]}).decode()
        given = {"input": {"providerId": encode_id("idp", row.id), "claims": claims}}
        before = await dump()
        answer = (await house.data(SIMULATE, given))["simulateLogin"]
        assert await dump() == before
        assert not there.asked
        assert answer == {
            "simulation": None,
            "providerSimulation": {
                "isEnabled": True,
                "failure": None,
                "person": {
                    "subject": "ada-1",
                    "loginName": "ada",
                    "email": "ada@example.com",
                    "emailVerified": True,
                    "emailUnusable": False,
                    "firstName": "Ada",
                    "lastName": "",
                    "groups": ["x", "ops-1"],
                    "groupCount": 2,
                    "groupsTooMany": False,
                    "amr": ["pwd"],
                    "acr": None,
                    "hasSecondFactor": False,
                },
                "way": "CREATE",
                "username": "ada",
                "reason": None,
                "mappings": [
                    {
                        "mappingId": dev,
                        "kind": "EXACT",
                        "value": "dev",
                        "role": "viewer",
                        "verdict": "NOT_MATCHED",
                        "group": None,
                    },
                    {
                        "mappingId": ops,
                        "kind": "GLOB",
                        "value": "ops*",
                        "role": "operator",
                        "verdict": "MATCHED",
                        "group": "ops-1",
                    },
                ],
                "groupsUnknown": False,
                "roles": [{"role": "operator", "source": "MAPPING", "rule": "mapping of corp: ops*"}],
                "withheldRoles": [],
                "keptRoles": [],
                "step": None,
                "code": None,
                "message": None,
            },
            "errors": [],
        }

    async def test_denials_and_failures_are_told(self, house: Gate, there: HostileProvider) -> None:
        row = await configured(there, creates_accounts=False)
        provider = encode_id("idp", row.id)

        async def asked(claims: object) -> dict[str, Any]:
            given = {"input": {"providerId": provider, "claims": orjson.dumps(claims).decode()}}
            return (await house.data(SIMULATE, given))["simulateLogin"]["providerSimulation"]

        denied_ = await asked(CLAIMS)
        assert (denied_["way"], denied_["reason"], denied_["code"], denied_["username"]) == (
            "DENY",
            "NO_ACCOUNT",
            "NOT_ALLOWED",
            None,
        )
        wrong = await asked({**CLAIMS, "groups": "ops"})
        assert (wrong["failure"], wrong["person"], wrong["way"]) == ("GROUPS_MALFORMED", None, "DENY")

    async def test_one_of_both_ways_is_asked_about(self, house: Gate, there: HostileProvider) -> None:
        provider, profile = encode_id("idp", (await configured(there)).id), "ldp_" + "0" * 32
        wrong: list[dict[str, object]] = [
            {},
            {"providerId": provider},
            {"claims": "{}"},
            {"username": "ada"},
            {"profileId": profile, "claims": "{}"},
            {"profileId": profile, "username": "ada", "claims": "{}"},
            {"profileId": profile, "username": "ada", "providerId": provider, "claims": "{}"},
        ]
        async with nothing_changes():
            for given in wrong:
                answer = await house.data(SIMULATE, {"input": given})
                told_ = [refusal("VALUE_REQUIRED", name) for name in sorted(given, key=ORDER.index) or ["providerId"]]
                assert answer["simulateLogin"]["errors"] == told_
            for given in ({"providerId": "x", "claims": "{}"}, {"profileId": "x", "username": "ada"}):
                answer = await house.ask(SIMULATE, {"input": given}, "root")
                assert answer["errors"] == [bad_argument(f"input.{next(iter(given))}", ["simulateLogin"])]
            given = {"providerId": NO_PROVIDER, "claims": "{}"}
            answer = await house.data(SIMULATE, {"input": given})
            assert answer["simulateLogin"]["errors"] == [refusal("NOT_FOUND", "providerId")]
            answer = await house.data(SIMULATE, {"input": {"providerId": provider, "claims": "[]"}})
            assert answer["simulateLogin"]["errors"] == [refusal("CLAIMS_INVALID", "claims")]

    async def test_each_way_asks_for_its_own_scope(self, house: Gate, there: HostileProvider) -> None:
        provider = encode_id("idp", (await configured(there)).id)
        await house.holder("tree", "ldap:read")
        await house.holder("web", "sso:read")
        by_claims = {"providerId": provider, "claims": orjson.dumps(CLAIMS).decode()}
        by_name = {"profileId": "ldp_" + "0" * 32, "username": "ada"}
        async with nothing_changes():
            for who, given in (("helpdesk", by_claims), ("helpdesk", by_name), ("tree", by_claims), ("web", by_name)):
                answer = await house.ask(SIMULATE, {"input": given}, who)
                assert answer["data"] == {"simulateLogin": None}
                assert [error["extensions"]["code"] for error in answer["errors"]] == ["FORBIDDEN"] * len(
                    answer["errors"]
                )
        found = await house.ask(SIMULATE, {"input": by_claims}, "web")
        assert found["data"]["simulateLogin"]["providerSimulation"]["way"] == "CREATE"
        assert [error["extensions"]["coordinate"] for error in found["errors"]] == ["ClaimedPerson.email"]


async def start(gate: Gate, browser: Visitor, row: IdentityProvider, **more: object) -> dict[str, Any]:
    """Begins a test in a browser."""
    body = {"query": START, "variables": {"input": {"id": encode_id("idp", row.id), **more}}}
    headers = {"authorization": f"Bearer {gate.tokens['root']}"}
    answer = await browser.client.post("/graphql", json=body, headers=headers)
    return answer.json()["data"]["startProviderTest"]


async def go(browser: Visitor, there: HostileProvider, url: str) -> dict[str, str]:
    """To the provider and back; what the frontend is told."""
    query = "&".join(f"{name}={value}" for name, value in there.authorize(url))
    answer = await browser.at(f"/auth/sso/corp/callback?{query}")
    assert answer.headers["location"].startswith(SPA)
    return told(answer)


async def kept(reference: str) -> Kept:
    row = await SsoAttempt.get(reference=reference)
    assert row.purpose is SsoPurpose.TEST
    return read(INSTALLATION.vault.open(Purpose.SSO_ATTEMPT, row.told_sealed or ""))


class TestBySigningIn:
    """``startProviderTest``."""

    @pytest.mark.parametrize("is_enabled", [1, 0], ids=["on", "off"])
    async def test_it_leaves_its_explanation_alone(
        self, house: Gate, there: HostileProvider, ann: Visitor, is_enabled: int
    ) -> None:
        row = await configured(there, is_enabled=bool(is_enabled))
        await mapping(house.house, row, "admins", "operator")
        async with hearing() as heard:
            began = await start(house, ann, row, returnTo="/providers")
            assert began["errors"] == []
            found = await go(ann, there, began["authorizationUrl"])
        assert found == {"done": "TEST", "reference": found["reference"], "returnTo": "/providers"}
        assert [(event.action, event.actor) for event in heard.events] == [
            ("identity_provider.test_started", "root"),
            ("identity_provider.tried", "root"),
        ]
        attempt = await SsoAttempt.get()
        assert (attempt.reference, attempt.code, attempt.because, attempt.user_id) == (
            found["reference"],
            None,
            None,
            None,
        )
        assert attempt.asked_by_id == await house.house.user_id("root")
        told_ = await kept(found["reference"])
        assert (told_.way, told_.username, told_.roles) == ("CREATE", "ann", ("operator",))
        assert [(each.value, each.is_matched) for each in told_.mappings] == [("admins", True)]
        claims = dict(told_.claims or {})
        assert (claims["sub"], claims["groups"]) == ("ann-1", ["staff", "admins"])
        assert not {"nonce", "at_hash"} & claims.keys()
        shown = (await house.data(ATTEMPT, {"reference": found["reference"]}))["ssoAttempt"]
        assert (shown["purpose"], shown["code"], shown["because"], shown["user"]) == ("TEST", None, None, None)
        assert shown["told"]["claims"] == claims
        assert shown["told"]["mappings"] == [
            {"value": "admins", "role": "operator", "isMatched": True, "group": "admins"}
        ]
        assert not await User.exists(username_key="ann")
        assert not await ExternalIdentity.all().exists()
        assert not await ProviderSignIn.all().exists()
        assert await ann.viewer() is None
        assert (await IdentityProvider.get()).proven_at is None
        assert (await IdentityProvider.get()).is_enabled is bool(is_enabled)

    async def test_a_refusal_is_told_and_explained(self, house: Gate, there: HostileProvider, ann: Visitor) -> None:
        row = await configured(there, creates_accounts=False)
        began = await start(house, ann, row)
        found = await go(ann, there, began["authorizationUrl"])
        assert found == {"error": "NOT_ALLOWED", "reference": found["reference"]}
        attempt = await SsoAttempt.get()
        assert (attempt.code, attempt.because, attempt.purpose) == ("NOT_ALLOWED", "NO_ACCOUNT", SsoPurpose.TEST)
        assert (await kept(found["reference"])).way == "DENY"

    async def test_what_the_provider_does_wrong_is_kept_too(
        self, house: Gate, there: HostileProvider, ann: Visitor
    ) -> None:
        row = await configured(there)
        there.claims["aud"] = "another"
        began = await start(house, ann, row)
        found = await go(ann, there, began["authorizationUrl"])
        assert found["error"] == "FAILED"
        attempt = await SsoAttempt.get()
        assert (attempt.because, attempt.told_sealed) == ("WRONG_AUDIENCE", None)

    async def test_an_administrator_who_gets_in_proves_the_provider(
        self, house: Gate, there: HostileProvider, ann: Visitor
    ) -> None:
        row = await configured(there)
        for name, role in (("zoe", "admin"), ("bob", "viewer")):
            user_id = await house.house.user(name, role, password=await house.house.password())
            await linked(user_id, row, subject=f"{name}-1")
        before = await Session.all().count()
        there.claims["sub"] = there.userinfo["sub"] = "bob-1"
        await go(ann, there, (await start(house, ann, row))["authorizationUrl"])
        assert (await IdentityProvider.get()).proven_at is None
        there.claims["sub"] = there.userinfo["sub"] = "zoe-1"
        await go(ann, there, (await start(house, ann, row))["authorizationUrl"])
        proven = await IdentityProvider.get()
        assert proven.proven_at is not None
        assert proven.proven_by_id == await house.house.user_id("zoe")
        assert await Session.all().count() == before
        assert await ann.viewer() is None

    async def test_who_is_no_more_signed_in_or_may_no_more_is_told_nothing(
        self, house: Gate, there: HostileProvider, ann: Visitor
    ) -> None:
        row = await configured(there)
        url = (await start(house, ann, row))["authorizationUrl"]
        await Session.filter(user_id=await house.house.user_id("root")).delete()
        found = await go(ann, there, url)
        assert found["error"] == "EXPIRED"
        assert not await SsoAttempt.filter(code=None).exists()
        assert not await User.exists(username_key="ann")

    async def test_it_asks_for_the_scope_and_a_provider(self, house: Gate, there: HostileProvider) -> None:
        row = await configured(there)
        name = "startProviderTest"
        async with nothing_changes():
            answer = await house.ask(START, {"input": {"id": encode_id("idp", row.id)}}, "helpdesk")
            assert answer == {"data": {name: None}, "errors": [denied(f"Mutation.{name}", "sso:write", path=name)]}
            gone = await house.data(START, {"input": {"id": NO_PROVIDER}})
            assert gone[name] == {"authorizationUrl": None, "errors": [refusal("NOT_FOUND", "id")]}
            for path in ("https://evil.example.com", "//evil.example.com", "/a/../b", "users", "/" + "x" * 2_048):
                lost = await house.data(START, {"input": {"id": encode_id("idp", row.id), "returnTo": path}})
                assert lost[name] == {"authorizationUrl": None, "errors": [refusal("RETURN_TO_INVALID", "returnTo")]}
        assert not there.asked
        there.status["/.well-known/openid-configuration"] = 503
        away = await house.data(START, {"input": {"id": encode_id("idp", row.id)}})
        assert away[name] == {"authorizationUrl": None, "errors": [refusal("PROVIDER_UNAVAILABLE", "id")]}
        assert not await SsoState.all().exists()
