"""The audit trail: one row for each thing that happened, written in the transaction that made it happen."""

from enum import StrEnum

from tortoise import fields
from tortoise.models import Model

from models.columns import KEY_LENGTH, TEXT_LENGTH, primary_key


class ActorKind(StrEnum):
    """Who acted."""

    ANONYMOUS = "ANONYMOUS"
    USER = "USER"
    SYSTEM = "SYSTEM"
    HOST = "HOST"


class AuditOutcome(StrEnum):
    """How it ended."""

    SUCCESS = "SUCCESS"
    REFUSED = "REFUSED"


class AuditEvent(Model):
    """One event. Ids are kept as plain values, without foreign keys: the trail outlives what it speaks of."""

    id = primary_key()
    occurred_at = fields.DatetimeField()
    action = fields.CharField(max_length=60)
    outcome = fields.CharEnumField(AuditOutcome, max_length=10)
    reason = fields.CharField(max_length=60, null=True)
    actor_kind = fields.CharEnumField(ActorKind, max_length=10)
    actor_id = fields.UUIDField(null=True)
    actor_name = fields.CharField(max_length=KEY_LENGTH, null=True)
    session_id = fields.UUIDField(null=True)
    target_type = fields.CharField(max_length=30, null=True)
    target_id = fields.CharField(max_length=60, null=True)
    target_name = fields.CharField(max_length=KEY_LENGTH, null=True)
    changes_json = fields.TextField(default="[]")
    ip_address = fields.CharField(max_length=45, null=True)
    user_agent = fields.CharField(max_length=TEXT_LENGTH, null=True)
    request_id = fields.CharField(max_length=64, null=True)
    note = fields.TextField(null=True)

    class Meta(Model.Meta):
        """Storage."""

        table = "audit_events"
        indexes = (
            ("occurred_at", "id"),
            ("actor_id", "occurred_at"),
            ("target_id", "occurred_at"),
            ("action", "occurred_at"),
        )
