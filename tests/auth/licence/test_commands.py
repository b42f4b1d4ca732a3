"""Changing the licence's settings: with a scope of their own, and only where no file rules."""

import pytest

from auth.actor import SYSTEM
from auth.errors import Forbidden
from auth.installation import CountedBy
from auth.licence.commands import update_licence_settings
from auth.settings.commands import update_settings
from auth.settings.pages import LicenceSettings
from auth.settings.queries import current, read_page, stored
from tests.support.house import House, all_but
from tests.support.licences import ruled_by_file
from tests.support.trail import Told, hearing, nothing_changes


async def test_the_caps_are_changed_and_told(house: House) -> None:
    keeper = await house.acting("keeper", "licence:write")
    given = {"max_users": 5, "counted_by": CountedBy.SESSIONS}
    async with hearing() as heard:
        done = await house.do(keeper, lambda work: update_licence_settings(work, given))
    assert done.values == await current(LicenceSettings) == LicenceSettings(5, CountedBy.SESSIONS, 0)
    told: dict[str, tuple[object, object]] = {"max_users": (0, 5), "counted_by": ("ACCOUNTS", "SESSIONS")}
    assert list(heard.events) == [Told("settings.changed", "keeper", "licence", changes=told)]
    async with nothing_changes():
        stale = await house.refusals(keeper, lambda work: update_licence_settings(work, {"max_seats": 1}, 0))
    assert stale == [("VERSION_CONFLICT", "version")]


@pytest.mark.parametrize("name", ["max_users", "max_seats"])
@pytest.mark.parametrize("value", [-1, 1_000_001])
async def test_caps_have_bounds(house: House, name: str, value: int) -> None:
    async with nothing_changes():
        refused = await house.refusals(SYSTEM, lambda work: update_licence_settings(work, {name: value}))
    assert refused == [("OUT_OF_BOUNDS", name)]


async def test_the_scopes_of_settings_are_not_enough(house: House) -> None:
    setter = await house.acting("setter", *all_but("licence:write", "licence:read"))
    async with nothing_changes():
        with pytest.raises(Forbidden):
            await house.do(setter, lambda work: update_licence_settings(work, {"max_users": 0}))
        with pytest.raises(Forbidden):
            await house.do(setter, lambda work: update_settings(work, LicenceSettings, {"max_users": 0}))
    with pytest.raises(Forbidden):
        await read_page(setter, LicenceSettings)


async def test_where_a_file_rules_the_settings_stay_as_they_are(house: House) -> None:
    held, root = ruled_by_file(house), await house.root()
    async with nothing_changes():
        refused = await house.refusals(root, lambda work: update_licence_settings(work, {"max_users": 0}))
    assert refused == [("LICENCE_FILE_RULES", "")]
    held.signed = None
    await house.do(root, lambda work: update_licence_settings(work, {"max_users": 9}))


async def test_a_lock_that_a_file_needed_leaves_the_page_unchanged(house: House) -> None:
    ruled_by_file(house, max_users=1)
    await house.user("asa", password=await house.password())
    await house.sign_in("asa")
    page = await stored(LicenceSettings)
    assert (page.version, page.updated_at, page.values) == (0, None, LicenceSettings())
