"""Deletion over GraphQL: what stands in the way, what is given out, what stays."""

from typing import Any

from auth.actor import SYSTEM
from auth.deletion.export import EXPORT_SCOPES
from auth.users.expectations import CheckWish
from models.user import AuthMethod, LoginIdentifier
from resolvers.node import encode_id
from tests.support.answers import TEXT, refusal
from tests.support.gate import Gate
from tests.support.house import PASSWORD
from tests.support.methods import SUBJECT, change
from tests.support.sources import CORP, configured
from tests.support.trail import hearing, nothing_changes, trail

NOBODY = "usr_" + "0" * 32
DELETE = """
mutation ($input: DeleteUserInput!) {
  deleteUser(input: $input) {
    deletedId
    errors { code path message ... on VersionConflictError { currentVersion } }
  }
}"""
EXPORT = "mutation ($input: DeleteUserInput!) { deleteUser(input: $input) { deletedId export errors { code } } }"


def refused(*errors: dict[str, Any]) -> dict[str, Any]:
    """The whole answer to a deletion that was refused."""
    return {"data": {"deleteUser": {"deletedId": None, "errors": list(errors)}}}


async def test_a_deleted_account_is_gone_and_its_names_are_free(gate: Gate) -> None:
    asa = await gate.user("asa", email="asa@example.com", password=await gate.house.password())
    async with hearing() as heard:
        answer = await gate.ask(DELETE, {"input": {"id": asa, "version": 1, "note": "left"}}, "root")
    assert answer == {"data": {"deleteUser": {"deletedId": asa, "errors": []}}}
    assert [(told.action, told.actor, told.target) for told in heard.events] == [("user.deleted", "root", "asa")]
    assert heard.events[0].changes["email"] == ("asa@example.com", None)
    assert not await LoginIdentifier.filter(key__in=["asa", "asa@example.com"]).exists()
    gone = await gate.data("query ($id: ID!) { node(id: $id) { id } }", {"id": asa})
    assert gone == {"node": None}
    await gate.user("asa", email="asa@example.com")
    assert ("user.created", "asa") in [(told.action, told.target) for told in await trail()]


async def test_live_sessions_stand_in_the_way_unless_they_are_to_end(gate: Gate) -> None:
    asa = await gate.actor("asa")
    async with nothing_changes():
        answer = await gate.ask(DELETE, {"input": {"id": asa}}, "root")
    assert answer == refused(refusal("SESSIONS_OPEN", "endSessions"))
    async with hearing() as heard:
        answer = await gate.ask(DELETE, {"input": {"id": asa, "endSessions": True}}, "root")
    assert answer == {"data": {"deleteUser": {"deletedId": asa, "errors": []}}}
    assert [(told.action, told.reason) for told in heard.events] == [
        ("session.ended", "DELETED"),
        ("user.deleted", None),
    ]
    assert await gate.data("{ viewer { username } }", None, "asa") == {"viewer": None}


async def test_a_session_that_has_expired_holds_nobody(gate: Gate) -> None:
    asa = await gate.actor("asa")
    gate.tokens["asa"] = await gate.house.open(
        (await LoginIdentifier.get(key="asa")).user_id, last_seen_at=gate.house.clock.turn(days=-3)
    )
    gate.house.clock.turn(days=3)
    one = await gate.ask(DELETE, {"input": {"id": asa}}, "root")
    assert "1 sessions" in one["data"]["deleteUser"]["errors"][0]["message"]


async def test_what_it_owns_stands_in_the_way_unless_somebody_takes_over(gate: Gate) -> None:
    asa, kim = await gate.user("asa"), await gate.user("kim")
    robot = """mutation ($o: ID!) {
      createServiceAccount(input: {username: "robot", roles: ["api"], owner: $o}) { user { id } }
    }"""
    robot_id = (await gate.data(robot, {"o": asa}))["createServiceAccount"]["user"]["id"]
    for given, error in (
        ({}, refusal("OWNS_THINGS", "transferTo")),
        ({"transferTo": asa}, refusal("SAME_ACCOUNT", "transferTo")),
        ({"transferTo": NOBODY}, refusal("NOT_FOUND", "transferTo")),
        ({"transferTo": robot_id}, refusal("OWNER_NOT_A_PERSON", "transferTo")),
    ):
        async with nothing_changes():
            assert await gate.ask(DELETE, {"input": {"id": asa, **given}}, "root") == refused(error), given
    async with hearing() as heard:
        answer = await gate.ask(DELETE, {"input": {"id": asa, "transferTo": kim}}, "root")
    assert answer["data"]["deleteUser"]["errors"] == []
    assert [(told.action, told.target) for told in heard.events] == [
        ("ownership.transferred", "asa"),
        ("ownership.transferred", "kim"),
        ("user.deleted", "asa"),
    ]
    owner = await gate.data('{ user(by: {username: "robot"}) { owner { username } } }')
    assert owner == {"user": {"owner": {"username": "kim"}}}


async def test_everything_that_stands_in_the_way_is_told_at_once(gate: Gate) -> None:
    asa = await gate.actor("asa")
    await gate.data(
        """mutation ($o: ID!) {
          registerOwnedResource(input: {type: "report", id: "7", label: "7", owner: $o}) { errors { code } }
        }""",
        {"o": asa},
    )
    async with nothing_changes():
        answer = await gate.ask(DELETE, {"input": {"id": asa}}, "root")
    assert answer == refused(refusal("SESSIONS_OPEN", "endSessions"), refusal("OWNS_THINGS", "transferTo"))


async def test_deletions_that_may_not_be_are_refused(gate: Gate) -> None:
    asa, root = await gate.user("asa"), await gate.user_id("root")
    await gate.holder("clerk", "users:delete", level=1)
    stale = {**refusal("VERSION_CONFLICT", "version"), "currentVersion": 1}
    table: list[tuple[dict[str, Any], str, dict[str, Any]]] = [
        ({"id": root}, "root", refusal("OWN_ACCOUNT", "id")),
        ({"id": root, "endSessions": True}, "clerk", refusal("BEYOND_OWN_RIGHTS", "id")),
        ({"id": NOBODY}, "root", refusal("NOT_FOUND", "id")),
        ({"id": asa, "version": 2}, "root", stale),
        ({"id": asa, "note": "x" * 2_001}, "root", refusal("TOO_LONG", "note")),
    ]
    for given, who, error in table:
        async with nothing_changes():
            assert await gate.ask(DELETE, {"input": given}, who) == refused(error), given
    await gate.data("mutation { updateAccountSettings(input: {deletionAllowed: false}) { errors { code } } }")
    async with nothing_changes():
        answer = await gate.ask(DELETE, {"input": {"id": asa}}, "root")
    assert answer == refused(refusal("DELETION_NOT_ALLOWED", "id"))


async def test_the_last_administrator_is_not_deleted(gate: Gate) -> None:
    password = await gate.house.password()
    last = await gate.user("last", "admin", password=password)
    async with nothing_changes():
        answer = await gate.ask(
            "mutation ($input: DeleteUserInput!) { deleteUser(input: $input) { deletedId errors { code } } }",
            {"input": {"id": last}},
            "root",
        )
    assert answer["data"]["deleteUser"]["deletedId"] is None
    assert [error["code"] for error in answer["data"]["deleteUser"]["errors"]] == ["WOULD_LOCK_OUT"]


async def test_an_export_tells_all_that_is_known(gate: Gate) -> None:
    asa = await gate.actor("asa", "operator", email="asa@example.com", password=await gate.house.password())
    group = 'mutation { createGroup(input: {name: "Analysts"}) { group { id } } }'
    group_id = (await gate.data(group))["createGroup"]["group"]["id"]
    await gate.data(
        "mutation ($g: ID!, $u: ID!) { addGroupMembers(input: {groupId: $g, userIds: [$u]}) { errors { code } } }",
        {"g": group_id, "u": asa},
    )
    await gate.data(
        'mutation ($u: ID!) { grantResource(input: {to: {user: $u}, resource: {allOfType: "report"}}) '
        "{ errors { code } } }",
        {"u": asa},
    )
    async with hearing() as heard:
        answer = await gate.data(EXPORT, {"input": {"id": asa, "endSessions": True, "export": True}})
    told = answer["deleteUser"]["export"]
    assert (told["profile"]["username"], told["profile"]["email"]) == ("asa", "asa@example.com")
    assert [(role["role"], role["source"]) for role in told["roles"]] == [("operator", "BY_HAND")]
    assert told["groups"] == ["Analysts"]
    assert [(grant["type"], grant["source"]) for grant in told["resourceGrants"]] == [("report", "BY_HAND")]
    assert len(told["sessions"]) == 1
    assert {event["action"] for event in told["audit"]} >= {"user.created", "user.groups_changed", "resource.granted"}
    assert (told["auditIsComplete"], told["withheld"]) == (True, [])
    assert [event.action for event in heard.events] == ["session.ended", "user.exported", "user.deleted"]
    assert PASSWORD not in str(answer)
    assert "argon2" not in str(answer)
    assert "tokenHash" not in str(answer)


async def test_an_export_tells_which_identity_an_account_waits_for(gate: Gate) -> None:
    asa, wish = await gate.house.user("asa", email="asa@example.com"), CheckWish(AuthMethod.OIDC, SUBJECT)
    with configured(CORP):
        await change(gate.house, SYSTEM, asa, wish)
        answer = await gate.data(EXPORT, {"input": {"id": encode_id("usr", asa), "export": True}})
    told = answer["deleteUser"]["export"]
    waits = {"kind": "SUBJECT", "value": "Sub-1", "source": "corp", "createdAt": TEXT, "usedAt": None}
    assert (told["profile"]["authMethod"], told["expectedIdentity"]) == ("OIDC", waits)


async def test_an_export_leaves_out_what_the_caller_may_not_read(gate: Gate) -> None:
    await gate.holder("clerk", "users:delete", *EXPORT_SCOPES, level=2)
    asa, kim = [await gate.user(name, email=f"{name}@example.com") for name in ("asa", "kim")]
    deny = """mutation ($r: ID!) {
      setFieldRule(input: {roleId: $r, coordinate: "User.email", effect: DENY}) { errors { code } }
    }"""
    role = (await gate.data('{ role(by: {name: "clerk"}) { id } }'))["role"]["id"]
    assert (await gate.data(deny, {"r": role}))["setFieldRule"]["errors"] == []
    answer = await gate.data(EXPORT, {"input": {"id": asa, "export": True}}, "clerk")
    told = answer["deleteUser"]["export"]
    assert "email" in told["withheld"]
    assert "asa@example.com" not in str(answer)
    await gate.holder("half", "users:delete", "users:read", level=2)
    async with nothing_changes():
        refused_ = await gate.ask(EXPORT, {"input": {"id": kim, "export": True}}, "half")
    assert refused_["data"] == {"deleteUser": None}
    assert {error["extensions"]["code"] for error in refused_["errors"]} == {"FORBIDDEN"}
