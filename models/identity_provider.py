"""Identity providers: how people sign in by a browser somewhere else, and which roles that gives them here."""

from enum import StrEnum
from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from models.columns import NOTE_LENGTH, primary_key
from models.ldap_profile import RolesFollow
from models.role import Role

URL_LENGTH = 1_000
"""Longest issuer or URL, in characters."""

GROUP_LENGTH = 1_000
"""Longest name of a group at a provider, in characters."""


class ProviderKind(StrEnum):
    """What kind of provider it is: each has its presets, and GitHub a protocol of its own."""

    GOOGLE = "GOOGLE"
    MICROSOFT = "MICROSOFT"
    GITHUB = "GITHUB"
    KEYCLOAK = "KEYCLOAK"
    GENERIC = "GENERIC"


class ProviderMfa(StrEnum):
    """Whose second factor counts: our own alone, or the provider's too, where it says that there was one."""

    OURS = "OURS"
    THEIRS = "THEIRS"


class IdentityProvider(Model):
    """One provider. What ``auth.sources.provider.Provider`` has too is told there.

    Attributes:
        slug: Its name in the paths of the browser's way; it never changes, because the provider has it in its list.
        position: Its place on the sign-in page, from 1.
        icon: Name of the icon that the sign-in page shows; the page knows what that looks like.
        client_secret_sealed: Sealed for ``Purpose.SSO_CLIENT``; ``None`` for a public client.
        claims_json: The fields of ``ClaimNames``.
        amr_json: Authentication methods, one of which proves a second factor there; ``acr_json`` classes that do.
        creates_accounts: Whether somebody who is unknown here gets an account at the first sign-in.
        default_role: What who is in no mapped group gets; ``None`` for nothing.
        email_domains_json: Domains, in one of which a person's proven address must be; empty for all.
        required_group: The group without which nobody signs in by this provider; ``None`` where none is asked for.
        links_verified_email: Whether a proven address finds the account that has proven the same one.
        refuses_unmatched: Whether who is in no mapped group is refused, in place of getting the default role.
        signs_out_there: Whether signing out here signs out there too, where the provider has a way to.
        proven_at: When an administrator last came through it to the end, and ``proven_by_id`` who.
    """

    id = primary_key()
    slug = fields.CharField(max_length=50, unique=True)
    name = fields.CharField(max_length=50)
    name_key = fields.CharField(max_length=200, unique=True)
    position = fields.IntField(unique=True)
    is_enabled = fields.BooleanField(default=False)
    kind = fields.CharEnumField(ProviderKind, max_length=20)
    icon = fields.CharField(max_length=50, default="")
    issuer = fields.CharField(max_length=URL_LENGTH)
    client_id = fields.CharField(max_length=URL_LENGTH)
    client_secret_sealed = fields.TextField(null=True)
    scopes_json = fields.TextField()
    tenants_json = fields.TextField(default="[]")
    algorithms_json = fields.TextField()
    extra_hosts_json = fields.TextField(default="[]")
    allows_private_addresses = fields.BooleanField(default=False)
    hosted_domains_json = fields.TextField(default="[]")
    claims_json = fields.TextField()
    trusts_email = fields.BooleanField(default=False)
    api_url = fields.CharField(max_length=URL_LENGTH, null=True)
    mfa = fields.CharEnumField(ProviderMfa, max_length=10, default=ProviderMfa.OURS)
    amr_json = fields.TextField(default="[]")
    acr_json = fields.TextField(default="[]")
    creates_accounts = fields.BooleanField(default=False)
    default_role: fields.ForeignKeyNullableRelation[Role] = fields.ForeignKeyField(
        "gatehouse.Role", related_name="default_of_providers", on_delete=fields.RESTRICT, null=True
    )
    default_role_id: UUID | None
    email_domains_json = fields.TextField(default="[]")
    required_group = fields.CharField(max_length=GROUP_LENGTH, null=True)
    links_verified_email = fields.BooleanField(default=False)
    refuses_unmatched = fields.BooleanField(default=False)
    roles_follow = fields.CharEnumField(RolesFollow, max_length=20, default=RolesFollow.EACH_LOGIN)
    signs_out_there = fields.BooleanField(default=True)
    proven_at = fields.DatetimeField(null=True)
    proven_by_id = fields.UUIDField(null=True)
    created_at = fields.DatetimeField()
    updated_at = fields.DatetimeField()
    version = fields.IntField(default=1)

    class Meta(Model.Meta):
        """Storage."""

        table = "identity_providers"


class GroupMatch(StrEnum):
    """How a mapping compares the names of groups: as a whole, or with ``*`` for any characters."""

    EXACT = "EXACT"
    GLOB = "GLOB"


class RoleMapping(Model):
    """One rule: who is in a group of this name at this provider has this role here. All that match apply.

    Attributes:
        value: A group's name exactly as the provider spells it, or a pattern.
    """

    id = primary_key()
    provider: fields.ForeignKeyRelation[IdentityProvider] = fields.ForeignKeyField(
        "gatehouse.IdentityProvider", related_name="mappings", on_delete=fields.CASCADE
    )
    provider_id: UUID
    kind = fields.CharEnumField(GroupMatch, max_length=10)
    value = fields.CharField(max_length=GROUP_LENGTH)
    role: fields.ForeignKeyRelation[Role] = fields.ForeignKeyField(
        "gatehouse.Role", related_name="mappings", on_delete=fields.RESTRICT
    )
    role_id: UUID
    is_enabled = fields.BooleanField(default=True)
    description = fields.CharField(max_length=NOTE_LENGTH, default="")
    created_at = fields.DatetimeField()
    updated_at = fields.DatetimeField()
    version = fields.IntField(default=1)

    class Meta(Model.Meta):
        """Storage."""

        table = "role_mappings"
        unique_together = (("provider", "kind", "value", "role"),)


class SsoEnforcement(Model):
    """That people sign in by providers alone; there is a row, of fixed id, while it is so.

    Attributes:
        provider_id: By which one an administrator came in when it was asked for.
    """

    id = primary_key()
    provider: fields.ForeignKeyRelation[IdentityProvider] = fields.ForeignKeyField(
        "gatehouse.IdentityProvider", related_name="enforcements", on_delete=fields.RESTRICT
    )
    provider_id: UUID
    enforced_at = fields.DatetimeField()
    enforced_by_id = fields.UUIDField(null=True)

    class Meta(Model.Meta):
        """Storage."""

        table = "sso_enforcements"


class BreakGlassAccount(Model):
    """A local administrator who may sign in by a password and a second factor while single sign-on is enforced."""

    id = primary_key()
    user_id = fields.UUIDField(unique=True)
    named_at = fields.DatetimeField()
    named_by_id = fields.UUIDField(null=True)

    class Meta(Model.Meta):
        """Storage."""

        table = "break_glass_accounts"
