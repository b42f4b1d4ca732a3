"""Reads providers for a sign-in page."""

from dataclasses import dataclass

from auth.reading import Statement, fetch
from models.identity_provider import ProviderKind


@dataclass(frozen=True, slots=True)
class OfferedProvider:
    """A provider as a sign-in page shows it to everybody."""

    slug: str
    name: str
    icon: str
    kind: ProviderKind


async def offered_providers() -> list[OfferedProvider]:
    """Every provider that is switched on, in order. One statement; no permission is asked."""
    text = "SELECT p.slug, p.name, p.icon, p.kind FROM identity_providers p WHERE p.is_enabled ORDER BY p.position"
    rows = await fetch(Statement().add(text))
    return [OfferedProvider(slug, name, icon, ProviderKind(kind)) for slug, name, icon, kind in rows]
