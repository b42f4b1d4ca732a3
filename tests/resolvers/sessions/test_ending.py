"""``endSession``, ``endSessions``, ``endOtherSessions``, ``endMySessions``, and what expired sessions come to."""

import asyncio
from datetime import timedelta
from typing import Any

from models.session import Session, SessionEnd
from tests.resolvers.sessions.test_listing import closed
from tests.support.gate import Gate
from tests.support.trail import nothing_changes

END = """
mutation ($id: ID!) {
  endSession(input: {id: $id}) {
    session { state endReason endedById isCurrent user { username } }
    errors { code path message }
  }
}
"""
MANY = """
mutation ($input: EndSessionsInput!) {
  endSessions(input: $input) {
    endedCount
    kept { user { username } sessions code message }
    errors { code path message }
  }
}
"""
OWN = "{ viewer { session { id } } }"


async def own(gate: Gate, name: str) -> str:
    return (await gate.data(OWN, None, name))["viewer"]["session"]["id"]


async def reason(gate: Gate, name: str) -> str:
    """Why a guarded field is closed to who was signed in."""
    answer = await gate.ask("{ users { totalCount } }", None, name)
    return answer["errors"][0]["extensions"]["reason"]


async def test_an_ended_session_is_refused_at_once_and_says_who_ended_it(gate: Gate) -> None:
    await gate.actor("asa")
    answer = await gate.data(END, {"id": await own(gate, "asa")})
    root = await gate.user_id("root")
    shown = {"state": "ENDED", "endReason": "BY_ADMINISTRATOR", "endedById": root, "isCurrent": False}
    assert answer == {"endSession": {"session": {**shown, "user": {"username": "asa"}}, "errors": []}}
    assert await reason(gate, "asa") == "SESSION_ENDED"


async def test_others_sessions_are_not_found_and_more_powerful_ones_refused(gate: Gate) -> None:
    await gate.holder("ender", "sessions:read", "sessions:end", "users:read", level=1)
    session = await own(gate, "root")
    async with nothing_changes():
        refused = (await gate.data(END.replace("user { username }", ""), {"id": session}, "viewer"))["endSession"]
        assert refused["session"] is None
        assert [(error["code"], error["path"]) for error in refused["errors"]] == [("NOT_FOUND", ["input", "id"])]
        refused = (await gate.data(END, {"id": session}, "ender"))["endSession"]
        assert [error["code"] for error in refused["errors"]] == ["BEYOND_OWN_RIGHTS"]


async def test_many_are_ended_by_a_filter_after_a_dry_run(gate: Gate) -> None:
    await gate.holder("ender", "sessions:read", "sessions:end", "users:read", level=1)
    asa = await gate.actor("asa")
    await gate.house.open((await Session.filter(user__username="asa").first()).user_id)  # type: ignore[union-attr]
    wanted: dict[str, Any] = {"filter": {"users": [asa, await gate.user_id("root")]}}
    kept = {
        "user": {"username": "root"},
        "sessions": 1,
        "code": "BEYOND_OWN_RIGHTS",
        "message": "This account may do more than you may, so you cannot manage it.",
    }
    async with nothing_changes():
        answer = await gate.data(MANY, {"input": {**wanted, "dryRun": True}}, "ender")
    assert answer == {"endSessions": {"endedCount": 2, "kept": [kept], "errors": []}}
    assert await gate.data(MANY, {"input": wanted}, "ender") == answer
    assert await reason(gate, "asa") == "SESSION_ENDED"
    assert closed(await gate.ask(MANY, {"input": wanted}, "helpdesk")) == ["Mutation.endSessions"]


async def test_the_current_session_stays_unless_it_is_meant(gate: Gate) -> None:
    everything: dict[str, Any] = {"filter": {}}
    assert (await gate.data(MANY, {"input": everything}))["endSessions"]["endedCount"] == len(gate.tokens) - 1
    assert (await gate.data(MANY, {"input": {**everything, "exceptCurrent": False}}))["endSessions"]["endedCount"] == 1
    assert await reason(gate, "root") == "SESSION_ENDED"


async def test_ones_own_others_end_and_then_all_and_a_browser_forgets(gate: Gate) -> None:
    await gate.house.user("asa", password=await gate.house.password())
    sign_in = """
    mutation ($delivery: Delivery!) {
      login(input: {username: "asa", password: "Corr3ct-horse-battery", delivery: $delivery}) { __typename }
    }
    """
    await gate.data(sign_in, {"delivery": "TOKEN"}, None)
    await gate.data(sign_in, {"delivery": "COOKIE"}, None)
    ended = await gate.data("mutation { endOtherSessions { endedCount errors { code } } }", None, None)
    assert ended == {"endOtherSessions": {"endedCount": 1, "errors": []}}
    assert (await gate.data("{ viewer { username } }", None, None))["viewer"] == {"username": "asa"}
    ended = await gate.data("mutation { endMySessions { endedCount errors { code } } }", None, None)
    assert ended == {"endMySessions": {"endedCount": 1, "errors": []}}
    assert not gate.client.cookies
    assert (await gate.data("{ viewer { username } }", None, None))["viewer"] is None


async def written(name: str) -> Session:
    """The only session of an account, once its end is written."""
    for _ in range(250):
        session = await Session.get(user__username=name)
        if session.ended_at is not None:
            return session
        await asyncio.sleep(0.02)
    raise AssertionError("its end was not written")


async def test_presenting_a_token_that_ran_out_writes_its_end(gate: Gate) -> None:
    await gate.actor("asa")
    long_ago = gate.house.clock.now() - timedelta(hours=9)
    await Session.filter(user__username="asa").update(created_at=long_ago, last_seen_at=long_ago)
    assert await reason(gate, "asa") == "SESSION_EXPIRED"
    session = await written("asa")
    assert (session.end_reason, session.ended_at) == (SessionEnd.IDLE, long_ago + timedelta(hours=8))
    loose = "mutation { updateSessionSettings(input: {idleTimeoutMinutes: 5000}) { errors { code } } }"
    await gate.data(loose)
    assert await reason(gate, "asa") == "SESSION_ENDED"
