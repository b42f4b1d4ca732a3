"""Things of the product that accounts own or are granted, such as reports and devices."""

from enum import StrEnum
from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from models.columns import NOTE_LENGTH, TEXT_LENGTH, primary_key
from models.user import User


class ResourceGrantSource(StrEnum):
    """Who owns a grant of a resource to an account."""

    BY_HAND = "BY_HAND"
    GROUP = "GROUP"


class ResourceType(Model):
    """A kind of resource. Its row is the lock that registering, joining and granting meet at."""

    name = fields.CharField(max_length=50, primary_key=True)
    created_at = fields.DatetimeField()

    class Meta(Model.Meta):
        """Storage."""

        table = "resource_types"


class Resource(Model):
    """One thing of the product, by the product's own id."""

    id = primary_key()
    type: fields.ForeignKeyRelation["ResourceType"] = fields.ForeignKeyField(
        "gatehouse.ResourceType", related_name="resources", on_delete=fields.RESTRICT
    )
    type_id: str
    external_id = fields.CharField(max_length=TEXT_LENGTH)
    label = fields.CharField(max_length=TEXT_LENGTH)
    owner: fields.ForeignKeyNullableRelation["User"] = fields.ForeignKeyField(
        "gatehouse.User", related_name="owned_resources", on_delete=fields.RESTRICT, null=True
    )
    owner_id: UUID | None
    created_at = fields.DatetimeField()
    updated_at = fields.DatetimeField()

    class Meta(Model.Meta):
        """Storage."""

        table = "resources"
        unique_together = (("type", "external_id"),)
        indexes = (("owner_id", "id"),)


class ResourceGrant(Model):
    """An account may use a resource, or every resource of a type, present and future.

    A row outlives its revocation, so that "who could use it in May" has an answer. ``group_id`` is a plain value: a
    grant outlives the group that brought it.
    """

    id = primary_key()
    user: fields.ForeignKeyRelation["User"] = fields.ForeignKeyField(
        "gatehouse.User", related_name="resource_grants", on_delete=fields.CASCADE
    )
    user_id: UUID
    type: fields.ForeignKeyRelation["ResourceType"] = fields.ForeignKeyField(
        "gatehouse.ResourceType", related_name="grants", on_delete=fields.RESTRICT
    )
    type_id: str
    resource: fields.ForeignKeyNullableRelation["Resource"] = fields.ForeignKeyField(
        "gatehouse.Resource", related_name="grants", on_delete=fields.CASCADE, null=True
    )
    resource_id: UUID | None
    source = fields.CharEnumField(ResourceGrantSource, max_length=10)
    group_id = fields.UUIDField(null=True)
    reason = fields.CharField(max_length=NOTE_LENGTH, null=True)
    granted_at = fields.DatetimeField()
    granted_by_id = fields.UUIDField(null=True)
    revoked_at = fields.DatetimeField(null=True)
    revoked_by_id = fields.UUIDField(null=True)

    class Meta(Model.Meta):
        """Storage."""

        table = "resource_grants"
        indexes = (("user_id", "revoked_at"), ("resource_id", "revoked_at"))
