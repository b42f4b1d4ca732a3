"""Signs in by a name and a password that a directory checks.

The directory is asked beside one argon2 verification, as there is for every name. What it comes to is one unit of work:
the account is made, linked or refreshed, and the sign-in goes on from there as any other.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from auth.actor import Actor
from auth.events import user_target
from auth.ldap_profiles.queries import enabled_profile
from auth.locking import locked_account
from auth.lockout.commands import (
    NO_ACCOUNT,
    attempt_failed,
    lock_facts,
    take_back_attempt,
    withdraw_attempt,
)
from auth.lockout.rules import auto_lock
from auth.login.asking import Answer, Asking, ask
from auth.login.events import DirectoryProved, FailedBecause, LoginFailed
from auth.login.finish import Proven, Wish
from auth.login.flow import advance
from auth.login.outcomes import LoginOutcome, LoginRefusal, Refusal, SignedIn
from auth.login.reasons import DENIED, NO_GUESS, RIGHT, refusal_of
from auth.login.seeking import Directories
from auth.passwords.hashing import HashingBusy, PasswordHashing
from auth.permissions import open_to_anyone
from auth.provisioning.apply import Arrival, arrive
from auth.provisioning.evaluation import Collided
from auth.provisioning.sources import LdapArrivals
from auth.unit_of_work import Units, Work
from models.session import SignInMethod
from models.user import User, UserStatus

MOST_TRIES = 5
"""How often an arrival is tried with which others collide."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Settled:
    """What an answer of the directories led to.

    Attributes:
        because: Why it was refused, where what the directories or the rules say refused it.
        arrival: Where whom they proved arrived; ``None`` where they proved nobody.
    """

    outcome: LoginOutcome
    because: FailedBecause | None = None
    arrival: Arrival | None = None


async def directory_login(
    units: Units, hashing: PasswordHashing, directories: Directories, actor: Actor, asking: Asking, wish: Wish
) -> tuple[LoginOutcome, bool]:
    """Tries to sign in, and tells whether any directory was asked. Never raises for what somebody typed or answered."""
    busy, answer = await asyncio.gather(_hashed(hashing, asking), ask(units, directories, actor, asking))
    settled = None
    if busy is None:
        settled = await tried(units, actor, lambda work: settle_directory_login(work, answer, wish))
    if settled is None:
        await units.run(actor, lambda work: withdraw_attempt(work, answer.user_id, answer.counted))
        return Refusal(LoginRefusal.RATE_LIMITED, HashingBusy.retry_after_seconds), answer.was_asked
    return settled.outcome, answer.was_asked


async def tried(units: Units, actor: Actor, command: Callable[[Work], Awaitable[T]]) -> T | None:
    """Runs a command in which somebody arrives, again where others collided with it; ``None`` where all of them did."""
    for _ in range(MOST_TRIES):
        try:
            return await units.run(actor, command)
        except Collided:
            continue
    return None


@open_to_anyone("signing in is how a caller becomes somebody; the directory was asked before")
async def settle_directory_login(work: Work, answer: Answer, wish: Wish) -> Settled:
    """What an answer of the directories leads to: a session, the next step, or a refusal. Raises ``Collided``."""
    identity = answer.identity
    if identity is None:
        return await _refuse(work, answer, answer.because or FailedBecause.REFUSED_THERE)
    profile = await enabled_profile(identity.source_id)
    if profile is None:
        return await _refuse(work, answer, FailedBecause.SOURCE_OFF)
    arrival = await arrive(work, identity, LdapArrivals(profile), lambda user: _admits(work, user, answer))
    user, denied = arrival.user, arrival.evaluation.decision.because
    if user is None:
        return await _refuse(work, answer, DENIED[denied] if denied else FailedBecause.REFUSED_THERE, arrival)
    me = user_target(user.id, user.username)
    work.record(DirectoryProved(target=me, acting=me, after=answer.asked))
    outcome = await advance(work, user, wish, Proven(SignInMethod.DIRECTORY, work.now))
    if user.id == answer.user_id and not isinstance(outcome, SignedIn):
        await take_back_attempt(work, user, answer.counted)
    return Settled(outcome, arrival=arrival)


async def _hashed(hashing: PasswordHashing, asking: Asking) -> HashingBusy | None:
    """Takes as long as any other sign-in; tells where too many wait already."""
    try:
        await hashing.verify(None, asking.password, asking.passwords)
    except HashingBusy as busy:
        return busy
    return None


def _admits(work: Work, user: User, answer: Answer) -> bool:
    """Whether the attempt may be judged at an account: it was counted there, or nobody knew yet that it is theirs."""
    if user.id == answer.user_id:
        return answer.counted.admitted
    return auto_lock(lock_facts(user), work.now) is None


async def _refuse(work: Work, answer: Answer, because: FailedBecause, arrival: Arrival | None = None) -> Settled:
    """What was counted counts, at the account where it was; the trail names whose account was denied."""
    user = counted = arrival.evaluation.user if arrival else None
    if user is None or user.id != answer.user_id:
        counted = await locked_account(answer.user_id or NO_ACCOUNT)
    because = _true_reason(counted, answer, because)
    about = user or counted
    target = user_target(about.id, about.username) if about else None
    work.record(LoginFailed(target=target, because=because, after=answer.asked))
    if counted is not None and because in NO_GUESS:
        await take_back_attempt(work, counted, answer.counted)
    elif counted is not None:
        await attempt_failed(work, counted, answer.counted)
    return Settled(refusal_of(because), because, arrival)


def _true_reason(counted: User | None, answer: Answer, because: FailedBecause) -> FailedBecause:
    """A lock goes before whatever the directory says, as with passwords; so does an account that is off."""
    if counted is None:
        return FailedBecause.UNKNOWN_ACCOUNT if because is FailedBecause.NO_ENTRY else because
    if counted.locked_at is not None:
        return FailedBecause.LOCKED_BY_HAND
    if not answer.counted.admitted:
        return FailedBecause.LOCKED_AUTOMATICALLY
    if because in RIGHT and counted.status is not UserStatus.ACTIVE:
        return FailedBecause.ACCOUNT_INACTIVE
    return because
