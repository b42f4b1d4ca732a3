"""What a provider's answer leads to, by what the browser had left for: one unit of work, with an attempt that tells."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import TypeAlias
from uuid import UUID

from auth.actor import Actor
from auth.errors import Forbidden, FreshFactorRequired, NotFound, Refused, Unauthenticated
from auth.login.directory import tried
from auth.login.events import FailedBecause
from auth.permissions import open_to_anyone
from auth.single_sign_on.attempts import AttemptFacts, record_attempt
from auth.single_sign_on.fresh import settle_fresh_factor
from auth.single_sign_on.landing import Back, Landed, Rehearsed
from auth.single_sign_on.linking import settle_link
from auth.single_sign_on.refusing import Denial, refuse, refused_by
from auth.single_sign_on.rehearsal import rehearse
from auth.single_sign_on.signing_in import settle_sign_in
from auth.single_sign_on.states import provider_left
from auth.single_sign_on.told import told_by
from auth.single_sign_on.trial import settle_test
from auth.sources.failures import SsoRefused
from auth.sources.provider import Provider
from auth.sources.redirect import SignedIn, Started
from auth.unit_of_work import Units, Work
from models.identity_provider import IdentityProvider
from models.provider_sign_in import SsoPurpose, SsoState

Settle: TypeAlias = Callable[[Work, Back], Awaitable[Landed]]

_SETTLE: dict[SsoPurpose, Settle] = {
    SsoPurpose.SIGN_IN: settle_sign_in,
    SsoPurpose.FRESH_FACTOR: settle_fresh_factor,
    SsoPurpose.TEST: settle_test,
    SsoPurpose.LINK: settle_link,
}


@dataclass(frozen=True, slots=True)
class Used:
    """A state that was good for this return.

    Attributes:
        actor: Who was signed in when it began and is so still; for a sign-in, whoever the browser is else.
    """

    row: SsoState
    provider: Provider = field(repr=False)
    started: Started = field(repr=False)
    actor: Actor


def asked_by(row: SsoState) -> UUID | None:
    """Who was signed in when it began, where it was no sign-in."""
    return None if row.purpose is SsoPurpose.SIGN_IN else row.user_id


async def settled(units: Units, used: Used, signed_in: SignedIn | SsoRefused) -> Landed:
    """What became of it. Whoever may not (any more) what they had left for has changed meanwhile, too."""
    try:
        rehearsed = await _rehearsed(units, used, signed_in)
        landed = await tried(units, used.actor, lambda work: settle(work, used, signed_in, rehearsed))
    except (Forbidden, FreshFactorRequired, Refused, Unauthenticated):
        landed = None
    return landed or await units.run(used.actor, lambda work: give_up(work, used))


@open_to_anyone("what each purpose settles asks who they are")
async def settle(
    work: Work, used: Used, signed_in: SignedIn | SsoRefused, rehearsed: Rehearsed | None = None
) -> Landed:
    """What a provider's answer leads to. ``rehearsed`` goes with a test. Raises ``Collided``."""
    row, provider = used.row, await provider_left(used.row)
    if provider is None:
        return await refuse(work, await _denial(row, FailedBecause.PROVIDER_CHANGED))
    if isinstance(signed_in, SsoRefused):
        return await refuse(work, refused_by(signed_in, provider, row.purpose, asked_by(row)))
    back = Back(
        provider=provider,
        signed_in=signed_in,
        purpose=row.purpose,
        user_id=row.user_id,
        session_id=row.session_id,
        return_to=row.return_to,
        remembered=row.remembered,
        rehearsed=rehearsed,
    )
    return await _recorded(work, back, await _SETTLE[row.purpose](work, back))


@open_to_anyone("it tells that others always came first")
async def give_up(work: Work, used: Used) -> Landed:
    """Refuses what changed with every try."""
    return await refuse(work, await _denial(used.row, FailedBecause.CHANGED_MEANWHILE))


async def _rehearsed(units: Units, used: Used, signed_in: SignedIn | SsoRefused) -> Rehearsed | None:
    """What a test would have come to as a sign-in: in a unit of its own, because that is taken back."""
    if used.row.purpose is not SsoPurpose.TEST or isinstance(signed_in, SsoRefused):
        return None
    try:
        return await rehearse(units, used.actor, used.row.provider_id, signed_in)
    except NotFound:  # so will whoever settles it find
        return None


async def _denial(row: SsoState, because: FailedBecause) -> Denial:
    provider = await IdentityProvider.get_or_none(id=row.provider_id)
    return Denial(because=because, provider=provider, purpose=row.purpose, asked_by_id=asked_by(row))


async def _recorded(work: Work, back: Back, landed: Landed) -> Landed:
    """With an attempt, if whoever settled it has recorded none."""
    if landed.reference is not None:
        return landed
    facts = AttemptFacts(
        provider=back.provider,
        purpose=back.purpose,
        code=landed.code,
        because=landed.because,
        user_id=landed.user_id,
        asked_by_id=back.user_id,
        told=landed.told or told_by(back.signed_in),
    )
    return replace(landed, reference=await record_attempt(work, facts))
