"""Audit events of attempts: that somebody looked at what a provider told of people."""

from dataclasses import dataclass
from typing import ClassVar

from auth.events import Event, event


@dataclass(frozen=True, slots=True)
class AttemptsShown:
    """How many, and which where it was one."""

    attempts: int
    sso_attempt: str | None = None


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptsRead(Event):
    """Somebody read what identity providers told of people who tried to sign in."""

    action: ClassVar[str] = "sso.attempts_read"
    after: AttemptsShown


@dataclass(frozen=True, slots=True)
class AttemptsGone:
    """Of how many nothing is told any more."""

    attempts_erased: int


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptsErased(Event):
    """What identity providers told of a person was erased; that they came, and what became of it, stays."""

    action: ClassVar[str] = "sso.attempts_erased"
    after: AttemptsGone
