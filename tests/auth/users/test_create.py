"""Making accounts: what is written, what is told, and everything that is refused."""

from datetime import date
from typing import Any

import pytest

from auth.actor import SYSTEM
from auth.errors import Forbidden
from auth.permissions import Scope
from auth.settings.pages import AccountSettings
from auth.users.commands import NewUser, create_user
from auth.users.rules import UserChanges
from models.role import GrantSource, RoleGrant
from models.user import AuthMethod, LoginIdentifier, User, UserKind, UserStatus
from tests.support.house import NOON, House, credential_of
from tests.support.trail import Told, hearing, nothing_changes

VALUES: dict[str, Any] = {
    "email": "Asa@Example.com",
    "first_name": "\u00c5sa",
    "last_name": "\u00d6berg",
    "phone": "+46 1",
    "contact_note": "after\nnoon",
    "classification_level": "secret",
    "external_id": "x-1",
    "tenant_id": "north",
    "idle_timeout_minutes": 15,
    "session_limit": 2,
    "mfa_required": True,
}


async def test_an_account_is_written_whole_and_told_with_who_made_it(house: House) -> None:
    root = await house.root()
    new = NewUser(username="Asa", values=UserChanges(**VALUES, review_date=date(2027, 1, 1)))
    async with hearing() as heard:
        created = await house.do(root, lambda work: create_user(work, new))

    user = await User.get(id=created.user_id)
    assert created.earlier is False
    assert {name: getattr(user, name) for name in VALUES} == VALUES
    assert (user.username, user.display_name, user.review_date) == ("Asa", "\u00c5sa \u00d6berg", date(2027, 1, 1))
    assert (user.kind, user.status, user.auth_method) == (UserKind.HUMAN, UserStatus.ACTIVE, AuthMethod.LOCAL)
    assert (user.created_at, user.updated_at, user.created_by_id) == (NOON, NOON, root.user_id)
    assert (user.version, user.last_login_at) == (1, None)
    keys = {row.key for row in await LoginIdentifier.filter(user_id=user.id)}
    assert keys == {"asa", "asa@example.com"}
    after = {**VALUES, "username": "Asa", "display_name": user.display_name, "review_date": "2027-01-01"}
    after |= {"kind": "HUMAN", "status": "ACTIVE"}
    assert list(heard.events) == [
        Told("user.created", "root", "Asa", changes={name: (None, value) for name, value in after.items()}),
        Told("user.roles_changed", "root", "Asa", changes={"roles": ([], ["viewer"])}),
    ]


async def test_without_roles_named_the_default_role_is_given_as_such(house: House) -> None:
    await house.role("guest")
    await house.set(AccountSettings, default_role="GUEST")
    user_id = await house.user("asa")
    grant = await RoleGrant.get(user_id=user_id).prefetch_related("role")
    assert (grant.role.name, grant.source, grant.granted_by_id) == ("guest", GrantSource.DEFAULT, None)


async def test_named_roles_are_given_by_hand_each_once(house: House) -> None:
    root = await house.root()
    new = NewUser(username="asa", roles=("viewer", "Operator", "VIEWER"))
    created = await house.do(root, lambda work: create_user(work, new))
    grants = await RoleGrant.filter(user_id=created.user_id).prefetch_related("role")
    assert {grant.role.name for grant in grants} == {"viewer", "operator"}
    assert {(grant.source, grant.granted_by_id) for grant in grants} == {(GrantSource.BY_HAND, root.user_id)}


async def test_a_password_is_kept_as_its_hash_and_told_to_nobody(house: House) -> None:
    async with hearing() as heard:
        user_id = await house.user("asa", password=await house.password(must_change=True))
    credential = await credential_of(user_id)
    assert (credential.changed_at, credential.must_change, credential.extended_until) == (NOON, True, None)
    assert credential.password_hash.startswith("$argon2id$")
    assert "argon2" not in repr(heard.events)


async def test_an_account_can_be_made_inactive(house: House) -> None:
    user_id = await house.user("asa", status=UserStatus.INACTIVE)
    assert (await User.get(id=user_id)).status is UserStatus.INACTIVE


async def test_a_service_account_holds_api_roles_and_people_hold_none(house: House) -> None:
    root = await house.root()
    robot = NewUser(username="robot", roles=("api",), kind=UserKind.SERVICE)
    created = await house.do(root, lambda work: create_user(work, robot))
    assert (await User.get(id=created.user_id)).kind is UserKind.SERVICE
    for kind, roles, told in (
        (UserKind.SERVICE, ("viewer",), ("ROLE_NOT_ALLOWED", "roles.0")),
        (UserKind.SERVICE, ("api", "viewer"), ("ROLE_NOT_ALLOWED", "roles.1")),
        (UserKind.SERVICE, None, ("ROLE_REQUIRED", "roles")),
        (UserKind.SERVICE, (), ("ROLE_REQUIRED", "roles")),
        (UserKind.HUMAN, ("viewer", "api"), ("ROLE_NOT_ALLOWED", "roles.1")),
        (UserKind.HUMAN, (), ("ROLE_REQUIRED", "roles")),
        (UserKind.HUMAN, ("nope",), ("ROLE_UNKNOWN", "roles.0")),
    ):
        new = NewUser(username="other", roles=roles, kind=kind)
        async with nothing_changes():
            assert await house.refusals(root, lambda work, new=new: create_user(work, new)) == [told]


async def test_everything_wrong_is_told_at_once_and_nothing_is_written(house: House) -> None:
    root = await house.root()
    new = NewUser(username="a", roles=("nope",), values=UserChanges(email="x", phone="1" * 51, session_limit=-1))
    async with nothing_changes():
        assert await house.refusals(root, lambda work: create_user(work, new)) == [
            ("USERNAME_INVALID", "username"),
            ("TOO_LONG", "phone"),
            ("EMAIL_INVALID", "email"),
            ("OUT_OF_BOUNDS", "session_limit"),
            ("ROLE_UNKNOWN", "roles.0"),
        ]


@pytest.mark.parametrize(
    ("username", "email", "told"),
    [
        ("ASA", None, [("USERNAME_TAKEN", "username")]),
        ("other", "ASA@example.COM", [("EMAIL_TAKEN", "email")]),
        ("asa", "\uff21sa@example.com", [("USERNAME_TAKEN", "username"), ("EMAIL_TAKEN", "email")]),
    ],
)
async def test_names_are_taken_in_every_spelling(
    house: House, username: str, email: str | None, told: list[tuple[str, str]]
) -> None:
    await house.user("Asa", email="asa@example.com")
    new = NewUser(username=username, values=UserChanges(email=email))
    async with nothing_changes():
        assert await house.refusals(SYSTEM, lambda work: create_user(work, new)) == told


async def test_an_external_id_is_one_accounts_only_and_told_with_the_names(house: House) -> None:
    await house.user("asa", external_id="x-1")
    for username, told in (
        ("other", [("EXTERNAL_ID_TAKEN", "external_id")]),
        ("asa", [("USERNAME_TAKEN", "username"), ("EXTERNAL_ID_TAKEN", "external_id")]),
    ):
        new = NewUser(username=username, values=UserChanges(external_id="x-1"))
        async with nothing_changes():
            assert await house.refusals(SYSTEM, lambda work, new=new: create_user(work, new)) == told


async def test_names_of_an_inactive_account_stay_taken(house: House) -> None:
    await house.user("asa", email="asa@example.com", status=UserStatus.INACTIVE)
    new = NewUser(username="asa", values=UserChanges(email="asa@example.com"))
    refusals = await house.refusals(SYSTEM, lambda work: create_user(work, new))
    assert [code for code, _ in refusals] == ["USERNAME_TAKEN", "EMAIL_TAKEN"]


async def test_who_may_not_assign_roles_gives_the_default_role_and_no_other(house: House) -> None:
    clerk = await house.acting("clerk", Scope.USERS_WRITE, level=1)
    async with nothing_changes():
        with pytest.raises(Forbidden) as refused:
            await house.do(clerk, lambda work: create_user(work, NewUser(username="asa", roles=("viewer",))))
    assert refused.value.scopes == ("roles:assign",)
    created = await house.do(clerk, lambda work: create_user(work, NewUser(username="asa")))
    assert (await User.get(id=created.user_id)).created_by_id == clerk.user_id


async def test_nobody_gives_a_new_account_more_than_they_hold(house: House) -> None:
    await house.role("reader", Scope.USERS_READ, level=1)
    await house.role("senior", level=2)
    clerk = await house.acting("clerk", Scope.USERS_WRITE, Scope.ROLES_ASSIGN, level=1)
    beyond = ("BEYOND_OWN_RIGHTS", "roles")
    for roles, told in (
        (("admin",), [beyond]),
        (("reader", "senior"), [beyond, beyond]),
        (("viewer", "senior"), [beyond]),
    ):
        new = NewUser(username="asa", roles=roles)
        async with nothing_changes():
            assert await house.refusals(clerk, lambda work, new=new: create_user(work, new)) == told
    await house.set(AccountSettings, default_role="reader")
    async with nothing_changes():
        assert await house.refusals(clerk, lambda work: create_user(work, NewUser(username="asa"))) == [beyond]
