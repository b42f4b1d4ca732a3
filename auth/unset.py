"""Tells "not given" from "given as nothing" in partial changes."""

from enum import Enum
from typing import Final, TypeVar

T = TypeVar("T")


class Unset(Enum):
    """The type of ``UNSET``."""

    UNSET = "UNSET"


UNSET: Final = Unset.UNSET
"""The caller did not speak of this value: it stays as it is."""


def given(value: T | Unset, otherwise: T) -> T:
    """The value, or what was there before."""
    return otherwise if value is UNSET else value
