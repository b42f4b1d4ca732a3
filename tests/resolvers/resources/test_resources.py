"""Resources over GraphQL: registered, granted by hand and through groups, revoked; whole answers compared."""

from typing import Any

from tests.support.answers import MOMENT, UUID, Like, bad_argument, refusal
from tests.support.gate import Answer, Gate
from tests.support.statements import statements
from tests.support.trail import Told, hearing, nothing_changes

RESOURCE_ID = Like(r"res_[0-9a-f]{32}")
GRANT_ID = Like(r"rgr_[0-9a-f]{32}")
GROUP_GRANT_ID = Like(r"ggr_[0-9a-f]{32}")
NOBODY = "usr_" + "0" * 32
NO_GROUP = "grp_" + "0" * 32

REGISTER = """
mutation ($input: RegisterOwnedResourceInput!) {
  registerOwnedResource(input: $input) {
    resource { id type externalId label owner { username } createdAt updatedAt }
    errors { code path message }
  }
}"""
GRANT = """
mutation ($input: GrantResourceInput!) {
  grantResource(input: $input) { grantId user { username } group { name } errors { code path message } }
}"""
REVOKE = """
mutation ($input: RevokeResourceGrantInput!) {
  revokeResourceGrant(input: $input) { revokedId errors { code path message } }
}"""
GRANTS = """
query ($id: ID!) {
  user(by: {id: $id}) { resourceGrants { type resource { externalId } source group { name } reason grantedAt } }
}"""


async def register(gate: Gate, type_: str, id_: str, **more: Any) -> Answer:  # noqa: ANN401 — fields of an input
    """Registers a resource; gives the payload."""
    given = {"type": type_, "id": id_, "label": f"{type_} {id_}", **more}
    return (await gate.data(REGISTER, {"input": given}))["registerOwnedResource"]


async def grant(gate: Gate, to: dict[str, str], resource: dict[str, Any], reason: str | None = None) -> Answer:
    """Grants something; gives the payload."""
    given = {"to": to, "resource": resource, "reason": reason}
    return (await gate.data(GRANT, {"input": given}))["grantResource"]


def single(type_: str, id_: str) -> dict[str, Any]:
    """One resource, as an input names it."""
    return {"single": {"type": type_, "id": id_}}


async def group_with(gate: Gate, name: str, *users: str) -> str:
    """A group of these accounts; gives its public id."""
    create = "mutation ($n: String!) { createGroup(input: {name: $n}) { group { id } } }"
    group = (await gate.data(create, {"n": name}))["createGroup"]["group"]["id"]
    await members(gate, "add", group, *users)
    return group


async def members(gate: Gate, verb: str, group: str, *users: str) -> None:
    """Puts accounts into a group, or takes them out (``add``, ``remove``)."""
    field, kind = f"{verb}GroupMembers", f"{verb.capitalize()}GroupMembersInput"
    if users:
        query = f"mutation ($i: {kind}!) {{ {field}(input: $i) {{ errors {{ code }} }} }}"
        answer = await gate.data(query, {"i": {"groupId": group, "userIds": list(users)}})
        assert answer == {field: {"errors": []}}


async def held(gate: Gate, user: str) -> list[tuple[str, str | None, str, str | None]]:
    """What an account is granted: type, the product's id, source, group."""
    grants = (await gate.data(GRANTS, {"id": user}))["user"]["resourceGrants"]
    return [
        (
            each["type"],
            each["resource"]["externalId"] if each["resource"] else None,
            each["source"],
            each["group"]["name"] if each["group"] else None,
        )
        for each in grants
    ]


async def test_a_resource_is_registered_and_renewed(gate: Gate) -> None:
    asa = await gate.user("asa")
    async with hearing() as heard:
        first = await register(gate, "report", "7", owner=asa)
        again = await register(gate, "report", "7", owner=asa)
        renewed = await register(gate, "report", "7", label="Seven")
    shown = {"type": "report", "externalId": "7", "label": "report 7", "owner": {"username": "asa"}}
    moments = {"id": RESOURCE_ID, "createdAt": MOMENT, "updatedAt": MOMENT}
    assert first == again == {"resource": {**shown, **moments}, "errors": []}
    assert renewed == {"resource": {**shown, "label": "Seven", **moments}, "errors": []}
    facts: dict[str, tuple[object, object]] = {
        "type": (None, "report"),
        "external_id": (None, "7"),
        "label": (None, "report 7"),
        "owner": (None, UUID),
    }
    assert list(heard.events) == [
        Told("resource.registered", "root", "report/7", changes=facts),
        Told("resource.renewed", "root", "report/7", changes={"label": ("report 7", "Seven")}),
    ]


async def test_a_resource_gets_its_first_owner_later_and_no_second_one(gate: Gate) -> None:
    asa, kim = await gate.user("asa"), await gate.user("kim")
    assert (await register(gate, "report", "7"))["resource"]["owner"] is None
    assert (await register(gate, "report", "7", owner=asa))["resource"]["owner"] == {"username": "asa"}
    async with nothing_changes():
        other = await register(gate, "report", "7", owner=kim)
    assert other == {"resource": None, "errors": [refusal("OWNER_DIFFERS", "owner")]}


async def test_illegal_resources_are_refused(gate: Gate) -> None:
    table = [
        ({"type": "Report"}, refusal("TYPE_INVALID", "type")),
        ({"type": ""}, refusal("TYPE_INVALID", "type")),
        ({"type": "x" * 51}, refusal("TYPE_INVALID", "type")),
        ({"id": ""}, refusal("TOO_SHORT", "id")),
        ({"id": "x" * 201}, refusal("TOO_LONG", "id")),
        ({"label": "a\0b"}, refusal("CHARACTER_NOT_ALLOWED", "label")),
        ({"owner": NOBODY}, refusal("NOT_FOUND", "owner")),
    ]
    for given, error in table:
        async with nothing_changes():
            answer = await gate.data(REGISTER, {"input": {"type": "report", "id": "7", "label": "7", **given}})
        assert answer["registerOwnedResource"] == {"resource": None, "errors": [error]}, given


async def test_an_account_is_granted_one_resource_or_a_whole_type(gate: Gate) -> None:
    asa = await gate.user("asa")
    await register(gate, "report", "7")
    async with hearing() as heard:
        one = await grant(gate, {"user": asa}, single("report", "7"), "for the audit")
        again = await grant(gate, {"user": asa}, single("report", "7"))
        await grant(gate, {"user": asa}, {"allOfType": "device"})
    assert one == again == {"grantId": GRANT_ID, "user": {"username": "asa"}, "group": None, "errors": []}
    assert one["grantId"] == again["grantId"]
    of_one = {"type": "report", "resource": {"externalId": "7"}, "reason": "for the audit"}
    of_all = {"type": "device", "resource": None, "reason": None}
    by_hand = {"source": "BY_HAND", "group": None, "grantedAt": MOMENT}
    assert await gate.data(GRANTS, {"id": asa}) == {
        "user": {"resourceGrants": [{**of_one, **by_hand}, {**of_all, **by_hand}]}
    }
    assert list(heard.events) == [
        Told("resource.granted", "root", "asa", changes={"resource_grants": (None, name)})
        for name in ("report/7", "device/*")
    ]


async def test_what_cannot_be_granted_is_refused(gate: Gate) -> None:
    asa = await gate.user("asa")
    await register(gate, "report", "7")
    await gate.holder("clerk", "resources:write", level=0)
    table: list[tuple[dict[str, str], dict[str, Any], str | None, dict[str, Any]]] = [
        ({"user": asa}, single("report", "8"), None, refusal("NOT_FOUND", "resource", "single")),
        ({"user": asa}, single("device", "7"), None, refusal("NOT_FOUND", "resource", "single")),
        ({"user": asa}, {"allOfType": "No"}, None, refusal("TYPE_INVALID", "resource", "allOfType")),
        ({"user": NOBODY}, single("report", "7"), None, refusal("NOT_FOUND", "to", "user")),
        ({"group": NO_GROUP}, single("report", "7"), None, refusal("NOT_FOUND", "to", "group")),
        ({"user": asa}, single("report", "7"), "x" * 2_001, refusal("TOO_LONG", "reason")),
    ]
    for to, what, reason, error in table:
        async with nothing_changes():
            assert (await grant(gate, to, what, reason))["errors"] == [error], (to, what)
    root = {"to": {"user": await gate.user_id("root")}, "resource": single("report", "7")}
    async with nothing_changes():
        answer = await gate.ask(
            "mutation ($input: GrantResourceInput!) { grantResource(input: $input) { errors { code path message } } }",
            {"input": root},
            "clerk",
        )
    assert answer == {"data": {"grantResource": {"errors": [refusal("BEYOND_OWN_RIGHTS", "to", "user")]}}}


async def test_members_receive_what_their_group_is_granted_and_keep_it(gate: Gate) -> None:
    early, late, never = [await gate.user(name) for name in ("early", "late", "never")]
    await register(gate, "report", "1")
    group = await group_with(gate, "Analysts", early)
    granted = await grant(gate, {"group": group}, {"allOfType": "report"}, "they look")
    assert granted == {"grantId": GROUP_GRANT_ID, "user": None, "group": {"name": "Analysts"}, "errors": []}
    await register(gate, "report", "2")
    await members(gate, "add", group, late)
    await register(gate, "device", "1")
    both = [("report", "1", "GROUP", "Analysts"), ("report", "2", "GROUP", "Analysts")]
    assert (await held(gate, early), await held(gate, late), await held(gate, never)) == (both, both, [])
    await members(gate, "remove", group, late)
    await register(gate, "report", "3")
    assert await held(gate, late) == both
    assert await held(gate, early) == [*both, ("report", "3", "GROUP", "Analysts")]
    delete = "mutation ($id: ID!) { deleteGroup(input: {id: $id}) { errors { code } } }"
    await gate.data(delete, {"id": group})
    assert await held(gate, late) == [("report", "1", "GROUP", None), ("report", "2", "GROUP", None)]


async def test_who_comes_back_receives_nothing_twice(gate: Gate) -> None:
    asa = await gate.user("asa")
    await register(gate, "report", "1")
    group = await group_with(gate, "Analysts", asa)
    await grant(gate, {"group": group}, single("report", "1"))
    await members(gate, "remove", group, asa)
    await members(gate, "add", group, asa)
    assert await held(gate, asa) == [("report", "1", "GROUP", "Analysts")]


async def test_a_revoked_grant_is_gone_and_stays_so(gate: Gate) -> None:
    asa = await gate.user("asa")
    await register(gate, "report", "1")
    group = await group_with(gate, "Analysts", asa)
    await grant(gate, {"group": group}, single("report", "1"))
    query = "query ($id: ID!) { user(by: {id: $id}) { resourceGrants { id } } }"
    grant_id = (await gate.data(query, {"id": asa}))["user"]["resourceGrants"][0]["id"]
    async with hearing() as heard:
        revoked = await gate.ask(REVOKE, {"input": {"id": grant_id}}, "root")
        again = await gate.ask(REVOKE, {"input": {"id": grant_id}}, "root")
    assert revoked == again == {"data": {"revokeResourceGrant": {"revokedId": grant_id, "errors": []}}}
    taken = Told("resource.grant_revoked", "root", "asa", changes={"resource_grants": ("report/1", None)})
    assert list(heard.events) == [taken]
    assert await held(gate, asa) == []
    assert await gate.data("query ($id: ID!) { node(id: $id) { id } }", {"id": grant_id}) == {"node": None}
    await grant(gate, {"group": group}, {"allOfType": "device"})
    assert await held(gate, asa) == []


async def test_a_group_grant_that_is_revoked_stops_only_what_is_to_come(gate: Gate) -> None:
    asa, kim = await gate.user("asa"), await gate.user("kim")
    await register(gate, "report", "1")
    group = await group_with(gate, "Analysts", asa)
    granted = await grant(gate, {"group": group}, {"allOfType": "report"})
    revoked = await gate.ask(REVOKE, {"input": {"id": granted["grantId"]}}, "root")
    assert revoked == {"data": {"revokeResourceGrant": {"revokedId": granted["grantId"], "errors": []}}}
    await register(gate, "report", "2")
    await members(gate, "add", group, kim)
    assert await held(gate, asa) == [("report", "1", "GROUP", "Analysts")]
    assert await held(gate, kim) == []
    async with nothing_changes():
        gone = await gate.data(REVOKE, {"input": {"id": granted["grantId"]}})
    assert gone["revokeResourceGrant"]["errors"] == [refusal("NOT_FOUND", "id")]


async def test_an_id_that_is_no_grant_is_an_input_error(gate: Gate) -> None:
    for bad in (NOBODY, "rgr_", "ggr_x", "", "rgr_" + "G" * 32):
        async with nothing_changes():
            answer = await gate.ask(REVOKE, {"input": {"id": bad}}, "root")
        assert answer == {
            "errors": [bad_argument("input.id", ["revokeResourceGrant"])],
            "data": {"revokeResourceGrant": None},
        }


async def test_a_page_of_accounts_takes_one_statement_for_each_relation(gate: Gate) -> None:
    owner = await gate.user("owner")
    people = [await gate.user(f"person-{number}") for number in range(6)]
    group = await group_with(gate, "Analysts", *people)
    await grant(gate, {"group": group}, {"allOfType": "report"})
    for number in range(3):
        await register(gate, "report", str(number), owner=owner)
    relations = "groups { name } resourceGrants { resource { label } group { name } } ownedResources { label }"
    plain = "query ($n: Int) { users(first: $n) { nodes { username } } }"
    rich = f"query ($n: Int) {{ users(first: $n) {{ nodes {{ username {relations} }} }} }}"

    async def count(query: str, rows: int) -> int:
        with statements() as heard:
            await gate.data(query, {"n": rows})
        return len(heard)

    assert [await count(rich, rows) - await count(plain, rows) for rows in (2, 100)] == [3, 3]
