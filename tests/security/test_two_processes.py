"""Two real servers on one database: races have one winner, and what one decides binds the other at once."""

from collections import Counter
from dataclasses import replace
from typing import Any

from tests.support.journey import CHOSEN_PASSWORD, SIGN_IN, administrator, unhurried
from tests.support.pair import at_both, servers, together
from tests.support.rounds import rounds
from tests.support.server import Api, Server

__all__ = ["servers"]

PARALLEL = 12
ROUNDS = rounds(3)
CAP = 3

CREATE = "mutation ($n: String!) { createUser(input: {username: $n}) { user { id } errors { code } } }"
TEMPORARY = """
mutation ($n: String!) {
  createUser(input: {username: $n, credential: TEMPORARY}) { user { id } temporaryPassword errors { code } }
}
"""
STEP = """
mutation ($n: String!, $p: String!) {
  login(input: {username: $n, password: $p}) { ... on PasswordChangeRequired { pendingToken } }
}
"""
CHANGE = """
mutation ($t: String!, $p: String!) {
  changeExpiredPassword(input: {pendingToken: $t, newPassword: $p}) {
    __typename ... on LoginSucceeded { accessToken } ... on LoginRefused { code }
  }
}
"""
WHO = "{ viewer { username scopes } }"
ROLES = "mutation ($id: ID!, $r: [String!]!) { setUserRoles(input: {id: $id, roles: $r}) { errors { code } } }"


def new_account(api: Api, name: str) -> tuple[str, str]:
    """An account that must change its password: its id and a token of the waiting step."""
    made = api.data(TEMPORARY, n=name)["createUser"]
    step = replace(api, token=None).data(STEP, n=name, p=made["temporaryPassword"])
    return made["user"]["id"], step["login"]["pendingToken"]


def test_races_have_one_winner_and_what_ends_here_ends_there(servers: list[Server]) -> None:
    root = unhurried(administrator(servers[0]))
    assert root.token is not None
    for number in range(ROUNDS):
        one_winner_of_a_name(servers, root.token, f"name-{number}")
        one_session_of_a_step(servers, root, f"step-{number}")
        no_more_sessions_than_allowed(servers, f"step-{number}")
    what_ends_here_ends_there(servers, root)
    for server in servers:
        assert "fault" not in server.output
        server.stop()


def one_winner_of_a_name(servers: list[Server], token: str, name: str) -> None:
    """One create wins; every other is told that the name is taken."""
    jobs = [lambda api=api: api.data(CREATE, n=name)["createUser"] for api in at_both(servers, PARALLEL, token)]
    answers: list[dict[str, Any]] = together(jobs)
    assert Counter(str(answer["errors"]) for answer in answers) == {
        "[]": 1,
        "[{'code': 'USERNAME_TAKEN'}]": PARALLEL - 1,
    }
    assert sum(answer["user"] is not None for answer in answers) == 1


def one_session_of_a_step(servers: list[Server], root: Api, name: str) -> None:
    """A waiting step opens one session, however often it is taken at once."""
    _, token = new_account(root, name)
    jobs = [
        lambda api=api: api.data(CHANGE, t=token, p=CHOSEN_PASSWORD)["changeExpiredPassword"]
        for api in at_both(servers, PARALLEL)
    ]
    answers: list[dict[str, Any]] = together(jobs)
    kinds = Counter(answer["__typename"] for answer in answers)
    assert kinds == {"LoginSucceeded": 1, "LoginRefused": PARALLEL - 1}, kinds
    codes = {answer["code"] for answer in answers if "code" in answer}
    assert codes == {"PENDING_TOKEN_INVALID"}


def no_more_sessions_than_allowed(servers: list[Server], name: str) -> None:
    """Parallel sign-ins all succeed, and as many sessions as are allowed are left."""
    jobs = [
        lambda api=api: api.data(SIGN_IN, username=name, password=CHOSEN_PASSWORD)["login"]
        for api in at_both(servers, PARALLEL)
    ]
    tokens = [answer["accessToken"] for answer in together(jobs)]
    alive = [token for token in tokens if servers[0].api(token).data(WHO)["viewer"]]
    assert len(alive) == CAP
    assert [token for token in tokens if servers[1].api(token).data(WHO)["viewer"]] == alive


def what_ends_here_ends_there(servers: list[Server], root: Api) -> None:
    """A role is taken, an account is switched off, a session ends: the other process knows at the next request."""
    here, there = servers
    user_id, token = new_account(root, "roamer")
    opened = here.api().data(CHANGE, t=token, p=CHOSEN_PASSWORD)["changeExpiredPassword"]
    roamer = opened["accessToken"]
    assert there.api(roamer).data(WHO)["viewer"] == {"username": "roamer", "scopes": []}
    root.data(ROLES, id=user_id, r=["admin"])
    assert "users:write" in there.api(roamer).data(WHO)["viewer"]["scopes"]
    there.api(root.token).data(ROLES, id=user_id, r=["viewer"])
    assert here.api(roamer).data(WHO)["viewer"]["scopes"] == []
    second = there.api().data(SIGN_IN, username="roamer", password=CHOSEN_PASSWORD)["login"]["accessToken"]
    here.api(second).data("mutation { logout { signedOut } }")
    assert there.api(second).data(WHO)["viewer"] is None
    root.data("mutation ($id: ID!) { deactivateUser(input: {id: $id}) { errors { code } } }", id=user_id)
    assert there.api(roamer).data(WHO)["viewer"] is None
    settings = "mutation { updateSessionSettings(input: {sessionsPerAccount: 1}) { errors { code } } }"
    there.api(root.token).data(settings)
    again = here.api().data(SIGN_IN, username="step-0", password=CHOSEN_PASSWORD)["login"]["accessToken"]
    latest = there.api().data(SIGN_IN, username="step-0", password=CHOSEN_PASSWORD)["login"]["accessToken"]
    assert here.api(again).data(WHO)["viewer"] is None
    assert here.api(latest).data(WHO)["viewer"] is not None
