"""What a sign-in by a provider would come to: it is done in a unit of work that is taken back.

So it cannot say anything else than the sign-in. Nothing of it stays, and nobody is told of it.
"""

from uuid import UUID

from auth.actor import Actor, anonymous
from auth.administrators.facts import administrators
from auth.administrators.rules import who_get_in
from auth.errors import DomainError, NotFound, Refused
from auth.login.directory import tried
from auth.login.outcomes import Refusal
from auth.provisioning.rules import Way
from auth.single_sign_on.landing import Back, Landed, Rehearsed
from auth.single_sign_on.signing_in import settle_sign_in
from auth.sources.redirect import SignedIn
from auth.unit_of_work import Units, Work
from auth.users.grants import grants_of
from models.identity_provider import IdentityProvider
from models.provider_sign_in import SsoPurpose


async def rehearse(units: Units, actor: Actor, provider_id: UUID, signed_in: SignedIn) -> Rehearsed:
    """What the sign-in of whom a provider has proven would come to, as if the provider were on.

    Raises ``NotFound``; ``Refused`` (``CHANGED_MEANWHILE``) where others always came first.
    """
    whoever = anonymous(actor.origin)
    rehearsed = await tried(units, whoever, lambda work: _sign_in(work, provider_id, signed_in))
    if rehearsed is not None:
        return rehearsed
    raise Refused(DomainError("CHANGED_MEANWHILE", "Others change the same person right now. Try again."))


async def _sign_in(work: Work, provider_id: UUID, signed_in: SignedIn) -> Rehearsed:
    """Signs somebody in and takes it back."""
    work.take_back(checked=False)
    await IdentityProvider.filter(id=provider_id).update(is_enabled=True)
    provider = await IdentityProvider.get_or_none(id=provider_id)
    if provider is None:
        raise NotFound("identity provider", "provider_id")
    back = Back(provider=provider, signed_in=signed_in, purpose=SsoPurpose.SIGN_IN)
    landed = await settle_sign_in(work, back)
    user = landed.arrival.user if landed.arrival else None
    grants = (await grants_of([user.id])).get(user.id, []) if user else []
    administrator_id = await _administrator(work, landed)
    return Rehearsed(landed=landed, grants=tuple(grants), administrator_id=administrator_id)


async def _administrator(work: Work, landed: Landed) -> UUID | None:
    """Whose account was entered, where it was theirs already and they administer Gatehouse by what they hold then."""
    arrival = landed.arrival
    if arrival is None or arrival.user is None or isinstance(landed.outcome, Refusal):
        return None
    if arrival.evaluation.decision.way is not Way.SIGN_IN:
        return None
    can = who_get_in(await administrators(work.now))
    return arrival.user.id if arrival.user.username in can else None
