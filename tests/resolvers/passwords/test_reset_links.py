"""``sendPasswordReset``, ``requestPasswordReset``, ``resetPassword``: whole answers."""

from typing import Any

from auth.settings.pages import LockoutSettings
from models.outbox_mail import OutboxMail
from tests.support.gate import Gate
from tests.support.links import mailed, newest_token
from tests.support.trail import hearing, nothing_changes

NEW = "An0ther-horse-battery"
SEND = """
mutation ($id: ID!) { sendPasswordReset(input: {id: $id}) { user { username } isMailed errors { code path message } } }
"""
FORGOT = "mutation ($login: String!) { requestPasswordReset(input: {login: $login}) { errors { code } } }"
RESET = """
mutation ($token: String!, $password: String!) {
  resetPassword(input: {token: $token, newPassword: $password}) {
    username errors { __typename code path message ... on PasswordRejectedError { rules { rule met } } }
  }
}
"""
CHECK = (
    'query ($t: String!) { checkPassword(password: "asa-likes-it", linkToken: $t) { acceptable rules { rule met } } }'
)
INVALID = {
    "__typename": "InputError",
    "code": "LINK_INVALID",
    "path": ["input", "token"],
    "message": "This link is not good, or not any more. Ask for a new one.",
}


async def reset(gate: Gate, token: str, password: str = NEW) -> dict[str, Any]:
    answer = await gate.ask(RESET, {"token": token, "password": password})
    return answer["data"]["resetPassword"]


async def asa(gate: Gate) -> str:
    return await gate.user("asa", email="asa@example.com", password=await gate.house.password())


async def test_an_administrator_sends_a_link_and_the_account_uses_it(gate: Gate) -> None:
    answer = await gate.ask(SEND, {"id": await asa(gate)}, "root")
    sent: dict[str, Any] = {"user": {"username": "asa"}, "isMailed": False, "errors": []}
    assert answer == {"data": {"sendPasswordReset": sent}}
    token = await newest_token("password_reset")
    checked = (await gate.data(CHECK, {"t": token}, None))["checkPassword"]
    assert (checked["acceptable"], {"rule": "NOT_A_NAME", "met": False} in checked["rules"]) == (False, True)
    rejected = (await reset(gate, token, "short"))["errors"][0]
    assert (rejected["__typename"], rejected["path"]) == ("PasswordRejectedError", ["input", "newPassword"])
    assert {"rule": "MINIMUM_LENGTH", "met": False} in rejected["rules"]
    assert await reset(gate, token) == {"username": "asa", "errors": []}
    assert "set-cookie" not in (await gate.send(RESET, {"token": token, "password": NEW})).headers
    assert await reset(gate, token) == {"username": None, "errors": [INVALID]}


async def test_sending_a_link_needs_the_scope(gate: Gate) -> None:
    user_id = await asa(gate)
    async with nothing_changes():
        answer = await gate.ask(SEND, {"id": user_id}, "viewer")
    assert answer["data"] == {"sendPasswordReset": None}
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["FORBIDDEN"]
    assert await mailed("password_reset") == []


async def test_who_forgot_is_answered_alike_and_at_most_one_mail_goes_to_the_stored_address(gate: Gate) -> None:
    await asa(gate)
    same: dict[str, Any] = {"data": {"requestPasswordReset": {"errors": []}}}
    for login in ("asa", "nobody", "asa@example.com,eve@evil.test", "asa@example.com\r\nBcc: eve@evil.test", ""):
        assert await gate.ask(FORGOT, {"login": login}) == same
    assert [recipient for recipient, _ in await mailed("password_reset")] == ["asa@example.com"]


async def test_lists_and_repeated_inputs_are_no_login(gate: Gate) -> None:
    await asa(gate)
    many = 'mutation { requestPasswordReset(input: {login: ["asa", "asa@example.com"]}) { errors { code } } }'
    twice = 'mutation { requestPasswordReset(input: {login: "asa", login: "eve"}) { errors { code } } }'
    async with nothing_changes():
        for query in (many, twice):
            assert "errors" in (await gate.send(query)).json()
        assert "errors" in (await gate.send(FORGOT, {"login": ["asa", "eve@evil.test"]})).json()
        assert "errors" in (await gate.send(FORGOT, {"login": {"email": "asa@example.com"}})).json()


async def test_an_address_that_asks_too_often_is_answered_as_ever_and_mails_nobody(gate: Gate) -> None:
    await asa(gate)
    await gate.house.set(LockoutSettings, attempts_per_minute_per_address=2)
    for _ in range(2):
        await gate.ask(FORGOT, {"login": "nobody"})
    async with nothing_changes():
        assert await gate.ask(FORGOT, {"login": "asa"}) == {"data": {"requestPasswordReset": {"errors": []}}}
    for _ in range(2):
        assert (await reset(gate, "x" * 43))["errors"] == [INVALID]
    async with nothing_changes():
        assert [error["code"] for error in (await reset(gate, "x" * 43))["errors"]] == ["RATE_LIMITED"]


async def test_no_token_stands_in_the_trail_or_the_outbox(gate: Gate) -> None:
    async with hearing() as heard:
        await gate.ask(SEND, {"id": await asa(gate)}, "root")
        token = await newest_token("password_reset")
        await reset(gate, token, "short")
        await reset(gate, token)
        await reset(gate, token)
    assert token not in repr(heard.events)
    assert all(token not in repr(dict(mail)) for mail in [vars(each) for each in await OutboxMail.all()])
