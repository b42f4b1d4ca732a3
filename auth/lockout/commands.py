"""Counts attempts of every kind and locks the account that had too many (OWASP ASVS 6.3.1, NIST SP 800-63B §3.2.2).

An attempt is counted and committed *before* anything secret is looked at, and what became of it is told afterwards, so
that attempts side by side, in however many processes, are never more than are allowed::

    counted = await units.run(actor, lambda work: count_attempt(work, user_id))
    right = ...                                  # the hash or code; against a dummy where ``counted`` is not admitted
    # then, in the unit that settles it, with the account's row locked:
    if not stands(work, user, counted): ...  # refuse, whatever was typed
    await attempt_failed(work, user, counted)    # it was wrong
    await take_back_attempt(work, user, counted) # it was right, but something else is still to be proven
    await note_sign_in(work, user)               # a session is opened
"""

from dataclasses import dataclass
from uuid import UUID

from auth.events import user_target
from auth.locking import locked_account
from auth.lockout.events import LockedState, UserLockedAutomatically
from auth.lockout.rules import AutoLock, LockFacts, auto_lock, count
from auth.mail.messages import AccountLockedMail
from auth.mail.outbox import send_mail
from auth.permissions import open_to_anyone
from auth.reading import Statement, fetch, optional_instant, write
from auth.settings.pages import LockoutSettings
from auth.settings.queries import page_of, parse
from auth.unit_of_work import Work
from models.database import dialect
from models.user import User, UserKind

_WITHOUT_WAITING = ", set_config('synchronous_commit', 'off', true)"
"""On PostgreSQL: the commit of this transaction does not wait for the disk (PostgreSQL 15 §30.4)."""

_FACTS = "u.kind, u.failed_attempts, u.auto_locked_at, u.auto_locked_until, u.locked_at"

NO_ACCOUNT = UUID(int=0)
"""Counted for where there is no account, so that an unknown name costs the same statements."""


@dataclass(frozen=True, slots=True)
class Counted:
    """An attempt that was counted, before anybody knows whether it is right.

    Attributes:
        admitted: Whether it may be judged; if not, it is refused whatever it brings.
        lock: The lock it has set, as the last one allowed: it stands if the attempt is wrong.
    """

    admitted: bool
    lock: AutoLock | None = None


@open_to_anyone("an attempt is counted before anybody knows who makes it")
async def count_attempt(work: Work, user_id: UUID | None) -> Counted:
    """Counts one attempt at an account, in a unit of its own; for no account with the same statements.

    The commit does not wait for the disk, as no unknown name would make it wait either: what a power cut may take back
    is the count of attempts that nobody has been answered.
    """
    facts, settings = await _locked(user_id or NO_ACCOUNT)
    counting = count(facts, settings, work.now) if facts else None
    counted = user_id if user_id and counting else NO_ACCOUNT
    lock = counting.lock if counting else None
    await _write(work, counted, counting.failed_attempts if counting else 0, lock)
    return Counted(counting is not None, lock)


def stands(work: Work, user: User, counted: Counted) -> bool:  # noqa: ARG001 — part of a command, as its like
    """Whether an attempt may be judged: it was admitted, and nobody locked the account by hand meanwhile.

    One that was admitted is judged even where another, counted later, has locked the account by now: of so many that
    were allowed it is one, and a person who knows the password is not shut out by who guesses at the same moment.
    """
    return counted.admitted and user.locked_at is None


async def attempt_failed(work: Work, user: User, counted: Counted) -> None:
    """Says in the trail that a wrong attempt was the last one; part of a command that locked the account's row."""
    lock = counted.lock
    if lock is not None and auto_lock(lock_facts(user), work.now) == lock:
        until = lock.until.isoformat() if lock.until else None
        target = user_target(user.id, user.username)
        work.record(UserLockedAutomatically(target=target, after=LockedState(until)))
        await send_mail(work, user.email, AccountLockedMail(until=lock.until, automatic=True), user.id)


async def take_back_attempt(work: Work, user: User, counted: Counted) -> None:
    """Takes the count of one attempt back: it was right but opened no session, or nobody could judge it.

    What was wrong before stays counted: whoever knows a password guesses no second factor by giving it in between.
    Part of a command that locked the account's row.
    """
    if stands(work, user, counted) and user.failed_attempts > 0:
        await _write_to(work, user, user.failed_attempts - 1)


@open_to_anyone("it takes back what was counted for the same caller a moment ago")
async def withdraw_attempt(work: Work, user_id: UUID | None, counted: Counted) -> None:
    """Takes the count of an attempt back that nobody could judge, because too much was to be judged."""
    user = await locked_account(user_id or NO_ACCOUNT)
    if user is not None:
        await take_back_attempt(work, user, counted)


async def note_sign_in(work: Work, user: User) -> None:
    """Writes that somebody signed in, which forgets what failed. Part of a command that locked the account's row."""
    user.last_login_at = work.now
    user.failed_attempts, user.auto_locked_at, user.auto_locked_until = 0, None, None
    statement = Statement().add("UPDATE users SET")
    statement.add(f"last_login_at = {statement.bind(work.now)},")
    statement.add("failed_attempts = 0, auto_locked_at = NULL, auto_locked_until = NULL")
    await write(work.connection, statement.add(f"WHERE id = {statement.bind(user.id)}"))


async def clear_attempts(work: Work, user: User) -> None:
    """Forgets what failed, where no session is opened. Part of a command that locked the account's row and asked."""
    if user.failed_attempts or user.auto_locked_at is not None:
        await _write_to(work, user, 0)


async def _locked(user_id: UUID) -> tuple[LockFacts | None, LockoutSettings]:
    """What is stored about an account, whose row is locked from now on, and the settings."""
    statement = Statement().add(f"SELECT {_FACTS},")
    statement.add(page_of(statement, LockoutSettings))
    statement.add(_WITHOUT_WAITING if dialect() == "postgres" else "").add("FROM users u")
    rows = await fetch(statement.add(f"WHERE u.id = {statement.bind(user_id)} {statement.for_update}"))
    if not rows:
        return None, LockoutSettings()
    kind, failed_attempts, auto_locked_at, auto_locked_until, locked_at, page = rows[0][:6]
    facts = LockFacts(
        failed_attempts=failed_attempts,
        auto_locked_at=optional_instant(auto_locked_at),
        auto_locked_until=optional_instant(auto_locked_until),
        locked_at=optional_instant(locked_at),
        signs_in=kind == UserKind.HUMAN,
    )
    return facts, parse(LockoutSettings, page)


async def _write_to(work: Work, user: User, failed_attempts: int) -> None:
    user.failed_attempts, user.auto_locked_at, user.auto_locked_until = failed_attempts, None, None
    await _write(work, user.id, failed_attempts, None)


async def _write(work: Work, user_id: UUID, failed_attempts: int, lock: AutoLock | None) -> None:
    statement = Statement().add("UPDATE users SET")
    statement.add(f"failed_attempts = {statement.bind(failed_attempts)},")
    statement.add(f"auto_locked_at = {statement.bind(lock.locked_at if lock else None)},")
    statement.add(f"auto_locked_until = {statement.bind(lock.until if lock else None)}")
    await write(work.connection, statement.add(f"WHERE id = {statement.bind(user_id)}"))


def lock_facts(user: User) -> LockFacts:
    """What is stored about an account's locks."""
    return LockFacts(
        failed_attempts=user.failed_attempts,
        auto_locked_at=user.auto_locked_at,
        auto_locked_until=user.auto_locked_until,
        locked_at=user.locked_at,
        signs_in=user.kind is UserKind.HUMAN,
    )
