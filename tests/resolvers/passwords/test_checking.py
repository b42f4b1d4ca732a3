"""``checkPassword``: as it is typed, for who is about to choose one."""

from typing import Any

from tests.support.answers import ANY_NUMBER, TEXT
from tests.support.gate import Gate
from tests.support.house import PASSWORD
from tests.support.trail import nothing_changes

CHECK = """
query ($password: String!, $pendingToken: String, $linkToken: String) {
  checkPassword(password: $password, pendingToken: $pendingToken, linkToken: $linkToken) {
    acceptable rules { rule met message } strength { score guessesLog10 }
  }
}
"""
LOGIN = """
mutation ($password: String!) {
  login(input: {username: "asa", password: $password}) { ... on PasswordChangeRequired { pendingToken } }
}
"""


class _AnyFloat:
    __hash__ = None  # type: ignore[assignment] # equal to many different numbers

    def __eq__(self, other: object) -> bool:
        return isinstance(other, float)


def result(*unmet: str, score: int) -> dict[str, Any]:
    rules = ["MINIMUM_LENGTH", "MAXIMUM_LENGTH", "UPPERCASE", "LOWERCASE", "DIGIT", "SPECIAL"]
    listed = [*rules, "NOT_COMMON", "NOT_A_NAME"]
    return {
        "acceptable": not unmet,
        "rules": [{"rule": rule, "met": rule not in unmet, "message": TEXT} for rule in listed],
        "strength": {"score": score, "guessesLog10": _AnyFloat()},
    }


async def test_each_rule_is_told_with_an_estimate_and_nothing_is_stored(gate: Gate) -> None:
    async with nothing_changes():
        good = await gate.ask(CHECK, {"password": "Corr3ct-horse-battery"}, "viewer")
        bad = await gate.ask(CHECK, {"password": "Password"}, "viewer")
        named = await gate.ask(CHECK, {"password": "My-Viewer-1-word"}, "viewer")
    assert good == {"data": {"checkPassword": result(score=4)}}
    assert bad == {"data": {"checkPassword": result("MINIMUM_LENGTH", "DIGIT", "SPECIAL", "NOT_COMMON", score=0)}}
    assert named["data"]["checkPassword"]["rules"] == result("NOT_A_NAME", score=0)["rules"]


async def test_a_sign_in_that_waits_for_a_password_may_ask_and_a_stranger_may_not(gate: Gate) -> None:
    await gate.user("asa", password=await gate.house.password(must_change=True))
    step = (await gate.data(LOGIN, {"password": PASSWORD}, None))["login"]["pendingToken"]
    answer = await gate.ask(CHECK, {"password": "Corr3ct-horse-battery", "pendingToken": step})
    assert answer == {"data": {"checkPassword": result(score=4)}}
    error = {
        "message": TEXT,
        "locations": [{"line": 3, "column": 3}],
        "path": ["checkPassword"],
        "extensions": {"code": "UNAUTHENTICATED", "reason": "NOT_SIGNED_IN"},
    }
    for proofs in ({}, {"pendingToken": "x"}, {"linkToken": step}, {"linkToken": ""}, {"pendingToken": f"{step}x"}):
        async with nothing_changes():
            assert await gate.ask(CHECK, {"password": PASSWORD, **proofs}) == {
                "errors": [error],
                "data": {"checkPassword": None},
            }


async def test_who_asks_too_often_is_told_when_to_come_again(gate: Gate) -> None:
    document = "query ($password: String!) {" + "".join(
        f" c{place}: checkPassword(password: $password) {{ acceptable }}" for place in range(15)
    )
    for _ in range(8):
        assert "errors" not in await gate.ask(document + "}", {"password": PASSWORD}, "viewer")
    error = {
        "message": TEXT,
        "locations": [{"line": 3, "column": 3}],
        "path": ["checkPassword"],
        "extensions": {"code": "RATE_LIMITED", "retryAfterSeconds": ANY_NUMBER},
    }
    assert await gate.ask(CHECK, {"password": PASSWORD}, "viewer") == {
        "errors": [error],
        "data": {"checkPassword": None},
    }
