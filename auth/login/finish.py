"""Opens sessions: the one place that does, whatever way somebody signed in."""

from dataclasses import dataclass
from datetime import datetime
from typing import LiteralString
from uuid import UUID

from auth.actor import Actor
from auth.events import user_target
from auth.licence.places import NoPlace, no_place
from auth.lockout.commands import note_sign_in
from auth.login.events import FailedBecause, LoginFailed, LoginSucceeded
from auth.login.new_devices import may_be_new
from auth.login.outcomes import LoginRefusal, Refusal, SignedIn
from auth.login.standing import Standing
from auth.opaque import digest, new_token
from auth.permissions import ADMINISTRATOR
from auth.reading import insert
from auth.sessions.caller import caller_of
from auth.sessions.commands import end
from auth.sessions.rules import OpenSession, expiry, make_room
from auth.settings.pages import SessionSettings
from auth.unit_of_work import Work
from models.columns import TEXT_LENGTH, new_key
from models.identity_provider import IdentityProvider
from models.provider_sign_in import ProviderSignIn
from models.session import Delivery, SecondFactor, SessionEnd, SignInMethod
from models.user import User

_NO_PLACE = {
    NoPlace.FULL: (LoginRefusal.SESSION_LIMIT_REACHED, FailedBecause.LICENCE_CAP),
    NoPlace.LICENCE_EXPIRED: (LoginRefusal.LICENCE_EXPIRED, FailedBecause.LICENCE_EXPIRED),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """How the caller wants to be signed in."""

    delivery: Delivery
    remember_me: bool = False


@dataclass(frozen=True, slots=True)
class Proven:
    """What somebody who signs in has proved so far.

    Attributes:
        at: When the account's strongest factor was given: the second one, or the first where it has no other; ``None``
            where a provider does not say when.
        source_id: The provider by which they came, with what it gave (``sign_in_id``); ``None`` for no provider.
        return_to: Where in the product they wanted to go.
    """

    opened_by: SignInMethod
    at: datetime | None
    second_factor: SecondFactor | None = None
    source_id: UUID | None = None
    sign_in_id: UUID | None = None
    return_to: str | None = None


async def open_session(work: Work, user: User, wish: Wish, proven: Proven, now: Standing) -> SignedIn | Refusal:
    """Opens a session for an account that the unit of work has locked, within its own limit and the licence's cap."""
    replaced = _replaced(work.actor, wish)
    ending = await _room(work, user, now, replaced)
    if ending is None:
        return _refused(work, user, LoginRefusal.SESSION_LIMIT, FailedBecause.SESSION_LIMIT)
    missing = await no_place(work, user.id, [*ending, *([replaced] if replaced else ())], now.sessions, now.licence)
    if missing is not None:
        return _refused(work, user, *_NO_PLACE[missing])
    for session_id in ending:
        await end(work, session_id, user_target(user.id, user.username), SessionEnd.SESSION_LIMIT)
    await _end_replaced(work, replaced)
    return await _opened(work, user, wish, proven, now.sessions)


def _refused(work: Work, user: User, code: LoginRefusal, because: FailedBecause) -> Refusal:
    work.record(LoginFailed(target=user_target(user.id, user.username), because=because))
    return Refusal(code)


async def _opened(work: Work, user: User, wish: Wish, proven: Proven, settings: SessionSettings) -> SignedIn:
    token = new_token()
    origin = work.actor.origin
    user_agent = (origin.user_agent or "")[:TEXT_LENGTH] or None
    session_id, remembered = new_key(), wish.remember_me and settings.remember_me_days > 0
    row: dict[LiteralString, object] = {
        "id": session_id,
        "user_id": user.id,
        "token_hash": digest(token),
        "delivery": wish.delivery,
        "remembered": remembered,
        "opened_by": proven.opened_by,
        "second_factor": proven.second_factor,
        "source_id": proven.source_id,
        "fresh_at": proven.at,
        "created_at": work.now,
        "last_seen_at": work.now,
        "ip_address": origin.ip_address,
        "user_agent": user_agent,
        "device_is_new": await may_be_new(work, user, settings, user_agent),
    }
    await insert(work.connection, "sessions", row)
    if proven.sign_in_id is not None:
        await ProviderSignIn.filter(id=proven.sign_in_id).update(session_id=session_id)
    await note_sign_in(work, user)
    me = user_target(user.id, user.username)
    work.record(LoginSucceeded(target=me, acting=me, session_id=session_id))
    caller = await caller_of(digest(token), origin, work.now)
    if proven.source_id is not None and caller.actor.permissions.holds(*ADMINISTRATOR):
        await IdentityProvider.filter(id=proven.source_id).update(proven_at=work.now, proven_by_id=user.id)
    until = caller.expiry.absolute_at if caller.expiry and remembered else None
    return SignedIn(token, wish.delivery, caller, until)


async def _room(work: Work, user: User, now: Standing, replaced: UUID | None) -> list[UUID] | None:
    """What must go for a new session beside the one it replaces; ``None`` when none may be opened."""
    owner, alive = user_target(user.id, user.username), list[OpenSession]()
    for session in now.not_ended:
        over = expiry(session.moments(user), now.sessions).run_out(work.now)
        if over is not None and session.id != replaced:
            await end(work, session.id, owner, over.reason, over.at)
        elif session.id != replaced:
            alive.append(OpenSession(session.id, session.last_seen_at))
    limit = user.session_limit or now.sessions.sessions_per_account
    return make_room(alive, limit, now.sessions.at_limit)


def _replaced(actor: Actor, wish: Wish) -> UUID | None:
    """A browser that signs in anew gives up the session its cookie held (session fixation, ASVS 7.2.4)."""
    return actor.session_id if wish.delivery is Delivery.COOKIE else None


async def _end_replaced(work: Work, session_id: UUID | None) -> None:
    actor = work.actor
    if session_id is not None and actor.user_id is not None:
        await end(work, session_id, user_target(actor.user_id, actor.name), SessionEnd.SIGNED_IN_AGAIN)
