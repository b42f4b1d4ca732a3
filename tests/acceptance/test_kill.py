"""A server that is taken away in the middle of writing: each change is there with its audit row, or neither is."""

import threading
import time
from collections import Counter
from typing import Any

import httpx2

from tests.support.journey import administrator
from tests.support.rounds import rounds
from tests.support.server import Api, Home, Server, running

ROUNDS = rounds(3)
WRITERS = 4
WRITING_SECONDS = 0.6
READY_SECONDS = 15

CREATE = """
mutation ($username: String!) {
  createUser(input: {username: $username}) { user { id } errors { code } }
}
"""
UPDATE = """
mutation ($id: ID!, $note: String!) {
  updateUser(input: {id: $id, contactNote: $note}) { errors { code } }
  requirePasswordChange(input: {id: $id}) { errors { code } }
}
"""
ACCOUNTS = """
query ($after: String) {
  users(first: 250, after: $after, search: "killed") {
    nodes { id version }
    pageInfo { hasNextPage endCursor }
  }
}
"""
EVENTS = """
query ($after: String, $actions: [String!]) {
  auditEvents(first: 250, after: $after, filter: {actions: $actions}) {
    nodes { targetId }
    pageInfo { hasNextPage endCursor }
  }
}
"""


def test_every_change_has_its_audit_row_after_kills(home: Home) -> None:
    with running(home) as server:
        token = administrator(server).token
    for number in range(ROUNDS):
        begun = time.monotonic()
        with running(home) as server:
            assert time.monotonic() - begun < READY_SECONDS, "a kill must not make the next start slow"
            api = server.api(token)
            assert unpaired(api) == []
            write_until_killed(server, api, number)
    with running(home) as server:
        api = server.api(token)
        assert unpaired(api) == []
        assert len(rows(api, ACCOUNTS, "users")) > ROUNDS, "the writers wrote nothing"
        server.stop()


def write_until_killed(server: Server, api: Api, number: int) -> None:
    """Writes from several connections at once and takes the server away among it."""
    writers = [
        threading.Thread(target=write, args=(api, f"killed-{number}-{writer}"), daemon=True)
        for writer in range(WRITERS)
    ]
    for writer in writers:
        writer.start()
    time.sleep(WRITING_SECONDS + 0.037 * (number % 10))
    server.kill()
    for writer in writers:
        writer.join(timeout=30)
        assert not writer.is_alive()


def write(api: Api, name: str) -> None:
    """Creates accounts and changes each, until there is nobody to talk to."""
    try:
        for number in range(10_000):
            made = api.data(CREATE, username=f"{name}-{number}")["createUser"]
            api.data(UPDATE, id=made["user"]["id"], note="changed")
    except httpx2.TransportError:
        return


def unpaired(api: Api) -> list[str]:
    """Accounts that were created without an event or the other way round, or whose version tells of other changes."""
    accounts = {row["id"]: row["version"] for row in rows(api, ACCOUNTS, "users")}
    created = Counter(row["targetId"] for row in rows(api, EVENTS, "auditEvents", actions=["user.created"]))
    updated = Counter(row["targetId"] for row in rows(api, EVENTS, "auditEvents", actions=["user.updated"]))
    return [
        f"{key}: {created[key]} creations, {updated[key]} updates, version {version}"
        for key, version in accounts.items()
        if created[key] != 1 or version != 1 + updated[key]
    ]


def rows(api: Api, query: str, name: str, **variables: object) -> list[dict[str, Any]]:
    """Every row of a list, page by page."""
    found: list[dict[str, Any]] = []
    after = None
    while True:
        page = api.data(query, after=after, **variables)[name]
        found += page["nodes"]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            return found
