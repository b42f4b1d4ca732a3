"""What is kept of sign-ins by providers as plain rows, and providers as the hostile one of tests is configured."""

from typing import Any
from uuid import UUID

from auth.identity_providers.values import written_list
from auth.opaque import Token, digest
from auth.sources.provider import SigningAlgorithm
from auth.vault import Purpose
from models.identity_provider import IdentityProvider
from models.provider_sign_in import ProviderSignIn
from models.session import Session, SignInMethod
from models.user import User
from tests.support.hostile_provider import CLIENT, SECRET, HostileProvider
from tests.support.house import House
from tests.support.identity_providers import provider_row
from tests.support.keys import INSTALLATION


async def row_of(there: HostileProvider, name: str = "corp", **columns: Any) -> IdentityProvider:  # noqa: ANN401 — columns of a row
    """A provider that is switched on and to be found at the hostile one, as ``HostileProvider.provider`` has it."""
    usual: dict[str, Any] = {
        "issuer": there.issuer,
        "client_id": CLIENT,
        "client_secret_sealed": INSTALLATION.vault.seal(Purpose.SSO_CLIENT, SECRET),
        "algorithms_json": written_list([each.value for each in SigningAlgorithm]),
        "allows_private_addresses": True,
    }
    return await provider_row(name, **(usual | columns))


async def came_by(
    house: House,
    user_id: UUID,
    provider: IdentityProvider,
    **columns: Any,  # noqa: ANN401 — as above
) -> tuple[Token, ProviderSignIn]:
    """A session of an account that was opened by a provider, with what is kept of the sign-in."""
    token = await house.open(user_id, opened_by=SignInMethod.PROVIDER, source_id=provider.id)
    session = await Session.get(token_hash=digest(token))
    return token, await sign_in_row(house, user_id, provider, session_id=session.id, **columns)


async def sign_in_row(
    house: House,
    user_id: UUID,
    provider: IdentityProvider,
    **columns: Any,  # noqa: ANN401 — as above
) -> ProviderSignIn:
    """What is kept of a sign-in, whose session or step is made elsewhere."""
    row: dict[str, Any] = {
        "issuer": provider.issuer,
        "subject": f"subject of {(await User.get(id=user_id)).username}",
        "signed_in_at": house.clock.now(),
        "checked_at": house.clock.now(),
    }
    return await ProviderSignIn.create(user_id=user_id, provider_id=provider.id, **(row | columns))


def sealed(token: str) -> str:
    """A token as it is kept."""
    return INSTALLATION.vault.seal(Purpose.SSO_TOKENS, token)


async def turn(provider: IdentityProvider, *, on: bool) -> None:
    """Switches a provider on or off, as a row."""
    await IdentityProvider.filter(id=provider.id).update(is_enabled=on)
