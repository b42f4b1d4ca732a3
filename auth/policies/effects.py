"""Pure: who gains and loses what by a change of the rules, once they have signed in."""

from collections.abc import Iterable, Mapping
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


class Tally:
    """Counts what a change from one set of rules to another comes to, some accounts after the other."""

    def __init__(self, before: RuleSet, after: RuleSet, roles: Mapping[UUID, RoleFacts]) -> None:
        """Nobody was looked at yet."""
        self._earlier, self._later, self._roles = NextSignIns(before), NextSignIns(after), roles
        self._carriers = {key for key in roles if effective_scopes(key, roles) & ADMINISTRATOR}
        self._licensed = {key for key, role in roles.items() if role.licensed}
        self._accounts = self._unknown = self._refused = self._affected = self._seats = 0
        self._shown: dict[bool, list[AccountEffect]] = {False: [], True: []}
        self._then: dict[UUID, frozenset[UUID]] = {}
        self._shut_out: set[str] = set()

    def add(self, accounts: Iterable[SourcedAccount]) -> None:
        """Looks at more accounts, which come by username."""
        for account in accounts:
            self._look_at(account, self._earlier.outcome(account), self._later.outcome(account))

    @property
    def effects(self) -> Effects:
        """What was found so far."""
        return Effects(
            accounts=self._accounts,
            unknown=self._unknown,
            refused=self._refused,
            affected=self._affected,
            shown=tuple([*self._shown[False], *self._shown[True]][:EFFECTS_MOST]),
            seats=self._seats,
            then=self._then,
            shut_out=frozenset(self._shut_out),
        )

    def _look_at(self, account: SourcedAccount, earlier: Outcome, later: Outcome) -> None:
        self._accounts += 1
        self._unknown += not later.is_known
        self._seats += _seat(account.own | later.given, account.held, self._licensed)
        if later.is_refused:
            self._refused += 1
            self._shut_out.add(account.username)
        if self._carriers & (account.held | later.given):
            self._then[account.id] = later.given
        effect = _effect(account, earlier, later, self._roles)
        if effect is not None:
            self._affected += 1
            shown = self._shown[effect.is_due]
            if len(shown) < EFFECTS_MOST:
                shown.append(effect)


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
