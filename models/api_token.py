"""API tokens: how programs come in."""

from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from models.columns import TEXT_LENGTH, primary_key
from models.user import User


class ApiToken(Model):
    """A token by which a program acts as an account, with some of that account's scopes.

    Attributes:
        prefix: The first characters, shown so that its owner knows which one it is.
        expires_at: When it ends by itself; ``None`` for never.
    """

    id = primary_key()
    user: fields.ForeignKeyRelation["User"] = fields.ForeignKeyField(
        "gatehouse.User", related_name="api_tokens", on_delete=fields.CASCADE
    )
    user_id: UUID
    name = fields.CharField(max_length=TEXT_LENGTH)
    prefix = fields.CharField(max_length=20)
    token_hash = fields.CharField(max_length=64, unique=True)
    created_at = fields.DatetimeField()
    created_by_id = fields.UUIDField(null=True)
    expires_at = fields.DatetimeField(null=True)
    last_used_at = fields.DatetimeField(null=True)
    last_used_ip = fields.CharField(max_length=45, null=True)
    revoked_at = fields.DatetimeField(null=True)
    revoked_by_id = fields.UUIDField(null=True)

    class Meta(Model.Meta):
        """Storage."""

        table = "api_tokens"
        indexes = (("user_id", "revoked_at"), ("created_at", "id"))


class ApiTokenScope(Model):
    """One scope that a token carries, as far as its account holds it at that moment."""

    id = primary_key()
    token: fields.ForeignKeyRelation["ApiToken"] = fields.ForeignKeyField(
        "gatehouse.ApiToken", related_name="scope_rows", on_delete=fields.CASCADE
    )
    token_id: UUID
    scope = fields.CharField(max_length=TEXT_LENGTH)

    class Meta(Model.Meta):
        """Storage."""

        table = "api_token_scopes"
        unique_together = (("token", "scope"),)
