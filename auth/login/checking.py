"""Holds a candidate against the policy as it is typed, for who is about to choose a password and for nobody else.

Names of an account are looked at only for its owner: by a session, or by a token that was given to nobody else. Former
passwords are not looked at: each would cost a hash, and the answer would tell of them.
"""

from dataclasses import dataclass
from datetime import datetime

from auth.actor import Actor
from auth.errors import Unauthenticated
from auth.login.steps import Presented, open_step, presented
from auth.opaque import digest
from auth.passwords.choice import judged
from auth.passwords.hashing import PasswordHashing
from auth.passwords.history import names_of
from auth.passwords.rules import Judgement
from auth.passwords.strength import Strength
from auth.settings.pages import PasswordSettings
from auth.settings.queries import current
from models.one_time_link import LinkPurpose, OneTimeLink
from models.pending_login import PendingStep
from models.user import User


@dataclass(frozen=True, slots=True)
class Proofs:
    """What a caller who is not signed in may come with.

    Attributes:
        pending: Token of a sign-in that waits for a new password.
        link: Token of a link for a reset or an invitation.
        kept: A pending token that a browser sends by itself; looked at where nothing else is given.
    """

    pending: str | None = None
    link: str | None = None
    kept: str | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """Every rule in force, met or not, and an estimate."""

    rules: list[Judgement]
    strength: Strength


async def check_password(
    hashing: PasswordHashing, actor: Actor, now: datetime, proofs: Proofs, password: str
) -> Checked:
    """Judges a candidate. Raises ``Unauthenticated`` for who is not about to choose one, ``RateLimited``."""
    asker, user = await _asker(actor, now, proofs)
    names = names_of(user)
    rules = judged(password, await current(PasswordSettings), names)
    return Checked(rules, await hashing.estimates.estimate(asker, password, names))


async def _asker(actor: Actor, now: datetime, proofs: Proofs) -> tuple[str, User]:
    """Whose password it is to be, and what the asker is known by. A token that was given must be good."""
    if proofs.link is not None:
        owner = await _by_link(proofs.link, now)
    elif proofs.pending is not None:
        owner = await _by_step(presented(proofs.pending, None), now)
    elif actor.user_id is not None:
        owner = str(actor.session_id or actor.token_id), await User.get_or_none(id=actor.user_id)
    else:
        owner = await _by_step(presented(None, proofs.kept), now)
    asker, user = owner or ("", None)
    if user is None:
        raise Unauthenticated(actor.permissions.reason)
    return asker, user


async def _by_step(given: Presented, now: datetime) -> tuple[str, User | None] | None:
    row = await open_step(given, now, PendingStep.CHANGE_PASSWORD)
    return (given.token_hash, await User.get_or_none(id=row.user_id)) if row else None


async def _by_link(token: str, now: datetime) -> tuple[str, User | None] | None:
    known, purposes = digest(token), [LinkPurpose.RESET_PASSWORD, LinkPurpose.INVITATION]
    usable = OneTimeLink.filter(token_hash=known, used_at=None, revoked_at=None, expires_at__gt=now)
    row = await usable.filter(purpose__in=purposes).first()
    return (known, await User.get_or_none(id=row.user_id)) if row else None
