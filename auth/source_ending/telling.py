"""Deletions that are told first: the very same deletion is made and taken back.

What the answer says is what would happen, down to the question whether an administrator could still get in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Deleted(Generic[T]):
    """What followed, or would."""

    consequences: Sequence[T]
    is_deleted: bool
