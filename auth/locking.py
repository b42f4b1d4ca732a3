"""Locks accounts for the rest of a unit of work: what every command does that decides something about one."""

from collections.abc import Collection
from uuid import UUID

from auth.reading import Statement, load
from models.user import User


async def locked_account(user_id: UUID | None) -> User | None:
    """The account as it is now that no other unit of work can change it; ``None`` where there is none."""
    if user_id is None:
        return None
    rest = Statement()
    found = await load(User, rest.add(f"WHERE id = {rest.bind(user_id)} {rest.for_update}"))
    return found[0] if found else None


async def locked_accounts(user_ids: Collection[UUID]) -> dict[UUID, User]:
    """Those of these accounts that there are, locked in the order of their ids, so that no two callers deadlock."""
    return await _accounts(user_ids, Statement().for_update)


async def accounts(user_ids: Collection[UUID]) -> dict[UUID, User]:
    """The same without a lock, to see what would follow."""
    return await _accounts(user_ids, "")


async def _accounts(user_ids: Collection[UUID], lock: str) -> dict[UUID, User]:
    if not user_ids:
        return {}
    rest = Statement()
    rest.add(f"WHERE {rest.among('id', sorted(user_ids))} ORDER BY id {lock}")
    return {user.id: user for user in await load(User, rest)}
