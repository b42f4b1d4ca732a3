"""A provider as its client needs to know it: with its secret opened. No table, nothing that changes."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from models.identity_provider import ProviderKind

if TYPE_CHECKING:
    from collections.abc import Collection

TENANT = "{tenantid}"
"""Stands for a tenant's id in the issuer of Microsoft's endpoints for several tenants."""


class SigningAlgorithm(StrEnum):
    """How a provider may sign (RFC 7518 §3.1, RFC 8037, RFC 9864): asymmetric ones alone, so no other can be set."""

    RS256 = "RS256"
    RS384 = "RS384"
    RS512 = "RS512"
    PS256 = "PS256"
    PS384 = "PS384"
    PS512 = "PS512"
    ES256 = "ES256"
    ES384 = "ES384"
    ES512 = "ES512"
    EDDSA = "EdDSA"
    ED25519 = "Ed25519"


DEFAULT_ALGORITHMS = tuple(SigningAlgorithm)


@dataclass(frozen=True, slots=True)
class ClaimNames:
    """What the provider calls what we want to know.

    Attributes:
        username: Claims in the order in which they are looked at; an e-mail address and the subject come after them.
        email_verified: The claim whose boolean ``true`` says that the address is theirs.
        name: The whole name, where the parts are not told.
        groups: A claim's name, or a path of names with dots between; ``None`` where groups are not asked for.
    """

    username: tuple[str, ...] = ("preferred_username",)
    email: str = "email"
    email_verified: str = "email_verified"
    first_name: str = "given_name"
    last_name: str = "family_name"
    name: str = "name"
    groups: str | None = "groups"


@dataclass(frozen=True, slots=True)
class SecondFactorRule:
    """When the provider's second factor stands for ours (RFC 8176; OpenID Connect Core §2, ``amr`` and ``acr``).

    Attributes:
        amr: Methods any of which proves a second factor.
        acr: Classes any of which does; they are also asked for.
    """

    amr: frozenset[str] = frozenset()
    acr: frozenset[str] = frozenset()

    def is_met(self, amr: "Collection[str]", acr: str | None) -> bool:
        """Whether what the provider says of a sign-in is enough."""
        return not self.amr.isdisjoint(amr) or acr in self.acr


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """One provider.

    Attributes:
        slug: Its name in the paths of the browser's way.
        issuer: Exactly as the provider spells it. Microsoft's may hold ``{tenantid}``, and then ``tenants`` says for
            whom it stands. GitHub's is where people see it, ``https://github.com`` or an enterprise's own host.
        client_secret: ``None`` for a public client, which PKCE alone protects.
        extra_hosts: Further hosts, ``host`` or ``host:port``, where endpoints may be.
        allows_private_addresses: Whether it may be in a private network, or over http on this machine itself.
        hosted_domains: Organisations of Google (``hd``), one of which people must be in; empty for all.
        trusts_email: Whether an address counts as proven where the provider says nothing of it. Where it does say
            something, only the boolean ``true`` proves.
        second_factor: ``None`` where only our own counts.
        api_url: Where GitHub's API is; ``None`` for the usual place.
        version: Grows with each change: nothing that was fetched for an earlier one is used.
    """

    id: UUID
    slug: str
    name: str
    kind: ProviderKind
    issuer: str
    client_id: str
    client_secret: str | None = field(repr=False)
    scopes: tuple[str, ...]
    version: int
    tenants: tuple[str, ...] = ()
    algorithms: tuple[SigningAlgorithm, ...] = DEFAULT_ALGORITHMS
    extra_hosts: tuple[str, ...] = ()
    allows_private_addresses: bool = False
    hosted_domains: tuple[str, ...] = ()
    claims: ClaimNames = ClaimNames()
    trusts_email: bool = False
    second_factor: SecondFactorRule | None = None
    api_url: str | None = None
