"""One query and one mutation for each page of settings."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import fields
from typing import Annotated, Any, cast

import strawberry

from auth.licence.commands import update_licence_settings
from auth.policies.settings import update_directory_settings
from auth.roles.settings import update_account_settings
from auth.settings.commands import update_settings
from auth.settings.pages import AccountSettings, DirectorySettings, LicenceSettings, Page, scopes_of
from auth.settings.queries import Stored, read_page
from auth.unit_of_work import Work
from resolvers.context import Info
from resolvers.payloads import answered
from resolvers.permissions import guarded, mutation
from resolvers.settings.types import ALL, MORE_GIVEN, PageTypes, shown

OWN_COMMANDS: Mapping[type[Page], Callable[..., Awaitable[Stored[Any]]]] = {
    AccountSettings: update_account_settings,
    DirectorySettings: update_directory_settings,
    LicenceSettings: update_licence_settings,
}
"""Pages that are changed by a command of their own."""


def _query(page: PageTypes) -> Any:  # noqa: ANN401 — a field made here
    async def read(info: Info) -> object:
        return shown(await read_page(info.context.actor, cast("type[Any]", page.kind)), page.output)

    about = f"{(page.kind.__doc__ or '').partition('.')[0].strip()}."
    return guarded(scopes_of(page.kind).read, description=about, graphql_type=page.output | None)(read)


def _mutation(page: PageTypes) -> Any:  # noqa: ANN401 — a field made here
    async def update(info: Info, input: Any) -> Any:  # noqa: ANN401 — the contract's name; a type made here
        given = {
            item.name: value.value
            for item in fields(page.kind)
            if (value := getattr(input, item.name, None)) is not None
        }

        more = {name: getattr(input, name) for name in MORE_GIVEN.get(page.kind, ())}

        async def change() -> Any:  # noqa: ANN401 — a type made here
            stored = await info.context.perform(_command(page.kind, given, input.version, more))
            return page.payload(settings=shown(stored, page.output))

        return await answered(page.payload, change())

    update.__annotations__["input"] = Annotated[page.input, strawberry.argument(description="What to change.")]
    update.__annotations__["return"] = page.payload | None
    command = OWN_COMMANDS.get(page.kind, update_settings)
    return mutation(command, "Changes a page of settings; open sessions and running processes follow at once.")(update)


def _command(
    kind: type[Page], given: dict[str, Any], version: int | None, more: dict[str, Any]
) -> Callable[[Work], Awaitable[Stored[Any]]]:
    if kind in OWN_COMMANDS:
        return lambda work: OWN_COMMANDS[kind](work, given, version, **more)
    page = cast("type[Any]", kind)
    return lambda work: update_settings(work, page, given, version)


def _fields(name: str, made: dict[str, Any]) -> type:
    return strawberry.type(type(name, (), {"__module__": __name__, "__annotations__": {}, **made}))


SettingsQueries = _fields(
    "SettingsQueries", {f"{name.rstrip('s')}_settings": _query(page) for name, page in ALL.items()}
)
SettingsMutations = _fields(
    "SettingsMutations", {f"update_{name.rstrip('s')}_settings": _mutation(page) for name, page in ALL.items()}
)
