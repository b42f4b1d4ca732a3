"""Signing in by the password of a directory: whose account it is, and what the directory changes about it."""

import asyncio
from dataclasses import replace

import pytest

from auth.actor import SYSTEM
from auth.groups.commands import GroupDraft, create_group
from auth.login.outcomes import LoginRefusal, MfaDemanded, MustEnrolMfa, Refusal, SignedIn
from auth.settings.pages import MfaSettings, PasswordSettings
from auth.sources.identity import ExternalGroup
from auth.users.commands import set_user_roles
from models.external_identity import ExternalIdentity
from models.group import GroupMember
from models.identity_expectation import IdentityExpectation, IdentityKind
from models.ldap_profile import RolesFollow
from models.policy import PolicyType
from models.role import RoleGrant
from models.session import Session, SignInMethod
from models.user import AuthMethod, LoginIdentifier, User
from tests.support.directory import SERVER, THERE
from tests.support.house import PASSWORD, House
from tests.support.people import OPS, STAFF, corp, identity_of, policy, roles_of, waiting
from tests.support.profiles import moved, person
from tests.support.trail import hearing

INVALID = Refusal(LoginRefusal.INVALID_CREDENTIALS)


async def test_somebody_unknown_gets_an_account_with_what_the_directory_says_of_them(house: House) -> None:
    profile = await corp()
    await policy(OPS.upper(), "operator")
    house.ldap.person(
        profile, "asa", OPS, first_name="Åsa", last_name="Berg", email="asa@corp.test", email_verified=True
    )
    async with hearing() as heard:
        signed = await house.sign_in("CORP\\asa", THERE)
    user = await User.get(username_key="asa")
    assert (user.auth_method, user.source_id, user.display_name) == (AuthMethod.LDAP, profile.id, "Åsa Berg")
    assert (user.email, user.email_verified_at) == ("asa@corp.test", house.clock.now())
    assert await roles_of("asa") == ["operator POLICY"]
    link = await identity_of("asa")
    assert (link.subject, link.login_name_key, link.groups_json) == ("subject of asa", "asa", f'[["{OPS}",[]]]')
    session = await Session.get(user_id=user.id)
    assert (session.opened_by, signed.caller.actor.name) == (SignInMethod.DIRECTORY, "asa")
    assert [(event.action, event.target) for event in heard.events] == [
        ("user.created", "asa"),
        ("user.identity_linked", "asa"),
        ("user.roles_changed", "asa"),
        ("login.directory_proved", "asa"),
        ("login.succeeded", "asa"),
    ]
    assert heard.events[1].reason == "CREATED"
    assert heard.events[3].changes == {"directory": (None, "corp"), "directory_server": (None, SERVER)}


async def test_an_account_that_was_made_is_entered_again_and_nothing_but_the_moment_changes(house: House) -> None:
    profile = await corp()
    house.ldap.person(profile, "asa")
    await house.sign_in("asa", THERE)
    house.clock.turn(hours=1)
    async with hearing() as heard:
        await house.sign_in("asa", THERE)
    assert [event.action for event in heard.events] == ["login.directory_proved", "login.succeeded"]
    assert (await identity_of("asa")).last_seen_at == house.clock.now()
    assert (await RoleGrant.get(user__username_key="asa")).last_confirmed_at == house.clock.now()
    assert await User.filter(auth_method=AuthMethod.LDAP).count() == 1


async def test_somebody_who_is_renamed_in_the_directory_is_the_same_account(house: House) -> None:
    profile = await corp()
    entry = house.ldap.person(profile, "asa", last_name="Berg")
    await house.sign_in("asa", THERE)
    entry.identity = replace(entry.identity, login_name="asa.lind", last_name="Lind", dn="uid=asa.lind,dc=example")
    async with hearing() as heard:
        assert (await house.sign_in("asa.lind", THERE)).caller.actor.name == "asa"
    assert [event.action for event in heard.events][:2] == ["user.identity_renamed", "user.updated"]
    assert heard.events[0].changes["login_name"] == ("asa", "asa.lind")
    assert (await User.get(username_key="asa")).last_name == "Lind"
    assert (await house.sign_in("asa", THERE)).caller.actor.name == "asa"  # the old name is the username here
    assert await User.filter(auth_method=AuthMethod.LDAP).count() == 1


async def test_a_name_that_somebody_new_has_there_lets_them_in_as_themselves(house: House) -> None:
    profile = await corp()
    old = house.ldap.person(profile, "asa")
    await house.sign_in("asa", THERE)
    house.ldap.people[profile.id].remove(old)
    house.ldap.person(profile, "asa", subject="another asa")
    assert (await house.sign_in("asa", THERE)).caller.actor.name == "asa-2"
    assert (await identity_of("asa")).subject == "subject of asa"
    assert (await house.sign_in("asa-2", THERE)).caller.actor.name == "asa-2"


async def test_a_username_that_is_taken_gets_a_number_and_no_account_is_entered_by_its_name(house: House) -> None:
    profile = await corp()
    await house.user("asa", "admin", password=await house.password(), email="asa@corp.test")
    house.ldap.person(profile, "asa", email="asa@corp.test", email_verified=True)
    assert await house.login("asa", THERE) == INVALID
    assert (await house.sign_in("asa", PASSWORD)).caller.actor.name == "asa"
    assert house.ldap.sought == []
    assert (await house.sign_in("CORP\\asa", THERE)).caller.actor.name == "asa-2"
    made = await User.get(username_key="asa-2")
    assert (made.email, made.email_verified_at) == (None, None)
    assert (await house.sign_in("asa-2", THERE)).caller.actor.user_id == made.id
    assert house.ldap.sought[-1] == ("corp", "asa")  # the account's name there goes before the one that was typed


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (IdentityKind.SUBJECT, "subject of asa"),
        (IdentityKind.LOGIN_NAME, "ASA"),
        (IdentityKind.VERIFIED_EMAIL, "Asa@Corp.test"),
    ],
)
async def test_an_account_that_waits_is_found_by_what_it_waits_for_once(
    house: House, kind: IdentityKind, value: str
) -> None:
    profile = await corp(creates_accounts=False)
    account = await waiting(house, "berg", profile, kind, value, first_name="Somebody")
    entry = house.ldap.person(profile, "asa", first_name="Åsa", email="asa@corp.test", email_verified=True)
    async with hearing() as heard:
        assert (await house.sign_in("asa", THERE)).caller.actor.user_id == account.id
    assert [event.action for event in heard.events][:2] == ["user.identity_linked", "user.updated"]
    assert heard.events[0].reason == kind
    row = await IdentityExpectation.get(user_id=account.id)
    assert (row.open_key, row.used_at) == (None, house.clock.now())
    assert (await User.get(id=account.id)).first_name == "Åsa"
    entry.identity = replace(entry.identity, subject="another")
    assert await house.login("asa", THERE) == INVALID  # it fits no more than once
    assert (await identity_of("berg")).subject == "subject of asa"


async def test_an_account_is_found_also_under_its_own_name_here(house: House) -> None:
    profile = await corp()
    account = await waiting(house, "berg", profile, IdentityKind.LOGIN_NAME, "asa")
    house.ldap.person(profile, "asa")
    assert (await house.sign_in("berg", THERE)).caller.actor.user_id == account.id


async def test_an_address_that_the_directory_does_not_vouch_for_finds_nobody(house: House) -> None:
    profile = await corp(creates_accounts=False)
    await waiting(house, "berg", profile, IdentityKind.VERIFIED_EMAIL, "asa@corp.test")
    house.ldap.person(profile, "asa", email="asa@corp.test")
    async with hearing() as heard:
        assert await house.login("asa", THERE) == INVALID
    assert [(event.action, event.reason) for event in heard.events] == [("login.failed", "NO_ACCOUNT")]
    assert await ExternalIdentity.all().count() == 0


async def test_an_account_that_waits_for_somebody_else_is_closed_to_who_it_was(house: House) -> None:
    profile = await corp()
    user_id = await person(house, "asa", profile, "viewer")
    house.ldap.person(profile, "asa")
    await house.sign_in("asa", THERE)
    other = house.ldap.person(profile, "bea")
    await IdentityExpectation.create(
        user_id=user_id,
        method=AuthMethod.LDAP,
        source_id=profile.id,
        kind=IdentityKind.LOGIN_NAME,
        value="bea",
        created_at=house.clock.now(),
    )
    async with hearing() as heard:
        assert await house.login("CORP\\asa", THERE) == INVALID
    assert heard.events[0].reason == "OTHER_IDENTITY"
    assert (await house.sign_in("bea", THERE)).caller.actor.user_id == user_id
    assert (await identity_of("asa")).subject == other.identity.subject
    assert (await house.sign_in("CORP\\asa", THERE)).caller.actor.name == "asa-2"


async def test_a_role_goes_with_its_group_and_one_given_by_hand_stays(house: House) -> None:
    profile = await corp(user_role=None)
    await policy(OPS, "operator")
    await policy(STAFF, "viewer")
    entry = house.ldap.person(profile, "asa", OPS)
    user_id = (await house.sign_in("asa", THERE)).caller.actor.user_id
    assert user_id is not None
    await house.role("helper")
    await house.do(SYSTEM, lambda work: set_user_roles(work, user_id, ("operator", "helper")))
    entry.identity = replace(entry.identity, groups=(ExternalGroup(STAFF, via=(OPS,)),))
    await house.sign_in("asa", THERE)
    assert await roles_of("asa") == ["helper BY_HAND", "viewer POLICY"]
    entry.identity = replace(entry.identity, groups=())
    await house.sign_in("asa", THERE)
    assert await roles_of("asa") == ["helper BY_HAND"]


async def test_groups_that_are_not_told_change_nothing_and_the_trail_says_so(house: House) -> None:
    profile = await corp(refuses_unmatched=True)
    await policy(OPS, "operator")
    entry = house.ldap.person(profile, "asa", OPS)
    await house.sign_in("asa", THERE)
    entry.identity = replace(entry.identity, groups=None)
    async with hearing() as heard:
        await house.sign_in("asa", THERE)
    assert heard.events[0].action == "user.groups_unknown"
    assert await roles_of("asa") == ["operator POLICY"]
    assert (await identity_of("asa")).groups_json == f'[["{OPS}",[]]]'


@pytest.mark.parametrize(
    ("follows", "first", "second"),
    [
        (RolesFollow.EACH_LOGIN, ["operator POLICY"], ["viewer PROFILE"]),
        (RolesFollow.FIRST_LOGIN, ["operator POLICY"], ["operator POLICY"]),
        (RolesFollow.NEVER, ["viewer DEFAULT"], ["viewer DEFAULT"]),
    ],
)
async def test_roles_follow_the_directory_as_often_as_the_profile_says(
    house: House, follows: RolesFollow, first: list[str], second: list[str]
) -> None:
    profile = await corp(roles_follow=follows)
    await policy(OPS, "operator")
    entry = house.ldap.person(profile, "asa", OPS)
    await house.sign_in("asa", THERE)
    assert await roles_of("asa") == first
    entry.identity = replace(entry.identity, groups=())
    await house.sign_in("asa", THERE)
    assert await roles_of("asa") == second


async def test_who_no_rule_is_about_is_told_so_only_with_the_right_password(house: House) -> None:
    profile = await corp(refuses_unmatched=True)
    await policy("bea", "operator", kind=PolicyType.USER)
    house.ldap.person(profile, "asa")
    house.ldap.person(profile, "bea")
    assert await house.login("asa", "wrong") == INVALID
    async with hearing() as heard:
        assert await house.login("asa", THERE) == Refusal(LoginRefusal.NO_ROLE)
    assert [(event.action, event.target, event.reason) for event in heard.events] == [("login.failed", None, "NO_ROLE")]
    assert not await User.exists(username_key="asa")
    assert isinstance(await house.login("bea", THERE), SignedIn)


async def test_values_that_are_not_legal_here_are_left_out_and_nobody_is_refused(house: House) -> None:
    profile = await corp()
    house.ldap.person(
        profile, "asa", first_name="A\nB", last_name="x" * 300, email="no address", email_verified=True, dn="d" * 2_000
    )
    house.ldap.person(profile, "\0 \ud800", subject="plain", groups=(ExternalGroup("\0"),), email="a@b@c")
    await house.sign_in("asa", THERE)
    user = await User.get(username_key="asa")
    assert (user.first_name, len(user.last_name), user.email, user.email_verified_at) == ("", 200, None, None)
    assert (await identity_of("asa")).dn is None
    assert (await house.sign_in("\0 \ud800", THERE)).caller.actor.name == "---"


async def test_an_address_moves_with_the_directory_where_it_is_free_and_stays_where_nothing_is_told(
    house: House,
) -> None:
    profile = await corp()
    await house.user("bea", email="bea@corp.test")
    entry = house.ldap.person(profile, "asa", email="asa@corp.test")
    await house.sign_in("asa", THERE)
    for told, kept in (("a.berg@corp.test",) * 2, ("BEA@corp.test", "a.berg@corp.test"), (None, "a.berg@corp.test")):
        entry.identity = replace(entry.identity, email=told)
        await house.sign_in("asa", THERE)
        assert (await User.get(username_key="asa")).email == kept
    names = await LoginIdentifier.filter(user__username_key="asa").values_list("key", flat=True)
    assert set(names) == {"asa", "a.berg@corp.test"}


async def test_a_new_account_joins_the_groups_that_new_accounts_join(house: House) -> None:
    profile = await corp()
    draft = GroupDraft("everybody", is_default=True)
    group = await house.do(await house.root(), lambda work: create_group(work, draft))
    house.ldap.person(profile, "asa")
    await house.sign_in("asa", THERE)
    assert await GroupMember.filter(user__username_key="asa").count() == 1, group


async def test_a_second_factor_and_its_enrolment_are_asked_for_as_of_anybody(house: House) -> None:
    profile = await corp()
    user_id = await person(house, "asa", profile, "viewer")
    house.ldap.person(profile, "asa")
    await house.set(MfaSettings, required_for_everyone=True, grace_days=0)
    assert isinstance(await house.login("asa", THERE), MustEnrolMfa)
    await User.filter(id=user_id).update(mfa_enrolled_at=house.clock.now())
    step = await house.login("asa", THERE)
    assert isinstance(step, MfaDemanded)
    assert await Session.all().count() == 0


async def test_no_password_that_is_kept_here_ages_or_lets_a_directory_account_in(house: House) -> None:
    profile = await corp()
    house.ldap.person(profile, "asa")
    user_id = await house.user("asa", password=await house.password(must_change=True))
    await moved(user_id, profile)
    assert await house.login("asa", PASSWORD) == INVALID
    await house.set(PasswordSettings, maximum_age_days=1)
    house.clock.turn(days=2)
    await house.sign_in("asa", THERE)


async def test_directories_are_asked_in_order_and_the_first_that_knows_the_name_decides(house: House) -> None:
    corp_, lab = await corp(), await corp("lab")
    house.ldap.person(lab, "asa")
    house.ldap.person(lab, "bea").password = "x"
    house.ldap.person(corp_, "bea")
    await house.sign_in("asa", THERE)
    assert house.ldap.sought == [("corp", "asa"), ("lab", "asa")]
    assert await house.login("bea", "x") == INVALID
    house.ldap.sought.clear()
    await house.sign_in("asa", THERE)
    assert house.ldap.sought == [("lab", "asa")]


async def test_two_first_sign_ins_at_once_make_one_account(house: House) -> None:
    profile = await corp()
    house.ldap.person(profile, "asa", OPS, email="asa@corp.test")
    house.ldap.person(profile, "asa.", subject="another", email="asa@corp.test")
    await policy(OPS, "operator")
    outcomes = await asyncio.gather(*(house.login(name, THERE) for name in ("asa", "ASA", "CORP\\asa", "asa.") * 2))
    assert all(isinstance(outcome, (SignedIn, Refusal)) for outcome in outcomes)
    assert {o.code for o in outcomes if isinstance(o, Refusal)} <= {LoginRefusal.RATE_LIMITED}
    assert await User.filter(auth_method=AuthMethod.LDAP).count() == 2
    assert await ExternalIdentity.all().count() == 2
    assert await roles_of("asa") == ["operator POLICY"]
