"""What a directory gave an account goes with the directory; what it was given in other ways stays."""

from typing import Any
from uuid import UUID

import pytest

from auth.actor import SYSTEM
from auth.methods.rules import ConsequenceKind as Kind
from auth.sources.rules import SourceFacts
from auth.users.expectations import CheckWish
from models.ldap_profile import LdapProfile
from models.user import AuthMethod
from tests.support.directory_scene import member, policy, roles_held, sign_in
from tests.support.house import House
from tests.support.methods import HERE, SHOWN, SUBJECT, change
from tests.support.profiles import profile_row
from tests.support.sources import configured
from tests.support.trail import hearing, nothing_changes

OPS = "cn=ops,dc=example,dc=test"


async def of_directory(house: House) -> tuple[UUID, LdapProfile, LdapProfile]:
    """An account of the first of two directories, with a role of it and one by hand."""
    corp, lab = await profile_row(), await profile_row("lab")
    await policy(house, OPS, "operator")
    asa = await member(house, "asa", corp, [OPS], roles=("viewer",))
    await sign_in(house, asa)
    return asa, corp, lab


@pytest.mark.parametrize("to", ["here", "lab"])
async def test_the_directorys_roles_go_when_another_checks_the_account(house: House, to: str) -> None:
    asa, corp, lab = await of_directory(house)
    wish = HERE if to == "here" else CheckWish(AuthMethod.LDAP, SUBJECT, "lab")
    more: dict[str, Any] = {"credential": SHOWN} if to == "here" else {}
    with configured(*(SourceFacts(each.id, AuthMethod.LDAP, each.name) for each in (corp, lab))):
        async with nothing_changes():
            asked = await change(house, SYSTEM, asa, wish, confirm=False, **more)
        lost = [each.roles for each in asked.consequences if each.kind is Kind.ROLES_LOST]
        assert lost == [("operator",)]
        async with hearing() as heard:
            done = await change(house, SYSTEM, asa, wish, **more)
    assert done.consequences == asked.consequences
    assert "user.roles_changed" in [told.action for told in heard.events]
    assert await roles_held(asa) == {"viewer"}


async def test_another_identity_of_the_same_directory_takes_no_role(house: House) -> None:
    asa, corp, _ = await of_directory(house)
    with configured(SourceFacts(corp.id, AuthMethod.LDAP, "corp")):
        done = await change(house, SYSTEM, asa, CheckWish(AuthMethod.LDAP, SUBJECT, "corp"))
    assert Kind.ROLES_LOST not in {each.kind for each in done.consequences}
    assert await roles_held(asa) == {"viewer", "operator"}
