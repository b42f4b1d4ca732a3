"""Creates and changes directory profiles, switches them on and off and puts them in order."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from tortoise.exceptions import IntegrityError

from auth.administrators.facts import administrators
from auth.administrators.question import keeps_an_administrator
from auth.administrators.rules import who_get_in
from auth.errors import DomainError, NotFound, Problems, Refused, VersionConflict
from auth.idempotency import Idempotency, earlier_result, remember_result
from auth.ldap_profiles.certificates import certificate_problems
from auth.ldap_profiles.drafts import ProfileDraft, filled, placed
from auth.ldap_profiles.events import (
    SET,
    SET_ANEW,
    ProfileCreated,
    ProfileDisabled,
    ProfileEnabled,
    ProfileOrder,
    ProfilesReordered,
    ProfileUpdated,
)
from auth.ldap_profiles.rules import (
    ProfileValues,
    asks_password_anew,
    password_problems,
    password_required,
    role_problems,
    rules_changed,
    value_problems,
)
from auth.ldap_profiles.values import apply, state_of, target_of, values_of
from auth.permissions import Scope, requires
from auth.policies.changing import after_change, before_change, foreseen_administrators, refuse_shut_out
from auth.roles.queries import locked_catalogue
from auth.roles.rules import own_holdings
from auth.settings.pages import AccountSettings
from auth.settings.queries import current
from auth.sources.ordering import put_in_order
from auth.step_up.asking import asks_fresh_factor
from auth.step_up.rules import StepUp
from auth.texts import canonical
from auth.unit_of_work import Work
from auth.unset import UNSET, Unset
from auth.vault import Purpose
from models.external_identity import ExternalIdentity
from models.ldap_profile import LdapConnection, LdapProfile
from models.user import AuthMethod

CREATE = "create_ldap_profile"
"""What idempotency keys of profiles are for."""

MOST = 50
"""Profiles that an installation may have."""


@requires(Scope.LDAP_WRITE)
@asks_fresh_factor(StepUp.SOURCES)
async def create_ldap_profile(work: Work, draft: ProfileDraft, idempotency: Idempotency | None = None) -> UUID:
    """Makes a profile that is switched off, the last in order, and gives back its id.

    Raises ``Refused`` naming each field that is wrong.
    """
    earlier = await earlier_result(work, CREATE, idempotency)
    if earlier is not None:
        return earlier
    roles = await locked_catalogue()  # lets one change of profiles in at a time
    values = filled(draft, (await current(AccountSettings)).default_role)
    named = values if draft.user_role is not UNSET else replace(values, user_role=None)
    problems = password_problems(draft.bind_password) + role_problems(named, None, own_holdings(work.actor), roles)
    await _check(values, problems)
    last = await LdapProfile.all().order_by("-position").first()
    if await LdapProfile.all().count() >= MOST:
        raise Refused(DomainError("TOO_MANY", f"There are at most {MOST} directory profiles."))
    row = LdapProfile(position=last.position + 1 if last else 1, created_at=work.now, updated_at=work.now)
    apply(row, values, roles)
    _seal(work, row, draft.bind_password)
    await remember_result(work, CREATE, idempotency, row.id)
    await _store(row, is_new=True)
    work.record(ProfileCreated(target=target_of(row), after=state_of(values)))
    return row.id


@requires(Scope.LDAP_WRITE)
@asks_fresh_factor(StepUp.SOURCES)
@keeps_an_administrator
async def update_ldap_profile(
    work: Work,
    profile_id: UUID,
    changes: Mapping[str, Any],
    bind_password: str | Unset | None = UNSET,
    version: int | None = None,
    preview_fingerprint: str | None = None,
) -> UUID:
    """Changes the given ones of ``ProfileValues``; servers are ``WantedServer``. The password stays unless one is sent.

    Raises ``NotFound``; ``VersionConflict``; ``Refused`` naming each field that is wrong, ``BIND_PASSWORD_REQUIRED``
    where the stored password would be sent where it was not given for; and, for what it says of roles, as
    ``auth.policies.commands.update_policy``: ``WouldLockOut``, ``OWN_ROLES``, ``PREVIEW_STALE``.
    """
    standing = await before_change(preview_fingerprint)
    roles = standing.roles
    row = await locked_profile(profile_id, version)
    before = values_of(row, roles)
    after = replace(before, **_placed(changes, before.connection))
    is_sent = bind_password is not UNSET
    keeps = before.has_bind_password and bool(after.bind_dn)
    after = replace(after, has_bind_password=bind_password is not None if is_sent else keeps)
    problems = password_problems(bind_password) if bind_password is not UNSET else []
    if not is_sent and after.has_bind_password and asks_password_anew(before, after):
        problems.append(password_required())
    problems += role_problems(after, before, own_holdings(work.actor), roles)
    problems += await _id_problems(row, before, after)
    await _check(after, problems, row.id)
    apply(row, after, roles)
    if is_sent or not after.has_bind_password:
        _seal(work, row, None if bind_password is UNSET else bind_password)
    row.updated_at, row.version = work.now, row.version + 1
    await _store(row, is_new=False)
    told = state_of(after, SET_ANEW if is_sent else SET)
    work.record(ProfileUpdated(target=target_of(row), before=state_of(before), after=told))
    await after_change(work, standing, next(iter(rules_changed(before, after)), ""))
    return profile_id


@requires(Scope.LDAP_WRITE)
@asks_fresh_factor(StepUp.SOURCES)
@keeps_an_administrator
async def enable_ldap_profile(work: Work, profile_id: UUID) -> UUID:
    """Lets people sign in by a directory. Already on: nothing happens.

    Raises ``NotFound``; ``Refused`` (``LOCAL_ADMINISTRATOR_REQUIRED``) where it would be the only directory that is on
    and no administrator could get in without one.
    """
    row = await locked_profile(profile_id)
    if row.is_enabled:
        return profile_id
    if not await LdapProfile.exists(is_enabled=True):
        found = await administrators(work.now)
        if not who_get_in([each for each in found if each.method is AuthMethod.LOCAL]):
            message = "First there must be an administrator whom Gatehouse checks itself: directories can be down."
            raise Refused(DomainError("LOCAL_ADMINISTRATOR_REQUIRED", message, "id"))
    await _switch(work, row, on=True)
    work.record(ProfileEnabled(target=target_of(row)))
    return profile_id


@requires(Scope.LDAP_WRITE)
@asks_fresh_factor(StepUp.SOURCES)
@keeps_an_administrator
async def disable_ldap_profile(work: Work, profile_id: UUID) -> UUID:
    """Lets nobody sign in by a directory; sessions of its accounts are refused while it is off. Already off: nothing.

    Raises ``NotFound``; ``WouldLockOut``, also where the others administer Gatehouse until their next sign-in only.
    """
    row = await locked_profile(profile_id)
    if not row.is_enabled:
        return profile_id
    foreseen = await foreseen_administrators(work)
    await _switch(work, row, on=False)
    work.record(ProfileDisabled(target=target_of(row)))
    await refuse_shut_out(work, foreseen)
    return profile_id


@requires(Scope.LDAP_WRITE)
@asks_fresh_factor(StepUp.SOURCES)
async def reorder_ldap_profiles(work: Work, profile_ids: Sequence[UUID]) -> None:
    """Puts all profiles in this order, in which an unknown name is looked for. In it already: nothing happens.

    Raises ``Refused`` where the ids are not those of all profiles, each once.
    """
    await locked_catalogue()  # as create_ldap_profile
    incomplete = DomainError("ORDER_INCOMPLETE", "Name every directory profile there is exactly once.", "profile_ids")
    orders = await put_in_order(LdapProfile, profile_ids, incomplete)
    if orders is None:
        return
    names = [ProfileOrder(tuple(row.name for row in order)) for order in orders]
    work.record(ProfilesReordered(before=names[0], after=names[1]))


async def locked_profile(profile_id: UUID, version: int | None = None) -> LdapProfile:
    """A profile, locked until the unit of work ends. Raises ``NotFound``, ``VersionConflict``."""
    row = await LdapProfile.filter(id=profile_id).select_for_update().get_or_none()
    if row is None:
        raise NotFound("directory profile", "id")
    if version is not None and version != row.version:
        raise VersionConflict(row.version)
    return row


def _placed(changes: Mapping[str, Any], connection: LdapConnection) -> Mapping[str, Any]:
    """Changes with the ports of servers, which are those of the connection that is wanted."""
    if "servers" not in changes:
        return changes
    return {**changes, "servers": placed(changes["servers"], changes.get("connection", connection))}


async def _check(values: ProfileValues, more: Sequence[DomainError], profile_id: UUID | None = None) -> None:
    problems = Problems()
    problems.extend(value_problems(values))
    problems.extend(certificate_problems(values.ca_certificate))
    problems.extend(more)
    problems.refuse()
    same = await LdapProfile.get_or_none(name_key=canonical(values.name))
    if same is not None and same.id != profile_id:
        raise Refused(_name_taken())


async def _id_problems(row: LdapProfile, before: ProfileValues, after: ProfileValues) -> list[DomainError]:
    """Accounts are known by what this attribute said of them; by another one nobody would be found again."""
    if before.id_attribute.casefold() == after.id_attribute.casefold():
        return []
    if not await ExternalIdentity.exists(source_id=row.id):
        return []
    message = "Accounts are linked by this attribute already. Make another profile and move them there."
    return [DomainError("PROFILE_IN_USE", message, "id_attribute")]


async def _switch(work: Work, row: LdapProfile, *, on: bool) -> None:
    row.is_enabled, row.updated_at, row.version = on, work.now, row.version + 1
    await row.save()


def _seal(work: Work, row: LdapProfile, password: str | None) -> None:
    vault = work.installation.vault
    sealed: Any = None if password is None else vault.seal(Purpose.LDAP_BIND, password)  # a text column is typed as str
    row.bind_password_sealed = sealed


async def _store(row: LdapProfile, *, is_new: bool) -> None:
    """Writes a profile; the table's key decides where two callers race for a name."""
    try:
        await row.save(force_create=is_new)
    except IntegrityError as error:
        raise Refused(_name_taken()) from error


def _name_taken() -> DomainError:
    return DomainError("PROFILE_NAME_TAKEN", "There is a directory profile of that name already.", "name")
