"""Two administrators who demote each other, many times at once, at two server processes: one remains."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.support.app import KEY
from tests.support.journey import administrator, signed_in
from tests.support.rounds import rounds
from tests.support.server import Api, Home, running

AT_ONCE = 30
ROUNDS = rounds(4)
PASSWORD = "Corr3ct-horse-battery"

CREATE = "mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id } errors { code } } }"
ROLES = """
mutation ($input: SetUserRolesInput!) {
  setUserRoles(input: $input) { errors { code ... on WouldLockOut { administratorsBefore administratorsAfter } } }
}
"""
ADMINISTRATORS = """{ users(filter: {roles: ["admin"]}) { nodes { id } } viewer { id } }"""


@pytest.fixture
def callers(empty_database_url: str, tmp_path: Path) -> Iterator[dict[str, list[Api]]]:
    """Each administrator's id, with a client of theirs at each of two processes on one database."""
    shared = {"GATEHOUSE_DATABASE_URL": empty_database_url, "GATEHOUSE_SECRET_KEYS": KEY}
    with ExitStack() as stack:
        one = stack.enter_context(running(Home(tmp_path / "one", shared)))
        first = administrator(one)
        new = {"username": "second", "roles": ["admin"], "credential": "PASSWORD", "password": PASSWORD}
        made = first.data(CREATE, input=new)["createUser"]
        second = signed_in(one, "second", PASSWORD)
        other = stack.enter_context(running(Home(tmp_path / "two", shared)))
        ids = (first.data("{ viewer { id } }")["viewer"]["id"], made["user"]["id"])
        tokens = (first.token, second.token)
        yield {id_: [one.api(token), other.api(token)] for id_, token in zip(ids, tokens, strict=True)}


def outcome(answer: dict[str, Any]) -> str:
    """What became of one demotion."""
    if "errors" in answer:
        return "+".join(error["extensions"]["code"] for error in answer["errors"])
    errors = answer["data"]["setUserRoles"]["errors"]
    for error in errors:
        assert error == {"code": "WOULD_LOCK_OUT", "administratorsBefore": error["administratorsBefore"]} | {
            "administratorsAfter": []
        }
        assert len(error["administratorsBefore"]) == 1
    return "+".join(error["code"] for error in errors) or "done"


def test_thirty_demotions_of_two_administrators_leave_one(callers: dict[str, list[Api]]) -> None:
    (one, of_one), (other, of_other) = callers.items()

    def demote(number: int) -> str:
        clients, whom = (of_one, other) if number % 2 else (of_other, one)
        return outcome(clients[number // 2 % 2].post(ROLES, input={"id": whom, "roles": ["viewer"]}))

    for _ in range(ROUNDS):
        with ThreadPoolExecutor(AT_ONCE) as pool:
            outcomes = Counter(pool.map(demote, range(AT_ONCE)))
        assert outcomes.keys() <= {"done", "WOULD_LOCK_OUT", "FORBIDDEN"}
        assert outcomes["done"] >= 1
        seen = [clients[0].post(ADMINISTRATORS) for clients in callers.values()]
        allowed = [answer["data"] for answer in seen if "errors" not in answer]
        assert len(allowed) == 1, seen
        (remaining,) = allowed[0]["users"]["nodes"]
        assert remaining["id"] == allowed[0]["viewer"]["id"]
        demoted = ({one, other} - {remaining["id"]}).pop()
        again = {"id": demoted, "roles": ["admin"]}
        assert callers[remaining["id"]][0].data(ROLES, input=again)["setUserRoles"]["errors"] == []
