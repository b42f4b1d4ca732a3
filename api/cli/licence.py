"""``licence show``: what the installation may do, and what of it is used."""

from dataclasses import asdict
from typing import Any

import typer

from api.cli.opened import opened
from api.cli.options import AsJson
from api.cli.outcome import Answer, answer
from api.config import Config
from auth.clock import SystemClock
from auth.installation import CountedBy
from auth.licence.queries import LicenceRow, licence_row
from auth.visibility import camel_case

licence = typer.Typer(help="Look at the licence.", no_args_is_help=True)


@licence.callback()
def _group() -> None:
    """Keeps ``show`` a verb of its own."""


@licence.command()
def show(*, as_json: AsJson = False) -> None:
    """Show how many may be signed in and seated, who says so, and how many are."""

    async def read(config: Config) -> Answer:
        async with opened(config) as units:
            row = await licence_row(units.installation, SystemClock().now())
        return Answer(_text(row), {camel_case(name): _shown(value) for name, value in asdict(row).items()})

    answer(read, as_json=as_json)


def _text(row: LicenceRow) -> str:
    counted = "accounts" if row.counted_by is CountedBy.ACCOUNTS else "sessions"
    using = row.signed_in_accounts if row.counted_by is CountedBy.ACCOUNTS else row.open_sessions
    lines = [
        f"Signed in  {using} of {row.max_users or 'any number of'} {counted}",
        f"Seats      {row.seats_used} of {row.max_seats or 'any number'}",
        f"Source     {row.source.lower()}",
    ]
    if row.expires_at is not None:
        lines += [f"Licensee   {row.licensee}", f"File       {row.file_id}, {row.state.lower()}"]
        lines.append(f"Expires    {row.expires_at.isoformat(' ', 'minutes')}")
    return "\n".join(lines)


def _shown(value: Any) -> object:  # noqa: ANN401 — any value of a row
    return value.isoformat() if hasattr(value, "isoformat") else value
