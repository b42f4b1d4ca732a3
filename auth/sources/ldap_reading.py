"""Reads everybody in a directory, page by page (RFC 2696), in the memory of one page."""

import re
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from auth.clock import Clock
from auth.sources.directory import Directory
from auth.sources.examination import FailureKind
from auth.sources.identity import ExternalGroup, ExternalIdentity, NotProven, Unavailable
from auth.sources.ldap_answers import Entry
from auth.sources.ldap_connection import Connection
from auth.sources.ldap_conversation import Conversation
from auth.sources.ldap_groups import direct_groups, paths, primary_group, primary_group_sid
from auth.sources.ldap_people import attributes_of, identity_of
from auth.sources.ldap_results import Failed, check_search
from auth.sources.ldap_search import USERNAME, Search
from auth.sources.ldap_threads import LdapThreads
from models.ldap_profile import GroupLookup

PAGE = 500

PAGE_SECONDS = 30.0
"""What one page may take."""

TURNS_SECONDS = 600.0
"""How long it waits for threads, all in all: sign-ins of the same directory have them, too."""

PAGE_OCTETS = 32_000_000

MOST_ENTRIES = 1_000_000
"""A directory that has more, or never ends, is not read."""

_STARS = re.compile(r"\*+")

MOST_EMPTY_PAGES = 3
"""Pages without anybody, one after the other, after which nothing more is expected."""


@dataclass(frozen=True, slots=True)
class _Page:
    people: list[ExternalIdentity]
    entries: int
    cookie: bytes


class DirectoryReading:
    """Everybody in one directory."""

    def __init__(
        self,
        directory: Directory,
        threads: LdapThreads,
        converse: Callable[[Directory, float], Conversation],
        clock: Clock,
    ) -> None:
        """``converse`` begins a conversation that lasts so many seconds."""
        self._directory = directory
        self._threads = threads
        self._converse = converse
        self._clock = clock

    async def all_entries(self) -> AsyncGenerator[Sequence[ExternalIdentity] | Unavailable]:
        """Everybody whom the user filter finds under the base DN with any name; use ``aclosing`` to stop early.

        It ends after the last page. Where the answer is not whole, the last thing that it gives is ``Unavailable``, and
        nothing may be concluded from who was missing. ``groups`` are the direct ones where the profile looks them up by
        ``MEMBER_OF``, with the primary group where it counts; ``None`` else. Entries without the id attribute, or with
        a name outside the base, are left out; pages of nothing else are no answer.
        """
        await self._threads.ready()
        conversation = self._converse(self._directory, PAGE_SECONDS)
        talk = self._threads.talk(conversation, self._directory.id, TURNS_SECONDS)
        groups_by_sid: dict[bytes, list[str]] = {}
        read, empty, cookie, is_last = 0, 0, b"", False
        try:
            while not is_last:
                conversation.seconds = PAGE_SECONDS
                page = await talk.ask(partial(self._page, conversation, cookie, groups_by_sid))
                if isinstance(page, Unavailable):
                    yield page
                    return
                read, empty, cookie = read + page.entries, 0 if page.entries else empty + 1, page.cookie
                is_last = not cookie
                if read > MOST_ENTRIES or empty > MOST_EMPTY_PAGES or (page.entries and not page.people):
                    yield Failed(FailureKind.TOO_MUCH if page.people or empty else FailureKind.NOT_PERMITTED).outcome
                    return
                if page.people:
                    yield page.people
        finally:
            talk.leave()

    def _page(self, conversation: Conversation, cookie: bytes, groups_by_sid: dict[bytes, list[str]]) -> _Page:
        """One page; only the first may be had from another server than the one before."""
        ask = partial(self._read, cookie=cookie, groups_by_sid=groups_by_sid)
        return conversation.at_the_same_server(ask) if cookie else conversation.at_some_server(ask)

    def _read(self, connection: Connection, *, cookie: bytes, groups_by_sid: dict[bytes, list[str]]) -> _Page:
        search = Search(
            base=self._directory.base_dn,
            filter=_STARS.sub("*", self._directory.user_filter.replace(USERNAME, "*")),
            attributes=attributes_of(self._directory),
            page_size=PAGE,
            cookie=cookie,
            must_page=True,
        )
        found = connection.search(search, PAGE, PAGE_OCTETS)
        check_search(found.result)
        if found.cookie is None:
            raise Failed(FailureKind.REFUSED)
        people = [self._person(connection, entry, groups_by_sid) for entry in found.entries]
        return _Page([person for person in people if person is not None], len(found.entries), found.cookie)

    def _person(
        self, connection: Connection, entry: Entry, groups_by_sid: dict[bytes, list[str]]
    ) -> ExternalIdentity | None:
        identity = identity_of(self._directory, entry, None, self._clock.now())
        if isinstance(identity, NotProven):
            return None
        return replace(identity, groups=self._groups(connection, entry, groups_by_sid))

    def _groups(
        self, connection: Connection, entry: Entry, groups_by_sid: dict[bytes, list[str]]
    ) -> tuple[ExternalGroup, ...] | None:
        if self._directory.group_lookup is not GroupLookup.MEMBER_OF:
            return None
        sid = primary_group_sid(entry) if self._directory.primary_group else None
        if sid is not None and sid not in groups_by_sid:
            groups_by_sid[sid] = primary_group(connection, self._directory, entry)
        return paths([*direct_groups(connection, entry), *(groups_by_sid[sid] if sid else ())], {}, 0)
