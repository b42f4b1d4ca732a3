"""``relax-sso``: takes local passwords again, for whoever owns the host and whom no provider lets in."""

from api.cli.opened import opened
from api.cli.options import AsJson
from api.cli.outcome import Answer, answer
from api.config import Config
from auth.actor import HOST
from auth.enforcement.commands import relax_sso as relax


def relax_sso(*, as_json: AsJson = False) -> None:
    """Enforce single sign-on no more: passwords that are kept here are accepted again."""

    async def do(config: Config) -> Answer:
        async with opened(config) as units:
            await units.run(HOST, relax)
        return Answer("Single sign-on is enforced no more; passwords are accepted again.", {"enforced": False})

    answer(do, as_json=as_json)
