"""Asks the question, for every command that declares that its answer could become no.

Such a command is one of several that may run at the same moment, each of them harmless alone. So each first locks every
role, which lets one of them in at a time, whatever it changes; then it writes; and what it wrote is looked at before it
is committed. Nobody has to foresee what a change comes to, and a cause that is yet to be written needs one line::

    @requires(Scope.USERS_WRITE)
    @keeps_an_administrator
    async def deactivate_user(work: Work, ...) -> UUID:
"""

from collections.abc import Awaitable, Callable, Sequence
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from auth.administrators.facts import administrators
from auth.administrators.rules import AdministratorFacts, lock_out
from auth.roles.queries import locked_catalogue
from auth.unit_of_work import Work

QUESTION = "Can an administrator still get in?"

P = ParamSpec("P")
R = TypeVar("R")
Command = Callable[Concatenate[Work, P], Awaitable[R]]


def keeps_an_administrator(command: Command[P, R]) -> Command[P, R]:
    """A command that is refused with ``WouldLockOut``, and undone, if nobody could administer Gatehouse after it."""

    @wraps(command)
    async def asking(work: Work, /, *args: P.args, **kwargs: P.kwargs) -> R:
        await _ask(work)
        return await command(work, *args, **kwargs)

    asking.__dict__["keeps_an_administrator"] = True
    return asking


def asks(command: Callable[..., Any]) -> bool:
    """Whether a command declares that it asks."""
    return "keeps_an_administrator" in vars(command)


async def _ask(work: Work) -> None:
    """Looks at the state before the first change; commands within commands have that behind them."""
    if QUESTION in work.checks:
        return
    await locked_catalogue()
    before = await administrators(work.now)
    work.before_commit(QUESTION, lambda: _answer(work, before))


async def _answer(work: Work, before: Sequence[AdministratorFacts]) -> None:
    problem = lock_out(before, await administrators(work.now))
    if problem is not None:
        raise problem
