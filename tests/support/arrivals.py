"""People who come by a provider, as far as the account, for tests of who gets in and as whom."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from auth.actor import SYSTEM
from auth.login.directory import tried
from auth.provisioning.apply import Arrival, arrive
from auth.provisioning.rules import DeniedBecause, Way
from auth.provisioning.sources import ProviderArrivals
from auth.sources.identity import ExternalGroup, ExternalIdentity
from auth.unit_of_work import Work
from models.identity_provider import GroupMatch, IdentityProvider, RoleMapping
from models.role import Role
from models.user import AuthMethod, User
from tests.support.house import NOON, House
from tests.support.identity_providers import provider_row
from tests.support.trail import nothing_changes

SUBJECT, ADDRESS = "subject of asa", "asa@example.com"


async def corp(name: str = "corp", default_role: str | None = "viewer", **columns: Any) -> IdentityProvider:  # noqa: ANN401 — columns of a row
    """A provider that is switched on and makes accounts."""
    role = await Role.get(name_key=default_role) if default_role else None
    usual: dict[str, Any] = {"creates_accounts": True, "default_role_id": role.id if role else None}
    return await provider_row(name, **(usual | columns))


async def maps(provider: IdentityProvider, group: str, role: str) -> RoleMapping:
    """A mapping of the provider's."""
    return await RoleMapping.create(
        provider_id=provider.id,
        kind=GroupMatch.EXACT,
        value=group,
        role_id=(await Role.get(name_key=role)).id,
        created_at=NOON,
        updated_at=NOON,
    )


def somebody(provider: IdentityProvider, *, groups: Sequence[str] | None = (), **values: Any) -> ExternalIdentity:  # noqa: ANN401 — values of an identity
    """Asa, with an address that the provider has proven."""
    usual: dict[str, Any] = {
        "source_id": provider.id,
        "method": AuthMethod.OIDC,
        "subject": SUBJECT,
        "login_name": "asa",
        "email": ADDRESS,
        "email_verified": True,
        "groups": None if groups is None else tuple(ExternalGroup(name) for name in groups),
    }
    return ExternalIdentity(**(usual | values))


async def arrives(house: House, provider: IdentityProvider, identity: ExternalIdentity | None = None) -> Arrival:
    """Lets somebody come by a provider as it is now."""
    who = identity or somebody(provider)

    async def arriving(work: Work) -> Arrival:
        row = await IdentityProvider.get(id=provider.id)
        return await arrive(work, who, ProviderArrivals(row), lambda user: user.auto_locked_at is None)

    arrival = await tried(house.units, SYSTEM, arriving)
    assert arrival is not None, "others always came first"
    return arrival


async def gets_in(house: House, provider: IdentityProvider, identity: ExternalIdentity | None = None) -> User:
    """The same where they must get in; gives whose account it is, as it is stored."""
    arrival = await arrives(house, provider, identity)
    assert arrival.user is not None, arrival.evaluation.decision
    return await User.get(id=arrival.user.id)


async def denied(
    house: House, provider: IdentityProvider, identity: ExternalIdentity | None = None
) -> DeniedBecause | None:
    """The same where they must not; nothing changes by that."""
    async with nothing_changes():
        arrival = await arrives(house, provider, identity)
    assert (arrival.user, arrival.evaluation.decision.way) == (None, Way.DENY)
    return arrival.evaluation.decision.because


async def id_of(role: str) -> UUID:
    """The key of a role."""
    return (await Role.get(name_key=role)).id
