"""Policies over GraphQL: made, changed, deleted, ordered, listed, and looked at before; whole answers compared."""

from typing import Any

import pytest

from models.role import GrantSource, RoleGrant
from models.user import AuthMethod, User
from resolvers.node import encode_id
from tests.support.answers import MOMENT, TEXT, Like, bad_argument, denied, refusal
from tests.support.directory_scene import member, policy, role_id, roles_held, sign_in
from tests.support.gate import Gate
from tests.support.house import NOON
from tests.support.profiles import profile_row
from tests.support.trail import hearing, nothing_changes

OPS, DEV = "cn=ops,dc=example,dc=test", "cn=dev,dc=example,dc=test"
POLICY_ID, NO_POLICY, NO_PROFILE = Like(r"pol_[0-9a-f]{32}"), "pol_" + "0" * 32, "ldp_" + "0" * 32

WHOLE = """
id type value roles profileId profileName position isEnabled description accountCount createdAt updatedAt version
"""
CREATE = f"""
mutation ($input: CreatePolicyInput!) {{
  createPolicy(input: $input) {{ policy {{ {WHOLE} }} errors {{ code path message }} }}
}}"""
UPDATE = """
mutation ($input: UpdatePolicyInput!) {
  updatePolicy(input: $input) {
    policy { value roles position isEnabled profileId version }
    errors { code path message ... on VersionConflictError { currentVersion } }
  }
}"""
DELETE = """
mutation ($input: DeletePolicyInput!) { deletePolicy(input: $input) { deletedId errors { code path message } } }
"""
REORDER = """
mutation ($input: ReorderPoliciesInput!) {
  reorderPolicies(input: $input) { policies { value position } errors { code path message } }
}"""
PREVIEW = """
mutation ($input: PreviewPolicyChangeInput!) {
  previewPolicyChange(input: $input) {
    preview {
      fingerprint accountCount unknownCount refusedCount affectedCount
      administratorCountBefore administratorCountThen administratorsBefore administratorsThen
      maxSeats usedSeats seatsThen
      effects { user { username } gains loses isRefused isDue }
    }
    errors { code path message }
  }
}"""
UPDATE_PROFILE = """
mutation ($input: UpdateLdapProfileInput!) {
  updateLdapProfile(input: $input) { ldapProfile { refusesUnmatched } errors { code path message } }
}"""
UPDATE_SETTINGS = """
mutation ($input: UpdateDirectorySettingsInput!) {
  updateDirectorySettings(input: $input) { settings { policyResolution } errors { code path message } }
}"""
LIST = """
query ($filter: PolicyFilter, $first: Int, $after: String) {
  policies(filter: $filter, first: $first, after: $after) {
    totalCount nodes { value } pageInfo { hasNextPage endCursor }
  }
}"""
GIVEN: dict[str, Any] = {"type": "GROUP", "value": OPS, "roles": ["operator"]}


async def made(gate: Gate, value: str, *roles: str, **more: object) -> str:
    return encode_id("pol", await policy(gate.house, value, *roles, **more))


async def test_a_policy_is_made_as_it_was_asked_for(gate: Gate) -> None:
    profile = await profile_row()
    given = {
        **GIVEN,
        "roles": ["Operator", "viewer"],
        "profileId": encode_id("ldp", profile.id),
        "position": 4,
        "isEnabled": False,
        "description": "Nights.",
    }
    answer = await gate.ask(CREATE, {"input": given}, "root")
    shown = {
        **given,
        "id": POLICY_ID,
        "roles": ["operator", "viewer"],
        "profileName": "corp",
        "accountCount": 0,
        "createdAt": MOMENT,
        "updatedAt": MOMENT,
        "version": 1,
    }
    assert answer == {"data": {"createPolicy": {"policy": shown, "errors": []}}}


async def test_a_repeated_call_gives_the_same_policy_and_another_input_is_refused(gate: Gate) -> None:
    given = {**GIVEN, "idempotencyKey": "once"}
    first = (await gate.data(CREATE, {"input": given}))["createPolicy"]["policy"]
    async with nothing_changes():
        assert (await gate.data(CREATE, {"input": given}))["createPolicy"]["policy"] == first
        again = await gate.data(CREATE, {"input": {**given, "value": DEV}})
    errors = [refusal("IDEMPOTENCY_KEY_REUSED", "idempotencyKey")]
    assert again == {"createPolicy": {"policy": None, "errors": errors}}


BAD: dict[str, tuple[dict[str, Any], list[dict[str, Any]]]] = {
    "no DN": ({"value": "ops"}, [refusal("DN_INVALID", "value")]),
    "roles": (
        {"roles": ["nope", "api"]},
        [refusal("ROLE_UNKNOWN", "roles", "0"), refusal("ROLE_NOT_ALLOWED", "roles", "1")],
    ),
    "no role": ({"roles": []}, [refusal("ROLE_REQUIRED", "roles")]),
    "a position": ({"position": 10_001}, [refusal("OUT_OF_BOUNDS", "position")]),
    "a taken position": ({"position": 1}, [refusal("POSITION_TAKEN", "position")]),
    "a profile": ({"profileId": NO_PROFILE}, [refusal("NOT_FOUND", "profileId")]),
    "a fingerprint": ({"previewFingerprint": "x"}, [refusal("PREVIEW_STALE", "previewFingerprint")]),
}


@pytest.mark.parametrize(("wrong", "errors"), BAD.values(), ids=BAD)
async def test_what_is_wrong_is_told_by_its_place_also_when_it_is_only_looked_at(
    gate: Gate, wrong: dict[str, Any], errors: list[dict[str, Any]]
) -> None:
    await policy(gate.house, DEV, "viewer")
    async with nothing_changes():
        answer = await gate.data(CREATE, {"input": {**GIVEN, **wrong}})
        looked = await gate.data(PREVIEW, {"input": {"create": {**GIVEN, **wrong}}})
    assert answer == {"createPolicy": {"policy": None, "errors": errors}}
    inside = [{**error, "path": ["input", "create", *error["path"][1:]]} for error in errors]
    assert looked == {"previewPolicyChange": {"preview": None, "errors": inside}}


async def test_a_policy_is_changed_in_what_is_given(gate: Gate) -> None:
    policy_id, profile = await made(gate, OPS, "viewer"), await profile_row()
    changes = {"id": policy_id, "version": 1, "roles": ["operator"], "isEnabled": False, "position": 3}
    answer = await gate.data(UPDATE, {"input": {**changes, "profileId": encode_id("ldp", profile.id)}})
    after: dict[str, Any] = {"value": OPS, "roles": ["operator"], "position": 3, "isEnabled": False, "version": 2}
    after["profileId"] = encode_id("ldp", profile.id)
    assert answer == {"updatePolicy": {"policy": after, "errors": []}}
    async with nothing_changes():
        stale = await gate.data(UPDATE, {"input": changes})
    assert stale == {
        "updatePolicy": {"policy": None, "errors": [{**refusal("VERSION_CONFLICT", "version"), "currentVersion": 2}]}
    }
    answer = await gate.data(UPDATE, {"input": {"id": policy_id, "profileId": None}})
    assert answer["updatePolicy"]["policy"]["profileId"] is None


async def test_a_policy_is_deleted_once(gate: Gate) -> None:
    policy_id = await made(gate, OPS, "viewer")
    given = {"input": {"id": policy_id}}
    assert await gate.data(DELETE, given) == {"deletePolicy": {"deletedId": policy_id, "errors": []}}
    async with nothing_changes():
        again = await gate.data(DELETE, given)
    assert again == {"deletePolicy": {"deletedId": None, "errors": [refusal("NOT_FOUND", "id")]}}


async def test_policies_are_put_in_order(gate: Gate) -> None:
    ops, dev = await made(gate, OPS, "viewer", position=5), await made(gate, DEV, "viewer")
    answer = await gate.data(REORDER, {"input": {"ids": [dev, ops]}})
    ordered = [{"value": DEV, "position": 1}, {"value": OPS, "position": 2}]
    assert answer == {"reorderPolicies": {"policies": ordered, "errors": []}}
    async with nothing_changes():
        answer = await gate.data(REORDER, {"input": {"ids": [dev]}})
        assert answer == {"reorderPolicies": {"policies": None, "errors": [refusal("ORDER_INCOMPLETE", "ids")]}}
        bad = await gate.ask(REORDER, {"input": {"ids": ["usr_1"]}}, "root")
    assert bad["errors"] == [bad_argument("input.ids.0", ["reorderPolicies"])]


async def test_policies_are_listed_by_position_filtered_and_paged(gate: Gate) -> None:
    one, two = await profile_row("one"), await profile_row("two")
    await policy(gate.house, "ada", "viewer")
    await policy(gate.house, OPS, "viewer", profile_id=one.id)
    await policy(gate.house, DEV, "viewer", profile_id=two.id, is_enabled=False)

    async def listed(**filter_: object) -> list[str]:
        found = (await gate.data(LIST, {"filter": filter_}))["policies"]
        assert found["totalCount"] == len(found["nodes"])
        return [node["value"] for node in found["nodes"]]

    assert await listed() == ["ada", OPS, DEV]
    assert await listed(type="GROUP") == [OPS, DEV]
    assert await listed(isEnabled=True) == ["ada", OPS]
    assert await listed(profileId=encode_id("ldp", one.id)) == ["ada", OPS]
    assert await listed(profileId=encode_id("ldp", two.id), type="GROUP", isEnabled=False) == [DEV]
    page = (await gate.data(LIST, {"first": 2}))["policies"]
    assert ([node["value"] for node in page["nodes"]], page["totalCount"]) == (["ada", OPS], 3)
    rest = (await gate.data(LIST, {"first": 2, "after": page["pageInfo"]["endCursor"]}))["policies"]
    assert rest["nodes"] == [{"value": DEV}]


async def test_a_policy_tells_how_many_hold_a_role_by_it_and_is_found_by_its_id(gate: Gate) -> None:
    profile, policy_id = await profile_row(), await policy(gate.house, OPS, "operator", "viewer")
    await sign_in(gate.house, await member(gate.house, "asa", profile, [OPS]))
    query = "query ($id: ID!) { node(id: $id) { id ... on Policy { value accountCount } } }"
    public = encode_id("pol", policy_id)
    answer = await gate.data(query, {"id": public})
    assert answer == {"node": {"id": public, "value": OPS, "accountCount": 1}}
    assert await gate.data(query, {"id": NO_POLICY}) == {"node": None}


async def test_a_change_is_looked_at_and_then_made_bound_to_what_was_seen(gate: Gate) -> None:
    profile = await profile_row()
    await gate.house.user("zoe", "admin", password=await gate.house.password())
    asa = await member(gate.house, "asa", profile, [OPS], roles=("viewer",))
    await member(gate.house, "ida", profile, None)
    async with nothing_changes():
        answer = (await gate.data(PREVIEW, {"input": {"create": GIVEN}}))["previewPolicyChange"]
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
    bound = {**GIVEN, "previewFingerprint": answer["preview"]["fingerprint"]}
    assert (await gate.data(CREATE, {"input": bound}))["createPolicy"]["errors"] == []
    assert await roles_held(asa) == {"viewer"}
    await sign_in(gate.house, asa)
    assert await roles_held(asa) == {"viewer", "operator"}
    async with nothing_changes():
        again = await gate.data(CREATE, {"input": bound})
    assert again["createPolicy"]["errors"] == [refusal("PREVIEW_STALE", "previewFingerprint")]


async def test_every_kind_of_change_can_be_looked_at(gate: Gate) -> None:
    profile = await profile_row()
    await gate.house.role("tester")
    ops, dev = await made(gate, OPS, "operator"), await made(gate, DEV, "tester")
    await sign_in(gate.house, await member(gate.house, "asa", profile, [OPS, DEV]))
    changes: list[tuple[dict[str, Any], list[str], list[str]]] = [
        ({"update": {"id": ops, "isEnabled": False}}, ["tester"], ["operator"]),
        ({"delete": {"id": ops}}, ["tester"], ["operator"]),
        ({"reorder": {"ids": [dev, ops]}}, ["tester"], ["operator"]),
        ({"resolution": "ALL"}, ["tester"], []),
        ({"profile": {"id": encode_id("ldp", profile.id), "rolesFollow": "NEVER", "name": "x"}}, [], []),
    ]
    async with nothing_changes():
        for change, gains, loses in changes:
            found = (await gate.data(PREVIEW, {"input": change}))["previewPolicyChange"]["preview"]
            told = [(each["gains"], each["loses"]) for each in found["effects"]]
            assert told == ([(gains, loses)] if gains or loses else [])
        gone = await gate.data(PREVIEW, {"input": {"profile": {"id": NO_PROFILE}}})
        assert gone["previewPolicyChange"]["errors"] == [refusal("NOT_FOUND", "profile", "id")]
        wrong = await gate.data(PREVIEW, {"input": {"delete": {"id": NO_POLICY}}})
    assert wrong["previewPolicyChange"]["errors"] == [refusal("NOT_FOUND", "delete", "id")]


async def test_changes_of_profiles_and_settings_are_bound_to_a_preview_too(gate: Gate) -> None:
    profile = await profile_row()
    given = {"id": encode_id("ldp", profile.id), "refusesUnmatched": True}
    looked = (await gate.data(PREVIEW, {"input": {"profile": given}}))["previewPolicyChange"]["preview"]
    bound = {"previewFingerprint": looked["fingerprint"]}
    done = await gate.data(UPDATE_PROFILE, {"input": {**given, **bound}})
    assert done["updateLdapProfile"] == {"ldapProfile": {"refusesUnmatched": True}, "errors": []}
    async with nothing_changes():
        stale = await gate.data(UPDATE_PROFILE, {"input": {**given, **bound}})
        assert stale["updateLdapProfile"]["errors"] == [refusal("PREVIEW_STALE", "previewFingerprint")]
        stale = await gate.data(UPDATE_SETTINGS, {"input": {"policyResolution": "ALL", **bound}})
        assert stale["updateDirectorySettings"]["errors"] == [refusal("PREVIEW_STALE", "previewFingerprint")]
    looked = (await gate.data(PREVIEW, {"input": {"resolution": "ALL"}}))["previewPolicyChange"]["preview"]
    bound = {"previewFingerprint": looked["fingerprint"]}
    done = await gate.data(UPDATE_SETTINGS, {"input": {"policyResolution": "ALL", **bound}})
    assert done["updateDirectorySettings"] == {"settings": {"policyResolution": "ALL"}, "errors": []}


async def test_each_field_asks_for_its_scope(gate: Gate) -> None:
    policy_id = await made(gate, OPS, "viewer")
    async with nothing_changes():
        for query, name, given in (
            (CREATE, "createPolicy", GIVEN),
            (UPDATE, "updatePolicy", {"id": policy_id}),
            (DELETE, "deletePolicy", {"id": policy_id}),
            (REORDER, "reorderPolicies", {"ids": [policy_id]}),
            (PREVIEW, "previewPolicyChange", {"delete": {"id": policy_id}}),
        ):
            answer = await gate.ask(query, {"input": given}, "helpdesk")
            assert answer == {
                "data": {name: None},
                "errors": [denied(f"Mutation.{name}", "ldap:write", path=name)],
            }
        listed = await gate.ask("{ policies { totalCount } }", None, "helpdesk")
    assert listed == {"data": {"policies": None}, "errors": [denied("Query.policies", "ldap:read", path="policies")]}


async def test_who_may_only_change_policies_learns_nothing_of_accounts_and_the_licence(gate: Gate) -> None:
    await gate.holder("writer", "ldap:write", level=3)
    async with nothing_changes():
        answer = await gate.ask(PREVIEW, {"input": {"create": {**GIVEN, "roles": ["viewer"]}}}, "writer")
    preview = answer["data"]["previewPolicyChange"]["preview"]
    closed = ("effects", "administratorsBefore", "administratorsThen", "maxSeats", "usedSeats", "seatsThen")
    assert all(preview[name] is None for name in closed)
    assert sorted(error["extensions"]["coordinate"] for error in answer["errors"]) == sorted(
        f"PolicyPreview.{name}" for name in closed
    )


async def test_a_directorys_role_is_kept_by_its_rule_over_the_api(gate: Gate) -> None:
    profile, policy_id = await profile_row(), await policy(gate.house, OPS, "operator")
    asa = await member(gate.house, "asa", profile, [OPS])
    await sign_in(gate.house, asa)
    document = """
    mutation ($input: SetUserRolesInput!) {
      setUserRoles(input: $input) {
        user { roleGrants { role { name } source rule } }
        errors { code path message ... on RoleOwnedBySource { owners { role rule } scopesToDeny } }
      }
    }"""
    given: dict[str, Any] = {"id": encode_id("usr", asa), "roles": ["viewer"]}
    async with nothing_changes():
        refused = await gate.data(document, {"input": given})
    owned = {
        **refusal("ROLE_OWNED_BY_SOURCE", "roles"),
        "owners": [{"role": "operator", "rule": f"policy 1: {OPS}"}],
        "scopesToDeny": [],
    }
    assert refused == {"setUserRoles": {"user": None, "errors": [owned]}}
    both = await gate.data(document, {"input": {**given, "roles": ["viewer", "operator"], "alsoByHand": True}})
    assert [(each["role"]["name"], each["source"]) for each in both["setUserRoles"]["user"]["roleGrants"]] == [
        ("operator", "BY_HAND"),
        ("operator", "POLICY"),
        ("viewer", "DEFAULT"),
    ]
    async with hearing() as heard:
        taken = await gate.data(document, {"input": {**given, "overrideSources": True}})
    assert [told.action for told in heard.events] == ["user.roles_changed"]
    left = [{"role": {"name": "viewer"}, "source": "DEFAULT", "rule": TEXT}]
    assert taken == {"setUserRoles": {"user": {"roleGrants": left}, "errors": []}}
    assert policy_id is not None


async def test_an_explanation_names_the_policy(gate: Gate) -> None:
    asa, policy_id = await gate.house.user("asa"), await policy(gate.house, OPS, "auditor")
    auditor = await role_id("auditor")
    await RoleGrant.create(user_id=asa, role_id=auditor, source=GrantSource.POLICY, owner_id=policy_id, granted_at=NOON)
    await User.filter(id=asa).update(auth_method=AuthMethod.LDAP)
    query = """
    query ($user: ID!) { explainAccess(userId: $user, subject: {scope: "audit:read"}) { deciding { role rule } } }
    """
    answer = await gate.data(query, {"user": encode_id("usr", asa)})
    assert answer == {"explainAccess": {"deciding": [{"role": "auditor", "rule": f"policy 1: {OPS}"}]}}
