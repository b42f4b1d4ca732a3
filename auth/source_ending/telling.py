"""Deletions that are told first: the very same deletion is made and taken back.

What the answer says is what would happen, down to the question whether an administrator could still get in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from auth.actor import Actor
from auth.unit_of_work import Command, Units, Work

T = TypeVar("T")

TAKE_BACK = "Was it only asked what would happen?"


@dataclass(frozen=True, slots=True)
class Deleted(Generic[T]):
    """What followed, or would."""

    consequences: Sequence[T]
    is_deleted: bool


class _OnlyAsked(Exception):
    """Takes back what was done to see what would follow."""

    def __init__(self, found: Sequence[object]) -> None:
        super().__init__("only asked")
        self.consequences = found


async def done_or_told(units: Units, actor: Actor, delete: Command[list[T]]) -> Deleted[T]:
    """Runs a deletion that may have called ``take_back``. Raises as it does."""
    try:
        found = await units.run(actor, delete)
    except _OnlyAsked as asked:
        return Deleted(asked.consequences, is_deleted=False)  # type: ignore[arg-type] # what the deletion gave
    return Deleted(found, is_deleted=True)


def take_back(work: Work, found: Sequence[object]) -> None:
    """Has this deletion undone once everything else agrees to it; ``found`` is what would have followed."""

    async def undo() -> None:
        raise _OnlyAsked(found)

    work.before_commit(TAKE_BACK, undo)
