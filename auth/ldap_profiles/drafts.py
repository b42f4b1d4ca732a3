"""What somebody wants of a new profile, filled up with what is usual."""

from dataclasses import dataclass, field
from typing import Any, TypeVar

from auth.errors import DomainError, Problems
from auth.ldap_profiles.presets import PRESETS, DirectoryKind
from auth.ldap_profiles.rules import NAME_LENGTH, PORTS, ProfileValues
from auth.sources.directory import Server
from auth.unset import UNSET, Unset, given
from models.ldap_profile import GroupLookup, LdapConnection, RolesFollow

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class WantedServer:
    """A server; without a port it is the usual one of the connection."""

    host: str
    port: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileDraft:
    """A profile as somebody wants it. What is ``None`` takes what is usual for its kind; see ``ProfileValues``.

    Attributes:
        name: ``None`` for the first server's host.
        base_dn: ``None`` for what the directory says itself.
        user_role: ``UNSET`` for the default role of new accounts, ``None`` for no role.
    """

    servers: tuple[WantedServer, ...]
    kind: DirectoryKind = DirectoryKind.ACTIVE_DIRECTORY
    name: str | None = None
    connection: LdapConnection = LdapConnection.LDAPS
    ca_certificate: str | None = None
    checks_host_name: bool = True
    bind_dn: str = ""
    bind_password: str | None = field(default=None, repr=False)
    base_dn: str | None = None
    user_filter: str | None = None
    group_lookup: GroupLookup | None = None
    group_filter: str | None = None
    group_base_dn: str | None = None
    group_depth: int = 5
    primary_group: bool | None = None
    username_attribute: str | None = None
    first_name_attribute: str | None = None
    last_name_attribute: str | None = None
    email_attribute: str | None = None
    id_attribute: str | None = None
    emails_verified: bool = False
    creates_accounts: bool = True
    manage_role: str | None = None
    manage_group_dn: str | None = None
    user_role: str | Unset | None = UNSET
    refuses_unmatched: bool = False
    roles_follow: RolesFollow = RolesFollow.EACH_LOGIN
    test_username: str | None = None
    connect_timeout_seconds: int = 3
    total_timeout_seconds: int = 6


_USUAL = (
    "user_filter",
    "group_lookup",
    "group_filter",
    "primary_group",
    "username_attribute",
    "first_name_attribute",
    "last_name_attribute",
    "email_attribute",
    "id_attribute",
)
_AS_GIVEN = (
    "connection",
    "ca_certificate",
    "checks_host_name",
    "bind_dn",
    "group_base_dn",
    "group_depth",
    "emails_verified",
    "creates_accounts",
    "manage_role",
    "manage_group_dn",
    "refuses_unmatched",
    "roles_follow",
    "test_username",
    "connect_timeout_seconds",
    "total_timeout_seconds",
)


def placed(servers: tuple[WantedServer, ...], connection: LdapConnection) -> tuple[Server, ...]:
    """Servers with their ports."""
    usual = PORTS[connection]
    return tuple(Server(server.host, usual if server.port is None else server.port) for server in servers)


def filled(draft: ProfileDraft, default_role: str | None) -> ProfileValues:
    """A draft with everything that is usual; an empty base DN where none is known. Raises ``Refused``.

    ``VALUE_REQUIRED`` names what a kind has nothing usual for.
    """
    preset, problems = PRESETS[draft.kind], Problems()
    usual: dict[str, Any] = {name: _chosen(getattr(draft, name), getattr(preset, name)) for name in _USUAL}
    for name, value in usual.items():
        if value is None:
            problems.extend(
                [DomainError("VALUE_REQUIRED", "For a directory of another kind this has to be given.", name)]
            )
    problems.refuse()
    as_given: dict[str, Any] = {name: getattr(draft, name) for name in _AS_GIVEN}
    return ProfileValues(
        name=_name(draft),
        servers=placed(draft.servers, draft.connection),
        has_bind_password=draft.bind_password is not None,
        base_dn=draft.base_dn or "",
        user_role=given(draft.user_role, default_role),
        **usual,
        **as_given,
    )


def _chosen(value: T | None, usual: T | None) -> T | None:
    return usual if value is None else value


def _name(draft: ProfileDraft) -> str:
    if draft.name is not None or not draft.servers:
        return draft.name or ""
    return draft.servers[0].host[:NAME_LENGTH]
