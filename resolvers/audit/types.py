"""The audit trail as the schema shows it."""

from datetime import datetime
from uuid import UUID

import strawberry

from auth.audit.commands import record_reading
from auth.audit.queries import AuditFilter, AuditRow, audit_event_by_id
from auth.events import Change, Target
from auth.selection import Selection
from models.audit_event import ActorKind, AuditOutcome
from resolvers.context import Context
from resolvers.enums import described
from resolvers.node import Node, RowType, encode_id, node_type
from resolvers.permissions import plain
from resolvers.scalars import JSON

__all__ = ["ActorKind", "AuditChange", "AuditEvent", "AuditOutcome", "target_id"]

described(
    ActorKind,
    "Who acted.",
    ANONYMOUS="Nobody that was signed in.",
    USER="An account.",
    SYSTEM="Gatehouse itself.",
    HOST="Somebody on the host, by the command line.",
)
described(AuditOutcome, "How it ended.", SUCCESS="It was done.", REFUSED="It was refused.")


@strawberry.type(description="A value that changed.")
class AuditChange:
    """Its values are ``Change``."""

    field: str = plain("Which one.")
    before: JSON | None = plain("What it was; null where it was not there.")
    after: JSON | None = plain("What it became; null where it is gone.")


async def _load(context: Context, key: UUID, _selection: Selection) -> AuditRow | None:
    found = await audit_event_by_id(context.actor, key)
    if found is not None:
        target = Target("AUDIT_EVENT", str(key))
        await context.perform(lambda work: record_reading(work, AuditFilter(), target))
    return found


@node_type("evt", AuditRow, _load)
@strawberry.type(description="Something that happened, written in the transaction that made it happen.")
class AuditEvent(RowType, Node):
    """Its values are ``AuditRow``."""

    occurred_at: datetime = plain("When.")
    action: str = plain("What, as a stable name; the reference lists all.")
    outcome: AuditOutcome = plain("How it ended.")
    reason: str | None = plain("Why, as a stable code, where there is more to say.")
    actor_kind: ActorKind = plain("Who acted.")
    actor_name: str | None = plain("The account's username at that time.")
    target_type: str | None = plain("Kind of what it was done to.")
    target_name: str | None = plain("Its name at that time.")
    changes: list[AuditChange] = plain("Readable values that changed; what the caller may not read is left out.")
    ip_address: str | None = plain("Client's address.")
    user_agent: str | None = plain("Client's program, as it called itself.")
    request_id: str | None = plain("By which the request is found in the log.")
    note: str | None = plain("Remark by whoever did it.")

    @strawberry.field(description="The account that acted.")
    def actor_id(self) -> strawberry.ID | None:
        """``self`` is the row."""
        return None if self.actor_id is None else encode_id("usr", self.actor_id)  # type: ignore[attr-defined]

    @strawberry.field(description="The session by which it was done.")
    def session_id(self) -> strawberry.ID | None:
        """``self`` is the row."""
        return None if self.session_id is None else encode_id("ses", self.session_id)  # type: ignore[attr-defined]

    @strawberry.field(description="The API token by which it was done.")
    def token_id(self) -> strawberry.ID | None:
        """``self`` is the row."""
        return None if self.token_id is None else encode_id("tok", self.token_id)  # type: ignore[attr-defined]

    @strawberry.field(description="By which ssoAttempt tells more of a sign-in by an identity provider.")
    def sso_attempt_reference(self) -> str | None:
        """``self`` is the row."""
        changes: list[Change] = self.changes  # type: ignore[attr-defined] # the row's
        return next((str(each.after) for each in changes if each.field == "sso_attempt" and each.after), None)

    @strawberry.field(description="Id of what it was done to.")
    def target_id(self) -> strawberry.ID | None:
        """``self`` is the row."""
        return target_id(self.target_type, self.target_id)  # type: ignore[arg-type] # the row's values


PREFIXES = {
    "USER": "usr",
    "ROLE": "rol",
    "GROUP": "grp",
    "RESOURCE": "res",
    "AUDIT_EVENT": "evt",
    "LDAP_PROFILE": "ldp",
    "POLICY": "pol",
    "IDENTITY_PROVIDER": "idp",
    "ROLE_MAPPING": "map",
}
"""Targets that are nodes; others, such as pages of settings and what is not stored, are named as they are."""

KEY_LENGTH = len(str(UUID(int=0)))


def target_id(kind: str | None, key: str | None) -> strawberry.ID | None:
    """The public id of an event's target."""
    if key is None:
        return None
    prefix = PREFIXES.get(kind or "")
    return encode_id(prefix, UUID(key)) if prefix and len(key) == KEY_LENGTH else strawberry.ID(key)
