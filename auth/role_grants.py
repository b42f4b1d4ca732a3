"""Which role grants count: one that has ended is worth nothing from that moment on, whether or not it is still stored.

Whoever reads ``role_grants`` to decide or to show something takes the condition from here.
"""

from datetime import datetime
from uuid import UUID

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from auth.clock import moment
from auth.reading import Statement, load
from models.role import RoleGrant


def in_force(statement: Statement, grant: str = "g", now: datetime | None = None) -> str:
    """The condition that a row of ``role_grants``, by its alias, has not ended; ``now`` is ``moment()`` if absent."""
    at = statement.bind(now or moment())
    return f"({grant}.expires_at IS NULL OR {grant}.expires_at > {at})"


async def grants_in_force_of(user_id: UUID) -> list[RoleGrant]:
    """The grants of an account that have not ended."""
    rest = Statement()
    return await load(RoleGrant, rest.add(f"WHERE user_id = {rest.bind(user_id)} AND {in_force(rest, 'role_grants')}"))


def grants_in_force() -> QuerySet[RoleGrant]:
    """The grants that have not ended."""
    return RoleGrant.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=moment()))
