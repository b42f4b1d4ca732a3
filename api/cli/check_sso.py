"""What ``check`` says of single sign-on: can the frontend use the API, and can providers' secrets be opened?"""

from collections.abc import AsyncGenerator, Iterator

from api.cli.finding import Finding, Result
from api.config import Config
from api.config_values import origin_of
from api.origins import origins_of
from api.secret_key import KeysUnreadable, read_keys
from auth.identity_providers.values import provider_of
from auth.vault import Unopenable, Vault
from models.identity_provider import IdentityProvider


def frontend_findings(config: Config) -> Iterator[Finding]:
    """Whether the page to which browsers are sent may speak to us."""
    if config.spa_url is None:
        return
    origin, origins = origin_of(config.spa_url), origins_of(config.base_url, config.allowed_origins)
    if origins.may_send(origin, None):
        yield Finding("frontend", Result.PASSED, config.spa_url)
    else:
        detail = f"{config.spa_url} is of another origin than {config.base_url}, and not listed"
        yield Finding("frontend", Result.WARNING, detail, f"Add {origin} to GATEHOUSE_ALLOWED_ORIGINS.")


async def provider_findings(config: Config) -> AsyncGenerator[Finding]:
    """Every provider that is switched on; the database is open. No provider is asked: ``testIdentityProvider`` does."""
    rows, vault = await IdentityProvider.filter(is_enabled=True).order_by("position"), Vault(lambda: read_keys(config))
    try:
        broken = [row.name for row in rows if not _opens(vault, row)]
    except KeysUnreadable:
        return
    for name in broken:
        detail = f"the client secret of {name} was sealed with a key that is gone"
        yield Finding("identity provider", Result.FAILED, detail, "Set it anew by updateIdentityProvider.")
    if rows and not broken:
        yield Finding("identity providers", Result.PASSED, f"{len(rows)} switched on")


def _opens(vault: Vault, row: IdentityProvider) -> bool:
    try:
        provider_of(row, vault)
    except Unopenable:
        return False
    return True
