"""Refuses a way to a provider: an event with the true reason, an attempt with all of it, a code for the browser."""

from dataclasses import dataclass
from uuid import UUID

from auth.events import Target
from auth.login.events import FailedBecause, LoginFailed, ProviderAsked
from auth.single_sign_on.attempts import AttemptFacts, record_attempt
from auth.single_sign_on.events import ReturnRefused
from auth.single_sign_on.landing import Landed
from auth.single_sign_on.reasons import because_of, code_of
from auth.single_sign_on.told import Told
from auth.sources.failures import SsoRefused
from auth.unit_of_work import Work
from models.identity_provider import IdentityProvider
from models.provider_sign_in import SsoPurpose


@dataclass(frozen=True, slots=True, kw_only=True)
class Denial:
    """Why.

    Attributes:
        provider: ``None`` where the browser named none that there is; then there is no attempt to look up.
        there: What was wrong with what the provider or the browser brought.
        target: Whose account is refused.
        asked_by_id: Who was signed in when it began, where it was no sign-in.
    """

    because: FailedBecause
    provider: IdentityProvider | None
    purpose: SsoPurpose = SsoPurpose.SIGN_IN
    there: SsoRefused | None = None
    target: Target | None = None
    asked_by_id: UUID | None = None
    told: Told | None = None


async def refuse(work: Work, denial: Denial) -> Landed:
    """Writes it down; part of a command."""
    code, there = code_of(denial.because), denial.there
    user_id = UUID(denial.target.id) if denial.target else None
    reference, asked = None, None
    if denial.provider is not None:
        facts = AttemptFacts(
            provider=denial.provider,
            purpose=denial.purpose,
            code=code,
            because=there.because if there else denial.because,
            step=there.step if there else None,
            user_id=user_id,
            asked_by_id=denial.asked_by_id,
            told=denial.told,
        )
        reference = await record_attempt(work, facts)
        failure, step = (there.because, there.step) if there else (None, None)
        asked = ProviderAsked(denial.provider.name, reference, failure and failure.value, step and step.value)
    kind = LoginFailed if denial.purpose is SsoPurpose.SIGN_IN else ReturnRefused
    work.record(kind(target=denial.target, because=denial.because, after=asked))
    return Landed(code=code, because=denial.because, user_id=user_id, reference=reference)


def refused_by(there: SsoRefused, provider: IdentityProvider, purpose: SsoPurpose, asked_by_id: UUID | None) -> Denial:
    """Why a provider's answer, or what the browser brought, is refused."""
    return Denial(because=because_of(there), provider=provider, purpose=purpose, there=there, asked_by_id=asked_by_id)
