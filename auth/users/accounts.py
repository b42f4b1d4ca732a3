"""What commands on accounts share: finding and locking one, its roles, and who may manage it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from auth.errors import DomainError, NotFound, Problems
from auth.events import Target, user_target
from auth.locking import locked_account, locked_accounts
from auth.role_grants import grants_in_force
from auth.roles.queries import catalogue
from auth.roles.rules import Holdings, RoleFacts, holdings, own_holdings
from auth.unit_of_work import Work
from auth.users.events import UserState
from auth.users.rules import manage_problems
from models.permission import OverrideEffect, ScopeOverride
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
    """Locks an account to change it. Raises ``NotFound``, or ``Refused`` when the caller may not manage it.

    Whom a scope is denied may do less than their roles say; that closes no door to themselves.
    """
    user = await locked_account(user_id)
    if user is None:
        raise NotFound("account", field)
    roles = await catalogue()
    held, target = await _may_do([user_id], roles)
    problems = Problems()
    problems.extend(_own_by_token(work, user_id, field))
    if not work.actor.is_user(user_id):
        problems.extend(manage_problems(own_holdings(work.actor), target[user_id], field))
    problems.refuse()
    return Managed(user, held[user_id], roles)


async def manage_many(work: Work, user_ids: Sequence[UUID], field: str) -> list[User]:
    """Locks several accounts, in the order of their ids so that two callers never wait for each other.

    Raises ``Refused`` naming, as ``field.N``, each that does not exist or may do more than the caller.
    """
    users, refused = await judge_many(work, user_ids)
    problems = Problems()
    for index, user_id in enumerate(user_ids):
        place = f"{field}.{index}"
        if user_id not in users:
            problems.extend([NotFound("account", place)])
        problems.extend([DomainError(each.code, each.message, place) for each in refused.get(user_id, ())])
    problems.refuse()
    return list(users.values())


async def judge_many(
    work: Work, user_ids: Sequence[UUID]
) -> tuple[dict[UUID, User], dict[UUID, Sequence[DomainError]]]:
    """Locks several accounts, in the order of their ids; tells of each that may do more than the caller what is wrong.

    Accounts that do not exist are left out.
    """
    users = await locked_accounts(user_ids)
    own = own_holdings(work.actor)
    _, target = await _may_do(list(users), await catalogue())
    judged = {key: _own_by_token(work, key, "") or manage_problems(own, target[key], "") for key in users}
    return users, {key: problems for key, problems in judged.items() if problems}


def _own_by_token(work: Work, user_id: UUID, field: str) -> Sequence[DomainError]:
    """An API token never changes the account that it belongs to: a new e-mail address would make it more than it is."""
    if work.actor.token_id is None or not work.actor.is_user(user_id):
        return ()
    return (DomainError("SESSION_REQUIRED", "An API token does not change the account that it belongs to.", field),)


async def _may_do(
    user_ids: Sequence[UUID], roles: Mapping[UUID, RoleFacts]
) -> tuple[dict[UUID, frozenset[UUID]], dict[UUID, Holdings]]:
    """The roles that accounts hold, and what they may do at most by them and by what they are granted beside."""
    held: dict[UUID, set[UUID]] = {user_id: set() for user_id in user_ids}
    granted: dict[UUID, set[str]] = {user_id: set() for user_id in user_ids}
    for grant in await grants_in_force().filter(user_id__in=list(user_ids)):
        held[grant.user_id].add(grant.role_id)
    for override in await ScopeOverride.filter(user_id__in=list(user_ids), effect=OverrideEffect.GRANT):
        granted[override.user_id].add(override.scope)
    by_roles = {user_id: holdings(held[user_id], roles) for user_id in user_ids}
    most = {key: replace(what, scopes=what.scopes | granted[key]) for key, what in by_roles.items()}
    return {key: frozenset(ids) for key, ids in held.items()}, most


async def most(user_id: UUID) -> Holdings:
    """What an account may do at most, by its roles and by what it is granted beside; what it is denied is not asked."""
    return (await _may_do([user_id], await catalogue()))[1][user_id]


async def role_ids(user_id: UUID) -> set[UUID]:
    """Which roles an account holds, from whatever source."""
    return {grant.role_id for grant in await grants_in_force().filter(user_id=user_id)}


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
        owner=str(user.owner_id) if user.owner_id else None,
        mfa_required=user.mfa_required,
    )
