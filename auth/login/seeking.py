"""Finds who is meant in the directories, by the name that somebody typed. No password is looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from auth.ldap_profiles.queries import enabled_directory, enabled_profiles
from auth.login.pace import Pace
from auth.login.queries import NamedAccount
from auth.provisioning.candidates import open_expectation_of
from auth.provisioning.values import is_recognisable
from auth.reading import Statement, load
from auth.sources.directory import Directory
from auth.sources.identity import (
    ExternalIdentity,
    Found,
    NotProven,
    PasswordSource,
    Refused,
    Unavailable,
    Visit,
)
from auth.texts import canonical
from auth.vault import Vault
from models.external_identity import ExternalIdentity as Link
from models.identity_expectation import IdentityExpectation, IdentityKind
from models.user import AuthMethod


class PasswordSources(Protocol):
    """What makes a source of a directory."""

    def source(self, directory: Directory, /) -> PasswordSource:
        """The source; nothing is opened yet."""
        ...


class Directories:
    """The directories as sign-ins of this process ask them, with the memory of which did not answer last.

    Attributes:
        pace: How long they make refusals take.
    """

    def __init__(self, sources: PasswordSources) -> None:
        self.pace = Pace()
        self._sources = sources
        self._silent: set[UUID] = set()
        self._judging_nobody: set[UUID] = set()

    async def enabled(self) -> list[UUID]:
        """Those that are switched on, in the order in which they are asked for names that nobody has here."""
        return await enabled_profiles()

    async def opened(self, directory_id: UUID, vault: Vault) -> Directory | None:
        """One that is to be asked now, with its password; ``None`` where it is off or its password cannot be opened."""
        return await enabled_directory(directory_id, vault)

    def source(self, directory: Directory) -> PasswordSource:
        """Where to ask."""
        return self._sources.source(directory)

    def note(self, directory_id: UUID, answer: object, *, judged: bool = False) -> None:
        """Remembers whether a directory answered, who somebody is or, ``judged``, whether a password is right.

        One that finds people and judges nobody is silent too, until it judges again: else who is unknown to it would
        be told otherwise than who is not.
        """
        if isinstance(answer, Unavailable):
            (self._judging_nobody if judged else self._silent).add(directory_id)
            return
        self._silent.discard(directory_id)
        if judged:
            self._judging_nobody.discard(directory_id)

    def any_silent(self, among: Sequence[UUID]) -> bool:
        """Whether one of these did not answer when it was last asked."""
        return not (self._silent | self._judging_nobody).isdisjoint(among)


@dataclass(frozen=True, slots=True)
class Sought:
    """Who is looked for.

    Attributes:
        names: By which names, one after the other.
        subject: Who it is, where an account by that name has its person already.
    """

    names: tuple[str, ...]
    subject: str | None = None


def asked_for(account: NamedAccount | None, enabled: Sequence[UUID]) -> Sequence[UUID] | None:
    """The directories that a name is looked for in; ``None`` where the account's own method asks none.

    A name that nobody has here is looked for in all of them; an account's in the one that checks it, if that is on.
    """
    if account is None:
        return enabled or None
    if account.method is not AuthMethod.LDAP:
        return None
    return [directory_id for directory_id in enabled if directory_id == account.source_id]


async def sought(name: str, account: NamedAccount | None) -> Sought:
    """Who is meant by a name: of an account, first whom the directory knows as its person, or is to know."""
    if account is None:
        return Sought((name,))
    for waiting in await load(IdentityExpectation, open_expectation_of(account.user_id)):
        return Sought(_names(waiting.value, name) if waiting.kind is IdentityKind.LOGIN_NAME else (name,))
    rest = Statement()
    rest.add(f"WHERE user_id = {rest.bind(account.user_id)} AND source_id = {rest.bind(account.source_id)}")
    for link in await load(Link, rest):
        return Sought(_names(link.login_name, name), link.subject)
    return Sought((name,))


async def seek(visit: Visit, who: Sought) -> Found:
    """The first who fits; else whoever has the name that was typed, with whom it is then on their own account."""
    found: Found = Refused(NotProven.NO_ENTRY)
    for name in who.names:
        found = await visit.find(name)
        if isinstance(found, Unavailable):
            return found
        if isinstance(found, ExternalIdentity) and who.subject in {None, found.subject}:
            break
    if isinstance(found, ExternalIdentity) and not is_recognisable(found):
        return Refused(NotProven.NO_SUBJECT)
    return found


def _names(known: str, typed: str) -> tuple[str, ...]:
    return (typed,) if canonical(known) == canonical(typed) else (known, typed)
