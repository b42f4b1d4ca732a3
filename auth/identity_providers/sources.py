"""Which identity providers there are, as the registry of sources asks."""

from collections.abc import Sequence
from uuid import UUID

from auth.reading import Statement, boolean, fetch, key
from auth.sources.rules import SourceFacts
from models.user import AuthMethod

_PROVIDERS = """
SELECT p.id, p.name, p.is_enabled, r.name FROM identity_providers p
LEFT JOIN role_mappings m ON m.provider_id = p.id AND m.is_enabled
LEFT JOIN roles r ON r.id IN (m.role_id, p.default_role_id)
"""


class IdentityProviders:
    """Every identity provider, with the roles that it and its mappings give."""

    async def sources(self, method: AuthMethod) -> Sequence[SourceFacts]:
        """One statement for providers, none for other methods."""
        if method is not AuthMethod.OIDC:
            return ()
        found: dict[UUID, tuple[str, bool]] = {}
        roles: dict[UUID, set[str]] = {}
        for provider_id, name, is_enabled, role in await fetch(Statement().add(_PROVIDERS)):
            provider = key(provider_id)
            found[provider] = (name, boolean(is_enabled))
            roles.setdefault(provider, set()).update([role] if role is not None else [])
        return [
            SourceFacts(provider, method, name, is_enabled, tuple(sorted(roles[provider])))
            for provider, (name, is_enabled) in found.items()
        ]


IDENTITY_PROVIDERS = IdentityProviders()
