"""A directory as the client needs to know it: a profile with its password opened. No table, no secret at rest."""

from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from models.ldap_profile import GroupLookup, LdapConnection


@dataclass(frozen=True, slots=True)
class Server:
    """Where one server is. An IPv6 address stands without brackets."""

    host: str
    port: int

    def __str__(self) -> str:
        """As people write it."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


class Addressed(Protocol):
    """Whatever says where the servers of a directory are."""

    @property
    def servers(self) -> tuple[Server, ...]:
        """In the order in which they are tried."""
        ...

    @property
    def connection(self) -> LdapConnection:
        """How they are talked to."""
        ...


@dataclass(frozen=True, slots=True)
class Attributes:
    """What the directory calls what we want to know."""

    username: str
    first_name: str
    last_name: str
    email: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """One directory.

    Attributes:
        servers: At least one, in the order in which they are tried.
        ca_certificate: PEM; ``None`` trusts what the host trusts.
        user_filter: RFC 4515, with ``{username}`` in it; ``group_filter`` with ``{user_dn}``.
        group_base_dn: Never empty.
        emails_verified: Whether its e-mail addresses count as proven.
    """

    id: UUID
    name: str
    servers: tuple[Server, ...]
    connection: LdapConnection
    ca_certificate: str | None
    checks_host_name: bool
    bind_dn: str
    bind_password: str = field(repr=False)
    base_dn: str
    user_filter: str
    group_lookup: GroupLookup
    group_filter: str
    group_base_dn: str
    group_depth: int
    primary_group: bool
    attributes: Attributes
    emails_verified: bool
    connect_timeout_seconds: int
    total_timeout_seconds: int
