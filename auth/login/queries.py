"""Reads what a sign-in waits for, for whoever holds its token."""

from dataclasses import dataclass
from datetime import datetime

from auth.login.steps import Presented, open_step
from auth.mfa.queries import methods_of
from models.pending_login import PendingStep
from models.session import SecondFactor


@dataclass(frozen=True, slots=True)
class PendingRow:
    """A sign-in that waits. It does not say whose.

    Attributes:
        methods: What the second factor can be given by; empty for other steps.
    """

    step: PendingStep
    methods: tuple[SecondFactor, ...]
    expires_at: datetime


async def pending_login(given: Presented, now: datetime) -> PendingRow | None:
    """What the holder of a token is to do next; ``None`` for a token that is worth nothing (any more)."""
    row = await open_step(given, now, *PendingStep)
    if row is None:
        return None
    methods = await methods_of(row.user_id) if row.step is PendingStep.VERIFY_MFA else ()
    return PendingRow(row.step, methods, row.expires_at)
