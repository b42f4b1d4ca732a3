"""The table of ``GATEHOUSE_*`` variables: what each is for, what is allowed, what holds without it.

The configuration is read by it and the reference (`docs/reference/configuration.md`) is generated from it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Generic, TypeVar

from api import config_mail as mail
from api import config_values as values
from auth.mail.letter import Sender
from auth.mail.smtp import SmtpServer

PREFIX = "GATEHOUSE_"
T = TypeVar("T")

HOME = Path(__file__).resolve().parent.parent
"""The checkout."""


class Environment(StrEnum):
    """What an installation is for."""

    DEVELOPMENT = "development"
    PRODUCTION = "production"


class LogFormat(StrEnum):
    """How a log line is written."""

    TEXT = "text"
    JSON = "json"


class LogLevel(StrEnum):
    """The least important lines that are still written."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Variable(Generic[T]):
    """One variable. ``allowed`` completes "allowed: …"; ``default_text`` stands in the reference.

    A secret is never shown, and may come from the file that ``GATEHOUSE_<NAME>_FILE`` names.
    """

    name: str
    description: str
    allowed: str
    read: Callable[[str], T]
    default: T
    default_text: str
    secret: bool = False

    @property
    def full_name(self) -> str:
        """With the prefix."""
        return PREFIX + self.name


ENVIRONMENT: Variable[Environment | None] = Variable(
    "ENVIRONMENT",
    "What the installation is for. In development `/graphiql` is served.",
    "development or production",
    values.one_of(Environment),
    None,
    "`development` while the base URL is a loopback address, else `production`",
)
HOST = Variable(
    "HOST", "Address to listen on.", "an IP address or a host name", values.host, "127.0.0.1", "`127.0.0.1`"
)
PORT = Variable(
    "PORT",
    "TCP port to listen on; 0 lets the system choose a free one.",
    "a whole number from 0 to 65535",
    values.port,
    8000,
    "`8000`",
)
DATA_DIR = Variable(
    "DATA_DIR",
    "Directory for the database file and the secret key; made with mode 0700.",
    "a path",
    values.directory,
    HOME / ".data",
    "`.data` beside the program",
)
DATABASE_URL: Variable[str | None] = Variable(
    "DATABASE_URL",
    "Where accounts are stored.",
    "sqlite:///absolute/path or postgres://user:password@host:port/database",
    values.database_url,
    None,
    "`gatehouse.sqlite3` in the data directory",
    secret=True,
)
REDIS_URL: Variable[str | None] = Variable(
    "REDIS_URL",
    "Redis or Valkey by which several processes share the budgets of source addresses. Nothing else is kept there.",
    "redis://user:password@host:port/database, or rediss:// with TLS (valkey:// and valkeys:// mean the same)",
    values.redis_url,
    None,
    "none; each process counts for itself",
    secret=True,
)
BASE_URL: Variable[str | None] = Variable(
    "BASE_URL",
    "Scheme, host and port under which browsers reach the server. Links and cookies depend on it, never on headers.",
    "an https origin such as https://accounts.example.com (plain http for a loopback address only)",
    values.origin,
    None,
    "`http://` with the host and port above",
)
ALLOWED_ORIGINS: Variable[tuple[str, ...]] = Variable(
    "ALLOWED_ORIGINS",
    "Origins of web pages, other than the base URL's, that may use the API.",
    "origins separated by commas, such as https://console.example.com; no wildcard",
    values.origins,
    (),
    "none",
)
SPA_URL: Variable[str | None] = Variable(
    "SPA_URL",
    "Address of the web interface to which browsers are sent.",
    "an absolute https URL (plain http for a loopback address only)",
    values.page_url,
    None,
    "none",
)
SECRET_KEYS: Variable[tuple[str, ...]] = Variable(
    "SECRET_KEYS",
    "Keys that encrypt stored secrets, newest first. Losing them loses every second factor and bind password.",
    "Fernet keys (32 random bytes in base64url, 44 characters) separated by commas, each once",
    values.secret_keys,
    (),
    "on SQLite, made at the first start in `secret.key` in the data directory; required on PostgreSQL",
    secret=True,
)
BOOTSTRAP_ADMIN_USERNAME = Variable(
    "BOOTSTRAP_ADMIN_USERNAME",
    "Username of the administrator who is created when there are no accounts yet.",
    "3 to 50 letters, digits, dots, dashes and underscores",
    values.username,
    "admin",
    "`admin`",
)
BOOTSTRAP_ADMIN_PASSWORD: Variable[str | None] = Variable(
    "BOOTSTRAP_ADMIN_PASSWORD",
    "Password of that administrator; counts as chosen by them.",
    "a password that meets the password policy",
    values.plain_text,
    None,
    "made at random and printed once",
    secret=True,
)
GEOIP_FILE: Variable[Path | None] = Variable(
    "GEOIP_FILE",
    "MaxMind database (`.mmdb`) by which sessions show the city and country of their address.",
    "a path",
    values.directory,
    None,
    "none",
)
TRUSTED_PROXIES: Variable[tuple[values.Network, ...]] = Variable(
    "TRUSTED_PROXIES",
    "Reverse proxies whose `X-Forwarded-For` and `X-Request-Id` are believed.",
    "IP addresses or networks such as 10.0.0.0/8, separated by commas",
    values.networks,
    (),
    "none",
)
LOG_FORMAT = Variable(
    "LOG_FORMAT",
    "How log lines are written to standard error.",
    "text or json",
    values.one_of(LogFormat),
    LogFormat.TEXT,
    "`text`",
)
LOG_LEVEL = Variable(
    "LOG_LEVEL",
    "The least important lines that are still written; there is one `info` line for each request.",
    "debug, info, warning or error",
    values.one_of(LogLevel),
    LogLevel.INFO,
    "`info`",
)
SMTP_URL: Variable[SmtpServer | None] = Variable(
    "SMTP_URL",
    "Server that mail is handed to. `smtp` requires STARTTLS (port 587), `smtps` is TLS from the start (465), "
    "`smtp+insecure` is unprotected (25); characters such as `@` in a password are percent-encoded.",
    "smtp://user:password@host:port, smtps://… or smtp+insecure://host:port",
    mail.smtp_server,
    None,
    "none; each mail is a file in `mail` in the data directory",
    secret=True,
)
SMTP_CA_FILE: Variable[Path | None] = Variable(
    "SMTP_CA_FILE",
    "Certificates of authorities (PEM) that may have signed the mail server's, beside the system's.",
    "a path of a file",
    mail.file,
    None,
    "none",
)
MAIL_FROM: Variable[Sender | None] = Variable(
    "MAIL_FROM",
    "Sender of all mail.",
    "an address, also with a name: Accounts <accounts@example.com>",
    mail.sender,
    None,
    "required with a mail server; without one `gatehouse@localhost.localdomain`",
)
MAIL_TEMPLATES: Variable[Path | None] = Variable(
    "MAIL_TEMPLATES",
    "Directory whose files replace mail templates of the same name.",
    "a path of a directory",
    mail.folder,
    None,
    "none",
)
SUPPORT_CONTACT: Variable[str | None] = Variable(
    "SUPPORT_CONTACT",
    "Whom people may ask; stands in mail.",
    "up to 200 characters in one line, such as an address or a telephone number",
    mail.line,
    None,
    "none",
)

LICENCE_FILE: Variable[Path | None] = Variable(
    "LICENCE_FILE",
    "Signed licence that says how many may be signed in and seated, instead of the settings; a change of it is noticed "
    "within a minute.",
    "a path of a file",
    mail.file,
    None,
    "none",
)
LICENCE_KEY: Variable[bytes | None] = Variable(
    "LICENCE_KEY",
    "Public key of whoever signs licences.",
    "an Ed25519 public key as PEM, or its 32 bytes in base64",
    values.ed25519_public_key,
    None,
    "required with a licence file",
)

VARIABLES: tuple[Variable[Any], ...] = (
    HOST,
    PORT,
    DATA_DIR,
    DATABASE_URL,
    REDIS_URL,
    BASE_URL,
    ALLOWED_ORIGINS,
    SPA_URL,
    SECRET_KEYS,
    BOOTSTRAP_ADMIN_USERNAME,
    BOOTSTRAP_ADMIN_PASSWORD,
    TRUSTED_PROXIES,
    GEOIP_FILE,
    SMTP_URL,
    SMTP_CA_FILE,
    MAIL_FROM,
    MAIL_TEMPLATES,
    SUPPORT_CONTACT,
    LICENCE_FILE,
    LICENCE_KEY,
    ENVIRONMENT,
    LOG_FORMAT,
    LOG_LEVEL,
)
"""All of them, in the order of the reference."""
