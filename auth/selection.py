"""What a caller asked to see, so that a query loads that and nothing else."""

from collections.abc import Mapping
from typing import Any, TypeAlias

Selection: TypeAlias = Mapping[str, "Selection"]
"""Names of the wanted values, each with what is wanted below it (empty for a plain value)."""


def hashable(selection: Selection) -> frozenset[Any]:
    """Equal for selections that want the same."""
    return frozenset((name, hashable(below)) for name, below in selection.items())


class _NotLoaded:
    """Stands where a value was not asked for: to show it is a fault, not a null."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "NOT_LOADED"

    def __str__(self) -> str:
        raise AttributeError("this value was not loaded")


NOT_LOADED = _NotLoaded()
