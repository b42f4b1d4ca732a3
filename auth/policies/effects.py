"""Pure: who gains and loses what by a change of the rules, once they have signed in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from auth.permissions import ADMINISTRATOR
from auth.policies.next_sign_in import NextSignIns, Outcome, RuleSet, SourcedAccount
from auth.roles.rules import RoleFacts, effective_scopes

EFFECTS_MOST = 100
"""Accounts that are told of one by one."""


@dataclass(frozen=True, slots=True)
class AccountEffect:
    """What becomes of one account at its next sign-in.

    Attributes:
        gains: Names of roles that it does not hold now; where the licence has a seat for it.
        loses: Names of roles that it holds now.
        is_refused: Whether it cannot sign in any more because nothing matches; it holds what it held then.
        is_due: Whether that happens without the change, too: its groups or the rules were changed before.
    """

    user_id: UUID
    username: str
    gains: tuple[str, ...]
    loses: tuple[str, ...]
    is_refused: bool
    is_due: bool


@dataclass(frozen=True, slots=True)
class Effects:
    """What a change comes to.

    Attributes:
        accounts: How many accounts directories or providers decide about.
        unknown: How many of them have groups that nobody knows, so that nothing can be told.
        refused: How many could not sign in because nothing matches.
        affected: How many gain, lose or are refused anew.
        shown: The first of them, those by the change before those who are due, by username.
        seats: By how many seats of the licence more, or fewer, are wanted.
        then: What directories and providers give those who administer Gatehouse, or will.
        shut_out: Usernames of those who could not sign in.
    """

    accounts: int
    unknown: int
    refused: int
    affected: int
    shown: tuple[AccountEffect, ...]
    seats: int
    then: Mapping[UUID, frozenset[UUID]]
    shut_out: frozenset[str]


def effects_of(
    accounts: Sequence[SourcedAccount], before: RuleSet, after: RuleSet, roles: Mapping[UUID, RoleFacts]
) -> Effects:
    """What a change from one set of rules to another comes to. It takes a while: not on the event loop."""
    earlier, later = NextSignIns(before), NextSignIns(after)
    found = [(account, earlier.outcome(account), later.outcome(account)) for account in accounts]
    affected = [effect for each in found if (effect := _effect(*each, roles)) is not None]
    affected.sort(key=lambda effect: effect.is_due)
    carriers = {key for key in roles if effective_scopes(key, roles) & ADMINISTRATOR}
    licensed = {key for key, role in roles.items() if role.licensed}
    return Effects(
        accounts=len(found),
        unknown=sum(not outcome.is_known for _, _, outcome in found),
        refused=sum(outcome.is_refused for _, _, outcome in found),
        affected=len(affected),
        shown=tuple(affected[:EFFECTS_MOST]),
        seats=sum(_seat(account.own | outcome.given, account.held, licensed) for account, _, outcome in found),
        then={account.id: outcome.given for account, _, outcome in found if carriers & (account.held | outcome.given)},
        shut_out=frozenset(account.username for account, _, outcome in found if outcome.is_refused),
    )


def _effect(
    account: SourcedAccount, earlier: Outcome, later: Outcome, roles: Mapping[UUID, RoleFacts]
) -> AccountEffect | None:
    then = account.own | later.given
    refused_anew = later.is_refused and not earlier.is_refused
    if then == account.held and not refused_anew:
        return None
    return AccountEffect(
        user_id=account.id,
        username=account.username,
        gains=_names(then - account.held, roles),
        loses=_names(account.held - then, roles),
        is_refused=later.is_refused,
        is_due=earlier == later,
    )


def _seat(then: frozenset[UUID], now: frozenset[UUID], licensed: set[UUID]) -> int:
    return int(not licensed.isdisjoint(then)) - int(not licensed.isdisjoint(now))


def _names(role_ids: Iterable[UUID], roles: Mapping[UUID, RoleFacts]) -> tuple[str, ...]:
    return tuple(sorted(roles[role_id].name for role_id in role_ids))
