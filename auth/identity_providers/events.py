"""Audit events of identity providers. What is known of a client secret is whether there is one, and that it changed."""

from dataclasses import dataclass
from typing import ClassVar

from auth.events import Event, event

SET = "set"
SET_ANEW = "set anew"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderState:
    """The readable facts of a provider.

    Attributes:
        client_secret: ``SET`` or ``None``; ``SET_ANEW`` where an event is about another one.
    """

    kind: str
    slug: str
    name: str
    icon: str
    issuer: str
    client_id: str
    client_secret: str | None
    scopes: tuple[str, ...]
    tenants: tuple[str, ...]
    algorithms: tuple[str, ...]
    extra_hosts: tuple[str, ...]
    allows_private_addresses: bool
    hosted_domains: tuple[str, ...]
    username_claims: tuple[str, ...]
    email_claim: str
    email_verified_claim: str
    first_name_claim: str
    last_name_claim: str
    name_claim: str
    groups_claim: str | None
    trusts_email: bool
    api_url: str | None
    mfa: str
    amr: tuple[str, ...]
    acr: tuple[str, ...]
    creates_accounts: bool
    default_role: str | None
    email_domains: tuple[str, ...]
    required_group: str | None
    links_verified_email: bool
    refuses_unmatched: bool
    roles_follow: str
    signs_out_there: bool


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderCreated(Event):
    """An identity provider was made. Nobody signs in by it before it is switched on."""

    action: ClassVar[str] = "identity_provider.created"
    after: ProviderState


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderUpdated(Event):
    """An identity provider was changed."""

    action: ClassVar[str] = "identity_provider.updated"
    before: ProviderState
    after: ProviderState


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderEnabled(Event):
    """An identity provider was switched on: people sign in by it."""

    action: ClassVar[str] = "identity_provider.enabled"


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderDisabled(Event):
    """An identity provider was switched off: nobody signs in by it, and sessions that it opened are refused."""

    action: ClassVar[str] = "identity_provider.disabled"


@dataclass(frozen=True, slots=True)
class ProviderOrder:
    """The names of all providers, in the order in which a sign-in page shows them."""

    providers: tuple[str, ...]


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ProvidersReordered(Event):
    """A sign-in page shows the providers in another order."""

    action: ClassVar[str] = "identity_provider.reordered"
    before: ProviderOrder
    after: ProviderOrder


@dataclass(frozen=True, slots=True)
class ProviderEnding:
    """What became of what depended on a provider.

    Attributes:
        accounts: What becomes of the accounts that came by it alone.
        account_count: How many there are.
        mappings: Those that go with it.
        unlinked: Accounts that could come by it as well, and cannot any more.
    """

    accounts: str | None = None
    account_count: int | None = None
    moved_to: str | None = None
    mappings: tuple[str, ...] | None = None
    unlinked: int | None = None


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderDeleted(Event):
    """An identity provider was deleted, with its mappings and with who anybody is there."""

    action: ClassVar[str] = "identity_provider.deleted"
    after: ProviderEnding


@dataclass(frozen=True, slots=True)
class TriedProvider:
    """What was tried: its secret is not told."""

    tested_issuer: str


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderTested(Event):
    """Somebody had an identity provider tried step by step, without signing in; nothing was saved."""

    action: ClassVar[str] = "identity_provider.tested"
    after: TriedProvider
