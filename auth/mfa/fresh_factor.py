"""Proves once more who somebody is, in the session that is open: step-up.

The second factor is asked for where the account has one, else the password. A wrong one is an attempt at the account
like one at its sign-in, and counts for the same lock. A right one makes the session fresh and gives it another token.
"""

from dataclasses import dataclass, field, replace
from typing import Protocol
from uuid import UUID

from auth.actor import Actor
from auth.credential import PasswordHash
from auth.errors import DomainError, Refused, Unauthenticated
from auth.events import user_target
from auth.locking import locked_account
from auth.lockout.commands import (
    Counted,
    attempt_failed,
    count_attempt,
    stands,
    take_back_attempt,
    withdraw_attempt,
)
from auth.mfa.backup_codes import right_code
from auth.mfa.events import FreshFactorRefused, NotFreshBecause
from auth.mfa.factors import use_backup_code, use_totp
from auth.passwords.hashing import HashingBusy, PasswordHashing
from auth.passwords.own import Renewed
from auth.permissions import demand_session, requires
from auth.sessions.commands import renew
from auth.sessions.events import FreshFactorGiven
from auth.settings.pages import PasswordSettings
from auth.settings.queries import current
from auth.sources.enforcement import PasswordUse, password_use
from auth.step_up.asking import note_fresh_factor
from auth.step_up.queries import Freshness, freshness_of
from auth.step_up.rules import FreshMethod
from auth.unit_of_work import Units, Work
from auth.users.password_state import is_used
from models.session import Session
from models.user import AuthMethod, Credential, User


@dataclass(frozen=True, slots=True)
class FactorGiven:
    """What somebody typed: exactly one of the three."""

    code: str | None = field(default=None, repr=False)
    backup_code: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)

    @property
    def method(self) -> FreshMethod | None:
        """Which of the three; ``None`` for none or several."""
        named = {
            FreshMethod.TOTP: self.code,
            FreshMethod.BACKUP_CODE: self.backup_code,
            FreshMethod.PASSWORD: self.password,
        }
        given = [method for method, typed in named.items() if typed is not None]
        return given[0] if len(given) == 1 else None


_FIELDS = {FreshMethod.TOTP: "code", FreshMethod.BACKUP_CODE: "backup_code", FreshMethod.PASSWORD: "password"}
"""What is typed. A sign-in at a provider is a way of the browser (``auth.single_sign_on.fresh``)."""


@dataclass(frozen=True, slots=True)
class FactorProof:
    """A factor that was given, as far as it can be judged before it is used up.

    Attributes:
        before: How fresh the session was when it was asked for; one that has become fresh since refuses the proof.
        backup_code_id: Which backup code it is.
        right_password: The hash that the password is right for.
        proven_by: The directory that said that it is right.
    """

    method: FreshMethod
    before: Freshness
    counted: Counted
    code: str | None = field(default=None, repr=False)
    backup_code_id: UUID | None = None
    right_password: PasswordHash | None = field(default=None, repr=False)
    proven_by: UUID | None = None


class Elsewhere(Protocol):
    """Checks passwords of accounts that a directory checks."""

    async def proven_by(self, user_id: UUID, password: str) -> UUID | None:
        """The directory that says that this is the account's password; ``None``: it is not. Raises ``Refused``."""
        ...


async def prove_again(
    units: Units, hashing: PasswordHashing, elsewhere: Elsewhere, actor: Actor, given: FactorGiven
) -> Renewed:
    """Takes a factor in the caller's session, and gives the session another token.

    Raises ``Unauthenticated``; ``DomainError`` for an API token; ``Refused`` for what was given, or where a directory
    does not answer; ``HashingBusy``.
    """
    demand_session(actor)
    before, user_id = await freshness_of(actor.session_id), actor.user_id
    if before is None or user_id is None:
        raise Unauthenticated(actor.permissions.reason)
    method = _fitting(given.method, before)
    counted = await units.run(actor, lambda work: count_attempt(work, user_id))
    try:
        unjudged = FactorProof(method, before, counted, given.code)
        if before.is_elsewhere and given.password is not None:
            source_id = await elsewhere.proven_by(user_id, given.password) if counted.admitted else None
            proof = replace(unjudged, proven_by=source_id)
        else:
            proof = await _judged(units, hashing, given, unjudged)
        renewed = await units.run(actor, lambda work: verify_fresh_factor(work, proof))
    except (HashingBusy, Refused, Unauthenticated):
        await units.run(actor, lambda work: withdraw_attempt(work, user_id, counted))
        raise
    if renewed is None:
        raise Refused(_wrong(method, counted))
    return renewed


@requires()
async def verify_fresh_factor(work: Work, proof: FactorProof) -> Renewed | None:
    """Uses the factor up and makes the caller's session fresh, with another token; ``None`` for a wrong one.

    Raises ``Unauthenticated`` when the session has ended meanwhile, ``Refused`` when somebody else made it fresh, or
    the account got another factor.
    """
    user = await locked_account(work.actor.user_id)
    session = await Session.get_or_none(id=work.actor.session_id, ended_at=None) if user else None
    if user is None or session is None:
        raise Unauthenticated("SESSION_ENDED")
    if (session.fresh_at, user.mfa_enrolled_at) != (proof.before.fresh_at, proof.before.enrolled_at):
        raise Refused(DomainError("CHANGED_MEANWHILE", "The session or its factors changed meanwhile. Try again."))
    target = user_target(user.id, user.username)
    admitted = stands(work, user, proof.counted)
    if not (admitted and await _proved(work, user, proof)):
        because = NotFreshBecause.WRONG_FACTOR if admitted else NotFreshBecause.TOO_MANY_ATTEMPTS
        work.record(FreshFactorRefused(target=target, session_id=session.id, because=because))
        if admitted:
            await attempt_failed(work, user, proof.counted)
        return None
    await take_back_attempt(work, user, proof.counted)
    await note_fresh_factor(work)
    work.record(FreshFactorGiven(target=target, session_id=session.id, method=proof.method.value))
    token = await renew(work, session.id, target)
    return Renewed(token, session.delivery, session.remembered)


async def _judged(units: Units, hashing: PasswordHashing, given: FactorGiven, proof: FactorProof) -> FactorProof:
    """What takes a hash, outside any unit of work; one verification whether or not the attempt is admitted."""
    user_id, admitted = proof.before.user_id, proof.counted.admitted
    if given.backup_code is not None:
        owner = user_id if admitted else None
        code_id = await right_code(units.installation.vault, hashing, owner, given.backup_code)
        return FactorProof(proof.method, proof.before, proof.counted, backup_code_id=code_id)
    if given.password is not None:
        credential = await Credential.get_or_none(user_id=user_id) if admitted else None
        stored = PasswordHash(credential.password_hash) if credential else None
        right = await hashing.verify(stored, given.password, await current(PasswordSettings))
        return FactorProof(proof.method, proof.before, proof.counted, right_password=stored if right else None)
    return proof


async def _proved(work: Work, user: User, proof: FactorProof) -> bool:
    """Whether it is right now that the account is locked; a code is used up by that."""
    match proof.method:
        case FreshMethod.TOTP:
            return await use_totp(work, user.id, proof.code or "")
        case FreshMethod.BACKUP_CODE:
            return await use_backup_code(work, user, proof.backup_code_id)
        case FreshMethod.PASSWORD if user.auth_method is AuthMethod.LDAP:
            return proof.proven_by is not None and proof.proven_by == user.source_id
        case FreshMethod.PASSWORD:
            is_good = is_used(user.auth_method) and await password_use(user.id) is not PasswordUse.SHUT
            credential = await Credential.get_or_none(user_id=user.id) if is_good else None
            return credential is not None and credential.password_hash == proof.right_password
        case FreshMethod.PROVIDER:
            return False


def _fitting(method: FreshMethod | None, before: Freshness) -> FreshMethod:
    """The method, if the account proves itself with such. Raises ``Refused``; nothing is counted, nothing judged."""
    if method is None:
        raise Refused(DomainError("ONE_FACTOR", "Give exactly one of code, backup code and password."))
    enrolled = before.enrolled_at is not None
    if enrolled and method is FreshMethod.PASSWORD:
        message = "A password is not enough: this account has a second factor."
        raise Refused(DomainError("SECOND_FACTOR_NEEDED", message, "password"))
    if method is FreshMethod.PASSWORD and not before.has_password:
        message = "This account signs in by no password that is kept here: sign in once more."
        raise Refused(DomainError("NO_PASSWORD", message, "password"))
    if not enrolled and method is not FreshMethod.PASSWORD:
        message = "This account has no second factor: give the password."
        raise Refused(DomainError("MFA_NOT_ENROLLED", message, _FIELDS[method]))
    return method


def _wrong(method: FreshMethod, counted: Counted) -> DomainError:
    if not counted.admitted:
        return DomainError("TOO_MANY_ATTEMPTS", "Too many wrong attempts were made. Try again later.", _FIELDS[method])
    return DomainError("FACTOR_WRONG", "This is not right, or it was used before.", _FIELDS[method])
