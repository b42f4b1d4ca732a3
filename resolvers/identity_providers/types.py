"""Identity providers as the schema shows them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import cast
from uuid import UUID

import strawberry

from auth.identity_providers.addresses import (
    backchannel_logout_url,
    callback_url,
    login_url,
    post_logout_redirect_url,
)
from auth.identity_providers.rows import ProviderRow, provider_by_id
from auth.role_mappings.rows import MappingRow, all_mappings
from auth.selection import Selection, hashable
from resolvers.context import Context, Info
from resolvers.identity_providers.enums import (
    ProviderKind,
    ProviderMfa,
    ProviderWarning,
    RolesFollow,
    SigningAlgorithm,
)
from resolvers.node import Node, RowType, node_type
from resolvers.permissions import plain
from resolvers.role_mappings.types import RoleMapping

WARNINGS = {
    ProviderWarning.ANYBODY_GETS_AN_ACCOUNT: "Whoever has an account there gets one here: name domains or a group.",
    ProviderWarning.UNPROVEN_EMAIL_LINKS: "Whoever can have any address there gets into the account of that address.",
    ProviderWarning.NOBODY_GETS_A_ROLE: "Whoever comes by it has no role: name a default role, or map groups.",
    ProviderWarning.GROUPS_NOT_TOLD: "Mappings and the required group find nothing: ask the provider for groups.",
    ProviderWarning.NO_CLIENT_SECRET: "Anybody can ask in the name of this client; PKCE alone protects sign-ins.",
    ProviderWarning.INSECURE_CONNECTION: "Whoever listens on the way can come in as anybody.",
    ProviderWarning.BASE_URL_IS_LOOPBACK: "Browsers on other machines do not come back: set GATEHOUSE_BASE_URL.",
}


@strawberry.type(description="Something that is legal about an identity provider and doubtful.")
class IdentityProviderWarning:
    """Think about it again."""

    kind: ProviderWarning = plain("What.")
    message: str = plain("One sentence for a person.")


def warnings_shown(found: Sequence[ProviderWarning]) -> list[IdentityProviderWarning]:
    """Warnings as the schema shows them."""
    return [IdentityProviderWarning(kind=kind, message=WARNINGS[kind]) for kind in found]


async def _load(context: Context, key: UUID, selection: Selection) -> ProviderRow | None:
    return await provider_by_id(context.actor, key, selection)


@node_type("idp", ProviderRow, _load)
@strawberry.type(description="Where people sign in by a browser. Its client secret is never shown.")
class IdentityProvider(RowType, Node):
    """Its values are ``ProviderRow``."""

    slug: str = plain("Its name in addresses; it never changes.")
    position: int = plain("Its place on the sign-in page, from 1.")
    is_enabled: bool = plain("Whether people sign in by it.")
    kind: ProviderKind = plain("What product it is; it never changes.")
    name: str = plain("Unique without regard to case.")
    icon: str = plain("Name of the icon that the sign-in page shows; empty for none.")
    issuer: str = plain("Where it is, exactly as it says itself; {tenantid} stands for each of the tenants.")
    client_id: str = plain("As what it knows this installation.")
    has_client_secret: bool = plain("Whether a secret is stored for that.")
    scopes: list[str] = plain("What it is asked for.")
    tenants: list[str] = plain("Ids of Microsoft's tenants whose people may come.")
    algorithms: list[SigningAlgorithm] = plain("How it may sign.")
    extra_hosts: list[str] = plain("Further hosts, beside the issuer's, where its endpoints may be.")
    allows_private_addresses: bool = plain("Whether it may be in a private network, or by http on this machine.")
    hosted_domains: list[str] = plain("Google's organisations one of which people must be in; empty for all.")
    username_claims: list[str] = plain("Claims that name people, in the order in which they are looked at.")
    email_claim: str = plain("The claim of e-mail addresses.")
    email_verified_claim: str = plain("The claim whose true says that the address is theirs.")
    first_name_claim: str = plain("The claim of given names.")
    last_name_claim: str = plain("The claim of family names.")
    name_claim: str = plain("The claim of whole names, where the parts are not told.")
    groups_claim: str | None = plain("The claim of groups, or a path with dots between; null where none is asked for.")
    trusts_email: bool = plain("Whether an address of which it says nothing counts as proven.")
    api_url: str | None = plain("Where GitHub's API is; null for the usual place.")
    mfa: ProviderMfa = plain("Whose second factor counts.")
    amr: list[str] = plain("Methods, one of which proves a second factor there (RFC 8176).")
    acr: list[str] = plain("Classes, one of which proves a second factor there.")
    creates_accounts: bool = plain("Whether somebody who is unknown here gets an account at the first sign-in.")
    default_role: str | None = plain("Name of the role that whoever is in no mapped group gets.")
    email_domains: list[str] = plain("Domains, in one of which a proven address must be; empty for all.")
    required_group: str | None = plain("The group without which nobody signs in by it.")
    links_verified_email: bool = plain("Whether a proven address finds the account of it; never an administrator's.")
    refuses_unmatched: bool = plain("Whether whoever is in no mapped group is refused.")
    roles_follow: RolesFollow = plain("When it gives and takes the roles that it owns.")
    signs_out_there: bool = plain("Whether signing out here signs out there too, where it has a way to.")
    account_count: int = plain("Accounts that come by it alone, inactive ones too.")
    linked_count: int = plain("Accounts that can come by it beside another way.")
    mapping_count: int = plain("Its mappings that are on.")
    created_at: datetime = plain("When it was made.")
    updated_at: datetime = plain("When it was last changed.")
    version: int = plain("Goes up with each change; give it back to refuse stale writes.")

    @strawberry.field(
        description="When an administrator last came through it to the end; null before, and after a change that "
        "concerns who comes in."
    )
    def last_proven_at(self) -> datetime | None:
        """``self`` is the row."""
        return cast("ProviderRow", self).proven_at

    @strawberry.field(description="The address to give to the provider as redirect URI.")
    def callback_url(self, info: Info) -> str:
        """``self`` is the row."""
        return callback_url(info.context.units.installation, cast("ProviderRow", self).slug)

    @strawberry.field(description="Where people begin to sign in by it.")
    def login_url(self, info: Info) -> str:
        """``self`` is the row."""
        return login_url(info.context.units.installation, cast("ProviderRow", self).slug)

    @strawberry.field(description="The address to give to the provider for back-channel logout.")
    def backchannel_logout_url(self, info: Info) -> str:
        """``self`` is the row."""
        return backchannel_logout_url(info.context.units.installation, cast("ProviderRow", self).slug)

    @strawberry.field(description="The address to give to the provider as post-logout redirect URI.")
    def post_logout_redirect_url(self, info: Info) -> str:
        """The same for all."""
        return post_logout_redirect_url(info.context.units.installation)

    @strawberry.field(description="What is legal about it and doubtful.")
    def warnings(self, info: Info) -> list[IdentityProviderWarning]:
        """``self`` is the row."""
        return warnings_shown(cast("ProviderRow", self).warnings(info.context.units.installation))

    @strawberry.field(
        description="Its mappings of groups to roles, in the order in which they were made.",
        graphql_type=list[RoleMapping],
    )
    async def mappings(self, info: Info) -> object:
        """``self`` is the row. Those of a list are read together."""
        selection = info.selection

        async def load(provider_ids: Sequence[UUID]) -> Mapping[UUID, list[MappingRow]]:
            rows = await all_mappings(selection)
            return {key: [row for row in rows if row.provider_id == key] for key in provider_ids}

        kind = ("mappings", hashable(selection))
        return await info.context.together(kind, cast("ProviderRow", self).id, load)
