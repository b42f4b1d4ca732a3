"""Knows every source there is. A process registers each kind of source when it is put together.

What is registered reads its sources anew each time it is asked: inside a unit of work it tells of that unit's own
changes, so that the question whether an administrator can still get in sees a source that is being switched off.
"""

from collections.abc import Sequence
from typing import Protocol

from auth.sources.rules import SourceFacts
from models.user import AuthMethod


class Sources(Protocol):
    """What one kind of source tells of itself."""

    async def sources(self, method: AuthMethod) -> Sequence[SourceFacts]:
        """Every source of a method, enabled or not, in a constant number of statements; none for others' methods."""
        ...


_registered: list[Sources] = []


def register(sources: Sources) -> None:
    """Adds a kind of source, once, for as long as the process runs."""
    if sources not in _registered:
        _registered.append(sources)


def unregister(sources: Sources) -> None:
    """Takes one away again. Raises ``ValueError`` where it is not registered."""
    _registered.remove(sources)


async def sources_of(method: AuthMethod) -> list[SourceFacts]:
    """Every source of a method, enabled or not, by name."""
    found = [source for each in _registered for source in await each.sources(method)]
    return sorted(found, key=lambda source: (source.name, source.id))
