"""Audit events of API tokens. They are about the account that a token belongs to; no event has the token itself."""

from dataclasses import dataclass
from typing import ClassVar

from auth.events import Event, event


@dataclass(frozen=True, slots=True)
class TokenTold:
    """What is told of a token.

    Attributes:
        token: Its id.
        prefix: Its first characters, by which a leaked one is found.
        expires_at: ISO 8601; ``None`` for never.
    """

    token: str
    token_name: str
    prefix: str
    scopes: tuple[str, ...]
    expires_at: str | None


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ApiTokenCreated(Event):
    """An API token was made for an account."""

    action: ClassVar[str] = "token.created"
    after: TokenTold


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ApiTokenRevoked(Event):
    """An API token was revoked; it is refused from the next request on."""

    action: ClassVar[str] = "token.revoked"
    before: TokenTold
