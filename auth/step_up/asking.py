"""Asks for a fresh factor, for every command that declares it, whichever entrance it is called from.

A command says what it is about::

    @requires(Scope.ROLES_WRITE)
    @asks_fresh_factor(StepUp.ROLES)
    async def create_role(work: Work, ...) -> UUID:

The schema reads the declaration off the command (``step_up_of``). The session is looked at inside the unit of work, so
what was proved or ended a moment ago counts. Neither the host nor the system is asked; neither has a session.
"""

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from auth.errors import FreshFactorRequired
from auth.settings.pages import StepUpSettings
from auth.settings.queries import current
from auth.step_up.queries import fresh_methods, freshness_of, is_exempt
from auth.step_up.rules import FRESH_FOR, StepUp, asks
from auth.unit_of_work import Work
from models.audit_event import ActorKind
from models.session import Session

P = ParamSpec("P")
R = TypeVar("R")
Command = Callable[Concatenate[Work, P], Awaitable[R]]

UNASKED = frozenset({ActorKind.SYSTEM, ActorKind.HOST})


def asks_fresh_factor(about: StepUp) -> Callable[[Command[P, R]], Command[P, R]]:
    """A command that is refused with ``FreshFactorRequired`` unless the caller's session has a fresh factor.

    It stands below ``requires``, so that who may not perform the command at all is told that first.
    """

    def declare(command: Command[P, R]) -> Command[P, R]:
        @wraps(command)
        async def asking(work: Work, /, *args: P.args, **kwargs: P.kwargs) -> R:
            await demand_fresh_factor(work, about)
            return await command(work, *args, **kwargs)

        asking.__dict__["step_up"] = about
        return asking

    return declare


def step_up_of(command: Callable[..., Any]) -> StepUp | None:
    """What a command declares to be about; ``None`` where it asks for no fresh factor."""
    return vars(command).get("step_up")


async def demand_fresh_factor(work: Work, about: StepUp) -> None:
    """Raises ``FreshFactorRequired`` where this kind of command asks and the caller has none."""
    actor = work.actor
    if actor.kind in UNASKED:
        return
    settings = await current(StepUpSettings)
    if not asks(about, settings) or await is_exempt(actor, settings):
        return
    found = await freshness_of(actor.session_id)
    if found is None or found.until is None or work.now >= found.until:
        raise FreshFactorRequired(await fresh_methods(found), int(FRESH_FOR.total_seconds()))


async def note_fresh_factor(work: Work) -> None:
    """The caller's session has a fresh factor from now on; part of a command in which it was given."""
    await Session.filter(id=work.actor.session_id, ended_at=None).update(fresh_at=work.now)
