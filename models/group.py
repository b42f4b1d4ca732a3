"""Groups of accounts, and what of the product they are granted."""

from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from models.columns import NOTE_LENGTH, primary_key
from models.resource import Resource, ResourceType
from models.user import User


class Group(Model):
    """A named set of accounts."""

    id = primary_key()
    name = fields.CharField(max_length=100)
    name_key = fields.CharField(max_length=400, unique=True)
    description = fields.TextField(default="")
    is_default = fields.BooleanField(default=False)
    created_at = fields.DatetimeField()
    updated_at = fields.DatetimeField()
    version = fields.IntField(default=1)

    class Meta(Model.Meta):
        """Storage."""

        table = "groups"


class GroupMember(Model):
    """One account is in one group."""

    id = primary_key()
    group: fields.ForeignKeyRelation["Group"] = fields.ForeignKeyField(
        "gatehouse.Group", related_name="members", on_delete=fields.CASCADE
    )
    group_id: UUID
    user: fields.ForeignKeyRelation["User"] = fields.ForeignKeyField(
        "gatehouse.User", related_name="memberships", on_delete=fields.CASCADE
    )
    user_id: UUID
    joined_at = fields.DatetimeField()
    added_by_id = fields.UUIDField(null=True)

    class Meta(Model.Meta):
        """Storage."""

        table = "group_members"
        unique_together = (("group", "user"),)
        indexes = (("user_id", "group_id"),)


class GroupResourceGrant(Model):
    """What joining a group brings: one resource, or every resource of a type, present and future (no resource)."""

    id = primary_key()
    group: fields.ForeignKeyRelation["Group"] = fields.ForeignKeyField(
        "gatehouse.Group", related_name="resource_grants", on_delete=fields.CASCADE
    )
    group_id: UUID
    type: fields.ForeignKeyRelation["ResourceType"] = fields.ForeignKeyField(
        "gatehouse.ResourceType", related_name="group_grants", on_delete=fields.RESTRICT
    )
    type_id: str
    resource: fields.ForeignKeyNullableRelation["Resource"] = fields.ForeignKeyField(
        "gatehouse.Resource", related_name="group_grants", on_delete=fields.CASCADE, null=True
    )
    resource_id: UUID | None
    reason = fields.CharField(max_length=NOTE_LENGTH, null=True)
    granted_at = fields.DatetimeField()
    granted_by_id = fields.UUIDField(null=True)

    class Meta(Model.Meta):
        """Storage."""

        table = "group_resource_grants"
        indexes = (("group_id", "type_id"), ("type_id", "resource_id"))
