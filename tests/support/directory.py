"""A directory that is only said to be there: people with passwords, behind the protocol that real ones are behind."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from auth.sources.directory import Directory
from auth.sources.identity import (
    ExternalGroup,
    ExternalIdentity,
    Found,
    NotProven,
    Refused,
    Unavailable,
    Visit,
)
from models.ldap_profile import LdapProfile
from models.user import AuthMethod

THERE = "Pa55word-of-the-directory"
"""The password of everybody in it."""
SERVER = "dc1.example.test:636"
SILENT = Unavailable("no server answered")


@dataclass
class Entry:
    """Somebody in a directory.

    Attributes:
        refusal: What a right password is answered with; ``None``: it is right.
    """

    identity: ExternalIdentity
    password: str = THERE
    refusal: NotProven | None = None


@dataclass
class StandIn:
    """Every directory of a house.

    Attributes:
        silent: Profiles that do not answer, each with when: ``find`` or ``prove``.
        sought: Every name that was looked for, with the profile's.
        tried: Every password that was judged.
        seconds: How long it takes to look somebody up.
    """

    people: dict[UUID, list[Entry]] = field(default_factory=dict[UUID, list[Entry]])
    silent: dict[UUID, str] = field(default_factory=dict[UUID, str])
    sought: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    tried: list[str] = field(default_factory=list[str])
    seconds: float = 0

    def person(self, profile: LdapProfile, name: str, *groups: str, **values: Any) -> Entry:  # noqa: ANN401 — as an identity
        """Somebody new; ``groups`` are their distinguished names."""
        identity = ExternalIdentity(
            source_id=profile.id,
            method=AuthMethod.LDAP,
            subject=f"subject of {name}",
            login_name=name,
            dn=f"uid={name},ou=people,dc=example,dc=test",
            groups=tuple(ExternalGroup(group) for group in groups),
        )
        entry = Entry(replace(identity, **values))
        self.people.setdefault(profile.id, []).append(entry)
        return entry

    def source(self, directory: Directory) -> "_Source":
        return _Source(directory.id, directory.name, self)


@dataclass
class _Source:
    id: UUID
    name: str
    stand_in: StandIn

    def visit(self) -> AbstractAsyncContextManager[Visit]:
        return self._visit()

    @asynccontextmanager
    async def _visit(self) -> AsyncGenerator["_Visit"]:
        yield _Visit(self)


@dataclass
class _Visit:
    source: _Source
    server: str | None = None
    words: str | None = None

    async def find(self, name: str) -> Found:
        stand_in = self.source.stand_in
        stand_in.sought.append((self.source.name, name))
        await asyncio.sleep(stand_in.seconds)
        if stand_in.silent.get(self.source.id) == "find":
            return SILENT
        self.server = SERVER
        meant = name.rpartition("\\")[2].partition("@")[0].casefold()
        people = stand_in.people.get(self.source.id, [])
        found = [entry for entry in people if entry.identity.login_name.casefold() == meant]
        if not found:
            return Refused(NotProven.NO_ENTRY)
        return found[0].identity if len(found) == 1 else Refused(NotProven.SEVERAL_ENTRIES)

    async def prove(self, identity: ExternalIdentity, password: str) -> Refused | Unavailable | None:
        stand_in = self.source.stand_in
        if stand_in.silent.get(self.source.id) == "prove":
            return SILENT
        entry = next(each for each in stand_in.people[self.source.id] if each.identity.subject == identity.subject)
        stand_in.tried.append(password)
        if not password.strip() or password != entry.password:
            return Refused(NotProven.WRONG_PASSWORD)
        return Refused(entry.refusal) if entry.refusal else None
