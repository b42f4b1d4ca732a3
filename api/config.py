"""The configuration: ``GATEHOUSE_*`` variables, read once, here and nowhere else.

What can change while the server runs is no business of this module: that is a setting, in the database.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, TypeVar
from urllib.parse import urlsplit

from api import config_values as values
from api import config_variables as variables
from api.config_variables import PREFIX, VARIABLES, Environment, LogFormat, LogLevel, Variable
from api.visible import visible
from auth.mail.letter import Sender
from auth.mail.smtp import SmtpServer

T = TypeVar("T")

NOT_OURS = frozenset({"GATEHOUSE_REQUIRE_PEERS"})
"""Variables that start with our prefix and belong to the test suite."""

NOBODYS_MAIL = Sender("gatehouse@localhost.localdomain")
"""The sender of mail that only goes to a folder."""


@dataclass(frozen=True, slots=True)
class Config:
    """How this process runs. Secrets are left out of its printed form.

    Attributes:
        public_url: ``GATEHOUSE_BASE_URL`` as given; ``None`` where the listener's own address is meant.
        smtp: Where mail is handed over; ``None`` where it is written to ``mail_folder``.
        secret_keys: Fernet keys, newest first; empty where they lie in ``key_file``.
        licence_key: Verifies the licence file; raw Ed25519, 32 bytes.
        redis_url: Where budgets of addresses are shared; ``None`` where each process counts for itself.
        bootstrap_password: The first administrator's, when chosen beforehand.
    """

    environment: Environment
    host: str
    port: int
    data_dir: Path
    public_url: str | None
    spa_url: str | None
    allowed_origins: tuple[str, ...]
    trusted_proxies: tuple[values.Network, ...]
    geoip_file: Path | None
    bootstrap_username: str
    mail_from: Sender
    mail_templates: Path | None
    support_contact: str | None
    licence_file: Path | None
    licence_key: bytes | None
    log_format: LogFormat
    log_level: LogLevel
    database_url: str = field(repr=False)
    redis_url: str | None = field(repr=False)
    smtp: SmtpServer | None = field(repr=False)
    secret_keys: tuple[str, ...] = field(repr=False)
    bootstrap_password: str | None = field(repr=False)

    @property
    def base_url(self) -> str:
        """Scheme, host and port under which browsers reach this server; the only source of links and redirects."""
        return self.public_url or values.http_url(self.host, self.port)

    @property
    def is_https(self) -> bool:
        """Whether browsers come by https."""
        return self.base_url.startswith("https://")

    @property
    def key_file(self) -> Path:
        """Where the keys lie when they are not in the environment."""
        return self.data_dir / "secret.key"

    @property
    def mail_folder(self) -> Path:
        """Where mail is written when there is no mail server."""
        return self.data_dir / "mail"

    @property
    def engine(self) -> Literal["sqlite", "postgres"]:
        """Which database."""
        return "sqlite" if self.database_url.startswith("sqlite:") else "postgres"

    @property
    def database_file(self) -> Path | None:
        """The SQLite file; ``None`` on PostgreSQL."""
        return Path(self.database_url.removeprefix("sqlite://")) if self.engine == "sqlite" else None

    def listening_on(self, port: int) -> "Config":
        """The same with the port that the system chose."""
        return replace(self, port=port)


class ConfigurationError(Exception):
    """The environment is wrong. ``problems`` maps each variable to a sentence, all of them at once."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        """At least one problem."""
        self.problems = dict(problems)
        count = "1 setting is" if len(problems) == 1 else f"{len(problems)} settings are"
        lines = [f"  {name}: {problem}" for name, problem in sorted(problems.items())]
        super().__init__("\n".join([f"Gatehouse cannot start: {count} wrong.", *lines]))


def load_config(environ: Mapping[str, str] | None = None) -> Config:
    """The configuration of this process, or of ``environ`` where that is given.

    Raises ``ConfigurationError`` with everything that is wrong. A variable that is set to nothing counts as not set.
    """
    given = _Environment(os.environ if environ is None else environ)
    data_dir = given.value(variables.DATA_DIR)
    config = Config(
        environment=given.value(variables.ENVIRONMENT) or Environment.PRODUCTION,
        host=given.value(variables.HOST),
        port=given.value(variables.PORT),
        data_dir=data_dir,
        public_url=given.value(variables.BASE_URL),
        spa_url=given.value(variables.SPA_URL),
        allowed_origins=given.value(variables.ALLOWED_ORIGINS),
        trusted_proxies=given.value(variables.TRUSTED_PROXIES),
        geoip_file=given.value(variables.GEOIP_FILE),
        bootstrap_username=given.value(variables.BOOTSTRAP_ADMIN_USERNAME),
        bootstrap_password=given.value(variables.BOOTSTRAP_ADMIN_PASSWORD),
        smtp=_with_authorities(given.value(variables.SMTP_URL), given.value(variables.SMTP_CA_FILE)),
        mail_from=given.value(variables.MAIL_FROM) or NOBODYS_MAIL,
        mail_templates=given.value(variables.MAIL_TEMPLATES),
        support_contact=given.value(variables.SUPPORT_CONTACT),
        licence_file=given.value(variables.LICENCE_FILE),
        licence_key=given.value(variables.LICENCE_KEY),
        log_format=given.value(variables.LOG_FORMAT),
        log_level=given.value(variables.LOG_LEVEL),
        database_url=given.value(variables.DATABASE_URL) or f"sqlite://{data_dir / 'gatehouse.sqlite3'}",
        redis_url=given.value(variables.REDIS_URL),
        secret_keys=given.value(variables.SECRET_KEYS),
    )
    problems = _contradictions(config) | given.problems
    if problems:
        raise ConfigurationError(problems)
    if given.value(variables.ENVIRONMENT) is None and _on_loopback(config):
        return replace(config, environment=Environment.DEVELOPMENT)
    return config


class _Environment:
    """Reads variables and collects what is wrong with them."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._ours = {name: text for name, text in environ.items() if name.startswith(PREFIX) and name not in NOT_OURS}
        self.problems = dict(_misspelt(self._ours))

    def value(self, variable: Variable[T]) -> T:
        """The value; the default when the variable is not set, and to go on with when it is wrong."""
        name, text = self._text(variable)
        if not text:
            return variable.default
        try:
            return variable.read(text)
        except ValueError as error:
            self.problems[name] = _wrong(variable, text, error)
            return variable.default

    def _text(self, variable: Variable[Any]) -> tuple[str, str]:
        name, text = variable.full_name, self._ours.get(variable.full_name, "")
        path = self._ours.get(f"{name}_FILE", "") if variable.secret else ""
        if not path:
            return name, text
        if text:
            self.problems[name] = f"is given twice; keep either {name} or {name}_FILE."
            return name, ""
        return f"{name}_FILE", self._content(f"{name}_FILE", path)

    def _content(self, name: str, path: str) -> str:
        try:
            return Path(path).read_text(encoding="utf-8").rstrip("\r\n")
        except (OSError, ValueError) as error:
            reason = (error.strerror or "unreadable") if isinstance(error, OSError) else "not text in UTF-8"
            self.problems[name] = f'names the file "{visible(path)}", which cannot be read: {reason}.'
            return ""


def _wrong(variable: Variable[Any], text: str, error: ValueError) -> str:
    given = "holds a secret value that is not shown here" if variable.secret else f'is "{visible(text, 100)}"'
    # Only our own sentences are repeated: the standard library quotes the value, which may be a secret.
    why = f" {error}" if isinstance(error, values.Invalid) else ""
    return f"{given}; allowed: {variable.allowed}.{why}"


def _misspelt(ours: Mapping[str, str]) -> Mapping[str, str]:
    known = [v.full_name for v in VARIABLES] + [f"{v.full_name}_FILE" for v in VARIABLES if v.secret]
    problems: dict[str, str] = {}
    for name in ours.keys() - known:
        close = get_close_matches(name, known, n=1, cutoff=0.75)
        advice = f"did you mean {close[0]}?" if close else "see docs/reference/configuration.md for those that exist."
        problems[visible(name, 100)] = f"is not a setting; {advice}"
    return problems


def _contradictions(config: Config) -> dict[str, str]:
    problems: dict[str, str] = {}
    if config.engine == "postgres" and not config.secret_keys:
        problems[variables.SECRET_KEYS.full_name] = (
            "is required with PostgreSQL, because every process needs the same keys. Make one with: "
            "head -c 32 /dev/urandom | base64 | tr '+/' '-_'"
        )
    if config.public_url is None and not values.is_loopback(config.host):
        problems[variables.BASE_URL.full_name] = (
            f'is required when {variables.HOST.full_name} is "{config.host}", which other machines can reach; '
            f"allowed: {variables.BASE_URL.allowed}."
        )
    if (config.licence_file is None) != (config.licence_key is None):
        missing = variables.LICENCE_KEY if config.licence_key is None else variables.LICENCE_FILE
        problems[missing.full_name] = f"is required where the other of the two is set; allowed: {missing.allowed}."
    if config.smtp is not None and config.mail_from is NOBODYS_MAIL:
        problems[variables.MAIL_FROM.full_name] = (
            f"is required with {variables.SMTP_URL.full_name}; allowed: {variables.MAIL_FROM.allowed}."
        )
    return problems


def _with_authorities(server: SmtpServer | None, ca_file: Path | None) -> SmtpServer | None:
    return server and replace(server, ca_file=ca_file)


def _on_loopback(config: Config) -> bool:
    return values.is_loopback(urlsplit(config.base_url).hostname or "")
