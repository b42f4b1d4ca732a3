"""``unlock``: lifts the locks of an account, for whoever owns the host and may have nobody left to ask."""

from typing import Annotated

import typer

from api.cli.opened import opened
from api.cli.options import AsJson
from api.cli.outcome import Answer, answer
from api.config import Config
from auth.actor import HOST
from auth.users.locking import unlock_named

Name = Annotated[str, typer.Argument(help="Username or e-mail address of the account.")]


def unlock(name: Name, *, as_json: AsJson = False) -> None:
    """Lift an account's locks, by hand and automatic, and forget its failed attempts."""

    async def lift(config: Config) -> Answer:
        async with opened(config) as units:
            username = await units.run(HOST, lambda work: unlock_named(work, name))
        return Answer(f"Nothing locks {username} any more.", {"username": username})

    answer(lift, as_json=as_json)
