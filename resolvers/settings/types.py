"""The pages of settings as the schema shows them, made from their declarations."""

from collections.abc import Mapping
from dataclasses import Field, dataclass, fields
from datetime import datetime
from typing import Any, cast

import strawberry

from auth.installation import CountedBy
from auth.passwords.presets import policy_of
from auth.settings.pages import (
    PAGES,
    AtSessionLimit,
    Bounds,
    DirectorySettings,
    Page,
    PasswordSettings,
    PolicyResolution,
    SessionsToEnd,
    scopes_of,
)
from auth.settings.queries import Stored
from auth.visibility import camel_case
from resolvers.enums import described
from resolvers.passwords.types import PasswordPolicy
from resolvers.payloads import Payload
from resolvers.permissions import guarded, plain
from resolvers.scalars import JSON

described(
    AtSessionLimit,
    "What a sign-in does when the account has as many sessions as it may.",
    END_LEAST_RECENTLY_USED="The session that rested longest ends.",
    REFUSE="The sign-in is refused.",
)
described(
    CountedBy,
    "What a cap of who is signed in counts.",
    ACCOUNTS="Accounts with at least one open session.",
    SESSIONS="Open sessions.",
)
described(
    SessionsToEnd,
    "Which sessions of an account end when its password changes.",
    ALL="Every one, also that of whoever changes their own.",
    OTHERS="Every one but that of whoever changes their own, which gets a new token.",
    NONE="None; whoever changes their own gets a new token.",
)


described(
    PolicyResolution,
    "Which roles somebody gets whom several group policies are about.",
    FIRST="Those of the first by position.",
    ALL="Those of all.",
    HIGHEST_LEVEL="Those of the one that gives the role of the highest level; of several such, the first by position.",
)


@strawberry.type(description="What one setting may be.")
class SettingRule:
    """Its bounds and default."""

    name: str = plain("The setting, as the page names it.")
    default: JSON = plain("The shipped value.")
    least: int | None = plain("Smallest number, or shortest text in characters; null where there is no such bound.")
    most: int | None = plain("Largest number, or longest text in characters; null where there is no such bound.")
    description: str = plain("What it does.")


@strawberry.type
class SettingsPageBase:
    """What every page has beside its values."""

    version: int = plain("Goes up with each change; give it back to refuse stale writes. 0 was never changed.")
    updated_at: datetime | None = plain("When it was last changed; null for never.")
    rules: list[SettingRule] = plain("What each setting may be.")


@strawberry.type
class PasswordPageBase(SettingsPageBase):
    """What the page of passwords has beside that."""

    @strawberry.field(description="The preset whose every value the policy has; CUSTOM where it is none's.")
    def preset(self) -> PasswordPolicy:
        """``self`` has the values."""
        return policy_of(self)


MORE_GIVEN: Mapping[type[Page], Mapping[str, tuple[object, Any]]] = {
    DirectorySettings: {
        "preview_fingerprint": (
            str | None,
            plain(
                "Of a preview: the change is refused if policies, profiles or roles were changed since.",
                default=None,
            ),
        )
    }
}
"""What the input of a page has beside its values; its command takes it by the same name."""

_BASES: Mapping[type[Page], type[SettingsPageBase]] = {PasswordSettings: PasswordPageBase}


@dataclass(frozen=True, slots=True)
class PageTypes:
    """What the schema has for one page.

    Attributes:
        output: The page's type: its values, version and rules.
        input: What changes it: every value may be absent.
        payload: What the change answers with.
    """

    kind: type[Page]
    output: Any
    input: Any
    payload: Any


def _made(name: str, bases: tuple[type, ...], members: Mapping[str, tuple[object, Any]]) -> type:
    annotations = {member: annotation for member, (annotation, _) in members.items()}
    values = {member: value for member, (_, value) in members.items()}
    return type(name, bases, {"__annotations__": annotations, "__module__": __name__, "__doc__": name, **values})


def page_types(kind: type[Page]) -> PageTypes:
    """The types of one page, made from its declaration."""
    name, about = kind.__name__, (kind.__doc__ or "").strip()
    values = {item.name: (item.type, plain(item.metadata["meaning"])) for item in fields(kind)}
    output = strawberry.type(_made(name, (_BASES.get(kind, SettingsPageBase),), values), description=about)
    given = {
        item.name: (strawberry.Maybe[item.type], plain(_allowed(item), default=None))  # type: ignore[name-defined] # at run time
        for item in _given(kind)
    }
    version = (int | None, plain("The version that was read; a newer one refuses the change.", default=None))
    wanted = strawberry.input(
        _made(f"Update{name}Input", (), {**given, "version": version, **MORE_GIVEN.get(kind, {})}),
        description="What is to be different; what is absent stays.",
    )
    answer = {"settings": (output | None, guarded(scopes_of(kind).read, description="The page now.", default=None))}
    payload = strawberry.type(_made(f"Update{name}Payload", (Payload,), answer), description="What became of it.")
    return PageTypes(kind, output, wanted, payload)


def _allowed(item: Field[Any]) -> str:
    bounds = item.metadata.get("bounds")
    if not isinstance(bounds, Bounds):
        return str(item.metadata["meaning"])
    unit = " characters" if item.type is str else ""
    return f"{item.metadata['meaning']} {bounds.least} to {bounds.most}{unit}."


def shown(stored: Stored[Any], output: Any) -> Any:  # noqa: ANN401 — types made here
    """A page as the schema shows it."""
    kind = cast("type[Page]", type(stored.values))
    values = {item.name: getattr(stored.values, item.name) for item in fields(kind)}
    return output(**values, version=stored.version, updated_at=stored.updated_at, rules=_rules(kind))


def _rules(kind: type[Page]) -> list[SettingRule]:
    return [
        SettingRule(
            name=camel_case(item.name),
            default=JSON(item.default),
            least=_bound(item, "least"),
            most=_bound(item, "most"),
            description=item.metadata["meaning"],
        )
        for item in _given(kind)
    ]


def _given(kind: type[Page]) -> list[Field[Any]]:
    """What somebody can set; what the system notes is only shown."""
    return [item for item in fields(kind) if "noted" not in item.metadata]


def _bound(item: Field[Any], which: str) -> int | None:
    bounds = item.metadata.get("bounds")
    return getattr(bounds, which) if isinstance(bounds, Bounds) else None


ALL = {name: page_types(kind) for name, kind in PAGES.items()}
"""The types of every page by the page's name."""
