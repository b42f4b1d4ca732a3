"""What becomes of the accounts of a profile that is deleted. All of it is part of that command, which locked them."""

from collections.abc import Sequence
from uuid import UUID

from auth.errors import Refused
from auth.ldap_profiles.consequences import Followed
from auth.ldap_profiles.consequences import ProfileConsequenceKind as Kind
from auth.source_ending import accounts
from auth.source_ending.accounts import Counts, Going, Taking
from auth.texts import canonical
from auth.unit_of_work import Work
from models.external_identity import ExternalIdentity
from models.identity_expectation import IdentityKind
from models.ldap_profile import LdapProfile
from models.user import AuthMethod, User

_FIELD = "to_profile_id"


async def deactivate(work: Work, users: Sequence[User], note: str | None) -> Followed:
    """See ``auth.source_ending.accounts``, as everything here."""
    return _followed(await accounts.deactivate(work, users, note))


async def move_to_local(work: Work, users: Sequence[User], profile: LdapProfile, note: str | None) -> Followed:
    """Has Gatehouse check them."""
    return _followed(await accounts.move_to_local(work, users, _going(profile), note))


async def move_to_profile(
    work: Work, users: Sequence[User], profile: LdapProfile, other: LdapProfile, note: str | None
) -> Followed:
    """Has another directory check them: each waits to be found there by the login name it has here.

    Raises ``Refused`` (``IDENTITY_TAKEN``) where another account is, or waits to be, found there by one of these names.
    """
    names = await _login_names(users, profile)
    await _refuse_taken(names, other)
    there = Taking(other.id, other.name, AuthMethod.LDAP, IdentityKind.LOGIN_NAME, _FIELD)
    return _followed(await accounts.move_elsewhere(work, users, _going(profile), there, names, note))


def _going(profile: LdapProfile) -> Going:
    return Going(profile.id, profile.name, f"The directory {profile.name} was deleted.")


def _followed(counts: Counts) -> Followed:
    return Followed({Kind(kind.value): count for kind, count in counts.items()})


async def _login_names(users: Sequence[User], profile: LdapProfile) -> dict[UUID, str]:
    """By what each signs in now, canonically: the directory's name for them, or what they wait for, or the username."""
    names = {user.id: user.username_key for user in users}
    for row in await accounts.open_expectations(users):
        if row.kind is IdentityKind.LOGIN_NAME:
            names[row.user_id] = row.value
    for row in await ExternalIdentity.filter(source_id=profile.id, user_id__in=list(names)):
        names[row.user_id] = canonical(row.login_name)
    return names


async def _refuse_taken(names: dict[UUID, str], other: LdapProfile) -> None:
    wanted = set(names.values())
    linked = await ExternalIdentity.filter(source_id=other.id, login_name_key__in=list(wanted))
    if len(wanted) < len(names) or any(names.get(row.user_id) != row.login_name_key for row in linked):
        raise Refused(accounts.identity_taken(_FIELD))
