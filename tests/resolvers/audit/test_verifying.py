"""``verifyAuditLog``, and that reading the trail is itself told."""

from typing import Any

import orjson

from auth.audit.checkpoints import exported, signed
from auth.audit.rows import head
from models.audit_event import AuditEvent
from tests.support.answers import EVENT_ID, TEXT, denied, refusal
from tests.support.chain import forge, seal
from tests.support.gate import Gate
from tests.support.keys import RING
from tests.support.statements import statements
from tests.support.trail import hearing, nothing_changes

VERIFY = """
mutation ($input: VerifyAuditLogInput!) {
  verifyAuditLog(input: $input) {
    verification { whole firstPosition events erasedValues flaws findings { flaw position until eventId detail } }
    errors { code path message }
  }
}
"""
READ = "query ($filter: AuditEventFilter) { auditEvents(filter: $filter) { totalCount nodes { id action } } }"


async def verified(gate: Gate, **given: object) -> dict[str, Any]:
    return (await gate.data(VERIFY, {"input": given}))["verifyAuditLog"]


async def checkpoint(gate: Gate) -> str:
    end = await head()
    made = signed(RING.current, end.position, end.seal or "", gate.house.clock.now())
    return orjson.dumps(exported(RING, made)).decode()


async def test_a_whole_trail_is_told_to_be_whole_and_that_is_told_too(gate: Gate) -> None:
    await seal(gate.house)
    count = await AuditEvent.filter(position__isnull=False).count()
    async with hearing() as heard:
        answer = await verified(gate, checkpoint=await checkpoint(gate))
    assert answer == {
        "verification": {
            "whole": True,
            "firstPosition": 1,
            "events": count,
            "erasedValues": 0,
            "flaws": 0,
            "findings": [],
        },
        "errors": [],
    }
    assert [(told.action, told.actor) for told in heard.events] == [("audit.verified", "root")]
    assert heard.events[0].changes == {"first_position": (None, 1), "last_position": (None, count), "flaws": (None, 0)}


async def test_what_is_wrong_is_named(gate: Gate) -> None:
    await seal(gate.house)
    text, end = await checkpoint(gate), (await head()).position
    await forge("UPDATE audit_events SET action = 'forged' WHERE position = 3")
    await forge("DELETE FROM audit_events WHERE position > END".replace("END", str(end - 2)))
    await forge("DELETE FROM audit_checkpoints")
    found = (await verified(gate, checkpoint=text))["verification"]
    assert (found["whole"], found["flaws"]) == (False, 2)
    assert found["findings"] == [
        {"flaw": "ALTERED", "position": 3, "until": 3, "eventId": EVENT_ID, "detail": TEXT},
        {"flaw": "TAIL_CUT", "position": end - 1, "until": end, "eventId": None, "detail": TEXT},
    ]


async def test_what_is_no_checkpoint_and_too_much_is_refused(gate: Gate, monkeypatch: Any) -> None:  # noqa: ANN401 — pytest's
    await seal(gate.house)
    async with nothing_changes():
        for text in ("", "{}", "7", "\x00"):
            answer = await verified(gate, checkpoint=text)
            assert answer == {"verification": None, "errors": [refusal("NOT_A_CHECKPOINT", "checkpoint")]}
        monkeypatch.setattr("resolvers.audit.mutations.MOST_EVENTS", 2)
        answer = await verified(gate)
        assert answer == {"verification": None, "errors": [refusal("TOO_MANY_EVENTS", "occurredFrom")]}


async def test_verifying_needs_the_scope_of_reading(gate: Gate) -> None:
    async with nothing_changes():
        answer = await gate.ask(VERIFY, {"input": {}}, "helpdesk")
    assert answer == {
        "errors": [denied("Mutation.verifyAuditLog", "audit:read", path="verifyAuditLog")],
        "data": {"verifyAuditLog": None},
    }
    assert (await gate.data(VERIFY, {"input": {}}, "auditor"))["verifyAuditLog"]["verification"]["whole"] is True


async def test_each_reading_is_told_with_its_filter_and_is_no_part_of_itself(gate: Gate) -> None:
    user = await gate.user("asa")
    wanted = {"actions": ["user.created", "asa@example.com"], "actorId": user, "targetType": "Åsa's things"}
    async with hearing() as heard:
        page = (await gate.data(READ, {"filter": wanted}, "auditor"))["auditEvents"]
        await gate.data(READ, {"filter": {"actions": ["audit.read"]}}, "auditor")
    assert page == {"totalCount": 0, "nodes": []}
    first, second = heard.events
    assert (first.action, first.actor, first.target) == ("audit.read", "auditor", None)
    account = str((await AuditEvent.get(action="user.created", target_name="asa")).target_id)
    assert first.changes == {
        "actions": (None, ["user.created"]),
        "actor": (None, account),
        "target_type": (None, "?"),
    }
    assert second.changes == {"actions": (None, ["audit.read"])}
    page = (await gate.data(READ, {"filter": {"actions": ["audit.read"]}}, "auditor"))["auditEvents"]
    assert page["totalCount"] == len(page["nodes"]) == 2


async def test_a_page_takes_as_many_statements_whatever_its_size(gate: Gate) -> None:
    counts: list[int] = []
    for size in (1, 2, 12):
        with statements() as executed:
            await gate.data("{ auditEvents(first: SIZE) { nodes { id } } }".replace("SIZE", str(size)))
        counts.append(len(executed))
    assert counts == [3, 3, 3], "the caller, the page, and that it was read"


async def test_reading_one_event_is_told_with_its_id(gate: Gate) -> None:
    nodes = (await gate.data(READ))["auditEvents"]["nodes"]
    query = "query ($id: ID!) { node(id: $id) { id ... on AuditEvent { action } } }"
    async with hearing() as heard:
        assert (await gate.data(query, {"id": nodes[0]["id"]}))["node"] == nodes[0]
        assert (await gate.data(query, {"id": "evt_" + "0" * 32}))["node"] is None
    assert [told.action for told in heard.events] == ["audit.read"]
    told = await AuditEvent.filter(action="audit.read").order_by("-id").first()
    assert told is not None
    assert told.target_type == "AUDIT_EVENT"
    assert f"evt_{(told.target_id or '').replace('-', '')}" == nodes[0]["id"]


async def test_who_may_not_read_leaves_no_reading(gate: Gate) -> None:
    async with nothing_changes():
        await gate.ask(READ, None, "helpdesk")
