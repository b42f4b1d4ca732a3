"""Gives roles to accounts, and takes away what has ended by itself.

A grant is worth nothing from the moment it ends (``auth.role_grants``). Its row goes a little later, with an event, by
a periodic job or by whoever changes the account's roles first. Nobody can be locked out by that: an administrator's
role that ends by itself never counted (``auth.administrators.rules``).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tortoise.exceptions import IntegrityError

from auth.actor import SYSTEM
from auth.clock import moment
from auth.errors import DomainError, Refused
from auth.events import user_target
from auth.licence.seats import take_seats
from auth.locking import locked_account
from auth.permissions import Scope, requires
from auth.reading import Statement, fetch, key
from auth.roles.queries import catalogue
from auth.roles.rules import RoleFacts
from auth.unit_of_work import Units, Work
from auth.users.accounts import role_ids
from auth.users.events import RolesHeld, UserRolesExpired
from auth.users.naming import save_account
from models.role import GrantSource, RoleGrant
from models.user import User

ACCOUNTS_AT_ONCE = 500
"""Accounts that are looked for in one go."""


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms a role is given.

    Attributes:
        reason: Why, at most 200 characters.
        expires_at: When it ends by itself; ``None`` for never.
    """

    reason: str | None = None
    expires_at: datetime | None = None


FOR_GOOD = Terms()


async def give(
    work: Work,
    user_id: UUID,
    roles: Mapping[UUID, RoleFacts],
    source: GrantSource,
    terms: Terms = FOR_GOOD,
    held: frozenset[UUID] = frozenset(),
) -> None:
    """Gives roles that the account has not from this source; part of a command that locked it.

    What it holds already from other sources, ``held``, takes no further seat. What directories give is written by
    ``auth.users.following``. Raises ``Refused`` when one of the roles was deleted since it
    was looked up. Where one is licensed and no seat is left, the unit of work is refused with ``SeatsExhausted`` before
    its commit.
    """
    grants = [
        RoleGrant(
            user_id=user_id,
            role_id=role_id,
            source=source,
            granted_at=work.now,
            granted_by_id=work.actor.user_id,
            reason=terms.reason,
            expires_at=terms.expires_at,
        )
        for role_id in roles
    ]
    try:
        await RoleGrant.bulk_create(grants)
    except IntegrityError as error:
        raise Refused(DomainError("ROLE_UNKNOWN", "There is no role of that name.", "roles")) from error
    await take_seats(work, roles.keys() - held, [user_id], "roles")


async def clear_ended(work: Work, user: User, roles: Mapping[UUID, RoleFacts]) -> bool:
    """Takes an account's ended grants away and tells of it; part of a command that locked the account."""
    ended = await RoleGrant.filter(user_id=user.id, expires_at__lte=work.now)
    if not ended:
        return False
    await RoleGrant.filter(id__in=[grant.id for grant in ended]).delete()
    kept = await role_ids(user.id)
    before, after = names_of(kept | {grant.role_id for grant in ended}, roles), names_of(kept, roles)
    target = user_target(user.id, user.username)
    work.record(UserRolesExpired(target=target, before=RolesHeld(before), after=RolesHeld(after)))
    return True


@requires(Scope.ROLES_ASSIGN)
async def take_ended_roles(work: Work, user_id: UUID) -> bool:
    """Takes away what has ended of one account, and tells whether there was anything. It may be left without a role."""
    user = await locked_account(user_id)
    if user is None or not await clear_ended(work, user, await catalogue()):
        return False
    await save_account(work, user)
    return True


async def take_all_ended_roles(units: Units) -> int:
    """Takes away what has ended, each account in its own unit of work; tells how many accounts that were."""
    changed = 0
    while accounts := await _with_ended_roles():
        for user_id in accounts:
            changed += await units.run(SYSTEM, lambda work, user_id=user_id: take_ended_roles(work, user_id))
        if len(accounts) < ACCOUNTS_AT_ONCE:
            break
    return changed


async def _with_ended_roles() -> list[UUID]:
    statement = Statement()
    ended = f"SELECT DISTINCT g.user_id FROM role_grants g WHERE g.expires_at <= {statement.bind(moment())}"
    return [key(row[0]) for row in await fetch(statement.add(f"{ended} LIMIT {ACCOUNTS_AT_ONCE:d}"))]


def names_of(role_ids: set[UUID], roles: Mapping[UUID, RoleFacts]) -> tuple[str, ...]:
    """The names of roles, in order."""
    return tuple(sorted(roles[role_id].name for role_id in role_ids))
