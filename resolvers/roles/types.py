"""Roles as the schema shows them."""

from datetime import datetime
from uuid import UUID

import strawberry

from auth.roles.queries import RoleRow, role_by_id
from auth.selection import Selection
from resolvers.context import Context
from resolvers.node import Node, RowType, node_type
from resolvers.permissions import plain


async def _load(context: Context, key: UUID, _selection: Selection) -> RoleRow | None:
    return await role_by_id(context.actor, key)


@node_type("rol", RoleRow, _load)
@strawberry.type(description="A named set of scopes that accounts hold.")
class Role(RowType, Node):
    """Its values are ``RoleRow``."""

    name: str = plain("Unique without regard to case.")
    description: str = plain("What the role is for.")
    level: int = plain("Orders roles and who may manage whom, 0 to 3.")
    scopes: list[str] = plain("What the role carries itself.")
    effective_scopes: list[str] = plain("What the role carries with its parents.")
    parents: list[str] = plain("Names of the roles whose scopes it adds.")
    api_only: bool = plain("Whether service accounts, and only they, hold it.")
    licensed: bool = plain("Whether each account that holds it itself takes a seat of the licence.")
    mfa_required: bool = plain(
        "Whether its holders, and those of roles that inherit from it, must have a second factor."
    )
    built_in: bool = plain("Whether it ships with Gatehouse and cannot be deleted.")
    created_at: datetime = plain("When it was made.")
    updated_at: datetime = plain("When it was last changed.")
    version: int = plain("Goes up with each change; give it back to refuse stale writes.")
