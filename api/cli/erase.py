"""``erase-user``: takes one account's personal values out of the audit trail, and out of what providers told."""

from typing import Annotated

import typer

from api.cli.opened import opened
from api.cli.options import AsJson
from api.cli.outcome import Answer, Exit, answer
from api.config import Config
from auth.actor import HOST
from auth.audit.erasing import account_named, erase_account
from auth.single_sign_on.erasing import erase_attempts

Name = Annotated[str, typer.Argument(help="Username of the account, or of a deleted one, or an id.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


def erase_user(name: Name, *, yes: Yes = False, as_json: AsJson = False) -> None:
    """Erase an account's personal values out of the audit trail, and what identity providers told, for good.

    The trail stays provable. The account itself is not touched: delete it first, or later events name it again.
    """

    async def erase(config: Config) -> Answer:
        async with opened(config) as units:
            account = await account_named(name)
            if not (yes or _confirmed(name, as_json=as_json)):
                message = "Nothing was erased. Say --yes to erase without being asked."
                return Answer(message, {"error": {"code": "NOT_CONFIRMED", "message": message}}, Exit.FAILED)
            erased = await erase_account(units, HOST, account)
            attempts = await units.run(HOST, lambda work: erase_attempts(work, account))
        fields = {"account": str(account), "events": erased.events, "values": erased.values, "attempts": attempts}
        said = f"Erased {erased.values} personal values of {erased.events} events"
        return Answer(f"{said}, and what providers told at {attempts} sign-ins.", fields)

    answer(erase, as_json=as_json)


def _confirmed(name: str, *, as_json: bool) -> bool:
    question = f"Erase the personal values of {name} out of the audit trail? They cannot be brought back."
    return not as_json and typer.confirm(question, default=False, err=True)
