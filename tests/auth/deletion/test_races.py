"""Deleting while somebody else deletes, signs in or manages: one outcome each, and no fault."""

import asyncio
from collections import Counter
from collections.abc import Awaitable
from uuid import UUID

from auth.actor import SYSTEM
from auth.deletion.commands import Deletion, delete_user
from auth.errors import DomainError, Refused
from auth.login.outcomes import Refusal, SignedIn
from auth.users.commands import set_user_roles
from models.session import Session
from models.user import User
from tests.support.house import House
from tests.support.trail import hearing


async def outcome(doing: Awaitable[object]) -> str:
    """``done``, or the first code of the refusal."""
    try:
        await doing
    except Refused as refused:
        return refused.errors[0].code
    except DomainError as error:
        return error.code
    return "done"


def delete(house: House, user_id: UUID, *, end_sessions: bool = True) -> Awaitable[object]:
    """A deletion by the system."""
    return house.do(SYSTEM, lambda work: delete_user(work, user_id, Deletion(end_sessions=end_sessions)))


async def test_of_many_deletions_one_is_done(house: House) -> None:
    asa = await house.user("asa")
    async with hearing() as heard:
        ends = await asyncio.gather(*(outcome(delete(house, asa)) for _ in range(8)))
    assert Counter(ends) == {"done": 1, "NOT_FOUND": 7}
    assert [told.action for told in heard.events] == ["user.deleted"]


async def test_who_signs_in_while_being_deleted_is_in_or_gone(house: House) -> None:
    password = await house.password()
    for number in range(6):
        asa = await house.user(f"asa-{number}", password=password)
        signing, deleting = await asyncio.gather(
            house.login(f"asa-{number}"), outcome(delete(house, asa, end_sessions=False))
        )
        stays = await User.filter(id=asa).exists()
        assert deleting == ("SESSIONS_OPEN" if stays else "done")
        assert isinstance(signing, SignedIn if stays else Refusal)
        assert await Session.filter(user_id=asa).count() == int(stays)


async def test_managing_a_deleted_account_finds_nothing(house: House) -> None:
    for number in range(6):
        asa = await house.user(f"asa-{number}")

        async def promote(user_id: UUID = asa) -> None:
            await house.do(SYSTEM, lambda work: set_user_roles(work, user_id, ("operator",)))

        ends = await asyncio.gather(outcome(promote()), outcome(delete(house, asa)))
        assert ends in (["done", "done"], ["NOT_FOUND", "done"])


async def test_two_accounts_cannot_take_over_from_each_other_and_both_go(house: House) -> None:
    asa, kim = await house.user("asa"), await house.user("kim")

    def heir(gone: UUID, successor: UUID) -> Awaitable[object]:
        return house.do(SYSTEM, lambda work: delete_user(work, gone, Deletion(successor_id=successor)))

    ends = await asyncio.gather(outcome(heir(asa, kim)), outcome(heir(kim, asa)))
    assert Counter(ends) == {"done": 1, "NOT_FOUND": 1}
    assert await User.filter(id__in=[asa, kim]).count() == 1
