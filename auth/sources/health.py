"""Remembers which servers of directories did not answer, so that a dead one costs its timeout once, not each time."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from threading import Lock
from typing import TypeAlias

from auth.clock import Clock, SystemClock
from auth.sources.directory import Addressed, Directory, Server
from models.ldap_profile import LdapConnection

SKIPPED_FOR_SECONDS = 60

MOST_REMEMBERED = 1_000
"""Servers that are remembered; the ones that were heard of longest ago are forgotten."""

_Key: TypeAlias = tuple[str, int, LdapConnection]


class ServerState(StrEnum):
    """What this process last saw of a server."""

    UP = "UP"
    DOWN = "DOWN"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True, slots=True)
class ServerStanding:
    """A server with its state; ``since`` is ``None`` where nothing is known of it."""

    server: Server
    state: ServerState
    since: datetime | None


@dataclass(frozen=True, slots=True)
class _Seen:
    answered: bool
    since: datetime
    seconds: float
    """When it was last seen so, on the monotonic clock."""


class ServerHealth:
    """The memory of one process. Safe to use from several threads."""

    def __init__(self, clock: Clock | None = None, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock or SystemClock()
        self._monotonic = monotonic
        self._seen: dict[_Key, _Seen] = {}
        self._lock = Lock()

    def candidates(self, directory: Directory) -> tuple[Sequence[Server], Sequence[Server]]:
        """The servers to try, in order, and those to try only when none of these answers.

        Where all are dead, all are to be tried.
        """
        skipped = [server for server in directory.servers if self._is_skipped(_key(directory, server))]
        live = [server for server in directory.servers if server not in skipped]
        return (live, skipped) if live else (skipped, ())

    def answered(self, directory: Directory, server: Server) -> None:
        """The server did what it is for."""
        self._saw(_key(directory, server), answered=True)

    def failed(self, directory: Directory, server: Server) -> None:
        """The server could not be reached or did not answer."""
        self._saw(_key(directory, server), answered=False)

    def of(self, directory: Addressed) -> list[ServerStanding]:
        """What is known of each server of a directory, in their order."""
        return [self._standing(server, self._seen.get(_key(directory, server))) for server in directory.servers]

    def _standing(self, server: Server, seen: _Seen | None) -> ServerStanding:
        if seen is None:
            return ServerStanding(server, ServerState.UNKNOWN, None)
        return ServerStanding(server, ServerState.UP if seen.answered else ServerState.DOWN, seen.since)

    def _is_skipped(self, key: _Key) -> bool:
        seen = self._seen.get(key)
        return seen is not None and not seen.answered and self._monotonic() - seen.seconds < SKIPPED_FOR_SECONDS

    def _saw(self, key: _Key, *, answered: bool) -> None:
        with self._lock:
            before = self._seen.pop(key, None)
            since = before.since if before is not None and before.answered == answered else self._clock.now()
            self._seen[key] = _Seen(answered, since, self._monotonic())
            if len(self._seen) > MOST_REMEMBERED:
                del self._seen[next(iter(self._seen))]


def _key(directory: Addressed, server: Server) -> _Key:
    return server.host.casefold(), server.port, directory.connection
