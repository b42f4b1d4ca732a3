"""Who comes by an identity provider: whose account that is, and what comes of it."""

import asyncio
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from auth.actor import SYSTEM
from auth.groups.commands import GroupDraft, create_group
from auth.identity_providers.values import written_list
from auth.permissions import AS_GOOD_AS_ADMINISTRATOR, Scope
from auth.provisioning.apply import link
from auth.provisioning.evaluation import Collided, evaluate
from auth.provisioning.events import LinkedBy
from auth.provisioning.rules import DeniedBecause, Way
from auth.provisioning.sources import ProviderArrivals
from auth.unit_of_work import Work
from auth.users.commands import NewUser, create_user
from auth.users.expectations import CheckWish, ExpectedIdentity
from auth.users.rules import UserChanges
from models.external_identity import ExternalIdentity
from models.group import GroupMember
from models.identity_expectation import IdentityExpectation, IdentityKind
from models.identity_provider import IdentityProvider
from models.permission import OverrideEffect, ScopeOverride
from models.user import AuthMethod, IdentifierKind, LoginIdentifier, User, UserKind, UserStatus
from tests.support.arrivals import ADDRESS, SUBJECT, arrives, corp, denied, gets_in, maps, somebody
from tests.support.house import NOON, House
from tests.support.identity_providers import from_provider, linked, provider_row
from tests.support.people import roles_of
from tests.support.profiles import person, profile_row
from tests.support.trail import hearing, nothing_changes


async def local(house: House, *roles: str, proven: bool = True, **values: Any) -> UUID:  # noqa: ANN401 — values of an account
    """A local account that has proven the address which Asa has at the provider."""
    user_id = await house.user("local", *roles, password=await house.password(), email=ADDRESS, **values)
    await User.filter(id=user_id).update(email_verified_at=NOON if proven else None)
    return user_id


async def test_somebody_unknown_gets_an_account_with_what_the_provider_says_of_them(house: House) -> None:
    provider = await corp()
    await maps(provider, "ops", "operator")
    await house.do(SYSTEM, lambda work: create_group(work, GroupDraft("Everybody", is_default=True)))
    async with hearing() as heard:
        user = await gets_in(
            house, provider, somebody(provider, groups=["ops", "other"], first_name="Åsa", last_name="Berg")
        )
    assert (user.username, user.display_name, user.kind) == ("asa", "Åsa Berg", UserKind.HUMAN)
    assert (user.auth_method, user.source_id) == (AuthMethod.OIDC, provider.id)
    assert (user.email, user.email_verified_at) == (ADDRESS, house.clock.now())
    assert await roles_of("asa") == ["operator MAPPING"]
    assert await GroupMember.filter(user_id=user.id).count() == 1
    link = await ExternalIdentity.get(user_id=user.id)
    assert (link.subject, link.source_id, link.method) == (SUBJECT, provider.id, AuthMethod.OIDC)
    assert [(event.action, event.target) for event in heard.events] == [
        ("user.created", "asa"),
        ("user.groups_changed", "asa"),
        ("user.identity_linked", "asa"),
        ("user.roles_changed", "asa"),
    ]
    assert heard.events[2].reason == "CREATED"


async def test_an_address_that_the_provider_has_not_proven_is_not_proven_here(house: House) -> None:
    provider = await corp()
    user = await gets_in(house, provider, somebody(provider, email_verified=False))
    assert (user.email, user.email_verified_at) == (ADDRESS, None)


async def test_a_username_is_derived_and_is_never_anothers(house: House) -> None:
    provider, other = await corp(), await house.user("asa")
    user = await gets_in(house, provider, somebody(provider, login_name="asa@example.com"))
    assert (user.username, user.id != other) == ("asa-2", True)
    assert await roles_of("asa-2") == ["viewer PROVIDER"]


@pytest.mark.parametrize(
    ("columns", "values", "because"),
    [
        ({"creates_accounts": False}, {}, DeniedBecause.NO_ACCOUNT),
        ({"is_enabled": False}, {}, DeniedBecause.SOURCE_OFF),
        ({"default_role_id": None}, {}, DeniedBecause.NO_ROLE),
        ({"refuses_unmatched": True}, {}, DeniedBecause.NO_ROLE),
        ({}, {"email": None, "email_verified": False}, DeniedBecause.EMAIL_MISSING),
        ({}, {"email": "not an address"}, DeniedBecause.EMAIL_MISSING),
        ({"email_domains_json": '["corp.test"]'}, {}, DeniedBecause.DOMAIN_NOT_ALLOWED),
        ({"email_domains_json": '["example.com"]'}, {"email_verified": False}, DeniedBecause.EMAIL_UNVERIFIED),
        ({"required_group": "staff"}, {"groups": ["Staff", "staff "]}, DeniedBecause.GROUP_MISSING),
        ({"required_group": "staff"}, {"groups": None}, DeniedBecause.GROUPS_UNKNOWN),
        ({}, {"is_disabled": True}, DeniedBecause.DISABLED_THERE),
    ],
    ids=[
        "makes none",
        "off",
        "no role",
        "no mapping",
        "no address",
        "no legal address",
        "other domain",
        "unproven",
        "other group",
        "groups untold",
        "disabled there",
    ],
)
async def test_somebody_unknown_is_denied(
    house: House, columns: dict[str, Any], values: dict[str, Any], because: DeniedBecause
) -> None:
    provider = await corp(**columns)
    assert await denied(house, provider, somebody(provider, **values)) is because


@pytest.mark.parametrize("links", [False, True], ids=["no links by address", "links by address"])
async def test_an_address_that_is_somebodys_here_makes_no_second_account(house: House, *, links: bool) -> None:
    provider = await corp(links_verified_email=links)
    await house.user("taken", email=ADDRESS)  # who has proven nothing
    assert await denied(house, provider) is DeniedBecause.EMAIL_IN_USE
    assert await denied(house, provider, somebody(provider, email_verified=False)) is DeniedBecause.EMAIL_UNVERIFIED
    other_id = await house.user("other")  # whose old name looks like an address
    await LoginIdentifier.create(key="other@example.com", kind=IdentifierKind.USERNAME, user_id=other_id)
    assert await denied(house, provider, somebody(provider, email="OTHER@example.com")) is DeniedBecause.EMAIL_IN_USE


async def test_an_address_that_both_have_proven_links_where_the_provider_is_set_to(house: House) -> None:
    user_id = await local(house, "operator", first_name="Own", last_name="Name")
    off, on = await corp(), await corp("trusted", links_verified_email=True, creates_accounts=False)
    assert await denied(house, off) is DeniedBecause.EMAIL_IN_USE
    async with hearing() as heard:
        user = await gets_in(house, on, somebody(on, first_name="Other", email="ASA@example.com"))
    assert (user.id, user.auth_method, user.first_name, user.email) == (user_id, AuthMethod.LOCAL, "Own", ADDRESS)
    assert (heard.events[0].action, heard.events[0].reason) == ("user.identity_linked", "SAME_EMAIL")
    assert await roles_of("local") == ["operator BY_HAND", "viewer PROVIDER"]
    again = await arrives(house, on, somebody(on, email=None, email_verified=False))
    assert (again.evaluation.decision.way, again.user and again.user.id) == (Way.SIGN_IN, user_id)


async def test_an_address_links_nobody_who_has_not_proven_it_here(house: House) -> None:
    await local(house, proven=False)
    provider = await corp(links_verified_email=True, creates_accounts=False)
    assert await denied(house, provider) is DeniedBecause.NO_ACCOUNT


@pytest.mark.parametrize("scope", sorted(AS_GOOD_AS_ADMINISTRATOR))
@pytest.mark.parametrize("way", ["by a role", "by an inherited role", "by an override"])
async def test_an_address_never_links_an_administrator_or_who_is_as_good(house: House, scope: str, way: str) -> None:
    provider = await corp(links_verified_email=True, creates_accounts=False)
    await house.role("power", scope)
    await house.role("heir", parents=("power",))
    roles = {"by a role": ("power",), "by an inherited role": ("heir",), "by an override": ("viewer",)}[way]
    user_id = await local(house, *roles)
    if way == "by an override":
        await ScopeOverride.create(
            user_id=user_id, scope=scope, effect=OverrideEffect.GRANT, reason="", created_at=NOON
        )
    assert await denied(house, provider) is DeniedBecause.NO_ACCOUNT


async def test_an_administrator_is_linked_by_what_an_administrator_said_of_them(house: House) -> None:
    provider = await corp()
    check = CheckWish(AuthMethod.OIDC, ExpectedIdentity(IdentityKind.VERIFIED_EMAIL, ADDRESS), "corp")
    new = NewUser(username="boss", roles=("admin",), values=UserChanges(email="boss@example.com"), check=check)
    made = await house.do(await house.root(), lambda work: create_user(work, new))
    unnamed = somebody(provider, email_verified=False, email=None)
    assert await denied(house, provider, unnamed) is DeniedBecause.EMAIL_MISSING
    async with hearing() as heard:
        user = await gets_in(house, provider)
    assert (user.id, heard.events[0].reason) == (made.user_id, "VERIFIED_EMAIL")
    assert (await IdentityExpectation.get(user_id=user.id)).used_at == house.clock.now()
    other = somebody(provider, subject="another with the address")
    assert await denied(house, provider, other) is DeniedBecause.EMAIL_IN_USE


@pytest.mark.parametrize("who", ["a program", "a directory's", "another provider's", "somebody else there"])
async def test_an_address_links_no_account_that_is_not_free_for_it(house: House, who: str) -> None:
    provider = await corp(links_verified_email=True, creates_accounts=False)
    match who:
        case "a program":
            user_id = await house.user("bot", "api", kind=UserKind.SERVICE, email=ADDRESS)
        case "a directory's":
            user_id = await person(house, "other", await profile_row("tree"))
        case "another provider's":
            user_id = await from_provider(house, await provider_row("other"), "other")
        case _:
            user_id = await local(house)
            await linked(user_id, provider, subject="somebody else")
    await User.filter(id=user_id).update(email=ADDRESS, email_key=ADDRESS, email_verified_at=NOON)
    assert await denied(house, provider) is DeniedBecause.NO_ACCOUNT


@pytest.mark.parametrize(
    ("columns", "because"),
    [
        ({"status": UserStatus.INACTIVE}, DeniedBecause.ACCOUNT_INACTIVE),
        ({"locked_at": NOON}, DeniedBecause.LOCKED_BY_HAND),
        ({"auto_locked_at": NOON}, DeniedBecause.LOCKED_AUTOMATICALLY),
    ],
    ids=["inactive", "locked", "locked automatically"],
)
@pytest.mark.parametrize("by", ["its own", "a link", "an address"])
async def test_an_account_that_is_shut_stays_shut(
    house: House, by: str, columns: dict[str, Any], because: DeniedBecause
) -> None:
    provider = await corp(links_verified_email=True)
    user_id = await from_provider(house, provider, "asa") if by == "its own" else await local(house)
    if by == "a link":
        await linked(user_id, provider, subject=SUBJECT)
    await User.filter(id=user_id).update(**columns)
    assert await denied(house, provider) is because


@pytest.mark.parametrize("is_local", [False, True], ids=["its own", "a further way"])
async def test_what_the_provider_asks_binds_at_every_sign_in(house: House, *, is_local: bool) -> None:
    provider = await corp(required_group="staff", email_domains_json=written_list(["example.com"]))
    user_id = await local(house) if is_local else await from_provider(house, provider, "asa")
    if is_local:
        await linked(user_id, provider, subject=SUBJECT)
    inside = somebody(provider, groups=["staff"])
    assert (await gets_in(house, provider, inside)).id == user_id
    assert await denied(house, provider, somebody(provider)) is DeniedBecause.GROUP_MISSING
    assert await denied(house, provider, somebody(provider, groups=None)) is DeniedBecause.GROUPS_UNKNOWN
    assert await denied(house, provider, replace(inside, email_verified=False)) is DeniedBecause.EMAIL_UNVERIFIED
    moved = replace(inside, email="asa@example.com.evil.test")
    assert await denied(house, provider, moved) is DeniedBecause.DOMAIN_NOT_ALLOWED


async def test_an_account_of_a_provider_is_kept_as_that_has_it(house: House) -> None:
    provider = await corp()
    user_id = await from_provider(house, provider, "asa")
    await house.user("taken", email="taken@example.com")
    told = somebody(provider, first_name="Åsa", email="new@example.com")
    user = await gets_in(house, provider, told)
    assert (user.id, user.first_name, user.email, user.email_verified_at) == (
        user_id,
        "Åsa",
        "new@example.com",
        house.clock.now(),
    )
    unproven = replace(told, email="other@example.com", email_verified=False)
    assert (await gets_in(house, provider, unproven)).email == "new@example.com"
    assert (await gets_in(house, provider, replace(told, email="taken@example.com"))).email == "new@example.com"


async def test_an_account_of_a_provider_is_entered_by_no_other(house: House) -> None:
    own, other = await corp(), await corp("other", links_verified_email=True)
    user_id = await from_provider(house, own, "asa")
    await linked(user_id, other, subject=SUBJECT)
    assert await denied(house, other) is DeniedBecause.OTHER_SOURCE
    await ExternalIdentity.filter(source_id=other.id).delete()
    assert await denied(house, other) is DeniedBecause.EMAIL_IN_USE
    assert (await gets_in(house, own)).id == user_id


@pytest.mark.parametrize(
    "subject",
    ["'; DROP TABLE users; --", "%", "a|b", "Ünïcode \u202e", " space ", "x" * 255, "\\", "0", "null", "\u200b"],
    ids=["quote", "percent", "pipe", "unicode", "spaces", "longest", "backslash", "zero", "null", "invisible"],
)
async def test_a_subject_is_taken_as_it_is(house: House, subject: str) -> None:
    provider = await corp()
    user = await gets_in(house, provider, somebody(provider, subject=subject))
    assert (await ExternalIdentity.get(user_id=user.id)).subject == subject
    assert (await gets_in(house, provider, somebody(provider, subject=subject))).id == user.id
    other = somebody(provider, subject=f"{subject[:200]}X", email="bea@example.com", login_name="bea")
    assert (await gets_in(house, provider, other)).id != user.id


async def test_subjects_are_told_apart_by_case_and_by_provider(house: House) -> None:
    one, two = await corp(), await corp("two")
    users = {
        (await gets_in(house, provider, somebody(provider, subject=subject, email=f"{number}@example.com"))).id
        for number, (provider, subject) in enumerate([(one, "Asa"), (one, "asa"), (two, "asa"), (one, "asa ")])
    }
    assert len(users) == 4


@pytest.mark.parametrize("same", [True, False], ids=["one person", "one address"])
async def test_first_sign_ins_at_once_make_one_account(house: House, *, same: bool) -> None:
    provider = await corp()
    whoever = [somebody(provider, subject=SUBJECT if same else f"subject {number}") for number in range(4)]
    found = await asyncio.gather(*(arrives(house, provider, each) for each in whoever))
    ids = {arrival.user.id for arrival in found if arrival.user}
    assert len(ids) == 1
    assert await User.filter(auth_method=AuthMethod.OIDC).count() == await ExternalIdentity.all().count() == 1
    refused = [arrival.evaluation.decision.because for arrival in found if arrival.user is None]
    assert refused == ([] if same else [DeniedBecause.EMAIL_IN_USE] * 3)


async def test_a_link_that_was_made_after_somebody_was_looked_up_stays(house: House) -> None:
    """Else two first sign-ins at once would leave an account behind that nobody can enter."""
    provider = await corp()
    owner, other = await from_provider(house, provider, "asa"), await house.user("other")

    async def late(work: Work) -> None:
        found = await evaluate(somebody(provider), ProviderArrivals(provider), lambda _: True)
        unseen = replace(found, candidates=replace(found.candidates, link=None))
        await link(work, await User.get(id=other), unseen, LinkedBy.CREATED)

    async with nothing_changes():
        with pytest.raises(Collided):
            await house.do(SYSTEM, late)
    assert (await ExternalIdentity.get(subject=SUBJECT)).user_id == owner


@pytest.mark.parametrize("end", ["off", "deleted"])
async def test_a_provider_that_is_about_to_go_makes_no_account(house: House, end: str) -> None:
    provider = await corp()
    written, commit = asyncio.Event(), asyncio.Event()

    async def slowly(_: object) -> None:
        rows = IdentityProvider.filter(id=provider.id)
        await (rows.delete() if end == "deleted" else rows.update(is_enabled=False))
        written.set()
        await commit.wait()

    async def comes() -> object:
        try:
            return (await arrives(house, provider)).user
        except Exception as error:  # noqa: BLE001 — its row is gone
            return type(error).__name__

    ending = asyncio.create_task(house.do(SYSTEM, slowly))
    await written.wait()
    arriving = asyncio.create_task(comes())
    await asyncio.sleep(0.3)  # as far as it comes
    commit.set()
    await ending
    assert await arriving == (None if end == "off" else "DoesNotExist")
    assert await User.filter(auth_method=AuthMethod.OIDC).count() == 0


def test_the_scopes_that_no_address_gives_are_those_of_the_requirements() -> None:
    assert {
        Scope.USERS_WRITE,
        Scope.ROLES_WRITE,
        Scope.SETTINGS_WRITE,
        Scope.LDAP_WRITE,
        Scope.SSO_WRITE,
    } == AS_GOOD_AS_ADMINISTRATOR
