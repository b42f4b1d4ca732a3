"""Takes back whom a provider sends: the state is used up, the provider asked, and what follows is one unit of work.

The provider is asked outside of any unit, in ten seconds at most; what it says is worth something only if the provider
is configured then as it was when the browser left.
"""

from collections.abc import Mapping
from dataclasses import replace

from auth.actor import Actor
from auth.identity_providers.values import provider_of
from auth.login.events import FailedBecause
from auth.opaque import TokenHash
from auth.permissions import open_to_anyone
from auth.sessions.caller import caller_of
from auth.single_sign_on.landing import Landed, Landing
from auth.single_sign_on.refusing import Denial, refuse, refused_by
from auth.single_sign_on.settling import Used, asked_by, settled
from auth.single_sign_on.starting import provider_at
from auth.single_sign_on.states import Presented, provider_left, started_by, use_up
from auth.sources.failures import SsoFailure, SsoRefused
from auth.sources.redirect import Query
from auth.sources.redirecting import RedirectSources
from auth.unit_of_work import Units, Work
from auth.vault import Unopenable
from models.identity_provider import IdentityProvider
from models.provider_sign_in import SsoPurpose, SsoState
from models.session import Session


async def come_back(
    units: Units, redirects: RedirectSources, actor: Actor, slug: str, query: Query, cookies: Mapping[str, str]
) -> Landing:
    """What becomes of a browser's return. ``cookies``: what it keeps, by the names of states (``name_of``)."""
    presented = Presented(slug, query, cookies)
    used = await units.run(actor, lambda work: use_state(work, presented))
    if isinstance(used, Landing):
        return used
    signed_in = await redirects.source(used.provider).complete(used.provider, used.started, query)
    return _landing(await settled(units, used, signed_in), used.row)


@open_to_anyone("whoever brings a state has it used up; what follows asks who they are")
async def use_state(work: Work, presented: Presented) -> Used | Landing:
    """Uses the state of a return up; a refusal where it is worth nothing, or the provider is not as it was."""
    row, because = await use_up(work, presented)
    if row is None or because is not None:
        provider = await (IdentityProvider.get_or_none(id=row.provider_id) if row else provider_at(presented.slug))
        denial = Denial(because=because or FailedBecause.STATE_UNKNOWN, provider=provider)
        if row is not None:
            denial = replace(denial, purpose=row.purpose, asked_by_id=asked_by(row))
        return _landing(await refuse(work, denial), None)
    used = await _usable(work, presented, row)
    return _landing(await refuse(work, used), row) if isinstance(used, Denial) else used


async def _usable(work: Work, presented: Presented, row: SsoState) -> Used | Denial:
    """What is needed to ask the provider, or why it is not asked."""
    asked_by_id = asked_by(row)
    now = await IdentityProvider.get_or_none(id=row.provider_id)
    denial = Denial(because=FailedBecause.PROVIDER_CHANGED, provider=now, purpose=row.purpose, asked_by_id=asked_by_id)
    if now is not None and now.slug != presented.slug:
        return refused_by(SsoRefused(SsoFailure.WRONG_PROVIDER), now, row.purpose, asked_by_id)
    if now is None or await provider_left(row) is None:
        return denial
    actor = await _who(work, row)
    if actor is None:
        return replace(denial, because=FailedBecause.SESSION_ENDED)
    try:
        provider, started = provider_of(now, work.installation.vault), started_by(work, row, presented.state)
    except Unopenable:
        return replace(denial, because=FailedBecause.PROVIDER_REFUSED)
    return Used(row, provider, started, actor)


async def _who(work: Work, row: SsoState) -> Actor | None:
    """Who comes back; ``None`` where that must be who was signed in when it began, and they are no more.

    A browser does not send its session's cookie along when another site sends it back, so the session is looked up by
    what was kept. A sign-in takes that session's place (ASVS 7.2.4).
    """
    session = await Session.get_or_none(id=row.session_id) if row.session_id else None
    if session is not None:
        caller = await caller_of(TokenHash(session.token_hash), work.actor.origin, work.now, passive=True)
        if caller.actor.session_id is not None:
            return caller.actor
    return work.actor if row.purpose is SsoPurpose.SIGN_IN else None


def _landing(landed: Landed, row: SsoState | None) -> Landing:
    """A browser that is not the one that left is told nothing of where that wanted to go."""
    return Landing(
        purpose=row.purpose if row else None,
        outcome=landed.outcome,
        code=landed.code,
        reference=landed.reference,
        return_to=row.return_to if row else None,
    )
