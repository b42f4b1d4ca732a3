"""Directory profiles as the schema shows them."""

from datetime import datetime
from typing import cast
from uuid import UUID

import strawberry

from auth.directory_sync.queries import last_syncs_of
from auth.ldap_profiles.rows import ProfileRow, profile_by_id
from auth.selection import Selection
from resolvers.context import Context, Info
from resolvers.directory_sync.types import DirectorySync
from resolvers.ldap_profiles.enums import GroupLookup, LdapConnection, ProfileWarning, RolesFollow, ServerState
from resolvers.node import Node, RowType, node_type
from resolvers.permissions import plain

WARNINGS = {
    ProfileWarning.INSECURE_CONNECTION: "Passwords are sent in clear: whoever listens on the way reads them.",
    ProfileWarning.HOST_NAME_NOT_CHECKED: "Any server with a certificate of a trusted authority passes for this one.",
    ProfileWarning.MANAGE_ROLE_WITHOUT_GROUP: "Nobody gets the manage role before a group is named for it.",
}


@strawberry.type(description="One server of a directory.")
class LdapServer:
    """Where it is, and what is known of it."""

    host: str = plain("Host name or IP address.")
    port: int = plain("1 to 65535.")
    state: ServerState = plain("What this process last saw of it. Other processes have memories of their own.")
    since: datetime | None = plain("Since when it is so; null where nothing is known.")


@strawberry.type(description="Something that is legal about a directory profile and doubtful.")
class LdapProfileWarning:
    """Think about it again."""

    kind: ProfileWarning = plain("What.")
    message: str = plain("One sentence for a person.")


def warnings_shown(found: list[ProfileWarning]) -> list[LdapProfileWarning]:
    """Warnings as the schema shows them."""
    return [LdapProfileWarning(kind=kind, message=WARNINGS[kind]) for kind in found]


async def _load(context: Context, key: UUID, selection: Selection) -> ProfileRow | None:
    return await profile_by_id(context.actor, key, selection)


@node_type("ldp", ProfileRow, _load)
@strawberry.type(
    description="One directory: how people are looked up and checked by LDAP. Its password is never shown."
)
class LdapProfile(RowType, Node):
    """Its values are ``ProfileRow``."""

    name: str = plain("Unique without regard to case.")
    position: int = plain("Its place among the profiles: an unknown name is looked for in this order.")
    is_enabled: bool = plain("Whether people sign in by it.")
    connection: LdapConnection = plain("How its servers are talked to.")
    ca_certificate: str | None = plain("Who signs the servers' certificates, in PEM; null for whom the host trusts.")
    checks_host_name: bool = plain("Whether a server's certificate has to be for the server's name.")
    bind_dn: str = plain("As whom the directory is asked; empty for nobody.")
    has_bind_password: bool = plain("Whether a password is stored for that.")
    base_dn: str = plain("Below which entry people are looked for.")
    user_filter: str = plain("How somebody is found; {username} stands for the name that was typed.")
    group_lookup: GroupLookup = plain("How the groups of somebody are found.")
    group_filter: str = plain("How groups are searched; {user_dn} stands for who, or which group, has to be a member.")
    group_base_dn: str | None = plain("Below which entry groups are looked for; null for the base DN.")
    group_depth: int = plain("How many steps up from somebody's own groups RECURSIVE goes at most.")
    primary_group: bool = plain("Whether Active Directory's primary group counts, which is in no list of groups.")
    username_attribute: str = plain("The attribute by which people sign in.")
    first_name_attribute: str = plain("The attribute that holds given names.")
    last_name_attribute: str = plain("The attribute that holds family names.")
    email_attribute: str = plain("The attribute that holds e-mail addresses.")
    id_attribute: str = plain("The attribute that never changes of an entry, by which accounts are linked.")
    emails_verified: bool = plain("Whether the directory's e-mail addresses count as proven.")
    creates_accounts: bool = plain("Whether somebody who is unknown here gets an account at the first sign-in.")
    manage_role: str | None = plain("Name of the role that members of the manage group get.")
    manage_group_dn: str | None = plain("The group whose members are the directory's administrators.")
    user_role: str | None = plain("Name of the role that everybody else gets.")
    refuses_unmatched: bool = plain("Whether who matches no policy and is not in the manage group is refused.")
    roles_follow: RolesFollow = plain("When it gives and takes the roles that it owns.")
    test_username: str | None = plain("Whom testLdapProfile looks for.")
    connect_timeout_seconds: int = plain("How long connecting to one server may take.")
    total_timeout_seconds: int = plain("How long a whole sign-in may take there.")
    account_count: int = plain("Accounts that it checks, inactive ones too.")
    policy_count: int = plain("Policies that are about it alone.")
    created_at: datetime = plain("When it was made.")
    updated_at: datetime = plain("When it was last changed.")
    version: int = plain("Goes up with each change; give it back to refuse stale writes.")

    @strawberry.field(description="Its servers, in the order in which they are tried.")
    def servers(self, info: Info) -> list[LdapServer]:
        """``self`` is the row."""
        known = info.context.ldap.health_of(cast("ProfileRow", self))
        return [
            LdapServer(host=each.server.host, port=each.server.port, state=each.state, since=each.since)
            for each in known
        ]

    @strawberry.field(description="What is legal about it and doubtful.")
    def warnings(self) -> list[LdapProfileWarning]:
        """``self`` is the row."""
        return warnings_shown(cast("ProfileRow", self).warnings)

    @strawberry.field(
        description="The newest comparison of its accounts with the directory; null before the first.",
        graphql_type=DirectorySync | None,
    )
    async def last_sync(self, info: Info) -> object:
        """``self`` is the row. Those of a list are read together."""
        return await info.context.together("last syncs", cast("ProfileRow", self).id, last_syncs_of)
