"""Verifies the audit trail. A mutation, because that it was verified is itself an event."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

from auth.audit.checkpoints import Checkpoint, NotACheckpoint, imported
from auth.audit.commands import record_verification
from auth.audit.rules import Flaw
from auth.audit.verification import Wanted, verify
from auth.errors import DomainError
from resolvers.context import Context, Info
from resolvers.enums import described
from resolvers.node import encode_id
from resolvers.payloads import Payload, answered
from resolvers.permissions import mutation, plain

MOST_EVENTS = 50_000
"""Events that one call verifies at most, so that it ends well before an operation's time does."""

described(
    Flaw,
    "Why the trail is not whole.",
    ALTERED="An event is not as Gatehouse wrote it, or Gatehouse did not write it.",
    REMOVED="Events are missing between others.",
    OUT_OF_PLACE="An event does not follow from the one before it.",
    KEY_UNKNOWN="It was made with a key that is not here.",
    ERASED_WITHOUT_RECORD="Personal values are gone, and no event tells that they were erased.",
    TAIL_CUT="Events are missing at the end.",
    CHECKPOINT_CONTRADICTED="The trail was written anew since a checkpoint was signed.",
    CHECKPOINT_FORGED="A checkpoint was not signed by Gatehouse.",
)


@strawberry.input(description="Which part of the trail to verify; all of it if nothing is given.")
class VerifyAuditLogInput:
    """Becomes ``Wanted``."""

    occurred_from: datetime | None = plain("Events from this moment on.", default=None)
    occurred_to: datetime | None = plain("Events before this moment.", default=None)
    checkpoint: str | None = plain(
        "The text of a checkpoint, as `gatehouse audit checkpoint` gives it out, to compare with.", default=None
    )

    def wanted(self) -> Wanted:
        """For the verification. Raises ``DomainError`` for what is no checkpoint."""
        return Wanted(
            start=self.occurred_from, end=self.occurred_to, checkpoint=_checkpoint(self.checkpoint), most=MOST_EVENTS
        )


def _checkpoint(text: str | None) -> Checkpoint | None:
    try:
        return None if text is None else imported(text)
    except NotACheckpoint as error:
        raise DomainError("NOT_A_CHECKPOINT", "This is no exported checkpoint.", "checkpoint") from error


@strawberry.type(description="Something that is wrong with the trail.")
class AuditFinding:
    """Its values are ``Finding``."""

    flaw: Flaw = plain("What kind.")
    position: int | None = plain("Where in the chain it begins; null for an event that is not sealed yet.")
    until: int | None = plain("Where it ends.")
    detail: str = plain("A sentence.")

    @strawberry.field(description="The event, where there is one.")
    def event_id(self) -> strawberry.ID | None:
        """``self`` is the finding."""
        return _public_id(self.event_id)  # type: ignore[arg-type] # the finding's own value


@strawberry.type(description="What a verification of the trail found.")
class AuditVerification:
    """Its values are ``Verification``."""

    first_position: int = plain("Where the chain was followed from; 1 is its beginning.")
    last_position: int = plain("To where; 0 where nothing is sealed yet.")
    events: int = plain("How many sealed events were looked at.")
    erased_events: int = plain("Events of which personal values were erased.")
    erased_values: int = plain("How many values that were.")
    unsealed: int = plain("Events that wait for their seal; usually those of the last second.")
    oldest_unsealed: datetime | None = plain("When the oldest of them happened.")
    checkpoints: int = plain("Signed checkpoints that were compared.")
    flaws: int = plain("How many things are wrong.")
    findings: list[AuditFinding] = plain("The first 100 of them.")

    @strawberry.field(description="Whether nothing is wrong.")
    def whole(self) -> bool:
        """``self`` is the verification."""
        return self.is_whole  # type: ignore[attr-defined,no-any-return] # the value is a Verification


@strawberry.type(description="What became of it.")
class VerifyAuditLogPayload(Payload):
    """Of one verification."""

    verification: AuditVerification | None = plain("What was found; null when it was refused.", default=None)


async def _verified(context: Context, given: VerifyAuditLogInput) -> VerifyAuditLogPayload:
    found = await verify(context.actor, context.audit_keys(), given.wanted())
    await context.perform(lambda work: record_verification(work, found))
    return VerifyAuditLogPayload(verification=found)  # type: ignore[arg-type] # its values are the verification's


def _public_id(event_id: str | None) -> strawberry.ID | None:
    """``None`` also for a key that somebody made up."""
    try:
        return None if event_id is None else encode_id("evt", UUID(event_id))
    except ValueError:
        return None


@strawberry.type
class AuditMutations:
    """Root fields."""

    @mutation(record_verification, "Verifies that the audit trail is as it was written, at most 50,000 events of it.")
    async def verify_audit_log(
        self,
        info: Info,
        input: Annotated[VerifyAuditLogInput, strawberry.argument(description="What to verify.")],
    ) -> VerifyAuditLogPayload | None:
        """Reads first, outside any transaction; what came of it is told afterwards."""
        return await answered(VerifyAuditLogPayload, _verified(info.context, input))
