"""The outbox over GraphQL: what became of mail, for whom it is to see; never what it says."""

from datetime import timedelta
from typing import Any

import pytest

from auth.actor import SYSTEM
from auth.mail.messages import PasswordResetMail, TestMail
from auth.mail.outbox import send_mail
from auth.permissions import Scope
from models.outbox_mail import OutboxMail
from resolvers.node import encode_id
from tests.support.gate import Gate
from tests.support.house import NOON

FIELDS = "kind recipient userId state attempts lastError createdAt dueAt sentAt"
LIST = (
    "query ($s: [MailState!], $a: String, $n: Int) { outboxMails(states: $s, first: $n, after: $a)"
    f" {{ totalCount nodes {{ {FIELDS} }} pageInfo {{ endCursor hasNextPage }} }} }}"
)
STATES = "query ($s: [MailState!]) { outboxMails(states: $s) { totalCount nodes { state } } }"
DENY = "mutation ($input: SetFieldRuleInput!) { setFieldRule(input: $input) { errors { code } } }"


async def posted(gate: Gate) -> str:
    """One mail in each state, a second apart; gives the id of the account of the waiting one."""
    user_id = await gate.house.user("ann", email="ann@example.com")
    reset = PasswordResetMail(link="https://x.test/#secret", expires_at=NOON)
    for to, mail, key in (
        ("sent@example.com", TestMail(at=NOON), None),
        ("abandoned@example.com", TestMail(at=NOON), None),
        ("ann@example.com", reset, user_id),
    ):
        assert await gate.house.do(SYSTEM, lambda work, to=to, mail=mail, key=key: send_mail(work, to, mail, key))
        gate.house.clock.turn(seconds=1)
    await OutboxMail.filter(recipient="sent@example.com").update(sent_at=NOON, attempts=1)
    await OutboxMail.filter(recipient="abandoned@example.com").update(
        abandoned_at=NOON, last_error="TLS: no", attempts=9
    )
    return encode_id("usr", user_id)


def node(**values: Any) -> dict[str, Any]:  # noqa: ANN401 — fields of a node
    shared = {"kind": "test", "userId": None, "attempts": 0, "lastError": None, "dueAt": None, "sentAt": None}
    return {**shared, **values}


async def test_mail_is_listed_newest_first_with_what_became_of_it(gate: Gate) -> None:
    begun = gate.house.clock.now()
    user_id = await posted(gate)
    first, second, third = (stamp(begun, seconds) for seconds in range(3))
    answer = await gate.data(LIST)
    assert answer["outboxMails"]["totalCount"] == 3
    assert answer["outboxMails"]["nodes"] == [
        node(
            kind="password_reset",
            recipient="ann@example.com",
            userId=user_id,
            state="WAITING",
            createdAt=third,
            dueAt=third,
        ),
        node(recipient="abandoned@example.com", state="ABANDONED", attempts=9, lastError="TLS: no", createdAt=second),
        node(recipient="sent@example.com", state="SENT", attempts=1, createdAt=first, sentAt=stamp(NOON, 0)),
    ]


def stamp(moment: Any, seconds: int) -> str:  # noqa: ANN401 — a moment
    return (moment + timedelta(seconds=seconds)).isoformat()


@pytest.mark.parametrize(
    ("states", "found"),
    [
        (["WAITING"], ["WAITING"]),
        (["SENT"], ["SENT"]),
        (["ABANDONED", "SENT"], ["ABANDONED", "SENT"]),
        ([], []),
        (None, ["WAITING", "ABANDONED", "SENT"]),
    ],
)
async def test_states_narrow_the_list(states: list[str] | None, found: list[str], gate: Gate) -> None:
    await posted(gate)
    answer = await gate.data(STATES, {"s": states})
    assert answer == {"outboxMails": {"totalCount": len(found), "nodes": [{"state": state} for state in found]}}


async def test_pages_go_on_by_cursor(gate: Gate) -> None:
    await posted(gate)
    seen: list[tuple[str, bool]] = []
    after = None
    for _ in range(3):
        page = (await gate.data(LIST, {"n": 1, "a": after}))["outboxMails"]
        seen += [(each["state"], page["pageInfo"]["hasNextPage"]) for each in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
    assert seen == [("WAITING", True), ("ABANDONED", True), ("SENT", False)]


async def test_a_forged_cursor_is_refused(gate: Gate) -> None:
    answer = await gate.ask(LIST, {"a": "forged"}, "root")
    assert answer["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
    assert answer["data"] == {"outboxMails": None}


async def test_whoever_may_not_read_contacts_sees_no_recipient(gate: Gate) -> None:
    await posted(gate)
    await gate.holder("operations", Scope.SETTINGS_READ)
    answer = await gate.ask("{ outboxMails { nodes { recipient attempts } } }", None, "operations")
    assert answer["data"] == {"outboxMails": {"nodes": [{"recipient": None, "attempts": n} for n in (0, 9, 1)]}}
    assert [error["extensions"]["coordinate"] for error in answer["errors"]] == ["OutboxMail.recipient"]


async def test_a_field_rule_on_addresses_holds_here_too(gate: Gate) -> None:
    await posted(gate)
    role_id = await gate.house.role("operations", Scope.SETTINGS_READ, Scope.USERS_READ_CONTACT)
    await gate.actor("operations", "operations")
    shown = "{ outboxMails(first: 1) { nodes { recipient } } }"
    assert await gate.data(shown, None, "operations") == {"outboxMails": {"nodes": [{"recipient": "ann@example.com"}]}}
    rule = {"roleId": encode_id("rol", role_id), "coordinate": "User.email", "effect": "DENY"}
    answer = await gate.data(DENY, {"input": rule})
    assert answer == {"setFieldRule": {"errors": []}}
    assert await gate.data(shown, None, "operations") == {"outboxMails": {"nodes": [{"recipient": None}]}}


@pytest.mark.parametrize("name", ["helpdesk", "viewer", None])
async def test_without_the_scope_nothing_is_listed(name: str | None, gate: Gate) -> None:
    await posted(gate)
    answer = await gate.ask(STATES, None, name)
    assert answer["data"] == {"outboxMails": None}
    assert [error["extensions"]["coordinate"] for error in answer["errors"]] == ["Query.outboxMails"]
