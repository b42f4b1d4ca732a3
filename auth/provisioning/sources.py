"""Where somebody arrives from: what decides about them and is not about themselves, whatever kind of source it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from auth.identity_providers.values import read_list
from auth.policies.queries import policies_in_force, profile_rules
from auth.policies.rules import RolesDecision, decide_roles
from auth.provisioning.groups import person_of
from auth.role_mappings.queries import mappings_in_force, provider_rules
from auth.role_mappings.rules import MappedRoles, decide_mapped_roles
from auth.settings.pages import DirectorySettings
from auth.settings.queries import current
from auth.sources.identity import ExternalIdentity
from auth.users.following import Owned, of_directories, of_provider
from models.identity_provider import IdentityProvider
from models.ldap_profile import LdapProfile, RolesFollow
from models.role import RoleGrant
from models.user import AuthMethod


class SourceRoles(Protocol):
    """What a source gives somebody: a ``RolesDecision`` or ``MappedRoles``, each with verdicts of its own kind."""

    @property
    def roles(self) -> Sequence[Owned]:
        """All roles; where ``keeps``, of a first sign-in."""
        ...

    @property
    def is_refused(self) -> bool:
        """Whether whoever matches nothing is refused. Where ``keeps``, a first sign-in."""
        ...

    @property
    def keeps(self) -> bool:
        """Whether everything stays as it was, because the source did not tell the groups."""
        ...


class ArrivalSource(Protocol):
    """A directory or provider, as an arrival asks it. What is read of it is as of this unit of work."""

    @property
    def id(self) -> UUID:
        """Of the profile or provider."""
        ...

    @property
    def name(self) -> str:
        """What people call it."""
        ...

    @property
    def method(self) -> AuthMethod:
        """Of the accounts that it checks."""
        ...

    @property
    def creates_accounts(self) -> bool:
        """Whether somebody who is unknown here gets an account."""
        ...

    @property
    def roles_follow(self) -> RolesFollow:
        """How often it gives and takes roles."""
        ...

    @property
    def email_domains(self) -> frozenset[str]:
        """Domains, in one of which a person's proven address must be; empty for all."""
        ...

    @property
    def required_group(self) -> str | None:
        """The group without which nobody signs in by it; ``None`` where none is asked for."""
        ...

    @property
    def links_verified_email(self) -> bool:
        """Whether a proven address finds the account that has proven the same one."""
        ...

    async def is_on(self) -> bool:
        """Whether it is there and switched on. Nothing is locked."""
        ...

    async def still_on(self) -> bool:
        """The same, with its row locked: whoever deletes it looks after its accounts, and would miss a new one."""
        ...

    async def roles(self, identity: ExternalIdentity, username: str, /) -> SourceRoles:
        """What it gives somebody, by its rules as they are now. Raises ``NotFound`` where it is gone."""
        ...

    async def owned(self, held: Sequence[RoleGrant]) -> Sequence[RoleGrant]:
        """Which of an account's grants it gave, and may take."""
        ...


@dataclass(frozen=True, slots=True)
class LdapArrivals:
    """A directory profile, read in this unit of work."""

    profile: LdapProfile

    method = AuthMethod.LDAP
    email_domains: frozenset[str] = frozenset()
    required_group: str | None = None
    links_verified_email: bool = False

    @property
    def id(self) -> UUID:
        """Of the profile."""
        return self.profile.id

    @property
    def name(self) -> str:
        """Of the profile."""
        return self.profile.name

    @property
    def creates_accounts(self) -> bool:
        """As the profile says."""
        return self.profile.creates_accounts

    @property
    def roles_follow(self) -> RolesFollow:
        """As the profile says."""
        return self.profile.roles_follow

    async def is_on(self) -> bool:
        """No statement: the profile was read in this unit of work."""
        return self.profile.is_enabled

    async def still_on(self) -> bool:
        """One statement, and the lock."""
        return bool(await LdapProfile.select_for_update().filter(id=self.id, is_enabled=True))

    async def roles(self, identity: ExternalIdentity, username: str) -> RolesDecision:
        """By the profile and the policies."""
        resolution = (await current(DirectorySettings)).policy_resolution
        rules, policies = await profile_rules(self.id), await policies_in_force()
        return decide_roles(person_of(identity, username), rules, policies, resolution)

    async def owned(self, held: Sequence[RoleGrant]) -> Sequence[RoleGrant]:
        """An account has one directory at a time, so what an earlier one gave it counts as this one's."""
        return await of_directories(held)


@dataclass(frozen=True, slots=True)
class ProviderArrivals:
    """An identity provider; its row may have been read before this unit of work, whether it is on is asked anew."""

    provider: IdentityProvider

    method = AuthMethod.OIDC

    @property
    def id(self) -> UUID:
        """Of the provider."""
        return self.provider.id

    @property
    def name(self) -> str:
        """Of the provider."""
        return self.provider.name

    @property
    def creates_accounts(self) -> bool:
        """As the provider's row says."""
        return self.provider.creates_accounts

    @property
    def roles_follow(self) -> RolesFollow:
        """As the provider's row says."""
        return self.provider.roles_follow

    @property
    def email_domains(self) -> frozenset[str]:
        """As the provider's row says."""
        return frozenset(read_list(self.provider.email_domains_json))

    @property
    def required_group(self) -> str | None:
        """As the provider's row says."""
        return self.provider.required_group

    @property
    def links_verified_email(self) -> bool:
        """As the provider's row says."""
        return self.provider.links_verified_email

    async def is_on(self) -> bool:
        """One statement."""
        return await IdentityProvider.exists(id=self.id, is_enabled=True)

    async def still_on(self) -> bool:
        """One statement, and the lock."""
        return bool(await IdentityProvider.select_for_update().filter(id=self.id, is_enabled=True))

    async def roles(self, identity: ExternalIdentity, _username: str) -> MappedRoles:
        """By the groups alone: nobody is given a role for what they call themselves."""
        groups = None if identity.groups is None else [group.name for group in identity.groups]
        return decide_mapped_roles(groups, await provider_rules(self.id), await mappings_in_force(self.id))

    async def owned(self, held: Sequence[RoleGrant]) -> Sequence[RoleGrant]:
        """Those of its own mappings, those of mappings that are gone, and its default role."""
        return await of_provider(self.id, held)
