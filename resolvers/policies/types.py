"""Policies as the schema shows them."""

from datetime import datetime
from typing import cast
from uuid import UUID

import strawberry

from auth.policies.rows import PolicyRow, policy_by_id
from auth.selection import Selection
from resolvers.context import Context
from resolvers.node import Node, RowType, encode_id, node_type
from resolvers.permissions import plain
from resolvers.policies.enums import PolicyType


async def _load(context: Context, key: UUID, selection: Selection) -> PolicyRow | None:
    return await policy_by_id(context.actor, key, selection)


@node_type("pol", PolicyRow, _load)
@strawberry.type(description="Who in a directory gets which roles, from their next sign-in on.")
class Policy(RowType, Node):
    """Its values are ``PolicyRow``."""

    type: PolicyType = plain("Whom it is about.")
    value: str = plain("The group's distinguished name, or the username, as it was given.")
    roles: list[str] = plain("Names of the roles that it gives.")
    profile_name: str | None = plain("Name of the only directory profile it is about; null for all.")
    position: int = plain("Its place among the policies, from 1.")
    is_enabled: bool = plain("Whether it counts.")
    description: str = plain("What it is for.")
    account_count: int = plain("How many accounts hold a role by it now.")
    created_at: datetime = plain("When it was made.")
    updated_at: datetime = plain("When it was last changed.")
    version: int = plain("Goes up with each change; give it back to refuse stale writes.")

    @strawberry.field(description="The only directory profile it is about; null for all.")
    def profile_id(self) -> strawberry.ID | None:
        """``self`` is the row."""
        profile_id = cast("PolicyRow", self).profile_id
        return None if profile_id is None else encode_id("ldp", profile_id)
