"""Proves once more who somebody is, by a new sign-in at their provider: the fresh factor of accounts without another.

An account with a second factor of ours is asked for that (``auth.mfa.fresh_factor``), wherever it signs in. A provider
is asked for a sign-in that begins now (``max_age=0``, OpenID Connect Core §3.1.2.1) and has to say when it was.
"""

from datetime import datetime
from uuid import UUID

from auth.errors import DomainError, Refused, Unauthenticated
from auth.events import user_target
from auth.locking import locked_account
from auth.login.outcomes import SignedIn
from auth.mfa.events import FreshFactorRefused, NotFreshBecause
from auth.opaque import digest
from auth.permissions import requires
from auth.sessions.caller import caller_of
from auth.sessions.commands import renew
from auth.sessions.events import FreshFactorGiven
from auth.single_sign_on.codes import SsoCode
from auth.single_sign_on.landing import Back, Landed
from auth.sources.redirect import SignInFacts
from auth.step_up.queries import freshness_of
from auth.step_up.rules import FRESH_FOR, FreshMethod
from auth.unit_of_work import Work
from models.external_identity import ExternalIdentity
from models.session import Delivery, SecondFactor, Session
from models.user import User


@requires()
async def may_start_fresh_factor(work: Work, slug: str | None = None) -> str:
    """By which provider the caller proves once more who they are: the named one, or the first there is.

    Nothing is changed. Raises ``Unauthenticated``; ``Refused``: the account has a second factor, or no such provider
    knows it and can be asked for a new sign-in.
    """
    found = await freshness_of(work.actor.session_id)
    if found is None:
        raise Unauthenticated("SESSION_ENDED")
    if found.enrolled_at is not None:
        message = "This account has a second factor: prove it by that (verifyFreshFactor)."
        raise Refused(DomainError("SECOND_FACTOR_NEEDED", message))
    fitting = found.providers if slug is None else tuple(each for each in found.providers if each == slug)
    if not fitting:
        message = (
            "No such provider signs in as this account in this browser and can be asked for a new sign-in. Sign out,"
            " and in again."
        )
        raise Refused(DomainError("NO_FRESH_SIGN_IN", message, "provider"))
    return fitting[0]


@requires()
async def settle_fresh_factor(work: Work, back: Back) -> Landed:
    """Makes the session fresh as of the sign-in at the provider, with another token. Raises ``Unauthenticated``.

    Anything that is not exactly the account's own identity, signed in anew, is ``NOT_FRESH``.
    """
    user = await locked_account(work.actor.user_id)
    session = await Session.get_or_none(id=work.actor.session_id, ended_at=None) if user else None
    if user is None or session is None:
        raise Unauthenticated("SESSION_ENDED")
    target, facts = user_target(user.id, user.username), back.signed_in.facts
    proven = proven_at(facts, work.now)
    because = await _problem(work, back, user, session)
    if because is not None or proven is None:
        because = because or NotFreshBecause.TOO_OLD
        work.record(FreshFactorRefused(target=target, session_id=session.id, because=because))
        return Landed(code=SsoCode.NOT_FRESH, because=because.value, user_id=user.id)
    await Session.filter(id=session.id).update(fresh_at=proven)
    work.record(FreshFactorGiven(target=target, session_id=session.id, method=FreshMethod.PROVIDER.value))
    token = await renew(work, session.id, target)
    caller = await caller_of(digest(token), work.actor.origin, work.now)
    until = caller.expiry.absolute_at if caller.expiry and session.remembered else None
    return Landed(outcome=SignedIn(token, Delivery.COOKIE, caller, until), user_id=user.id)


def proven_at(facts: SignInFacts, now: datetime) -> datetime | None:
    """When somebody proved at the provider who they are; ``None`` where it does not say.

    Who has been signed in there since then has proven nothing, so a session is only as fresh as that.
    """
    return min(facts.auth_time, now) if facts.auth_time else None


async def _problem(work: Work, back: Back, user: User, session: Session) -> NotFreshBecause | None:
    facts = back.signed_in.facts
    if not await _is_own(back, user):
        return NotFreshBecause.OTHER_IDENTITY
    if user.mfa_enrolled_at is not None or session.delivery is not Delivery.COOKIE:
        return NotFreshBecause.SECOND_FACTOR_NEEDED
    proven = proven_at(facts, work.now)
    if proven is None or work.now - proven >= FRESH_FOR:
        return NotFreshBecause.TOO_OLD
    if session.second_factor is SecondFactor.PROVIDER and not facts.has_second_factor:
        return NotFreshBecause.NO_SECOND_FACTOR
    return None


async def _is_own(back: Back, user: User) -> bool:
    """Whether it is the very identity that signs in as the account, at what checks it."""
    of: UUID | None = user.source_id
    if of is not None and of != back.provider.id:
        return False
    subject = back.signed_in.identity.subject
    return await ExternalIdentity.exists(user_id=user.id, source_id=back.provider.id, subject=subject)
