"""Identity providers as callers see them: everything but the secret."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from auth.actor import Actor
from auth.identity_providers.rules import ProviderValues, ProviderWarning, warnings_of
from auth.identity_providers.values import values_of
from auth.installation import Installation
from auth.paging import Order, Page, PageRequest, page_of
from auth.permissions import Scope, demand
from auth.reading import Statement, fetch, key
from auth.selection import NOT_LOADED, Selection
from auth.sources.locations import is_this_machine
from models.identity_provider import IdentityProvider
from models.role import Role

BY_POSITION = Order("position", "p.position")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderRow(ProviderValues):
    """A provider as a caller reads it; what was not asked for is ``NOT_LOADED``, and showing it is a fault.

    Attributes:
        proven_at: When an administrator last came through it as it is now.
        account_count: Accounts that come by it alone, inactive ones too.
        linked_count: Accounts that can come by it beside another way.
        mapping_count: Mappings of it that are on.
    """

    id: UUID
    slug: str
    position: int
    is_enabled: bool
    proven_at: datetime | None
    created_at: datetime
    updated_at: datetime
    version: int
    account_count: int | Any = NOT_LOADED
    linked_count: int | Any = NOT_LOADED
    mapping_count: int | Any = NOT_LOADED

    def warnings(self, installation: Installation) -> list[ProviderWarning]:
        """What is doubtful about it, where it is used. ``mapping_count`` was asked for."""
        host = urlsplit(installation.base_url).hostname or ""
        return warnings_of(self, has_mappings=self.mapping_count > 0, base_is_loopback=is_this_machine(host))


_STORED = ("id", "slug", "position", "is_enabled", "proven_at", "created_at", "updated_at", "version")
"""What a provider is beside its values, by the same name in the table."""

_COUNTS = {
    "account_count": "SELECT u.source_id, count(*) FROM users u WHERE u.source_id IS NOT NULL GROUP BY u.source_id",
    "linked_count": "SELECT e.source_id, count(*) FROM external_identities e JOIN users u ON u.id = e.user_id "
    "WHERE u.source_id IS NULL OR u.source_id <> e.source_id GROUP BY e.source_id",
    "mapping_count": "SELECT m.provider_id, count(*) FROM role_mappings m WHERE m.is_enabled GROUP BY m.provider_id",
}


async def list_providers(actor: Actor, page: PageRequest, selection: Selection) -> Page[ProviderRow]:
    """One page of the providers in their order. Raises ``BadInput``, ``Forbidden``."""
    demand(actor, "identityProviders", Scope.SSO_READ)
    return page_of(await _rows(selection), BY_POSITION, page, lambda row: (f"{row.position:010d}", row.id))


async def count_providers(actor: Actor) -> int:
    """How many there are."""
    demand(actor, "identityProviders", Scope.SSO_READ)
    return await IdentityProvider.all().count()


async def provider_by_id(actor: Actor, provider_id: UUID, selection: Selection) -> ProviderRow | None:
    """One provider, or ``None``."""
    demand(actor, "identityProvider", Scope.SSO_READ)
    return next((row for row in await _rows(selection) if row.id == provider_id), None)


async def provider_by_slug(actor: Actor, slug: str, selection: Selection) -> ProviderRow | None:
    """The provider of that slug, or ``None``."""
    demand(actor, "identityProvider", Scope.SSO_READ)
    return next((row for row in await _rows(selection) if row.slug == slug), None)


async def rows_of(provider_ids: Sequence[UUID], selection: Selection) -> list[ProviderRow]:
    """The named providers, in their order. No permission is asked: what leads here was guarded."""
    return [row for row in await _rows(selection) if row.id in provider_ids]


async def _rows(selection: Selection) -> list[ProviderRow]:
    """Every provider; they are few. One statement for each relation that is wanted."""
    names = {role.id: role.name for role in await Role.all().only("id", "name")}
    providers = await IdentityProvider.all().order_by("position")
    wanted = {*selection, "mapping_count"} if "warnings" in selection else set(selection)
    counts = {name: await _counted(name) for name in _COUNTS.keys() & wanted} if providers else {}
    return [_row(each, names, {name: found.get(each.id, 0) for name, found in counts.items()}) for each in providers]


async def _counted(name: str) -> dict[UUID, int]:
    return {key(provider_id): count for provider_id, count in await fetch(Statement().add(_COUNTS[name]))}


def _row(provider: IdentityProvider, names: dict[UUID, str], counts: dict[str, int]) -> ProviderRow:
    values = values_of(provider, names)
    stored: dict[str, Any] = {name: getattr(provider, name) for name in _STORED}
    return ProviderRow(**stored, **counts, **{item.name: getattr(values, item.name) for item in fields(ProviderValues)})
