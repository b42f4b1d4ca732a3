"""Pure decisions about roles: what one carries with its parents, and who may give it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from auth.actor import Actor
from auth.permissions import ADMINISTRATOR
from models.audit_event import ActorKind


@dataclass(frozen=True, slots=True)
class RoleFacts:
    """One role as it is stored.

    Attributes:
        scopes: What it carries itself, spelled out.
        parents: Ids of the roles whose scopes it adds.
        level: Orders roles, 0 to 3.
        api_only: Whether service accounts, and only they, hold it.
        licensed: Whether each account that holds it takes a seat of the licence.
    """

    id: UUID
    name: str
    level: int
    scopes: frozenset[str]
    parents: frozenset[UUID]
    api_only: bool = False
    built_in: bool = False
    licensed: bool = False


@dataclass(frozen=True, slots=True)
class Holdings:
    """What somebody may do at most: for comparing who may manage whom.

    Attributes:
        boundless: Whether there is nothing that this does not cover: the system and whoever owns the host.
    """

    scopes: frozenset[str]
    level: int
    boundless: bool = False

    def covers(self, other: "Holdings") -> bool:
        """Whether there is nothing in ``other`` that is not in this."""
        return self.boundless or (self.scopes.issuperset(other.scopes) and self.level >= other.level)


NOTHING = Holdings(frozenset(), 0)


def ancestry(role_id: UUID, roles: Mapping[UUID, RoleFacts]) -> list[RoleFacts]:
    """A role and all roles it inherits from, itself first; each once, also where parents form a circle."""
    found: dict[UUID, RoleFacts] = {}
    waiting = [role_id]
    while waiting:
        here = waiting.pop(0)
        if here in found or here not in roles:
            continue
        found[here] = roles[here]
        waiting.extend(sorted(roles[here].parents))
    return list(found.values())


def effective_scopes(role_id: UUID, roles: Mapping[UUID, RoleFacts]) -> frozenset[str]:
    """All scopes of a role with those of its parents."""
    return frozenset[str]().union(*(role.scopes for role in ancestry(role_id, roles)))


def holdings(role_ids: Iterable[UUID], roles: Mapping[UUID, RoleFacts]) -> Holdings:
    """What the holder of these roles may do. A parent adds scopes, not its level."""
    held = [roles[role_id] for role_id in role_ids if role_id in roles]
    scopes = frozenset[str]().union(*(effective_scopes(role.id, roles) for role in held))
    return Holdings(scopes, max((role.level for role in held), default=0))


def would_circle(role_id: UUID, parents: Iterable[UUID], roles: Mapping[UUID, RoleFacts]) -> bool:
    """Whether giving a role these parents makes it its own ancestor."""
    return any(role_id in {role.id for role in ancestry(parent, roles)} for parent in parents)


@dataclass(frozen=True, slots=True)
class Unfit:
    """Why a role cannot be the default of new accounts, and which of its fields says so."""

    field: str
    why: str


def unfit_for_everybody(role_id: UUID, roles: Mapping[UUID, RoleFacts]) -> Unfit | None:
    """What speaks against giving a role to every new account (REQUIREMENTS A5)."""
    if roles[role_id].api_only:
        return Unfit("api_only", "New accounts are people, who cannot hold API roles.")
    if effective_scopes(role_id, roles) & ADMINISTRATOR:
        return Unfit("scopes", "A role that may change accounts, roles or settings cannot be everybody's.")
    return None


def own_holdings(actor: Actor) -> Holdings:
    """What a caller may give and manage at most."""
    boundless = actor.kind in {ActorKind.SYSTEM, ActorKind.HOST}
    return Holdings(actor.permissions.scopes, actor.level, boundless)
