"""What is told of the trail's own use: that it was read, verified, and that a checkpoint was given out."""

import re

from auth.audit.checkpoints import Checkpoint, signed
from auth.audit.events import (
    AuditExported,
    AuditRead,
    AuditVerified,
    CheckpointExported,
    Exported,
    Reading,
    Signed,
    Verified,
)
from auth.audit.exporting import Export
from auth.audit.keys import KeyRing
from auth.audit.queries import AuditFilter
from auth.audit.rows import head
from auth.audit.verification import Verification
from auth.events import REGISTRY, Target
from auth.permissions import Scope, requires
from auth.unit_of_work import Work

_NAME = re.compile(r"[A-Za-z0-9_.:-]{1,60}")
_ACTIONS_MOST = 50


@requires(Scope.AUDIT_READ)
async def record_reading(work: Work, wanted: AuditFilter, target: Target | None = None) -> None:
    """Tells that a list of events was read, or the one that is ``target``."""
    work.record(AuditRead(target=target, after=_reading(wanted)))


@requires(Scope.AUDIT_READ)
async def record_verification(work: Work, found: Verification) -> None:
    """Tells that the trail was verified and what came of it."""
    work.record(AuditVerified(after=Verified(found.first_position, found.last_position, found.flaws)))


@requires(Scope.AUDIT_READ)
async def export_checkpoint(work: Work, ring: KeyRing) -> Checkpoint:
    """Signs the end of the chain as it is now."""
    end = await head()
    checkpoint = signed(ring.current, end.position, end.seal or "", work.now)
    work.record(CheckpointExported(after=Signed(checkpoint.position, checkpoint.seal)))
    return checkpoint


@requires(Scope.AUDIT_READ)
async def record_export(work: Work, export: Export) -> None:
    """Tells that events were exported: which span and how many, nothing of what they say."""
    span = export.span
    after = Exported(
        occurred_from=span.start.isoformat() if span.start else None,
        occurred_before=span.end.isoformat() if span.end else None,
        first_position=span.first,
        last_position=span.last,
        events=export.written.events,
        flaws=export.found.flaws,
    )
    work.record(AuditExported(after=after))


def _reading(wanted: AuditFilter) -> Reading:
    """A filter without what a caller could have smuggled into it: unknown actions, texts that name no kind or id."""
    known = None if wanted.actions is None else tuple(name for name in wanted.actions if name in REGISTRY)
    return Reading(
        actions=known and known[:_ACTIONS_MOST],
        outcome=wanted.outcome,
        actor=str(wanted.actor_id) if wanted.actor_id else None,
        target_type=_short(wanted.target_type),
        target=_short(wanted.target_id),
        occurred_after=wanted.occurred_after.isoformat() if wanted.occurred_after else None,
        occurred_before=wanted.occurred_before.isoformat() if wanted.occurred_before else None,
    )


def _short(text: str | None) -> str | None:
    return text if text is None or _NAME.fullmatch(text) else "?"
