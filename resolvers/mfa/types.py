"""Second factors as the schema shows them."""

import asyncio
from datetime import datetime

import strawberry

from auth.mfa.commands import Shown
from auth.mfa.queries import OwnMfa
from auth.mfa.totp import qr_svg
from resolvers.mfa.enums import MfaRequiredBecause
from resolvers.permissions import plain


@strawberry.type(description="A new authenticator, shown this once. It counts once a code of it is given.")
class TotpEnrolment:
    """RFC 6238."""

    uri: str = plain("The key URI (otpauth://…) for an authenticator application.")
    secret: str = plain("The shared secret in base32 (RFC 4648 §6), for typing it in.")
    digits: int = plain("Digits of a code.")
    period_seconds: int = plain("Seconds that a code is shown.")

    @strawberry.field(description="The key URI as a QR code: text of an SVG element.")
    async def qr_svg(self) -> str:
        """Drawn only where it is asked for, beside the event loop: a long address takes a tenth of a second."""
        return await asyncio.to_thread(qr_svg, self.uri)


def enrolment(shown: Shown) -> TotpEnrolment:
    """As the schema shows it."""
    return TotpEnrolment(uri=shown.uri, secret=shown.secret, digits=shown.digits, period_seconds=shown.period_seconds)


@strawberry.type(description="The second factor of the caller's own account.")
class ViewerMfa:
    """Of ``Viewer``."""

    enrolled: bool = plain("Whether there is one.")
    enrolled_at: datetime | None = plain("When it was set up; null for none.")
    backup_codes_left: int = plain("How many backup codes can still be used.")
    acknowledged: bool = plain("Whether its backup codes were acknowledged as kept; false without a second factor.")
    required_because: MfaRequiredBecause | None = plain("Why there must be one; null where no rule asks for it.")
    due_at: datetime | None = plain("From when on no sign-in goes without; null where none is missing.")


def viewer_mfa(own: OwnMfa) -> ViewerMfa:
    """As the schema shows it."""
    standing = own.standing
    return ViewerMfa(
        enrolled=standing.facts.enrolled,
        enrolled_at=standing.facts.enrolled_at,
        backup_codes_left=own.backup_codes_left,
        acknowledged=own.acknowledged,
        required_because=standing.due.because,
        due_at=standing.lacking.at,
    )
