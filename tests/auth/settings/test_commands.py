"""Changing settings: what is given, within bounds, by version, and told before and after."""

import asyncio
from dataclasses import fields
from typing import Any

import pytest

from auth.actor import SYSTEM
from auth.errors import VersionConflict
from auth.permissions import Scope
from auth.roles.settings import update_account_settings
from auth.settings.commands import update_settings
from auth.settings.pages import (
    PAGES,
    AccountSettings,
    ApiSettings,
    AtSessionLimit,
    Bounds,
    Page,
    PasswordSettings,
    SessionSettings,
)
from auth.settings.queries import current, read_page, stored
from models.setting import SettingsPage
from tests.support.house import NOON, House
from tests.support.trail import Told, hearing, nothing_changes

NUMBERS = [
    (kind, item.name, item.metadata["bounds"])
    for kind in PAGES.values()
    for item in fields(kind)
    if isinstance(item.default, int) and "bounds" in item.metadata
]


async def test_given_values_change_others_stay_and_the_difference_is_told(house: House) -> None:
    root = await house.root()
    values: dict[str, Any] = {"idle_timeout_minutes": 60, "at_limit": AtSessionLimit.REFUSE, "remember_me_days": 30}
    async with hearing() as heard:
        after = await house.do(root, lambda work: update_settings(work, SessionSettings, values, 0))
    assert after == await stored(SessionSettings)
    assert (after.values, after.version, after.updated_at) == (
        SessionSettings(idle_timeout_minutes=60, at_limit=AtSessionLimit.REFUSE),
        1,
        NOON,
    )
    changes: dict[str, tuple[object, object]] = {
        "idle_timeout_minutes": (480, 60),
        "at_limit": ("END_LEAST_RECENTLY_USED", "REFUSE"),
    }
    assert list(heard.events) == [Told("settings.changed", "root", "sessions", changes=changes)]


async def test_a_value_set_back_to_the_shipped_one_follows_later_versions(house: House) -> None:
    await house.set(SessionSettings, idle_timeout_minutes=60)
    await house.set(SessionSettings, idle_timeout_minutes=480)
    row = await SettingsPage.get(name="sessions")
    assert (row.values_json, row.version) == ("{}", 2)


async def test_values_of_another_version_of_gatehouse_are_ignored(house: House) -> None:
    await house.set(SessionSettings, idle_timeout_minutes=60)
    await SettingsPage.filter(name="sessions").update(values_json='{"idle_timeout_minutes":60,"of_tomorrow":1}')
    assert await current(SessionSettings) == SessionSettings(idle_timeout_minutes=60)


@pytest.mark.parametrize("end", ["least", "most"])
async def test_every_number_takes_its_least_and_its_most(house: House, end: str) -> None:
    for kind in PAGES.values():
        values = {name: getattr(bounds, end) for page, name, bounds in NUMBERS if page is kind}
        given: Any = kind
        after = await house.do(SYSTEM, lambda work, given=given, values=values: update_settings(work, given, values))
        assert {name: getattr(after.values, name) for name in values} == values


async def test_every_number_one_beyond_its_bounds_is_refused_by_its_name(house: House) -> None:
    for kind, name, bounds in NUMBERS:
        assert isinstance(bounds, Bounds)
        for value in (bounds.least - 1, bounds.most + 1):
            given: Any = kind
            async with nothing_changes():
                assert await house.refusals(
                    SYSTEM, lambda work, given=given, values={name: value}: update_settings(work, given, values)
                ) == [("OUT_OF_BOUNDS", name)]


@pytest.mark.parametrize("kind", PAGES.values())
async def test_a_stale_version_is_refused(house: House, kind: type[Page]) -> None:
    now = (await stored(kind)).version  # pyright: ignore[reportArgumentType] — any page
    given: Any = kind
    for version in (now + 1, -1):
        async with nothing_changes():
            with pytest.raises(VersionConflict) as refused:
                await house.do(SYSTEM, lambda work, version=version: update_settings(work, given, {}, version))
        assert refused.value.current == now


async def test_of_many_changes_of_one_version_one_wins(house: House) -> None:
    async def change(hours: int) -> bool:
        values = {"absolute_lifetime_hours": hours}
        try:
            await house.do(SYSTEM, lambda work: update_settings(work, SessionSettings, values, 0))
        except VersionConflict:
            return False
        return True

    assert sum(await asyncio.gather(*map(change, range(1, 13)))) == 1
    assert (await stored(SessionSettings)).version == 1


async def test_changes_without_a_version_lose_no_others_value(house: House) -> None:
    names = [name for kind, name, _ in NUMBERS if kind is PasswordSettings]
    values = {name: bounds.most for kind, name, bounds in NUMBERS if kind is PasswordSettings}
    await asyncio.gather(*(house.set(PasswordSettings, **{name: values[name]}) for name in names))
    assert {name: getattr(await current(PasswordSettings), name) for name in names} == values


@pytest.mark.parametrize("role", ["nope", "api", "admin", "strong", "heir", ""])
async def test_the_default_role_is_one_that_is_fit_for_everybody(house: House, role: str) -> None:
    await house.role("strong", Scope.USERS_WRITE)
    await house.role("heir", parents=("strong",))
    root = await house.root()
    async with nothing_changes():
        refusals = await house.refusals(root, lambda work: update_account_settings(work, {"default_role": role}))
    assert [field for _, field in refusals] == ["default_role"]


async def test_whoever_names_the_default_role_holds_what_it_carries(house: House) -> None:
    await house.role("reader", Scope.USERS_READ)
    keeper = await house.acting("keeper", Scope.SETTINGS_WRITE, level=1)
    async with nothing_changes():
        refusals = await house.refusals(keeper, lambda work: update_account_settings(work, {"default_role": "reader"}))
    assert [field for _, field in refusals] == ["default_role"]
    root = await house.root()
    await house.do(root, lambda work: update_account_settings(work, {"default_role": "READER"}))
    assert (await current(AccountSettings)).default_role == "READER"


async def test_switches_are_told_and_read(house: House) -> None:
    await house.set(ApiSettings, introspection=False)
    assert (await read_page(SYSTEM, ApiSettings)).values == ApiSettings(introspection=False)
