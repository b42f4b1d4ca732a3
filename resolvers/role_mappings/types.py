"""Role mappings as the schema shows them."""

from datetime import datetime
from typing import cast
from uuid import UUID

import strawberry

from auth.role_mappings.rows import MappingRow, mapping_by_id
from auth.selection import Selection
from resolvers.context import Context
from resolvers.node import Node, RowType, encode_id, node_type
from resolvers.permissions import plain
from resolvers.role_mappings.enums import GroupMatch


async def _load(context: Context, key: UUID, selection: Selection) -> MappingRow | None:
    return await mapping_by_id(context.actor, key, selection)


@node_type("map", MappingRow, _load)
@strawberry.type(
    description="Whoever is in a group at an identity provider has a role here, from their next sign-in by it on."
)
class RoleMapping(RowType, Node):
    """Its values are ``MappingRow``."""

    provider_name: str = plain("Name of the identity provider.")
    kind: GroupMatch = plain("How names of groups are compared.")
    value: str = plain("The group's name, or the pattern, as it was given.")
    role: str = plain("Name of the role that it gives.")
    is_enabled: bool = plain("Whether it counts.")
    description: str = plain("What it is for.")
    account_count: int = plain("How many accounts hold the role by it now.")
    created_at: datetime = plain("When it was made.")
    updated_at: datetime = plain("When it was last changed.")
    version: int = plain("Goes up with each change; give it back to refuse stale writes.")

    @strawberry.field(description="The identity provider.")
    def provider_id(self) -> strawberry.ID:
        """``self`` is the row."""
        return encode_id("idp", cast("MappingRow", self).provider_id)
