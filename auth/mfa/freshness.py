"""Whether a caller has just proved again who they are (a *fresh factor*)."""

from datetime import datetime, timedelta

from auth.errors import DomainError, Refused
from auth.unit_of_work import Work
from models.session import Session

FRESH_FOR = timedelta(minutes=15)


def is_fresh(fresh_at: datetime | None, now: datetime) -> bool:
    """Whether a factor that was given then still counts as fresh."""
    return fresh_at is not None and now - fresh_at < FRESH_FOR


async def demand_fresh_factor(work: Work) -> None:
    """Refuses (``FRESH_FACTOR_REQUIRED``) unless the session gave its strongest factor within the last 15 minutes."""
    session = await Session.get_or_none(id=work.actor.session_id) if work.actor.session_id else None
    if session is None or not is_fresh(session.fresh_at, work.now):
        raise Refused(
            DomainError(
                "FRESH_FACTOR_REQUIRED",
                "Sign in once more: this needs your second factor, or your password if you have none, given within "
                "the last 15 minutes.",
            )
        )


async def note_fresh_factor(work: Work) -> None:
    """The caller has just given its strongest factor in this session; part of a command."""
    await Session.filter(id=work.actor.session_id, ended_at=None).update(fresh_at=work.now)
