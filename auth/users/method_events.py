"""Audit events of who checks the person behind an account."""

from dataclasses import dataclass
from typing import ClassVar

from auth.events import Event, event


@dataclass(frozen=True, slots=True)
class CheckedBy:
    """Who checks a person.

    Attributes:
        source: Name of the provider or directory; ``None`` for Gatehouse.
        expected_identity: By what the next sign-in from there finds the account; ``None`` where nothing is waited for.
    """

    auth_method: str
    source: str | None = None
    expected_identity: str | None = None


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class AuthMethodChanged(Event):
    """Another system checks an account's person from now on, or Gatehouse does, or another identity is expected."""

    action: ClassVar[str] = "user.auth_method_changed"
    before: CheckedBy
    after: CheckedBy
