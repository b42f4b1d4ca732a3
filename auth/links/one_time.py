"""Makes links, finds them by their token and uses them up. All of it is part of commands, which say what happened.

A row knows only the SHA-256 of its token. Whoever uses a link locks its account first, and then uses it up by one
conditional UPDATE, whose row count says whether it was they who did.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from tortoise.expressions import F
from tortoise.queryset import QuerySet

from auth.actor import SYSTEM
from auth.errors import DomainError
from auth.links.rules import ASKED_WITHIN, MOST_ASKED, MOST_ATTEMPTS, lifetime, link_url
from auth.locking import locked_account
from auth.lockout.rules import is_usable
from auth.opaque import TokenHash, digest, new_token
from auth.settings.pages import LinkSettings
from auth.settings.queries import current
from auth.unit_of_work import Units, Work
from models.one_time_link import LinkPurpose, OneTimeLink
from models.user import User

KEPT = timedelta(days=90)
"""How long a link is kept once it is worth nothing, for those who look what became of an invitation."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A new link, whose token nobody can read anywhere again."""

    url: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Given:
    """A link's token as somebody brings it, good for one purpose only."""

    token_hash: TokenHash
    purpose: LinkPurpose


class LinkRefused(DomainError):
    """A link is worth nothing: mistyped, used, revoked or too old, or its account cannot be used. It does not say."""

    def __init__(self) -> None:
        """There is one sentence for all of it."""
        super().__init__("LINK_INVALID", "This link is not good, or not any more. Ask for a new one.", "token")


def given(token: str, purpose: LinkPurpose) -> Given:
    """What a caller brings; any text is a token that is worth nothing."""
    return Given(digest(token), purpose)


async def issue(work: Work, user_id: UUID, purpose: LinkPurpose, email: str | None) -> Issued:
    """Makes a link for an account that the unit has locked; open ones of the same purpose are revoked."""
    await revoke(work, user_id, purpose)
    token, host = new_token(), work.installation
    expires_at = work.now + lifetime(purpose, await current(LinkSettings))
    await OneTimeLink.create(
        user_id=user_id,
        purpose=purpose,
        token_hash=digest(token),
        email=email,
        created_at=work.now,
        created_by_id=work.actor.user_id,
        expires_at=expires_at,
    )
    return Issued(link_url(host.spa_url or host.base_url, purpose, token), expires_at)


async def revoke(work: Work, user_id: UUID, *purposes: LinkPurpose) -> int:
    """Makes an account's open links of these purposes worth nothing; tells how many there were."""
    held = OneTimeLink.filter(user_id=user_id, purpose__in=list(purposes), used_at=None, revoked_at=None)
    return await held.filter(expires_at__gt=work.now).update(revoked_at=work.now)


async def is_asked_too_often(work: Work, user_id: UUID, purpose: LinkPurpose) -> bool:
    """Whether an account that the unit has locked was mailed as many links lately as somebody may ask for."""
    lately = OneTimeLink.filter(user_id=user_id, purpose=purpose, created_at__gt=work.now - ASKED_WITHIN)
    return await lately.count() >= MOST_ASKED


async def spend(work: Work, link: Given) -> OneTimeLink | None:
    """Counts one attempt against a link, before anything is judged; ``None`` if it is worth nothing.

    Part of a unit that is committed before the attempt is judged.
    """
    counted = await _open(work, link).filter(attempts__lt=MOST_ATTEMPTS).update(attempts=F("attempts") + 1)
    return await _open(work, link).first() if counted else None


async def use(work: Work, link: Given) -> tuple[OneTimeLink, User]:
    """Uses a link up and gives it with its account, locked. Raises ``LinkRefused``, also where somebody else was first.

    An account that is switched off or locked by hand uses none.
    """
    row = await _open(work, link).first()
    user = await locked_account(row.user_id) if row else None
    if row is None or user is None or not is_usable(user.status, user.locked_at):
        raise LinkRefused
    if await _open(work, link).update(used_at=work.now) != 1:
        raise LinkRefused
    return row, user


async def forget_old_links(units: Units) -> int:
    """Deletes links that ran out long ago, whatever became of them, and tells how many."""

    async def forget(work: Work) -> int:
        return await OneTimeLink.filter(expires_at__lt=work.now - KEPT).delete()

    return await units.run(SYSTEM, forget)


def _open(work: Work, link: Given) -> QuerySet[OneTimeLink]:
    known = OneTimeLink.filter(token_hash=link.token_hash, purpose=link.purpose)
    return known.filter(used_at=None, revoked_at=None, expires_at__gt=work.now)
