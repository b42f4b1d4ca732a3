"""``ssoAttempts`` and ``ssoAttempt``: why somebody was refused, for who may know; that it was read is told."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from auth.actor import SYSTEM
from auth.login.events import FailedBecause, LoginFailed, ProviderAsked
from auth.single_sign_on.attempts import AttemptFacts, record_attempt
from auth.single_sign_on.told import Told, ToldMapping
from auth.unit_of_work import Work
from models.identity_provider import IdentityProvider
from models.provider_sign_in import SsoAttempt, SsoPurpose
from resolvers.node import encode_id
from tests.support.gate import Gate
from tests.support.identity_providers import provider_row
from tests.support.trail import hearing, nothing_changes

READER = ("audit:read", "sso:read", "users:read", "users:read-contact")
LIST = """
query ($filter: SsoAttemptFilter, $first: Int, $after: String) {
  ssoAttempts(filter: $filter, first: $first, after: $after) {
    totalCount nodes { reference because explanation user { username } } pageInfo { endCursor hasNextPage }
  }
}
"""
ONE = """
query ($by: SsoAttemptLookup!) {
  ssoAttempt(by: $by) {
    id reference providerId providerName purpose at code because step explanation userId askedById user { username }
    told {
      issuer subject loginName email emailVerified emailUnusable firstName lastName groups groupsCount groupsTooMany
      amr acr authTime hasSecondFactor claims way username roles
      mappings { mappingId kind value role isMatched group }
    }
  }
}
"""
TOLD = Told(
    issuer="https://id.example.com",
    subject="ann-1",
    login_name="ann",
    email="ann@example.com",
    groups=("staff",),
    groups_count=1,
    amr=("pwd",),
    claims={"sub": "ann-1"},
    way="DENY",
    username="ann",
    mappings=(ToldMapping(id=UUID(int=1), kind="EXACT", value="x", role="viewer", is_matched=False),),
)


async def attempt(gate: Gate, provider: IdentityProvider, **facts: Any) -> str:  # noqa: ANN401 — of the attempt
    usual: dict[str, Any] = {"purpose": SsoPurpose.SIGN_IN, "code": "NOT_ALLOWED", "because": "NO_ACCOUNT"}
    given = AttemptFacts(provider=provider, told=TOLD, **(usual | facts))

    async def refused(work: Work) -> str:
        reference = await record_attempt(work, given)
        work.record(LoginFailed(because=FailedBecause.NO_ACCOUNT, after=ProviderAsked(provider.name, reference)))
        return reference

    return await gate.house.do(SYSTEM, refused)


async def test_one_attempt_is_told_whole_and_that_it_was_read_is_an_event(gate: Gate) -> None:
    corp = await provider_row()
    await gate.holder("reader", *READER)
    asa = await gate.house.user("asa")
    reference = await attempt(gate, corp, user_id=asa)
    async with hearing() as heard:
        shown = (await gate.data(ONE, {"by": {"reference": reference.lower().replace("-", "")}}, "reader"))[
            "ssoAttempt"
        ]
    row = await SsoAttempt.get()
    assert shown == {
        "id": encode_id("sat", row.id),
        "reference": reference,
        "providerId": encode_id("idp", corp.id),
        "providerName": "corp",
        "purpose": "SIGN_IN",
        "at": shown["at"],
        "code": "NOT_ALLOWED",
        "because": "NO_ACCOUNT",
        "step": None,
        "explanation": "Nobody here is linked to them or waits for them, and the provider does not make accounts.",
        "userId": encode_id("usr", asa),
        "askedById": None,
        "user": {"username": "asa"},
        "told": {
            "issuer": "https://id.example.com",
            "subject": "ann-1",
            "loginName": "ann",
            "email": "ann@example.com",
            "emailVerified": False,
            "emailUnusable": False,
            "firstName": "",
            "lastName": "",
            "groups": ["staff"],
            "groupsCount": 1,
            "groupsTooMany": False,
            "amr": ["pwd"],
            "acr": None,
            "authTime": None,
            "hasSecondFactor": False,
            "claims": {"sub": "ann-1"},
            "way": "DENY",
            "username": "ann",
            "roles": [],
            "mappings": [
                {
                    "mappingId": encode_id("map", UUID(int=1)),
                    "kind": "EXACT",
                    "value": "x",
                    "role": "viewer",
                    "isMatched": False,
                    "group": None,
                }
            ],
        },
    }
    (told,) = heard.events
    assert (told.action, told.actor, told.changes) == (
        "sso.attempts_read",
        "reader",
        {"attempts": (None, 1), "sso_attempt": (None, reference)},
    )
    again = (await gate.data(ONE, {"by": {"id": shown["id"]}}, "reader"))["ssoAttempt"]
    assert again == shown
    node = await gate.data("query ($id: ID!) { node(id: $id) { id __typename } }", {"id": shown["id"]}, "reader")
    assert node == {"node": {"id": shown["id"], "__typename": "SsoAttempt"}}


async def test_the_trail_leads_there(gate: Gate) -> None:
    reference = await attempt(gate, await provider_row())
    asked = '{ auditEvents(filter: {actions: ["login.failed"]}) { nodes { reason ssoAttemptReference } } }'
    assert (await gate.data(asked, None, "auditor"))["auditEvents"] == {
        "nodes": [{"reason": "NO_ACCOUNT", "ssoAttemptReference": reference}]
    }
    other = '{ auditEvents(filter: {actions: ["user.created"]}, first: 1) { nodes { ssoAttemptReference } } }'
    assert (await gate.data(other))["auditEvents"] == {"nodes": [{"ssoAttemptReference": None}]}


async def test_reading_reasons_alone_opens_nothing(gate: Gate) -> None:
    corp = await provider_row()
    await gate.holder("reader", *READER)
    first = await attempt(gate, corp)
    await SsoAttempt.filter(reference=first).update(at=gate.house.clock.now() - timedelta(minutes=1))
    second = await attempt(gate, corp, code=None, because=None, user_id=await gate.house.user("asa"))
    async with nothing_changes():
        page = (await gate.data(LIST, {"first": 1}, "reader"))["ssoAttempts"]
        assert (page["totalCount"], page["pageInfo"]["hasNextPage"]) == (2, True)
        assert page["nodes"] == [
            {
                "reference": second,
                "because": None,
                "explanation": "The provider proved who they are, and they got in.",
                "user": {"username": "asa"},
            }
        ]
        after = {"first": 1, "after": page["pageInfo"]["endCursor"]}
        (row,) = (await gate.data(LIST, after, "reader"))["ssoAttempts"]["nodes"]
        assert row["reference"] == first
        for wanted, expected in (
            ({"isRefused": True}, 1),
            ({"providerId": encode_id("idp", corp.id)}, 2),
            ({"userId": encode_id("usr", corp.id)}, 0),
            ({"because": ["NO_ACCOUNT"], "purpose": "SIGN_IN"}, 1),
            ({"purpose": "TEST"}, 0),
        ):
            found = (await gate.data(LIST, {"filter": wanted}, "reader"))["ssoAttempts"]
            assert (found["totalCount"], len(found["nodes"])) == (expected, expected)


@pytest.mark.parametrize("missing", ["audit:read", "sso:read"])
async def test_who_may_not_read_the_trail_and_providers_learns_nothing(gate: Gate, missing: str) -> None:
    reference = await attempt(gate, await provider_row())
    await gate.holder("reader", *(scope for scope in READER if scope != missing))
    async with nothing_changes():
        for query, variables, name in (
            (LIST, {}, "ssoAttempts"),
            (ONE, {"by": {"reference": reference}}, "ssoAttempt"),
        ):
            answer = await gate.ask(query, variables, "reader")
            assert answer["data"] == {name: None}
            assert {each["extensions"]["code"] for each in answer["errors"]} == {"FORBIDDEN"}
        node = await gate.ask(
            "query ($id: ID!) { node(id: $id) { id } }", {"id": encode_id("sat", (await SsoAttempt.get()).id)}, "reader"
        )
        assert node["data"] == {"node": None}


async def test_without_the_scope_for_addresses_what_was_told_stays_closed(gate: Gate) -> None:
    reference = await attempt(gate, await provider_row())
    await gate.holder("reader", "audit:read", "sso:read")
    asked = "query ($by: SsoAttemptLookup!) { ssoAttempt(by: $by) { because told { email } } }"
    async with nothing_changes():
        answer = await gate.ask(asked, {"by": {"reference": reference}}, "reader")
    assert answer["data"] == {"ssoAttempt": {"because": "NO_ACCOUNT", "told": None}}
    assert [each["extensions"]["coordinate"] for each in answer["errors"]] == ["SsoAttempt.told"]


HOSTILE = [{"reference": ""}, {"reference": "x" * 100_000}, {"reference": "\0"}, {"reference": "' OR 1=1 --"}]


@pytest.mark.parametrize("by", HOSTILE, ids=["empty", "long", "NUL", "SQL"])
async def test_a_reference_that_is_none_finds_nothing(gate: Gate, by: dict[str, str]) -> None:
    await attempt(gate, await provider_row())
    assert await gate.data("query ($by: SsoAttemptLookup!) { ssoAttempt(by: $by) { id } }", {"by": by}) == {
        "ssoAttempt": None
    }


async def test_what_is_no_filter_is_refused(gate: Gate) -> None:
    for wanted in ({"providerId": "usr_1"}, {"userId": "x"}, {"because": ["x"] * 51}):
        answer = await gate.ask(LIST, {"filter": wanted}, "root")
        assert [each["extensions"]["code"] for each in answer["errors"]] == ["BAD_USER_INPUT"], wanted
