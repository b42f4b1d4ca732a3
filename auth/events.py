"""What the audit trail can say: one frozen class for each thing that happens.

A secret has no field to sit in: events carry references, reasons and the readable facts before and after.
"""

from dataclasses import dataclass, fields, is_dataclass
from typing import Any, ClassVar, TypeAlias, TypeVar
from uuid import UUID

from models.audit_event import AuditOutcome

Value: TypeAlias = str | int | bool | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Target:
    """What an event is about; the name is kept, because the thing may be gone when somebody reads."""

    type: str
    id: str
    name: str | None = None


def user_target(user_id: UUID, username: str | None) -> Target:
    """An account as a target."""
    return Target("USER", str(user_id), username)


@dataclass(frozen=True, slots=True)
class Change:
    """One readable value, before and after."""

    field: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What every event has.

    Attributes:
        target: What it is about.
        acting: The account that acted, where the caller was not yet known to be it (a sign-in).
        note: A free remark by the caller.
    """

    action: ClassVar[str]
    meaning: ClassVar[str]
    outcome: ClassVar[AuditOutcome] = AuditOutcome.SUCCESS

    target: Target | None = None
    acting: Target | None = None
    session_id: UUID | None = None
    note: str | None = None

    @property
    def reason(self) -> str | None:
        """Why it was refused or done, as a stable code."""
        return None

    def changes(self) -> tuple[Change, ...]:
        """The readable values that differ, from ``before`` and ``after`` where the event has them."""
        before, after = getattr(self, "before", None), getattr(self, "after", None)
        return differences(before, after)


def differences(before: object, after: object) -> tuple[Change, ...]:
    """The fields in which two facts of one class differ; ``None`` stands for "was not there"."""
    shape: Any = after if after is not None else before
    if not is_dataclass(shape):
        return ()
    pairs = ((item.name, getattr(before, item.name, None), getattr(after, item.name, None)) for item in fields(shape))
    return tuple(Change(name, old, new) for name, old, new in pairs if old != new)


REGISTRY: dict[str, type[Event]] = {}
"""Every kind of event by its action, for the reference and the filter."""


EventT = TypeVar("EventT", bound=Event)


def event(kind: type[EventT]) -> type[EventT]:
    """Registers a kind of event; its docstring is its meaning."""
    kind.meaning = (kind.__doc__ or "").strip()
    REGISTRY[kind.action] = kind
    return kind
