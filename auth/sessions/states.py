"""The rules of ``auth.sessions.rules`` as SQL conditions, for lists and counts: both engines decide alike.

In the statements ``s`` is a session and ``u`` its account. Settings come in as bound moments, so that a list reads the
stored ones only; where an account has an idle timeout of its own, its sessions' ends are computed row by row.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from auth.reading import Statement
from auth.sessions.rules import BY_TIME, SessionState
from auth.settings.pages import SessionSettings
from auth.sources.standing import lets_in_by
from models.session import SessionEnd
from models.user import UserStatus

_MINUTES_OF_HOUR = 60
_LETS_IN = lets_in_by("s.source_id")


@dataclass(frozen=True, slots=True)
class AsOf:
    """By which settings, and at which moment, sessions are judged."""

    settings: SessionSettings
    now: datetime


def is_open(statement: Statement, as_of: AsOf) -> str:
    """The condition that a session is worth something."""
    return f"({_could_be_used(statement, as_of)} AND {_LETS_IN})"


def _is_suspended(statement: Statement, as_of: AsOf) -> str:
    """Refused for as long as what checks its account, or opened it, is switched off; nothing ends it for that."""
    return f"({_could_be_used(statement, as_of)} AND NOT {_LETS_IN})"


def _could_be_used(statement: Statement, as_of: AsOf) -> str:
    return f"s.ended_at IS NULL AND {_lives(statement, as_of)} AND NOT {_is_off(statement, as_of.settings)}"


def has_run_out(statement: Statement, as_of: AsOf) -> str:
    """The condition that a session is over by time alone, though nobody has written so yet."""
    return f"(s.ended_at IS NULL AND NOT {_lives(statement, as_of)})"


def is_in(statement: Statement, states: Iterable[SessionState], as_of: AsOf) -> str:
    """The condition that a session is in one of these states."""
    conditions = {
        SessionState.OPEN: is_open,
        SessionState.EXPIRED: _is_expired,
        SessionState.ENDED: _is_ended,
        SessionState.SUSPENDED: _is_suspended,
    }
    wanted = [conditions[state](statement, as_of) for state in dict.fromkeys(states)]
    return f"({' OR '.join(wanted)})" if wanted else "1 = 0"


def ended_by(statement: Statement, reason: SessionEnd, as_of: AsOf) -> str:
    """The condition that a session ended for this reason."""
    written = f"s.end_reason = {statement.bind(str(reason))}"
    if reason in BY_TIME:
        idle_first = _idle_came_first(statement, as_of.settings)
        which = idle_first if reason is SessionEnd.IDLE else f"NOT {idle_first}"
        return f"({written} OR ({has_run_out(statement, as_of)} AND {which}))"
    if reason in (SessionEnd.DEACTIVATED, SessionEnd.LOCKED):
        is_locked = f"u.locked_at IS {'NOT ' if reason is SessionEnd.LOCKED else ''}NULL"
        return f"({written} OR ({is_refused(statement, as_of)} AND {is_locked}))"
    return written


def _is_expired(statement: Statement, as_of: AsOf) -> str:
    written = statement.among("s.end_reason", [str(reason) for reason in sorted(BY_TIME)])
    return f"({written} OR {has_run_out(statement, as_of)})"


def _is_ended(statement: Statement, as_of: AsOf) -> str:
    by_time = statement.among("s.end_reason", [str(reason) for reason in sorted(BY_TIME)])
    written = f"(s.ended_at IS NOT NULL AND (s.end_reason IS NULL OR NOT {by_time}))"
    return f"({written} OR {is_refused(statement, as_of)})"


def is_refused(statement: Statement, as_of: AsOf) -> str:
    """The condition that a session is refused for its account alone (``rules.refusal``).

    It was left to run when that was deactivated, until the setting said otherwise.
    """
    return f"(s.ended_at IS NULL AND {_lives(statement, as_of)} AND {_is_off(statement, as_of.settings)})"


def _is_off(statement: Statement, settings: SessionSettings) -> str:
    """See ``rules.refusal``."""
    if not settings.end_on_deactivation:
        return "(u.locked_at IS NOT NULL)"
    return f"(u.locked_at IS NOT NULL OR u.status <> {statement.bind(str(UserStatus.ACTIVE))})"


def _lives(statement: Statement, as_of: AsOf) -> str:
    """See ``rules.expiry``; it never says null."""
    settings, now = as_of.settings, statement.bind(as_of.now)
    idle = statement.bind(as_of.now - timedelta(minutes=settings.idle_timeout_minutes))
    lasts = "1 = 1"
    if settings.absolute_lifetime_hours:
        lasts = f"s.created_at > {statement.bind(as_of.now - timedelta(hours=settings.absolute_lifetime_hours))}"
    own = "u.idle_timeout_minutes"
    ordinary = f"({own} = 0 AND s.last_seen_at > {idle} AND {lasts})"
    lasts_longer = f"({lasts} OR {_later(statement, 's.created_at', own)} > {now})"
    overridden = f"({own} > 0 AND {_later(statement, 's.last_seen_at', own)} > {now} AND {lasts_longer})"
    by_rest = f"({ordinary} OR {overridden})"
    if not settings.remember_me_days:
        return by_rest
    days = statement.bind(as_of.now - timedelta(days=settings.remember_me_days))
    is_remembered = _true(statement, "s.remembered")
    return f"(({is_remembered} AND s.created_at > {days}) OR (NOT {is_remembered} AND {by_rest}))"


def _idle_came_first(statement: Statement, settings: SessionSettings) -> str:
    """Of the two ends of a session, which both may have passed."""
    first = "1 = 1"
    if settings.absolute_lifetime_hours:
        most, own = settings.absolute_lifetime_hours * _MINUTES_OF_HOUR, "u.idle_timeout_minutes"
        rest = f"(CASE WHEN {own} > 0 THEN {own} ELSE {settings.idle_timeout_minutes:d} END)"
        life = f"(CASE WHEN {own} > {most:d} THEN {own} ELSE {most:d} END)"
        first = f"{_later(statement, 's.last_seen_at', rest)} <= {_later(statement, 's.created_at', life)}"
    if not settings.remember_me_days:
        return f"({first})"
    return f"(NOT {_true(statement, 's.remembered')} AND {first})"


def _true(statement: Statement, column: str) -> str:
    return f"({column})" if statement.dialect == "postgres" else f"({column} = 1)"


def _later(statement: Statement, column: str, minutes: str) -> str:
    """A stored moment so many whole minutes later, in its stored form.

    On SQLite that is a text: its seconds are moved, its fraction and offset stay.
    """
    if statement.dialect == "postgres":
        return f"({column} + {minutes} * interval '1 minute')"
    return f"(datetime(substr({column}, 1, 19), '+' || {minutes} || ' minutes') || substr({column}, 20))"
