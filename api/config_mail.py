"""What the settings of mail may look like: readers as in ``config_values``."""

from email.utils import parseaddr
from pathlib import Path
from urllib.parse import unquote, urlsplit

from api.config_values import Invalid, is_loopback, plain_text
from auth.mail.letter import Sender
from auth.mail.smtp import Security, SmtpServer
from auth.texts import check_email, check_line

_SCHEMES = {"smtp": (Security.STARTTLS, 587), "smtps": (Security.TLS, 465), "smtp+insecure": (Security.NONE, 25)}


def smtp_server(text: str) -> SmtpServer:
    """``smtp://`` (STARTTLS is required), ``smtps://`` (RFC 8314), ``smtp+insecure://`` (plain)."""
    if not text.isascii() or not text.isprintable() or " " in text:
        raise ValueError
    parts = urlsplit(text)
    if parts.scheme not in _SCHEMES or not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError
    security, port = _SCHEMES[parts.scheme]
    username, password = (unquote(each) if each else None for each in (parts.username, parts.password))
    if (username is None) != (password is None):
        raise Invalid("It has a user without a password, or a password without a user.")
    if security is Security.NONE and username is not None and not is_loopback(parts.hostname):
        raise Invalid("A password would cross the network for all to read; use smtp or smtps.")
    return SmtpServer(parts.hostname, parts.port or port, security, username, password)


def sender(text: str) -> Sender:
    """``accounts@example.com`` or ``Accounts <accounts@example.com>``."""
    name, address = parseaddr(line(text))
    if check_email(address) or (text.strip() != address and not text.rstrip().endswith(f"<{address}>")):
        raise ValueError
    return Sender(address, name)


def line(text: str) -> str:
    """A short text of one line."""
    if check_line(text, "", least=1):
        raise ValueError
    return text


def folder(text: str) -> Path:
    """A directory that exists."""
    path = Path(plain_text(text)).expanduser().resolve()
    if not path.is_dir():
        raise Invalid("There is no such directory.")
    return path


def file(text: str) -> Path:
    """A file that exists."""
    path = Path(plain_text(text)).expanduser().resolve()
    if not path.is_file():
        raise Invalid("There is no such file.")
    return path
