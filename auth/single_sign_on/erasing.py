"""Erases what providers told of one person, for a legal request; why their sign-ins were refused stays."""

from uuid import UUID

from auth.events import user_target
from auth.single_sign_on.attempt_events import AttemptsErased, AttemptsGone
from auth.unit_of_work import Work
from models.provider_sign_in import SsoAttempt


async def erase_attempts(work: Work, account: UUID) -> int:
    """Drops what was told in attempts that came to an account, also to a deleted one; tells of how many.

    Only the command line asks for it.
    """
    erased = await SsoAttempt.filter(user_id=account, told_sealed__not_isnull=True).update(told_sealed=None)
    if erased:
        work.record(AttemptsErased(target=user_target(account, None), after=AttemptsGone(erased)))
    return erased
