"""What the registry of sources is told of directories."""

from typing import Any

from auth.administrators.facts import administrators
from auth.administrators.rules import who_get_in
from auth.sources.registry import sources_of
from auth.sources.rules import SourceFacts
from models.ldap_profile import LdapProfile
from models.policy import Policy, PolicyRole, PolicyType
from models.role import Role
from models.user import AuthMethod
from tests.support.house import House
from tests.support.ldap_profiles import from_directory, local_administrator, profile
from tests.support.statements import statements


async def policy(house: House, position: int, role: str, **columns: Any) -> None:  # noqa: ANN401 — columns of a row
    now = house.clock.now()
    row = await Policy.create(
        type=PolicyType.USER,
        value="asa",
        value_key="asa",
        position=position,
        created_at=now,
        updated_at=now,
        **columns,
    )
    await PolicyRole.create(policy_id=row.id, role_id=(await Role.get(name=role)).id)


async def test_a_directory_is_known_with_the_roles_that_it_and_policies_give(house: House) -> None:
    await local_administrator(house)
    for name in ("everywhere", "here", "off"):
        await house.role(name)
    corp = await profile(house, is_on=True, manage_role="admin", manage_group_dn="cn=admins,dc=corp,dc=test")
    lab = await profile(house, name="lab", user_role=None)
    await policy(house, 1, "everywhere")
    await policy(house, 2, "here", profile_id=corp)
    await policy(house, 3, "off", profile_id=corp, is_enabled=False)
    with statements() as executed:
        found = await sources_of(AuthMethod.LDAP)
    assert found == [
        SourceFacts(corp, AuthMethod.LDAP, "corp", is_enabled=True, roles=("admin", "everywhere", "here", "viewer")),
        SourceFacts(lab, AuthMethod.LDAP, "lab", is_enabled=False, roles=("everywhere",)),
    ]
    assert len(executed) == 1
    assert await sources_of(AuthMethod.OIDC) == []


async def test_an_administrator_from_a_directory_counts_while_it_is_on(house: House) -> None:
    await local_administrator(house)
    made = await profile(house, is_on=True)
    await from_directory(house, made, "bea", "admin")
    assert who_get_in(await administrators(house.clock.now())) == ["ada", "bea"]
    await LdapProfile.filter(id=made).update(is_enabled=False)
    assert who_get_in(await administrators(house.clock.now())) == ["ada"]
    await LdapProfile.filter(id=made).delete()
    assert who_get_in(await administrators(house.clock.now())) == ["ada"]
