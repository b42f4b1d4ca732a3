"""Whether new values of a page are within their bounds."""

from collections.abc import Mapping
from dataclasses import fields

from auth.errors import DomainError
from auth.settings.pages import Bounds, Page


def violations(kind: type[Page], given: Mapping[str, object]) -> list[DomainError]:
    """Every given value that is out of bounds, as an error that names the field and what is allowed."""
    errors: list[DomainError] = []
    for item in fields(kind):
        bounds = item.metadata.get("bounds")
        if item.name in given and isinstance(bounds, Bounds):
            errors.extend(_outside(item.name, given[item.name], bounds))
    return errors


def _outside(name: str, value: object, bounds: Bounds) -> list[DomainError]:
    size, unit = (len(value), " characters") if isinstance(value, str) else (value, "")
    if isinstance(size, int) and bounds.least <= size <= bounds.most:
        return []
    return [DomainError("OUT_OF_BOUNDS", f"It must be from {bounds.least} to {bounds.most}{unit}.", name)]
