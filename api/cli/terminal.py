"""What the server tells the person who starts it."""

from api.config import Config
from api.first_start import FirstAdministrator

_LOSS = (
    "Keep a copy of the secret key apart from the data. Losing it loses every",
    "second factor, every bind password and every client secret of a provider.",
)


def framed(lines: list[str]) -> str:
    """The lines in one frame as wide as the longest."""
    width = max(map(len, lines))
    edge = "=" * (width + 4)
    return "\n".join([edge, *(f"  {line}".rstrip() for line in lines), edge])


def first_start_block(config: Config, administrator: FirstAdministrator) -> str:
    """The one place where a made-up password is ever shown."""
    chosen = administrator.password is None
    password = "as you chose it" if chosen else administrator.password
    note = (
        "You can sign in now." if chosen else "The password is shown this once and has to be changed at first sign-in."
    )
    return framed(
        [
            "Gatehouse is set up. Its first administrator:",
            "",
            f"  Username  {administrator.username}",
            f"  Password  {password}",
            "",
            note,
            "",
            *places(config),
            "",
            *_LOSS,
        ]
    )


def places(config: Config) -> list[str]:
    """Where things are."""
    key = "in GATEHOUSE_SECRET_KEYS" if config.secret_keys else str(config.key_file)
    stored = str(config.database_file) if config.database_file else "PostgreSQL"
    return [
        f"  URL       {config.base_url}",
        f"  Database  {stored}",
        f"  Data      {config.data_dir}",
        f"  Key       {key}",
    ]
