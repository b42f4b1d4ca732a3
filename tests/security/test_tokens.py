"""Tokens: only the very token of the very kind is anybody."""

from collections.abc import Iterator

from auth.opaque import Token, new_token
from tests.support.answers import TOKEN
from tests.support.gate import Gate
from tests.support.house import PASSWORD
from tests.support.trail import Told, dump, nothing_changes

WHO = "{ viewer { username } }"
LOGIN = (
    'mutation { login(input: {username: "asa", password: "' + PASSWORD + '"}) {'
    " ... on PasswordChangeRequired { pendingToken } ... on LoginSucceeded { accessToken } } }"
)
CHANGE = """
mutation ($t: String) {
  changeExpiredPassword(input: {pendingToken: $t, newPassword: "An0ther-good-word!"}) { __typename }
}
"""


def near(token: str) -> Iterator[str]:
    """Every truncation and padding, and other spellings."""
    for length in range(len(token)):
        yield token[:length]
        if length:
            yield token[length:]
    yield from (token.swapcase(), token.upper(), token.lower(), token[::-1])
    for more in ("=", "A", "==", "\t", ".", ",", "%20", "/../"):
        yield token + more
        if more.strip():
            yield more + token
    yield from (token + token, f'"{token}"', token[:-1] + ("A" if token[-1] != "A" else "B"))


async def test_nothing_near_a_token_is_that_token(gate: Gate) -> None:
    token = gate.tokens["root"]
    assert token == TOKEN
    for wrong in near(token):
        if wrong.strip() == token:
            continue
        response = await gate.client.post("/graphql", json={"query": WHO}, headers={"authorization": f"Bearer {wrong}"})
        assert response.json()["data"] == {"viewer": None}, wrong


async def test_other_schemes_and_places_carry_no_token(gate: Gate) -> None:
    token = gate.tokens["root"]
    for header in (token, f"Token {token}", f"Basic {token}", f"Bearer: {token}", f"Bearer{token}", f"Bearer, {token}"):
        response = await gate.client.post("/graphql", json={"query": WHO}, headers={"authorization": header})
        assert response.json()["data"] == {"viewer": None}, header
    for url in (f"/graphql?access_token={token}", f"/graphql?token={token}"):
        response = await gate.client.post(url, json={"query": WHO, "access_token": token})
        assert response.json()["data"] == {"viewer": None}


async def test_a_waiting_step_is_no_session(gate: Gate) -> None:
    await gate.user("asa", "admin", password=await gate.house.password(must_change=True))
    gate.tokens["asa"] = Token((await gate.data(LOGIN, None, None))["login"]["pendingToken"])
    assert await gate.data(WHO, None, "asa") == {"viewer": None}
    answer = await gate.ask("{ users { totalCount } }", None, "asa")
    assert answer["data"] == {"users": None}
    assert answer["errors"][0]["extensions"]["reason"] == "INVALID_TOKEN"
    done = await gate.data(CHANGE, {"t": gate.tokens["asa"]}, None)
    assert done == {"changeExpiredPassword": {"__typename": "LoginSucceeded"}}, "it was a token all the same"


async def test_a_session_is_no_waiting_step(gate: Gate) -> None:
    for token in (gate.tokens["root"], new_token()):
        async with nothing_changes(Told("login.failed", reason="PENDING_TOKEN_INVALID", refused=True)):
            answer = await gate.data(CHANGE, {"t": token}, None)
        assert answer == {"changeExpiredPassword": {"__typename": "LoginRefused"}}
    assert await gate.data(WHO) == {"viewer": {"username": "root"}}


async def test_every_spelling_of_a_waiting_step_is_refused_but_its_own(gate: Gate) -> None:
    await gate.user("asa", password=await gate.house.password(must_change=True))
    token = (await gate.data(LOGIN, None, None))["login"]["pendingToken"]
    for wrong in list(near(token))[::5]:
        answer = await gate.data(CHANGE, {"t": wrong}, None)
        assert answer == {"changeExpiredPassword": {"__typename": "LoginRefused"}}, wrong


async def test_a_token_is_stored_as_its_hash_alone(gate: Gate) -> None:
    await gate.user("asa", password=await gate.house.password(must_change=True))
    pending = (await gate.data(LOGIN, None, None))["login"]["pendingToken"]
    stored = str(await dump())
    for secret in (pending, gate.tokens["root"], PASSWORD):
        assert secret not in stored
