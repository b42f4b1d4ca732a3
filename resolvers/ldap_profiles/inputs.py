"""What comes in about directory profiles."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any
from uuid import UUID

import orjson
import strawberry

from auth.idempotency import Idempotency
from auth.ldap_profiles.commands import update_ldap_profile
from auth.ldap_profiles.drafts import ProfileDraft, WantedServer
from auth.unit_of_work import Work
from auth.unset import UNSET, Unset
from resolvers.ldap_profiles.enums import DirectoryKind, GroupLookup, LdapConnection, RolesFollow
from resolvers.node import decode_id
from resolvers.permissions import plain


@strawberry.input(description="One server of a directory.")
class LdapServerInput:
    """Becomes a ``WantedServer``."""

    host: str = plain("Host name or IP address alone, without a scheme; IPv6 without brackets.")
    port: int | None = plain("1 to 65535; if absent 636 for LDAPS, else 389.", default=None)

    def server(self) -> WantedServer:
        """For the command."""
        return WantedServer(self.host, self.port)


@strawberry.input(description="A directory profile; what is absent is what is usual for its kind.")
class LdapProfileInput:
    """Becomes a ``ProfileDraft``."""

    servers: list[LdapServerInput] = plain("1 to 10, in the order in which they are tried.")
    kind: DirectoryKind = plain(
        "What product it is: what is not given takes what is usual there.", default=DirectoryKind.ACTIVE_DIRECTORY
    )
    name: str | None = plain("1 to 50 characters, unique; if absent the host of the first server.", default=None)
    connection: LdapConnection = plain("How its servers are talked to.", default=LdapConnection.LDAPS)
    ca_certificate: str | None = plain(
        "Certificates of those who sign for the servers, in PEM, at most 65,536 characters; "
        "if absent those whom the host trusts.",
        default=None,
    )
    checks_host_name: bool = plain("Whether a server's certificate has to be for the server's name.", default=True)
    bind_dn: str = plain(
        "As whom the directory is asked: a distinguished name, or as Active Directory takes it too, "
        "name@domain or DOMAIN\\\\name; empty for nobody.",
        default="",
    )
    bind_password: str | None = plain("For that; 1 to 256 characters. It is never shown again.", default=None)
    base_dn: str | None = plain("Below which entry people are; if absent the directory is asked.", default=None)
    user_filter: str | None = plain(
        "How somebody is found (RFC 4515); {username} stands for the name that was typed.", default=None
    )
    group_lookup: GroupLookup | None = plain("How the groups of somebody are found.", default=None)
    group_filter: str | None = plain(
        "How groups are searched; {user_dn} stands for who, or which group, has to be a member.", default=None
    )
    group_base_dn: str | None = plain("Below which entry groups are; if absent the base DN.", default=None)
    group_depth: int = plain("How many steps up RECURSIVE goes at most: 1 to 20.", default=5)
    primary_group: bool | None = plain("Whether Active Directory's primary group counts.", default=None)
    username_attribute: str | None = plain("The attribute by which people sign in.", default=None)
    first_name_attribute: str | None = plain("The attribute of given names; if absent givenName.", default=None)
    last_name_attribute: str | None = plain("The attribute of family names; if absent sn.", default=None)
    email_attribute: str | None = plain("The attribute of e-mail addresses; if absent mail.", default=None)
    id_attribute: str | None = plain("The attribute that never changes of an entry.", default=None)
    emails_verified: bool = plain("Whether the directory's e-mail addresses count as proven.", default=False)
    creates_accounts: bool = plain(
        "Whether somebody who is unknown here gets an account at the first sign-in.", default=True
    )
    manage_role: str | None = plain("Name of the role that members of the manage group get.", default=None)
    manage_group_dn: str | None = plain("The group whose members are the directory's administrators.", default=None)
    user_role: strawberry.Maybe[str | None] = plain(
        "Name of the role that everybody else gets; if absent the default role of new accounts, null for none.",
        default=None,
    )
    refuses_unmatched: bool = plain(
        "Whether who matches no policy and is not in the manage group is refused.", default=False
    )
    roles_follow: RolesFollow = plain("When it gives and takes the roles that it owns.", default=RolesFollow.EACH_LOGIN)
    test_username: str | None = plain("Whom testLdapProfile looks for; 1 to 200 characters.", default=None)
    connect_timeout_seconds: int = plain("How long connecting to one server may take: 1 to 10.", default=3)
    total_timeout_seconds: int = plain("How long a whole sign-in may take there: 2 to 15.", default=6)

    def draft(self) -> ProfileDraft:
        """For the command."""
        given: dict[str, Any] = {name: getattr(self, name) for name in _GIVEN}
        servers = tuple(server.server() for server in self.servers)
        user_role: str | Unset | None = self.user_role.value if self.user_role else UNSET
        return ProfileDraft(servers=servers, user_role=user_role, **given)


@strawberry.input(description="A directory profile to make. It is switched off until enableLdapProfile.")
class CreateLdapProfileInput(LdapProfileInput):
    """With a key, so that it can be repeated."""

    idempotency_key: str | None = plain("1 to 200 characters; repeating the call gives the same profile.", default=None)

    def idempotency(self) -> Idempotency | None:
        """The key with the input, without its password."""
        if self.idempotency_key is None:
            return None
        given = asdict(self.draft())
        given["bind_password"] = None
        given["user_role"] = None if given["user_role"] is UNSET else [given["user_role"]]
        return Idempotency(self.idempotency_key, orjson.dumps(given).decode())


@strawberry.input(description="What is to be different about a directory profile; what is absent stays.")
class UpdateLdapProfileInput:
    """Becomes changes of ``ProfileValues``."""

    id: strawberry.ID = plain("The profile.")
    version: int | None = plain("The version that was read; a newer one refuses the change.", default=None)
    name: strawberry.Maybe[str] = plain("1 to 50 characters, unique without regard to case.", default=None)
    servers: strawberry.Maybe[list[LdapServerInput]] = plain(
        "All of them, 1 to 10, in the order in which they are tried. A new one asks for the bind password.",
        default=None,
    )
    connection: strawberry.Maybe[LdapConnection] = plain(
        "How its servers are talked to; INSECURE asks for the bind password. Ports stay as they are.", default=None
    )
    ca_certificate: strawberry.Maybe[str | None] = plain(
        "Certificates in PEM; null for whom the host trusts. It asks for the bind password.", default=None
    )
    checks_host_name: strawberry.Maybe[bool] = plain(
        "Whether a server's certificate has to be for its name; false asks for the bind password.", default=None
    )
    bind_dn: strawberry.Maybe[str] = plain("As whom it is asked. It asks for the bind password.", default=None)
    bind_password: strawberry.Maybe[str | None] = plain(
        "1 to 256 characters; the stored one stays unless one is sent.", default=None
    )
    base_dn: strawberry.Maybe[str] = plain("Below which entry people are.", default=None)
    user_filter: strawberry.Maybe[str] = plain("How somebody is found, with {username} in it.", default=None)
    group_lookup: strawberry.Maybe[GroupLookup] = plain("How the groups of somebody are found.", default=None)
    group_filter: strawberry.Maybe[str] = plain("How groups are searched, with {user_dn} in it.", default=None)
    group_base_dn: strawberry.Maybe[str | None] = plain(
        "Below which entry groups are; null: the base DN.", default=None
    )
    group_depth: strawberry.Maybe[int] = plain("How many steps up RECURSIVE goes at most: 1 to 20.", default=None)
    primary_group: strawberry.Maybe[bool] = plain("Whether the primary group counts.", default=None)
    username_attribute: strawberry.Maybe[str] = plain("The attribute by which people sign in.", default=None)
    first_name_attribute: strawberry.Maybe[str] = plain("The attribute of given names.", default=None)
    last_name_attribute: strawberry.Maybe[str] = plain("The attribute of family names.", default=None)
    email_attribute: strawberry.Maybe[str] = plain("The attribute of e-mail addresses.", default=None)
    id_attribute: strawberry.Maybe[str] = plain(
        "The attribute that never changes of an entry; fixed while accounts are linked by it.", default=None
    )
    emails_verified: strawberry.Maybe[bool] = plain("Whether its e-mail addresses count as proven.", default=None)
    creates_accounts: strawberry.Maybe[bool] = plain(
        "Whether somebody who is unknown here gets an account at the first sign-in.", default=None
    )
    manage_role: strawberry.Maybe[str | None] = plain("Name of the manage group's role; null: none.", default=None)
    manage_group_dn: strawberry.Maybe[str | None] = plain("The manage group; null for none.", default=None)
    user_role: strawberry.Maybe[str | None] = plain("Name of everybody else's role; null for none.", default=None)
    refuses_unmatched: strawberry.Maybe[bool] = plain("Whether who matches nothing is refused.", default=None)
    roles_follow: strawberry.Maybe[RolesFollow] = plain("When it gives and takes the roles it owns.", default=None)
    test_username: strawberry.Maybe[str | None] = plain("Whom testLdapProfile looks for.", default=None)
    connect_timeout_seconds: strawberry.Maybe[int] = plain("For connecting to one server: 1 to 10.", default=None)
    total_timeout_seconds: strawberry.Maybe[int] = plain("For a whole sign-in: 2 to 15.", default=None)
    preview_fingerprint: str | None = plain(
        "The fingerprint of a preview: the change is refused if policies, profiles or roles were changed since.",
        default=None,
    )

    def changes(self) -> dict[str, Any]:
        """For the command; but for the password."""
        given = {name: getattr(self, name) for name in _CHANGED}
        changes: dict[str, Any] = {name: value.value for name, value in given.items() if value}
        if self.servers:
            changes["servers"] = tuple(server.server() for server in self.servers.value)
        return changes

    def command(self, place: str = "input") -> Callable[[Work], Awaitable[UUID]]:
        """The change itself. Raises ``BadInput`` for an id that is none."""
        profile_id, changes = decode_id(self.id, "ldp", f"{place}.id"), self.changes()
        password = self.bind_password.value if self.bind_password else UNSET
        return lambda work: update_ldap_profile(
            work, profile_id, changes, password, self.version, self.preview_fingerprint
        )


_GIVEN = tuple(name for name in LdapProfileInput.__annotations__ if name not in {"servers", "user_role"})
_NOT_CHANGED = {"id", "version", "servers", "bind_password", "preview_fingerprint"}
_CHANGED = tuple(name for name in UpdateLdapProfileInput.__annotations__ if name not in _NOT_CHANGED)


@strawberry.input(description="A directory profile to switch on.")
class EnableLdapProfileInput:
    """Names it."""

    id: strawberry.ID = plain("The profile.")


@strawberry.input(description="A directory profile to switch off.")
class DisableLdapProfileInput:
    """Names it."""

    id: strawberry.ID = plain("The profile.")


@strawberry.input(description="An order of all directory profiles.")
class ReorderLdapProfilesInput:
    """Names them."""

    profile_ids: list[strawberry.ID] = plain("Every profile there is, exactly once.")
