"""Audit events of the trail itself: read, verified, erased, and checkpoints taken away."""

from dataclasses import dataclass
from typing import ClassVar

from auth.events import Event, event


@dataclass(frozen=True, slots=True)
class Reading:
    """What was asked for; ``None`` for what was not narrowed. It names no person: ids only."""

    actions: tuple[str, ...] | None = None
    outcome: str | None = None
    actor: str | None = None
    target_type: str | None = None
    target: str | None = None
    occurred_after: str | None = None
    occurred_before: str | None = None


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRead(Event):
    """The audit trail was read, by these filters."""

    action: ClassVar[str] = "audit.read"
    after: Reading


@dataclass(frozen=True, slots=True)
class Verified:
    """What a verification looked at and how many things were wrong."""

    first_position: int
    last_position: int
    flaws: int


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class AuditVerified(Event):
    """The audit trail was verified."""

    action: ClassVar[str] = "audit.verified"
    after: Verified


@dataclass(frozen=True, slots=True)
class Erasure:
    """How much was erased."""

    events: int
    values: int


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class AuditErased(Event):
    """Personal values of an account were erased out of the audit trail."""

    action: ClassVar[str] = "audit.erased"
    after: Erasure


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written to a file: the span that was asked for, the positions and how many events that were."""

    occurred_from: str | None
    occurred_before: str | None
    first_position: int
    last_position: int
    events: int
    flaws: int


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class AuditExported(Event):
    """Events of the audit trail were exported to a file."""

    action: ClassVar[str] = "audit.exported"
    after: Exported


@dataclass(frozen=True, slots=True)
class Signed:
    """The end of the chain that a checkpoint holds."""

    position: int
    seal: str


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class CheckpointExported(Event):
    """A signed checkpoint was given out."""

    action: ClassVar[str] = "audit.checkpoint_exported"
    after: Signed
