"""``auditEvents``: what an event shows, and its filters."""

from datetime import timedelta
from typing import Any

from tests.support.answers import EVENT_ID, MOMENT, ROLE_ID, SESSION_ID, TEXT, bad_argument, denied
from tests.support.gate import Gate

LIST = """
query ($filter: AuditEventFilter) {
  auditEvents(first: 250, filter: $filter) { totalCount nodes { action targetName } }
}
"""
WHOLE = """
{ auditEvents(first: 1) { nodes {
    id occurredAt action outcome reason actorKind actorId actorName sessionId targetType targetId targetName
    changes { field before after } ipAddress userAgent requestId note
} } }
"""


async def listed(gate: Gate, wanted: dict[str, Any] | None) -> list[tuple[str, str]]:
    """Actions and targets of a filtered list, of which there must be as many as counted; without earlier readings."""
    page = (await gate.data(LIST, {"filter": wanted}))["auditEvents"]
    assert page["totalCount"] == len(page["nodes"])
    return [(node["action"], node["targetName"]) for node in page["nodes"] if node["action"] != "audit.read"]


async def test_an_event_says_who_did_what_on_whom_from_where(gate: Gate) -> None:
    user = await gate.user("asa", email="a@example.com")
    change = 'mutation ($id: ID!) { updateUser(input: {id: $id, email: null, firstName: "Å"}) { errors { code } } }'
    await gate.data(change, {"id": user})
    assert await gate.ask(WHOLE, None, "root") == {
        "data": {
            "auditEvents": {
                "nodes": [
                    {
                        "id": EVENT_ID,
                        "occurredAt": MOMENT,
                        "action": "user.updated",
                        "outcome": "SUCCESS",
                        "reason": None,
                        "actorKind": "USER",
                        "actorId": await gate.user_id("root"),
                        "actorName": "root",
                        "sessionId": SESSION_ID,
                        "targetType": "USER",
                        "targetId": user,
                        "targetName": "asa",
                        "changes": [
                            {"field": "email", "before": "a@example.com", "after": None},
                            {"field": "first_name", "before": "", "after": "Å"},
                            {"field": "display_name", "before": "asa", "after": "Å"},
                        ],
                        "ipAddress": "127.0.0.1",
                        "userAgent": TEXT,
                        "requestId": TEXT,
                        "note": None,
                    }
                ]
            }
        }
    }


async def test_changes_that_may_not_be_read_at_the_account_are_left_out(gate: Gate) -> None:
    user = await gate.user("asa", email="secret@example.com", phone="555", contact_note="hush")
    change = "mutation ($id: ID!) { updateUser(input: {id: $id, email: null, phone: null}) { errors { code } } }"
    await gate.data(change, {"id": user})
    query = "{ auditEvents(first: 250) { nodes { action changes { field before after } } } }"
    answer = await gate.send(query, None, "auditor")
    for secret in ("secret@example.com", "555", "hush"):
        assert secret not in answer.text
        assert secret in (await gate.send(query, None, "root")).text


async def test_filters_narrow_the_trail(gate: Gate) -> None:
    user, root = await gate.user("asa"), await gate.user_id("root")
    await gate.data(
        'mutation ($id: ID!) { deactivateUser(input: {id: $id, note: "left"}) { errors { code } } }', {"id": user}
    )
    await gate.data('mutation { login(input: {username: "nobody", password: "x"}) { __typename } }', None, None)
    await gate.data("mutation { updateApiSettings(input: {introspection: false}) { errors { code } } }")
    role = (await gate.data('{ role(by: {name: "helpdesk"}) { id } }'))["role"]["id"]
    off, settings, failed = ("user.deactivated", "asa"), ("settings.changed", "api"), ("login.failed", None)
    made = [("user.roles_changed", "asa"), ("user.created", "asa")]
    assert role == ROLE_ID
    table: list[tuple[dict[str, Any], list[tuple[str, str | None]]]] = [
        ({"actions": ["user.deactivated"]}, [off]),
        ({"actions": ["user.deactivated", "login.failed", "nope"]}, [failed, off]),
        ({"actions": []}, []),
        ({"outcome": "REFUSED"}, [failed]),
        ({"actorId": root}, [settings, off]),
        ({"targetId": user}, [off, *made]),
        ({"targetId": role}, [("role.created", "helpdesk")]),
        ({"targetType": "SETTINGS", "targetId": "api"}, [settings]),
        ({"targetType": "ROLE", "targetId": user}, []),
        ({"targetType": "nope"}, []),
        ({"actorId": user}, []),
        ({"targetType": "USER\0"}, []),
    ]
    for wanted, expected in table:
        assert await listed(gate, wanted) == expected, wanted


async def test_moments_bound_the_trail(gate: Gate) -> None:
    everything = await listed(gate, None)
    now = gate.house.clock.now()
    later, earlier = (now + timedelta(days=1)).isoformat(), (now - timedelta(days=1)).isoformat()
    assert await listed(gate, {"occurredBefore": later, "occurredAfter": earlier}) == everything
    assert await listed(gate, {"occurredAfter": later}) == await listed(gate, {"occurredBefore": earlier}) == []


async def test_an_id_that_is_none_is_named(gate: Gate) -> None:
    for field, bad in (("actorId", "rol_" + "0" * 32), ("actorId", "x"), ("targetId", "usr_x"), ("targetId", "rol_")):
        answer = await gate.ask(LIST, {"filter": {field: bad}}, "root")
        assert answer == {
            "errors": [bad_argument(f"filter.{field}", ["auditEvents"])],
            "data": {"auditEvents": None},
        }


async def test_the_trail_needs_its_scope(gate: Gate) -> None:
    assert await gate.ask(LIST, None, "helpdesk") == {
        "errors": [denied("Query.auditEvents", "audit:read", path="auditEvents")],
        "data": {"auditEvents": None},
    }
