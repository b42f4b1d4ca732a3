"""A cache that forgets what was not used for longest."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Bounded(Generic[Key, Value]):
    """At most ``entries`` values, whose weights come to at most ``weight`` together."""

    def __init__(self, entries: int, weight: int | None = None) -> None:
        self._entries = entries
        self._weight = weight
        self._held: OrderedDict[Key, tuple[Value, int]] = OrderedDict()
        self._total = 0

    def __len__(self) -> int:
        return len(self._held)

    def get(self, key: Key) -> Value | None:
        """The value, or ``None`` when it is not held (any more)."""
        found = self._held.get(key)
        if found is None:
            return None
        self._held.move_to_end(key)
        return found[0]

    def put(self, key: Key, value: Value, weight: int = 1) -> Value:
        """Holds a value and gives it back; one that outweighs the whole cache is not held."""
        if self._weight is not None and weight > self._weight:
            return value
        replaced = self._held.pop(key, None)
        self._held[key] = (value, weight)
        self._total += weight - (replaced[1] if replaced else 0)
        while len(self._held) > self._entries or (self._weight is not None and self._total > self._weight):
            _, (_, freed) = self._held.popitem(last=False)
            self._total -= freed
        return value
