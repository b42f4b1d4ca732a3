"""Registers the product's resources, grants and revokes them, and hands ownership over."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from auth.errors import DomainError, NotFound, Problems, Refused
from auth.events import Target
from auth.locking import locked_account
from auth.permissions import Scope, requires
from auth.resources.events import (
    Granted,
    ResourceGranted,
    ResourceGrantRevoked,
    ResourceRegistered,
    ResourceRenewed,
    ResourceState,
)
from auth.resources.granting import give, give_new, lock_types, members_kept
from auth.resources.ownership import hand_over, owned_by
from auth.resources.rules import GroupGrant, ResourceDraft, draft_problems, type_problems
from auth.step_up.asking import asks_fresh_factor
from auth.step_up.rules import StepUp
from auth.texts import check_note
from auth.unit_of_work import Work
from auth.users.accounts import Managed, manage
from models.group import Group, GroupResourceGrant
from models.resource import Resource, ResourceGrant, ResourceGrantSource
from models.user import User


@requires(Scope.RESOURCES_WRITE)
async def register_owned_resource(work: Work, draft: ResourceDraft) -> UUID:
    """Makes a resource known, or renews the label of one that is; members of all-of-type groups receive a new one.

    Raises ``NotFound`` for the owner; ``Refused`` naming each field that is wrong, and where another account owns it.
    """
    problems = Problems()
    problems.extend(draft_problems(draft))
    problems.refuse()
    await lock_types(work, [draft.type])
    owner = await _owner(draft)
    known = Resource.filter(type_id=draft.type, external_id=draft.external_id)
    resource = await known.select_for_update().get_or_none()
    if resource is not None:
        return await _renew(work, resource, draft, owner)
    resource = await Resource.create(
        type_id=draft.type,
        external_id=draft.external_id,
        label=draft.label,
        owner_id=draft.owner_id,
        created_at=work.now,
        updated_at=work.now,
    )
    await give_new(work, resource)
    work.record(ResourceRegistered(target=_resource_target(resource), after=_state(resource)))
    return resource.id


@dataclass(frozen=True, slots=True)
class NewGrant:
    """A resource, or every resource of a type (no ``external_id``), for an account or for a group: exactly one.

    Attributes:
        reason: Why, at most 2,000 characters.
    """

    type: str
    external_id: str | None = None
    user_id: UUID | None = None
    group_id: UUID | None = None
    reason: str | None = None


@requires(Scope.RESOURCES_WRITE)
async def grant_resource(work: Work, wanted: NewGrant) -> UUID:
    """Grants an account or a group a resource, or all of a type, present and future. Already granted: nothing happens.

    The members of a group receive grants of their own, which they keep when they leave.

    Raises ``NotFound`` for the account, group or resource; ``Refused`` naming what is wrong.
    """
    problems = Problems()
    problems.extend(check_note(wanted.reason, "reason"))
    problems.extend(type_problems(wanted.type, _place(wanted)))
    problems.refuse()
    if wanted.group_id is not None:
        return await _grant_to_group(work, wanted, wanted.group_id)
    if wanted.user_id is not None:
        return await _grant_to_user(work, wanted, wanted.user_id)
    raise Refused(DomainError("REQUIRED", "Name an account or a group.", "to"))


@requires(Scope.RESOURCES_WRITE)
async def revoke_resource_grant(work: Work, grant_id: UUID) -> UUID:
    """Takes one grant of an account back, whatever brought it. Already revoked: nothing happens.

    Raises ``NotFound``; ``Refused`` for an account that may do more than the caller.
    """
    grant = await ResourceGrant.get_or_none(id=grant_id)
    if grant is None:
        raise NotFound("grant", "id")
    managed = await manage(work, grant.user_id)
    live = ResourceGrant.filter(id=grant_id, revoked_at=None)
    if await live.update(revoked_at=work.now, revoked_by_id=work.actor.user_id):
        before = Granted(await _named(grant.type_id, grant.resource_id))
        work.record(ResourceGrantRevoked(target=managed.target, before=before, after=Granted(None)))
    return grant_id


@requires(Scope.RESOURCES_WRITE)
async def revoke_group_grant(work: Work, grant_id: UUID) -> UUID:
    """Takes one grant of a group back. What it has brought its members, they keep. Raises ``NotFound``."""
    grant = await GroupResourceGrant.get_or_none(id=grant_id)
    group = await Group.filter(id=grant.group_id).select_for_update().get_or_none() if grant else None
    if grant is None or group is None or not await GroupResourceGrant.filter(id=grant_id).delete():
        raise NotFound("grant", "id")
    before = Granted(await _named(grant.type_id, grant.resource_id))
    work.record(ResourceGrantRevoked(target=_group_target(group), before=before, after=Granted(None)))
    return grant_id


@requires(Scope.USERS_WRITE, Scope.RESOURCES_WRITE)
@asks_fresh_factor(StepUp.DELETION)
async def transfer_ownership(work: Work, giver_id: UUID, receiver_id: UUID, note: str | None = None) -> None:
    """Makes everything that one account owns another's: service accounts and resources.

    Raises ``NotFound``; ``Refused`` when either account, or a service account, may do more than the caller.
    """
    problems = Problems()
    problems.extend(check_note(note, "note"))
    if giver_id == receiver_id:
        problems.add("SAME_ACCOUNT", "It owns that already.", "to")
    problems.refuse()
    sides: dict[str, Managed] = {}
    for user_id, field in sorted([(giver_id, "from"), (receiver_id, "to")]):
        sides[field] = await manage(work, user_id, field)
    giver, receiver = sides["from"].user, sides["to"].user
    for change in await hand_over(work, await owned_by(giver), giver, receiver, note):
        work.record(change)


async def _owner(draft: ResourceDraft) -> User | None:
    """The owner, who cannot be deleted until the unit of work ends."""
    owner = await locked_account(draft.owner_id)
    if owner is None and draft.owner_id is not None:
        raise NotFound("account", "owner")
    return owner


async def _renew(work: Work, resource: Resource, draft: ResourceDraft, owner: User | None) -> UUID:
    if owner is not None and resource.owner_id not in {None, owner.id}:
        differs = "Another account owns it. Hand it over with transferOwnership."
        raise Refused(DomainError("OWNER_DIFFERS", differs, "owner"))
    if resource.label == draft.label and (owner is None or resource.owner_id == owner.id):
        return resource.id
    before = _state(resource)
    resource.label, resource.updated_at = draft.label, work.now
    resource.owner_id = owner.id if owner else resource.owner_id
    await resource.save(update_fields=["label", "owner_id", "updated_at"])
    work.record(ResourceRenewed(target=_resource_target(resource), before=before, after=_state(resource)))
    return resource.id


async def _grant_to_user(work: Work, wanted: NewGrant, user_id: UUID) -> UUID:
    await lock_types(work, [wanted.type])
    managed = await manage(work, user_id, "to.user")
    resource_id = await _resource(wanted)
    place: dict[str, Any] = {"user_id": user_id, "type_id": wanted.type, "resource_id": resource_id}
    live = await ResourceGrant.filter(source=ResourceGrantSource.BY_HAND, revoked_at=None, **place).first()
    if live is not None:
        return live.id
    grant = await ResourceGrant.create(
        source=ResourceGrantSource.BY_HAND,
        reason=wanted.reason,
        granted_at=work.now,
        granted_by_id=work.actor.user_id,
        **place,
    )
    after = Granted(_name(wanted.type, wanted.external_id))
    work.record(ResourceGranted(target=managed.target, before=Granted(None), after=after, note=wanted.reason))
    return grant.id


async def _grant_to_group(work: Work, wanted: NewGrant, group_id: UUID) -> UUID:
    group = await Group.filter(id=group_id).select_for_update().get_or_none()
    if group is None:
        raise NotFound("group", "to.group")
    await lock_types(work, [wanted.type])
    resource_id = await _resource(wanted)
    place: dict[str, Any] = {"group_id": group_id, "type_id": wanted.type, "resource_id": resource_id}
    known = await GroupResourceGrant.filter(**place).first()
    if known is not None:
        return known.id
    grant = await GroupResourceGrant.create(
        reason=wanted.reason, granted_at=work.now, granted_by_id=work.actor.user_id, **place
    )
    brought = GroupGrant(group_id, wanted.type, resource_id, wanted.reason)
    await give(work, [user_id for _, user_id in await members_kept([group_id])], [brought])
    after = Granted(_name(wanted.type, wanted.external_id))
    work.record(ResourceGranted(target=_group_target(group), before=Granted(None), after=after, note=wanted.reason))
    return grant.id


async def _resource(wanted: NewGrant) -> UUID | None:
    """The wanted resource; ``None`` for every resource of the type. Raises ``NotFound``."""
    if wanted.external_id is None:
        return None
    resource = await Resource.get_or_none(type_id=wanted.type, external_id=wanted.external_id)
    if resource is None:
        raise NotFound("resource", _place(wanted))
    return resource.id


def _place(wanted: NewGrant) -> str:
    return "resource.all_of_type" if wanted.external_id is None else "resource.single"


async def _named(type_name: str, resource_id: UUID | None) -> str:
    resource = await Resource.get_or_none(id=resource_id) if resource_id else None
    return _name(type_name, resource.external_id if resource else None)


def _name(type_name: str, external_id: str | None) -> str:
    return f"{type_name}/{'*' if external_id is None else external_id}"


def _state(resource: Resource) -> ResourceState:
    owner = str(resource.owner_id) if resource.owner_id else None
    return ResourceState(resource.type_id, resource.external_id, resource.label, owner)


def _resource_target(resource: Resource) -> Target:
    return Target("RESOURCE", str(resource.id), _name(resource.type_id, resource.external_id))


def _group_target(group: Group) -> Target:
    return Target("GROUP", str(group.id), group.name)
