"""Deleting a profile: told first, done as told; what becomes of its accounts, policies and identities."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from auth.actor import Actor
from auth.administrators.rules import AdministratorShortcoming, InName, WouldLockOut
from auth.errors import Forbidden
from auth.ldap_profiles.consequences import AccountsBecome, ProfileConsequence
from auth.ldap_profiles.consequences import ProfileConsequenceKind as Kind
from auth.ldap_profiles.deletion import ProfileDeletion, delete_ldap_profile
from auth.login.outcomes import MustChangePassword
from auth.source_ending.telling import Deleted
from auth.unit_of_work import Units
from auth.users.lifecycle import deactivate_user
from models.external_identity import ExternalIdentity
from models.identity_expectation import IdentityExpectation, IdentityKind
from models.ldap_profile import LdapProfile
from models.one_time_link import OneTimeLink
from models.outbox_mail import OutboxMail
from models.policy import Policy, PolicyType
from models.role import GrantSource, Role, RoleGrant
from models.session import Session, SessionEnd
from models.user import AuthMethod, User, UserStatus
from tests.support.house import STALE, House, all_but
from tests.support.keys import INSTALLATION, write_events
from tests.support.ldap_profiles import from_directory, local_administrator, profile
from tests.support.trail import Heard, Told, hearing, nothing_changes

NOBODY = UUID(int=1)
OFF, LOCAL, MOVED = AccountsBecome.DEACTIVATE, AccountsBecome.MOVE_TO_LOCAL, AccountsBecome.MOVE_TO_PROFILE


async def delete(
    house: House,
    actor: Actor,
    profile_id: UUID,
    become: AccountsBecome,
    **more: Any,  # noqa: ANN401 — fields of the deletion
) -> Deleted[ProfileConsequence]:
    wanted = ProfileDeletion(profile_id=profile_id, accounts=become, **more)
    return await house.do(actor, lambda work: delete_ldap_profile(work, wanted))


async def told_then_done(
    house: House,
    profile_id: UUID,
    become: AccountsBecome,
    **more: Any,  # noqa: ANN401 — as above
) -> tuple[dict[Kind, int], Heard]:
    """What followed, which was told before without a change."""
    root = await house.root()
    async with nothing_changes():
        asked = await delete(house, root, profile_id, become, **more)
    async with hearing() as heard:
        done = await delete(house, root, profile_id, become, confirm=True, **more)
    assert (asked.is_deleted, done.is_deleted) == (False, True)
    assert asked.consequences == done.consequences
    assert not await LdapProfile.exists(id=profile_id)
    assert not await ExternalIdentity.exists(source_id=profile_id)
    assert not await IdentityExpectation.exists(source_id=profile_id, used_at=None)
    return {each.kind: each.count for each in done.consequences}, heard


async def refused(house: House, actor: Actor, profile_id: UUID, become: AccountsBecome, **more: Any) -> list[Any]:  # noqa: ANN401 — as above
    """Every code and field of the refusal, the same with and without ``confirm``; nothing changes."""
    told: list[list[tuple[str, str]]] = []
    for confirm in (False, True):
        wanted = ProfileDeletion(profile_id=profile_id, accounts=become, confirm=confirm, **more)
        async with nothing_changes():
            told.append(await house.refusals(actor, lambda work, wanted=wanted: delete_ldap_profile(work, wanted)))
    assert told[0] == told[1]
    return told[0]


async def policy(house: House, profile_id: UUID | None, position: int, value: str = "cn=ops,dc=corp,dc=test") -> Policy:
    now = house.clock.now()
    return await Policy.create(
        type=PolicyType.GROUP,
        value=value,
        value_key=value,
        profile_id=profile_id,
        position=position,
        created_at=now,
        updated_at=now,
    )


async def given(user_id: UUID, role: str, source: GrantSource, owner_id: UUID, house: House) -> None:
    role_id = (await Role.get(name=role)).id
    now = house.clock.now()
    await RoleGrant.create(user_id=user_id, role_id=role_id, source=source, owner_id=owner_id, granted_at=now)


async def test_a_profile_without_accounts_goes_with_its_policies(house: House) -> None:
    made, other = await profile(house), await profile(house, name="lab")
    await policy(house, made, 1)
    await policy(house, made, 2, "cn=dev,dc=corp,dc=test")
    of_all, of_other = await policy(house, None, 3), await policy(house, other, 4)
    root = await house.root()
    asked = await delete(house, root, made, OFF)
    assert [(each.kind, each.count, each.names) for each in asked.consequences] == [
        (Kind.POLICIES_DELETED, 2, ("GROUP cn=ops,dc=corp,dc=test", "GROUP cn=dev,dc=corp,dc=test"))
    ]
    _, heard = await told_then_done(house, made, OFF, note="moved house", version=1)
    policies = ["GROUP cn=ops,dc=corp,dc=test", "GROUP cn=dev,dc=corp,dc=test"]
    changes: dict[str, tuple[object, object]] = {
        "accounts": (None, "DEACTIVATE"),
        "account_count": (None, 0),
        "policies": (None, policies),
    }
    assert list(heard.events) == [Told("ldap_profile.deleted", "root", "corp", changes=changes)]
    assert {row.id for row in await Policy.all()} == {of_all.id, of_other.id}


async def test_accounts_are_deactivated_and_signed_out(house: House) -> None:
    made = await profile(house)
    asa, bea = await from_directory(house, made, "asa"), await from_directory(house, made, "bea")
    off = await from_directory(house, made, "off")
    await User.filter(id=off).update(status=UserStatus.INACTIVE)
    other = await house.user("other")
    for user_id in (asa, asa, bea, other):
        await house.open(user_id)
    found, heard = await told_then_done(house, made, OFF)
    assert found == {Kind.ACCOUNTS_DEACTIVATED: 2, Kind.SESSIONS_END: 3}
    actions = [(told.action, told.target) for told in heard.events]
    assert sorted(actions) == [
        ("ldap_profile.deleted", "corp"),
        *[("session.ended", name) for name in ("asa", "asa", "bea")],
        *[("user.deactivated", name) for name in ("asa", "bea")],
    ]
    users = {user.username: user for user in await User.filter(id__in=[asa, bea, off, other])}
    assert {name: (user.status, user.version) for name, user in users.items()} == {
        "asa": (UserStatus.INACTIVE, 2),
        "bea": (UserStatus.INACTIVE, 2),
        "off": (UserStatus.INACTIVE, 1),
        "other": (UserStatus.ACTIVE, 1),
    }
    assert (users["asa"].auth_method, users["asa"].source_id) == (AuthMethod.LDAP, made)
    ended = await Session.filter(ended_at__not_isnull=True)
    assert {session.end_reason for session in ended} == {SessionEnd.DEACTIVATED}


async def test_accounts_become_local_and_choose_a_password_first(house: House) -> None:
    made = await profile(house)
    by_all = await policy(house, None, 1)
    asa = await from_directory(house, made, "asa", email="asa@example.com")
    bea = await from_directory(house, made, "bea", password=await house.password())
    cleo = await from_directory(house, made, "cleo")
    off = await from_directory(house, made, "off", email="off@example.com")
    await User.filter(id=off).update(status=UserStatus.INACTIVE)
    await given(asa, "operator", GrantSource.POLICY, by_all.id, house)
    await given(bea, "operator", GrantSource.PROFILE, made, house)
    await given(cleo, "operator", GrantSource.POLICY, by_all.id, house)
    await house.open(cleo)
    house.units = Units(house.clock, write_events, replace(INSTALLATION, sends_mail=True))
    found, heard = await told_then_done(house, made, LOCAL)
    assert found == {
        Kind.ACCOUNTS_LOCAL: 4,
        Kind.SESSIONS_END: 1,
        Kind.ROLES_TAKEN: 3,
        Kind.LINKS_MAILED: 1,
        Kind.PASSWORDS_MISSING: 2,
    }
    changed = [told for told in heard.events if told.action == "user.auth_method_changed"]
    assert [(told.target, told.changes) for told in changed] == [
        (name, {"auth_method": ("LDAP", "LOCAL"), "source": ("corp", None)}) for name in ("asa", "bea", "cleo", "off")
    ]
    taken = [told for told in heard.events if told.action == "user.roles_changed"]
    assert [(told.target, told.changes) for told in taken] == [
        (
            name,
            {"roles": (["operator", "viewer"], ["viewer"]), "reason": (None, "The directory corp was deleted.")},
        )
        for name in ("asa", "bea", "cleo")
    ]
    for user in await User.filter(id__in=[asa, bea, cleo, off]):
        assert (user.auth_method, user.source_id) == (AuthMethod.LOCAL, None)
    assert [mail.recipient for mail in await OutboxMail.all()] == ["asa@example.com"]
    assert (await OneTimeLink.get()).user_id == asa
    assert isinstance(await house.login("bea"), MustChangePassword)
    assert not await RoleGrant.filter(source__in=[GrantSource.POLICY, GrantSource.PROFILE]).exists()


async def test_without_mail_an_administrator_gives_passwords(house: House) -> None:
    made = await profile(house)
    await from_directory(house, made, "asa", email="asa@example.com")
    found, _ = await told_then_done(house, made, LOCAL)
    assert found == {Kind.ACCOUNTS_LOCAL: 1, Kind.PASSWORDS_MISSING: 1}
    assert await OutboxMail.all().count() == 0


async def test_accounts_wait_for_another_directory_by_their_login_name(house: House) -> None:
    made, other = await profile(house), await profile(house, name="lab")
    asa = await from_directory(house, made, "asa")
    waiting, bare = await house.user("waiting"), await house.user("bare")
    await User.filter(id__in=[waiting, bare]).update(auth_method=AuthMethod.LDAP, source_id=made)
    await IdentityExpectation.create(
        user_id=waiting,
        method=AuthMethod.LDAP,
        source_id=made,
        kind=IdentityKind.LOGIN_NAME,
        value="w.name",
        open_key="key",
        created_at=house.clock.now(),
    )
    await given(asa, "operator", GrantSource.PROFILE, made, house)
    await house.open(asa)
    found, heard = await told_then_done(house, made, MOVED, to_profile_id=other)
    assert found == {Kind.ACCOUNTS_MOVED: 3, Kind.SESSIONS_END: 1}
    expected = {each.user_id: each for each in await IdentityExpectation.filter(used_at=None)}
    assert {key: (each.source_id, each.kind, each.value) for key, each in expected.items()} == {
        asa: (other, IdentityKind.LOGIN_NAME, "asa"),
        waiting: (other, IdentityKind.LOGIN_NAME, "w.name"),
        bare: (other, IdentityKind.LOGIN_NAME, "bare"),
    }
    changed = {told.target: told.changes for told in heard.events if told.action == "user.auth_method_changed"}
    assert changed["asa"] == {"source": ("corp", "lab"), "expected_identity": (None, "LOGIN_NAME asa")}
    assert changed["waiting"] == {"source": ("corp", "lab")}
    deleted = next(told for told in heard.events if told.action == "ldap_profile.deleted")
    assert deleted.changes["moved_to"] == (None, "lab")
    assert (await User.get(id=asa)).source_id == other
    assert await RoleGrant.filter(user_id=asa, source=GrantSource.PROFILE).exists(), "until the next sign-in"


async def test_nobody_moves_to_where_their_name_is_somebody_elses(house: House) -> None:
    root, made, other = await house.root(), await profile(house), await profile(house, name="lab")
    asa = await from_directory(house, made, "asa")
    there = await from_directory(house, other, "there")
    await ExternalIdentity.filter(user_id=there).update(login_name_key="asa")
    taken = [("IDENTITY_TAKEN", "to_profile_id")]
    assert await refused(house, root, made, MOVED, to_profile_id=other) == taken
    await ExternalIdentity.filter(user_id=there).delete()
    await delete_and_back(house, root, made, other)
    twin = await from_directory(house, made, "twin")
    await ExternalIdentity.filter(user_id=twin).update(login_name="Asa", login_name_key="asa")
    assert await refused(house, root, made, MOVED, to_profile_id=other) == taken
    assert (await User.get(id=asa)).source_id == made


async def delete_and_back(house: House, root: Actor, made: UUID, other: UUID) -> None:
    """It is possible now."""
    async with nothing_changes():
        assert not (await delete(house, root, made, MOVED, to_profile_id=other)).is_deleted


async def test_what_does_not_go_together_is_refused(house: House) -> None:
    root, made, other = await house.root(), await profile(house), await profile(house, name="lab")
    field = "to_profile_id"
    assert await refused(house, root, made, MOVED) == [("PROFILE_REQUIRED", field)]
    assert await refused(house, root, made, MOVED, to_profile_id=made) == [("SAME_PROFILE", field)]
    assert await refused(house, root, made, MOVED, to_profile_id=NOBODY) == [("NOT_FOUND", field)]
    assert await refused(house, root, made, OFF, to_profile_id=other) == [("PROFILE_NOT_WANTED", field)]
    assert await refused(house, root, made, OFF, note="\0") == [("CHARACTER_NOT_ALLOWED", "note")]
    assert await refused(house, root, NOBODY, OFF) == [("NOT_FOUND", "id")]
    assert await refused(house, root, made, OFF, version=2) == [("VERSION_CONFLICT", "version")]


async def test_nobody_deletes_the_directory_they_come_from(house: House) -> None:
    await local_administrator(house)
    made = await profile(house, is_on=True)
    asa = await from_directory(house, made, "asa", "admin")
    for become in (OFF, LOCAL):
        assert await refused(house, await house.actor(asa), made, become) == [("OWN_ACCOUNT", "id")]


async def test_a_deletion_changes_a_bounded_number_of_accounts(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    root, made = await house.root(), await profile(house)
    monkeypatch.setattr("auth.ldap_profiles.deletion.MOST", {OFF: 1, LOCAL: 1, MOVED: 1})
    for name in ("asa", "bea"):
        await from_directory(house, made, name)
    for become in (OFF, LOCAL):
        assert await refused(house, root, made, become) == [("TOO_MANY", "accounts")]
    await User.filter(username="asa").update(status=UserStatus.INACTIVE)
    assert await refused(house, root, made, LOCAL) == [("TOO_MANY", "accounts")]
    assert (await told_then_done(house, made, OFF))[0] == {Kind.ACCOUNTS_DEACTIVATED: 1}


@pytest.mark.parametrize("become", [OFF, LOCAL, MOVED])
async def test_the_last_administrators_directory_is_not_deleted(house: House, become: AccountsBecome) -> None:
    root, ada = await house.root(), await local_administrator(house)
    made, other = await profile(house, is_on=True), await profile(house, name="lab")
    await from_directory(house, made, "bea", "admin")
    await house.do(root, lambda work: deactivate_user(work, ada))
    more = {"to_profile_id": other} if become is MOVED else {}
    because = {
        OFF: AdministratorShortcoming.INACTIVE,
        LOCAL: AdministratorShortcoming.NO_PASSWORD,
        MOVED: AdministratorShortcoming.SOURCE_OFF,
    }
    for confirm in (False, True):
        async with nothing_changes():
            with pytest.raises(WouldLockOut) as locked_out:
                await delete(house, root, made, become, confirm=confirm, **more)
        assert InName("bea", because[become]) in locked_out.value.in_name


async def test_who_may_not_or_has_no_fresh_factor_deletes_nothing(house: House) -> None:
    root, made = await house.root(), await profile(house)
    helper = await house.acting("helper", *all_but("ldap:write"), level=3)
    house.clock.turn(minutes=16)
    wanted = ProfileDeletion(profile_id=made, accounts=OFF, confirm=True)
    async with nothing_changes():
        with pytest.raises(Forbidden):
            await house.do(helper, lambda work: delete_ldap_profile(work, wanted))
        assert await house.refusals(root, lambda work: delete_ldap_profile(work, wanted)) == STALE
