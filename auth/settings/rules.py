"""Whether new values of a page are within their bounds, and what follows from them."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import datetime

from auth.errors import DomainError
from auth.settings.pages import Bounds, MfaSettings, Page
from auth.texts import check_line


def violations(kind: type[Page], given: Mapping[str, object]) -> list[DomainError]:
    """Every given value that is out of bounds, or no line of text, as an error that names the field and the rule."""
    errors: list[DomainError] = []
    for item in fields(kind):
        bounds = item.metadata.get("bounds")
        if item.name in given and isinstance(bounds, Bounds):
            errors.extend(_outside(item.name, given[item.name], bounds))
    return errors


def followed(before: Page, after: Page, now: datetime) -> Page:
    """The new values with the moments that are noted when others change."""
    if not isinstance(before, MfaSettings) or not isinstance(after, MfaSettings):
        return after
    if not after.required_for_everyone:
        return replace(after, required_since=None)
    return replace(after, required_since=before.required_since if before.required_for_everyone else now)


def _outside(name: str, value: object, bounds: Bounds) -> list[DomainError]:
    size, unit = (len(value), " characters") if isinstance(value, str) else (value, "")
    if isinstance(size, int) and bounds.least <= size <= bounds.most:
        return check_line(value, name) if isinstance(value, str) else []
    return [DomainError("OUT_OF_BOUNDS", f"It must be from {bounds.least} to {bounds.most}{unit}.", name)]
