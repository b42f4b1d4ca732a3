"""A create that is sent again makes one account, whatever happened to the first answer."""

import asyncio

import pytest

from auth.actor import SYSTEM, Actor
from auth.errors import Refused
from auth.idempotency import Idempotency, forget_old_keys
from auth.permissions import Scope
from auth.users.commands import Created, NewUser, create_user
from models.idempotency_key import IdempotencyKey
from models.user import User
from tests.support.house import House
from tests.support.trail import nothing_changes

KEY = Idempotency("key-1", "asa")


async def create(house: House, actor: Actor, name: str, key: Idempotency) -> Created:
    return await house.do(actor, lambda work: create_user(work, NewUser(username=name), None, key))


async def test_the_same_key_with_the_same_input_gives_the_first_account_again(house: House) -> None:
    root = await house.root()
    first = await create(house, root, "asa", KEY)
    assert first.earlier is False
    async with nothing_changes():
        assert await create(house, root, "asa", KEY) == Created(first.user_id, earlier=True)


async def test_a_key_is_kept_as_a_digest_only(house: House) -> None:
    await create(house, await house.root(), "asa", KEY)
    row = await IdempotencyKey.get()
    assert len(row.key_hash) == len(row.input_hash) == 64
    assert not {"key-1", "asa"} & {row.key_hash, row.input_hash}


@pytest.mark.parametrize("fingerprint", ["berta", "", "\ud800"])
async def test_the_same_key_with_another_input_is_refused(house: House, fingerprint: str) -> None:
    root = await house.root()
    await create(house, root, "asa", KEY)
    async with nothing_changes():
        with pytest.raises(Refused) as refused:
            await create(house, root, "berta", Idempotency("key-1", fingerprint))
    assert [(e.code, e.field) for e in refused.value.errors] == [("IDEMPOTENCY_KEY_REUSED", "idempotency_key")]


async def test_a_key_belongs_to_its_caller(house: House) -> None:
    clerk = await house.acting("clerk", Scope.USERS_WRITE, level=1)
    first = await create(house, await house.root(), "asa", KEY)
    second = await create(house, clerk, "berta", KEY)
    assert (second.earlier, second.user_id == first.user_id) == (False, False)


async def test_a_refused_create_leaves_its_key_free(house: House) -> None:
    root = await house.root()
    with pytest.raises(Refused):
        await create(house, root, "ROOT", KEY)
    assert (await create(house, root, "asa", KEY)).earlier is False


@pytest.mark.parametrize("key", ["", "x" * 201, "\0", "\ud800", "a\nb"])
async def test_a_key_is_one_line_of_one_to_two_hundred_characters(house: House, key: str) -> None:
    root = await house.root()
    async with nothing_changes():
        with pytest.raises(Refused) as refused:
            await create(house, root, "asa", Idempotency(key, "asa"))
    assert {error.field for error in refused.value.errors} == {"idempotency_key"}


async def test_the_system_needs_no_keys(house: House) -> None:
    await create(house, SYSTEM, "asa", KEY)
    assert await IdempotencyKey.all().count() == 0


async def test_the_same_request_many_times_at_once_makes_one_account(house: House) -> None:
    root = await house.root()
    outcomes = await asyncio.gather(*(create(house, root, "asa", KEY) for _ in range(10)), return_exceptions=True)
    made = {outcome.user_id for outcome in outcomes if isinstance(outcome, Created)}
    assert made == {(await User.get(username="asa")).id}
    for outcome in outcomes:
        if isinstance(outcome, Refused):
            assert [error.code for error in outcome.errors] == ["IDEMPOTENCY_KEY_IN_USE"]
        else:
            assert isinstance(outcome, Created)
    assert (await create(house, root, "asa", KEY)).earlier


async def test_a_key_is_remembered_for_thirty_days_and_no_longer(house: House) -> None:
    root = await house.root()
    await create(house, root, "asa", KEY)
    house.clock.turn(days=30)
    assert await forget_old_keys(house.units) == 0
    house.clock.turn(seconds=1)
    assert await forget_old_keys(house.units) == 1
    assert await create(house, root, "berta", Idempotency("key-1", "berta"))
