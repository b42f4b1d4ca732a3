"""Who somebody is elsewhere, in the one form in which every source tells it, and what sources can do.

An identity is recognised by its source and its subject alone. Its e-mail address is a hint, and only where the source
vouches for it.
"""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, TypeAlias
from uuid import UUID

from models.user import AuthMethod


@dataclass(frozen=True, slots=True)
class ExternalGroup:
    """A group that somebody is in.

    Attributes:
        name: As the source calls it; a distinguished name in a directory.
        via: The groups through which, from the one that has the person in it up to the last before this one; empty
            for a group that has the person in it itself.
    """

    name: str
    via: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExternalIdentity:
    """Somebody as a source knows them.

    Attributes:
        subject: What never changes about them there.
        login_name: By what they sign in there.
        dn: The distinguished name of their entry, in a directory.
        email_verified: Whether the source vouches that the address is theirs.
        groups: Every group, also those through others; ``None`` where the source did not tell, which is not "none".
        is_disabled: Whether the source says that they may not sign in there.
    """

    source_id: UUID
    method: AuthMethod
    subject: str
    login_name: str
    dn: str | None = None
    email: str | None = field(default=None, repr=False)
    email_verified: bool = False
    first_name: str = field(default="", repr=False)
    last_name: str = field(default="", repr=False)
    groups: tuple[ExternalGroup, ...] | None = None
    is_disabled: bool = False


class NotProven(StrEnum):
    """Why a source does not say that somebody is who they say."""

    NO_ENTRY = "NO_ENTRY"
    SEVERAL_ENTRIES = "SEVERAL_ENTRIES"
    OUTSIDE_BASE = "OUTSIDE_BASE"
    NO_SUBJECT = "NO_SUBJECT"
    WRONG_PASSWORD = "WRONG_PASSWORD"  # noqa: S105 — a reason, not a secret
    DISABLED = "DISABLED"
    LOCKED = "LOCKED"
    EXPIRED = "EXPIRED"
    PASSWORD_EXPIRED = "PASSWORD_EXPIRED"  # noqa: S105 — a reason, not a secret
    MUST_CHANGE_PASSWORD = "MUST_CHANGE_PASSWORD"  # noqa: S105 — a reason, not a secret
    NOT_AT_THIS_TIME = "NOT_AT_THIS_TIME"
    NOT_AT_THIS_COMPUTER = "NOT_AT_THIS_COMPUTER"
    REFUSED = "REFUSED"


@dataclass(frozen=True, slots=True)
class Refused:
    """The source answered, and the answer is no."""

    because: NotProven


@dataclass(frozen=True, slots=True)
class Unavailable:
    """The source could not answer, which says nothing about the person.

    Attributes:
        failure: In our own words, without anything that the source sent.
    """

    failure: str


Found: TypeAlias = ExternalIdentity | Refused | Unavailable


class Visit(Protocol):
    """One conversation with a source that checks passwords, within one deadline."""

    @property
    def server(self) -> str | None:
        """Which server is talked to, ``host:port``; ``None`` where none answered."""
        ...

    @property
    def words(self) -> str | None:
        """What the source said itself where the last answer was no, in one line, for the audit trail and nobody else.

        No password is in it that was given.
        """
        ...

    async def find(self, name: str) -> Found:
        """Looks somebody up by the name they typed, with all of their groups. No password is looked at."""
        ...

    async def prove(self, identity: ExternalIdentity, password: str) -> Refused | Unavailable | None:
        """Whether this is the password of who was found; ``None``: it is. A blank one is refused and never sent."""
        ...


class PasswordSource(Protocol):
    """A source to which a name and a password are brought. It never raises for what it is told or answers."""

    @property
    def id(self) -> UUID:
        """Of the profile."""
        ...

    @property
    def name(self) -> str:
        """Of the profile."""
        ...

    def visit(self) -> AbstractAsyncContextManager[Visit]:
        """A conversation; what it holds is given back at its end."""
        ...
