"""Secrets that are planted in a session are found nowhere but where they are given out once."""

import pytest

from auth.opaque import Token
from tests.support.gate import Gate
from tests.support.trail import dump, trail

FIRST, SECOND, UNFIT, WRONG = "Planted-f1rst-word", "Planted-s3cond-word", "planted-unfit", "Planted-wr0ng-word"
CREATE = """
mutation ($p: String) {
  createUser(input: {username: "asa", password: $p}) { user { id } errors { code message path } }
}
"""
LOGIN = """
mutation ($p: String!) {
  login(input: {username: "asa", password: $p}) {
    __typename
    ... on LoginSucceeded { accessToken viewer { username } }
    ... on PasswordChangeRequired { pendingToken message }
    ... on LoginRefused { message }
  }
}
"""
CHANGE = """
mutation ($t: String, $p: String!) {
  changeExpiredPassword(input: {pendingToken: $t, newPassword: $p}) {
    __typename ... on LoginSucceeded { accessToken } ... on PasswordRejected { message }
  }
}
"""
DEMAND = "mutation ($id: ID!) { requirePasswordChange(input: {id: $id}) { errors { code } } }"
EVENTS = "{ auditEvents(first: 250) { nodes { reason actorName targetName changes { before after } note } } }"


async def session(gate: Gate) -> tuple[list[str], list[str]]:
    """Somebody is made, signs in, is made to change the password; gives the answers and the tokens."""
    answers: list[str] = []

    async def post(query: str, *, as_: str | None = None, **variables: object) -> dict[str, dict[str, str]]:
        response = await gate.send(query, variables, as_)
        answers.append(response.text)
        return response.json().get("data") or {}

    await post(CREATE, as_="root", p=UNFIT)
    user = (await post(CREATE, as_="root", p=FIRST))["createUser"]["user"]
    await post(LOGIN, p=WRONG)
    opened = (await post(LOGIN, p=FIRST))["login"]["accessToken"]
    gate.tokens["asa"] = Token(opened)
    await post("{ viewer { username } nope }", as_="asa")
    await post(DEMAND, as_="root", id=user["id"])  # type: ignore[index] # a selection
    pending = (await post(LOGIN, p=FIRST))["login"]["pendingToken"]
    await post(CHANGE, t=pending, p=UNFIT)
    changed = (await post(CHANGE, t=pending, p=SECOND))["changeExpiredPassword"]["accessToken"]
    await post(CHANGE, t=pending, p=WRONG)
    await post('mutation { login(input: {username: "asa", password: 5}) { __typename } }')
    await post(LOGIN, p=[FIRST])
    await post(EVENTS, as_="root")
    return answers, [opened, pending, changed]


async def test_no_secret_is_kept_told_or_logged(gate: Gate, capsys: pytest.CaptureFixture[str]) -> None:
    answers, tokens = await session(gate)
    logged = "".join(capsys.readouterr())
    assert "request" in logged, "the log is looked at"
    stored = str(await dump()) + str(await trail())
    for secret in (FIRST, SECOND, UNFIT, WRONG, *tokens):
        assert secret not in logged
        assert secret not in stored
    for token in tokens:
        assert sum(answer.count(token) for answer in answers) == 1, "given out once"
    for password in (FIRST, SECOND, UNFIT, WRONG):
        assert not any(password in answer for answer in answers)
