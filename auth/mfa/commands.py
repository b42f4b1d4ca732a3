"""Enrols, confirms, replaces and takes away second factors."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from auth.actor import Actor
from auth.administrators.question import keeps_an_administrator
from auth.errors import DomainError, NotFound, Refused
from auth.events import Target, user_target
from auth.locking import locked_account
from auth.mfa.backup_codes import NewCode, new_codes, store_codes
from auth.mfa.events import (
    OFF,
    ON,
    BackupCodesAcknowledged,
    BackupCodesReplaced,
    CodesLeft,
    MfaDisabled,
    MfaEnrolled,
    MfaEnrolmentStarted,
    MfaReset,
)
from auth.mfa.factors import Judged, forget_factors, judge_enrolment, tell_owner
from auth.mfa.queries import standing_of
from auth.mfa.totp import new_authenticator
from auth.passwords.hashing import PasswordHashing
from auth.permissions import Scope, demand, requires
from auth.sessions.commands import end_all
from auth.settings.pages import MfaSettings
from auth.settings.queries import current
from auth.step_up.asking import asks_fresh_factor, demand_fresh_factor, note_fresh_factor
from auth.step_up.queries import codes_left
from auth.step_up.rules import StepUp
from auth.texts import canonical
from auth.unit_of_work import Units, Work
from auth.users.accounts import manage
from auth.users.naming import save_account
from auth.vault import Purpose
from models.pending_login import PendingLogin
from models.second_factor import TotpEnrolment
from models.session import SessionEnd
from models.user import LoginIdentifier, User, UserKind

CODE_WRONG = DomainError("CODE_WRONG", "This code is not right, or it was used before. Wait for the next one.", "code")


@dataclass(frozen=True, slots=True)
class Shown:
    """A new authenticator as its owner sees it, once."""

    uri: str = field(repr=False)
    secret: str = field(repr=False)
    digits: int
    period_seconds: int


async def start_enrolment(work: Work, user: User) -> Shown:
    """Makes a new authenticator, in place of one that waits for its first code; one that is confirmed stays in force.

    Part of a command that locked the account.
    """
    settings = await current(MfaSettings)
    made = new_authenticator(settings.digits, settings.period_seconds)
    await TotpEnrolment.filter(user_id=user.id, confirmed_at=None).delete()
    await TotpEnrolment.create(
        user_id=user.id,
        secret_sealed=work.installation.vault.seal(Purpose.TOTP, made.secret),
        digits=made.digits,
        period_seconds=made.period_seconds,
        created_at=work.now,
    )
    me = user_target(user.id, user.username)
    work.record(MfaEnrolmentStarted(target=me, acting=me))
    return Shown(made.uri(settings.issuer, user.username), made.secret, made.digits, made.period_seconds)


async def confirm_enrolment(work: Work, user: User, judged: Judged, codes: Sequence[NewCode]) -> bool:
    """Puts the waiting authenticator and these codes in the place of whatever there was; false if it is gone.

    Part of a command that locked the account. The code that confirmed it is used up, and so is every token of the
    account's sign-ins that wait for a step.
    """
    waiting = TotpEnrolment.filter(id=judged.enrolment_id, confirmed_at=None)
    if not await waiting.update(confirmed_at=work.now, last_step=judged.step):
        return False
    await TotpEnrolment.filter(user_id=user.id).exclude(id=judged.enrolment_id).delete()
    await store_codes(work.installation.vault, user.id, codes, created_at=work.now)
    await PendingLogin.filter(user_id=user.id, used_at=None).update(used_at=work.now)
    before = ON if user.mfa_enrolled_at else OFF
    user.mfa_enrolled_at, user.mfa_must_enrol = work.now, False
    await save_account(work, user)
    me = user_target(user.id, user.username)
    work.record(MfaEnrolled(target=me, acting=me, before=before))
    await tell_owner(work, user, "A new authenticator was set up as second factor")
    return True


@requires()
@asks_fresh_factor(StepUp.OWN_ACCOUNT)
async def enrol_totp(work: Work) -> Shown:
    """A new authenticator for the caller, in force once a code of it is given. Raises ``Refused``."""
    user = await _caller(work)
    return await start_enrolment(work, user)


async def confirm_own_totp(units: Units, hashing: PasswordHashing, actor: Actor, code: str) -> list[str]:
    """The caller gives the first code of a new authenticator and gets the backup codes, shown this once.

    Raises ``Refused`` (``CODE_WRONG``, ``FRESH_FACTOR_REQUIRED``), ``HashingBusy``.
    """
    judged = await units.run(actor, lambda work: _judged(work, code))
    codes = await new_codes(hashing)
    await units.run(actor, lambda work: confirm_totp(work, judged, codes))
    return [each.text for each in codes]


@requires()
@asks_fresh_factor(StepUp.OWN_ACCOUNT)
async def confirm_totp(work: Work, judged: Judged, codes: Sequence[NewCode]) -> None:
    """Puts the caller's new authenticator in force. Raises ``Refused``, also when another was begun meanwhile."""
    user = await _caller(work)
    if not await confirm_enrolment(work, user, judged, codes):
        raise Refused(CODE_WRONG)
    await note_fresh_factor(work)


@requires()
async def acknowledge_backup_codes(work: Work) -> None:
    """The caller's client says that the codes were kept. Said before: nothing happens. Raises ``Refused``."""
    user = await _enrolled_caller(work)
    unsaid = TotpEnrolment.filter(user_id=user.id, confirmed_at__isnull=False, acknowledged_at=None)
    if await unsaid.update(acknowledged_at=work.now):
        work.record(BackupCodesAcknowledged(target=_target(user)))


async def renew_backup_codes(units: Units, hashing: PasswordHashing, actor: Actor) -> list[str]:
    """New backup codes in place of all the caller has, shown this once. Raises ``Refused``, ``HashingBusy``."""
    await units.run(actor, _may_renew)
    codes = await new_codes(hashing)
    await units.run(actor, lambda work: replace_backup_codes(work, codes))
    return [each.text for each in codes]


@requires()
@asks_fresh_factor(StepUp.OWN_ACCOUNT)
async def replace_backup_codes(work: Work, codes: Sequence[NewCode]) -> None:
    """Makes these the caller's only backup codes, to be acknowledged anew. Raises ``Refused``."""
    user = await _may_renew(work)
    before = CodesLeft(await codes_left(user.id))
    await store_codes(work.installation.vault, user.id, codes, created_at=work.now)
    await TotpEnrolment.filter(user_id=user.id).update(acknowledged_at=None)
    work.record(BackupCodesReplaced(target=_target(user), before=before, after=CodesLeft(len(codes))))
    await tell_owner(work, user, "The backup codes were replaced")


@requires()
@asks_fresh_factor(StepUp.OWN_ACCOUNT)
@keeps_an_administrator
async def disable_totp(work: Work) -> None:
    """The caller does without a second factor from now on. Raises ``Refused`` where a rule asks for one."""
    user = await _enrolled_caller(work)
    if (await standing_of([user.id]))[user.id].due.required:
        raise Refused(DomainError("MFA_REQUIRED", "This account must have a second factor: a rule asks for it."))
    await forget_factors(work, user)
    await save_account(work, user)
    work.record(MfaDisabled(target=_target(user)))
    await tell_owner(work, user, "The second factor was switched off")


@requires(Scope.USERS_RESET_MFA)
@asks_fresh_factor(StepUp.MFA_RESET)
@keeps_an_administrator
async def reset_mfa(work: Work, user_id: UUID) -> UUID:
    """Takes an account's second factor away; its sessions end and its next sign-in must enrol a new one.

    Raises ``NotFound``, ``Refused``: the caller's own, one that may do more, or one that has none.
    """
    managed = await manage(work, user_id)
    user = managed.user
    if work.actor.is_user(user_id):
        raise Refused(DomainError("OWN_ACCOUNT", "Nobody resets their own second factor.", "id"))
    if user.mfa_enrolled_at is None:
        raise Refused(DomainError("MFA_NOT_ENROLLED", "This account has no second factor.", "id"))
    await forget_factors(work, user)
    user.mfa_must_enrol = True
    await save_account(work, user)
    work.record(MfaReset(target=managed.target))
    await end_all(work, managed.target, SessionEnd.MFA_CHANGED)
    await tell_owner(work, user, "An administrator took the second factor away; the next sign-in sets up a new one")
    return user_id


@requires(Scope.USERS_RESET_MFA)
@asks_fresh_factor(StepUp.MFA_RESET)
@keeps_an_administrator
async def reset_mfa_named(work: Work, name: str) -> str:
    """The same for whoever signs in by a name, and gives its username. Raises ``NotFound``, ``Refused``."""
    known = await LoginIdentifier.get_or_none(key=canonical(name))
    if known is None:
        raise NotFound("account", "username")
    await reset_mfa(work, known.user_id)
    return (await User.get(id=known.user_id)).username


async def _judged(work: Work, code: str) -> Judged:
    user = await _caller(work)
    await demand_fresh_factor(work, StepUp.OWN_ACCOUNT)
    judged = await judge_enrolment(work, user.id, code)
    if judged is None:
        raise Refused(CODE_WRONG)
    return judged


async def _may_renew(work: Work) -> User:
    user = await _enrolled_caller(work)
    await demand_fresh_factor(work, StepUp.OWN_ACCOUNT)
    if not (await current(MfaSettings)).backup_codes:
        raise Refused(DomainError("BACKUP_CODES_OFF", "There are no backup codes here; the settings say so."))
    return user


async def _caller(work: Work) -> User:
    """The caller's account, locked. Raises ``Unauthenticated``, ``Refused`` for a program's, which does not sign in."""
    demand(work.actor, "second factors")
    user = await locked_account(work.actor.user_id)
    if user is None:
        raise NotFound("account", "")
    if user.kind is UserKind.SERVICE:
        raise Refused(DomainError("SERVICE_ACCOUNT", "A service account does not sign in, so it has no factors."))
    return user


async def _enrolled_caller(work: Work) -> User:
    user = await _caller(work)
    if user.mfa_enrolled_at is None:
        raise Refused(DomainError("MFA_NOT_ENROLLED", "This account has no second factor."))
    return user


def _target(user: User) -> Target:
    return user_target(user.id, user.username)
