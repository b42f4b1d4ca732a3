"""Signs in whom a provider has proven: the account is made, linked or refreshed, and it goes on as any sign-in does.

Attempts by providers are not counted: nobody guessed anything. An account that is locked lets nobody in by them either.
"""

from dataclasses import replace

from auth.events import user_target
from auth.lockout.commands import lock_facts
from auth.lockout.rules import auto_lock
from auth.login.events import FailedBecause, ProviderAsked, ProviderProved
from auth.login.finish import Proven, Wish
from auth.login.flow import advance
from auth.login.outcomes import LoginOutcome, Refusal
from auth.permissions import open_to_anyone
from auth.provisioning.apply import arrive
from auth.provisioning.sources import ProviderArrivals
from auth.single_sign_on.attempts import AttemptFacts, record_attempt
from auth.single_sign_on.explained import told_of
from auth.single_sign_on.fresh import proven_at
from auth.single_sign_on.landing import Back, Landed
from auth.single_sign_on.reasons import because_denied, code_of_refusal
from auth.single_sign_on.refusing import Denial, refuse
from auth.single_sign_on.tokens import keep
from auth.single_sign_on.told import Told
from auth.unit_of_work import Work
from models.provider_sign_in import ProviderSignIn
from models.session import Delivery, SecondFactor, SignInMethod
from models.user import User


@open_to_anyone("signing in is how a caller becomes somebody; the provider was asked before")
async def settle_sign_in(work: Work, back: Back) -> Landed:
    """A session in a cookie, the next step, or a refusal. Raises ``Collided``."""
    source = ProviderArrivals(back.provider)
    arrival = await arrive(
        work, back.signed_in.identity, source, lambda user: auto_lock(lock_facts(user), work.now) is None
    )
    user = arrival.user
    told = told_of(back.signed_in, arrival.evaluation, user)
    if user is None:
        denied, about = arrival.evaluation.decision.because, arrival.evaluation.user
        denial = Denial(
            because=because_denied(denied) if denied else FailedBecause.REFUSED_THERE,
            provider=back.provider,
            target=user_target(about.id, about.username) if about else None,
            told=told,
        )
        return replace(await refuse(work, denial), arrival=arrival)
    outcome = await _gone_on(work, back, user)
    return replace(await _landed(work, back, user, outcome, told), arrival=arrival)


async def _gone_on(work: Work, back: Back, user: User) -> LoginOutcome:
    """The session or the next step; what the provider gave is kept for as long as there is either."""
    facts = back.signed_in.facts
    sign_in_id = await keep(work, user, back.provider, back.signed_in, work.installation.vault)
    proven = Proven(
        SignInMethod.PROVIDER,
        proven_at(facts, work.now),
        SecondFactor.PROVIDER if facts.has_second_factor else None,
        source_id=back.provider.id,
        sign_in_id=sign_in_id,
        return_to=back.return_to,
    )
    outcome = await advance(work, user, Wish(Delivery.COOKIE, back.remembered), proven)
    if isinstance(outcome, Refusal):
        await ProviderSignIn.filter(id=sign_in_id).delete()
    return outcome


async def _landed(work: Work, back: Back, user: User, outcome: LoginOutcome, told: Told) -> Landed:
    """The provider has proven who it is, whatever the sign-in came to."""
    is_refused = isinstance(outcome, Refusal)
    code, because = (code_of_refusal(outcome.code), outcome.code.value) if is_refused else (None, None)
    facts = AttemptFacts(
        provider=back.provider, purpose=back.purpose, code=code, because=because, user_id=user.id, told=told
    )
    reference, me = await record_attempt(work, facts), user_target(user.id, user.username)
    work.record(ProviderProved(target=me, acting=me, after=ProviderAsked(back.provider.name, reference)))
    return Landed(outcome=outcome, code=code, because=because, user_id=user.id, reference=reference)
