"""Who may do what, and why, as the schema shows it."""

from datetime import datetime

import strawberry

from auth.access.rules import AccessRuleKind, ShutOut
from auth.access.rules import Explanation as Explained
from auth.permissions import Requirement
from models.permission import FieldEffect, OverrideEffect
from resolvers.connection import Connection
from resolvers.contract import Coordinate
from resolvers.enums import described
from resolvers.permissions import plain
from resolvers.roles.types import Role
from resolvers.users.types import User
from resolvers.viewer.types import CoordinateAccess

__all__ = ["FieldEffect", "OverrideEffect"]

described(
    AccessRuleKind,
    "What kind of rule speaks, the strongest first.",
    ACCOUNT_DENY="An override denies the account the scope.",
    ROLE_FIELD_DENY="A held role denies the coordinate.",
    ROLE_FIELD_ALLOW="A held role lifts another's denial of the coordinate.",
    ACCOUNT_GRANT="An override gives the account the scope.",
    ROLE_SCOPE="A held role carries the scope.",
)
described(
    ShutOut,
    "Why nobody gets in as an account.",
    INACTIVE="It is deactivated.",
    LOCKED="Somebody locked it by hand.",
    SOURCE_OFF="The directory that checks it is switched off or was deleted.",
)
described(
    FieldEffect,
    "What a field rule does to a coordinate.",
    DENY="Holders of the role do not see it.",
    ALLOW="Lifts what another held role denies; it never replaces a scope.",
)
described(
    OverrideEffect,
    "What an override does to a scope of one account.",
    DENY="The account does not hold it, whatever its roles say.",
    GRANT="The account holds it beside its roles.",
)


@strawberry.type(description="A permission that roles, overrides and tokens can carry.")
class Scope:
    """Its values are ``ScopeRow``."""

    name: str = plain("Such as users:read.")
    description: str = plain("What it lets its holder do.")
    namespace: str = plain("What stands before the colon.")
    registered: bool = plain("Whether the product beside Gatehouse registered it.")


@strawberry.type(description="A role's rule about a coordinate.")
class FieldRule:
    """Its values are ``FieldRuleRow``."""

    role: Role = plain("The role whose holders it binds.")
    coordinate: str = plain("Such as User.email.")
    effect: FieldEffect = plain("What it does.")
    created_at: datetime = plain("When it was set.")


@strawberry.type(description="What an account is given or denied beside its roles.")
class ScopeOverride:
    """Its values are ``OverrideRow``."""

    scope: str = plain("Which scope.")
    effect: OverrideEffect = plain("Given or denied.")
    reason: str = plain("Why.")
    ends_at: datetime | None = plain("When it ends by itself; null for never.")
    created_at: datetime = plain("When it was set.")


@strawberry.type(description="A field of the schema that field rules can deny.")
class DeniableCoordinate:
    """A coordinate."""

    coordinate: str = plain("Such as User.email.")
    description: str = plain("What the field shows.")
    requires_scopes: list[list[str]] = plain("Alternatives of scopes that it needs; an empty one asks for none.")


@strawberry.type(description="What a role by itself opens.")
class RolePermissions:
    """A row of the matrix."""

    role: Role = plain("The role.")
    scopes: list[str] = plain("Scopes it carries with its parents.")
    coordinates: list[CoordinateAccess] = plain("Every guarded or deniable coordinate, open or not.")


@strawberry.type(description="One rule that speaks about an account.")
class AccessRule:
    """Its values are ``auth.access.rules.AccessRule``."""

    kind: AccessRuleKind = plain("What kind of rule.")
    subject: str = plain("The scope or coordinate it is about.")
    role: str | None = plain("The held role by which it applies; null for an override.")
    through: str | None = plain("The parent of that role which carries the scope; null where the role does itself.")
    rule: str | None = plain(
        "What decided that the role is held, where no person did: a setting, policy or directory profile. A role that "
        "several give is listed with each."
    )
    reason: str | None = plain("Why an override was made, or the role given.")
    ends_at: datetime | None = plain("When an override ends, or the role is held no more; null for never.")


@strawberry.type(description="Why an account may, or may not. Equal to what enforcement does.")
class Explanation:
    """What decides, and what was overruled."""

    allowed: bool = plain("The outcome.")
    subject: str = plain("The scope or coordinate that was asked about.")
    requires_scopes: list[list[str]] = plain("Alternatives of scopes that it needs.")
    missing_scopes: list[str] = plain("Scopes that would be needed and are not held.")
    deciding: list[AccessRule] = plain("The rules that decide; none when nothing speaks for it.")
    losing: list[AccessRule] = plain("Rules that say otherwise or are not needed.")
    shut_out: list[ShutOut] = plain(
        "Why every request of the account is refused now, whatever its rights; empty where nothing shuts it out."
    )


@strawberry.type(description="Who can: see a coordinate, or do what a scope allows.")
class WhoCan:
    """Roles and accounts."""

    roles: list[Role] = plain("Roles that by themselves are enough.")
    users: Connection[User] = plain("Active accounts that can, by roles or overrides.")


def lists(requirement: Requirement) -> list[list[str]]:
    """A requirement as the schema shows it."""
    return [list(alternative) for alternative in requirement]


def deniable(coordinate: Coordinate) -> DeniableCoordinate:
    """A coordinate as the schema shows it."""
    return DeniableCoordinate(
        coordinate=coordinate.name,
        description=coordinate.description,
        requires_scopes=lists(coordinate.requirement),
    )


def explained(subject: str, requirement: Requirement, explanation: Explained) -> Explanation:
    """An explanation as the schema shows it."""
    return Explanation(
        allowed=explanation.allowed,
        subject=subject,
        requires_scopes=lists(requirement),
        missing_scopes=list(explanation.missing),
        deciding=list(explanation.deciding),  # type: ignore[arg-type] # rows of the same shape
        losing=list(explanation.losing),  # type: ignore[arg-type] # rows of the same shape
        shut_out=list(explanation.shut_out),
    )
