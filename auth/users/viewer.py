"""The caller's own account."""

from auth.actor import Actor
from auth.selection import Selection
from auth.users.relations import users_by_id
from auth.users.rows import UserRow


async def viewer(actor: Actor, selection: Selection) -> UserRow | None:
    """The account of the caller with what ``selection`` wants of it; ``None`` for nobody."""
    if actor.user_id is None:
        return None
    return (await users_by_id([actor.user_id], selection)).get(actor.user_id)
