"""Guessing passwords: at two processes at once, from one address, and as a flood beside which others work on."""

import threading
import time
from collections import Counter

import pytest

from tests.support.gate import Gate
from tests.support.journey import CHOSEN_PASSWORD, SIGN_IN, administrator, unhurried
from tests.support.pair import at_both, servers, together
from tests.support.server import Server
from tests.support.trail import nothing_changes

__all__ = ["servers"]

GUESSES = 30
ALLOWED = 5
REFUSED = {"__typename": "LoginRefused", "code": "INVALID_CREDENTIALS"}
CREATE = """
mutation ($n: String!, $p: String!) {
  createUser(input: {username: $n, password: $p}) { user { id } errors { code } }
}
"""
LOCKING = "mutation { updateLockoutSettings(input: {failedAttemptsAllowed: 5}) { errors { code } } }"
STATE = """
query ($id: ID!) { user(by: {id: $id}) { failedAttempts locks { kind } } }
"""
EVENTS = """
query { auditEvents(filter: {actions: ["login.failed", "user.locked_automatically"]}, first: 200) {
  nodes { action reason targetName }
} }
"""


def test_many_guesses_at_two_processes_are_never_more_than_allowed(servers: list[Server]) -> None:
    root = unhurried(administrator(servers[0]))
    root.data(LOCKING)
    for number in range(2):
        name = f"target-{number}"
        user_id = root.data(CREATE, n=name, p=CHOSEN_PASSWORD)["createUser"]["user"]["id"]
        jobs = [
            lambda api=api, name=name: api.data(SIGN_IN, username=name, password="wrong")["login"]
            for api in at_both(servers, GUESSES)
        ]
        assert together(jobs) == [REFUSED] * GUESSES
        for server in servers:  # the right password is one attempt too many by now, wherever it is tried
            assert server.api().data(SIGN_IN, username=name, password=CHOSEN_PASSWORD)["login"] == REFUSED
        found = root.data(STATE, id=user_id)["user"]
        assert found == {"failedAttempts": ALLOWED, "locks": [{"kind": "AUTOMATIC"}]}
        told = [event for event in root.data(EVENTS)["auditEvents"]["nodes"] if event["targetName"] == name]
        assert Counter(event["reason"] for event in told if event["action"] == "login.failed") == {
            "WRONG_PASSWORD": ALLOWED,
            "LOCKED_AUTOMATICALLY": GUESSES - ALLOWED + 2,
        }
        assert sum(event["action"] == "user.locked_automatically" for event in told) == 1
    for server in servers:
        assert "fault" not in server.output
        server.stop()


def test_an_unhurried_caller_is_answered_while_passwords_are_guessed(servers: list[Server]) -> None:
    root = unhurried(administrator(servers[0]))
    over = threading.Event()

    def flood() -> None:
        while not over.is_set():
            servers[0].api().post(SIGN_IN, username="nobody", password="wrong")

    guessing = [threading.Thread(target=flood) for _ in range(16)]
    for thread in guessing:
        thread.start()
    waits: list[float] = []
    for _ in range(20):
        begun = time.monotonic()
        assert root.data("{ viewer { username } }") == {"viewer": {"username": "admin"}}
        waits.append(time.monotonic() - begun)
    over.set()
    for thread in guessing:
        thread.join(30)
    assert sorted(waits)[len(waits) // 2] < 1, waits
    servers[0].stop()


BUDGET = """
mutation ($m: Int!, $h: Int!) {
  updateLockoutSettings(input: {attemptsPerMinutePerAddress: $m, attemptsPerHourPerAddress: $h}) { errors { code } }
}
"""
LOGIN = """
mutation ($name: String!, $password: String!) {
  login(input: {username: $name, password: $password}) {
    __typename ... on LoginRefused { code message retryAfterSeconds }
  }
}
"""


@pytest.mark.parametrize(("minute", "hour", "longest"), [(3, 0, 120), (0, 3, 7_200), (3, 3, 120)])
async def test_an_address_that_has_spent_its_budget_is_refused_before_anything_is_looked_at(
    gate: Gate, minute: int, hour: int, longest: int, caplog: pytest.LogCaptureFixture
) -> None:
    password = await gate.house.password()
    await gate.user("asa", password=password)
    await gate.data(BUDGET, {"m": minute, "h": hour})
    for _ in range(3):
        await gate.ask(LOGIN, {"name": "nobody", "password": "wrong"})
    caplog.clear()
    async with nothing_changes():
        answer = await gate.ask(LOGIN, {"name": "asa", "password": "Corr3ct-horse-battery"})
    refused = answer["data"]["login"]
    assert (refused["__typename"], refused["code"]) == ("LoginRefused", "RATE_LIMITED")
    assert 1 <= refused["retryAfterSeconds"] <= longest
    assert [record.getMessage() for record in caplog.records] == ["budget spent by 127.0.0.1: SIGN_IN"]
    viewer = await gate.data("{ viewer { username } }", None, "viewer")
    assert viewer == {"viewer": {"username": "viewer"}}  # nothing else is budgeted by it
    await gate.data(BUDGET, {"m": 0, "h": 0})
    again = await gate.ask(LOGIN, {"name": "asa", "password": "Corr3ct-horse-battery"})
    assert again["data"]["login"]["__typename"] == "LoginSucceeded"


async def test_a_waiting_step_has_a_budget_of_its_own(gate: Gate) -> None:
    step = """
    mutation { changeExpiredPassword(input: {pendingToken: "x", newPassword: "y"}) {
      __typename ... on LoginRefused { code }
    } }
    """
    await gate.data(BUDGET, {"m": 2, "h": 0})
    codes = [(await gate.ask(step))["data"]["changeExpiredPassword"]["code"] for _ in range(3)]
    assert codes == ["PENDING_TOKEN_INVALID", "PENDING_TOKEN_INVALID", "RATE_LIMITED"]
    answer = await gate.ask(LOGIN, {"name": "asa", "password": "wrong"})
    assert answer["data"]["login"]["code"] == "INVALID_CREDENTIALS"


async def test_who_is_signed_in_keeps_nobody_from_signing_in_by_many_hashes(gate: Gate) -> None:
    change = """
    mutation ($p: String!) { changePassword(input: {currentPassword: $p, newPassword: "short"}) { errors { code } } }
    """
    password = await gate.house.password()
    gate.tokens["asa"] = await gate.house.open(await gate.house.user("asa", password=password))
    await gate.data(BUDGET, {"m": 2, "h": 0})
    given = {"p": "Corr3ct-horse-battery"}
    codes = [(await gate.data(change, given, "asa"))["changePassword"]["errors"][0]["code"] for _ in range(2)]
    assert codes == ["PASSWORD_REJECTED", "PASSWORD_REJECTED"]
    async with nothing_changes():
        assert await gate.data(change, given, "asa") == {"changePassword": {"errors": [{"code": "RATE_LIMITED"}]}}
    renew = "mutation { regenerateBackupCodes { errors { code } } }"
    assert await gate.data(renew, None, "asa") == {"regenerateBackupCodes": {"errors": [{"code": "RATE_LIMITED"}]}}
