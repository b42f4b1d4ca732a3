"""Live events as their clients meet them, on each engine: what is told, to whom, and until when."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from api.cookies import session_cookie
from auth.actor import SYSTEM
from auth.events import user_target
from auth.opaque import digest
from auth.sessions.commands import end, renew
from models.role import Role
from models.session import Session, SessionEnd
from models.user import User
from resolvers.node import encode_id
from tests.support.gate import Gate
from tests.support.house import PASSWORD
from tests.support.live import COMPLETE, last_words, listening
from tests.support.stream import Stream
from tests.support.trail import hearing

AUDIT = "subscription { auditEventAdded { event { action actorName targetName } } }"
MINE = "subscription { viewerSessionEvents { kind occurredAt sessionId session { id state isCurrent } } }"
ALL = "subscription { sessionEvents { kind sessionId session { id state endReason user { username } } } }"
OF_ONE = 'subscription { sessionEvents(filter: {user: "%s"}) { kind sessionId } }'


async def told(stream: Stream, field: str) -> dict[str, Any]:
    kind, result = await stream.frame()
    assert kind == "next"
    assert "errors" not in result, result
    return result["data"][field]


async def end_one(gate: Gate, name: str, reason: SessionEnd = SessionEnd.LOCKED) -> str:
    """Ends the newest session of an account; gives its public id."""
    user = await User.get(username_key=name)
    session = await Session.filter(user_id=user.id, ended_at=None).order_by("-id").first()
    assert session is not None
    await gate.house.do(SYSTEM, lambda work: end(work, session.id, user_target(user.id, user.username), reason))
    return encode_id("ses", session.id)


async def deny(gate: Gate, coordinate: str) -> None:
    """A field rule on the auditor's role."""
    role = encode_id("rol", (await Role.get(name="auditor")).id)
    done = await gate.data(DENY, {"role": role, "coordinate": coordinate})
    assert done == {"setFieldRule": {"errors": []}}


async def test_an_auditor_hears_each_event_and_the_reading_is_told_once(gate: Gate) -> None:
    async with hearing() as heard, listening(gate, AUDIT, "auditor") as stream:
        await end_one(gate, "viewer")
        await end_one(gate, "operator")
        first, second = await told(stream, "auditEventAdded"), await told(stream, "auditEventAdded")
    assert first == {"event": {"action": "session.ended", "actorName": "system", "targetName": "viewer"}}
    assert second == {"event": {"action": "session.ended", "actorName": "system", "targetName": "operator"}}
    assert [told.action for told in heard.events] == ["audit.read", "session.ended", "session.ended"]
    assert heard.events[0].actor == "auditor"


async def test_an_auditor_hears_what_the_filter_asks_for_and_what_others_read(gate: Gate) -> None:
    query = 'subscription { auditEventAdded(filter: {actions: ["audit.read"]}) { event { action actorName } } }'
    async with listening(gate, query, "auditor") as stream:
        await end_one(gate, "viewer")
        await gate.data("{ auditEvents(first: 1) { nodes { id } } }", as_="root")
        assert await told(stream, "auditEventAdded") == {"event": {"action": "audit.read", "actorName": "root"}}


async def test_changes_are_shown_as_far_as_the_listener_may_read_them_at_that_moment(gate: Gate) -> None:
    query = "subscription { auditEventAdded { event { action changes { field after } } } }"
    ada = await gate.user("ada")
    set_email = "mutation ($id: ID!, $e: String) { updateUser(input: {id: $id, email: $e}) { errors { code } } }"
    async with listening(gate, query, "auditor") as stream:
        await gate.data(set_email, {"id": ada, "e": "ada@example.test"})
        event = (await told(stream, "auditEventAdded"))["event"]
        assert event["action"] == "user.updated"
        assert event["changes"] == []
        await gate.house.role("contacts", "users:read", "users:read-contact", "audit:read")
        roles = 'mutation ($id: ID!) { setUserRoles(input: {id: $id, roles: ["contacts"]}) { errors { code } } }'
        await gate.data(roles, {"id": await gate.user_id("auditor")})
        await gate.data(set_email, {"id": ada, "e": "lovelace@example.test"})
        changes: list[Any] = []
        while not any(change["field"] == "email" for change in changes):
            changes = (await told(stream, "auditEventAdded"))["event"]["changes"]
        assert {"field": "email", "after": "lovelace@example.test"} in changes


async def test_an_account_hears_of_its_own_sessions_and_of_no_others(gate: Gate) -> None:
    async with listening(gate, MINE, "viewer") as stream:
        await gate.house.open(await id_of("operator"))
        await end_one(gate, "operator")
        user = await User.get(username_key="viewer")
        await gate.house.open(user.id)
        ended = await end_one(gate, "viewer")
        event = await told(stream, "viewerSessionEvents")
    assert event["kind"] == "ENDED"
    assert event["sessionId"] == ended
    assert event["session"] == {"id": ended, "state": "ENDED", "isCurrent": False}


async def id_of(name: str) -> Any:  # noqa: ANN401 — a key
    return (await User.get(username_key=name)).id


async def test_who_may_read_sessions_hears_of_everybodys(gate: Gate) -> None:
    await gate.holder("watcher", "sessions:read", "users:read")
    await gate.house.user("ada", password=await gate.house.password())
    async with listening(gate, ALL, "watcher") as stream:
        sign_in = 'mutation ($p: String!) { login(input: {username: "ada", password: $p}) { __typename } }'
        assert (await gate.data(sign_in, {"p": PASSWORD}, None))["login"]["__typename"] == "LoginSucceeded"
        opened = await told(stream, "sessionEvents")
        ended = await end_one(gate, "ada")
        over = await told(stream, "sessionEvents")
    assert (opened["kind"], opened["sessionId"]) == ("OPENED", ended)
    assert over == {
        "kind": "ENDED",
        "sessionId": ended,
        "session": {"id": ended, "state": "ENDED", "endReason": "LOCKED", "user": {"username": "ada"}},
    }


async def test_a_new_token_of_a_session_is_a_change_and_ends_the_streams_of_the_old_one(gate: Gate) -> None:
    user = await User.get(username_key="viewer")
    session, other = await Session.get(user_id=user.id), await gate.house.open(user.id)
    old, gate.tokens["elsewhere"] = gate.tokens["viewer"], other
    async with listening(gate, MINE, "viewer") as stream, listening(gate, MINE, "elsewhere") as beside:
        await gate.house.do(SYSTEM, lambda work: renew(work, session.id, user_target(user.id, user.username)))
        assert await last_words(stream) == [("UNAUTHENTICATED", "INVALID_TOKEN")]
        event = await told(beside, "viewerSessionEvents")
    assert (event["kind"], event["sessionId"]) == ("CHANGED", encode_id("ses", session.id))
    assert event["session"] == {"id": encode_id("ses", session.id), "state": "OPEN", "isCurrent": False}
    assert (await Session.get(id=session.id)).token_hash != digest(old)


async def test_sessions_of_one_account_can_be_asked_for_by_who_may_read_accounts(gate: Gate) -> None:
    await gate.holder("watcher", "sessions:read", "users:read")
    await gate.holder("blind", "sessions:read")
    query = OF_ONE % await gate.user_id("viewer")
    async with listening(gate, query, "watcher") as stream:
        await end_one(gate, "operator")
        ended = await end_one(gate, "viewer")
        assert await told(stream, "sessionEvents") == {"kind": "ENDED", "sessionId": ended}
    async with listening(gate, query, "blind") as stream:
        assert await last_words(stream) == [("FORBIDDEN", None)]


@pytest.mark.parametrize(("query", "as_"), [(AUDIT, "helpdesk"), (ALL, "auditor"), (ALL, "viewer"), (AUDIT, "viewer")])
async def test_a_denied_subscription_reads_and_tells_nothing(gate: Gate, query: str, as_: str) -> None:
    async with hearing() as heard, listening(gate, query, as_) as stream:
        assert await last_words(stream) == [("FORBIDDEN", None)]
    assert list(heard.events) == []


async def test_a_filter_that_is_none_opens_no_stream_and_is_not_told(gate: Gate) -> None:
    query = 'subscription { auditEventAdded(filter: {actorId: "usr_x"}) { event { id } } }'
    async with hearing() as heard, listening(gate, query, "auditor") as stream:
        (_, result), complete = await stream.rest()
    assert result["errors"][0]["extensions"] == {"code": "BAD_USER_INPUT", "argument": "filter.actorId"}
    assert complete == COMPLETE
    assert list(heard.events) == []


DEACTIVATE = "mutation ($id: ID!) { deactivateUser(input: {id: $id}) { errors { code } } }"
UNROLE = 'mutation ($id: ID!) { setUserRoles(input: {id: $id, roles: ["viewer"]}) { errors { code } } }'
DENY = """
mutation ($role: ID!, $coordinate: String!) {
  setFieldRule(input: {roleId: $role, coordinate: $coordinate, effect: DENY}) { errors { code } }
}
"""
DENY_SCOPE = """
mutation ($id: ID!) { denyScope(input: {userId: $id, scope: "audit:read", reason: "no"}) { errors { code } } }
"""


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (DEACTIVATE, ("UNAUTHENTICATED", "SESSION_ENDED")),
        (UNROLE, ("FORBIDDEN", None)),
        (DENY_SCOPE, ("FORBIDDEN", None)),
    ],
    ids=["deactivated", "without the role", "by an override"],
)
async def test_whoever_loses_the_right_hears_not_even_of_that(
    gate: Gate, change: str, words: tuple[str, object]
) -> None:
    async with listening(gate, AUDIT, "auditor") as stream:
        done = await gate.data(change, {"id": await gate.user_id("auditor")})
        assert all(payload["errors"] == [] for payload in done.values())
        assert await last_words(stream) == [words]


async def test_a_field_rule_ends_the_stream_of_who_holds_the_role(gate: Gate) -> None:
    async with listening(gate, AUDIT, "auditor") as stream, listening(gate, AUDIT, "root") as other:
        await deny(gate, "Subscription.auditEventAdded")
        assert await last_words(stream) == [("FORBIDDEN", None)]
        assert (await told(other, "auditEventAdded"))["event"]["actorName"] == "root"


async def test_a_field_that_a_rule_denies_meanwhile_is_null_with_its_error(gate: Gate) -> None:
    async with listening(gate, AUDIT, "auditor") as stream:
        await deny(gate, "AuditEvent.actorName")
        _, result = await stream.frame()
    event = result["data"]["auditEventAdded"]["event"]
    assert (event["actorName"], event["targetName"]) == (None, "auditor")
    (error,) = result["errors"]
    assert error["extensions"]["coordinate"] == "AuditEvent.actorName"
    assert error["path"] == ["auditEventAdded", "event", "actorName"]


async def test_a_filter_by_a_field_that_is_denied_meanwhile_ends_the_stream(gate: Gate) -> None:
    root = await gate.user_id("root")
    query = f'subscription {{ auditEventAdded(filter: {{actorId: "{root}"}}) {{ event {{ id }} }} }}'
    async with listening(gate, query, "auditor") as stream:
        await deny(gate, "AuditEvent.actorId")
        assert await last_words(stream) == [("FORBIDDEN", None)]


async def test_a_session_that_is_ended_ends_its_stream(gate: Gate) -> None:
    async with listening(gate, MINE, "viewer") as stream:
        await end_one(gate, "viewer")
        assert await last_words(stream) == [("UNAUTHENTICATED", "SESSION_ENDED")]


@pytest.mark.parametrize("accept", ["text/event-stream", "application/json, text/event-stream"])
async def test_a_stream_is_no_use_of_the_session(gate: Gate, accept: str) -> None:
    user = await id_of("viewer")
    (session,) = await Session.filter(user_id=user)
    long_ago = session.last_seen_at - timedelta(hours=1)
    async with listening(gate, MINE, "viewer", accept=accept) as stream:
        await asyncio.sleep(0.2)
        await Session.filter(id=session.id).update(last_seen_at=long_ago)
        await gate.house.open(user)
        await end_one(gate, "viewer")
        await told(stream, "viewerSessionEvents")
    await asyncio.sleep(0.2)
    assert (await Session.get(id=session.id)).last_seen_at == long_ago
    await gate.send("{ viewer { username } }", as_="viewer", accept=f"{accept}, */*")
    await asyncio.sleep(0.2)
    assert (await Session.get(id=session.id)).last_seen_at > long_ago


async def test_a_client_that_takes_no_events_gets_none(gate: Gate) -> None:
    answer = await gate.send(AUDIT, as_="auditor")
    assert answer.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


@pytest.mark.parametrize(("origin", "status"), [("https://evil.test", 403), ("http://127.0.0.1:8000", 200)])
async def test_a_page_of_a_foreign_origin_opens_no_stream(gate: Gate, origin: str, status: int) -> None:
    cookie = f"{session_cookie(secure=False).name}={gate.tokens['viewer']}"
    async with listening(gate, MINE, None, origin=origin, cookie=cookie) as stream:
        assert stream.status == status
        assert "set-cookie" not in stream.headers
