"""``reset-mfa``: the way back in for somebody who lost their second factor and has no administrator to ask."""

from typing import Annotated

import typer

from api.cli.opened import opened
from api.cli.options import AsJson
from api.cli.outcome import Answer, answer
from api.config import Config
from auth.actor import HOST
from auth.mfa.commands import reset_mfa_named

Username = Annotated[str, typer.Argument(help="Username or e-mail address of the account.")]


def reset_mfa(username: Username, *, as_json: AsJson = False) -> None:
    """Take an account's second factor away; its sessions end and its next sign-in sets up a new one."""

    async def reset(config: Config) -> Answer:
        async with opened(config) as units:
            name = await units.run(HOST, lambda work: reset_mfa_named(work, username))
        return Answer(f"{name} has no second factor any more and sets one up at the next sign-in.", {"username": name})

    answer(reset, as_json=as_json)
