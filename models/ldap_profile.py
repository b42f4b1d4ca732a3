"""Directories: how people are looked up and checked by LDAP, and what became of the last comparison with them."""

from enum import StrEnum
from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from models.columns import TEXT_LENGTH, primary_key
from models.role import Role

DN_LENGTH = 1_000
"""Longest distinguished name or filter, in characters."""

ATTRIBUTE_LENGTH = 100
"""Longest name of an attribute, in characters."""


class LdapConnection(StrEnum):
    """How a directory is talked to."""

    INSECURE = "INSECURE"
    STARTTLS = "STARTTLS"
    LDAPS = "LDAPS"


class GroupLookup(StrEnum):
    """How the groups of somebody are found."""

    MEMBER_OF = "MEMBER_OF"
    MEMBER_SEARCH = "MEMBER_SEARCH"
    AD_CHAIN = "AD_CHAIN"
    RECURSIVE = "RECURSIVE"


class RolesFollow(StrEnum):
    """When a source gives and takes the roles it owns."""

    EACH_LOGIN = "EACH_LOGIN"
    FIRST_LOGIN = "FIRST_LOGIN"
    NEVER = "NEVER"


class LdapProfile(Model):
    """One directory.

    Attributes:
        position: Its place among the profiles, from 1; an unknown name is looked for in this order.
        servers_json: A list of ``[host, port]`` in the order in which they are tried.
        ca_certificate: Who signs the servers' certificates, PEM; ``None`` for the authorities that the host trusts.
        bind_password_sealed: Sealed for ``Purpose.LDAP_BIND``; ``None`` binds as nobody.
        user_filter: A filter (RFC 4515) with ``{username}`` in it.
        group_filter: A filter with ``{user_dn}`` in it.
        group_base_dn: Where groups are looked for; ``None`` for the base DN.
        group_depth: How many steps up from somebody's own groups ``RECURSIVE`` goes at most.
        id_attribute: What never changes of an entry, not by renaming either (``objectGUID``, ``entryUUID``).
        emails_verified: Whether the directory's e-mail addresses count as proven.
        creates_accounts: Whether somebody who is unknown here gets an account at the first sign-in.
        manage_role: What the members of ``manage_group_dn`` get; given to nobody where no group is named.
        user_role: What everybody else gets.
        refuses_unmatched: Whether who matches no policy and is no member of the manage group is refused.
        test_username: Whom ``testLdapProfile`` looks for.
        last_synced_at: When the accounts were last compared with the directory to the end.
    """

    id = primary_key()
    name = fields.CharField(max_length=50)
    name_key = fields.CharField(max_length=200, unique=True)
    position = fields.IntField(unique=True)
    is_enabled = fields.BooleanField(default=False)
    servers_json = fields.TextField()
    connection = fields.CharEnumField(LdapConnection, max_length=10)
    ca_certificate = fields.TextField(null=True)
    checks_host_name = fields.BooleanField(default=True)
    bind_dn = fields.CharField(max_length=DN_LENGTH, default="")
    bind_password_sealed = fields.TextField(null=True)
    base_dn = fields.CharField(max_length=DN_LENGTH)
    user_filter = fields.CharField(max_length=DN_LENGTH)
    group_lookup = fields.CharEnumField(GroupLookup, max_length=20)
    group_filter = fields.CharField(max_length=DN_LENGTH)
    group_base_dn = fields.CharField(max_length=DN_LENGTH, null=True)
    group_depth = fields.IntField(default=5)
    primary_group = fields.BooleanField(default=True)
    username_attribute = fields.CharField(max_length=ATTRIBUTE_LENGTH)
    first_name_attribute = fields.CharField(max_length=ATTRIBUTE_LENGTH)
    last_name_attribute = fields.CharField(max_length=ATTRIBUTE_LENGTH)
    email_attribute = fields.CharField(max_length=ATTRIBUTE_LENGTH)
    id_attribute = fields.CharField(max_length=ATTRIBUTE_LENGTH)
    emails_verified = fields.BooleanField(default=False)
    creates_accounts = fields.BooleanField(default=True)
    manage_role: fields.ForeignKeyNullableRelation[Role] = fields.ForeignKeyField(
        "gatehouse.Role", related_name="managing_profiles", on_delete=fields.RESTRICT, null=True
    )
    manage_role_id: UUID | None
    manage_group_dn = fields.CharField(max_length=DN_LENGTH, null=True)
    user_role: fields.ForeignKeyNullableRelation[Role] = fields.ForeignKeyField(
        "gatehouse.Role", related_name="default_of_profiles", on_delete=fields.RESTRICT, null=True
    )
    user_role_id: UUID | None
    refuses_unmatched = fields.BooleanField(default=False)
    roles_follow = fields.CharEnumField(RolesFollow, max_length=20, default=RolesFollow.EACH_LOGIN)
    test_username = fields.CharField(max_length=TEXT_LENGTH, null=True)
    connect_timeout_seconds = fields.IntField(default=3)
    total_timeout_seconds = fields.IntField(default=6)
    last_synced_at = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField()
    updated_at = fields.DatetimeField()
    version = fields.IntField(default=1)

    class Meta(Model.Meta):
        """Storage."""

        table = "ldap_profiles"


class SyncOutcome(StrEnum):
    """What became of a comparison."""

    RUNNING = "RUNNING"
    DONE = "DONE"
    ASKED_ONLY = "ASKED_ONLY"
    TOO_MANY = "TOO_MANY"
    UNAVAILABLE = "UNAVAILABLE"
    FAILED = "FAILED"


class DirectorySync(Model):
    """One comparison of a profile's accounts with its directory.

    Attributes:
        alive_at: When whoever runs it last said so; one that is silent for long is given up.
        outcome: ``ASKED_ONLY`` after a dry run, ``TOO_MANY`` where the brake stopped it; neither changed anything.
        checked: Accounts that were looked for.
        deactivated: Accounts that were, or would be, deactivated; ``reactivated`` the other way.
        changes_json: The first of them, as a list of ``[user id, what, why]``.
        failure: Why it did not come to its end, in our own words.
    """

    id = primary_key()
    profile: fields.ForeignKeyRelation[LdapProfile] = fields.ForeignKeyField(
        "gatehouse.LdapProfile", related_name="syncs", on_delete=fields.CASCADE
    )
    profile_id: UUID
    started_at = fields.DatetimeField()
    alive_at = fields.DatetimeField()
    finished_at = fields.DatetimeField(null=True)
    is_scheduled = fields.BooleanField(default=False)
    started_by_id = fields.UUIDField(null=True)
    outcome = fields.CharEnumField(SyncOutcome, max_length=20)
    entries = fields.IntField(default=0)
    checked = fields.IntField(default=0)
    deactivated = fields.IntField(default=0)
    reactivated = fields.IntField(default=0)
    refreshed = fields.IntField(default=0)
    changes_json = fields.TextField(default="[]")
    failure = fields.CharField(max_length=TEXT_LENGTH, null=True)

    class Meta(Model.Meta):
        """Storage."""

        table = "directory_syncs"
        indexes = (("profile_id", "started_at"),)
