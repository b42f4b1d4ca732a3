"""``lockUser``, ``unlockUser``, ``User.locks``, ``failedAttempts``, the filter and the page of settings."""

from datetime import UTC, datetime, timedelta

import pytest

from models.user import User
from tests.support.answers import MOMENT, denied
from tests.support.gate import Gate
from tests.support.statements import statements
from tests.support.trail import Told, hearing, nothing_changes

LOCK = """
mutation ($id: ID!, $reason: String) {
  lockUser(input: {id: $id, reason: $reason}) {
    user { username failedAttempts locks { kind lockedAt lockedUntil reason lockedById } }
    errors { code path }
  }
}
"""
UNLOCK = """
mutation ($id: ID!) {
  unlockUser(input: {id: $id, note: "found"}) { user { failedAttempts locks { kind } } errors { code path } }
}
"""
LISTED = "query ($locked: Boolean) { users(filter: {locked: $locked}, first: 100) { nodes { username } } }"
MANUAL = {"kind": "MANUAL", "lockedAt": MOMENT, "lockedUntil": None, "reason": "gone"}
AUTOMATIC = {"kind": "AUTOMATIC", "lockedAt": MOMENT, "lockedUntil": MOMENT, "reason": None, "lockedById": None}
NOW = datetime.now(UTC)
LATER, EARLIER = NOW + timedelta(days=1), NOW - timedelta(days=1)


async def test_a_lock_is_set_shown_and_lifted(gate: Gate) -> None:
    root, user = await gate.user_id("root"), await gate.actor("asa")
    async with hearing() as heard:
        answer = await gate.ask(LOCK, {"id": user, "reason": "gone"}, "root")
    shown = {"username": "asa", "failedAttempts": 0, "locks": [{**MANUAL, "lockedById": root}]}
    assert answer == {"data": {"lockUser": {"user": shown, "errors": []}}}
    assert [told.action for told in heard.events] == ["user.locked", "session.ended"]
    assert await gate.data("{ viewer { username } }", None, "asa") == {"viewer": None}
    async with hearing() as heard:
        answer = await gate.ask(UNLOCK, {"id": user}, "root")
    assert answer == {"data": {"unlockUser": {"user": {"failedAttempts": 0, "locks": []}, "errors": []}}}
    assert list(heard.events) == [Told("user.unlocked", "root", "asa", changes={"by_hand": (True, False)})]


async def test_both_locks_show_the_one_by_hand_first(gate: Gate) -> None:
    user = await gate.user("asa")
    await User.filter(username_key="asa").update(
        locked_at=NOW, lock_reason="gone", auto_locked_at=NOW, auto_locked_until=LATER, failed_attempts=5
    )
    query = "query ($id: ID!) { user(by: {id: $id}) { locks { kind lockedAt lockedUntil reason lockedById } } }"
    locks = [{**MANUAL, "lockedById": None}, AUTOMATIC]
    assert await gate.data(query, {"id": user}) == {"user": {"locks": locks}}


ROWS: dict[str, dict[str, object]] = {
    "by-hand": {"locked_at": EARLIER},
    "for-a-while": {"auto_locked_at": EARLIER, "auto_locked_until": LATER},
    "for-good": {"auto_locked_at": EARLIER},
    "ended": {"auto_locked_at": EARLIER, "auto_locked_until": EARLIER},
    "ended-by-hand": {"locked_at": EARLIER, "auto_locked_at": EARLIER, "auto_locked_until": EARLIER},
    "free": {"failed_attempts": 4},
}
HELD = {"by-hand", "for-a-while", "for-good", "ended-by-hand"}


async def test_accounts_are_listed_by_whether_a_lock_holds_now(gate: Gate) -> None:
    everybody = {each["username"] for each in (await gate.data(LISTED))["users"]["nodes"]}
    for name, row in ROWS.items():
        await gate.user(name)
        await User.filter(username_key=name).update(**row)

    async def listed(locked: bool | None) -> set[str]:  # noqa: FBT001 — the filter's own value
        return {each["username"] for each in (await gate.data(LISTED, {"locked": locked}))["users"]["nodes"]}

    assert await listed(locked=True) == HELD
    assert await listed(locked=False) == everybody | (set(ROWS) - HELD)
    assert await listed(None) == everybody | set(ROWS)


async def test_the_locks_of_a_page_take_one_statement(gate: Gate) -> None:
    query = "{ users(first: 100) { nodes { username failedAttempts %s } } }"
    await gate.data(query % "")
    with statements() as without:
        await gate.data(query % "")
    with statements() as with_locks:
        await gate.data(query % "locks { kind reason }")
    assert len(with_locks) == len(without) + 1


@pytest.mark.parametrize(("document", "field"), [(LOCK, "lockUser"), (UNLOCK, "unlockUser")])
async def test_who_lacks_the_scope_changes_nothing(gate: Gate, document: str, field: str) -> None:
    user = await gate.user("asa")
    await gate.holder("writer", "users:read", "users:write", level=3)
    for caller in ("writer", "helpdesk"):
        async with nothing_changes():
            answer = await gate.ask(document, {"id": user}, caller)
        assert answer == {"errors": [denied(f"Mutation.{field}", "users:lock", path=field)], "data": {field: None}}


async def test_refusals_name_their_field(gate: Gate) -> None:
    root = await gate.user_id("root")
    for given, error in (
        ({"id": root}, {"code": "OWN_ACCOUNT", "path": ["input", "id"]}),
        ({"id": await gate.user("asa"), "reason": "x" * 201}, {"code": "TOO_LONG", "path": ["input", "reason"]}),
    ):
        async with nothing_changes():
            answer = await gate.data(LOCK, given)
        assert answer == {"lockUser": {"user": None, "errors": [error]}}


PAGE = "failedAttemptsAllowed lockMinutes attemptsPerMinutePerAddress attemptsPerHourPerAddress"


async def test_the_page_of_settings_has_its_defaults_and_bounds(gate: Gate) -> None:
    await gate.data(
        "mutation { updateLockoutSettings(input: {attemptsPerMinutePerAddress: 10, attemptsPerHourPerAddress: 100}) "
        "{ errors { code } } }"
    )
    query = f"{{ lockoutSettings {{ {PAGE} rules {{ name default least most }} }} }}"
    found = (await gate.data(query))["lockoutSettings"]
    rules = [(rule["name"], rule["default"], rule["least"], rule["most"]) for rule in found.pop("rules")]
    assert rules == [
        ("failedAttemptsAllowed", 5, 0, 100),
        ("lockMinutes", 30, 0, 525_600),
        ("attemptsPerMinutePerAddress", 10, 0, 100_000),
        ("attemptsPerHourPerAddress", 100, 0, 1_000_000),
    ]
    assert list(found.values()) == [5, 30, 10, 100]
    refused = "mutation { updateLockoutSettings(input: {failedAttemptsAllowed: 101}) { errors { code path } } }"
    error = {"code": "OUT_OF_BOUNDS", "path": ["input", "failedAttemptsAllowed"]}
    async with nothing_changes():
        assert (await gate.data(refused))["updateLockoutSettings"] == {"errors": [error]}
