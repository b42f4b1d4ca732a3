"""The demo accounts: the same every time, in every state, and harmless the second time."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from api.demo import fill
from api.demo_accounts import COUNT, accounts
from api.demo_accounts import Credential as Kind
from auth.actor import SYSTEM
from auth.clock import Clock
from auth.passwords.hashing import PasswordHashing
from auth.roles.built_in import ensure_built_in_roles
from auth.unit_of_work import Units
from models.audit_event import AuditEvent
from models.session import Session
from models.user import Credential, User, UserKind, UserStatus
from tests.support.keys import INSTALLATION, write_events

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


class At:
    """A clock that stands still."""

    def now(self) -> datetime:
        return NOW


@pytest.fixture
def hashing() -> Iterator[PasswordHashing]:
    made = PasswordHashing()
    yield made
    made.close()


@pytest.fixture
async def ready(database: str) -> str:
    """A database with the built-in roles, on each engine."""
    await Units(At(), write_events, INSTALLATION).run(SYSTEM, ensure_built_in_roles)
    return database


def units_at(clock: Clock) -> Units:
    return Units(clock, write_events, INSTALLATION)


def test_the_accounts_are_the_same_every_time() -> None:
    assert accounts(NOW) == accounts(NOW)
    assert len({account.new.username for account in accounts(NOW)}) == COUNT == 200


def test_every_state_occurs() -> None:
    every = accounts(NOW)
    assert {account.new.status for account in every} == set(UserStatus)
    assert {account.new.kind for account in every} == set(UserKind)
    assert {account.credential for account in every} == set(Kind)
    assert {(account.leaves, account.returns) for account in every} >= {(False, False), (True, False), (True, True)}
    assert {account.new.values.email is None for account in every} == {True, False}
    assert any(account.mistyped for account in every)
    assert any(account.signed_in for account in every)


@pytest.mark.usefixtures("ready")
async def test_filling_twice_makes_each_account_once(hashing: PasswordHashing) -> None:
    first, second = await fill(At(), hashing, units_at), await fill(At(), hashing, units_at)
    assert (first.created, second.created, second.password) == (COUNT, 0, None)
    assert await User.all().count() == COUNT
    assert await AuditEvent.filter(action="user.created").count() == COUNT


@pytest.mark.usefixtures("ready")
async def test_the_accounts_have_a_past(hashing: PasswordHashing) -> None:
    await fill(At(), hashing, units_at)
    created = [user.created_at for user in await User.all()]
    assert max(created) < NOW
    assert (NOW - min(created)).days > 100
    assert await Session.filter(ended_at=None).exists()
    assert await Credential.filter(must_change=True).exists()
