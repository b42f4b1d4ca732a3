"""Two real servers on one database: a factor makes one session fresh, at both, and its old token is dead at both."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.support.authenticator import Phone
from tests.support.journey import CHOSEN_PASSWORD, administrator, signed_in, unhurried
from tests.support.pair import at_both, servers, together
from tests.support.server import Api, Server

__all__ = ["servers"]

PARALLEL = 8
ENROL = "mutation { enrolTotp(input: {}) { enrolment { uri } errors { code } } }"
CONFIRM = "mutation ($c: String!) { confirmTotp(input: {code: $c}) { backupCodes errors { code } } }"
ROLE = "mutation ($n: String!) { createRole(input: {name: $n}) { role { name } errors { code } } }"
VERIFY = """
mutation ($b: String!) {
  verifyFreshFactor(input: {backupCode: $b}) { accessToken freshFactor { validUntil } errors { code } }
}
"""
WHO = "{ viewer { username } }"


def stale(api: Api, name: str) -> dict[str, Any]:
    """The refusal of a mutation that asks for a fresh factor."""
    answer = api.post(ROLE, n=name)
    assert answer["data"] == {"createRole": None}, answer
    return {key: value for key, value in answer["errors"][0]["extensions"].items() if key != "selection"}


@pytest.mark.timeout(240)
def test_a_factor_counts_once_and_for_one_session_at_both(servers: list[Server]) -> None:
    root = unhurried(administrator(servers[0]))
    first = signed_in(servers[0], "admin", CHOSEN_PASSWORD)
    second = signed_in(servers[1], "admin", CHOSEN_PASSWORD)
    assert second.data(ROLE, n="before") == {"createRole": {"role": {"name": "before"}, "errors": []}}

    phone = Phone(root.data(ENROL)["enrolTotp"]["enrolment"]["uri"])
    codes = root.data(CONFIRM, c=phone.totp.now())["confirmTotp"]["backupCodes"]
    asked = {"code": "FRESH_FACTOR_REQUIRED", "methods": ["TOTP", "BACKUP_CODE"], "maxAgeSeconds": 900}
    for api in (first, second):
        assert stale(api, "refused") == asked, "a password counts no more since there is a second factor"

    assert first.token is not None
    assert second.token is not None
    callers = [*at_both(servers, PARALLEL, first.token), *at_both(servers, PARALLEL, second.token)]
    jobs: list[Callable[[], tuple[Api, dict[str, Any] | None]]] = [
        lambda api=api: (api, api.post(VERIFY, b=codes[0])["data"]["verifyFreshFactor"]) for api in callers
    ]
    answers = [(api, answer) for api, answer in together(jobs) if answer is not None]
    won = [(api, answer) for api, answer in answers if answer["accessToken"]]
    assert len(won) == 1
    [(winner, answer)] = won
    assert answer["errors"] == []
    loser = second if winner.token == first.token else first
    for number, server in enumerate(servers):
        assert server.api(winner.token).data(WHO) == {"viewer": None}, "the old token is dead at once"
        fresh = server.api(answer["accessToken"])
        assert fresh.data(ROLE, n=f"role{number}")["createRole"]["errors"] == []
        assert stale(server.api(loser.token), "refused") == asked
    for server in servers:
        assert "fault" not in server.output
