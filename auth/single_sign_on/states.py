"""Browsers that are away at a provider: one row for each, used once, by the browser that holds its cookie.

What the browser carries is stored as a hash; what it must not know is sealed. A row is used up before anything is sent
to the provider, so that no answer counts twice, whatever the provider takes twice.
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import cast
from uuid import UUID

import orjson

from auth.actor import SYSTEM
from auth.login.events import FailedBecause
from auth.opaque import Token, TokenHash, digest, new_token
from auth.permissions import open_to_anyone
from auth.sources.callback import MOST_TIME
from auth.sources.redirect import Query, Started
from auth.unit_of_work import Units, Work
from auth.vault import Purpose
from models.identity_provider import IdentityProvider
from models.provider_sign_in import SsoPurpose, SsoState

NAME_LENGTH = 16
"""Characters of a state's hash that name its cookie: 64 bits, so that no two of a browser are alike."""

KEPT = timedelta(days=1)
"""How long a row stays after its end, so that somebody who comes late is told so in the trail."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """A browser about to leave.

    Attributes:
        user_id: Who is signed in in it, with ``session_id``.
    """

    started: Started
    provider_version: int
    purpose: SsoPurpose
    user_id: UUID | None
    session_id: UUID | None
    remembered: bool
    return_to: str | None


@dataclass(frozen=True, slots=True)
class Presented:
    """What a browser brings back.

    Attributes:
        slug: Of the address to which it was sent back.
        cookies: What it keeps, by the names of states.
    """

    slug: str
    query: Query
    cookies: Mapping[str, str]

    @property
    def state(self) -> str:
        """The parameter; of several the first. ``read_answer`` refuses several."""
        return next((value for name, value in self.query if name == "state"), "")


def name_of(state_hash: TokenHash) -> str:
    """What the cookie of a state is called."""
    return state_hash[:NAME_LENGTH]


@open_to_anyone("whoever wants to sign in leaves for a provider; nothing is known of them yet")
async def keep_state(work: Work, leaving: Leaving) -> Token:
    """Keeps what is needed when a browser comes back; gives what its cookie holds. It changes nobody's rights."""
    token, started = new_token(), leaving.started
    hidden = orjson.dumps([started.nonce, started.verifier]).decode()
    await SsoState.create(
        provider_id=started.provider_id,
        provider_version=leaving.provider_version,
        purpose=leaving.purpose,
        state_hash=digest(started.state),
        browser_hash=digest(token),
        secrets_sealed=work.installation.vault.seal(Purpose.SSO_STATE, hidden),
        issuer=started.issuer,
        redirect_uri=started.redirect_uri,
        max_age_seconds=started.max_age_seconds,
        remembered=leaving.remembered,
        return_to=leaving.return_to,
        user_id=leaving.user_id,
        session_id=leaving.session_id,
        created_at=started.started_at,
        expires_at=started.started_at + MOST_TIME,
    )
    return token


async def use_up(work: Work, presented: Presented) -> tuple[SsoState | None, FailedBecause | None]:
    """The state of a return, used up by it, and why it is worth nothing, if it is; part of a command.

    A browser that does not hold the cookie uses nothing up.
    """
    state_hash = digest(presented.state)
    row = await SsoState.get_or_none(state_hash=state_hash)
    if row is None:
        return None, FailedBecause.STATE_UNKNOWN
    cookie = presented.cookies.get(name_of(state_hash), "")
    if not hmac.compare_digest(digest(cookie), row.browser_hash):
        return row, FailedBecause.OTHER_BROWSER
    unused = SsoState.filter(id=row.id, used_at=None, expires_at__gt=work.now)
    if await unused.update(used_at=work.now) == 1:
        return row, None
    return row, FailedBecause.STATE_EXPIRED if row.expires_at <= work.now else FailedBecause.STATE_USED


def started_by(work: Work, row: SsoState, state: str) -> Started:
    """What was kept. Raises ``Unopenable`` where the key it was sealed with is gone."""
    sealed = work.installation.vault.open(Purpose.SSO_STATE, row.secrets_sealed)
    nonce, verifier = cast("list[str]", orjson.loads(sealed))
    return Started(
        provider_id=row.provider_id,
        issuer=row.issuer,
        redirect_uri=row.redirect_uri,
        state=state,
        nonce=nonce,
        verifier=verifier,
        started_at=row.created_at,
        max_age_seconds=row.max_age_seconds,
    )


async def provider_left(row: SsoState) -> IdentityProvider | None:
    """The provider as it was when the browser left; ``None`` where it was changed, switched off or is gone since."""
    provider = await IdentityProvider.get_or_none(id=row.provider_id, version=row.provider_version)
    is_there = provider is not None and (provider.is_enabled or row.purpose is SsoPurpose.TEST)
    return provider if is_there else None


async def forget_old_states(units: Units) -> int:
    """Deletes the rows of ways that were over a day ago, and tells how many."""

    async def forget(work: Work) -> int:
        return await SsoState.filter(expires_at__lt=work.now - KEPT).delete()

    return await units.run(SYSTEM, forget)
