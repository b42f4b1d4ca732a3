"""Second factors as they are kept and used up: steps of commands that have locked the account."""

from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from auth.events import user_target
from auth.mail.messages import SecondFactorChangedMail
from auth.mail.outbox import send_mail
from auth.mfa.events import BackupCodeUsed, CodesLeft
from auth.mfa.totp import Authenticator
from auth.settings.pages import MfaSettings
from auth.settings.queries import current
from auth.unit_of_work import Work
from auth.vault import Purpose
from models.pending_login import PendingLogin
from models.second_factor import BackupCode, TotpEnrolment
from models.user import User

NEVER = -1
"""The last step of an authenticator that was never used."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A waiting authenticator and the time step of the code that was right for it."""

    enrolment_id: UUID
    step: int


async def judge_enrolment(work: Work, user_id: UUID, code: str) -> Judged | None:
    """Whether a code is the waiting authenticator's; nothing is written, so that a wrong one costs nothing."""
    row = await TotpEnrolment.filter(user_id=user_id, confirmed_at=None).first()
    step = _authenticator(work, row).step_of(code, work.now, NEVER) if row else None
    return Judged(row.id, step) if row and step is not None else None


async def use_totp(work: Work, user_id: UUID, code: str) -> bool:
    """Whether a code is right; it and all older ones are used up by that (RFC 6238 §5.2)."""
    row = await TotpEnrolment.filter(user_id=user_id, confirmed_at__isnull=False).first()
    step = _authenticator(work, row).step_of(code, work.now, _last_step(row)) if row else None
    if row is None or step is None:
        return False
    return await TotpEnrolment.filter(id=row.id, last_step__lt=step).update(last_step=step) == 1


async def use_backup_code(work: Work, user: User, code_id: UUID | None) -> bool:
    """Uses up a code that was verified; false if there was none or somebody else used it first."""
    if code_id is None or not (await current(MfaSettings)).backup_codes:
        return False
    unused = BackupCode.filter(user_id=user.id, used_at=None)
    if not await unused.filter(id=code_id).update(used_at=work.now):
        return False
    left = await unused.count()
    me = user_target(user.id, user.username)
    work.record(BackupCodeUsed(target=me, acting=me, before=CodesLeft(left + 1), after=CodesLeft(left)))
    await tell_owner(work, user, f"A backup code was used; {left} are left")
    return True


async def forget_factors(work: Work, user: User) -> None:
    """Takes authenticators and backup codes away; sign-ins that wait for a step are worth nothing any more."""
    await TotpEnrolment.filter(user_id=user.id).delete()
    await BackupCode.filter(user_id=user.id).delete()
    await PendingLogin.filter(user_id=user.id, used_at=None).update(used_at=work.now)
    user.mfa_enrolled_at = None


async def tell_owner(work: Work, user: User, what: str) -> None:
    """Mails the account what happened to its second factor."""
    await send_mail(work, user.email, SecondFactorChangedMail(what=what, at=work.now), user.id)


def _last_step(row: TotpEnrolment) -> int:
    return cast("Any", row).last_step  # whose type is partly unknown


def _authenticator(work: Work, row: TotpEnrolment) -> Authenticator:
    secret = work.installation.vault.open(Purpose.TOTP, row.secret_sealed)
    return Authenticator(secret, row.digits, row.period_seconds)
