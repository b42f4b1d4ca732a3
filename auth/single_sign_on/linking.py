"""Links an identity at a provider to the account of whoever is signed in: by going there, and coming back.

A fresh factor is asked for before somebody leaves, so that whoever finds an open session opens no door of their own.
Nothing is linked but in the session that asked for it, by the browser that left (``states``).
"""

from auth.errors import DomainError, NotFound, Refused, Unauthenticated
from auth.events import user_target
from auth.login.events import FailedBecause, ProviderAsked
from auth.permissions import demand_session, requires
from auth.provisioning.linking import link_own
from auth.provisioning.sources import ProviderArrivals
from auth.single_sign_on.attempts import AttemptFacts, record_attempt
from auth.single_sign_on.codes import SsoCode
from auth.single_sign_on.events import ReturnRefused
from auth.single_sign_on.explained import told_of
from auth.single_sign_on.landing import Back, Landed
from auth.single_sign_on.reasons import because_denied
from auth.single_sign_on.starting import provider_at
from auth.single_sign_on.told import Told
from auth.step_up.asking import asks_fresh_factor
from auth.step_up.rules import StepUp
from auth.unit_of_work import Work
from auth.users.own import locked_self
from models.external_identity import ExternalIdentity
from models.session import Session
from models.user import AuthMethod, User


@requires()
@asks_fresh_factor(StepUp.OWN_ACCOUNT)
async def link_identity(work: Work, slug: str) -> str:
    """Tells whether the caller may go to a provider to have themselves linked, and gives its slug.

    Raises ``DomainError`` for an API token; ``Unauthenticated``; ``NotFound``; ``Refused``: an account that is checked
    elsewhere (``NOT_LOCAL``), a provider that is off (``SOURCE_OFF``), or one that has an identity of the account
    already (``ALREADY_LINKED``).
    """
    demand_session(work.actor)
    user = await locked_self(work)
    provider = await provider_at(slug)
    if provider is None:
        raise NotFound("identity provider", "provider")
    if user.auth_method is not AuthMethod.LOCAL:
        message = "Your account is checked elsewhere, so it has no further ways in."
        raise Refused(DomainError("NOT_LOCAL", message, "provider"))
    if not provider.is_enabled:
        raise Refused(DomainError("SOURCE_OFF", "Nobody can sign in by this provider now.", "provider"))
    if await ExternalIdentity.exists(user_id=user.id, source_id=provider.id):
        message = "An identity of this provider is linked to your account already. Unlink it first."
        raise Refused(DomainError("ALREADY_LINKED", message, "provider"))
    return provider.slug


@requires()
async def settle_link(work: Work, back: Back) -> Landed:
    """Links whom the provider has proven to the account in which they are signed in, or tells why not.

    Raises ``Collided``, ``Unauthenticated``.
    """
    user = await locked_self(work)
    session = Session.filter(id=work.actor.session_id, user_id=user.id, ended_at=None)
    if (user.id, work.actor.session_id) != (back.user_id, back.session_id) or not await session.exists():
        raise Unauthenticated("SESSION_ENDED")
    arrival = await link_own(work, user, back.signed_in.identity, ProviderArrivals(back.provider))
    told = told_of(back.signed_in, arrival.evaluation, user)
    denied = arrival.evaluation.decision.because
    if denied is None:
        return Landed(user_id=user.id, told=told)
    return await _refused(work, back, user, because_denied(denied), told)


async def _refused(work: Work, back: Back, user: User, because: FailedBecause, told: Told) -> Landed:
    """Whatever denies a link is told as one thing, but in the trail."""
    code = SsoCode.NOT_LINKED
    facts = AttemptFacts(
        provider=back.provider,
        purpose=back.purpose,
        code=code,
        because=because,
        user_id=user.id,
        asked_by_id=user.id,
        told=told,
    )
    reference, me = await record_attempt(work, facts), user_target(user.id, user.username)
    work.record(ReturnRefused(target=me, because=because, after=ProviderAsked(back.provider.name, reference)))
    return Landed(code=code, because=because, user_id=user.id, told=told, reference=reference)
