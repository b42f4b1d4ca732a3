"""Changes settings."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, cast

import orjson

from auth.errors import Problems, VersionConflict
from auth.events import Target
from auth.permissions import Scope, demand, requires
from auth.settings.events import SettingsChanged
from auth.settings.pages import Page, scopes_of
from auth.settings.queries import PageT, Stored, name_of, stored
from auth.settings.rules import followed, violations
from auth.step_up.asking import asks_fresh_factor
from auth.step_up.rules import StepUp
from auth.unit_of_work import Work
from models.setting import SettingsPage


@requires(Scope.SETTINGS_WRITE)
@asks_fresh_factor(StepUp.SETTINGS)
async def update_settings(
    work: Work, kind: type[PageT], given: Mapping[str, Any], version: int | None = None
) -> Stored[PageT]:
    """Changes the given values of one page and leaves the others.

    Raises ``Refused`` with one error for each value out of bounds, ``VersionConflict`` when ``version`` is stale,
    ``Forbidden`` where the page has a scope of its own that the caller lacks.
    """
    demand(work.actor, "settings", scopes_of(kind).write)
    return await write_page(work, kind, given, version)


async def write_page(
    work: Work, kind: type[PageT], given: Mapping[str, Any], version: int | None = None
) -> Stored[PageT]:
    """As ``update_settings``; part of a command that asked who is there."""
    name = name_of(kind)
    await make_row(work, name)
    row = await SettingsPage.select_for_update().get(name=name)
    before = await stored(kind)
    if version is not None and version != before.version:
        raise VersionConflict(before.version)
    problems = Problems()
    problems.extend(violations(kind, given))
    problems.refuse()
    after = cast("PageT", followed(before.values, replace(before.values, **given), work.now))
    row.values_json = _differences_json(after)
    row.version = before.version + 1
    row.updated_at, row.updated_by_id = work.now, work.actor.user_id
    await row.save()
    work.record(SettingsChanged(target=Target("SETTINGS", name, name), before=before.values, after=after))
    return Stored(after, row.version, row.updated_at)


async def make_row(work: Work, name: str) -> None:
    """So that two first changes meet at one row: the second waits and then sees a newer version; part of a command."""
    row = SettingsPage(name=name, values_json="{}", version=0, updated_at=work.now)
    await SettingsPage.bulk_create([row], ignore_conflicts=True)


def _differences_json(values: Page) -> str:
    defaults = type(values)()
    changed = {
        item.name: getattr(values, item.name)
        for item in fields(values)
        if getattr(values, item.name) != getattr(defaults, item.name)
    }
    return orjson.dumps(changed).decode()
