"""Policies: who in a directory gets which roles."""

from enum import StrEnum
from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from models.columns import NOTE_LENGTH, primary_key
from models.ldap_profile import DN_LENGTH, LdapProfile
from models.role import Role


class PolicyType(StrEnum):
    """Whom a policy is about."""

    GROUP = "GROUP"
    USER = "USER"


class Policy(Model):
    """One rule: who is a member of this group, or has this name, gets these roles.

    Attributes:
        value: The group's distinguished name, or the username, as it was typed.
        value_key: The same in the form in which it is compared: a DN as a DN, a name canonically.
        profile: The only directory it is about; ``None`` for all.
        position: Its place among the policies, from 1.
    """

    id = primary_key()
    type = fields.CharEnumField(PolicyType, max_length=10)
    value = fields.CharField(max_length=DN_LENGTH)
    value_key = fields.CharField(max_length=3 * DN_LENGTH)
    profile: fields.ForeignKeyNullableRelation[LdapProfile] = fields.ForeignKeyField(
        "gatehouse.LdapProfile", related_name="policies", on_delete=fields.CASCADE, null=True
    )
    profile_id: UUID | None
    position = fields.IntField(unique=True)
    is_enabled = fields.BooleanField(default=True)
    description = fields.CharField(max_length=NOTE_LENGTH, default="")
    created_at = fields.DatetimeField()
    updated_at = fields.DatetimeField()
    version = fields.IntField(default=1)

    class Meta(Model.Meta):
        """Storage."""

        table = "policies"


class PolicyRole(Model):
    """One role that a policy gives."""

    id = primary_key()
    policy: fields.ForeignKeyRelation[Policy] = fields.ForeignKeyField(
        "gatehouse.Policy", related_name="role_rows", on_delete=fields.CASCADE
    )
    policy_id: UUID
    role: fields.ForeignKeyRelation[Role] = fields.ForeignKeyField(
        "gatehouse.Role", related_name="policy_rows", on_delete=fields.RESTRICT
    )
    role_id: UUID

    class Meta(Model.Meta):
        """Storage."""

        table = "policy_roles"
        unique_together = (("policy", "role"),)
