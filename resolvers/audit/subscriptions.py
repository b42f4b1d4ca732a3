"""The audit trail as it grows."""

from collections.abc import AsyncGenerator
from functools import partial
from typing import Any
from uuid import UUID

import strawberry

from auth.audit.commands import record_reading
from auth.audit.queries import AuditFilter, audit_event_by_id
from auth.live.queries import audit_happenings
from auth.permissions import Scope
from resolvers.audit.queries import Filter
from resolvers.audit.types import AuditEvent
from resolvers.context import Info
from resolvers.permissions import plain, subscription


@strawberry.type(description="An event was added to the audit trail.")
class AuditEventAdded:
    """Its values are ``AuditHappening``."""

    event_id: strawberry.Private[UUID]

    @plain("The event, as the caller may read it now.", graphql_type=AuditEvent | None)
    async def event(self, info: Info) -> object:
        """``self`` is the happening."""
        return await audit_event_by_id(info.context.actor, self.event_id)


@strawberry.type
class AuditSubscriptions:
    """Root fields."""

    @subscription(Scope.AUDIT_READ, description="Each event from now on, as soon as it stands in the trail.")
    async def audit_event_added(self, info: Info, filter: Filter = None) -> AsyncGenerator[AuditEventAdded | None]:
        """That it is read is itself an event, once for each stream, and the only one that it does not tell of."""
        context, reader = info.context, info.context.actor.origin.request_id
        wanted = filter.wanted(reader) if filter else AuditFilter(reader=reader)
        start = await context.feed.end()
        await context.perform(lambda work: record_reading(work, wanted))
        happenings: Any = context.feed.follow(start, partial(audit_happenings, wanted))
        return happenings
