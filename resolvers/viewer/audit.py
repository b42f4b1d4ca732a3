"""The caller's own part of the audit trail."""

from datetime import datetime

import strawberry

from auth.audit.own import count_own_audit_events, own_audit_events
from auth.paging import PageRequest
from resolvers.audit.types import ActorKind, AuditChange, AuditOutcome
from resolvers.connection import listed
from resolvers.context import Info
from resolvers.node import encode_id
from resolvers.permissions import plain


@strawberry.type(description="Something that the caller did, or that was done to their account.")
class ViewerAuditEvent:
    """Its values are ``OwnEventRow``."""

    @strawberry.field(description="The event's id, the same as of its AuditEvent.")
    def id(self) -> strawberry.ID:
        """``self`` is the row."""
        return encode_id("evt", self.id)  # type: ignore[arg-type] # the row's key

    occurred_at: datetime = plain("When.")
    action: str = plain("What, as a stable name; the reference lists all.")
    outcome: AuditOutcome = plain("How it ended.")
    reason: str | None = plain("Why, as a stable code, where there is more to say.")
    actor_kind: ActorKind = plain("Who acted; of other accounts nothing more is told.")
    is_own_act: bool = plain("Whether the caller did it.")
    changes: list[AuditChange] = plain("Values of the caller's own account that changed.")
    ip_address: str | None = plain("From where it was done; null where another account did it.")
    user_agent: str | None = plain("By which program, as it called itself; null where another account did it.")


async def own_trail(info: Info, page: PageRequest) -> object:
    """A page of it; it is not recorded that it was read."""
    actor = info.context.actor
    return listed(await own_audit_events(actor, page), lambda at_most: count_own_audit_events(actor, at_most))
