"""Pure decisions about second factors: who must have one, and from when on."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from auth.settings.pages import MfaSettings
from models.user import UserKind


class MfaRequiredBecause(StrEnum):
    """Why an account must have a second factor: the strictest of the rules that hold."""

    RESET = "RESET"
    ACCOUNT = "ACCOUNT"
    ROLE = "ROLE"
    EVERYONE = "EVERYONE"


@dataclass(frozen=True, slots=True)
class MfaFacts:
    """What decides whether one account must have a second factor.

    Attributes:
        enrolled_at: When it was confirmed; ``None`` while there is none.
        must_enrol: Whether an administrator took the last one away.
        required_for_account: Whether this one account must have it.
        required_by_role: Whether a role that is held, or one of its parents, asks for it.
        proved_there: Whether it comes from elsewhere, and its last sign-in brought a provider's second factor.
    """

    kind: UserKind
    created_at: datetime
    enrolled_at: datetime | None = None
    must_enrol: bool = False
    required_for_account: bool = False
    required_by_role: bool = False
    proved_there: bool = False

    @property
    def enrolled(self) -> bool:
        """Whether it has one."""
        return self.enrolled_at is not None


@dataclass(frozen=True, slots=True)
class Due:
    """Whether an account must have a second factor.

    Attributes:
        because: The strictest rule; ``None`` where none asks for it.
        at: From when on no sign-in goes without; the account's creation where a rule has no grace. ``None`` as above.
    """

    because: MfaRequiredBecause | None = None
    at: datetime | None = None

    @property
    def required(self) -> bool:
        """Whether a rule asks for it, now or after the grace period."""
        return self.because is not None

    def has_come(self, now: datetime) -> bool:
        """Whether a sign-in without one leads to an enrolment and nowhere else."""
        return self.at is not None and self.at <= now


NOT_DUE = Due()


def due(facts: MfaFacts, settings: MfaSettings) -> Due:
    """What the rules come to (REQUIREMENTS E4): the strictest wins, and only the one for everybody has a grace period.

    It is counted from the account's creation or from the day the rule was switched on, whichever is later.
    """
    if facts.kind is UserKind.SERVICE:
        return NOT_DUE
    if facts.must_enrol:
        return Due(MfaRequiredBecause.RESET, facts.created_at)
    if facts.required_for_account:
        return Due(MfaRequiredBecause.ACCOUNT, facts.created_at)
    if facts.required_by_role:
        return Due(MfaRequiredBecause.ROLE, facts.created_at)
    if settings.required_for_everyone:
        since = max(facts.created_at, settings.required_since or facts.created_at)
        return Due(MfaRequiredBecause.EVERYONE, since + timedelta(days=settings.grace_days))
    return NOT_DUE


def missing(facts: MfaFacts, required: Due) -> Due:
    """What is due and not there: grace alone lets a sign-in go on without."""
    return NOT_DUE if facts.enrolled else required


def lacking(facts: MfaFacts, required: Due) -> Due:
    """What lists tell of: whose last sign-in brought a provider's second factor lacks none, as far as anybody knows.

    No sign-in is let in by that: each is asked anew.
    """
    return NOT_DUE if facts.proved_there else missing(facts, required)
