"""Finds the addresses of hosts within a time.

The system's resolver cannot be interrupted, so each look-up that needs it has a thread of its own, which is left behind
where it takes too long; few are under way at once.
"""

import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import ip_address
from threading import BoundedSemaphore, Event, Thread
from typing import Any

from auth.sources.directory import Server
from auth.sources.examination import FailureKind
from auth.sources.ldap_results import Failed

MOST_AT_ONCE = 16

LOOKED_AT_EVERY_SECONDS = 0.1
"""How often whoever waits sees whether they still have to."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where to connect to: the arguments of a socket and of its ``connect``."""

    family: int
    kind: int
    protocol: int
    place: Any


@dataclass(slots=True)
class _Asked:
    done: Event = field(default_factory=Event)
    found: list[Address] = field(default_factory=list[Address])


class HostLookups:
    """The look-ups of a process. Blocks; call it from a thread."""

    def __init__(self) -> None:
        self._places = BoundedSemaphore(MOST_AT_ONCE)

    def addresses(self, server: Server, seconds_left: Callable[[], float]) -> list[Address]:
        """Where a server is, at least one address. Raises ``Failed``: ``NAME_UNKNOWN``, ``BUSY``.

        ``seconds_left`` is asked now and then whether to go on, and raises where not.
        """
        if _is_address(server.host):
            return _found(server, socket.AI_NUMERICHOST)
        if not self._places.acquire(blocking=False):
            raise Failed(FailureKind.BUSY)
        asked = _Asked()
        Thread(target=self._look, args=(server, asked), name="ldap-host", daemon=True).start()
        while not asked.done.wait(min(seconds_left(), LOOKED_AT_EVERY_SECONDS)):
            pass
        if not asked.found:
            raise Failed(FailureKind.NAME_UNKNOWN)
        return asked.found

    def _look(self, server: Server, asked: _Asked) -> None:
        try:
            asked.found = _found(server, 0)
        except Failed:
            asked.found = []
        finally:
            self._places.release()
            asked.done.set()


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _found(server: Server, flags: int) -> list[Address]:
    try:
        found = socket.getaddrinfo(server.host, server.port, type=socket.SOCK_STREAM, flags=flags)
    except (OSError, UnicodeError):
        raise Failed(FailureKind.NAME_UNKNOWN) from None
    return [Address(family, kind, protocol, place) for family, kind, protocol, _, place in found]
