"""Making, changing, switching and ordering directory profiles."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from auth.administrators.rules import AdministratorShortcoming, InName, WouldLockOut
from auth.errors import Forbidden, NotFound, Refused, VersionConflict
from auth.idempotency import Idempotency
from auth.ldap_profiles.commands import (
    MOST,
    create_ldap_profile,
    disable_ldap_profile,
    enable_ldap_profile,
    reorder_ldap_profiles,
    update_ldap_profile,
)
from auth.ldap_profiles.drafts import WantedServer
from auth.ldap_profiles.queries import directory_of, enabled_directory, enabled_profiles
from auth.ldap_profiles.testing import TrialWish, try_ldap_profile
from auth.sources.directory import Server
from auth.unit_of_work import Command
from auth.users.lifecycle import deactivate_user
from auth.vault import Vault
from models.ldap_profile import LdapConnection, LdapProfile
from models.role import Role
from tests.support.certificates import authority
from tests.support.house import STALE, House, all_but
from tests.support.keys import INSTALLATION
from tests.support.ldap_profiles import BIND_PASSWORD, DC1, DC2, draft, from_directory, local_administrator, profile
from tests.support.profiles import profile_row
from tests.support.trail import Told, hearing, nothing_changes

VAULT = INSTALLATION.vault
NOBODY = UUID(int=1)


async def update(house: House, profile_id: UUID, *more: Any, **changes: Any) -> list[Told]:  # noqa: ANN401 — fields of the values
    """Changes a profile; what was told."""
    root = await house.root()
    async with hearing() as heard:
        await house.do(root, lambda work: update_ldap_profile(work, profile_id, changes, *more))
    return list(heard.events)


async def refused(house: House, profile_id: UUID, *more: Any, **changes: Any) -> list[tuple[str, str]]:  # noqa: ANN401 — as above
    root = await house.root()
    async with nothing_changes():
        return await house.refusals(root, lambda work: update_ldap_profile(work, profile_id, changes, *more))


async def test_a_profile_is_made_switched_off_with_its_password_sealed(house: House) -> None:
    root = await house.root()
    async with hearing() as heard:
        made = await profile(house, root, manage_role="admin", manage_group_dn="cn=admins,dc=corp,dc=test")
    row = await LdapProfile.get(id=made)
    assert (row.is_enabled, row.position, row.version) == (False, 1, 1)
    assert row.manage_role_id == (await Role.get(name="admin")).id
    assert row.user_role_id == (await Role.get(name="viewer")).id
    assert row.bind_password_sealed is not None
    assert BIND_PASSWORD not in row.bind_password_sealed
    told = heard.events[0]
    assert [(each.action, each.actor, each.target) for each in heard.events] == [
        ("ldap_profile.created", "root", "corp")
    ]
    assert told.changes["servers"] == (None, ["dc1.corp.test:636", "dc2.corp.test:1636"])
    assert told.changes["bind_password"] == (None, "set")
    assert BIND_PASSWORD not in repr(heard.events)
    found = await directory_of(row, VAULT)
    assert (found.bind_password, found.group_base_dn) == (BIND_PASSWORD, "dc=corp,dc=test")
    assert found.servers == (Server("dc1.corp.test", 636), Server("dc2.corp.test", 1636))
    assert BIND_PASSWORD not in repr(found) + repr(draft())


async def test_the_same_request_makes_one_profile(house: House) -> None:
    root, key = await house.root(), Idempotency("once", "same")
    once = await house.do(root, lambda work: create_ldap_profile(work, draft(), key))
    async with nothing_changes():
        assert await house.do(root, lambda work: create_ldap_profile(work, draft(), key)) == once


async def test_everything_wrong_about_a_new_one_is_named_at_once(house: House) -> None:
    root = await house.root()
    wrong = draft(
        name="",
        servers=(WantedServer("ldap://x"),),
        bind_password=" ",
        base_dn="x",
        ca_certificate="no certificate",
        manage_role="nothing",
        user_role="api",
    )
    async with nothing_changes():
        assert await house.refusals(root, lambda work: create_ldap_profile(work, wrong)) == [
            ("TOO_SHORT", "name"),
            ("HOST_INVALID", "servers.0.host"),
            ("DN_INVALID", "base_dn"),
            ("CERTIFICATE_INVALID", "ca_certificate"),
            ("TOO_SHORT", "bind_password"),
            ("ROLE_UNKNOWN", "manage_role"),
            ("ROLE_NOT_ALLOWED", "user_role"),
        ]


async def test_a_name_is_taken_in_any_spelling_and_profiles_are_bounded(house: House) -> None:
    root = await house.root()
    await profile(house)
    async with nothing_changes():
        assert await house.refusals(root, lambda work: create_ldap_profile(work, draft(name="CORP"))) == [
            ("PROFILE_NAME_TAKEN", "name")
        ]
    other = await profile(house, name="lab")
    assert await refused(house, other, name="Corp") == [("PROFILE_NAME_TAKEN", "name")]
    for number in range(MOST - 2):
        await profile_row(f"p{number}", position=10 + number)
    async with nothing_changes():
        assert await house.refusals(root, lambda work: create_ldap_profile(work, draft(name="new"))) == [
            ("TOO_MANY", "")
        ]


async def test_two_at_once_get_places_of_their_own(house: House) -> None:
    made = await asyncio.gather(*(profile(house, name=f"p{number}") for number in range(4)))
    assert sorted(row.position for row in await LdapProfile.filter(id__in=made)) == [1, 2, 3, 4]
    both = await asyncio.gather(*(profile(house, name="same") for _ in range(2)), return_exceptions=True)
    assert sorted(isinstance(each, Refused) for each in both) == [False, True]


async def test_who_may_not_or_has_no_fresh_factor_changes_nothing(house: House) -> None:
    await local_administrator(house)
    made = await profile(house, is_on=True)
    helper = await house.acting("helper", *all_but("ldap:write"), level=3)
    root = await house.root()
    house.clock.turn(minutes=16)
    commands: list[Command[object]] = [
        lambda work: create_ldap_profile(work, draft(name="new")),
        lambda work: update_ldap_profile(work, made, {"name": "new"}),
        lambda work: enable_ldap_profile(work, made),
        lambda work: disable_ldap_profile(work, made),
        lambda work: reorder_ldap_profiles(work, [made]),
        lambda work: try_ldap_profile(work, TrialWish(profile_id=made)),
    ]
    for command in commands:
        async with nothing_changes():
            with pytest.raises(Forbidden):
                await house.do(helper, command)
            assert await house.refusals(root, command) == STALE


async def test_naming_a_role_is_giving_it(house: House) -> None:
    clerk = await house.acting("clerk", "ldap:write", level=1)
    for values in ({"manage_role": "admin"}, {"user_role": "operator"}):
        async with nothing_changes():
            wanted = draft(**values)
            assert await house.refusals(clerk, lambda work, wanted=wanted: create_ldap_profile(work, wanted)) == [
                ("BEYOND_OWN_RIGHTS", next(iter(values)))
            ]
    made = await profile(house, manage_role="admin", manage_group_dn="cn=a,dc=corp,dc=test")
    await house.freshen(clerk)
    for changes in ({"manage_role": None}, {"manage_group_dn": "cn=everybody,dc=corp,dc=test"}):
        async with nothing_changes():
            assert await house.refusals(clerk, lambda work, given=changes: update_ldap_profile(work, made, given)) == [
                ("BEYOND_OWN_RIGHTS", "manage_role")
            ]
    await house.do(clerk, lambda work: update_ldap_profile(work, made, {"name": "renamed", "user_role": None}))
    assert (await LdapProfile.get(id=made)).user_role_id is None


async def test_a_change_keeps_the_password_and_tells_what_differs(house: House) -> None:
    made = await profile(house)
    before = await LdapProfile.get(id=made)
    told = await update(house, made, name="Corp", servers=(DC2, DC1), group_depth=3)
    assert [(each.action, each.target) for each in told] == [("ldap_profile.updated", "Corp")]
    assert told[0].changes == {
        "name": ("corp", "Corp"),
        "servers": (["dc1.corp.test:636", "dc2.corp.test:1636"], ["dc2.corp.test:1636", "dc1.corp.test:636"]),
        "group_depth": (5, 3),
    }
    after = await LdapProfile.get(id=made)
    assert (after.bind_password_sealed, after.version) == (before.bind_password_sealed, 2)


@pytest.mark.parametrize(
    "changes",
    [
        {"servers": (DC1, DC2, WantedServer("evil.test"))},
        {"servers": (WantedServer("dc1.corp.test", 1389),)},
        {"bind_dn": "cn=other,dc=corp,dc=test"},
        {"connection": LdapConnection.INSECURE},
        {"checks_host_name": False},
    ],
    ids=repr,
)
async def test_a_stored_password_goes_nowhere_it_was_not_given_for(house: House, changes: dict[str, Any]) -> None:
    made = await profile(house)
    assert await refused(house, made, **changes) == [("BIND_PASSWORD_REQUIRED", "bind_password")]
    told = await update(house, made, "an0ther", **changes)
    assert told[0].changes["bind_password"] == ("set", "set anew")
    assert "an0ther" not in repr(told)
    assert (await directory_of(await LdapProfile.get(id=made), VAULT)).bind_password == "an0ther"


async def test_a_profile_goes_back_to_asking_as_nobody(house: House) -> None:
    made = await profile(house)
    assert await refused(house, made, None) == [("BIND_PASSWORD_REQUIRED", "bind_password")]
    assert await refused(house, made, "new", bind_dn="") == [("BIND_DN_REQUIRED", "bind_dn")]
    told = await update(house, made, bind_dn="")
    assert told[0].changes["bind_password"] == ("set", None)
    assert (await LdapProfile.get(id=made)).bind_password_sealed is None
    assert await refused(house, made, bind_dn="cn=reader,dc=corp") == [("BIND_PASSWORD_REQUIRED", "bind_password")]


async def test_what_is_stale_or_gone_is_not_changed(house: House) -> None:
    root, made = await house.root(), await profile(house)
    await update(house, made, name="Corp")
    async with nothing_changes():
        with pytest.raises(VersionConflict) as stale:
            await house.do(root, lambda work: update_ldap_profile(work, made, {"name": "x"}, version=1))
        assert stale.value.current == 2
        commands: list[Command[object]] = [
            lambda work: update_ldap_profile(work, NOBODY, {"name": "x"}),
            lambda work: enable_ldap_profile(work, NOBODY),
            lambda work: disable_ldap_profile(work, NOBODY),
            lambda work: try_ldap_profile(work, TrialWish(profile_id=NOBODY)),
        ]
        for command in commands:
            with pytest.raises(NotFound):
                await house.do(root, command)


async def test_accounts_stay_known_by_what_they_are_linked_by(house: House) -> None:
    made = await profile(house)
    await update(house, made, id_attribute="objectSid")
    await from_directory(house, made, "asa")
    assert await refused(house, made, id_attribute="objectGUID") == [("PROFILE_IN_USE", "id_attribute")]
    await update(house, made, id_attribute="OBJECTSID")


async def test_a_certificate_is_told_by_its_fingerprint(house: House, tmp_path: Any) -> None:  # noqa: ANN401 — a path
    pem = authority(tmp_path).file.read_text("ascii")
    made = await profile(house)
    assert await refused(house, made, "pw", ca_certificate="x") == [("CERTIFICATE_INVALID", "ca_certificate")]
    assert await refused(house, made, "pw", ca_certificate="-----BEGIN PRIVATE KEY-----") == [
        ("PRIVATE_KEY_GIVEN", "ca_certificate")
    ]
    assert await refused(house, made, "pw", ca_certificate="x" * 65_537) == [("TOO_LONG", "ca_certificate")]
    told = await update(house, made, "pw", ca_certificate=pem.replace("\n", "\r\n"))
    assert str(told[0].changes["ca_certificate"][1]).startswith("SHA-256 ")
    assert (await LdapProfile.get(id=made)).ca_certificate == pem.replace("\n", "\r\n")


async def test_the_first_is_switched_on_only_beside_an_administrator_of_our_own(house: House) -> None:
    root, made, other = await house.root(), await profile(house), await profile(house, name="lab")
    async with nothing_changes():  # root has no password
        assert await house.refusals(root, lambda work: enable_ldap_profile(work, made)) == [
            ("LOCAL_ADMINISTRATOR_REQUIRED", "id")
        ]
    ada = await local_administrator(house)
    async with hearing() as heard:
        await house.do(root, lambda work: enable_ldap_profile(work, made))
    assert [(told.action, told.target) for told in heard.events] == [("ldap_profile.enabled", "corp")]
    async with nothing_changes():
        await house.do(root, lambda work: enable_ldap_profile(work, made))
    await from_directory(house, made, "bea", "admin")
    await house.do(root, lambda work: deactivate_user(work, ada))
    await house.do(root, lambda work: enable_ldap_profile(work, other))
    assert await LdapProfile.filter(is_enabled=True).count() == 2


async def test_the_last_administrators_directory_is_not_switched_off(house: House) -> None:
    root, ada = await house.root(), await local_administrator(house)
    made = await profile(house, is_on=True)
    await from_directory(house, made, "bea", "admin")
    await house.do(root, lambda work: deactivate_user(work, ada))
    async with nothing_changes():
        with pytest.raises(WouldLockOut) as locked_out:
            await house.do(root, lambda work: disable_ldap_profile(work, made))
    assert locked_out.value.before == ["bea"]
    assert InName("bea", AdministratorShortcoming.SOURCE_OFF) in locked_out.value.in_name
    await house.user("cleo", "admin", password=await house.password())
    async with hearing() as heard:
        await house.do(root, lambda work: disable_ldap_profile(work, made))
    assert [(told.action, told.target) for told in heard.events] == [("ldap_profile.disabled", "corp")]
    async with nothing_changes():
        await house.do(root, lambda work: disable_ldap_profile(work, made))


async def test_profiles_are_put_in_order_all_at_once(house: House) -> None:
    root = await house.root()
    await local_administrator(house)
    one, two, three = [await profile(house, is_on=True, name=name) for name in ("one", "two", "three")]
    async with hearing() as heard:
        await house.do(root, lambda work: reorder_ldap_profiles(work, [three, one, two]))
    assert list(heard.events) == [
        Told(
            "ldap_profile.reordered",
            "root",
            changes={"profiles": (["one", "two", "three"], ["three", "one", "two"])},
        )
    ]
    assert await enabled_profiles() == [three, one, two]
    assert [row.position for row in await LdapProfile.all().order_by("position")] == [1, 2, 3]
    async with nothing_changes():
        await house.do(root, lambda work: reorder_ldap_profiles(work, [three, one, two]))
        for ids in ([], [one, two], [one, two, two], [one, two, three, NOBODY], [one, one, two, three]):
            assert await house.refusals(root, lambda work, ids=ids: reorder_ldap_profiles(work, ids)) == [
                ("ORDER_INCOMPLETE", "profile_ids")
            ]


async def test_a_profile_whose_secret_key_is_gone_is_left_out(house: House, caplog: pytest.LogCaptureFixture) -> None:
    await local_administrator(house)
    sealed = await profile(house, is_on=True)
    bare = await profile(house, is_on=True, name="bare", bind_dn="", bind_password=None)
    off = await profile(house, name="off")
    assert await enabled_profiles() == [sealed, bare]
    opened = [await enabled_directory(each, VAULT) for each in (sealed, bare, off, NOBODY)]
    assert [found.name if found else None for found in opened] == ["corp", "bare", None, None]
    assert caplog.text == ""
    other = Vault(lambda: ["r" * 43 + "="])
    assert await enabled_directory(sealed, other) is None
    assert await enabled_directory(bare, other) is not None
    assert "secret key that is gone" in caplog.text
    assert BIND_PASSWORD not in caplog.text
