"""A sign-in by way of the browser: what is kept while somebody is away at a provider, and what they come back with."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, Protocol, TypeAlias
from uuid import UUID

from auth.sources.failures import SsoRefused
from auth.sources.identity import ExternalIdentity
from auth.sources.provider import Provider

Query: TypeAlias = Sequence[tuple[str, str]]
"""The parameters with which the browser comes back, decoded, also those that come twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is asked of a sign-in.

    Attributes:
        redirect_uri: Where the browser comes back to: of the configured base URL, the same at both ends.
        login_hint: By what the provider may know who it is; ``None`` for anybody.
        max_age_seconds: How old a sign-in there may be; 0 asks for a new one; ``None`` takes any.
    """

    redirect_uri: str
    login_hint: str | None = field(default=None, repr=False)
    max_age_seconds: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """A sign-in under way: plain values, to be stored where the browser cannot read them, and used once.

    Attributes:
        state: Comes back with the browser; whoever keeps this looks it up by the hash of that.
        nonce: Comes back in the ID token; empty where the protocol has none.
        verifier: Proves to the provider that both ends are ours (RFC 7636 §4.1).
    """

    provider_id: UUID
    issuer: str
    redirect_uri: str
    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)
    started_at: datetime
    max_age_seconds: int | None = None


class Authorization(NamedTuple):
    """Where the browser is sent, and what is kept meanwhile."""

    url: str
    started: Started


@dataclass(frozen=True, slots=True)
class Tokens:
    """What the provider gave; each a secret.

    Attributes:
        refresh: ``None`` where it gave none; to be sealed at rest, and so is ``id_token``, the hint for signing out.
    """

    access: str = field(repr=False)
    refresh: str | None = field(default=None, repr=False)
    id_token: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class SignInFacts:
    """What the provider says of the sign-in itself (OpenID Connect Core §2; Back-Channel Logout §2.1).

    Attributes:
        amr: Methods; empty where nothing is told.
        has_second_factor: Whether that is enough by the provider's rule.
        sid: The session there, by which it can tell us that it has ended.
        groups_too_many: Whether the provider says that there are more groups than fit (Entra), and told none.
        email_unusable: Whether it told an address that is none by our rules.
    """

    amr: tuple[str, ...] = ()
    acr: str | None = None
    auth_time: datetime | None = None
    sid: str | None = None
    has_second_factor: bool = False
    groups_too_many: bool = False
    email_unusable: bool = False


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody has proven to the provider who they are.

    Attributes:
        issuer: Who says so; a provider with several tenants has several.
        claims: Everything that was told, for an explanation to an administrator; nothing here depends on it.
    """

    identity: ExternalIdentity
    issuer: str
    facts: SignInFacts
    tokens: Tokens
    claims: dict[str, object] = field(repr=False)


class RedirectSource(Protocol):
    """A source to which the browser is sent. It never raises for what it is told or answers."""

    async def authorization(self, provider: Provider, wish: Wish) -> Authorization | SsoRefused:
        """Where to send the browser."""
        ...

    async def complete(self, provider: Provider, started: Started, query: Query) -> SignedIn | SsoRefused:
        """Who has come back. The caller has used up ``started`` before."""
        ...
