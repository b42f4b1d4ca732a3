"""Accounts that a unit of work locks, and the rows that are read without the ORM's statements."""

import asyncio
from datetime import date
from typing import Any, cast
from uuid import UUID, uuid4

import pytest
from tortoise.models import Model

from auth.actor import SYSTEM, anonymous
from auth.credential import PasswordHash
from auth.locking import accounts, locked_account, locked_accounts
from auth.lockout.commands import Counted
from auth.login.outcomes import LoginRefusal, Refusal
from auth.login.password import Verified, settle_password_login
from auth.reading import Statement, load
from auth.unit_of_work import Work
from models.ldap_profile import LdapProfile
from models.user import Credential, User
from tests.support.house import CLIENT, NOON, TOKEN, House
from tests.support.people import corp
from tests.support.trail import Told, hearing


def columns(row: Model) -> list[tuple[str, type, object]]:
    """The values of a row, with their types."""
    return [(name, type(value), value) for name, value in cast("Any", row)]


async def test_a_locked_account_is_what_the_orm_would_give(house: House) -> None:
    user_id = await house.user("asa", email="asa@example.com")
    await User.filter(id=user_id).update(locked_at=NOON, review_date=date(2027, 1, 31), tenant_id="t1", session_limit=3)
    expected = await User.get(id=user_id)

    async def command(_work: Work) -> None:
        user = await locked_account(user_id)
        assert user is not None
        assert columns(user) == columns(expected)
        user.lock_reason = "changed"
        await user.save(update_fields=["lock_reason"])
        await user.refresh_from_db()
        assert user.lock_reason == "changed"

    await house.do(SYSTEM, command)
    assert (await User.get(id=user_id)).lock_reason == "changed"


@pytest.mark.usefixtures("house")
async def test_rows_of_other_tables_are_what_the_orm_would_give() -> None:
    profile = await corp()
    rest = Statement()
    (row,) = await load(LdapProfile, rest.add(f"WHERE id = {rest.bind(profile.id)} AND is_enabled"))
    assert columns(row) == columns(await LdapProfile.get(id=profile.id))


async def test_nobody_is_locked_where_there_is_no_account(house: House) -> None:
    there = await house.user("asa")

    async def command(_work: Work) -> None:
        assert await locked_account(None) is None
        assert await locked_account(uuid4()) is None
        assert await locked_accounts([]) == {}
        assert list(await locked_accounts([uuid4(), there, uuid4()])) == [there]
        assert list(await accounts([there])) == [there]

    await house.do(SYSTEM, command)


async def test_accounts_come_in_the_order_of_their_ids_however_they_were_named(house: House) -> None:
    made = [await house.user(name) for name in ("asa", "bob", "cem")]

    async def command(_work: Work) -> None:
        assert list(await locked_accounts([made[2], made[0], made[1]])) == sorted(made)

    await house.do(SYSTEM, command)


async def test_what_follows_the_lock_sees_what_was_committed_while_it_was_waited_for(house: House) -> None:
    """A sign-in whose password is changed in this very moment is held against the new one."""
    user_id = await house.user("asa", password=await house.password())
    stored = (await Credential.get(user_id=user_id)).password_hash
    is_locked, may_commit = asyncio.Event(), asyncio.Event()

    async def change(_work: Work) -> None:
        await locked_account(user_id)
        await Credential.filter(user_id=user_id).update(password_hash="another")
        is_locked.set()
        await may_commit.wait()

    changing = asyncio.create_task(house.do(SYSTEM, change))
    await is_locked.wait()
    async with hearing() as heard:
        signing_in = asyncio.create_task(_settle(house, user_id, PasswordHash(stored)))
        done, _ = await asyncio.wait([signing_in], timeout=0.2)
        assert not done
        may_commit.set()
        await changing
        assert await signing_in == Refusal(LoginRefusal.INVALID_CREDENTIALS)
    assert heard.events == [Told("login.failed", None, "asa", "CHANGED_MEANWHILE", refused=True)]


async def _settle(house: House, user_id: UUID, stored: PasswordHash) -> object:
    verified = Verified(user_id, stored, right=True, counted=Counted(admitted=True))
    return await house.do(anonymous(CLIENT), lambda work: settle_password_login(work, verified, TOKEN))
