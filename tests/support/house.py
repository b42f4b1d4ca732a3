"""A small organisation on a real database: accounts, roles and callers, made through the commands or as plain rows."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

import pytest

from auth.actor import SYSTEM, Actor, Origin, anonymous
from auth.clock import reading_by
from auth.credential import NewPassword, PasswordHash
from auth.errors import DomainError, FreshFactorRequired, Refused
from auth.identity_providers.sources import IDENTITY_PROVIDERS
from auth.ldap_profiles.sources import LDAP_PROFILES
from auth.login.elsewhere import DirectoryPasswords
from auth.login.finish import Wish
from auth.login.outcomes import LoginOutcome, SignedIn
from auth.login.password import Attempt, login
from auth.login.seeking import Directories
from auth.opaque import Token, digest, new_token
from auth.passwords.hashing import PasswordHashing
from auth.permissions import EVERY_KNOWN_SCOPE
from auth.roles.built_in import ensure_built_in_roles
from auth.roles.commands import RoleDraft, create_role
from auth.sessions.caller import Caller, caller_of
from auth.settings.commands import update_settings
from auth.settings.pages import PasswordSettings
from auth.settings.queries import current
from auth.sources.registry import register
from auth.unit_of_work import Units, Work
from auth.users.commands import NewUser, create_user
from auth.users.rules import UserChanges
from models.session import Delivery, Session
from models.user import Credential, User, UserKind, UserStatus
from tests.support.directory import StandIn
from tests.support.keys import INSTALLATION, write_events

T = TypeVar("T")

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
PASSWORD = "Corr3ct-horse-battery"
CLIENT = Origin("192.0.2.7", "probe/1.0", "req-1")
TOKEN = Wish(Delivery.TOKEN)
CHEAP = {"argon2_memory_kib": 7_168, "argon2_iterations": 1}
STALE = [("FRESH_FACTOR_REQUIRED", "")]
"""What ``House.refusals`` gives for a caller who has no fresh factor."""
ROOT = "root"
"""Name of the first administrator of every house."""


class HandClock:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.moment = NOON

    def now(self) -> datetime:
        return self.moment

    def turn(self, **span: float) -> datetime:
        """Moves on by so many ``days``, ``hours``, ``minutes``, ``seconds``."""
        self.moment += timedelta(**span)
        return self.moment


class CountingHashing(PasswordHashing):
    """Real hashing that remembers how often it was asked."""

    def __init__(self) -> None:
        super().__init__(cores=2, waiting_per_core=64)
        self.verified = self.hashed = 0

    async def verify(self, stored: PasswordHash | None, password: str, settings: PasswordSettings) -> bool:
        self.verified += 1
        return await super().verify(stored, password, settings)

    async def hash(self, password: str, settings: PasswordSettings) -> PasswordHash:
        self.hashed += 1
        return await super().hash(password, settings)


@dataclass
class House:
    """What tests of commands need. Every helper is for making a scene; what is under test is called by the test."""

    units: Units
    clock: HandClock
    hashing: CountingHashing
    hashes: dict[str, PasswordHash] = field(default_factory=dict[str, PasswordHash])
    ldap: StandIn = field(default_factory=StandIn)
    directories: Directories = field(init=False)

    def __post_init__(self) -> None:
        self.directories = Directories(self.ldap)

    @property
    def elsewhere(self) -> DirectoryPasswords:
        """Where passwords of directory accounts are checked."""
        return DirectoryPasswords(self.units.installation.vault, self.directories)

    async def do(self, actor: Actor, command: Callable[[Work], Awaitable[T]]) -> T:
        """Runs one command."""
        return await self.units.run(actor, command)

    async def refusals(self, actor: Actor, command: Callable[[Work], Awaitable[object]]) -> list[tuple[str, str]]:
        """Runs a command that must be refused: every code with the field it speaks of."""
        try:
            done = await self.units.run(actor, command)
        except Refused as refused:
            return [(error.code, error.field) for error in refused.errors]
        except DomainError as error:
            return [(error.code, error.field)]
        except FreshFactorRequired:
            return STALE
        raise AssertionError(f"it was not refused: {done!r}")

    async def role(self, name: str, *scopes: str, level: int = 0, **more: Any) -> UUID:  # noqa: ANN401 — fields of a draft
        """A role, made by the system."""
        draft = RoleDraft(name, level=level, scopes=scopes, **more)
        return await self.do(SYSTEM, lambda work: create_role(work, draft))

    async def password(self, text: str = PASSWORD, *, must_change: bool = False) -> NewPassword:
        """A hashed password; each text is hashed once in a test."""
        if text not in self.hashes:
            self.hashes[text] = await PasswordHashing.hash(self.hashing, text, await current(PasswordSettings))
        return NewPassword(self.hashes[text], must_change)

    async def user(
        self,
        name: str,
        *roles: str,
        password: NewPassword | None = None,
        kind: UserKind = UserKind.HUMAN,
        status: UserStatus = UserStatus.ACTIVE,
        **values: Any,  # noqa: ANN401 — fields of an account
    ) -> UUID:
        """An account, made by the system."""
        new = NewUser(username=name, roles=roles or None, kind=kind, status=status, values=UserChanges(**values))
        return (await self.do(SYSTEM, lambda work: create_user(work, new, password))).user_id

    async def open(self, user_id: UUID, **columns: Any) -> Token:  # noqa: ANN401 — columns of a row
        """A session of an account, as if it had signed in just now."""
        token, now = new_token(), self.clock.now()
        row: dict[str, Any] = {"delivery": Delivery.TOKEN, "created_at": now, "last_seen_at": now, "fresh_at": now}
        row |= columns
        await Session.create(user_id=user_id, token_hash=digest(token), **row)
        return token

    async def caller(self, token: str) -> Caller:
        """Who comes with a token now."""
        return await caller_of(digest(token), CLIENT, self.clock.now())

    async def actor(self, user_id: UUID) -> Actor:
        """An account as a caller with a session of its own."""
        caller = await self.caller(await self.open(user_id))
        assert caller.actor.user_id == user_id
        return caller.actor

    async def freshen(self, actor: Actor) -> None:
        """Has a caller prove who they are now, as far as a session remembers that."""
        await Session.filter(id=actor.session_id).update(fresh_at=self.clock.now())

    async def acting(self, name: str, *scopes: str, level: int = 0) -> Actor:
        """A caller who holds exactly these scopes, by a role of the same name."""
        await self.role(name, *scopes, level=level)
        return await self.actor(await self.user(name, name))

    async def user_id(self, name: str) -> UUID:
        """The key of an account."""
        return (await User.get(username_key=name)).id

    async def root(self) -> Actor:
        """The first administrator as a caller."""
        return await self.actor((await User.get(username_key=ROOT)).id)

    async def set(self, kind: Any, **values: Any) -> None:  # noqa: ANN401 — fields of any page
        """Changes settings, by the system."""
        await self.do(SYSTEM, lambda work: update_settings(work, kind, values))

    async def login(self, name: str, password: str = PASSWORD, wish: Wish = TOKEN) -> LoginOutcome:
        """Tries to sign in from outside."""
        attempt = Attempt(name, password, wish)
        return await login(self.units, self.hashing, self.directories, anonymous(CLIENT), attempt)

    async def sign_in(self, name: str, password: str = PASSWORD, wish: Wish = TOKEN) -> SignedIn:
        """Signs in, which must succeed."""
        outcome = await self.login(name, password, wish)
        assert isinstance(outcome, SignedIn), outcome
        return outcome


def all_but(*scopes: str) -> tuple[str, ...]:
    """Every scope but these."""
    return tuple(sorted(EVERY_KNOWN_SCOPE - set(scopes)))


def spoiled(token: str) -> list[str]:
    """Texts that are nearly a token."""
    cased = [token.swapcase(), token.upper(), token.lower()]
    return [*cased, token[:-1], token[1:], f"{token}=", f"{token}x", f" {token}", f"{token}\n", "", "\0", "\ud800"]


async def credential_of(user_id: UUID) -> Credential:
    """The password row of an account."""
    return await Credential.get(user_id=user_id)


@asynccontextmanager
async def built() -> AsyncGenerator[House]:
    """A house with the built-in roles, one administrator and cheap hashing."""
    register(LDAP_PROFILES)
    register(IDENTITY_PROVIDERS)
    clock, hashing = HandClock(), CountingHashing()
    house = House(Units(clock, write_events, INSTALLATION), clock, hashing)
    await house.do(SYSTEM, ensure_built_in_roles)
    await house.set(PasswordSettings, **CHEAP)
    await house.user(ROOT, "admin")
    with reading_by(clock):
        yield house
    assert await house.units.drain(20) == 0
    hashing.close()


@pytest.fixture
async def house(database: str) -> AsyncGenerator[House]:
    """A house on a fresh database of each engine."""
    assert database
    async with built() as made:
        yield made
