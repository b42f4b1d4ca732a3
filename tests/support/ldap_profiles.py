"""Directory profiles as tests want them."""

from typing import Any
from uuid import UUID

from auth.actor import SYSTEM, Actor
from auth.ldap_profiles.commands import create_ldap_profile, enable_ldap_profile
from auth.ldap_profiles.drafts import ProfileDraft, WantedServer
from models.ldap_profile import LdapProfile
from tests.support.house import House
from tests.support.profiles import moved

BIND_PASSWORD = "b1nd-s3cret"
DC1 = WantedServer("dc1.corp.test")
DC2 = WantedServer("dc2.corp.test", 1636)
BASE = "dc=corp,dc=test"


def draft(**values: Any) -> ProfileDraft:  # noqa: ANN401 — fields of a draft
    """A profile that is as it should be."""
    usual: dict[str, Any] = {
        "name": "corp",
        "servers": (DC1, DC2),
        "bind_dn": f"cn=reader,{BASE}",
        "bind_password": BIND_PASSWORD,
        "base_dn": BASE,
    }
    return ProfileDraft(**(usual | values))


async def profile(house: House, actor: Actor = SYSTEM, *, is_on: bool = False, **values: Any) -> UUID:  # noqa: ANN401 — as draft
    """A profile that was made by a command; gives its id."""
    made = await house.do(actor, lambda work: create_ldap_profile(work, draft(**values)))
    if is_on:
        await house.do(actor, lambda work: enable_ldap_profile(work, made))
    return made


async def from_directory(house: House, profile_id: UUID, name: str, *roles: str, **values: Any) -> UUID:  # noqa: ANN401 — as House.user
    """An account that a directory checks, as it is after a first sign-in."""
    user_id = await house.user(name, *roles, **values)
    await moved(user_id, await LdapProfile.get(id=profile_id), login_name=name.upper())
    return user_id


async def local_administrator(house: House) -> UUID:
    """Somebody who can get in without a directory, before whom none is switched on."""
    return await house.user("ada", "admin", password=await house.password())
