"""What became of each return from a provider: one row, by whose reference an administrator is asked why."""

from dataclasses import dataclass, field
from uuid import UUID

from auth.opaque import new_text
from auth.single_sign_on.told import Told, written
from auth.unit_of_work import Work
from auth.vault import Purpose
from models.columns import TEXT_LENGTH
from models.identity_provider import IdentityProvider
from models.provider_sign_in import SsoAttempt, SsoPurpose

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_GROUPS, _GROUP = 3, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptFacts:
    """What is to be known of an attempt.

    Attributes:
        code: What the browser is told (``SsoCode``); ``None`` for who got in.
        because: The true reason; ``None`` for who got in.
        step: At which request to the provider it failed (``SsoStep``).
        user_id: Whose account it came to; ``None`` for nobody's.
        asked_by_id: Who was signed in already when it began.
        told: What was told and decided; ``None`` where it came to nothing that could be told.
    """

    provider: IdentityProvider
    purpose: SsoPurpose
    code: str | None = None
    because: str | None = None
    step: str | None = None
    user_id: UUID | None = None
    asked_by_id: UUID | None = None
    told: Told | None = field(default=None, repr=False)


async def record_attempt(work: Work, facts: AttemptFacts) -> str:
    """Writes it down, and gives the reference by which people talk of it; part of a command.

    The audit event of the same unit of work carries the reference as ``sso_attempt`` among what it tells.
    """
    reference = new_reference()
    vault = work.installation.vault
    await SsoAttempt.create(
        reference=reference,
        provider_id=facts.provider.id,
        provider_name=facts.provider.name[:TEXT_LENGTH],
        purpose=facts.purpose,
        at=work.now,
        code=facts.code,
        because=facts.because,
        step=facts.step,
        user_id=facts.user_id,
        asked_by_id=facts.asked_by_id,
        told_sealed=None if facts.told is None else vault.seal(Purpose.SSO_ATTEMPT, written(facts.told)),
    )
    return reference


def new_reference() -> str:
    """Sixty random bits in a form that is read out over the telephone: ``7KQ4-M2XD-9FJH``."""
    return "-".join(new_text(_ALPHABET, _GROUP) for _ in range(_GROUPS))
