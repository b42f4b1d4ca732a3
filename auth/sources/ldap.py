"""Directories as sources: sign-ins, comparisons and tests ask them here. One object of a process has what it takes."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from uuid import UUID

from auth.clock import Clock, SystemClock
from auth.sources.directory import Addressed, Directory, Server
from auth.sources.examination import ServerReport
from auth.sources.health import ServerHealth, ServerStanding
from auth.sources.host_lookups import HostLookups
from auth.sources.identity import Unavailable, Visit
from auth.sources.ldap_conversation import Conversation
from auth.sources.ldap_examination import Examination, default_base_dn
from auth.sources.ldap_reading import DirectoryReading
from auth.sources.ldap_results import kind_of
from auth.sources.ldap_threads import LEAST_TURN_SECONDS, TURN_SECONDS, LdapThreads
from auth.sources.ldap_visit import LdapVisit

MOST_SECONDS = 18
"""What a sign-in's conversation takes at most, with waiting for its turns: the request is given up soon after that."""


class LdapSources:
    """The directories of a process: their threads, and the memory of dead servers.

    It starts no thread and loads no library before the first question.
    """

    def __init__(
        self, health: ServerHealth | None = None, *, clock: Clock | None = None, threads: LdapThreads | None = None
    ) -> None:
        self._clock = clock or SystemClock()
        self._health = health or ServerHealth(self._clock)
        self._threads = threads or LdapThreads()
        self._lookups = HostLookups()

    def source(self, directory: Directory) -> "LdapSource":
        """The source that signs people in by a directory. Opens nothing yet."""
        return LdapSource(directory, self)

    def reading(self, directory: Directory) -> DirectoryReading:
        """The way to read everybody in a directory. Opens nothing yet."""
        return DirectoryReading(directory, self._threads, self._conversation, self._clock)

    def health_of(self, directory: Addressed) -> list[ServerStanding]:
        """What this process last saw of each server."""
        return self._health.of(directory)

    @asynccontextmanager
    async def visit(self, directory: Directory) -> AsyncGenerator[Visit]:
        """A conversation within the directory's total time; what it holds is given back at its end."""
        await self._threads.ready()
        conversation = self._conversation(directory, directory.total_timeout_seconds)
        turn_seconds = max(LEAST_TURN_SECONDS, min(TURN_SECONDS, MOST_SECONDS - directory.total_timeout_seconds))
        talk = self._threads.talk(conversation, directory.id, turn_seconds)
        try:
            yield LdapVisit(directory, conversation, talk)
        finally:
            talk.leave()

    async def examine(
        self, directory: Directory, *, test_username: str | None = None, password: str | None = None
    ) -> list[ServerReport]:
        """Tries every server step by step, as many at once as may be, each within the directory's total time.

        The memory of dead servers is neither asked nor written. Without a ``test_username`` the steps from
        ``TEST_USER`` on are skipped, without a ``password`` the last one, without a base DN the one that looks at it.
        """
        await self._threads.ready()
        examined = (self._examined(directory, server, test_username, password) for server in directory.servers)
        return list(await asyncio.gather(*examined))

    async def default_base_dn(self, directory: Directory) -> str | Unavailable:
        """What the directory itself suggests as base DN; the one of ``directory`` is not looked at."""
        await self._threads.ready()
        conversation = self._conversation(directory, directory.total_timeout_seconds)
        talk = self._threads.talk(conversation, directory.id)
        try:
            return await talk.ask(partial(conversation.at_some_server, default_base_dn))
        finally:
            talk.leave()

    def close(self) -> None:
        """Gives up what is under way and takes no more."""
        self._threads.close()

    def _conversation(self, directory: Directory, seconds: float) -> Conversation:
        return Conversation(directory, self._health, self._lookups, self._clock, seconds)

    async def _examined(
        self, directory: Directory, server: Server, test_username: str | None, password: str | None
    ) -> ServerReport:
        seconds = directory.total_timeout_seconds
        examination = Examination(directory, server, self._lookups, self._clock, seconds)
        talk = self._threads.talk(examination, directory.id, seconds)
        try:
            ended = await talk.ask(partial(examination.run, test_username, password))
        finally:
            talk.leave()
        return examination.report(None if ended is None else kind_of(ended))


class LdapSource:
    """A ``PasswordSource``."""

    def __init__(self, directory: Directory, sources: LdapSources) -> None:
        self._directory = directory
        self._sources = sources

    @property
    def id(self) -> UUID:
        """Of the profile."""
        return self._directory.id

    @property
    def name(self) -> str:
        """Of the profile."""
        return self._directory.name

    def visit(self) -> AbstractAsyncContextManager[Visit]:
        """A conversation within the directory's total time; what it holds is given back at its end."""
        return self._sources.visit(self._directory)
