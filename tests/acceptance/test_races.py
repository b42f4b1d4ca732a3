"""Callers who want the same thing at the same moment, each at a server process of their own."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.support.app import KEY
from tests.support.journey import administrator
from tests.support.rounds import rounds
from tests.support.server import Api, Home, running

CALLERS = 12
ROUNDS = rounds(3)

CREATE = """
mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id version } errors { code } } }
"""
UPDATE = """
mutation ($input: UpdateUserInput!) { updateUser(input: $input) { user { version } errors { code } } }
"""


@pytest.fixture
def processes(empty_database_url: str, tmp_path: Path) -> Iterator[list[Api]]:
    """The administrator at two server processes on one database."""
    shared = {"GATEHOUSE_DATABASE_URL": empty_database_url, "GATEHOUSE_SECRET_KEYS": KEY}
    homes = [Home(tmp_path / name, shared) for name in ("one", "two")]
    with ExitStack() as stack:
        first = stack.enter_context(running(homes[0]))
        token = administrator(first).token
        second = stack.enter_context(running(homes[1]))
        yield [first.api(token), second.api(token)]


def at_once(act: Callable[[int], Any]) -> list[Any]:
    """What each of several callers gets who act at the same moment."""
    with ThreadPoolExecutor(CALLERS) as pool:
        return list(pool.map(act, range(CALLERS)))


def codes(payloads: list[dict[str, Any]]) -> Counter[str]:
    """How often each outcome occurred; ``done`` is the absence of an error."""
    return Counter("+".join(error["code"] for error in payload["errors"]) or "done" for payload in payloads)


def wanted(kind: str, number: int, caller: int) -> dict[str, str]:
    """An account that differs from those of the other callers in everything but one thing."""
    name = f"{kind}-{number}-{caller}"
    own = {"username": name, "email": f"{name}@example.com", "externalId": name}
    same = {"username": f"same{number}", "email": f"same{number}@example.com", "externalId": f"same-{number}"}
    return {**own, kind: same[kind]}


def test_one_of_racing_creates_wins_and_the_others_hear_what_is_taken(processes: list[Api]) -> None:
    taken = {"username": "USERNAME_TAKEN", "email": "EMAIL_TAKEN", "externalId": "EXTERNAL_ID_TAKEN"}
    for number in range(ROUNDS):
        for kind, code in taken.items():

            def create(caller: int, number: int = number, kind: str = kind) -> dict[str, Any]:
                answer = processes[caller % 2].data(CREATE, input=wanted(kind, number, caller))
                return answer["createUser"]

            assert codes(at_once(create)) == {"done": 1, code: CALLERS - 1}


def test_repeated_creates_make_one_account_and_stale_updates_change_nothing(processes: list[Api]) -> None:
    repeated = {"username": "repeated", "idempotencyKey": "once"}
    payloads = at_once(lambda caller: processes[caller % 2].data(CREATE, input=repeated)["createUser"])
    assert codes(payloads).keys() <= {"done", "IDEMPOTENCY_KEY_IN_USE"}
    assert len({payload["user"]["id"] for payload in payloads if payload["user"]}) == 1
    made = processes[0].data(CREATE, input={"username": "edited"})["createUser"]["user"]
    payloads = at_once(
        lambda caller: processes[caller % 2].data(
            UPDATE, input={"id": made["id"], "version": made["version"], "firstName": f"Name {caller}"}
        )["updateUser"]
    )
    assert codes(payloads) == {"done": 1, "VERSION_CONFLICT": CALLERS - 1}
