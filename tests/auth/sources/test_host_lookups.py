"""Names of servers are looked up within a time, whatever the system's resolver does."""

import asyncio
import socket
import threading
from collections.abc import Generator
from contextlib import ExitStack
from time import monotonic
from typing import Any

import pytest

from auth.sources.directory import Server
from auth.sources.examination import FailureKind
from auth.sources.host_lookups import MOST_AT_ONCE, HostLookups
from auth.sources.identity import ExternalIdentity
from auth.sources.ldap_results import Failed
from tests.support.ldap_server import PASSWORD, serving
from tests.support.small_directory import directory, small_server
from tests.support.visits import Visitor, unavailable, visitor

__all__ = ["visitor"]


@pytest.fixture
def stuck(monkeypatch: pytest.MonkeyPatch) -> Generator[threading.Event]:
    """A resolver that does not answer before the test is over."""
    over = threading.Event()

    def hang(*_: Any, **__: Any) -> list[Any]:  # noqa: ANN401 — as the real one
        over.wait(30)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    yield over
    over.set()


async def test_a_resolver_that_hangs_costs_the_time_to_connect(visitor: Visitor, stuck: threading.Event) -> None:
    asked = directory(small_server(), servers=(Server("dc.example.test", 389),))
    begun = monotonic()
    assert await visitor.signed_in(asked, "alice", PASSWORD) == unavailable(FailureKind.TIMEOUT)
    assert monotonic() - begun < asked.connect_timeout_seconds + 1
    assert not stuck.is_set()


async def test_who_is_interrupted_does_not_wait_for_the_resolver(visitor: Visitor, stuck: threading.Event) -> None:
    asked = directory(
        small_server(), servers=(Server("dc.example.test", 389),), connect_timeout_seconds=20, total_timeout_seconds=20
    )
    task = asyncio.create_task(visitor.signed_in(asked, "alice", PASSWORD))
    await asyncio.sleep(0.2)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    begun = monotonic()
    await asyncio.to_thread(visitor.sources.close)
    assert monotonic() - begun < 1
    assert not stuck.is_set()


def test_few_are_looked_up_at_once(stuck: threading.Event) -> None:
    lookups = HostLookups()

    def no_time() -> float:
        raise Failed(FailureKind.TIMEOUT)

    kinds: list[FailureKind] = []
    for _ in range(MOST_AT_ONCE + 1):
        with pytest.raises(Failed) as raised:
            lookups.addresses(Server("dc.example.test", 389), no_time)
        kinds.append(raised.value.kind)
    assert kinds == [FailureKind.TIMEOUT] * MOST_AT_ONCE + [FailureKind.BUSY]
    assert not stuck.is_set()


@pytest.mark.parametrize("error", [socket.gaierror(-2, "unknown"), OSError("no network"), UnicodeError("no name")])
async def test_a_name_that_is_not_known_is_said_to_be(
    visitor: Visitor, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_: Any, **__: Any) -> list[Any]:  # noqa: ANN401 — as the real one
        raise error

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    asked = directory(small_server(), servers=(Server("dc.example.test", 389),))
    assert await visitor.signed_in(asked, "alice", PASSWORD) == unavailable(FailureKind.NAME_UNKNOWN)


async def test_each_address_of_a_name_is_tried(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(small_server()) as made, ExitStack() as held:
        closed = held.enter_context(socket.socket())
        closed.bind(("127.0.0.1", 0))
        places = [closed.getsockname(), ("127.0.0.1", made.port)]

        def several(*_: Any, **__: Any) -> list[Any]:  # noqa: ANN401 — as the real one
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", place) for place in places]

        monkeypatch.setattr(socket, "getaddrinfo", several)
        asked = directory(made, servers=(Server("dc.example.test", 389),))
        assert isinstance(await visitor.signed_in(asked, "alice", PASSWORD), ExternalIdentity)


def test_an_address_needs_no_resolver() -> None:
    lookups = HostLookups()
    found = [lookups.addresses(Server(host, 636), lambda: 0.0)[0] for host in ("127.0.0.1", "::1")]
    assert [(address.family, address.place[:2]) for address in found] == [
        (socket.AF_INET, ("127.0.0.1", 636)),
        (socket.AF_INET6, ("::1", 636)),
    ]
    assert not [thread for thread in threading.enumerate() if thread.name == "ldap-host"]
