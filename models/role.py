"""Roles, what they carry, and who holds them."""

from enum import StrEnum
from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from models.columns import TEXT_LENGTH, primary_key
from models.user import User


class GrantSource(StrEnum):
    """Who owns a role grant; a source takes away only what it gave."""

    BY_HAND = "BY_HAND"
    DEFAULT = "DEFAULT"
    POLICY = "POLICY"
    PROFILE = "PROFILE"
    MAPPING = "MAPPING"
    PROVIDER = "PROVIDER"

    @property
    def is_external(self) -> bool:
        """Whether a provider or directory gives it and takes it away."""
        return self not in {GrantSource.BY_HAND, GrantSource.DEFAULT}


NO_OWNER = UUID(int=0)
"""The owner of a grant whose source is not one of several."""


class Role(Model):
    """A named set of scopes. Parents add theirs.

    Attributes:
        licensed: Whether each of its holders takes a seat of the licence.
        mfa_required: Whether its holders must have a second factor, at once.
    """

    id = primary_key()
    name = fields.CharField(max_length=50)
    name_key = fields.CharField(max_length=200, unique=True)
    description = fields.TextField(default="")
    level = fields.IntField(default=0)
    api_only = fields.BooleanField(default=False)
    licensed = fields.BooleanField(default=False)
    mfa_required = fields.BooleanField(default=False)
    built_in = fields.BooleanField(default=False)
    created_at = fields.DatetimeField()
    updated_at = fields.DatetimeField()
    version = fields.IntField(default=1)

    class Meta(Model.Meta):
        """Storage."""

        table = "roles"


class RoleScope(Model):
    """One scope that a role carries itself (parents' scopes are not copied)."""

    id = primary_key()
    role: fields.ForeignKeyRelation["Role"] = fields.ForeignKeyField(
        "gatehouse.Role", related_name="scope_rows", on_delete=fields.CASCADE
    )
    role_id: UUID
    scope = fields.CharField(max_length=TEXT_LENGTH)

    class Meta(Model.Meta):
        """Storage."""

        table = "role_scopes"
        unique_together = (("role", "scope"),)


class RoleParent(Model):
    """One role inherits another's scopes."""

    id = primary_key()
    role: fields.ForeignKeyRelation["Role"] = fields.ForeignKeyField(
        "gatehouse.Role", related_name="parent_rows", on_delete=fields.CASCADE
    )
    role_id: UUID
    parent: fields.ForeignKeyRelation["Role"] = fields.ForeignKeyField(
        "gatehouse.Role", related_name="child_rows", on_delete=fields.RESTRICT
    )
    parent_id: UUID

    class Meta(Model.Meta):
        """Storage."""

        table = "role_parents"
        unique_together = (("role", "parent"),)


class RoleGrant(Model):
    """One account holds one role, given by one source.

    Attributes:
        owner_id: Which policy, profile, mapping or provider gave it; ``NO_OWNER`` where its source is none of
            several.
        reason: What whoever gave it said about it.
        expires_at: When it ends by itself; ``None`` for never.
        last_confirmed_at: When its source last found that it still applies.
    """

    id = primary_key()
    user: fields.ForeignKeyRelation["User"] = fields.ForeignKeyField(
        "gatehouse.User", related_name="role_grants", on_delete=fields.CASCADE
    )
    user_id: UUID
    role: fields.ForeignKeyRelation["Role"] = fields.ForeignKeyField(
        "gatehouse.Role", related_name="grants", on_delete=fields.RESTRICT
    )
    role_id: UUID
    source = fields.CharEnumField(GrantSource, max_length=20)
    owner_id = fields.UUIDField(default=NO_OWNER)
    granted_at = fields.DatetimeField()
    granted_by_id = fields.UUIDField(null=True)
    reason = fields.CharField(max_length=TEXT_LENGTH, null=True)
    expires_at = fields.DatetimeField(null=True)
    last_confirmed_at = fields.DatetimeField(null=True)

    class Meta(Model.Meta):
        """Storage."""

        table = "role_grants"
        unique_together = (("user", "role", "source", "owner_id"),)
        indexes = (("role_id", "user_id"), ("expires_at",))
