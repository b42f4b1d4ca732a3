"""The licence as the schema shows it."""

from datetime import datetime

import strawberry

from auth.licence.rules import LicenceState, TermsSource
from resolvers.enums import described
from resolvers.permissions import plain
from resolvers.settings.types import CountedBy

described(
    TermsSource,
    "Who says what the installation may do.",
    SETTINGS="The page licenceSettings.",
    FILE="A signed licence file; the settings do not count.",
)
described(
    LicenceState,
    "Whether a licence file is good.",
    NONE="There is none; the settings rule.",
    VALID="It is good.",
    GRACE="It has expired. Everybody can still sign in until graceEndsAt.",
    EXPIRED="It has expired, and only administrators can sign in.",
)


@strawberry.type(description="What the installation may do, and what of it is used now.")
class Licence:
    """Its values are ``LicenceRow``."""

    source: TermsSource = plain("Who says so.")
    state: LicenceState = plain("Whether the licence file is good.")
    max_users: int = plain("Accounts or sessions that may be signed in at once; 0 for any number.")
    counted_by: CountedBy = plain("What of the two is counted.")
    max_seats: int = plain("Accounts that may hold roles marked as licensed; 0 for any number.")
    signed_in_accounts: int = plain("Accounts that are signed in now, administrators too.")
    open_sessions: int = plain("Sessions that are open now.")
    seats_used: int = plain("Accounts that hold a licensed role themselves, deactivated ones too.")
    file_id: str | None = plain("The licence file's own id; null without a file.")
    licensee: str | None = plain("Whom it was issued to; null without a file.")
    valid_from: datetime | None = plain("When it began; null without a file.")
    expires_at: datetime | None = plain("When it expires; null without a file.")
    grace_ends_at: datetime | None = plain(
        "From when on only administrators can sign in, unless it is renewed: 14 days later; null without a file."
    )
