"""Role mappings, and accounts that a provider last saw in groups, for tests of what mappings come to."""

from uuid import UUID

from auth.actor import SYSTEM
from auth.provisioning.apply import Arrival, arrive
from auth.provisioning.groups import groups_of, stored_groups
from auth.provisioning.sources import ProviderArrivals
from auth.role_mappings.commands import create_role_mapping
from auth.role_mappings.drafts import MappingDraft
from auth.sources.identity import ExternalGroup, ExternalIdentity
from auth.unit_of_work import Work
from models.external_identity import ExternalIdentity as Link
from models.identity_provider import GroupMatch, IdentityProvider
from models.user import AuthMethod
from tests.support.house import House
from tests.support.identity_providers import from_provider, linked


async def mapping(house: House, provider: IdentityProvider, value: str, role: str, **more: object) -> UUID:
    """A mapping, made by the system: a pattern where there is a star in it."""
    kind = GroupMatch.GLOB if "*" in value else GroupMatch.EXACT
    values: dict[str, object] = {"kind": kind, **more}
    draft = MappingDraft(provider_id=provider.id, value=value, role=role, **values)  # type: ignore[arg-type] # of a draft
    return await house.do(SYSTEM, lambda work: create_role_mapping(work, draft))


async def comer(
    house: House, name: str, provider: IdentityProvider, groups: list[str] | None, *, roles: tuple[str, ...] = ()
) -> UUID:
    """An account that comes by a provider alone, and was last seen there in these groups; ``None``: not told."""
    user_id = await from_provider(house, provider, name, *roles)
    await seen_in(user_id, provider, groups)
    return user_id


async def local_comer(
    house: House, name: str, provider: IdentityProvider, groups: list[str] | None, *, roles: tuple[str, ...] = ()
) -> UUID:
    """A local account with a password that is linked to a provider, too."""
    user_id = await house.user(name, *roles, password=await house.password())
    await linked(user_id, provider)
    await seen_in(user_id, provider, groups)
    return user_id


async def seen_in(user_id: UUID, provider: IdentityProvider, groups: list[str] | None) -> None:
    """Has somebody be seen in these groups from now on."""
    stored = None if groups is None else stored_groups([ExternalGroup(name) for name in groups])
    await Link.filter(user_id=user_id, source_id=provider.id).update(groups_json=stored)


async def come(house: House, user_id: UUID, provider: IdentityProvider) -> Arrival:
    """Signs somebody in by a provider, who tells the groups in which they were last seen; as far as the account."""
    link = await Link.get(user_id=user_id, source_id=provider.id)
    identity = ExternalIdentity(
        source_id=provider.id,
        method=AuthMethod.OIDC,
        subject=link.subject,
        login_name=link.login_name,
        email=link.email,
        groups=groups_of(link.groups_json),
    )

    async def arriving(work: Work) -> Arrival:
        row = await IdentityProvider.get(id=provider.id)
        return await arrive(work, identity, ProviderArrivals(row), lambda _: True)

    return await house.do(SYSTEM, arriving)
