"""Creates and changes accounts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from uuid_utils.compat import uuid7

from auth.administrators.question import keeps_an_administrator
from auth.credential import NewPassword
from auth.errors import DomainError, Problems, Refused, VersionConflict
from auth.events import user_target
from auth.groups.membership import NO_GROUPS, default_groups, join
from auth.idempotency import Idempotency, earlier_result, remember_result
from auth.permissions import Scope, demand, requires
from auth.role_grants import grants_in_force
from auth.roles.queries import catalogue
from auth.roles.rules import RoleFacts, own_holdings
from auth.settings.pages import AccountSettings
from auth.settings.queries import current
from auth.step_up.asking import asks_fresh_factor, demand_fresh_factor
from auth.step_up.rules import StepUp
from auth.texts import canonical, check_username, searchable
from auth.unit_of_work import Work
from auth.unset import UNSET, Unset
from auth.users.accounts import manage, state_of
from auth.users.email import take_over_email, vouch_for_email
from auth.users.events import RolesHeld, UserCreated, UserRolesChanged, UserUpdated
from auth.users.expectations import LOCAL, Check, CheckWish, email_problem, expect, judged
from auth.users.giving import FOR_GOOD, Terms, clear_ended, give, names_of
from auth.users.method_events import AuthMethodChanged
from auth.users.naming import claim_names, insert_account, save_account, write_identifiers
from auth.users.owned import owned_problems
from auth.users.owners import lock_owner
from auth.users.rules import (
    UserChanges,
    grant_problems,
    named_roles,
    term_problems,
    value_problems,
)
from auth.users.values import apply_changes
from models.role import GrantSource, RoleGrant
from models.user import Credential, User, UserKind, UserStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUser:
    """An account as somebody wants it.

    Attributes:
        roles: Names; ``None`` takes the default role.
        reason: Why it gets them, at most 200 characters.
        values: Everything that can also be edited later.
        owner_id: The person who answers for a service account; ``UNSET`` for the caller, if that is a person.
        join_default_groups: Whether it joins the groups that new accounts join.
        check: Who checks the person, and what is expected of the first sign-in where that is not Gatehouse.
    """

    username: str
    roles: tuple[str, ...] | None = None
    reason: str | None = None
    kind: UserKind = UserKind.HUMAN
    status: UserStatus = UserStatus.ACTIVE
    values: UserChanges = field(default_factory=UserChanges)
    owner_id: UUID | Unset | None = None
    join_default_groups: bool = True
    check: CheckWish = LOCAL


@dataclass(frozen=True, slots=True)
class Created:
    """An account that was made; ``earlier`` when the same request had made it before."""

    user_id: UUID
    earlier: bool = False


@requires(Scope.USERS_WRITE)
async def create_user(
    work: Work, new: NewUser, password: NewPassword | None = None, idempotency: Idempotency | None = None
) -> Created:
    """Makes an account; the same idempotency key gives the same account again.

    Raises ``Refused`` naming each field that is wrong, ``Forbidden`` when roles are named without ``roles:assign``.
    """
    earlier = await earlier_result(work, "create_user", idempotency)
    if earlier is not None:
        return Created(earlier, earlier=True)
    roles = await catalogue()
    wanted = await _roles_of_new(work, new, roles)
    check = await judged(new.check, new.kind, has_email=bool(new.values.email) and new.values.email is not UNSET)
    doors = await default_groups(work) if new.join_default_groups else NO_GROUPS
    user = _blank(work, new, await lock_owner(work, new.owner_id, new.kind))
    user.source_id = check.source.id if check.source else None
    apply_changes(user, new.values)
    vouch_for_email(work, user, is_verified=new.values.email_verified)
    await remember_result(work, "create_user", idempotency, user.id)
    await claim_names(user)
    await insert_account(user)
    await write_identifiers(user)
    await expect(work, user.id, check)
    if password is not None:
        await Credential.create(
            user_id=user.id, password_hash=password.hash, changed_at=work.now, must_change=password.must_change
        )
    source = GrantSource.DEFAULT if new.roles is None else GrantSource.BY_HAND
    await give(work, user.id, wanted, source, Terms(new.reason))
    target = user_target(user.id, user.username)
    work.record(UserCreated(target=target, after=state_of(user)))
    if check.source is not None:
        work.record(AuthMethodChanged(target=target, before=Check().told, after=check.told))
    after = RolesHeld(names_of(set(wanted), wanted), reason=new.reason)
    work.record(UserRolesChanged(target=target, before=RolesHeld(()), after=after))
    for change in await join(work, doors, [user]):
        work.record(change)
    return Created(user.id)


@requires(Scope.USERS_WRITE)
async def update_user(work: Work, user_id: UUID, changes: UserChanges, version: int | None = None) -> UUID:
    """Changes the given values of an account.

    Raises ``NotFound``, ``VersionConflict`` when ``version`` is stale, ``Refused`` naming each field that is wrong,
    ``Forbidden`` when an address is vouched for without the scope. An address that changes is not proven any more.
    """
    managed = await manage(work, user_id)
    user = managed.user
    if version is not None and version != user.version:
        raise VersionConflict(user.version)
    problems = Problems()
    problems.extend(value_problems(changes))
    problems.refuse()
    before, old_key = state_of(user), user.email_key
    apply_changes(user, changes)
    needed = email_problem(user)
    if needed is not None:
        raise Refused(needed)
    if user.email_key != old_key:
        await take_over_email(work, user, before.email)
    vouch_for_email(work, user, is_verified=changes.email_verified)
    await save_account(work, user)
    work.record(UserUpdated(target=managed.target, before=before, after=state_of(user)))
    return user_id


@requires(Scope.ROLES_ASSIGN)
@asks_fresh_factor(StepUp.ROLE_ASSIGNMENT)
@keeps_an_administrator
async def set_user_roles(
    work: Work,
    user_id: UUID,
    names: tuple[str, ...],
    version: int | None = None,
    terms: Terms = FOR_GOOD,
    *,
    override_sources: bool = False,
    also_by_hand: bool = False,
) -> UUID:
    """Gives an account exactly these roles, those that it does not hold on these terms; from its next request.

    What a source gives stays the source's, unless ``also_by_hand`` gives it by hand as well; it is taken away
    with ``override_sources`` alone, until the next sign-in gives it again.

    Raises ``NotFound``, ``VersionConflict``, ``Refused``: unknown or unfit roles, more than one holds, own roles, terms
    that are illegal or that no role is given on, ``RoleOwnedBySource``.
    """
    managed = await manage(work, user_id)
    user = managed.user
    if version is not None and version != user.version:
        raise VersionConflict(user.version)
    if work.actor.is_user(user_id):
        raise Refused(DomainError("OWN_ROLES", "Nobody changes their own roles.", "id"))
    for_service = user.kind is UserKind.SERVICE
    wanted, errors = named_roles(names, managed.roles, for_service=for_service)
    errors += grant_problems(wanted, managed.held, own_holdings(work.actor), managed.roles)
    held = await _held_by_hand(user_id) if also_by_hand else managed.held
    given = {key: wanted[key] for key in wanted.keys() - held}
    errors += term_problems(terms.reason, terms.expires_at, work.now) if given or errors else _unused(terms)
    if not override_sources and not errors:
        errors += await owned_problems(user, wanted, managed.roles)
    if errors:
        raise Refused(*errors)
    await clear_ended(work, user, managed.roles)
    # first: who changes licensed roles keeps the seat
    await give(work, user_id, given, GrantSource.BY_HAND, terms, managed.held)
    await RoleGrant.filter(user_id=user_id, role_id__in=list(managed.held - wanted.keys())).delete()
    await save_account(work, user)
    before = RolesHeld(names_of(set(managed.held), managed.roles))
    after = _told(names_of(set(wanted), managed.roles), terms)
    work.record(UserRolesChanged(target=managed.target, before=before, after=after))
    return user_id


def _told(names: tuple[str, ...], terms: Terms) -> RolesHeld:
    return RolesHeld(names, terms.expires_at.isoformat() if terms.expires_at else None, terms.reason)


async def _held_by_hand(user_id: UUID) -> set[UUID]:
    """The roles that no source takes away."""
    grants = await grants_in_force().filter(user_id=user_id)
    return {grant.role_id for grant in grants if not grant.source.is_external}


def _unused(terms: Terms) -> list[DomainError]:
    """Terms are for roles that are given; those that stay keep theirs, and nobody is to believe otherwise."""
    given = {"reason": terms.reason, "expires_at": terms.expires_at}
    message = "All of these roles are held already and keep their terms. Take one away first to give it on others."
    return [DomainError("NO_ROLE_GIVEN", message, field) for field, value in given.items() if value is not None]


async def _roles_of_new(work: Work, new: NewUser, roles: Mapping[UUID, RoleFacts]) -> dict[UUID, RoleFacts]:
    """The roles of a new account; everything wrong about the account's values is refused at once with them."""
    problems = Problems()
    problems.extend(check_username(new.username))
    problems.extend(value_problems(new.values))
    problems.extend(term_problems(new.reason, None, work.now))
    if new.roles is None and new.kind is UserKind.HUMAN:
        names: tuple[str, ...] = ((await current(AccountSettings)).default_role,)
    else:
        demand(work.actor, "naming roles", Scope.ROLES_ASSIGN)
        await demand_fresh_factor(work, StepUp.ROLE_ASSIGNMENT)
        names = new.roles or ()
    wanted, errors = named_roles(names, roles, for_service=new.kind is UserKind.SERVICE)
    problems.extend(errors)
    problems.extend(grant_problems(wanted, frozenset(), own_holdings(work.actor), roles))
    problems.refuse()
    return wanted


def _blank(work: Work, new: NewUser, owner_id: UUID | None) -> User:
    return User(
        id=uuid7(),
        username=new.username,
        username_key=canonical(new.username),
        username_search=searchable(new.username),
        kind=new.kind,
        status=new.status,
        auth_method=new.check.method,
        owner_id=owner_id,
        created_at=work.now,
        created_by_id=work.actor.user_id,
        updated_at=work.now,
        updated_by_id=work.actor.user_id,
    )
