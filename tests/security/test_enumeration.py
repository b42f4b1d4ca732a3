"""Signing in does not tell whether a name exists (REQUIREMENTS C5): one body, one hash, as many statements."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from argon2 import PasswordHasher

from models.user import User, UserKind, UserStatus
from tests.support.enforcement import scene
from tests.support.gate import Gate
from tests.support.house import PASSWORD
from tests.support.identity_providers import from_provider, linked
from tests.support.statements import statements
from tests.support.trail import hearing

LOGIN = """
mutation ($name: String!, $password: String!) {
  login(input: {username: $name, password: $password}) {
    __typename
    ... on LoginRefused { code message retryAfterSeconds }
  }
}
"""
REASONS = {
    "nobody": "UNKNOWN_ACCOUNT",
    "nobody@example.com": "UNKNOWN_ACCOUNT",
    "\0": "UNKNOWN_ACCOUNT",
    "x" * 10_000: "UNKNOWN_ACCOUNT",
    "wrong": "WRONG_PASSWORD",
    "wrong@example.com": "WRONG_PASSWORD",
    "inactive": "ACCOUNT_INACTIVE",
    "locked-by-itself": "LOCKED_AUTOMATICALLY",
    "locked-for-good": "LOCKED_AUTOMATICALLY",
    "locked-by-hand": "LOCKED_BY_HAND",
    "locked-and-off": "LOCKED_BY_HAND",
    "service": "SERVICE_ACCOUNT",
    "bare": "NO_PASSWORD",
}
"""The true reason by the name that is typed; ``wrong`` alone comes with a password that is not right."""
LONG_AGO, LONG_AFTER = datetime(2026, 1, 1, tzinfo=UTC), datetime(2126, 1, 1, tzinfo=UTC)
LOCKS: dict[str, dict[str, object]] = {
    "locked-by-itself": {"failed_attempts": 5, "auto_locked_at": LONG_AGO, "auto_locked_until": LONG_AFTER},
    "locked-for-good": {"failed_attempts": 5, "auto_locked_at": LONG_AGO},
    "locked-by-hand": {"locked_at": LONG_AGO, "lock_reason": "secret"},
    "locked-and-off": {"locked_at": LONG_AGO, "status": UserStatus.INACTIVE},
}
"""Locks as they are stored."""


async def furnish(gate: Gate) -> None:
    """An account of each kind that cannot sign in."""
    password = await gate.house.password()
    await gate.user("wrong", email="wrong@example.com", password=password)
    await gate.user("inactive", password=password, status=UserStatus.INACTIVE)
    for name, locks in LOCKS.items():
        await gate.user(name, password=password)
        await User.filter(username_key=name).update(**locks)
    await gate.user("service", "api", kind=UserKind.SERVICE)
    await gate.user("bare")


@contextmanager
def counted_hashes(monkeypatch: pytest.MonkeyPatch) -> Generator[list[str]]:
    """What argon2 was asked to do; the work itself is done as ever."""
    done: list[str] = []
    for name in ("verify", "hash"):
        real: Any = getattr(PasswordHasher, name)

        def spy(self: PasswordHasher, *args: Any, _real: Any = real, _name: str = name) -> Any:  # noqa: ANN401
            done.append(_name)
            return _real(self, *args)

        monkeypatch.setattr(PasswordHasher, name, spy)
    yield done
    monkeypatch.undo()


WHILE_ENFORCED = {
    **REASONS,
    "wrong": "SSO_ENFORCED",
    "wrong@example.com": "SSO_ENFORCED",
    "inactive": "SSO_ENFORCED",
    "bare": "SSO_ENFORCED",
    "good": "SSO_ENFORCED",
    "linked": "SSO_ENFORCED",
    "comes": "EXTERNAL_ACCOUNT",
    "rescue": "WRONG_PASSWORD",
}
"""The same while single sign-on is enforced; ``good`` and ``linked`` come with the right password."""


async def enforce(gate: Gate) -> None:
    """More accounts, and single sign-on enforced."""
    at = await scene(gate.house)
    await gate.user("good", password=await gate.house.password())
    await linked(await gate.house.user("linked", password=await gate.house.password()), at.corp)
    await from_provider(gate.house, at.corp, "comes")
    await at.enforce()


@pytest.mark.parametrize("reasons", [REASONS, WHILE_ENFORCED], ids=["as ever", "while enforced"])
async def test_all_refusals_are_alike(gate: Gate, monkeypatch: pytest.MonkeyPatch, reasons: dict[str, str]) -> None:
    await furnish(gate)
    if reasons is WHILE_ENFORCED:
        await enforce(gate)
    await gate.send(LOGIN, {"name": "nobody", "password": "warm"})
    bodies: set[bytes] = set()
    headers: set[tuple[str, ...]] = set()
    costs: dict[str, tuple[int, tuple[str, ...]]] = {}
    for name, reason in reasons.items():
        password = "Not-this-0ne-here" if reason == "WRONG_PASSWORD" else PASSWORD
        async with hearing() as heard:
            with statements() as executed, counted_hashes(monkeypatch) as hashes:
                response = await gate.send(LOGIN, {"name": name, "password": password})
        bodies.add(response.content)
        headers.add(tuple(key for key in response.headers if key not in {"x-request-id", "date"}))
        costs[name[:20]] = (len(executed), tuple(hashes))
        assert [(told.action, told.reason) for told in heard.events] == [("login.failed", reason)], name
    assert len(bodies) == len(headers) == 1
    assert {hashes for _, hashes in costs.values()} == {("verify",)}
    assert len({count for count, _ in costs.values()}) == 1, costs


async def test_no_refusal_of_a_sign_in_names_the_account_that_is_not_there(gate: Gate) -> None:
    await furnish(gate)
    await gate.send(LOGIN, {"name": "secret-name", "password": "secret-password"})
    query = "{ auditEvents(first: 1) { nodes { action reason actorName targetName targetId changes { after } note } } }"
    (event,) = (await gate.data(query))["auditEvents"]["nodes"]
    assert event == {
        "action": "login.failed",
        "reason": "UNKNOWN_ACCOUNT",
        "actorName": None,
        "targetName": None,
        "targetId": None,
        "changes": [],
        "note": None,
    }


@pytest.mark.parametrize("token", ["", "x", "x" * 43, "x" * 10_000, "\0"])
async def test_a_step_that_waits_is_known_by_its_token_alone(gate: Gate, token: str) -> None:
    query = """
    mutation ($t: String!) {
      changeExpiredPassword(input: {pendingToken: $t, newPassword: "An0ther-good-word!"}) {
        __typename ... on LoginRefused { code }
      }
    }
    """
    refused = {"__typename": "LoginRefused", "code": "PENDING_TOKEN_INVALID"}
    assert await gate.ask(query, {"t": token}) == {"data": {"changeExpiredPassword": refused}}
