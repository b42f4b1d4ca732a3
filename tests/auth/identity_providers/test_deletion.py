"""Deleting a provider: told first, done as told; what becomes of accounts, links, sessions, roles and mappings."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from auth.actor import Actor
from auth.administrators.rules import WouldLockOut
from auth.errors import Forbidden, VersionConflict
from auth.identity_providers.consequences import AccountsBecome, ProviderConsequence
from auth.identity_providers.consequences import ProviderConsequenceKind as Kind
from auth.identity_providers.deletion import ProviderDeletion, delete_identity_provider
from auth.login.outcomes import MustChangePassword
from auth.source_ending.telling import Deleted
from auth.unit_of_work import Units
from auth.users.lifecycle import deactivate_user
from models.external_identity import ExternalIdentity
from models.identity_expectation import IdentityExpectation, IdentityKind
from models.identity_provider import GroupMatch, IdentityProvider, RoleMapping, SsoEnforcement
from models.one_time_link import OneTimeLink
from models.pending_login import PendingLogin, PendingStep
from models.provider_sign_in import ProviderSignIn, SpentLogoutToken, SsoPurpose, SsoState
from models.role import GrantSource, Role, RoleGrant
from models.session import Delivery, Session, SessionEnd
from models.user import AuthMethod, User, UserStatus
from tests.support.house import STALE, House, all_but
from tests.support.identity_providers import ISSUER, from_provider, linked, provider_row
from tests.support.keys import INSTALLATION, write_events
from tests.support.trail import Heard, Told, hearing, nothing_changes

NOBODY = UUID(int=1)
OFF, LOCAL, MOVED = AccountsBecome.DEACTIVATE, AccountsBecome.MOVE_TO_LOCAL, AccountsBecome.MOVE_TO_PROVIDER


async def delete(
    house: House,
    actor: Actor,
    provider_id: UUID,
    become: AccountsBecome,
    **more: Any,  # noqa: ANN401 — fields of the deletion
) -> Deleted[ProviderConsequence]:
    wanted = ProviderDeletion(provider_id=provider_id, accounts=become, **more)
    return await house.do(actor, lambda work: delete_identity_provider(work, wanted))


async def told_then_done(
    house: House,
    provider_id: UUID,
    become: AccountsBecome,
    **more: Any,  # noqa: ANN401 — as above
) -> tuple[dict[Kind, int], Heard]:
    """What followed, which was told before without a change."""
    root = await house.root()
    async with nothing_changes():
        asked = await delete(house, root, provider_id, become, **more)
    async with hearing() as heard:
        done = await delete(house, root, provider_id, become, confirm=True, **more)
    assert (asked.is_deleted, done.is_deleted) == (False, True)
    assert asked.consequences == done.consequences
    assert not await IdentityProvider.exists(id=provider_id)
    assert not await ExternalIdentity.exists(source_id=provider_id)
    assert not await IdentityExpectation.exists(source_id=provider_id, used_at=None)
    assert not await RoleGrant.exists(owner_id=provider_id)
    assert not await Session.exists(source_id=provider_id, ended_at=None)
    return {each.kind: each.count for each in done.consequences}, heard


async def refused(house: House, actor: Actor, provider_id: UUID, become: AccountsBecome, **more: Any) -> list[Any]:  # noqa: ANN401 — as above
    """Every code and field of the refusal, the same with and without ``confirm``; nothing changes."""
    told: list[list[tuple[str, str]]] = []
    for confirm in (False, True):
        wanted = ProviderDeletion(provider_id=provider_id, accounts=become, confirm=confirm, **more)
        async with nothing_changes():
            told.append(await house.refusals(actor, lambda work, wanted=wanted: delete_identity_provider(work, wanted)))
    assert told[0] == told[1]
    return told[0]


async def mapping(house: House, row: IdentityProvider, value: str = "staff", role: str = "operator") -> RoleMapping:
    now, role_id = house.clock.now(), (await Role.get(name=role)).id
    return await RoleMapping.create(
        provider_id=row.id, kind=GroupMatch.EXACT, value=value, role_id=role_id, created_at=now, updated_at=now
    )


async def given(house: House, user_id: UUID, source: GrantSource, owner_id: UUID, role: str = "operator") -> None:
    role_id, now = (await Role.get(name=role)).id, house.clock.now()
    await RoleGrant.create(user_id=user_id, role_id=role_id, source=source, owner_id=owner_id, granted_at=now)


async def test_a_provider_without_accounts_goes_with_all_that_is_its_own(house: House) -> None:
    row, other = await provider_row(), await provider_row("lab")
    await mapping(house, row)
    await mapping(house, row, "dev-*")
    kept = await mapping(house, other)
    now = house.clock.now()
    root_id = (await house.root()).user_id
    for each in (row, other):
        await SsoState.create(
            provider_id=each.id,
            provider_version=1,
            purpose=SsoPurpose.SIGN_IN,
            state_hash=each.slug,
            browser_hash="b",
            secrets_sealed="x",
            issuer=ISSUER,
            redirect_uri="https://gatehouse.test/callback",
            created_at=now,
            expires_at=now,
        )
        await ProviderSignIn.create(
            provider_id=each.id, user_id=root_id, issuer=ISSUER, subject="1", signed_in_at=now, checked_at=now
        )
        await SpentLogoutToken.create(provider_id=each.id, jti_hash="x", expires_at=now)
    root = await house.root()
    asked = await delete(house, root, row.id, OFF)
    assert [(each.kind, each.count, each.names) for each in asked.consequences] == [
        (Kind.MAPPINGS_DELETED, 2, ("dev-*", "staff"))
    ]
    _, heard = await told_then_done(house, row.id, OFF, note="moved house", version=1)
    changes: dict[str, tuple[object, object]] = {
        "accounts": (None, "DEACTIVATE"),
        "account_count": (None, 0),
        "mappings": (None, ["dev-*", "staff"]),
        "unlinked": (None, 0),
    }
    assert list(heard.events) == [Told("identity_provider.deleted", "root", "corp", changes=changes)]
    assert [each.id for each in await RoleMapping.all()] == [kept.id]
    for model in (SsoState, ProviderSignIn, SpentLogoutToken):
        assert [each.provider_id for each in await model.all()] == [other.id]


async def test_accounts_are_deactivated_and_signed_out(house: House) -> None:
    row = await provider_row()
    asa, bea = await from_provider(house, row, "asa"), await from_provider(house, row, "bea")
    off = await from_provider(house, row, "off")
    await User.filter(id=off).update(status=UserStatus.INACTIVE)
    other = await house.user("other")
    for user_id in (asa, asa, bea):
        await house.open(user_id, source_id=row.id)
    await house.open(other)
    found, _ = await told_then_done(house, row.id, OFF)
    assert found == {Kind.ACCOUNTS_DEACTIVATED: 2, Kind.SESSIONS_END: 3}
    users = {user.username: user for user in await User.filter(id__in=[asa, bea, off, other])}
    assert {name: (user.status, user.version) for name, user in users.items()} == {
        "asa": (UserStatus.INACTIVE, 2),
        "bea": (UserStatus.INACTIVE, 2),
        "off": (UserStatus.INACTIVE, 1),
        "other": (UserStatus.ACTIVE, 1),
    }
    ended = await Session.filter(ended_at__not_isnull=True)
    assert {session.end_reason for session in ended} == {SessionEnd.DEACTIVATED}


async def test_accounts_become_local_and_choose_a_password_first(house: House) -> None:
    row = await provider_row()
    of_staff = await mapping(house, row)
    asa = await from_provider(house, row, "asa")
    bea = await from_provider(house, row, "bea", password=await house.password())
    await given(house, asa, GrantSource.MAPPING, of_staff.id)
    await given(house, bea, GrantSource.PROVIDER, row.id)
    sends = replace(INSTALLATION, sends_mail=True)
    house.units = Units(house.clock, write_events, sends)
    found, heard = await told_then_done(house, row.id, LOCAL)
    assert found == {
        Kind.ACCOUNTS_LOCAL: 2,
        Kind.ROLES_TAKEN: 2,
        Kind.LINKS_MAILED: 2,
        Kind.MAPPINGS_DELETED: 1,
    }
    assert await OneTimeLink.all().count() == 2
    for user in await User.filter(id__in=[asa, bea]):
        assert (user.auth_method, user.source_id, user.status) == (AuthMethod.LOCAL, None, UserStatus.ACTIVE)
        assert user.email is not None
    taken = [told for told in heard.events if told.action == "user.roles_changed"]
    reason = (None, "The identity provider corp was deleted.")
    assert [(told.target, told.changes) for told in taken] == [
        (name, {"roles": (["operator", "viewer"], ["viewer"]), "reason": reason}) for name in ("asa", "bea")
    ]
    assert isinstance(await house.login("bea"), MustChangePassword)


async def test_accounts_wait_at_another_provider_for_their_address(house: House) -> None:
    row, other = await provider_row(), await provider_row("lab")
    asa = await from_provider(house, row, "asa", email="Asa@Example.com")
    await given(house, asa, GrantSource.PROVIDER, row.id)
    await house.open(asa, source_id=row.id)
    found, heard = await told_then_done(house, row.id, MOVED, to_provider_id=other.id)
    assert found == {Kind.ACCOUNTS_MOVED: 1, Kind.SESSIONS_END: 1, Kind.ROLES_TAKEN: 1}
    user = await User.get(id=asa)
    assert (user.auth_method, user.source_id) == (AuthMethod.OIDC, other.id)
    waiting = await IdentityExpectation.get(user_id=asa)
    assert (waiting.source_id, waiting.kind, waiting.value) == (
        other.id,
        IdentityKind.VERIFIED_EMAIL,
        "asa@example.com",
    )
    assert [told.changes for told in heard.events if told.action == "user.auth_method_changed"] == [
        {"source": ("corp", "lab"), "expected_identity": (None, "VERIFIED_EMAIL asa@example.com")}
    ]


async def test_accounts_that_come_by_it_as_well_lose_the_link_the_sessions_it_opened_and_its_roles(
    house: House,
) -> None:
    row = await provider_row()
    of_staff = await mapping(house, row)
    loc = await house.user("loc", password=await house.password())
    await linked(loc, row)
    await given(house, loc, GrantSource.MAPPING, of_staff.id)
    here = await house.open(loc)
    there = await house.open(loc, source_id=row.id)
    pending = await PendingLogin.create(
        user_id=loc,
        token_hash="x",
        step=PendingStep.VERIFY_MFA,
        delivery=Delivery.TOKEN,
        source_id=row.id,
        created_at=house.clock.now(),
        expires_at=house.clock.now() + timedelta(minutes=5),
    )
    found, heard = await told_then_done(house, row.id, OFF)
    assert found == {
        Kind.IDENTITIES_UNLINKED: 1,
        Kind.SESSIONS_END: 1,
        Kind.SIGN_INS_END: 1,
        Kind.ROLES_TAKEN: 1,
        Kind.MAPPINGS_DELETED: 1,
    }
    user = await User.get(id=loc)
    assert (user.status, user.auth_method) == (UserStatus.ACTIVE, AuthMethod.LOCAL)
    assert (await house.caller(here)).actor.user_id == loc
    assert (await house.caller(there)).actor.user_id is None
    assert (await Session.get(user_id=loc, source_id=row.id)).end_reason is SessionEnd.UNLINKED
    assert (await PendingLogin.get(id=pending.id)).used_at is not None
    assert not await RoleGrant.exists(user_id=loc, source=GrantSource.MAPPING)
    told = next(each for each in heard.events if each.action == "identity_provider.deleted")
    assert told.changes["unlinked"] == (None, 1)


async def test_what_speaks_against_moving_is_named(house: House) -> None:
    row, other = await provider_row(), await provider_row("lab")
    root = await house.root()
    asa = await from_provider(house, row, "asa")
    assert await refused(house, root, row.id, MOVED) == [("PROVIDER_REQUIRED", "to_provider_id")]
    assert await refused(house, root, row.id, MOVED, to_provider_id=row.id) == [("SAME_PROVIDER", "to_provider_id")]
    assert await refused(house, root, row.id, OFF, to_provider_id=other.id) == [
        ("PROVIDER_NOT_WANTED", "to_provider_id")
    ]
    assert await refused(house, root, row.id, MOVED, to_provider_id=NOBODY) == [("NOT_FOUND", "to_provider_id")]
    bea = await house.user("bea")
    link = await linked(bea, other, email="ASA@example.com")
    assert await refused(house, root, row.id, MOVED, to_provider_id=other.id) == [("IDENTITY_TAKEN", "to_provider_id")]
    await link.delete()
    await User.filter(id=asa).update(email=None, email_key=None)
    assert await refused(house, root, row.id, MOVED, to_provider_id=other.id) == [("EMAIL_REQUIRED", "accounts")]


async def test_whoever_may_not_or_is_stale_deletes_nothing(house: House) -> None:
    row = await provider_row()
    helper = await house.acting("helper", *all_but("sso:write"), level=3)
    own = await house.actor(await from_provider(house, row, "asa", "admin"))
    root = await house.root()
    assert await refused(house, own, row.id, LOCAL) == [("OWN_ACCOUNT", "id")]
    assert await refused(house, root, NOBODY, OFF) == [("NOT_FOUND", "id")]
    wanted = ProviderDeletion(provider_id=row.id, accounts=OFF, confirm=True)
    async with nothing_changes():
        with pytest.raises(VersionConflict):
            await house.do(root, lambda work: delete_identity_provider(work, replace(wanted, version=9)))
        with pytest.raises(Forbidden):
            await house.do(helper, lambda work: delete_identity_provider(work, wanted))
    house.clock.turn(minutes=16)
    assert await refused(house, root, row.id, OFF) == STALE


async def test_the_provider_that_single_sign_on_is_enforced_by_stays(house: House) -> None:
    row, root = await provider_row(), await house.root()
    await SsoEnforcement.create(provider_id=row.id, enforced_at=house.clock.now())
    assert await refused(house, root, row.id, OFF) == [("SSO_ENFORCED", "id")]


async def test_the_provider_of_the_only_administrator_stays(house: House) -> None:
    row = await provider_row()
    asa = await from_provider(house, row, "asa", "admin")
    helper = await house.acting("helper", *all_but("roles:write"), level=3)
    local = await house.user_id("root")
    await house.do(await house.actor(asa), lambda work: deactivate_user(work, local))
    for become in (OFF, LOCAL):
        for confirm in (False, True):
            wanted = ProviderDeletion(provider_id=row.id, accounts=become, confirm=confirm)
            async with nothing_changes():
                with pytest.raises(WouldLockOut):
                    await house.do(helper, lambda work, wanted=wanted: delete_identity_provider(work, wanted))
