"""Whatever takes a caller's access away takes it from the caller's live streams as well: nothing more is told."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from resolvers.node import encode_id
from tests.support.gate import Answer, Gate
from tests.support.live import last_words, listening
from tests.support.profiles import moved, profile_row
from tests.support.trail import hearing

AUDIT = "subscription { auditEventAdded { event { action } } }"
ERRORS = "errors { code }"
ENDED = ("UNAUTHENTICATED", "SESSION_ENDED")
FORBIDDEN = ("FORBIDDEN", None)

BY_ID = {
    "deactivated": (f"deactivateUser(input: {{id: $id}}) {{ {ERRORS} }}", ENDED),
    "locked by hand": (f"lockUser(input: {{id: $id}}) {{ {ERRORS} }}", ENDED),
    "deleted": (
        f"deleteUser(input: {{id: $id, endSessions: true}}) {{ {ERRORS} }}",
        ("UNAUTHENTICATED", "INVALID_TOKEN"),
    ),
    "another password": (f'setUserPassword(input: {{id: $id, password: "Some-other-words-7"}}) {{ {ERRORS} }}', ENDED),
    "sessions ended": (f"endSessions(input: {{filter: {{users: [$id]}}}}) {{ {ERRORS} }}", ENDED),
    "role removed": (f'setUserRoles(input: {{id: $id, roles: ["viewer"]}}) {{ {ERRORS} }}', FORBIDDEN),
    "scope denied": (f'denyScope(input: {{userId: $id, scope: "audit:read", reason: "no"}}) {{ {ERRORS} }}', FORBIDDEN),
}


@pytest.mark.parametrize("way", BY_ID)
async def test_a_stream_ends_before_the_first_event_that_its_caller_may_not_have(gate: Gate, way: str) -> None:
    text, words = BY_ID[way]
    await gate.data("mutation { updateAccountSettings(input: {deletionAllowed: true}) { errors { code } } }")
    async with listening(gate, AUDIT, "auditor") as stream:
        (done,) = (await gate.data(f"mutation ($id: ID!) {{ {text} }}", {"id": await gate.user_id("auditor")})).values()
        assert done["errors"] == []
        assert await last_words(stream) == [words]


@pytest.mark.parametrize("credential", ["session", "API token"])
async def test_a_stream_ends_when_the_directory_of_its_caller_is_switched_off(gate: Gate, credential: str) -> None:
    profile = await profile_row()
    await moved(await gate.house.user_id("auditor"), profile)
    if credential == "API token":
        await with_token(gate, "auditor")
    text = f"mutation ($id: ID!) {{ disableLdapProfile(input: {{id: $id}}) {{ {ERRORS} }} }}"
    async with listening(gate, AUDIT, "auditor" if credential == "session" else "auditor-token") as stream:
        assert await gate.data(text, {"id": encode_id("ldp", profile.id)}) == {"disableLdapProfile": {"errors": []}}
        assert await last_words(stream) == [("UNAUTHENTICATED", "SOURCE_OFF")]


@pytest.mark.parametrize("way", ["logout { signedOut }", f"endMySessions {{ {ERRORS} }}"])
async def test_signing_out_ends_the_streams_of_the_session(gate: Gate, way: str) -> None:
    async with listening(gate, AUDIT, "auditor") as stream:
        await gate.data(f"mutation {{ {way} }}", as_="auditor")
        assert await last_words(stream) == [ENDED]


async def with_token(gate: Gate, name: str) -> str:
    """Makes an API token of an account, and a caller of its name with ``-token`` behind; gives the token's id."""
    new = '{name: "ear", scopes: ["audit:read"]}'
    made = await gate.data(f"mutation {{ createApiToken(input: {new}) {{ secret apiToken {{ id }} }} }}", as_=name)
    gate.tokens[f"{name}-token"] = made["createApiToken"]["secret"]
    return made["createApiToken"]["apiToken"]["id"]


async def revoke(gate: Gate, token: str) -> Answer:
    """The token is revoked by its owner."""
    return await gate.data(f'mutation {{ revokeApiToken(input: {{id: "{token}"}}) {{ {ERRORS} }} }}', as_="auditor")


async def lock(gate: Gate, _token: str) -> Answer:
    """The owner is locked."""
    user_id = await gate.user_id("auditor")
    return await gate.data(f'mutation {{ lockUser(input: {{id: "{user_id}"}}) {{ {ERRORS} }} }}')


async def narrow(gate: Gate, _token: str) -> Answer:
    """The owner loses the role."""
    text = f"mutation ($id: ID!) {{ {BY_ID['role removed'][0]} }}"
    return await gate.data(text, {"id": await gate.user_id("auditor")})


@pytest.mark.parametrize(
    ("act", "code"), [(revoke, "UNAUTHENTICATED"), (lock, "UNAUTHENTICATED"), (narrow, "FORBIDDEN")]
)
async def test_a_stream_by_an_api_token_ends_with_what_the_token_is_worth(
    gate: Gate, act: Callable[[Gate, str], Awaitable[Answer]], code: str
) -> None:
    token = await with_token(gate, "auditor")
    async with listening(gate, AUDIT, "auditor-token") as stream:
        assert all(payload["errors"] == [] for payload in (await act(gate, token)).values())
        assert [given for given, _ in await last_words(stream)] == [code]


@pytest.mark.parametrize("token", ["", "x", "x" * 43, "Bearer", "gth_x"])
async def test_a_token_that_is_none_opens_no_stream_and_leaves_no_trace(gate: Gate, token: str) -> None:
    gate.tokens["nobody"] = token  # type: ignore[assignment] # no token
    async with hearing() as heard, listening(gate, AUDIT, "nobody") as stream:
        ((code, _),) = await last_words(stream)
    assert code == "UNAUTHENTICATED"
    assert list(heard.events) == []


async def test_one_caller_cannot_take_all_streams(gate: Gate) -> None:
    async def attempt(left: int) -> Any:  # noqa: ANN401 — a status
        async with listening(gate, AUDIT, "auditor") as stream:
            if stream.status != 200 or not left:
                return 10 - left, stream.status
            return await attempt(left - 1)

    assert await attempt(10) == (10, 429)
    async with listening(gate, AUDIT, "root") as stream, listening(gate, AUDIT, "auditor") as again:
        assert (stream.status, again.status) == (200, 200)


async def test_a_foreign_session_is_not_heard_of_by_naming_its_account(gate: Gate) -> None:
    viewer = encode_id("usr", await gate.house.user("victim"))
    query = f'subscription {{ sessionEvents(filter: {{user: "{viewer}"}}) {{ kind }} }}'
    async with listening(gate, query, "viewer") as stream:
        codes = {code for code, _ in await last_words(stream)}
    assert codes == {"FORBIDDEN"}
