"""A profile without a base DN asks its directory first, and what becomes of it is told once."""

from dataclasses import dataclass, field

import pytest

from auth.errors import Refused
from auth.idempotency import Idempotency
from auth.ldap_profiles.creating import create_profile
from auth.sources.directory import Directory
from auth.sources.examination import ServerReport
from auth.sources.identity import Unavailable
from models.ldap_profile import LdapProfile
from tests.support.house import House
from tests.support.ldap_profiles import BASE, BIND_PASSWORD, draft, profile
from tests.support.trail import hearing, nothing_changes


@dataclass
class Suggesting:
    """Directories that suggest this."""

    base_dn: str | Unavailable = BASE
    asked: list[Directory] = field(default_factory=list[Directory])

    async def examine(
        self, directory: Directory, *, test_username: str | None = None, password: str | None = None
    ) -> list[ServerReport]:
        raise AssertionError((directory, test_username, password))

    async def default_base_dn(self, directory: Directory) -> str | Unavailable:
        self.asked.append(directory)
        return self.base_dn


async def test_what_the_directory_suggests_is_taken_and_told_with_the_profile(house: House) -> None:
    root, ldap, once = await house.root(), Suggesting(), Idempotency("key", "input")
    async with hearing() as heard:
        made = await create_profile(house.units, ldap, root, draft(base_dn=None), once)
    assert [told.action for told in heard.events] == ["ldap_profile.created"]
    assert (await LdapProfile.get(id=made)).base_dn == BASE
    assert [each.bind_password for each in ldap.asked] == [BIND_PASSWORD]
    async with nothing_changes():
        assert await create_profile(house.units, ldap, root, draft(base_dn=None), once) == made
    assert len(ldap.asked) == 1


@pytest.mark.parametrize(
    ("suggested", "code"),
    [(Unavailable("it is away"), "BASE_DN_REQUIRED"), ("no name", "DN_INVALID"), (BASE, "PROFILE_NAME_TAKEN")],
    ids=["no answer", "no name", "a name that is taken"],
)
async def test_a_directory_that_was_asked_for_nothing_is_told_as_tried(
    house: House, suggested: str | Unavailable, code: str
) -> None:
    root = await house.root()
    await profile(house)
    name = "corp" if code == "PROFILE_NAME_TAKEN" else "lab"
    async with hearing() as heard:
        with pytest.raises(Refused) as refused:
            await create_profile(house.units, Suggesting(suggested), root, draft(base_dn=None, name=name))
    assert [error.code for error in refused.value.errors] == [code]
    assert [told.action for told in heard.events] == ["ldap_profile.tested"]
    assert await LdapProfile.all().count() == 1


async def test_what_is_wrong_is_told_before_the_directory_is_asked(house: House) -> None:
    root, ldap = await house.root(), Suggesting()
    async with nothing_changes():
        with pytest.raises(Refused):
            await create_profile(house.units, ldap, root, draft(base_dn=None, user_filter="x"))
    assert ldap.asked == []
