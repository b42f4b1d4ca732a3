"""What a directory says of somebody, asked as a sign-in asks it."""

from collections.abc import Generator
from dataclasses import dataclass
from time import monotonic

import pytest

from auth.sources.directory import Directory
from auth.sources.examination import WORDS, FailureKind
from auth.sources.health import ServerHealth
from auth.sources.identity import ExternalIdentity, Found, Unavailable
from auth.sources.ldap import LdapSources
from auth.sources.ldap_connection import load
from auth.sources.ldap_threads import LdapThreads


class Seconds:
    """A monotonic clock that goes by itself and can be turned on."""

    def __init__(self) -> None:
        self.turned = 0.0

    def __call__(self) -> float:
        return monotonic() + self.turned


@dataclass
class Visitor:
    """One process, as far as directories are concerned.

    Attributes:
        seconds: What its memory of dead servers goes by.
        threads: In which it waits for directories.
        server: Who answered last.
    """

    sources: LdapSources
    seconds: Seconds
    threads: LdapThreads
    server: str | None = None

    async def found(self, directory: Directory, name: str) -> Found:
        """Looks somebody up."""
        async with self.sources.source(directory).visit() as visit:
            found = await visit.find(name)
            self.server = visit.server
            return found

    async def signed_in(self, directory: Directory, name: str, password: str) -> Found:
        """Looks somebody up and tries a password; gives who it is, or why not."""
        async with self.sources.source(directory).visit() as visit:
            found = await visit.find(name)
            if isinstance(found, ExternalIdentity):
                found = await visit.prove(found, password) or found
            self.server = visit.server
            return found


@pytest.fixture
def visitor() -> Generator[Visitor]:
    """A process that remembers nothing yet, and has loaded what takes time."""
    load()
    seconds = Seconds()
    threads = LdapThreads()
    sources = LdapSources(ServerHealth(monotonic=seconds), threads=threads)
    yield Visitor(sources, seconds, threads)
    sources.close()


def unavailable(kind: FailureKind) -> Unavailable:
    """The failure of a directory that could not answer."""
    return Unavailable(WORDS[kind])


def groups_of(found: Found) -> dict[str, tuple[str, ...]]:
    """The groups of somebody who was found, each with those through which."""
    assert isinstance(found, ExternalIdentity), found
    assert found.groups is not None
    names = [group.name for group in found.groups]
    assert len(names) == len(set(names)), names
    return {group.name: group.via for group in found.groups}
