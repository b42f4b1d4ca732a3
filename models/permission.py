"""What an administrator sets about permissions at run time: field rules, overrides, the product's own scopes."""

from enum import StrEnum
from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from models.columns import NOTE_LENGTH, TEXT_LENGTH, primary_key
from models.role import Role
from models.user import User


class FieldEffect(StrEnum):
    """What a field rule does to a coordinate."""

    DENY = "DENY"
    ALLOW = "ALLOW"


class OverrideEffect(StrEnum):
    """What an override does to a scope of one account."""

    DENY = "DENY"
    GRANT = "GRANT"


class FieldRule(Model):
    """One role denies a coordinate of the schema, or lifts what another role denies."""

    id = primary_key()
    role: fields.ForeignKeyRelation["Role"] = fields.ForeignKeyField(
        "gatehouse.Role", related_name="field_rules", on_delete=fields.CASCADE
    )
    role_id: UUID
    coordinate = fields.CharField(max_length=TEXT_LENGTH)
    effect = fields.CharEnumField(FieldEffect, max_length=10)
    created_at = fields.DatetimeField()
    created_by_id = fields.UUIDField(null=True)

    class Meta(Model.Meta):
        """Storage."""

        table = "field_rules"
        unique_together = (("role", "coordinate"),)


class ScopeOverride(Model):
    """One account is given or denied one scope, whatever its roles say, perhaps until a moment."""

    id = primary_key()
    user: fields.ForeignKeyRelation["User"] = fields.ForeignKeyField(
        "gatehouse.User", related_name="scope_overrides", on_delete=fields.CASCADE
    )
    user_id: UUID
    scope = fields.CharField(max_length=TEXT_LENGTH)
    effect = fields.CharEnumField(OverrideEffect, max_length=10)
    reason = fields.CharField(max_length=NOTE_LENGTH)
    ends_at = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField()
    created_by_id = fields.UUIDField(null=True)

    class Meta(Model.Meta):
        """Storage."""

        table = "scope_overrides"
        unique_together = (("user", "scope"),)
        indexes = (("scope", "effect"),)


class RegisteredScope(Model):
    """A scope of the product beside Gatehouse, such as ``acme:reports.read``."""

    name = fields.CharField(max_length=TEXT_LENGTH, primary_key=True)
    namespace = fields.CharField(max_length=50)
    description = fields.CharField(max_length=NOTE_LENGTH)
    created_at = fields.DatetimeField()
    updated_at = fields.DatetimeField()

    class Meta(Model.Meta):
        """Storage."""

        table = "registered_scopes"
        indexes = (("namespace",),)
