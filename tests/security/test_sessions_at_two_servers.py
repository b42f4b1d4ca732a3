"""What ends sessions at one of two real servers ends them at the other, on their very next request and for good."""

from collections import Counter
from typing import Any

from tests.support.journey import CHANGE, CHOSEN_PASSWORD, SIGN_IN, administrator, unhurried
from tests.support.pair import at_both, servers, together
from tests.support.server import Api, Server

__all__ = ["servers"]

MAKE = """
mutation {
  createUser(input: {username: "roamer", credential: TEMPORARY}) { user { id } temporaryPassword errors { code } }
}
"""
NO_CAP = "mutation { updateSessionSettings(input: {sessionsPerAccount: 0}) { errors { code } } }"
WHO = "{ viewer { username session { id } sessions { totalCount } } }"
END = "mutation ($id: ID!) { endSession(input: {id: $id}) { session { endReason } errors { code } } }"
MANY = """
mutation ($id: ID!) { endSessions(input: {filter: {users: [$id]}}) { endedCount errors { code } } }
"""
OTHERS = "mutation { endOtherSessions { endedCount errors { code } } }"
HISTORY = """
query ($id: ID!) {
  sessions(first: 250, filter: {users: [$id], state: [OPEN, ENDED, EXPIRED]}) { nodes { id state endReason } }
}
"""


def sign_in(api: Api) -> str:
    """The token of a new session."""
    return api.data(SIGN_IN, username="roamer", password=CHOSEN_PASSWORD)["login"]["accessToken"]


def who(server: Server, token: str) -> dict[str, Any] | None:
    return server.api(token).data(WHO)["viewer"]


def scene(servers: list[Server]) -> tuple[Api, str]:
    """The administrator, and an account with a chosen password and as many sessions as it likes."""
    root = unhurried(administrator(servers[0]))
    root.data(NO_CAP)
    made = root.data(MAKE)["createUser"]
    step = servers[0].api().data(SIGN_IN, username="roamer", password=made["temporaryPassword"])["login"]
    servers[0].api().data(CHANGE, token=step["pendingToken"], password=CHOSEN_PASSWORD)
    return root, made["user"]["id"]


def test_what_ends_at_one_server_is_refused_at_the_other_at_once(servers: list[Server]) -> None:
    (here, there), (root, user_id) = servers, scene(servers)
    one, two, three = (sign_in(server.api()) for server in (here, there, here))
    seen = who(there, one)
    assert seen is not None
    assert root.data(END, id=seen["session"]["id"])["endSession"]["session"] == {"endReason": "BY_ADMINISTRATOR"}
    assert who(there, one) is who(here, one) is None
    assert who(here, two) is not None
    there.api(two).data(OTHERS)
    assert who(here, three) is None
    assert who(here, two) is not None
    assert there.api(root.token).data(MANY, id=user_id)["endSessions"] == {"endedCount": 1, "errors": []}
    assert who(here, two) is None
    no_sign_in_slips_past_the_end_of_all(servers, root, user_id)
    for server in servers:
        assert "fault" not in server.output
        server.stop()


def no_sign_in_slips_past_the_end_of_all(servers: list[Server], root: Api, user_id: str) -> None:
    """Each sign-in was either counted among the ended, or begins after them and is open at both servers."""
    before = Counter(node["state"] for node in root.data(HISTORY, id=user_id)["sessions"]["nodes"])
    assert before["OPEN"] == 0
    ends = [
        lambda api=api: api.data(MANY, id=user_id)["endSessions"]["endedCount"]
        for api in at_both(servers, 4, root.token)
    ]
    entries = [lambda api=api: sign_in(api) for api in at_both(servers, 8)]
    results: list[Any] = together([*ends, *entries])
    ended = sum(result for result in results if isinstance(result, int))
    tokens = [result for result in results if isinstance(result, str)]
    alive = [token for token in tokens if who(servers[0], token)]
    assert alive == [token for token in tokens if who(servers[1], token)]
    assert len(tokens) == 8
    assert ended == 8 - len(alive)
    after = Counter(node["state"] for node in root.data(HISTORY, id=user_id)["sessions"]["nodes"])
    assert after == Counter({"OPEN": len(alive), "ENDED": before["ENDED"] + ended})
