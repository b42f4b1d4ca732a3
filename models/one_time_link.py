"""Links that are mailed, or shown once: each good for one purpose, one account and one use."""

from enum import StrEnum
from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from models.columns import KEY_LENGTH, primary_key
from models.user import User


class LinkPurpose(StrEnum):
    """The one thing that a link is good for."""

    RESET_PASSWORD = "RESET_PASSWORD"  # noqa: S105 — a purpose, not a secret
    INVITATION = "INVITATION"
    CONFIRM_EMAIL = "CONFIRM_EMAIL"


class OneTimeLink(Model):
    """One link, known by the digest of its token.

    Attributes:
        email: The address it was sent to; that of ``CONFIRM_EMAIL`` becomes the account's when it is used.
        used_at: When it was used; it is used once.
        revoked_at: When a newer one, or somebody, made it worth nothing.
        attempts: How many unfit passwords it has brought, or what else was tried with it.
    """

    id = primary_key()
    user: fields.ForeignKeyRelation["User"] = fields.ForeignKeyField(
        "gatehouse.User", related_name="one_time_links", on_delete=fields.CASCADE
    )
    user_id: UUID
    purpose = fields.CharEnumField(LinkPurpose, max_length=20)
    token_hash = fields.CharField(max_length=64, unique=True)
    email = fields.CharField(max_length=KEY_LENGTH, null=True)
    created_at = fields.DatetimeField()
    created_by_id = fields.UUIDField(null=True)
    expires_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)
    revoked_at = fields.DatetimeField(null=True)
    attempts = fields.IntField(default=0)

    class Meta(Model.Meta):
        """Storage."""

        table = "one_time_links"
        indexes = (("user_id", "purpose"),)
