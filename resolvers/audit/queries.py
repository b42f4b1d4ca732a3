"""Reads the audit trail."""

from datetime import datetime
from typing import Annotated

import strawberry

from auth.audit.commands import record_reading
from auth.audit.queries import AuditFilter, count_audit_events, list_audit_events
from auth.permissions import Scope
from resolvers.audit.types import PREFIXES, AuditEvent, AuditOutcome
from resolvers.connection import After, Before, Connection, First, Last, Offset, listed, page_request
from resolvers.context import Info
from resolvers.node import decode_id
from resolvers.permissions import guarded, telling


@strawberry.input(name="AuditEventFilter", description="Which events to list; everything given must hold.")
class AuditEventFilterInput:
    """Becomes an ``AuditFilter``."""

    actions: list[str] | None = telling("AuditEvent.action", "One of these, e.g. user.created.")
    outcome: AuditOutcome | None = telling("AuditEvent.outcome", "Ended this way.")
    actor_id: strawberry.ID | None = telling("AuditEvent.actorId", "Done by this account.")
    target_type: str | None = telling("AuditEvent.targetType", "Done to this kind of thing, e.g. USER.")
    target_id: strawberry.ID | None = telling("AuditEvent.targetId", "Done to this thing.")
    occurred_after: datetime | None = telling("AuditEvent.occurredAt", "After this moment.")
    occurred_before: datetime | None = telling("AuditEvent.occurredAt", "Before this moment.")

    def wanted(self, reader: str | None) -> AuditFilter:
        """For the query. Raises ``BadInput`` for ids that are none."""
        return AuditFilter(
            reader=reader,
            actions=None if self.actions is None else tuple(self.actions),
            outcome=self.outcome,
            actor_id=None if self.actor_id is None else decode_id(self.actor_id, "usr", "filter.actorId"),
            target_type=self.target_type,
            target_id=None if self.target_id is None else _target_key(self.target_id),
            occurred_after=self.occurred_after,
            occurred_before=self.occurred_before,
        )


def _target_key(text: str) -> str:
    """The stored form of a target's public id."""
    prefix = text.partition("_")[0]
    return str(decode_id(text, prefix, "filter.targetId")) if prefix in PREFIXES.values() else text


Filter = Annotated[AuditEventFilterInput | None, strawberry.argument(description="Which events; all if absent.")]


@strawberry.type
class AuditQueries:
    """Root fields."""

    @guarded(Scope.AUDIT_READ, description="What happened, newest first.", graphql_type=Connection[AuditEvent] | None)
    async def audit_events(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        offset: Offset = None,
        filter: Filter = None,
    ) -> object:
        """A page of events; that it was read is itself an event."""
        actor, reader = info.context.actor, info.context.actor.origin.request_id
        wanted = filter.wanted(reader) if filter else AuditFilter(reader=reader)
        page = await list_audit_events(actor, wanted, page_request(first, after, last, before, offset))
        await info.context.perform(lambda work: record_reading(work, wanted))
        return listed(page, lambda at_most: count_audit_events(actor, wanted, at_most))
