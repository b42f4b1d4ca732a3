"""A test sign-in: an administrator goes to a provider and back, and is shown what a sign-in would have come to."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from auth.errors import NotFound
from auth.events import Target
from auth.permissions import Scope, demand_session, requires
from auth.provisioning.rules import Way
from auth.single_sign_on.attempts import AttemptFacts, record_attempt
from auth.single_sign_on.explained import told_of
from auth.single_sign_on.landing import Back, Landed, Rehearsed
from auth.single_sign_on.told import Told, told_by
from auth.single_sign_on.trial_events import ProviderTestStarted, ProviderTried, TrialFacts
from auth.step_up.asking import asks_fresh_factor
from auth.step_up.rules import StepUp
from auth.unit_of_work import Work
from models.identity_provider import IdentityProvider

_OF_THE_PROTOCOL = frozenset({"nonce", "at_hash", "c_hash", "s_hash", "jti"})
"""Claims that bind a token to one sign-in; they tell nothing of a person."""


@requires(Scope.SSO_WRITE)
@asks_fresh_factor(StepUp.SOURCES)
async def start_provider_test(work: Work, provider_id: UUID) -> str:
    """Tells that somebody is about to try a provider, on or off, and gives its slug.

    Raises ``NotFound``; ``SESSION_REQUIRED`` for API tokens: who comes back is known by the session that left.
    """
    demand_session(work.actor)
    row = await IdentityProvider.get_or_none(id=provider_id)
    if row is None:
        raise NotFound("identity provider", "id")
    work.record(ProviderTestStarted(target=_target(row)))
    return row.slug


@requires(Scope.SSO_WRITE)
@asks_fresh_factor(StepUp.SOURCES)
async def settle_test(work: Work, back: Back) -> Landed:
    """Keeps what the sign-in would have come to, for whoever asked for it; nothing else stays of it.

    Where an administrator would have got in by it, to an account that is theirs already, the provider is proven.
    """
    rehearsed = back.rehearsed
    if rehearsed is None:
        raise ValueError("a test is rehearsed before it is settled")
    landed, told = rehearsed.landed, _told(back, rehearsed)
    facts = AttemptFacts(
        provider=back.provider,
        purpose=back.purpose,
        code=landed.code,
        because=landed.because,
        user_id=_account_id(rehearsed),
        asked_by_id=back.user_id,
        told=told,
    )
    reference = await record_attempt(work, facts)
    if rehearsed.administrator_id is not None:
        proof = {"proven_at": work.now, "proven_by_id": rehearsed.administrator_id}
        await IdentityProvider.filter(id=back.provider.id).update(**proof)
    tried = TrialFacts(sso_attempt=reference, way=told.way, refused_with=landed.code)
    work.record(ProviderTried(target=_target(back.provider), after=tried))
    return Landed(
        code=landed.code, because=landed.because, user_id=_account_id(rehearsed), told=told, reference=reference
    )


def _told(back: Back, rehearsed: Rehearsed) -> Told:
    """With the claims word for word, which an administrator needs who looks for the right ones."""
    arrival = rehearsed.landed.arrival
    told = (
        told_by(back.signed_in, with_claims=True)
        if arrival is None
        else told_of(back.signed_in, arrival.evaluation, arrival.user, with_claims=True)
    )
    return replace(told, claims=_of_the_person(told.claims))


def _of_the_person(claims: Mapping[str, object] | None) -> Mapping[str, object] | None:
    if claims is None:
        return None
    return {name: value for name, value in claims.items() if name not in _OF_THE_PROTOCOL}


def _account_id(rehearsed: Rehearsed) -> UUID | None:
    """Whose account it came to; one that was only made for the test is gone again."""
    arrival = rehearsed.landed.arrival
    is_there = arrival is not None and arrival.evaluation.decision.way is not Way.CREATE
    return rehearsed.landed.user_id if is_there else None


def _target(row: IdentityProvider) -> Target:
    return Target("IDENTITY_PROVIDER", str(row.id), row.name)
