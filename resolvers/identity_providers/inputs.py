"""What comes in about identity providers."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from typing import Any, cast
from uuid import UUID

import orjson
import strawberry

from auth.idempotency import Idempotency
from auth.identity_providers.commands import update_identity_provider
from auth.identity_providers.drafts import ProviderDraft
from auth.unit_of_work import Work
from auth.unset import UNSET
from resolvers.identity_providers.enums import ProviderKind, ProviderMfa, RolesFollow, SigningAlgorithm
from resolvers.node import decode_id
from resolvers.permissions import plain

_TEXT = "1 to 200 characters"


@strawberry.input(description="An identity provider; what is absent is what is usual for its kind.")
class IdentityProviderInput:
    """Becomes a ``ProviderDraft``."""

    kind: ProviderKind = plain("What product it is; it never changes.")
    client_id: str = plain("As what the provider knows this installation; 1 to 1,000 visible ASCII characters.")
    client_secret: str | None = plain(
        "For that; 1 to 1,000 visible ASCII characters. It is never shown again. Google and GitHub ask for one; "
        "elsewhere PKCE alone can protect a public client.",
        default=None,
    )
    name: str | None = plain("1 to 50 characters, unique; if absent that of the product.", default=None)
    slug: str | None = plain(
        "Its name in addresses: 1 to 50 letters a to z, digits and hyphens, unique; if absent one is made of the name. "
        "It never changes.",
        default=None,
    )
    icon: str | None = plain("Name of an icon: up to 50 letters a to z, digits and hyphens.", default=None)
    issuer: str | None = plain(
        "Where it is, exactly as it says itself: an https address of up to 1,000 characters without user, query and "
        "fragment. Generic providers need it.",
        default=None,
    )
    base_url: str | None = plain(
        "With Keycloak, in place of the issuer: the address of the server; 1 to 200 characters.", default=None
    )
    realm: str | None = plain("With that: the realm; 1 to 200 characters.", default=None)
    enterprise_host: str | None = plain(
        "With GitHub: the host of an enterprise's own; 1 to 200 characters.", default=None
    )
    scopes: list[str] | None = plain(f"What it is asked for; at most 50, each {_TEXT}.", default=None)
    tenants: list[str] = plain(
        "With Microsoft: ids of the tenants whose people may come; 1 to 50.", default_factory=list
    )
    algorithms: list[SigningAlgorithm] | None = plain("How it may sign; at least one, if absent all.", default=None)
    extra_hosts: list[str] | None = plain(
        "Further hosts, host or host:port, where its endpoints may be; at most 50.", default=None
    )
    allows_private_addresses: bool = plain(
        "Whether it may be in a private network, or by http on this machine itself.", default=False
    )
    hosted_domains: list[str] = plain(
        "With Google: organisations, one of which people must be in; at most 50.", default_factory=list
    )
    username_claims: list[str] | None = plain(f"Claims that name people, at most 50, each {_TEXT}.", default=None)
    email_claim: str | None = plain(f"The claim of e-mail addresses; {_TEXT}.", default=None)
    email_verified_claim: str | None = plain(f"The claim whose true proves the address; {_TEXT}.", default=None)
    first_name_claim: str | None = plain(f"The claim of given names; {_TEXT}.", default=None)
    last_name_claim: str | None = plain(f"The claim of family names; {_TEXT}.", default=None)
    name_claim: str | None = plain(f"The claim of whole names; {_TEXT}.", default=None)
    groups_claim: strawberry.Maybe[str | None] = plain(
        f"The claim of groups, or a path with dots between; {_TEXT}, null where groups are not asked for.", default=None
    )
    trusts_email: bool = plain("Whether an address of which it says nothing counts as proven.", default=False)
    api_url: str | None = plain("With GitHub: where its API is, if not at the usual place.", default=None)
    mfa: ProviderMfa = plain("Whose second factor counts.", default=ProviderMfa.OURS)
    amr: list[str] = plain(
        "With THEIRS: methods, one of which proves a second factor there; at most 50 of up to 255 characters.",
        default_factory=list,
    )
    acr: list[str] = plain(
        "With THEIRS: classes, one of which proves a second factor there; at most 50 of up to 255 characters.",
        default_factory=list,
    )
    creates_accounts: bool = plain(
        "Whether somebody who is unknown here gets an account at the first sign-in.", default=False
    )
    default_role: strawberry.Maybe[str | None] = plain(
        "Name of the role that whoever is in no mapped group gets; if absent the default role of new accounts, null "
        "for none.",
        default=None,
    )
    email_domains: list[str] = plain(
        "Domains, in one of which a proven address must be; at most 50, none for all.", default_factory=list
    )
    required_group: str | None = plain("The group without which nobody signs in; 1 to 1,000 characters.", default=None)
    links_verified_email: bool = plain(
        "Whether a proven address finds the account that has proven the same; never an administrator's.", default=False
    )
    refuses_unmatched: bool = plain("Whether whoever is in no mapped group is refused.", default=False)
    roles_follow: RolesFollow = plain("When it gives and takes the roles that it owns.", default=RolesFollow.EACH_LOGIN)
    signs_out_there: bool = plain("Whether signing out here signs out there too.", default=True)

    def draft(self) -> ProviderDraft:
        """For the command."""
        given: dict[str, Any] = {name: _plainly(getattr(self, name)) for name in _GIVEN}
        maybe: dict[str, Any] = {name: getattr(self, name) for name in _MAYBE}
        told: dict[str, Any] = {name: value.value if value else UNSET for name, value in maybe.items()}
        if self.algorithms is None:
            del given["algorithms"]
        return ProviderDraft(**given, **told)


@strawberry.input(description="An identity provider to make. It is switched off until enableIdentityProvider.")
class CreateIdentityProviderInput(IdentityProviderInput):
    """With a key, so that it can be repeated."""

    idempotency_key: str | None = plain(
        "1 to 200 characters; repeating the call gives the same provider.", default=None
    )

    def idempotency(self) -> Idempotency | None:
        """The key with the input, without its secret."""
        if self.idempotency_key is None:
            return None
        given = asdict(self.draft())
        given["client_secret"] = None
        for name in _MAYBE:
            given[name] = None if given[name] is UNSET else [given[name]]
        return Idempotency(self.idempotency_key, orjson.dumps(given).decode())


@strawberry.input(description="What is to be different about an identity provider; what is absent stays.")
class UpdateIdentityProviderInput:
    """Becomes changes of ``ProviderValues``."""

    id: strawberry.ID = plain("The provider.")
    version: int | None = plain("The version that was read; a newer one refuses the change.", default=None)
    name: strawberry.Maybe[str] = plain("1 to 50 characters, unique without regard to case.", default=None)
    icon: strawberry.Maybe[str] = plain("Up to 50 letters a to z, digits and hyphens; empty for none.", default=None)
    issuer: strawberry.Maybe[str] = plain(
        "Where it is, as it says itself. It asks for the client secret, and is fixed while accounts are linked.",
        default=None,
    )
    client_id: strawberry.Maybe[str] = plain(
        "As what it knows this installation. It asks for the client secret.", default=None
    )
    client_secret: strawberry.Maybe[str | None] = plain(
        "1 to 1,000 visible ASCII characters, null for none; the stored one stays unless one is sent.", default=None
    )
    scopes: strawberry.Maybe[list[str]] = plain(f"What it is asked for; at most 50, each {_TEXT}.", default=None)
    tenants: strawberry.Maybe[list[str]] = plain(
        "With Microsoft: all tenants whose people may come, 1 to 50. A new one asks for the client secret.",
        default=None,
    )
    algorithms: strawberry.Maybe[list[SigningAlgorithm]] = plain("How it may sign; at least one.", default=None)
    extra_hosts: strawberry.Maybe[list[str]] = plain(
        "Further hosts where its endpoints may be; at most 50. A new one asks for the client secret.", default=None
    )
    allows_private_addresses: strawberry.Maybe[bool] = plain(
        "Whether it may be in a private network; true asks for the client secret.", default=None
    )
    hosted_domains: strawberry.Maybe[list[str]] = plain("With Google: organisations; at most 50.", default=None)
    username_claims: strawberry.Maybe[list[str]] = plain(
        f"Claims that name people, at most 50, each {_TEXT}.", default=None
    )
    email_claim: strawberry.Maybe[str] = plain(f"The claim of e-mail addresses; {_TEXT}.", default=None)
    email_verified_claim: strawberry.Maybe[str] = plain(f"The claim whose true proves it; {_TEXT}.", default=None)
    first_name_claim: strawberry.Maybe[str] = plain(f"The claim of given names; {_TEXT}.", default=None)
    last_name_claim: strawberry.Maybe[str] = plain(f"The claim of family names; {_TEXT}.", default=None)
    name_claim: strawberry.Maybe[str] = plain(f"The claim of whole names; {_TEXT}.", default=None)
    groups_claim: strawberry.Maybe[str | None] = plain(
        f"The claim of groups; {_TEXT}, null where groups are not asked for.", default=None
    )
    trusts_email: strawberry.Maybe[bool] = plain("Whether an address it says nothing of is proven.", default=None)
    api_url: strawberry.Maybe[str | None] = plain(
        "With GitHub: where its API is. It asks for the client secret.", default=None
    )
    mfa: strawberry.Maybe[ProviderMfa] = plain("Whose second factor counts.", default=None)
    amr: strawberry.Maybe[list[str]] = plain("At most 50 of up to 255 characters.", default=None)
    acr: strawberry.Maybe[list[str]] = plain("At most 50 of up to 255 characters.", default=None)
    creates_accounts: strawberry.Maybe[bool] = plain("Whether who is unknown here gets an account.", default=None)
    default_role: strawberry.Maybe[str | None] = plain("Name of the default role; null for none.", default=None)
    email_domains: strawberry.Maybe[list[str]] = plain("At most 50 domains; none for all.", default=None)
    required_group: strawberry.Maybe[str | None] = plain("1 to 1,000 characters; null for none.", default=None)
    links_verified_email: strawberry.Maybe[bool] = plain("Whether a proven address finds its account.", default=None)
    refuses_unmatched: strawberry.Maybe[bool] = plain("Whether who is in no mapped group is refused.", default=None)
    roles_follow: strawberry.Maybe[RolesFollow] = plain("When it gives and takes the roles it owns.", default=None)
    signs_out_there: strawberry.Maybe[bool] = plain("Whether signing out here signs out there too.", default=None)
    preview_fingerprint: str | None = plain(
        "The fingerprint of a preview: the change is refused if policies, mappings, directories, providers or roles "
        "were changed since.",
        default=None,
    )

    def changes(self) -> dict[str, Any]:
        """For the command; but for the secret."""
        given = {name: getattr(self, name) for name in _CHANGED}
        return {name: _plainly(value.value) for name, value in given.items() if value}

    def command(self, place: str = "input") -> Callable[[Work], Awaitable[UUID]]:
        """The change itself. Raises ``BadInput`` for an id that is none."""
        provider_id, changes = decode_id(self.id, "idp", f"{place}.id"), self.changes()
        secret = self.client_secret.value if self.client_secret else UNSET
        return lambda work: update_identity_provider(
            work, provider_id, changes, secret, self.version, self.preview_fingerprint
        )


_MAYBE = ("groups_claim", "default_role")
_GIVEN = tuple(name for name in IdentityProviderInput.__annotations__ if name not in _MAYBE)
_NOT_CHANGED = {"id", "version", "client_secret", "preview_fingerprint"}
_CHANGED = tuple(name for name in UpdateIdentityProviderInput.__annotations__ if name not in _NOT_CHANGED)


def _plainly(value: Any) -> Any:  # noqa: ANN401 — values of any field
    """Lists as the commands take them."""
    return tuple(cast("list[Any]", value)) if isinstance(value, list) else value


@strawberry.input(description="An identity provider to switch on.")
class EnableIdentityProviderInput:
    """Names it."""

    id: strawberry.ID = plain("The provider.")


@strawberry.input(description="An identity provider to switch off.")
class DisableIdentityProviderInput:
    """Names it."""

    id: strawberry.ID = plain("The provider.")


@strawberry.input(description="An order of all identity providers.")
class ReorderIdentityProvidersInput:
    """Names them."""

    provider_ids: list[strawberry.ID] = plain("Every provider there is, exactly once.")
