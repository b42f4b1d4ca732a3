"""Sessions while the directory of their account is switched off: to see, and to end for good."""

from tests.support.gate import Gate
from tests.support.profiles import moved, profile_row, switch

LIST = """
query ($filter: SessionFilter) {
  sessions(filter: $filter) { totalCount nodes { user { username } state endedAt endReason } }
}"""
OF_USER = """
query ($name: String!, $states: [SessionState!]) {
  user(by: {username: $name}) { sessions(state: $states) { nodes { state } } }
}"""
END = "mutation ($input: EndSessionsInput!) { endSessions(input: $input) { endedCount errors { code } } }"


async def test_they_are_listed_as_suspended_and_come_back(gate: Gate) -> None:
    profile = await profile_row()
    await moved(await gate.house.user_id("viewer"), profile)
    await switch(profile, on=False)
    shut = {"user": {"username": "viewer"}, "state": "SUSPENDED", "endedAt": None, "endReason": None}
    suspended = await gate.data(LIST, {"filter": {"state": ["SUSPENDED"]}})
    assert suspended == {"sessions": {"totalCount": 1, "nodes": [shut]}}
    usernames = [node["user"]["username"] for node in (await gate.data(LIST))["sessions"]["nodes"]]
    assert "viewer" not in usernames
    assert "operator" in usernames
    for states, found in ((None, []), (["SUSPENDED"], ["SUSPENDED"]), (["OPEN", "ENDED", "EXPIRED"], [])):
        answer = await gate.data(OF_USER, {"name": "viewer", "states": states})
        assert [node["state"] for node in answer["user"]["sessions"]["nodes"]] == found
    await switch(profile, on=True)
    assert await gate.data("{ viewer { username } }", as_="viewer") == {"viewer": {"username": "viewer"}}


async def test_they_are_ended_with_the_open_ones(gate: Gate) -> None:
    profile = await profile_row()
    await moved(await gate.house.user_id("viewer"), profile)
    await switch(profile, on=False)
    sent = {"input": {"filter": {"users": [await gate.user_id("viewer")]}}}
    assert await gate.data(END, sent) == {"endSessions": {"endedCount": 1, "errors": []}}
    await switch(profile, on=True)
    (error,) = (await gate.ask("{ licence { maxUsers } }", as_="viewer"))["errors"]
    assert error["extensions"]["reason"] == "SESSION_ENDED"
