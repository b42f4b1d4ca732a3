"""An account changes its own password: it gives the one in force, and its session goes on with another token.

A wrong password in force is an attempt at the account like one at its sign-in, and counts for the same lock.
"""

from dataclasses import dataclass
from uuid import UUID

from auth.actor import Actor
from auth.credential import NewPassword, PasswordHash
from auth.errors import DomainError, Refused, Unauthenticated
from auth.events import user_target
from auth.locking import locked_account
from auth.lockout.commands import (
    Counted,
    attempt_failed,
    count_attempt,
    stands,
    take_back_attempt,
    withdraw_attempt,
)
from auth.opaque import Token
from auth.passwords.choice import PasswordRejected, chosen
from auth.passwords.commands import end_sessions, note_rejection, store_password
from auth.passwords.events import NotChangedBecause, PasswordChangeRefused
from auth.passwords.hashing import HashingBusy, PasswordHashing
from auth.passwords.history import Owner, owner_of
from auth.permissions import demand_session, open_to_anyone, requires
from auth.sessions.commands import renew
from auth.settings.pages import PasswordSettings, SessionsToEnd
from auth.settings.queries import current
from auth.sources.enforcement import PasswordUse, password_use, shut
from auth.unit_of_work import Units, Work
from auth.users.password_state import is_used
from models.session import Delivery, Session
from models.user import Credential, User


@dataclass(frozen=True, slots=True)
class OwnChange:
    """What somebody typed to change their password.

    Attributes:
        ends: Which sessions end; ``None`` takes the setting.
    """

    current: str
    new: str
    ends: SessionsToEnd | None = None


@dataclass(frozen=True, slots=True)
class Renewed:
    """What became of the session by which the password was changed.

    Attributes:
        token: Its secret from now on, shown this once; ``None`` where it has ended with the others.
    """

    token: Token | None
    delivery: Delivery
    remembered: bool


@dataclass(frozen=True, slots=True)
class Proof:
    """That the password in force was given: the hash it was held against, and the attempt that it was."""

    stored: PasswordHash
    counted: Counted


async def change_own_password(units: Units, hashing: PasswordHashing, actor: Actor, change: OwnChange) -> Renewed:
    """Changes the caller's password. Raises ``Unauthenticated``, ``Refused``, ``PasswordRejected``, ``HashingBusy``."""
    owner = await _owner(actor)
    stored = owner.before.current
    if stored is None:
        raise Refused(DomainError("NO_PASSWORD", "This account has no password."))
    counted = await units.run(actor, lambda work: count_attempt(work, owner.user_id))
    proof = Proof(stored, counted)
    try:
        right = await hashing.verify(stored, change.current, await current(PasswordSettings))
        if not (right and counted.admitted):
            await units.run(actor, lambda work: note_failure(work, owner, counted))
            raise Refused(_not_known(counted))
        new = await chosen(hashing, change.new, names=owner.names, field="new_password", before=owner.before)
    except PasswordRejected:
        await units.run(actor, lambda work: note_own_rejection(work, owner, counted))
        raise
    except HashingBusy:
        await units.run(actor, lambda work: withdraw_attempt(work, owner.user_id, counted))
        raise
    try:
        return await units.run(actor, lambda work: change_password(work, proof, new, change.ends))
    except (Refused, Unauthenticated):
        await units.run(actor, lambda work: withdraw_attempt(work, owner.user_id, counted))
        raise


@requires()
async def change_password(work: Work, proof: Proof, new: NewPassword, ends: SessionsToEnd | None = None) -> Renewed:
    """Stores the caller's new password, gives the session another token and ends others.

    Raises ``Unauthenticated`` when the session has ended meanwhile, ``Refused`` when the password is another one
    meanwhile or the account was locked.
    """
    actor = work.actor
    user = await locked_account(actor.user_id)
    session = await Session.get_or_none(id=actor.session_id, user_id=actor.user_id, ended_at=None)
    if user is None or session is None:
        raise Unauthenticated("SESSION_ENDED")
    if not stands(work, user, proof.counted):
        raise Refused(_not_known(Counted(admitted=False)))
    await check_unchanged(user.id, proof.stored)
    await store_password(work, user, new)
    wanted = ends or (await current(PasswordSettings)).sessions_end_after_own_change
    await end_sessions(work, user, wanted, session.id)
    await take_back_attempt(work, user, proof.counted)
    if wanted is SessionsToEnd.ALL:
        return Renewed(None, session.delivery, session.remembered)
    token = await renew(work, session.id, user_target(user.id, user.username))
    return Renewed(token, session.delivery, session.remembered)


@open_to_anyone("the attempt was counted; this says that it was wrong")
async def note_failure(work: Work, owner: Owner, counted: Counted) -> None:
    """Says that the password in force was not given, or given too late."""
    because = NotChangedBecause.WRONG_PASSWORD if counted.admitted else NotChangedBecause.TOO_MANY_ATTEMPTS
    work.record(PasswordChangeRefused(target=user_target(owner.user_id, owner.username), because=because))
    user = await locked_account(owner.user_id)
    if user is not None and counted.admitted:
        await attempt_failed(work, user, counted)


@open_to_anyone("the attempt was right, so it is not counted")
async def note_own_rejection(work: Work, owner: Owner, counted: Counted) -> None:
    """Says that the new password was refused; the one in force was right."""
    await withdraw_attempt(work, owner.user_id, counted)
    await note_rejection(work, owner)


async def check_unchanged(user_id: UUID, judged_against: PasswordHash | None) -> None:
    """Raises ``Refused`` when an account's password is another one than a new one was judged against."""
    credential = await Credential.get_or_none(user_id=user_id)
    if (credential.password_hash if credential else None) != judged_against:
        raise Refused(DomainError("CHANGED_MEANWHILE", "The password was changed meanwhile. Try again."))


async def _owner(actor: Actor) -> Owner:
    """The caller's account.

    Raises ``Unauthenticated`` for nobody, ``DomainError`` for an API token, ``Refused`` where another system checks it
    or single sign-on is enforced.
    """
    demand_session(actor)
    user = await User.get_or_none(id=actor.user_id) if actor.user_id else None
    if user is None:
        raise Unauthenticated(actor.permissions.reason)
    if not is_used(user.auth_method):
        raise Refused(DomainError("EXTERNAL_ACCOUNT", "Another system checks your password; change it there."))
    if await password_use(user.id) is PasswordUse.SHUT:
        raise Refused(shut())
    return await owner_of(user)


def _not_known(counted: Counted) -> DomainError:
    if counted.admitted:
        return DomainError("CURRENT_PASSWORD_WRONG", "This is not the password in force.", "current_password")
    return DomainError("TOO_MANY_ATTEMPTS", "Too many wrong passwords were given. Try again later.", "current_password")
