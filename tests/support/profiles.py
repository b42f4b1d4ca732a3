"""Directory profiles and accounts of theirs as plain rows, for tests of what follows from them."""

from typing import Any
from uuid import UUID

from auth.texts import canonical
from models.external_identity import ExternalIdentity
from models.ldap_profile import GroupLookup, LdapConnection, LdapProfile
from models.user import AuthMethod, User
from tests.support.house import NOON, House


async def profile_row(name: str = "corp", **columns: Any) -> LdapProfile:  # noqa: ANN401 — columns of a row
    """A profile that is switched on, behind those that there are."""
    row: dict[str, Any] = {
        "position": await LdapProfile.all().count() + 1,
        "is_enabled": True,
        "servers_json": '[["127.0.0.1", 1]]',
        "connection": LdapConnection.LDAPS,
        "base_dn": "dc=example,dc=test",
        "user_filter": "(uid={username})",
        "group_lookup": GroupLookup.MEMBER_OF,
        "group_filter": "(member={user_dn})",
        "username_attribute": "uid",
        "first_name_attribute": "givenName",
        "last_name_attribute": "sn",
        "email_attribute": "mail",
        "id_attribute": "entryUUID",
        "created_at": NOON,
        "updated_at": NOON,
    }
    return await LdapProfile.create(name=name, name_key=canonical(name), **(row | columns))


async def moved(user_id: UUID, profile: LdapProfile, **columns: Any) -> ExternalIdentity:  # noqa: ANN401 — as above
    """Has an account checked by a profile from now on, as who its username says."""
    await User.filter(id=user_id).update(auth_method=AuthMethod.LDAP, source_id=profile.id)
    name = (await User.get(id=user_id)).username
    row: dict[str, Any] = {
        "subject": f"subject of {name}",
        "login_name": name,
        "dn": f"uid={name},ou=people,dc=example,dc=test",
        "linked_at": NOON,
        "last_seen_at": NOON,
    }
    row |= columns
    key = canonical(row["login_name"])
    return await ExternalIdentity.create(
        user_id=user_id, method=AuthMethod.LDAP, source_id=profile.id, login_name_key=key, **row
    )


async def person(house: House, name: str, profile: LdapProfile, *roles: str, **columns: Any) -> UUID:  # noqa: ANN401 — as above
    """An account of a profile that has signed in by it before."""
    user_id = await house.user(name, *roles)
    await moved(user_id, profile, **columns)
    return user_id


async def switch(profile: LdapProfile, *, on: bool) -> None:
    """Switches a profile on or off, as a row."""
    await LdapProfile.filter(id=profile.id).update(is_enabled=on)
