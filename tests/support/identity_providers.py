"""Identity providers, made by commands or as plain rows, and accounts of theirs, as tests want them."""

from typing import Any
from uuid import UUID

from auth.actor import SYSTEM, Actor
from auth.identity_providers.commands import create_identity_provider, enable_identity_provider
from auth.identity_providers.drafts import ProviderDraft
from auth.identity_providers.values import written_claims, written_list
from auth.sources.provider import ClaimNames, SigningAlgorithm
from auth.texts import canonical
from auth.vault import Purpose
from models.external_identity import ExternalIdentity
from models.identity_provider import IdentityProvider, ProviderKind
from models.user import AuthMethod, User
from tests.support.house import NOON, House
from tests.support.keys import INSTALLATION

SECRET = "cl1ent-s3cret"
ISSUER = "https://id.example.com/realms/corp"


def draft(**values: Any) -> ProviderDraft:  # noqa: ANN401 — fields of a draft
    """A provider that is as it should be."""
    usual: dict[str, Any] = {
        "kind": ProviderKind.GENERIC,
        "name": "corp",
        "issuer": ISSUER,
        "client_id": "gatehouse",
        "client_secret": SECRET,
    }
    return ProviderDraft(**(usual | values))


async def provider(house: House, actor: Actor = SYSTEM, *, is_on: bool = False, **values: Any) -> UUID:  # noqa: ANN401 — as draft
    """A provider that was made by a command; gives its id."""
    made = await house.do(actor, lambda work: create_identity_provider(work, draft(**values)))
    if is_on:
        await house.do(actor, lambda work: enable_identity_provider(work, made))
    return made


async def provider_row(name: str = "corp", **columns: Any) -> IdentityProvider:  # noqa: ANN401 — columns of a row
    """A provider that is switched on, behind those that there are; ``slug`` is its name."""
    row: dict[str, Any] = {
        "slug": name,
        "position": await IdentityProvider.all().count() + 1,
        "is_enabled": True,
        "kind": ProviderKind.GENERIC,
        "issuer": ISSUER,
        "client_id": "gatehouse",
        "client_secret_sealed": INSTALLATION.vault.seal(Purpose.SSO_CLIENT, SECRET),
        "scopes_json": written_list(["openid", "email", "profile"]),
        "algorithms_json": written_list([SigningAlgorithm.RS256]),
        "claims_json": written_claims(ClaimNames()),
        "created_at": NOON,
        "updated_at": NOON,
    }
    return await IdentityProvider.create(name=name, name_key=canonical(name), **(row | columns))


async def linked(user_id: UUID, provider: IdentityProvider, **columns: Any) -> ExternalIdentity:  # noqa: ANN401 — as above
    """Says who an account is at a provider; how the account signs in otherwise stays."""
    name = (await User.get(id=user_id)).username
    row: dict[str, Any] = {
        "subject": f"subject of {name}",
        "login_name": name,
        "linked_at": NOON,
        "last_seen_at": NOON,
    }
    row |= columns
    key = canonical(row["login_name"])
    return await ExternalIdentity.create(
        user_id=user_id, method=AuthMethod.OIDC, source_id=provider.id, login_name_key=key, **row
    )


async def from_provider(house: House, provider: IdentityProvider, name: str, *roles: str, **values: Any) -> UUID:  # noqa: ANN401 — values of an account
    """An account that comes by a provider alone, as it is after a first sign-in."""
    values = {"email": f"{name}@example.com"} | values
    user_id = await house.user(name, *roles, **values)
    await User.filter(id=user_id).update(auth_method=AuthMethod.OIDC, source_id=provider.id, email_verified_at=NOON)
    await linked(user_id, provider, email=values["email"])
    return user_id
