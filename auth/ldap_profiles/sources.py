"""Which directories there are, as the registry of sources asks."""

from collections.abc import Sequence
from uuid import UUID

from auth.reading import Statement, boolean, fetch, key
from auth.sources.rules import SourceFacts
from models.user import AuthMethod

_PROFILES = """
SELECT p.id, p.name, p.is_enabled, r.name FROM ldap_profiles p
LEFT JOIN (
  SELECT o.profile_id, pr.role_id FROM policies o JOIN policy_roles pr ON pr.policy_id = o.id WHERE o.is_enabled
) AS given ON given.profile_id = p.id OR given.profile_id IS NULL
LEFT JOIN roles r ON r.id IN (given.role_id, p.manage_role_id, p.user_role_id)
"""


class LdapProfiles:
    """Every directory profile, with the roles that it and the policies about it give."""

    async def sources(self, method: AuthMethod) -> Sequence[SourceFacts]:
        """One statement for directories, none for other methods."""
        if method is not AuthMethod.LDAP:
            return ()
        found: dict[UUID, tuple[str, bool]] = {}
        roles: dict[UUID, set[str]] = {}
        for profile_id, name, is_enabled, role in await fetch(Statement().add(_PROFILES)):
            profile = key(profile_id)
            found[profile] = (name, boolean(is_enabled))
            roles.setdefault(profile, set()).update([role] if role is not None else [])
        return [
            SourceFacts(profile, method, name, is_enabled, tuple(sorted(roles[profile])))
            for profile, (name, is_enabled) in found.items()
        ]


LDAP_PROFILES = LdapProfiles()
