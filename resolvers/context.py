"""What a resolver knows of its request."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import TypeVar, cast

import strawberry

from auth.actor import Actor
from auth.audit.keys import KeySource
from auth.clock import Clock
from auth.login.outcomes import MustChangePassword, SignedIn
from auth.passwords.hashing import PasswordHashing
from auth.permissions import PermissionSet
from auth.selection import Selection
from auth.sessions.caller import Caller
from auth.unit_of_work import Units, Work
from auth.unset import UNSET, Unset
from resolvers.contract import Contract

T = TypeVar("T")


@dataclass(slots=True)
class Browser:
    """What the browser brought, and what it is to keep from now on.

    Attributes:
        pending_token: Of a sign-in that waits for a step, from its cookie.
        session: A session for the browser to keep, ``None`` to forget the one it has.
        pending: A waiting sign-in to keep, ``None`` to forget.
    """

    pending_token: str | None = None
    session: SignedIn | Unset | None = UNSET
    pending: MustChangePassword | Unset | None = UNSET


@dataclass(frozen=True, slots=True)
class Context:
    """One request."""

    caller: Caller
    contract: Contract
    clock: Clock
    units: Units
    hashing: PasswordHashing
    audit_keys: KeySource
    browser: Browser = field(default_factory=Browser)

    @property
    def actor(self) -> Actor:
        """Who asks."""
        return self.caller.actor

    @property
    def permissions(self) -> PermissionSet:
        """What the caller may do, with every input closed that would tell of a denied field."""
        return self.contract.closed(self.actor.permissions)

    async def perform(self, command: Callable[[Work], Awaitable[T]]) -> T:
        """Runs a command in a unit of work of its own."""
        return await self.units.run(self.actor, command)

    def of(self, caller: Caller) -> "Context":
        """The same request, with the caller it has signed in as."""
        return replace(self, caller=caller)


class Info(strawberry.Info[Context, None]):
    """What Strawberry tells a resolver, with what the caller selected below the field."""

    @property
    def selection(self) -> Selection:
        """Python names of what was selected; what the caller may not read is left out."""
        return cast("Selection", self._raw_info.selection)  # type: ignore[attr-defined] # the executor's own info
