"""Signs in by name and password.

One path for every account, known or not: the attempt is counted, then one argon2 verification, then one event, with the
same statements whatever there is. An attempt that may not be judged is held against a hash that nothing matches.
What the caller is told does not say whether the name exists (OWASP ASVS 6.3.8); the trail holds the true reason.

An account's own method decides. Names that nobody has here, and those of directory accounts, go to the directories,
where there are any (``auth.login.directory``).
"""

import asyncio
from dataclasses import dataclass
from uuid import UUID

from auth.actor import Actor
from auth.credential import PasswordHash
from auth.events import user_target
from auth.locking import locked_account
from auth.lockout.commands import (
    NO_ACCOUNT,
    Counted,
    attempt_failed,
    count_attempt,
    take_back_attempt,
    withdraw_attempt,
)
from auth.login.asking import Asking
from auth.login.directory import directory_login
from auth.login.events import FailedBecause, LoginFailed
from auth.login.finish import Proven, Wish
from auth.login.flow import advance
from auth.login.outcomes import LoginOutcome, LoginRefusal, Refusal, SignedIn
from auth.login.queries import AtTheDoor, at_the_door
from auth.login.reasons import told_while_silent
from auth.login.rules import PasswordFacts, failure
from auth.login.seeking import Directories, asked_for
from auth.login.standing import Standing, standing_at_sign_in
from auth.passwords.hashing import HashingBusy, PasswordHashing
from auth.permissions import open_to_anyone
from auth.settings.pages import PasswordSettings
from auth.settings.queries import current
from auth.sources.enforcement import PasswordUse
from auth.unit_of_work import Units, Work
from auth.users.password_state import is_used
from models.session import SignInMethod
from models.user import Credential, User


@dataclass(frozen=True, slots=True)
class Attempt:
    """A name and a password as somebody typed them."""

    name: str
    password: str
    wish: Wish


@dataclass(frozen=True, slots=True)
class Verified:
    """What the verification found.

    Attributes:
        stored: The account's hash; ``None`` where there was none.
        counted: As what the attempt was counted before it was judged.
    """

    user_id: UUID | None
    stored: PasswordHash | None
    right: bool
    counted: Counted


async def login(
    units: Units, hashing: PasswordHashing, directories: Directories, actor: Actor, attempt: Attempt
) -> LoginOutcome:
    """Tries to sign in. Never raises for what the caller typed."""
    began = asyncio.get_running_loop().time()
    door = await at_the_door(attempt.name)
    enabled = await directories.enabled() if door.directories else []
    among = asked_for(door.account, enabled)
    if among is None:
        outcome, was_asked = await _by_password(units, hashing, actor, door, attempt), False
    else:
        asking = Asking(attempt.name, attempt.password, door.account, among, door.passwords)
        outcome, was_asked = await directory_login(units, hashing, directories, actor, asking, attempt.wish)
    if enabled:
        await directories.pace.keep(outcome, began, asked=was_asked)
    else:
        directories.pace.forget()
    if isinstance(outcome, Refusal) and directories.any_silent(enabled):
        return told_while_silent(outcome)
    return outcome


async def _by_password(
    units: Units, hashing: PasswordHashing, actor: Actor, door: AtTheDoor, attempt: Attempt
) -> LoginOutcome:
    """By the password that is kept here."""
    account, settings = door.account, door.passwords
    user_id, stored = (account.user_id, account.password_hash) if account else (None, None)
    counted = await units.run(actor, lambda work: count_attempt(work, user_id))
    try:
        right = await hashing.verify(stored if counted.admitted else None, attempt.password, settings)
    except HashingBusy as busy:
        await units.run(actor, lambda work: withdraw_attempt(work, user_id, counted))
        return Refusal(LoginRefusal.RATE_LIMITED, busy.retry_after_seconds)
    verified = Verified(user_id, stored, right, counted)
    outcome = await units.run(actor, lambda work: settle_password_login(work, verified, attempt.wish))
    if not isinstance(outcome, Refusal) and stored is not None and hashing.is_outdated(stored, settings):
        await _renew(units, hashing, actor, verified, attempt.password)
    return outcome


@open_to_anyone("signing in is how a caller becomes somebody; the password was verified before")
async def settle_password_login(work: Work, verified: Verified, wish: Wish) -> LoginOutcome:
    """What a verified password leads to: a session, the next step, or a refusal."""
    user = await locked_account(verified.user_id or NO_ACCOUNT)
    now = await standing_at_sign_in(user.id if user else NO_ACCOUNT)
    because = failure(_facts(user, now, verified))
    if because is not None or user is None:
        return await _refuse(work, user, verified, because or FailedBecause.UNKNOWN_ACCOUNT)
    outcome = await advance(work, user, wish, Proven(SignInMethod.PASSWORD, work.now), now)
    if not isinstance(outcome, SignedIn):
        await take_back_attempt(work, user, verified.counted)
    return outcome


async def _renew(units: Units, hashing: PasswordHashing, actor: Actor, verified: Verified, password: str) -> None:
    """Hashes a password anew after its sign-in succeeded, so that no refusal takes longer for a right one."""
    try:
        renewed = await hashing.hash(password, await current(PasswordSettings))
    except HashingBusy:
        return  # the next sign-in will
    await units.run(actor, lambda work: renew_hash(work, verified, renewed))


@open_to_anyone("the password was right; it stays the same under other parameters")
async def renew_hash(work: Work, verified: Verified, renewed: PasswordHash) -> None:
    """Stores the same password under the parameters in force, unless it was changed meanwhile. No event: no change."""
    same = Credential.filter(user_id=verified.user_id, password_hash=verified.stored)
    await same.using_db(work.connection).update(password_hash=renewed)


def _facts(user: User | None, now: Standing, verified: Verified) -> PasswordFacts | None:
    if user is None:
        return None
    stored = now.password.hash if now.password else None
    return PasswordFacts(
        kind=user.kind,
        status=user.status,
        is_local=is_used(user.auth_method),
        locked_by_hand=user.locked_at is not None,
        admitted=verified.counted.admitted,
        has_password=stored is not None,
        right=verified.right,
        unchanged=stored is not None and stored == verified.stored,
        is_shut=now.use is PasswordUse.SHUT,
    )


async def _refuse(work: Work, user: User | None, verified: Verified, because: FailedBecause) -> Refusal:
    target = user_target(user.id, user.username) if user else None
    work.record(LoginFailed(target=target, because=because))
    if user is not None and because is FailedBecause.CHANGED_MEANWHILE:
        await take_back_attempt(work, user, verified.counted)  # it was right; the hash was made anew beside it
    elif user is not None:
        await attempt_failed(work, user, verified.counted)
    return Refusal(LoginRefusal.INVALID_CREDENTIALS)
