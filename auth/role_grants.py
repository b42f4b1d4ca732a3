"""Which role grants count: one that has ended is worth nothing from that moment on, whether or not it is still stored.

Whoever reads ``role_grants`` to decide or to show something takes the condition from here.
"""

from datetime import datetime

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from auth.clock import moment
from auth.reading import Statement
from models.role import RoleGrant


def in_force(statement: Statement, grant: str = "g", now: datetime | None = None) -> str:
    """The condition that a row of ``role_grants``, by its alias, has not ended; ``now`` is ``moment()`` if absent."""
    at = statement.bind(now or moment())
    return f"({grant}.expires_at IS NULL OR {grant}.expires_at > {at})"


def grants_in_force() -> QuerySet[RoleGrant]:
    """The grants that have not ended."""
    return RoleGrant.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=moment()))
