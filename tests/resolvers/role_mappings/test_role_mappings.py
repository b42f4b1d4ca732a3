"""Role mappings over GraphQL: made, changed, deleted, listed, and looked at before; whole answers compared."""

from typing import Any

import pytest

from models.identity_provider import IdentityProvider
from resolvers.node import encode_id
from tests.support.answers import MOMENT, Like, bad_argument, denied, refusal
from tests.support.directory_scene import roles_held
from tests.support.gate import Gate
from tests.support.identity_providers import provider_row
from tests.support.provider_scene import come, comer, local_comer, mapping
from tests.support.trail import nothing_changes

MAPPING_ID, NO_MAPPING, NO_PROVIDER = Like(r"map_[0-9a-f]{32}"), "map_" + "0" * 32, "idp_" + "0" * 32
WHOLE = """
id providerId providerName kind value role isEnabled description accountCount createdAt updatedAt version
"""
CREATE = f"""
mutation ($input: CreateRoleMappingInput!) {{
  createRoleMapping(input: $input) {{ roleMapping {{ {WHOLE} }} errors {{ code path message }} }}
}}"""
UPDATE = """
mutation ($input: UpdateRoleMappingInput!) {
  updateRoleMapping(input: $input) {
    roleMapping { kind value role isEnabled description version }
    errors { code path message ... on VersionConflictError { currentVersion } }
  }
}"""
DELETE = """
mutation ($input: DeleteRoleMappingInput!) {
  deleteRoleMapping(input: $input) { deletedId errors { code path message } }
}"""
PREVIEW = """
mutation ($input: PreviewRoleMappingChangeInput!) {
  previewRoleMappingChange(input: $input) {
    preview {
      fingerprint accountCount unknownCount refusedCount affectedCount
      administratorCountBefore administratorCountThen administratorsBefore administratorsThen
      maxSeats usedSeats seatsThen
      effects { user { username } gains loses isRefused isDue }
    }
    errors { code path message }
  }
}"""
LIST = """
query ($filter: RoleMappingFilter, $first: Int, $after: String) {
  roleMappings(filter: $filter, first: $first, after: $after) {
    totalCount nodes { value } pageInfo { hasNextPage endCursor }
  }
}"""


@pytest.fixture
async def corp(gate: Gate) -> IdentityProvider:
    """The provider that they are of."""
    assert gate.tokens
    return await provider_row()


def given(corp: IdentityProvider, **more: object) -> dict[str, Any]:
    return {"providerId": encode_id("idp", corp.id), "value": "ops", "role": "operator", **more}


async def made(gate: Gate, corp: IdentityProvider, value: str, role: str, **more: object) -> str:
    return encode_id("map", await mapping(gate.house, corp, value, role, **more))


async def test_a_mapping_is_made_as_it_was_asked_for(gate: Gate, corp: IdentityProvider) -> None:
    wanted = given(corp, kind="GLOB", value="Team *", role="Operator", isEnabled=False, description="Nights.")
    answer = await gate.ask(CREATE, {"input": wanted}, "root")
    shown = {
        **wanted,
        "id": MAPPING_ID,
        "role": "operator",
        "providerName": "corp",
        "accountCount": 0,
        "createdAt": MOMENT,
        "updatedAt": MOMENT,
        "version": 1,
    }
    assert answer == {"data": {"createRoleMapping": {"roleMapping": shown, "errors": []}}}
    plain = (await gate.data(CREATE, {"input": given(corp)}))["createRoleMapping"]["roleMapping"]
    assert (plain["kind"], plain["isEnabled"], plain["description"]) == ("EXACT", True, "")


async def test_a_repeated_call_gives_the_same_mapping_and_another_input_is_refused(
    gate: Gate, corp: IdentityProvider
) -> None:
    wanted = given(corp, idempotencyKey="once")
    first = (await gate.data(CREATE, {"input": wanted}))["createRoleMapping"]["roleMapping"]
    async with nothing_changes():
        assert (await gate.data(CREATE, {"input": wanted}))["createRoleMapping"]["roleMapping"] == first
        again = await gate.data(CREATE, {"input": {**wanted, "value": "dev"}})
    errors = [refusal("IDEMPOTENCY_KEY_REUSED", "idempotencyKey")]
    assert again == {"createRoleMapping": {"roleMapping": None, "errors": errors}}


BAD: dict[str, tuple[dict[str, Any], list[dict[str, Any]]]] = {
    "no value": ({"value": ""}, [refusal("TOO_SHORT", "value")]),
    "a role that there is not": ({"role": "nope"}, [refusal("ROLE_UNKNOWN", "role")]),
    "a role of programs": ({"role": "api"}, [refusal("ROLE_NOT_ALLOWED", "role")]),
    "a provider": ({"providerId": NO_PROVIDER}, [refusal("NOT_FOUND", "providerId")]),
    "one that is there": ({"value": "dev", "role": "viewer"}, [refusal("MAPPING_EXISTS", "value")]),
    "a fingerprint": ({"previewFingerprint": "x"}, [refusal("PREVIEW_STALE", "previewFingerprint")]),
}


@pytest.mark.parametrize(("wrong", "errors"), BAD.values(), ids=BAD)
async def test_what_is_wrong_is_told_by_its_place_also_when_it_is_only_looked_at(
    gate: Gate, corp: IdentityProvider, wrong: dict[str, Any], errors: list[dict[str, Any]]
) -> None:
    await mapping(gate.house, corp, "dev", "viewer")
    async with nothing_changes():
        answer = await gate.data(CREATE, {"input": given(corp, **wrong)})
        looked = await gate.data(PREVIEW, {"input": {"create": given(corp, **wrong)}})
    assert answer == {"createRoleMapping": {"roleMapping": None, "errors": errors}}
    inside = [{**error, "path": ["input", "create", *error["path"][1:]]} for error in errors]
    assert looked == {"previewRoleMappingChange": {"preview": None, "errors": inside}}


async def test_a_mapping_is_changed_in_what_is_given(gate: Gate, corp: IdentityProvider) -> None:
    mapping_id = await made(gate, corp, "ops", "viewer")
    changes = {"id": mapping_id, "version": 1, "role": "operator", "isEnabled": False}
    answer = await gate.data(UPDATE, {"input": changes})
    after: dict[str, Any] = {"kind": "EXACT", "value": "ops", "role": "operator", "isEnabled": False}
    after |= {"description": "", "version": 2}
    assert answer == {"updateRoleMapping": {"roleMapping": after, "errors": []}}
    async with nothing_changes():
        stale = await gate.data(UPDATE, {"input": changes})
    error = {**refusal("VERSION_CONFLICT", "version"), "currentVersion": 2}
    assert stale == {"updateRoleMapping": {"roleMapping": None, "errors": [error]}}
    answer = await gate.data(UPDATE, {"input": {"id": mapping_id, "kind": "GLOB", "value": "o*", "description": "x"}})
    after |= {"kind": "GLOB", "value": "o*", "description": "x", "version": 3}
    assert answer["updateRoleMapping"]["roleMapping"] == after


async def test_a_mapping_is_deleted_once(gate: Gate, corp: IdentityProvider) -> None:
    mapping_id = await made(gate, corp, "ops", "viewer")
    wanted = {"input": {"id": mapping_id}}
    assert await gate.data(DELETE, wanted) == {"deleteRoleMapping": {"deletedId": mapping_id, "errors": []}}
    async with nothing_changes():
        again = await gate.data(DELETE, wanted)
        bad = await gate.ask(DELETE, {"input": {"id": "usr_1"}}, "root")
    assert again == {"deleteRoleMapping": {"deletedId": None, "errors": [refusal("NOT_FOUND", "id")]}}
    assert bad["errors"] == [bad_argument("input.id", ["deleteRoleMapping"])]


async def test_mappings_are_listed_by_provider_filtered_and_paged(gate: Gate, corp: IdentityProvider) -> None:
    lab = await provider_row("lab")
    await mapping(gate.house, lab, "z", "operator")
    await mapping(gate.house, corp, "ops", "operator", is_enabled=False)
    await mapping(gate.house, corp, "a*", "viewer")

    async def listed(**filter_: object) -> list[str]:
        found = (await gate.data(LIST, {"filter": filter_}))["roleMappings"]
        assert found["totalCount"] == len(found["nodes"])
        return [node["value"] for node in found["nodes"]]

    assert await listed() == ["ops", "a*", "z"]
    assert await listed(providerId=encode_id("idp", lab.id)) == ["z"]
    assert await listed(kind="GLOB") == ["a*"]
    assert await listed(role="OPERATOR") == ["ops", "z"]
    assert await listed(role="operator", isEnabled=True) == ["z"]
    page = (await gate.data(LIST, {"first": 2}))["roleMappings"]
    assert ([node["value"] for node in page["nodes"]], page["totalCount"]) == (["ops", "a*"], 3)
    rest = (await gate.data(LIST, {"first": 2, "after": page["pageInfo"]["endCursor"]}))["roleMappings"]
    assert rest["nodes"] == [{"value": "z"}]


async def test_a_mapping_tells_how_many_hold_its_role_by_it_and_is_found_by_its_id(
    gate: Gate, corp: IdentityProvider
) -> None:
    mapping_id = await made(gate, corp, "ops", "operator")
    await come(gate.house, await comer(gate.house, "asa", corp, ["ops"]), corp)
    query = "query ($id: ID!) { node(id: $id) { id ... on RoleMapping { value accountCount } } }"
    assert await gate.data(query, {"id": mapping_id}) == {"node": {"id": mapping_id, "value": "ops", "accountCount": 1}}
    assert await gate.data(query, {"id": NO_MAPPING}) == {"node": None}


async def test_a_change_is_looked_at_and_then_made_bound_to_what_was_seen(gate: Gate, corp: IdentityProvider) -> None:
    await gate.house.user("zoe", "admin", password=await gate.house.password())
    asa = await comer(gate.house, "asa", corp, ["ops"])
    await local_comer(gate.house, "ida", corp, None)
    async with nothing_changes():
        answer = (await gate.data(PREVIEW, {"input": {"create": given(corp)}}))["previewRoleMappingChange"]
    effect = {"user": {"username": "asa"}, "gains": ["operator"], "loses": [], "isRefused": False, "isDue": False}
    assert answer == {
        "preview": {
            "fingerprint": Like("[0-9a-f]{64}"),
            "accountCount": 2,
            "unknownCount": 1,
            "refusedCount": 0,
            "affectedCount": 1,
            "administratorCountBefore": 1,
            "administratorCountThen": 1,
            "administratorsBefore": ["zoe"],
            "administratorsThen": ["zoe"],
            "maxSeats": 0,
            "usedSeats": 0,
            "seatsThen": 0,
            "effects": [effect],
        },
        "errors": [],
    }
    bound = given(corp, previewFingerprint=answer["preview"]["fingerprint"])
    assert (await gate.data(CREATE, {"input": bound}))["createRoleMapping"]["errors"] == []
    assert await roles_held(asa) == {"viewer"}
    await come(gate.house, asa, corp)
    assert await roles_held(asa) == {"viewer", "operator"}
    async with nothing_changes():
        again = await gate.data(CREATE, {"input": bound})
    assert again["createRoleMapping"]["errors"] == [refusal("PREVIEW_STALE", "previewFingerprint")]


async def test_every_kind_of_change_can_be_looked_at(gate: Gate, corp: IdentityProvider) -> None:
    ops = await made(gate, corp, "ops", "operator")
    await come(gate.house, await comer(gate.house, "asa", corp, ["ops"], roles=("viewer",)), corp)
    provider = encode_id("idp", corp.id)
    changes: list[tuple[dict[str, Any], list[str], list[str], bool]] = [
        ({"update": {"id": ops, "isEnabled": False}}, [], ["operator"], False),
        ({"delete": {"id": ops}}, [], ["operator"], False),
        ({"provider": {"id": provider, "requiredGroup": "staff"}}, [], [], True),
    ]
    async with nothing_changes():
        for change, gains, loses, is_refused in changes:
            found = (await gate.data(PREVIEW, {"input": change}))["previewRoleMappingChange"]["preview"]
            told = [(each["gains"], each["loses"], each["isRefused"]) for each in found["effects"]]
            assert told == [(gains, loses, is_refused)]
        for change, where in (
            ({"provider": {"id": NO_PROVIDER}}, "provider"),
            ({"delete": {"id": NO_MAPPING}}, "delete"),
        ):
            gone = await gate.data(PREVIEW, {"input": change})
            assert gone["previewRoleMappingChange"]["errors"] == [refusal("NOT_FOUND", where, "id")]


async def test_each_field_asks_for_its_scope(gate: Gate, corp: IdentityProvider) -> None:
    mapping_id = await made(gate, corp, "ops", "viewer")
    async with nothing_changes():
        for query, name, wanted in (
            (CREATE, "createRoleMapping", given(corp)),
            (UPDATE, "updateRoleMapping", {"id": mapping_id}),
            (DELETE, "deleteRoleMapping", {"id": mapping_id}),
            (PREVIEW, "previewRoleMappingChange", {"delete": {"id": mapping_id}}),
        ):
            answer = await gate.ask(query, {"input": wanted}, "helpdesk")
            assert answer == {"data": {name: None}, "errors": [denied(f"Mutation.{name}", "sso:write", path=name)]}
        listed = await gate.ask("{ roleMappings { totalCount } }", None, "helpdesk")
    errors = [denied("Query.roleMappings", "sso:read", path="roleMappings")]
    assert listed == {"data": {"roleMappings": None}, "errors": errors}
