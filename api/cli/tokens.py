"""``create-token``: the first API token without a browser."""

from typing import Annotated

import typer

from api.cli.opened import opened
from api.cli.options import AsJson
from api.cli.outcome import Answer, answer
from api.config import Config
from auth.actor import HOST, SYSTEM
from auth.clock import SystemClock
from auth.roles.built_in import ensure_built_in_roles
from auth.tokens.commands import WantedToken
from auth.tokens.host import issue_by_name
from auth.tokens.queries import TokenRow, token_by_id
from auth.tokens.spelling import NewToken, new_api_token

Username = Annotated[str, typer.Argument(help="Username of the account that programs come as by it.")]
Name = Annotated[str, typer.Option("--name", help="By which you know the token.")]
Scopes = Annotated[
    list[str] | None,
    typer.Option("--scope", metavar="SCOPE", help="A scope it carries; say it again for more. Else what only reads."),
]
Days = Annotated[
    int | None, typer.Option("--expires-in-days", min=0, help="Days it lives; else as the settings say. 0: for ever.")
]
Service = Annotated[
    bool, typer.Option("--service", help="Make a service account with the role api, if there is no such account.")
]


def create_token(
    username: Username,
    *,
    name: Name = "command line",
    scope: Scopes = None,
    expires_in_days: Days = None,
    service: Service = False,
    as_json: AsJson = False,
) -> None:
    """Create an API token and show it, this once."""
    wanted = WantedToken(name=name, scopes=None if scope is None else tuple(scope), expires_in_days=expires_in_days)

    async def create(config: Config) -> Answer:
        made = new_api_token()
        async with opened(config) as units:
            await units.run(SYSTEM, ensure_built_in_roles)
            issued = await units.run(HOST, lambda work: issue_by_name(work, username, wanted, made, service=service))
            row = await token_by_id(issued.token_id, SystemClock().now())
        if row is None:  # pragma: no cover — somebody deleted the account in the same moment
            return Answer("The account was deleted meanwhile.")
        return _told(row, made)

    answer(create, as_json=as_json)


def _told(row: TokenRow, made: NewToken) -> Answer:
    until = row.expires_at.isoformat(" ", "seconds") if row.expires_at else "never"
    fields = {
        "username": row.username,
        "name": row.name,
        "scopes": row.scopes,
        "expiresAt": row.expires_at.isoformat() if row.expires_at else None,
        "token": made.text,
    }
    lines = [
        f"Created an API token of {row.username}.",
        "",
        f"  Token    {made.text}",
        f"  Scopes   {', '.join(row.scopes) or 'none'}",
        f"  Expires  {until}",
        "",
        "Shown this once. Send it as `Authorization: Bearer …`.",
    ]
    return Answer("\n".join(lines), fields)
