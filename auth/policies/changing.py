"""What every change of the rules asks: whether they are still those that were looked at, and what follows from it.

A policy or mapping takes nothing from anybody until they sign in, nor does what a profile or provider says of roles, so
who administers Gatehouse is looked at as of then: after each account's next sign-in. The same holds for what whoever
changes a rule would gain by it themselves, and for a change of who can sign in at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from auth.administrators.facts import administrators
from auth.administrators.rules import AdministratorFacts, WouldLockOut, lock_out
from auth.errors import DomainError, Refused
from auth.permissions import ADMINISTRATOR
from auth.policies.accounts import accounts_of, every_account, holders_of, stored_accounts
from auth.policies.next_sign_in import NextSignIns, RuleSet, SourcedAccount, fingerprint
from auth.policies.queries import rules_in_force
from auth.roles.queries import catalogue
from auth.roles.rules import RoleFacts, effective_scopes, holdings
from auth.unit_of_work import Work


@dataclass(frozen=True, slots=True)
class Standing:
    """What decided before a change."""

    rules: RuleSet
    roles: Mapping[UUID, RoleFacts]


async def before_change(preview_fingerprint: str | None) -> Standing:
    """What decides now; part of a command that locked the roles, as every change of rules does.

    Raises ``DomainError`` (``PREVIEW_STALE``) where that is not what a preview was made of.
    """
    standing = Standing(await rules_in_force(), await catalogue())
    if preview_fingerprint is not None and preview_fingerprint != fingerprint(standing.rules, standing.roles):
        raise DomainError(
            "PREVIEW_STALE",
            "Policies, mappings, directories, providers or roles were changed since the preview. Look at it anew.",
            "preview_fingerprint",
        )
    return standing


async def after_change(work: Work, before: Standing, field: str = "roles") -> None:
    """Raises ``WouldLockOut`` or ``Refused`` (of ``field``) for what follows from a change that was written."""
    rules = await rules_in_force()
    await _refuse_lock_out(work, before, rules)
    await _refuse_own_gain(work, before, rules, field)


async def foreseen_administrators(work: Work, *, of_everybody: bool = False) -> list[AdministratorFacts]:
    """Who administers Gatehouse once the administrators of now, or everybody, have signed in under the rules in force.

    Part of a command that locked the roles.
    """
    roles = await catalogue()
    concerned = None if of_everybody else await _concerned(roles)
    foreseen = _Foreseen(await rules_in_force(), roles)
    async for stored in every_account(concerned):
        foreseen.add(accounts_of(stored))
    return await foreseen.administrators(work)


async def refuse_shut_out(work: Work, before: Sequence[AdministratorFacts]) -> None:
    """Raises ``WouldLockOut`` where a source that was shut leaves nobody of those who were foreseen ``before``."""
    if lock_out(before, await foreseen_administrators(work)) is None:
        return
    problem = lock_out(before, await foreseen_administrators(work, of_everybody=True))
    if problem is not None:
        raise problem


async def _refuse_lock_out(work: Work, before: Standing, rules: RuleSet) -> None:
    """Everybody's next sign-in is looked at only where those of the administrators of now are not enough."""
    concerned = await _concerned(before.roles)
    if not concerned or await _lock_out(work, concerned, before, rules) is None:
        return
    problem = await _lock_out(work, None, before, rules)
    if problem is not None:
        raise problem


class _Foreseen:
    """What matters to who administers Gatehouse, once accounts have signed in under some rules.

    Attributes:
        then: What sources give those who hold anything of an administrator's, or will.
        refused: Usernames of those who cannot sign in.
    """

    def __init__(self, rules: RuleSet, roles: Mapping[UUID, RoleFacts]) -> None:
        self.then: dict[UUID, frozenset[UUID]] = {}
        self.refused: set[str] = set()
        self._next = NextSignIns(rules)
        self._carriers = frozenset(_carriers(roles))

    def add(self, accounts: Sequence[SourcedAccount]) -> None:
        for account in accounts:
            outcome = self._next.outcome(account)
            if outcome.is_refused:
                self.refused.add(account.username)
            if self._carriers & (account.held | outcome.given):
                self.then[account.id] = outcome.given

    async def administrators(self, work: Work) -> list[AdministratorFacts]:
        """Without those whose sign-in would be refused."""
        return [each for each in await administrators(work.now, self.then) if each.username not in self.refused]


def _carriers(roles: Mapping[UUID, RoleFacts]) -> list[UUID]:
    """Roles that give anything of an administrator's."""
    return [key for key in roles if effective_scopes(key, roles) & ADMINISTRATOR]


async def _concerned(roles: Mapping[UUID, RoleFacts]) -> list[UUID]:
    """Accounts that sources check or are linked to and that hold anything of an administrator's now."""
    return await holders_of(_carriers(roles))


async def _lock_out(work: Work, user_ids: list[UUID] | None, before: Standing, after: RuleSet) -> WouldLockOut | None:
    earlier, later = _Foreseen(before.rules, before.roles), _Foreseen(after, before.roles)
    async for stored in every_account(user_ids):
        accounts = accounts_of(stored)
        earlier.add(accounts)
        later.add(accounts)
    if (earlier.then, earlier.refused) == (later.then, later.refused):
        return None
    return lock_out(await earlier.administrators(work), await later.administrators(work))


async def _refuse_own_gain(work: Work, before: Standing, rules: RuleSet, field: str) -> None:
    """Nobody raises their own roles (REQUIREMENTS A12), also not by a rule that is about themselves."""
    own = accounts_of(await stored_accounts([work.actor.user_id])) if work.actor.user_id else []
    for account in own:
        then = holdings(account.own | NextSignIns(rules).outcome(account).given, before.roles)
        otherwise = account.held | NextSignIns(before.rules).outcome(account).given
        if not holdings(otherwise, before.roles).covers(then):
            raise Refused(DomainError("OWN_ROLES", "It would raise your own roles at your next sign-in.", field))
