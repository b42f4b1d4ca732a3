"""What a resolver knows of its request."""

from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar, cast
from uuid import UUID

import strawberry
from strawberry.dataloader import DataLoader

from auth.actor import Actor
from auth.audit.keys import KeySource
from auth.budgets.rules import Budget
from auth.budgets.spending import Budgets
from auth.clock import Clock
from auth.directory_sync.running import DirectorySyncs
from auth.live.feed import Feed
from auth.login.outcomes import SignedIn, Waiting
from auth.login.seeking import Directories
from auth.login.steps import Presented, presented
from auth.passwords.hashing import PasswordHashing
from auth.permissions import PermissionSet
from auth.selection import Selection
from auth.sessions.caller import Caller
from auth.sessions.places import NOWHERE, Places
from auth.single_sign_on.starting import Begun
from auth.sources.ldap import LdapSources
from auth.sources.redirecting import RedirectSources
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
        states: What it keeps of ways to identity providers that are under way, by the names of their states.
        sso: One more to keep.
        returned: The state of one that is over.
    """

    pending_token: str | None = None
    session: SignedIn | Unset | None = UNSET
    pending: Waiting | Unset | None = UNSET
    states: Mapping[str, str] = field(default_factory=dict[str, str])
    sso: Begun | None = None
    returned: str | None = None

    def presents(self, argument: str | None) -> Presented:
        """The pending token that the caller brings: as an argument, or else in the cookie."""
        return presented(argument, self.pending_token)


@dataclass(frozen=True, slots=True)
class Provers:
    """What proves who somebody is and takes its time: one of each in a process.

    Attributes:
        ldap: How directories are asked.
        directories: How sign-ins ask them.
        syncs: The comparisons of accounts with them that are under way.
        redirects: How identity providers are asked.
    """

    hashing: PasswordHashing
    ldap: LdapSources
    directories: Directories
    syncs: DirectorySyncs
    redirects: RedirectSources

    def close(self) -> None:
        """Lets what runs on threads end and takes no more; the comparisons were stopped before."""
        self.hashing.close()
        self.ldap.close()
        self.redirects.close()


@dataclass(frozen=True, slots=True)
class Context:
    """One request."""

    caller: Caller
    contract: Contract
    clock: Clock
    units: Units
    provers: Provers
    audit_keys: KeySource
    feed: Feed
    budgets: Budgets
    browser: Browser = field(default_factory=Browser)
    places: Places = NOWHERE
    _batches: dict[Hashable, "DataLoader[UUID, Any]"] = field(default_factory=dict[Hashable, "DataLoader[UUID, Any]"])

    @property
    def actor(self) -> Actor:
        """Who asks."""
        return self.caller.actor

    @property
    def hashing(self) -> PasswordHashing:
        """Where passwords are hashed."""
        return self.provers.hashing

    @property
    def ldap(self) -> LdapSources:
        """How directories are asked."""
        return self.provers.ldap

    @property
    def permissions(self) -> PermissionSet:
        """What the caller may do, with everything closed that would tell of a denied field, or that no token does."""
        return self.contract.of_actor(self.actor)

    async def perform(self, command: Callable[[Work], Awaitable[T]]) -> T:
        """Runs a command in a unit of work of its own."""
        return await self.units.run(self.actor, command)

    async def spend(self, budget: Budget) -> int | None:
        """Spends one of what the caller's address may; the seconds to wait where nothing is left."""
        return await self.budgets.spend(budget, self.actor.origin)

    def of(self, caller: Caller) -> "Context":
        """The same request, with the caller it has signed in as."""
        return replace(self, caller=caller, _batches={})

    async def together(
        self, kind: Hashable, of: UUID, load: Callable[[Sequence[UUID]], Awaitable[Mapping[UUID, T]]]
    ) -> T | None:
        """What ``load`` gives for a thing. Resolvers that ask for the same ``kind`` at one time are answered at once.

        Nothing is remembered: a later mutation of the document may change the answer.
        """
        if kind not in self._batches:

            async def in_order(keys: list[UUID]) -> list[T | None]:
                found = await load(keys)
                return [found.get(key) for key in keys]

            self._batches[kind] = DataLoader(in_order, cache=False)
        return await self._batches[kind].load(of)


class Info(strawberry.Info[Context, None]):
    """What Strawberry tells a resolver, with what the caller selected below the field."""

    @property
    def selection(self) -> Selection:
        """Python names of what was selected; what the caller may not read is left out."""
        return cast("Selection", self._raw_info.selection)  # type: ignore[attr-defined] # the executor's own info
