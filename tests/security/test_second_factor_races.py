"""Two real servers on one database: a code, a backup code and a pending token are each good once."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.security.test_two_processes import PARALLEL, at_both, servers, together
from tests.support.authenticator import Phone
from tests.support.journey import SIGN_IN, administrator
from tests.support.server import Api, Server

__all__ = ["servers"]

PASSWORD = "Corr3ct-horse-battery"
CREATE = """
mutation ($n: String!, $p: String!) {
  createUser(input: {username: $n, credential: PASSWORD, password: $p}) { errors { code } }
}
"""
FREE = """
mutation {
  updateLockoutSettings(
    input: {failedAttemptsAllowed: 0, attemptsPerMinutePerAddress: 0, attemptsPerHourPerAddress: 0}
  ) { errors { code } }
  updateSessionSettings(input: {sessionsPerAccount: 0}) { errors { code } }
}
"""
ENROL = "mutation { enrolTotp(input: {}) { enrolment { uri } errors { code } } }"
CONFIRM = "mutation ($c: String!) { confirmTotp(input: {code: $c}) { backupCodes errors { code } } }"
LOGIN = """
mutation ($n: String!, $p: String!) {
  login(input: {username: $n, password: $p}) { ... on MfaRequired { pendingToken } }
}
"""
VERIFY = """
mutation ($t: String!, $c: String, $b: String) {
  verifyMfa(input: {pendingToken: $t, code: $c, backupCode: $b}) { __typename ... on LoginRefused { code } }
}
"""


def enrolled(api: Api, root: Api, name: str) -> tuple[Phone, list[str]]:
    """A new account's phone and backup codes."""
    assert root.data(CREATE, n=name, p=PASSWORD)["createUser"]["errors"] == []
    token = api.data(SIGN_IN, username=name, password=PASSWORD)["login"]["accessToken"]
    own = Api(api.url, token)
    phone = Phone(own.data(ENROL)["enrolTotp"]["enrolment"]["uri"])
    return phone, own.data(CONFIRM, c=phone.totp.now())["confirmTotp"]["backupCodes"]


def step(api: Api, name: str) -> str:
    """A token of a sign-in that waits for the second factor."""
    return api.data(LOGIN, n=name, p=PASSWORD)["login"]["pendingToken"]


def outcomes(jobs: list[Callable[[], dict[str, Any]]]) -> Counter[str]:
    """What the jobs came to, at one moment."""
    return Counter(each.get("code", each["__typename"]) for each in together(jobs))


@pytest.mark.timeout(240)
def test_one_wins_wherever_the_others_ask(servers: list[Server]) -> None:
    root = administrator(servers[0])
    root.data(FREE)
    phone, codes = enrolled(servers[1].api(), root, "racer")
    apis = at_both(servers, PARALLEL)

    def verified(api: Api, token: str, **given: str) -> Callable[[], dict[str, Any]]:
        return lambda: api.data(VERIFY, t=token, **given)["verifyMfa"]

    one_code = [verified(api, step(api, "racer"), b=codes[0]) for api in apis]
    assert outcomes(one_code) == {"LoginSucceeded": 1, "CODE_WRONG": PARALLEL - 1}

    token = step(apis[0], "racer")
    one_token = [verified(api, token, b=code) for api, code in zip(apis, codes[1:5], strict=False)]
    assert outcomes(one_token) == {"LoginSucceeded": 1, "PENDING_TOKEN_INVALID": 3}

    token = step(apis[0], "racer")
    wrong = phone.wrong(datetime.now(UTC))
    guesses = outcomes([verified(api, token, c=wrong) for api in apis])
    assert guesses == {"CODE_WRONG": 5, "PENDING_TOKEN_INVALID": PARALLEL - 5}

    steps = [step(api, "racer") for api in apis]
    code = phone.code(datetime.now(UTC), 1)
    one_step = [verified(api, waiting, c=code) for api, waiting in zip(apis, steps, strict=True)]
    assert outcomes(one_step) == {"LoginSucceeded": 1, "CODE_WRONG": PARALLEL - 1}

    for server in servers:
        for secret in (phone.totp.secret, *codes, *(text.replace("-", "") for text in codes), token, PASSWORD):
            assert secret not in server.output
