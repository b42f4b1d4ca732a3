"""Reads settings: the stored differences over the shipped defaults."""

from dataclasses import dataclass, fields
from datetime import datetime
from enum import EnumMeta
from functools import lru_cache
from typing import Any, Generic, TypeVar

import orjson

from auth.actor import Actor
from auth.permissions import demand
from auth.reading import Statement, fetch
from auth.settings.pages import (
    PAGES,
    AccountSettings,
    ApiSettings,
    DirectorySettings,
    LicenceSettings,
    LinkSettings,
    LockoutSettings,
    MfaSettings,
    Page,
    PasswordSettings,
    SessionSettings,
    SsoSettings,
    StepUpSettings,
    TokenSettings,
    scopes_of,
)
from models.setting import SettingsPage

PageT = TypeVar(
    "PageT",
    SessionSettings,
    PasswordSettings,
    LockoutSettings,
    MfaSettings,
    StepUpSettings,
    TokenSettings,
    LinkSettings,
    LicenceSettings,
    DirectorySettings,
    SsoSettings,
    AccountSettings,
    ApiSettings,
)


@dataclass(frozen=True, slots=True)
class Stored(Generic[PageT]):
    """A page with its version; version 0 has never been changed."""

    values: PageT
    version: int
    updated_at: datetime | None


def name_of(kind: type[Page]) -> str:
    """Under which name a page is stored."""
    return next(name for name, page in PAGES.items() if page is kind)


def parse(kind: type[PageT], values_json: str | None) -> PageT:
    """A page from its stored differences. Values that this version does not know are ignored."""
    return _parsed(kind, values_json)


@lru_cache(maxsize=64)
def _parsed(kind: type[Any], values_json: str | None) -> Any:  # noqa: ANN401 — a page of that kind
    """A page is a value: whatever has the same text shares one."""
    stored: dict[str, Any] = orjson.loads(values_json) if values_json else {}
    defaults = kind()
    known: dict[str, Any] = {
        item.name: _typed(getattr(defaults, item.name), stored[item.name])
        for item in fields(kind)
        if item.name in stored
    }
    return kind(**known)


def _typed(default: object, value: object) -> object:
    if default is None and isinstance(value, str):
        return datetime.fromisoformat(value)
    kind = type(default)
    return kind(value) if isinstance(kind, EnumMeta) else value


async def current(kind: type[PageT]) -> PageT:
    """The values in force now. For the system's own use: no permission is asked."""
    statement = Statement()
    rows = await fetch(statement.add(f"SELECT {page_of(statement, kind)}"))
    return parse(kind, rows[0][0])


def page_of(statement: Statement, kind: type[Page]) -> str:
    """What is stored of a page, for ``parse``, as one column of a statement about something else."""
    return f"(SELECT p.values_json FROM settings_pages p WHERE p.name = {statement.bind(name_of(kind))})"


async def stored(kind: type[PageT]) -> Stored[PageT]:
    """The values in force now, with their version."""
    row = await SettingsPage.get_or_none(name=name_of(kind))
    if row is None:
        return Stored(kind(), 0, None)
    return Stored(parse(kind, row.values_json), row.version, row.updated_at if row.version else None)


async def read_page(actor: Actor, kind: type[PageT]) -> Stored[PageT]:
    """The values in force now, for a caller who may see them."""
    demand(actor, "settings", scopes_of(kind).read)
    return await stored(kind)
