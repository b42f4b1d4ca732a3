"""Reads which address an account wants to have."""

from datetime import datetime

from auth.actor import Actor
from models.one_time_link import LinkPurpose, OneTimeLink
from models.user import User


async def own_pending_email(actor: Actor, now: datetime) -> str | None:
    """The address that the caller asked for and has not confirmed yet; ``None`` for nobody, and where none waits."""
    if actor.user_id is None:
        return None
    asked = OneTimeLink.filter(user_id=actor.user_id, purpose=LinkPurpose.CONFIRM_EMAIL, used_at=None, revoked_at=None)
    row = await asked.filter(expires_at__gt=now).order_by("-created_at", "-id").first()
    user = await User.get_or_none(id=actor.user_id).only("email")
    return row.email if row and user and row.email != user.email else None
