"""Reads who may do what, and why."""

from dataclasses import dataclass
from typing import Annotated, Any

import strawberry

from auth.access.queries import access_of_roles, explain_access, list_field_rules, list_scopes, roles_that_can
from auth.access.who import count_who_can, listing_who_can, who_can
from auth.errors import BadInput
from auth.permissions import Requirement
from auth.permissions import Scope as Permission
from resolvers.access.types import (
    DeniableCoordinate,
    Explanation,
    FieldRule,
    RolePermissions,
    Scope,
    WhoCan,
    deniable,
    explained,
)
from resolvers.connection import After, First, Offset, listed, page_request, rows_selected
from resolvers.context import Context, Info
from resolvers.node import decode_id
from resolvers.permissions import guarded, plain
from resolvers.viewer.types import CoordinateAccess


@strawberry.input(description="What is asked about: exactly one of these.", one_of=True)
class AccessSubject:
    """One of."""

    scope: strawberry.Maybe[str] = plain("A scope, such as users:read.", default=None)
    coordinate: strawberry.Maybe[str] = plain("A field of the schema, such as User.email.", default=None)


@dataclass(frozen=True, slots=True)
class _Subject:
    name: str
    requirement: Requirement
    is_coordinate: bool


def _subject(context: Context, given: AccessSubject) -> _Subject:
    """What is asked about, with what it needs. Raises ``BadInput`` for a coordinate that does not exist."""
    if given.scope:
        return _Subject(given.scope.value, ((given.scope.value,),), is_coordinate=False)
    name = given.coordinate.value if given.coordinate else ""
    if name not in context.contract.outputs:
        raise BadInput("subject.coordinate", "There is no such field in the schema.")
    return _Subject(name, context.contract.outputs[name].requirement, is_coordinate=True)


Subject = Annotated[AccessSubject, strawberry.argument(description="What is asked about.")]
RoleId = Annotated[strawberry.ID | None, strawberry.argument(description="Of this role; of all if absent.")]


@strawberry.type
class AccessQueries:
    """Root fields."""

    @guarded(Permission.ROLES_READ, description="Every scope there is.", graphql_type=list[Scope] | None)
    async def scopes(self, info: Info) -> object:
        """By name."""
        return await list_scopes(info.context.actor)

    @guarded(Permission.ROLES_READ, description="Every field that field rules can deny.")
    async def deniable_coordinates(self, info: Info) -> list[DeniableCoordinate] | None:
        """By name."""
        return [deniable(coordinate) for _, coordinate in sorted(info.context.contract.deniable.items())]

    @guarded(Permission.ROLES_READ, description="Field rules by coordinate.", graphql_type=list[FieldRule] | None)
    async def field_rules(self, info: Info, role_id: RoleId = None) -> object:
        """Of one role or of all."""
        key = None if role_id is None else decode_id(role_id, "rol", "roleId")
        return await list_field_rules(info.context.actor, key)

    @guarded(Permission.ROLES_READ, description="What each role by itself opens.")
    async def permission_matrix(self, info: Info) -> list[RolePermissions] | None:
        """Role by role, the most powerful first."""
        asked = {**{name: each.requirement for name, each in info.context.contract.deniable.items()}}
        asked |= info.context.contract.requirements
        return [
            RolePermissions(
                role=each.role,  # type: ignore[arg-type] # a row of that shape
                scopes=each.role.effective_scopes,
                coordinates=[
                    CoordinateAccess(coordinate=name, allowed=each.opens(name, requirement))
                    for name, requirement in sorted(asked.items())
                ],
            )
            for each in await access_of_roles(info.context.actor)
        ]

    @guarded(
        Permission.USERS_READ,
        Permission.ROLES_READ,
        description="Why an account may, or may not; on the rules in force now.",
    )
    async def explain_access(
        self,
        info: Info,
        user_id: Annotated[strawberry.ID, strawberry.argument(description="The account.")],
        subject: Subject,
    ) -> Explanation | None:
        """Equal to what enforcement does."""
        context, asked = info.context, _subject(info.context, subject)
        requirement = asked.requirement if asked.is_coordinate else None
        key = decode_id(user_id, "usr", "userId")
        found = await explain_access(context.actor, key, asked.name, requirement, context.clock.now())
        return explained(asked.name, asked.requirement, found)

    @guarded(
        Permission.USERS_READ, Permission.ROLES_READ, description="Who can: roles that are enough, and active accounts."
    )
    async def who_can(
        self, info: Info, subject: Subject, first: First = None, after: After = None, offset: Offset = None
    ) -> WhoCan | None:
        """By roles and overrides in force now."""
        context, asked = info.context, _subject(info.context, subject)
        page = page_request(first, after, offset=offset)
        listing = await listing_who_can(
            asked.name, asked.requirement, context.clock.now(), page, is_coordinate=asked.is_coordinate
        )
        selected = rows_selected(info.selection.get("users", {}))
        found = await who_can(context.actor, listing, selected)
        roles: Any = await roles_that_can(context.actor, asked.name, asked.requirement)
        return WhoCan(roles=roles, users=listed(found, lambda most: count_who_can(context.actor, listing, most)))
