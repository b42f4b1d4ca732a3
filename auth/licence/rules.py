"""Pure decisions about the licence: which terms are in force, in what state they are, and who still fits."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from auth.installation import CountedBy, SignedLicence
from auth.settings.pages import LicenceSettings

GRACE = timedelta(days=14)
"""How long after its end a licence file still lets everybody in."""


class TermsSource(StrEnum):
    """Where the terms in force come from."""

    SETTINGS = "SETTINGS"
    FILE = "FILE"


class LicenceState(StrEnum):
    """Whether a licence file is good."""

    NONE = "NONE"
    VALID = "VALID"
    GRACE = "GRACE"
    EXPIRED = "EXPIRED"


@dataclass(frozen=True, slots=True)
class LicenceTerms:
    """What the installation may do.

    Attributes:
        max_users: Accounts or sessions that may be signed in at once; 0 for any number.
        max_seats: Accounts that may hold licensed roles; 0 for any number.
        signed: The licence file's content; ``None`` where the settings rule.
    """

    max_users: int
    counted_by: CountedBy
    max_seats: int
    state: LicenceState = LicenceState.NONE
    signed: SignedLicence | None = None

    @property
    def source(self) -> TermsSource:
        """Who says so."""
        return TermsSource.SETTINGS if self.signed is None else TermsSource.FILE


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What is signed in: accounts with at least one open session, and open sessions."""

    accounts: int
    sessions: int

    def counted_by(self, way: CountedBy) -> int:
        """What of it a cap counts."""
        return self.accounts if way is CountedBy.ACCOUNTS else self.sessions


def terms_of(settings: LicenceSettings, signed: SignedLicence | None, now: datetime) -> LicenceTerms:
    """The terms in force: a licence file rules alone, also when it is over."""
    if signed is None:
        return LicenceTerms(settings.max_users, settings.counted_by, settings.max_seats)
    return LicenceTerms(signed.max_users, signed.counted_by, signed.max_seats, state_of(signed, now), signed)


def state_of(signed: SignedLicence, now: datetime) -> LicenceState:
    """In what state a licence file is."""
    if now < signed.expires_at:
        return LicenceState.VALID
    return LicenceState.GRACE if now < grace_ends_at(signed) else LicenceState.EXPIRED


def grace_ends_at(signed: SignedLicence) -> datetime:
    """From when on nobody but administrators can sign in by a licence file that was not renewed."""
    return signed.expires_at + GRACE


def fits(terms: LicenceTerms, before: SignedIn, after: SignedIn) -> bool:
    """Whether a sign-in that leads from ``before`` to ``after`` stays within the cap, or takes no further place."""
    if terms.max_users == 0:
        return True
    count = after.counted_by(terms.counted_by)
    return count <= terms.max_users or count <= before.counted_by(terms.counted_by)
