"""What the trail and the caller are told of a sign-in that a directory, or the rules for its people, refused. Pure."""

from auth.login.events import FailedBecause
from auth.login.outcomes import LoginRefusal, Refusal
from auth.provisioning.rules import DeniedBecause
from auth.sources.identity import NotProven

RETRY_AFTER_SECONDS = 60
"""When a directory that does not answer is asked again: so long its servers are skipped."""

NOT_PROVEN = {
    NotProven.NO_ENTRY: FailedBecause.NO_ENTRY,
    NotProven.SEVERAL_ENTRIES: FailedBecause.SEVERAL_ENTRIES,
    NotProven.OUTSIDE_BASE: FailedBecause.OUTSIDE_BASE,
    NotProven.NO_SUBJECT: FailedBecause.NO_SUBJECT,
    NotProven.WRONG_PASSWORD: FailedBecause.WRONG_PASSWORD,
    NotProven.DISABLED: FailedBecause.DISABLED_THERE,
    NotProven.LOCKED: FailedBecause.LOCKED_THERE,
    NotProven.EXPIRED: FailedBecause.EXPIRED_THERE,
    NotProven.PASSWORD_EXPIRED: FailedBecause.PASSWORD_EXPIRED_THERE,
    NotProven.MUST_CHANGE_PASSWORD: FailedBecause.MUST_CHANGE_THERE,
    NotProven.NOT_AT_THIS_TIME: FailedBecause.NOT_AT_THIS_TIME,
    NotProven.NOT_AT_THIS_COMPUTER: FailedBecause.NOT_AT_THIS_COMPUTER,
    NotProven.REFUSED: FailedBecause.REFUSED_THERE,
}
DENIED = {because: FailedBecause(because.value) for because in DeniedBecause}
"""Each has the same name in both."""

AFTER_A_RIGHT_PASSWORD = frozenset({FailedBecause.PASSWORD_EXPIRED_THERE, FailedBecause.MUST_CHANGE_THERE})
"""What a directory says only to whoever knows the password."""

NOT_JUDGED = frozenset({FailedBecause.DIRECTORY_UNAVAILABLE, FailedBecause.SOURCE_OFF})
"""Nobody looked at the password."""

RIGHT = AFTER_A_RIGHT_PASSWORD | {FailedBecause.NO_ROLE}
"""Failures of a sign-in whose password was right and which say so."""

NO_GUESS = NOT_JUDGED | RIGHT
"""Failures that count as no attempt at an account."""


def refusal_of(because: FailedBecause) -> Refusal:
    """What a caller is told. Whatever might tell whether a name exists is told alike."""
    if because in AFTER_A_RIGHT_PASSWORD:
        return Refusal(LoginRefusal.PASSWORD_EXPIRED_ELSEWHERE)
    if because is FailedBecause.NO_ROLE:
        return Refusal(LoginRefusal.NO_ROLE)
    if because is FailedBecause.DIRECTORY_UNAVAILABLE:
        return Refusal(LoginRefusal.DIRECTORY_UNAVAILABLE, RETRY_AFTER_SECONDS)
    return Refusal(LoginRefusal.INVALID_CREDENTIALS)


def told_while_silent(refusal: Refusal) -> Refusal:
    """What a caller is told while some directory does not answer: no name is told from one that only it could know."""
    if refusal.code is not LoginRefusal.INVALID_CREDENTIALS:
        return refusal
    return Refusal(LoginRefusal.DIRECTORY_UNAVAILABLE, RETRY_AFTER_SECONDS, hides_guess=True)
