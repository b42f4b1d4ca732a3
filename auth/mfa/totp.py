"""Time-based one-time passwords (RFC 6238 with HMAC-SHA-1, which every authenticator speaks) through pyotp."""

import hmac
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pyotp.totp import TOTP

SECRET_CHARACTERS = 32
"""Of base32: 160 bits, as RFC 4226 §4 R6 recommends."""

WINDOW_STEPS = 1
"""How many time steps a clock may be off, either way (RFC 6238 §5.2)."""

_DIGITS = frozenset("0123456789")


@dataclass(frozen=True, slots=True)
class Authenticator:
    """What an authenticator application shares with us."""

    secret: str = field(repr=False)
    digits: int
    period_seconds: int

    def uri(self, issuer: str, account: str) -> str:
        """The key URI that applications read from a QR code: ``otpauth://totp/…``."""
        return self._totp().provisioning_uri(name=account, issuer_name=issuer)

    def step_of(self, code: str, now: datetime, last_step: int) -> int | None:
        """The time step whose code this is: the present one or its neighbours, if newer than ``last_step``.

        ``None`` where the code is wrong, was used before, or is older than one that was (RFC 6238 §5.2). Spaces in a
        code do not count.
        """
        typed = code.replace(" ", "")
        if len(typed) != self.digits or not _DIGITS.issuperset(typed):
            return None
        totp = self._totp()
        present = totp.timecode(now)
        near = range(max(present - WINDOW_STEPS, last_step + 1), present + WINDOW_STEPS + 1)
        found = [step for step in near if hmac.compare_digest(totp.generate_otp(step), typed)]
        return found[0] if found else None

    def _totp(self) -> "TOTP":
        from pyotp.totp import TOTP  # noqa: PLC0415 — an idle process does without

        return TOTP(self.secret, digits=self.digits, interval=self.period_seconds)


def new_authenticator(digits: int, period_seconds: int) -> Authenticator:
    """One with a fresh secret."""
    from pyotp import random_base32  # noqa: PLC0415 — an idle process does without

    return Authenticator(random_base32(SECRET_CHARACTERS), digits, period_seconds)


def qr_svg(uri: str) -> str:
    """A key URI as a QR code: an SVG element of its own, black on white, without scripts or references."""
    import segno  # noqa: PLC0415 — an idle process does without

    return segno.make(uri, error="m", micro=False).svg_inline(scale=4, light="#fff", dark="#000")
