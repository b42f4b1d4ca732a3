"""A mail in words as a message (RFC 5322): headers, text and HTML side by side, addresses."""

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from uuid import UUID

from auth.mail.delivery import Envelope
from auth.mail.templates import Written

_LONGEST_LINE = 990
"""RFC 5321 §4.5.3.1.6: a line has at most 1000 octets with its end. Longer ones are encoded."""


@dataclass(frozen=True, slots=True)
class Sender:
    """From whom mail comes. ``name`` may be empty."""

    address: str
    name: str = ""


def letter(key: UUID, kind: str, written: Written, sender: Sender, to: str, written_at: datetime) -> Envelope:
    """The message for one recipient; the same bytes at every attempt, with the same Message-ID.

    ``ValueError`` when an address is none, or a header would hold a line end.
    """
    source, recipient = routable(sender.address), routable(to)
    needs_utf8 = not (source + recipient).isascii()
    message = EmailMessage(SMTPUTF8 if needs_utf8 else SMTP)
    message["From"] = _header(source, sender.name)
    message["To"] = _header(recipient)
    message["Subject"] = written.subject
    message["Date"] = written_at
    message["Message-ID"] = f"<{key}@{source.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834 §5: no holiday notices in answer
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(written.text, cte=_encoding(written.text))
    message.add_alternative(written.html, subtype="html", cte=_encoding(written.html))
    message.set_boundary(f"=_{key.hex}")
    return Envelope(key, kind, source, recipient, message.as_bytes(), needs_utf8)


def routable(address: str) -> str:
    """The address with its domain in ASCII (RFC 6531 §3.2). ``ValueError`` when it is not exactly one address."""
    from email_validator import validate_email  # noqa: PLC0415 — as in auth.texts

    found = validate_email(address, check_deliverability=False, test_environment=True, strict=True)
    return f"{found.local_part}@{found.ascii_domain}"


def _header(address: str, name: str = "") -> Address:
    username, _, domain = address.rpartition("@")
    return Address(name, username, domain)


def _encoding(text: str) -> str:
    """Plain wherever possible, so that a link stays readable in a file."""
    plain = text.isascii() and max(map(len, text.splitlines()), default=0) <= _LONGEST_LINE
    return "7bit" if plain else "quoted-printable"
