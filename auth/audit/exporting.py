"""Exports a span of the trail, line by line, and verifies the secret chain while it does.

The positions between the first and the last event of the span are exported without a gap, also of an event that
happened outside of it and was sealed in between. Memory stays the same however long the span is. The chain is followed
from the checkpoint before the span to the one behind it, so that an event which is missing at its edge is found too.
"""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from auth.actor import Actor
from auth.audit.checkpoints import Checkpoint
from auth.audit.events import AuditErased
from auth.audit.export_format import Lines, Span, Written
from auth.audit.keys import KeyRing
from auth.audit.rows import erased_accounts, positions_between, seal_at
from auth.audit.rules import GENESIS, Place, Stored, erased_labels
from auth.audit.verification import Verification, Wanted, along, beyond, extent
from auth.errors import DomainError
from auth.permissions import Scope, demand


@dataclass(slots=True)
class Export:
    """An export in the making.

    Attributes:
        found: What the verification of the secret chain found so far; complete when ``lines`` has ended.
        written: How much was written so far.
    """

    span: Span
    found: Verification
    _ring: KeyRing
    _begin: Place
    _now: datetime
    _lines: Lines
    written: Written = field(default_factory=Written)
    _closing: str | None = None

    async def lines(self) -> AsyncGenerator[bytes]:
        """The header, every event, and the checkpoints among them, each with its line end."""
        opening = self.span.first - 1
        seal = await seal_at(opening) if opening else GENESIS
        yield self._lines.header(self.span, Place(opening, seal), self._now)
        erased = await erased_accounts(AuditErased.action)
        async for each in along(self._ring, self.found, self._begin, erased):
            if self.span.first <= (each.position or 0) <= self.span.last:
                yield self._written(each)
        await beyond(self._ring, self.found, None)

    def ending(self) -> Sequence[bytes]:
        """The summary and the signature, to be written once the trail has been told of the export."""
        return self._lines.ending(self.found, self.written, Place(self.span.last, self._closing), self._now)

    def _written(self, each: Stored | Checkpoint) -> bytes:
        if isinstance(each, Checkpoint):
            self.written.checkpoints += 1
            return self._lines.checkpoint(each)
        self.written.events += 1
        self.written.erased_values += len(erased_labels(each))
        self._closing = each.seal
        return self._lines.event(each)


async def begin_export(
    actor: Actor, ring: KeyRing, start: datetime | None, end: datetime | None, now: datetime
) -> Export:
    """An export of the sealed events of a span. Raises ``Forbidden``; ``DomainError`` when there are none."""
    demand(actor, "the export of the audit trail", Scope.AUDIT_READ)
    first, last = await positions_between(start, end)
    if first is None or last is None:
        raise DomainError("NO_EVENTS", "There is no sealed event in this span.")
    begin, until = await extent(Wanted(start=start, end=end))
    found = Verification(begin.position + 1, until)
    return Export(Span(start, end, first, last), found, ring, begin, now, Lines(ring))
