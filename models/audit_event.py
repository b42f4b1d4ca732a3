"""The audit trail: one row for each thing that happened, written in the transaction that made it happen.

What makes it provable stands in the same row; ``auth.audit`` owns it. ``salts_json`` goes when values are erased.
"""

from enum import StrEnum

from tortoise import fields
from tortoise.models import Model

from models.columns import KEY_LENGTH, TEXT_LENGTH, primary_key

DIGEST_LENGTH = 64
"""A SHA-256 in hexadecimal digits."""

SIGNATURE_LENGTH = 128
"""An Ed25519 signature in hexadecimal digits (RFC 8032 §5.1.6)."""

KEY_ID_LENGTH = 16


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
    """One event. Ids are kept as plain values, without foreign keys: the trail outlives what it speaks of.

    Attributes:
        commitments_json: Keyed commitments to the personal values, by label.
        salts_json: The random salts of those that are still there, by label.
        key_id: Of the key that ``commitments_json`` and ``mac`` were made with.
        mac: Over everything but the personal values, with the commitments in their place.
        position: In the chain, from 1; ``None`` until the row is sealed.
        seal: Binds this row to the one before it.
        seal_key_id: Of the key that ``seal`` was made with.
    """

    id = primary_key()
    occurred_at = fields.DatetimeField()
    action = fields.CharField(max_length=60)
    outcome = fields.CharEnumField(AuditOutcome, max_length=10)
    reason = fields.CharField(max_length=60, null=True)
    actor_kind = fields.CharEnumField(ActorKind, max_length=10)
    actor_id = fields.UUIDField(null=True)
    actor_name = fields.CharField(max_length=KEY_LENGTH, null=True)
    session_id = fields.UUIDField(null=True)
    token_id = fields.UUIDField(null=True)
    target_type = fields.CharField(max_length=30, null=True)
    target_id = fields.CharField(max_length=60, null=True)
    target_name = fields.CharField(max_length=KEY_LENGTH, null=True)
    changes_json = fields.TextField(default="[]")
    ip_address = fields.CharField(max_length=45, null=True)
    user_agent = fields.CharField(max_length=TEXT_LENGTH, null=True)
    request_id = fields.CharField(max_length=64, null=True)
    note = fields.TextField(null=True)
    commitments_json = fields.TextField()
    salts_json = fields.TextField()
    key_id = fields.CharField(max_length=KEY_ID_LENGTH)
    mac = fields.CharField(max_length=DIGEST_LENGTH)
    position = fields.BigIntField(null=True, unique=True)
    seal = fields.CharField(max_length=DIGEST_LENGTH, null=True)
    seal_key_id = fields.CharField(max_length=KEY_ID_LENGTH, null=True)

    class Meta(Model.Meta):
        """Storage. Every filter has an index in the order of the list."""

        table = "audit_events"
        indexes = (
            ("occurred_at", "id"),
            ("actor_id", "occurred_at", "id"),
            ("target_id", "occurred_at", "id"),
            ("target_type", "occurred_at", "id"),
            ("action", "occurred_at", "id"),
            ("outcome", "occurred_at", "id"),
        )


class AuditCheckpoint(Model):
    """What the chain's end was at some moment, signed."""

    position = fields.BigIntField(primary_key=True, generated=False)
    seal = fields.CharField(max_length=DIGEST_LENGTH)
    signed_at = fields.DatetimeField(db_index=True)
    key_id = fields.CharField(max_length=KEY_ID_LENGTH)
    signature = fields.CharField(max_length=SIGNATURE_LENGTH)

    class Meta(Model.Meta):
        """Storage."""

        table = "audit_checkpoints"
