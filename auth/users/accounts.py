"""What commands on accounts share: finding and locking one, its roles, and who may manage it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from auth.errors import NotFound, Refused
from auth.events import Target, user_target
from auth.roles.queries import catalogue
from auth.roles.rules import RoleFacts, holdings, own_holdings
from auth.unit_of_work import Work
from auth.users.events import UserState
from auth.users.rules import manage_problems
from models.permission import OverrideEffect, ScopeOverride
from models.role import RoleGrant
from models.user import User


@dataclass(frozen=True, slots=True)
class Managed:
    """An account that the caller may manage, locked until the unit of work ends."""

    user: User
    held: frozenset[UUID]
    roles: Mapping[UUID, RoleFacts]

    @property
    def target(self) -> Target:
        """The account as the audit trail names it."""
        return user_target(self.user.id, self.user.username)


async def manage(work: Work, user_id: UUID, field: str = "id") -> Managed:
    """Locks an account to change it. Raises ``NotFound``, or ``Refused`` when it may do more than the caller."""
    user = await User.select_for_update().get_or_none(id=user_id)
    if user is None:
        raise NotFound("account", field)
    roles = await catalogue()
    held = frozenset(await role_ids(user_id))
    by_roles = holdings(held, roles)
    granted = await ScopeOverride.filter(user_id=user_id, effect=OverrideEffect.GRANT)
    target = replace(by_roles, scopes=by_roles.scopes.union(override.scope for override in granted))
    problems = manage_problems(own_holdings(work.actor), target)
    if problems:
        raise Refused(*problems)
    return Managed(user, held, roles)


async def role_ids(user_id: UUID) -> set[UUID]:
    """Which roles an account holds, from whatever source."""
    return {grant.role_id for grant in await RoleGrant.filter(user_id=user_id)}


def state_of(user: User) -> UserState:
    """The readable facts of an account, for the audit trail."""
    return UserState(
        username=user.username,
        email=user.email,
        first_name=user.first_name,
        last_name=user.last_name,
        display_name=user.display_name,
        phone=user.phone,
        contact_note=user.contact_note,
        classification_level=user.classification_level,
        external_id=user.external_id,
        tenant_id=user.tenant_id,
        review_date=UserState.day(user.review_date),
        idle_timeout_minutes=user.idle_timeout_minutes,
        session_limit=user.session_limit,
        kind=user.kind,
        status=user.status,
    )
