"""Two real servers on one database never give out more places or seats than there are."""

from itertools import cycle
from typing import Any

from tests.support.journey import CHANGE, CHOSEN_PASSWORD, SIGN_IN, administrator, unhurried
from tests.support.pair import at_both, servers, together
from tests.support.server import Api, Server

__all__ = ["servers"]

MAKE = """mutation ($name: String!) {
  createUser(input: {username: $name, credential: TEMPORARY}) { temporaryPassword errors { code } } }"""
TRY = """mutation ($username: String!, $password: String!) {
  login(input: {username: $username, password: $password}) {
    __typename ... on LoginRefused { code } ... on LoginSucceeded { accessToken } } }"""
ROLE = 'mutation { createRole(input: {name: "pro", licensed: true}) { errors { code } } }'
SEAT = 'mutation ($name: String!) { createUser(input: {username: $name, roles: ["pro"]}) { errors { code } } }'
USED = "{ licence { signedInAccounts seatsUsed } }"
NAMES = tuple(f"racer{number}" for number in range(6))
LOGINS = 30


def enrol(root: Api, server: Server, name: str) -> str:
    """An account with a chosen password, signed in; gives its token."""
    made = root.data(MAKE, name=name)["createUser"]
    step = server.api().data(SIGN_IN, username=name, password=made["temporaryPassword"])["login"]
    token = server.api().data(CHANGE, token=step["pendingToken"], password=CHOSEN_PASSWORD)
    return token["changeExpiredPassword"]["accessToken"]


def test_the_last_place_and_the_last_seat_are_given_once(servers: list[Server]) -> None:
    root = unhurried(administrator(servers[0]))
    for name in NAMES:
        servers[0].api(enrol(root, servers[0], name)).data("mutation { logout { signedOut } }")
    assert root.data(USED)["licence"] == {"signedInAccounts": 1, "seatsUsed": 0}
    root.data("mutation { updateSessionSettings(input: {sessionsPerAccount: 0}) { errors { code } } }")
    root.data(
        "mutation { updateLicenceSettings(input: {maxUsers: 2, maxSeats: 1, countedBy: SESSIONS}) { errors { code } } }"
    )
    jobs = [
        lambda api=api, name=name: api.data(TRY, username=name, password=CHOSEN_PASSWORD)["login"]
        for name, api in zip(cycle(NAMES), at_both(servers, LOGINS), strict=False)
    ]
    outcomes: list[Any] = together(jobs)
    codes = [outcome.get("code") for outcome in outcomes if outcome["__typename"] == "LoginRefused"]
    assert codes == ["SESSION_LIMIT_REACHED"] * (LOGINS - 1), outcomes
    assert root.data(USED)["licence"]["signedInAccounts"] == 2
    root.data(ROLE)
    seats = together(
        [
            lambda api=api, number=number: api.data(SEAT, name=f"seat{number}")["createUser"]["errors"]
            for number, api in enumerate(at_both(servers, 12, root.token))
        ]
    )
    assert sorted(map(len, seats)) == [0, *[1] * 11]
    assert {error["code"] for errors in seats for error in errors} == {"SEATS_EXHAUSTED"}
    assert root.data(USED)["licence"]["seatsUsed"] == 1
    for server in servers:
        assert "fault" not in server.output
        server.stop()
