"""Sessions: who is signed in, from where, and how each one ended."""

from enum import StrEnum
from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from models.columns import TEXT_LENGTH, primary_key
from models.user import User


class Delivery(StrEnum):
    """How the caller keeps its session token."""

    COOKIE = "COOKIE"
    TOKEN = "TOKEN"  # noqa: S105 — a way of delivery, not a secret


class SessionEnd(StrEnum):
    """Who or what ended a session."""

    SIGNED_OUT = "SIGNED_OUT"
    SIGNED_IN_AGAIN = "SIGNED_IN_AGAIN"
    IDLE = "IDLE"
    ABSOLUTE_LIFETIME = "ABSOLUTE_LIFETIME"
    SESSION_LIMIT = "SESSION_LIMIT"
    BY_OWNER = "BY_OWNER"
    BY_ADMINISTRATOR = "BY_ADMINISTRATOR"
    PASSWORD_CHANGED = "PASSWORD_CHANGED"  # noqa: S105 — a reason, not a secret
    MFA_CHANGED = "MFA_CHANGED"
    AUTH_METHOD_CHANGED = "AUTH_METHOD_CHANGED"
    LOCKED = "LOCKED"
    DEACTIVATED = "DEACTIVATED"
    DELETED = "DELETED"
    SIGNED_OUT_THERE = "SIGNED_OUT_THERE"
    GONE_THERE = "GONE_THERE"
    UNLINKED = "UNLINKED"


class SignInMethod(StrEnum):
    """What somebody signed in with first."""

    PASSWORD = "PASSWORD"  # noqa: S105 — a way of signing in, not a secret
    DIRECTORY = "DIRECTORY"
    PROVIDER = "PROVIDER"


class SecondFactor(StrEnum):
    """What somebody proved beside it."""

    TOTP = "TOTP"
    BACKUP_CODE = "BACKUP_CODE"
    PROVIDER = "PROVIDER"


class Session(Model):
    """One sign-in. Its expiries are computed from the settings as they are now, so only moments are stored.

    Attributes:
        second_factor: What was proved beside the first factor when it was opened; ``None`` for nothing.
        source_id: The provider by which it was opened: it is worth nothing while that is off; ``None`` for none.
        fresh_at: When its account last gave a fresh factor in it: the second, or without one the password.
        ended_by_id: The account that ended it; ``None`` where nobody did, or its own.
        device_is_new: Whether its account had not used such a device before; ``None`` until somebody has looked.
    """

    id = primary_key()
    user: fields.ForeignKeyRelation["User"] = fields.ForeignKeyField(
        "gatehouse.User", related_name="sessions", on_delete=fields.CASCADE
    )
    user_id: UUID
    token_hash = fields.CharField(max_length=64, unique=True)
    delivery = fields.CharEnumField(Delivery, max_length=10)
    remembered = fields.BooleanField(default=False)
    opened_by = fields.CharEnumField(SignInMethod, max_length=20, default=SignInMethod.PASSWORD)
    second_factor = fields.CharEnumField(SecondFactor, max_length=20, null=True)
    source_id = fields.UUIDField(null=True)
    fresh_at = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField()
    last_seen_at = fields.DatetimeField()
    ip_address = fields.CharField(max_length=45, null=True)
    user_agent = fields.CharField(max_length=TEXT_LENGTH, null=True)
    ended_at = fields.DatetimeField(null=True)
    end_reason = fields.CharEnumField(SessionEnd, max_length=20, null=True)
    ended_by_id = fields.UUIDField(null=True)
    device_is_new = fields.BooleanField(default=False, null=True)

    class Meta(Model.Meta):
        """Storage."""

        table = "sessions"
        indexes = (
            ("user_id", "ended_at"),
            ("ended_at", "last_seen_at", "id"),
            ("created_at", "id"),
            ("last_seen_at", "id"),
            ("device_is_new", "id"),
        )
