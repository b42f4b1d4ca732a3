"""What a test compares after a command: every table but the audit trail, and what was told to the trail meanwhile."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, TypeAlias, cast
from uuid import UUID

import orjson
from tortoise.models import Model

from models.audit_event import AuditCheckpoint, AuditEvent, AuditOutcome
from models.database import MODEL_MODULES

Dump: TypeAlias = dict[str, list[dict[str, Any]]]


def tables() -> list[type[Model]]:
    """Every table of ours."""
    return [kind for kind in Model.__subclasses__() if kind.__module__ in MODEL_MODULES]


async def dump() -> Dump:
    """Every row of every table but the trail's, in order of keys."""
    kinds = [kind for kind in tables() if kind not in {AuditEvent, AuditCheckpoint}]
    return {kind.__name__: [dict(row) for row in await kind.all().order_by(_key(kind)).values()] for kind in kinds}


def _key(kind: type[Model]) -> str:
    facts = cast("Any", kind).describe()  # whose type is partly unknown
    return facts["pk_field"]["name"]


@dataclass(frozen=True, slots=True)
class Told:
    """One event, as far as a test expects it. ``changes`` maps a field to its value before and after."""

    action: str
    actor: str | None = None
    target: str | None = None
    reason: str | None = None
    changes: dict[str, tuple[object, object]] = field(default_factory=dict[str, tuple[object, object]])
    refused: bool = False


def as_told(event: AuditEvent) -> Told:
    """A stored event."""
    changes = {each["field"]: (each["before"], each["after"]) for each in orjson.loads(event.changes_json)}
    refused = event.outcome is AuditOutcome.REFUSED
    return Told(event.action, event.actor_name, event.target_name, event.reason, changes, refused)


async def trail(after: UUID | None = None) -> list[Told]:
    """Everything told so far, or since an event, oldest first."""
    events = AuditEvent.all().order_by("id") if after is None else AuditEvent.filter(id__gt=after).order_by("id")
    return [as_told(event) for event in await events]


async def latest() -> UUID | None:
    """The newest event so far."""
    event = await AuditEvent.all().order_by("-id").first()
    return event.id if event else None


@dataclass
class Heard:
    """What was told within a block; filled at its end."""

    events: Sequence[Told] = ()


@asynccontextmanager
async def hearing() -> AsyncGenerator[Heard]:
    """Collects what the trail is told within the block."""
    heard, since = Heard(), await latest()
    yield heard
    heard.events = await trail(since)


@asynccontextmanager
async def nothing_changes(*told: Told) -> AsyncGenerator[None]:
    """Within the block no row changes, and the trail is told exactly ``told``."""
    before = await dump()
    async with hearing() as heard:
        yield
    assert await dump() == before
    assert list(heard.events) == list(told)


@asynccontextmanager
async def only_counted(*told: Told) -> AsyncGenerator[None]:
    """Within the block nothing changes but how many attempts accounts have had, and the trail is told ``told``."""
    before = _uncounted(await dump())
    async with hearing() as heard:
        yield
    assert _uncounted(await dump()) == before
    assert list(heard.events) == list(told)


def _uncounted(rows: Dump) -> Dump:
    users = [{name: value for name, value in row.items() if name != "failed_attempts"} for row in rows["User"]]
    return {**rows, "User": users}
