"""Tells what a change of the rules would come to at everybody's next sign-in.

The very same command is performed and taken back; what it would leave behind is held against what is there, outside of
any unit of work. The groups are those in which each account was last seen.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from auth.actor import Actor
from auth.administrators.facts import administrators
from auth.administrators.question import keeps_an_administrator
from auth.administrators.rules import who_get_in
from auth.licence.queries import seats_used, terms_in_force
from auth.permissions import Scope, requires
from auth.policies.accounts import Stored, accounts_of, every_account
from auth.policies.changing import Standing, before_change
from auth.policies.effects import Effects, Tally
from auth.policies.next_sign_in import RuleSet, fingerprint
from auth.policies.queries import rules_in_force
from auth.step_up.asking import asks_fresh_factor
from auth.step_up.rules import StepUp
from auth.unit_of_work import Units, Work

RuleChange: TypeAlias = Callable[[Work], Awaitable[object]]
"""A command that changes what directories or providers give."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """The rules before a change and after it."""

    before: Standing
    after: RuleSet
    now: datetime


Look: TypeAlias = Callable[[Work, RuleChange], Awaitable[Outlook]]
"""A command that gives the ``outlook``; it says who may."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change would come to.

    Attributes:
        fingerprint: Of the rules and roles that it was made of; the change itself can be bound to them.
        administrators_before: Usernames of the administrators who can get in now.
        administrators_then: The same, once everybody has signed in.
        max_seats: Seats that the licence has; 0 for any number.
        used_seats: Accounts that hold a licensed role now.
        seats_then: How many would hold one if there were a seat for everybody.
    """

    fingerprint: str
    effects: Effects
    administrators_before: Sequence[str]
    administrators_then: Sequence[str]
    max_seats: int
    used_seats: int
    seats_then: int


async def preview(units: Units, actor: Actor, change: RuleChange, look: Look | None = None) -> Preview:
    """What a change would come to, or why it would be refused: raises as the change does.

    ``look`` is ``preview_policy_change`` where nothing else is said.
    """
    command = look or preview_policy_change
    return await _preview(units, await units.run(actor, lambda work: command(work, change)))


@requires(Scope.LDAP_WRITE)
@asks_fresh_factor(StepUp.SOURCES)
@keeps_an_administrator
async def preview_policy_change(work: Work, change: RuleChange) -> Outlook:
    """Performs a change of policies or directories and takes it back."""
    return await outlook(work, change)


async def outlook(work: Work, change: RuleChange) -> Outlook:
    """Performs a change, whoever it would lock out, and takes it back."""
    work.take_back(checked=False)
    before = await before_change(None)
    await change(work)
    return Outlook(before, await rules_in_force(), work.now)


async def _preview(units: Units, taken: Outlook) -> Preview:
    tally = Tally(taken.before.rules, taken.after, taken.before.roles)
    async for stored in every_account():
        await asyncio.to_thread(_add, tally, stored)
    effects = tally.effects
    then = await administrators(taken.now, effects.then)
    used = await seats_used(taken.now)
    return Preview(
        fingerprint=fingerprint(taken.before.rules, taken.before.roles),
        effects=effects,
        administrators_before=who_get_in(await administrators(taken.now)),
        administrators_then=who_get_in([each for each in then if each.username not in effects.shut_out]),
        max_seats=(await terms_in_force(units.installation, taken.now)).max_seats,
        used_seats=used,
        seats_then=used + effects.seats,
    )


def _add(tally: Tally, stored: Stored) -> None:
    tally.add(accounts_of(stored))
