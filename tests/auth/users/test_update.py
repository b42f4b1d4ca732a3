"""Editing accounts: partial changes, versions, names, and who may."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from auth.actor import SYSTEM, Actor
from auth.permissions import Scope
from auth.users.commands import update_user
from auth.users.rules import UserChanges
from models.user import LoginIdentifier, User
from tests.support.house import NOON, House
from tests.support.trail import Told, hearing, nothing_changes

NOBODY = UUID(int=1)


async def change(house: House, actor: Actor, user_id: UUID, version: int | None = None, **values: Any) -> None:  # noqa: ANN401 — fields of any type
    await house.do(actor, lambda work: update_user(work, user_id, UserChanges(**values), version))


async def refused(
    house: House,
    actor: Actor,
    user_id: UUID,
    version: int | None = None,
    **values: Any,  # noqa: ANN401 — fields of any type
) -> list[tuple[str, str]]:
    async with nothing_changes():
        return await house.refusals(actor, lambda work: update_user(work, user_id, UserChanges(**values), version))
    raise AssertionError


async def test_given_values_change_others_stay_and_the_difference_is_told(house: House) -> None:
    root = await house.root()
    user_id = await house.user("asa", email="asa@example.com", first_name="\u00c5sa", phone="1")
    house.clock.turn(hours=1)
    async with hearing() as heard:
        await change(house, root, user_id, 1, last_name="\u00d6berg", phone=None, review_date=date(2027, 1, 1))
    user = await User.get(id=user_id)
    assert (user.first_name, user.last_name, user.display_name) == ("\u00c5sa", "\u00d6berg", "\u00c5sa \u00d6berg")
    assert (user.email, user.phone, user.review_date, user.version) == ("asa@example.com", None, date(2027, 1, 1), 2)
    assert (user.created_at, user.updated_at, user.updated_by_id) == (NOON, house.clock.now(), root.user_id)
    changes: dict[str, tuple[object, object]] = {
        "last_name": ("", "\u00d6berg"),
        "display_name": ("\u00c5sa", "\u00c5sa \u00d6berg"),
        "phone": ("1", None),
        "review_date": (None, "2027-01-01"),
    }
    assert list(heard.events) == [Told("user.updated", "root", "asa", changes=changes)]


async def test_a_display_name_of_ones_own_stays_until_it_is_taken_back(house: House) -> None:
    user_id = await house.user("asa", display_name="Boss")
    await change(house, SYSTEM, user_id, first_name="\u00c5sa")
    assert (await User.get(id=user_id)).display_name == "Boss"
    await change(house, SYSTEM, user_id, display_name=None)
    assert (await User.get(id=user_id)).display_name == "\u00c5sa"
    await change(house, SYSTEM, user_id, first_name="")
    assert (await User.get(id=user_id)).display_name == "asa"


async def test_a_new_address_is_signed_in_by_and_the_old_one_is_free(house: House) -> None:
    user_id = await house.user("asa", email="old@example.com")
    await change(house, SYSTEM, user_id, email="New@Example.com")
    assert {row.key for row in await LoginIdentifier.filter(user_id=user_id)} == {"asa", "new@example.com"}
    await house.user("other", email="OLD@example.com")
    await change(house, SYSTEM, user_id, email=None)
    assert {row.key for row in await LoginIdentifier.filter(user_id=user_id)} == {"asa"}
    assert (await User.get(id=user_id)).email is None


async def test_the_spelling_of_an_address_can_be_changed(house: House) -> None:
    user_id = await house.user("asa", email="asa@example.com")
    await change(house, SYSTEM, user_id, email="ASA@example.com")
    assert (await User.get(id=user_id)).email == "ASA@example.com"


async def test_what_is_taken_or_wrong_is_refused_by_field(house: House) -> None:
    await house.user("other", email="other@example.com", external_id="x-1")
    user_id = await house.user("asa", email="asa@example.com")
    cases: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
        ({"email": "OTHER@example.com"}, [("EMAIL_TAKEN", "email")]),
        ({"external_id": "x-1"}, [("EXTERNAL_ID_TAKEN", "external_id")]),
        ({"email": "other@example.com", "external_id": "x-1"},
         [("EMAIL_TAKEN", "email"), ("EXTERNAL_ID_TAKEN", "external_id")]),
        ({"email": "", "first_name": "\0"}, [("CHARACTER_NOT_ALLOWED", "first_name"), ("EMAIL_INVALID", "email")]),
        ({"idle_timeout_minutes": 525_601}, [("OUT_OF_BOUNDS", "idle_timeout_minutes")]),
    ]  # fmt: skip
    for values, told in cases:
        assert await refused(house, SYSTEM, user_id, **values) == told


async def test_a_stale_version_is_refused(house: House) -> None:
    user_id = await house.user("asa")
    await change(house, SYSTEM, user_id, 1, first_name="a")
    assert await refused(house, SYSTEM, user_id, 1, first_name="b") == [("VERSION_CONFLICT", "version")]
    assert await refused(house, SYSTEM, user_id, 3, first_name="b") == [("VERSION_CONFLICT", "version")]
    await change(house, SYSTEM, user_id, 2, first_name="b")
    await change(house, SYSTEM, user_id, first_name="c")
    assert (await User.get(id=user_id)).version == 4


async def test_an_unknown_account_is_not_found(house: House) -> None:
    assert await refused(house, await house.root(), NOBODY, first_name="x") == [("NOT_FOUND", "id")]


@pytest.mark.parametrize(("scopes", "level"), [((), 2), ((Scope.AUDIT_READ,), 1), ((Scope.ROLES_WRITE,), 3)])
async def test_nobody_edits_an_account_that_may_do_more(house: House, scopes: tuple[Scope, ...], level: int) -> None:
    clerk = await house.acting("clerk", Scope.USERS_WRITE, level=1)
    await house.role("senior", *scopes, level=level)
    senior = await house.user("senior", "senior")
    assert await refused(house, clerk, senior, first_name="x") == [("BEYOND_OWN_RIGHTS", "id")]


async def test_equals_edit_each_other_and_themselves(house: House) -> None:
    clerk = await house.acting("clerk", Scope.USERS_WRITE, level=1)
    twin = await house.user("twin", "clerk")
    for user_id in (twin, clerk.user_id or NOBODY):
        await change(house, clerk, user_id, first_name="x")
    assert await User.filter(first_name="x", updated_by_id=clerk.user_id).count() == 2


@pytest.mark.parametrize("text", ["\ufdfa" * 200, "\u0390" * 200, "\u00df" * 200, "\U0001f600" * 200, "x" * 200])
async def test_the_longest_names_of_the_most_expanding_characters_are_stored(house: House, text: str) -> None:
    user_id = await house.user("asa", first_name=text, last_name=text, display_name=text)
    await change(house, SYSTEM, user_id, display_name=None, classification_level=text, external_id=text, tenant_id=text)
    user = await User.get(id=user_id)
    assert user.first_name == user.last_name == user.external_id == text
    assert user.display_name == f"{text} {text}"[:200]
