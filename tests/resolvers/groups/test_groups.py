"""Groups over GraphQL: made, changed, filled, emptied, listed; whole answers compared."""

from typing import Any

from tests.support.answers import MOMENT, Like, bad_argument, denied, refusal
from tests.support.gate import Gate
from tests.support.trail import Told, hearing, nothing_changes

GROUP_ID = Like(r"grp_[0-9a-f]{32}")
NOBODY = "usr_" + "0" * 32
NO_GROUP = "grp_" + "0" * 32

CREATE = """
mutation ($input: CreateGroupInput!) {
  createGroup(input: $input) {
    group { id name description isDefault memberCount createdAt updatedAt version }
    errors { code path message }
  }
}"""
UPDATE = """
mutation ($input: UpdateGroupInput!) {
  updateGroup(input: $input) {
    group { name description isDefault version }
    errors { code path message ... on VersionConflictError { currentVersion } }
  }
}"""
DELETE = (
    "mutation ($input: DeleteGroupInput!) { deleteGroup(input: $input) { deletedId errors { code path message } } }"
)


def members(verb: str) -> str:
    """``addGroupMembers`` or ``removeGroupMembers``."""
    return f"""
mutation ($input: {verb[0].upper()}{verb[1:]}Input!) {{
  {verb}(input: $input) {{
    group {{ memberCount members {{ nodes {{ username }} }} }}
    errors {{ code path message }}
  }}
}}"""


async def made(gate: Gate, name: str, **values: Any) -> str:  # noqa: ANN401 — fields of an input
    """A group; gives its public id."""
    answer = await gate.data(CREATE, {"input": {"name": name, **values}})
    assert answer["createGroup"]["errors"] == []
    return answer["createGroup"]["group"]["id"]


async def test_a_group_is_made_as_it_was_asked_for(gate: Gate) -> None:
    given = {"name": "Analysts", "description": "They look.", "isDefault": True}
    async with hearing() as heard:
        answer = await gate.ask(CREATE, {"input": given}, "root")
    group = {**given, "id": GROUP_ID, "memberCount": 0, "createdAt": MOMENT, "updatedAt": MOMENT, "version": 1}
    assert answer == {"data": {"createGroup": {"group": group, "errors": []}}}
    changes: dict[str, tuple[object, object]] = {
        "name": (None, "Analysts"),
        "description": (None, "They look."),
        "is_default": (None, True),
    }
    assert list(heard.events) == [Told("group.created", "root", "Analysts", changes=changes)]


async def test_a_repeated_create_gives_the_same_group(gate: Gate) -> None:
    given = {"name": "Analysts", "idempotencyKey": "k"}
    once, again = [await gate.data(CREATE, {"input": given}) for _ in range(2)]
    assert once == again
    other = await gate.data(CREATE, {"input": {**given, "name": "Others"}})
    assert other["createGroup"]["errors"] == [refusal("IDEMPOTENCY_KEY_REUSED", "idempotencyKey")]


async def test_a_group_is_changed_where_something_is_given(gate: Gate) -> None:
    group = await made(gate, "Analysts", description="Old.")
    async with hearing() as heard:
        answer = await gate.ask(UPDATE, {"input": {"id": group, "name": "analysts", "version": 1}}, "root")
    shown = {"name": "analysts", "description": "Old.", "isDefault": False, "version": 2}
    assert answer == {"data": {"updateGroup": {"group": shown, "errors": []}}}
    assert list(heard.events) == [Told("group.updated", "root", "analysts", changes={"name": ("Analysts", "analysts")})]


async def test_illegal_and_stale_values_are_refused(gate: Gate) -> None:
    group = await made(gate, "Analysts")
    await made(gate, "Taken")
    table: list[tuple[dict[str, Any], dict[str, Any]]] = [
        ({"name": ""}, refusal("TOO_SHORT", "name")),
        ({"name": "x" * 101}, refusal("TOO_LONG", "name")),
        ({"name": "\ufdfa" * 100}, refusal("TOO_LONG", "name")),
        ({"name": " x"}, refusal("NAME_INVALID", "name")),
        ({"name": "a\nb"}, refusal("CHARACTER_NOT_ALLOWED", "name")),
        ({"name": "TAKEN"}, refusal("GROUP_NAME_TAKEN", "name")),
        ({"description": "x" * 2_001, "name": "n"}, refusal("TOO_LONG", "description")),
    ]
    for given, error in table:
        async with nothing_changes():
            created = await gate.ask(CREATE, {"input": given}, "root")
            updated = await gate.ask(UPDATE, {"input": {"id": group, **given}}, "root")
        assert created == {"data": {"createGroup": {"group": None, "errors": [error]}}}, given
        assert updated == {"data": {"updateGroup": {"group": None, "errors": [error]}}}, given
    stale = {**refusal("VERSION_CONFLICT", "version"), "currentVersion": 1}
    async with nothing_changes():
        answer = await gate.ask(UPDATE, {"input": {"id": group, "name": "n", "version": 2}}, "root")
    assert answer == {"data": {"updateGroup": {"group": None, "errors": [stale]}}}


async def test_a_group_that_is_gone_is_not_found(gate: Gate) -> None:
    group = await made(gate, "Analysts")
    async with hearing() as heard:
        deleted = await gate.ask(DELETE, {"input": {"id": group, "version": 1}}, "root")
    assert deleted == {"data": {"deleteGroup": {"deletedId": group, "errors": []}}}
    assert [(told.action, told.target) for told in heard.events] == [("group.deleted", "Analysts")]
    assert await gate.data("query ($id: ID!) { node(id: $id) { id } }", {"id": group}) == {"node": None}
    user = await gate.user("asa")
    for query, name, given, field in (
        (UPDATE, "updateGroup", {"id": group}, "id"),
        (DELETE, "deleteGroup", {"id": group}, "id"),
        (members("addGroupMembers"), "addGroupMembers", {"groupId": group, "userIds": [user]}, "groupId"),
        (members("removeGroupMembers"), "removeGroupMembers", {"groupId": group, "userIds": [user]}, "groupId"),
    ):
        async with nothing_changes():
            answer = await gate.data(query, {"input": given})
        assert answer[name]["errors"] == [refusal("NOT_FOUND", field)]


async def test_accounts_come_and_go_all_or_none(gate: Gate) -> None:
    group = await made(gate, "Analysts")
    kim, asa = await gate.user("kim"), await gate.user("asa")
    async with hearing() as heard:
        added = await gate.ask(
            members("addGroupMembers"), {"input": {"groupId": group, "userIds": [kim, asa, kim]}}, "root"
        )
        again = await gate.ask(members("addGroupMembers"), {"input": {"groupId": group, "userIds": [kim]}}, "root")
    shown = {"memberCount": 2, "members": {"nodes": [{"username": "asa"}, {"username": "kim"}]}}
    assert added == again == {"data": {"addGroupMembers": {"group": shown, "errors": []}}}
    joined = [
        Told("user.groups_changed", "root", name, changes={"groups": ([], ["Analysts"])}) for name in ("kim", "asa")
    ]
    assert list(heard.events) == joined
    for verb in ("addGroupMembers", "removeGroupMembers"):
        async with nothing_changes():
            answer = await gate.data(members(verb), {"input": {"groupId": group, "userIds": [asa, NOBODY]}})
        assert answer[verb] == {"group": None, "errors": [refusal("NOT_FOUND", "userIds", "1")]}
    removed = await gate.data(members("removeGroupMembers"), {"input": {"groupId": group, "userIds": [kim]}})
    assert removed["removeGroupMembers"]["group"]["members"] == {"nodes": [{"username": "asa"}]}


async def test_one_call_names_a_bounded_number_of_accounts(gate: Gate) -> None:
    group, asa = await made(gate, "Analysts"), await gate.user("asa")
    for users in ([], [asa] * 1_001):
        async with nothing_changes():
            answer = await gate.data(members("addGroupMembers"), {"input": {"groupId": group, "userIds": users}})
        assert answer["addGroupMembers"]["errors"] == [refusal("OUT_OF_BOUNDS", "userIds")]


async def test_nobody_puts_into_a_group_who_may_do_more(gate: Gate) -> None:
    await gate.holder("keeper", "groups:write", "groups:read", "users:read", level=1)
    group, root, asa = await made(gate, "Analysts"), await gate.user_id("root"), await gate.user("asa")
    for verb in ("addGroupMembers", "removeGroupMembers"):
        async with nothing_changes():
            answer = await gate.data(members(verb), {"input": {"groupId": group, "userIds": [asa, root]}}, "keeper")
        assert answer[verb] == {"group": None, "errors": [refusal("BEYOND_OWN_RIGHTS", "userIds", "1")]}


async def test_groups_are_listed_found_and_counted(gate: Gate) -> None:
    for name in ("beta", "Alpha", "gamma_1"):
        await made(gate, name)
    query = "query ($s: String) { groups(search: $s) { totalCount nodes { name memberCount } } }"
    empty = {"memberCount": 0}
    every = [{"name": name, **empty} for name in ("Alpha", "beta", "gamma_1")]
    assert await gate.data(query) == {"groups": {"totalCount": 3, "nodes": every}}
    assert await gate.data(query, {"s": "ALPH"}) == {"groups": {"totalCount": 1, "nodes": every[:1]}}
    assert await gate.data(query, {"s": "_"}) == {"groups": {"totalCount": 1, "nodes": every[2:]}}
    by_name = 'query { group(by: {name: "ALPHA"}) { name } none: group(by: {name: "x"}) { name } }'
    assert await gate.data(by_name) == {"group": {"name": "Alpha"}, "none": None}
    page = await gate.data("{ groups(first: 1) { nodes { name } pageInfo { endCursor hasNextPage } } }")
    after = {"a": page["groups"]["pageInfo"]["endCursor"]}
    rest = await gate.data("query ($a: String) { groups(first: 5, after: $a) { nodes { name } } }", after)
    assert rest == {"groups": {"nodes": [{"name": "beta"}, {"name": "gamma_1"}]}}


async def test_accounts_are_filtered_by_their_group(gate: Gate) -> None:
    group, asa = await made(gate, "Analysts"), await gate.user("asa")
    await gate.data(members("addGroupMembers"), {"input": {"groupId": group, "userIds": [asa]}})
    query = "query ($g: ID!) { users(filter: {group: $g}) { totalCount nodes { username groups { name } } } }"
    found = {"totalCount": 1, "nodes": [{"username": "asa", "groups": [{"name": "Analysts"}]}]}
    assert await gate.data(query, {"g": group}) == {"users": found}
    assert await gate.data(query, {"g": NO_GROUP}) == {"users": {"totalCount": 0, "nodes": []}}
    answer = await gate.ask(query, {"g": asa}, "root")
    assert answer == {"data": {"users": None}, "errors": [bad_argument("filter.group", ["users"])]}
    refused = await gate.ask(query, {"g": group}, "helpdesk")
    assert refused["data"] == {"users": None}
    assert {error["extensions"]["coordinate"] for error in refused["errors"]} >= {"UserFilter.group"}


async def test_new_accounts_join_default_groups_unless_the_call_says_no(gate: Gate) -> None:
    await made(gate, "Everybody", isDefault=True)
    await made(gate, "Some")
    create = "mutation ($i: CreateUserInput!) { createUser(input: $i) { user { groups { name } } errors { code } } }"
    joined = await gate.data(create, {"i": {"username": "asa"}})
    assert joined["createUser"] == {"user": {"groups": [{"name": "Everybody"}]}, "errors": []}
    left_out = await gate.data(create, {"i": {"username": "kim", "joinDefaultGroups": False}})
    assert left_out["createUser"] == {"user": {"groups": []}, "errors": []}


async def test_groups_ask_for_their_scopes(gate: Gate) -> None:
    group = await made(gate, "Analysts")
    answer = await gate.ask("{ groups { totalCount } }", None, "viewer")
    assert answer == {"data": {"groups": None}, "errors": [denied("Query.groups", "groups:read", path="groups")]}
    await gate.holder("reader", "groups:read")
    async with nothing_changes():
        refused = await gate.ask(UPDATE, {"input": {"id": group, "name": "x"}}, "reader")
    assert refused["data"] == {"updateGroup": None}
    whole = await gate.ask(
        "query ($id: ID!) { group(by: {id: $id}) { name members { totalCount } resourceGrants { id } } }",
        {"id": group},
        "reader",
    )
    assert whole["data"] == {"group": {"name": "Analysts", "members": None, "resourceGrants": None}}
    assert whole["errors"] == [
        denied("Group.members", "users:read", path="group.members"),
        denied("Group.resourceGrants", "resources:read", path="group.resourceGrants"),
    ]


async def test_the_trail_tells_of_groups_to_those_who_may_read_them(gate: Gate) -> None:
    group, asa = await made(gate, "Analysts"), await gate.user("asa")
    await gate.data(members("addGroupMembers"), {"input": {"groupId": group, "userIds": [asa]}})
    await gate.holder("curious", "audit:read", "groups:read")
    query = (
        '{ auditEvents(filter: {actions: ["user.groups_changed"]}) { nodes { targetName changes { field after } } } }'
    )
    for who, changes in (("auditor", []), ("curious", [{"field": "groups", "after": ["Analysts"]}])):
        told = await gate.data(query, None, who)
        assert told == {"auditEvents": {"nodes": [{"targetName": "asa", "changes": changes}]}}
