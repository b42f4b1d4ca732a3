"""Creates and changes accounts."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from uuid import UUID

from uuid_utils.compat import uuid7

from auth.administrators.question import keeps_an_administrator
from auth.credential import NewPassword
from auth.errors import DomainError, Problems, Refused, VersionConflict
from auth.events import user_target
from auth.groups.membership import NO_GROUPS, default_groups, join
from auth.idempotency import Idempotency, earlier_result, remember_result
from auth.permissions import Scope, demand, requires
from auth.roles.queries import catalogue
from auth.roles.rules import RoleFacts, own_holdings
from auth.settings.pages import AccountSettings
from auth.settings.queries import current
from auth.texts import canonical, check_username, searchable, sort_key
from auth.unit_of_work import Work
from auth.unset import UNSET, Unset
from auth.users.accounts import manage, state_of
from auth.users.events import RolesHeld, UserCreated, UserRolesChanged, UserUpdated
from auth.users.giving import FOR_GOOD, Terms, clear_ended, give, names_of
from auth.users.naming import claim_names, insert_account, save_account, write_email, write_identifiers
from auth.users.owners import lock_owner
from auth.users.rules import (
    UserChanges,
    derived_display_name,
    grant_problems,
    named_roles,
    term_problems,
    value_problems,
)
from models.role import GrantSource, RoleGrant
from models.user import AuthMethod, Credential, IdentifierKind, LoginIdentifier, User, UserKind, UserStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUser:
    """An account as somebody wants it.

    Attributes:
        roles: Names; ``None`` takes the default role.
        reason: Why it gets them, at most 200 characters.
        values: Everything that can also be edited later.
        owner_id: The person who answers for a service account; ``UNSET`` for the caller, if that is a person.
        join_default_groups: Whether it joins the groups that new accounts join.
    """

    username: str
    roles: tuple[str, ...] | None = None
    reason: str | None = None
    kind: UserKind = UserKind.HUMAN
    status: UserStatus = UserStatus.ACTIVE
    values: UserChanges = field(default_factory=UserChanges)
    owner_id: UUID | Unset | None = None
    join_default_groups: bool = True


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
    doors = await default_groups(work) if new.join_default_groups else NO_GROUPS
    user = _blank(work, new, await lock_owner(work, new.owner_id, new.kind))
    _apply(user, new.values)
    await remember_result(work, "create_user", idempotency, user.id)
    await claim_names(user)
    await insert_account(user)
    await write_identifiers(user)
    if password is not None:
        await Credential.create(
            user_id=user.id, password_hash=password.hash, changed_at=work.now, must_change=password.must_change
        )
    source = GrantSource.DEFAULT if new.roles is None else GrantSource.BY_HAND
    await give(work, user.id, wanted, source, Terms(new.reason))
    target = user_target(user.id, user.username)
    work.record(UserCreated(target=target, after=state_of(user)))
    after = RolesHeld(names_of(set(wanted), wanted), reason=new.reason)
    work.record(UserRolesChanged(target=target, before=RolesHeld(()), after=after))
    for change in await join(work, doors, [user]):
        work.record(change)
    return Created(user.id)


@requires(Scope.USERS_WRITE)
async def update_user(work: Work, user_id: UUID, changes: UserChanges, version: int | None = None) -> UUID:
    """Changes the given values of an account.

    Raises ``NotFound``, ``VersionConflict`` when ``version`` is stale, ``Refused`` naming each field that is wrong.
    """
    managed = await manage(work, user_id)
    user = managed.user
    if version is not None and version != user.version:
        raise VersionConflict(user.version)
    problems = Problems()
    problems.extend(value_problems(changes))
    problems.refuse()
    before, old_email = state_of(user), user.email_key
    _apply(user, changes)
    if user.email_key != old_email:
        await claim_names(user)
        await LoginIdentifier.filter(user_id=user.id, kind=IdentifierKind.EMAIL).delete()
        await write_email(user)
    await save_account(work, user)
    work.record(UserUpdated(target=managed.target, before=before, after=state_of(user)))
    return user_id


@requires(Scope.ROLES_ASSIGN)
@keeps_an_administrator
async def set_user_roles(
    work: Work, user_id: UUID, names: tuple[str, ...], version: int | None = None, terms: Terms = FOR_GOOD
) -> UUID:
    """Gives an account exactly these roles, those that it does not hold on these terms; from its next request.

    Raises ``NotFound``, ``VersionConflict``, ``Refused``: unknown or unfit roles, more than one holds, own roles, terms
    that are illegal or that no role is given on.
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
    given = {key: wanted[key] for key in wanted.keys() - managed.held}
    errors += term_problems(terms.reason, terms.expires_at, work.now) if given or errors else _unused(terms)
    if errors:
        raise Refused(*errors)
    await clear_ended(work, user, managed.roles)
    await RoleGrant.filter(user_id=user_id, role_id__in=list(managed.held - wanted.keys())).delete()
    await give(work, user_id, given, GrantSource.BY_HAND, terms)
    await save_account(work, user)
    ends = terms.expires_at.isoformat() if terms.expires_at else None
    before = RolesHeld(names_of(set(managed.held), managed.roles))
    after = RolesHeld(names_of(set(wanted), managed.roles), ends, terms.reason)
    work.record(UserRolesChanged(target=managed.target, before=before, after=after))
    return user_id


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
        auth_method=AuthMethod.LOCAL,
        owner_id=owner_id,
        created_at=work.now,
        created_by_id=work.actor.user_id,
        updated_at=work.now,
        updated_by_id=work.actor.user_id,
    )


def _apply(user: User, changes: UserChanges) -> None:
    """Sets the given values and everything that follows from them."""
    for item in fields(changes):
        if item.name != "display_name" and getattr(changes, item.name) is not UNSET:
            setattr(user, item.name, getattr(changes, item.name))
    if changes.display_name is not UNSET:
        user.display_name_is_own = bool(changes.display_name)
        user.display_name = changes.display_name or ""
    if not user.display_name_is_own:
        user.display_name = derived_display_name(user.first_name, user.last_name, user.username)
    user.email = user.email or None
    user.email_key = canonical(user.email) if user.email else None
    user.email_search = searchable(user.email) if user.email else None
    user.first_name_key, user.last_name_key = sort_key(user.first_name), sort_key(user.last_name)
    user.display_name_key = sort_key(user.display_name)
    user.names_search = searchable(f"{user.display_name}\n{user.first_name} {user.last_name}")
