"""Asks providers from time to time whether somebody who came by them is still good there (OpenID Connect Core §12).

Asked is only about sessions in use, with the refresh token of their sign-in. Where the provider takes that no more, the
session ends; the account stays as it is, because the provider may only have taken back a consent. What it does not
answer changes nothing. Each provider is asked apart, so a slow one holds nobody else up.
"""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from tortoise.expressions import Q

from auth.actor import SYSTEM
from auth.clock import moment
from auth.events import user_target
from auth.identity_providers.values import provider_of
from auth.locking import locked_account
from auth.permissions import open_to_anyone
from auth.reading import Statement, fetch, key
from auth.sessions.commands import end
from auth.settings.pages import SsoSettings
from auth.settings.queries import current
from auth.single_sign_on.tokens import sealed
from auth.sources.failures import SsoRefused
from auth.sources.oidc import StillThere
from auth.sources.provider import Provider
from auth.sources.redirect import Tokens
from auth.sources.redirecting import RedirectSources
from auth.unit_of_work import Units, Work
from auth.vault import Purpose, Unopenable
from models.identity_provider import IdentityProvider, ProviderKind
from models.provider_sign_in import ProviderSignIn
from models.session import SessionEnd

LOOK_SECONDS = 60
"""For how long at most a check that is due waits."""

PARALLEL = 5
"""Checks that one process has under way at one provider."""

CLAIMED = timedelta(minutes=2)
"""For how long others leave a sign-in alone that somebody asks about; longer than an answer may take."""

RESTING = timedelta(minutes=5)
"""How long a provider is left alone that could not answer."""

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Due:
    """A sign-in to ask about."""

    id: UUID
    subject: str
    refresh_token_sealed: str = field(repr=False)


class ProviderChecks:
    """The checks of a process."""

    def __init__(self, units: Units, redirects: RedirectSources) -> None:
        """Nothing is asked yet."""
        self._units = units
        self._redirects = redirects
        self._live: dict[UUID, asyncio.Task[None]] = {}
        self._resting_until: dict[UUID, datetime] = {}
        self._is_stopping = False

    async def run_due(self) -> None:
        """Begins to ask every provider about whom a check is due; does not wait for the answers."""
        for provider_id in await due_providers(moment()):
            rests = self._resting_until.get(provider_id, moment()) > moment()
            if not rests and provider_id not in self._live and not self._is_stopping:
                task = asyncio.create_task(self._check(provider_id), name="provider check")
                self._live[provider_id] = task
                task.add_done_callback(lambda _, of=provider_id: self._live.pop(of, None))

    async def settled(self) -> None:
        """Waits until nobody is being asked."""
        await asyncio.gather(*self._live.values())

    async def stop(self) -> None:
        """Gives up what is under way and begins no more, for the end of the process."""
        self._is_stopping = True
        live = tuple(self._live.values())
        for task in live:
            task.cancel()
        await asyncio.gather(*live, return_exceptions=True)

    async def _check(self, provider_id: UUID) -> None:
        """Asks one provider, a few at a time, until nothing is due or it does not answer."""
        try:
            row = await IdentityProvider.get(id=provider_id)
            provider = provider_of(row, self._units.installation.vault)
            while claimed := await self._units.run(SYSTEM, lambda work: claim_some(work, provider_id)):
                answered = await asyncio.gather(*(self._ask(provider, due) for due in claimed))
                if not all(answered):
                    self._rest(provider_id)
                    return
        except Unopenable:
            _logger.warning("the secret of an identity provider cannot be opened; nobody is asked there")
            self._rest(provider_id)
        except Exception:
            _logger.exception("a check at an identity provider failed")
            self._rest(provider_id)

    def _rest(self, provider_id: UUID) -> None:
        self._resting_until[provider_id] = moment() + RESTING

    async def _ask(self, provider: Provider, due: Due) -> bool:
        """Asks about one and settles it; false where the provider could not say."""
        try:
            token = self._units.installation.vault.open(Purpose.SSO_TOKENS, due.refresh_token_sealed)
        except Unopenable:
            await self._units.run(SYSTEM, lambda work: forget_token(work, due))
            return True
        said = await self._redirects.openid.refresh(provider, token, due.subject)
        if isinstance(said, SsoRefused):
            _logger.warning("an identity provider was asked and could not say: %s, %s", provider.slug, said.because)
            await self._units.run(SYSTEM, lambda work: put_off(work, due))
            return False
        if isinstance(said, StillThere):
            await self._units.run(SYSTEM, lambda work: note_still_there(work, due, said.tokens))
        else:
            await self._units.run(SYSTEM, lambda work: end_gone(work, due))
        return True


async def due_providers(now: datetime) -> list[UUID]:
    """The providers that are to be asked about somebody."""
    statement = Statement().add("SELECT DISTINCT p.provider_id")
    where = await _is_due(statement, now)
    return [key(row[0]) for row in await fetch(statement.add(where))] if where else []


@open_to_anyone("only the periodic work calls it; it changes nothing that anybody sees")
async def claim_some(work: Work, provider_id: UUID) -> Sequence[Due]:
    """Takes a few that are due at a provider, so that nobody else asks about them."""
    claimed: list[Due] = []
    statement = Statement().add("SELECT p.id, p.subject, p.refresh_token_sealed")
    where = await _is_due(statement, work.now)
    if not where:
        return claimed
    statement.add(f"{where} AND p.provider_id = {statement.bind(provider_id)}")
    for id_, subject, token in await fetch(statement.add(f"ORDER BY p.checked_at LIMIT {PARALLEL:d}")):
        free = ProviderSignIn.filter(Q(claimed_until=None) | Q(claimed_until__lte=work.now), id=key(id_))
        if await free.update(claimed_until=work.now + CLAIMED):
            claimed.append(Due(key(id_), subject, token))
    return claimed


async def _is_due(statement: Statement, now: datetime) -> str | None:
    """From where, and under which condition, sign-ins ``p`` are to be asked about; ``None`` where none is ever."""
    minutes = (await current(SsoSettings)).check_interval_minutes
    if not minutes:
        return None
    at, before = statement.bind(now), statement.bind(now - timedelta(minutes=minutes))
    return (
        "FROM provider_sign_ins p JOIN sessions s ON s.id = p.session_id JOIN identity_providers i"
        f" ON i.id = p.provider_id WHERE i.is_enabled AND i.kind <> {statement.bind(ProviderKind.GITHUB.value)}"
        " AND p.refresh_token_sealed IS NOT NULL AND s.ended_at IS NULL AND s.last_seen_at > p.checked_at"
        f" AND p.checked_at <= {before} AND (p.claimed_until IS NULL OR p.claimed_until <= {at})"
    )


@open_to_anyone("only the periodic work calls it; a token takes the place of another")
async def note_still_there(work: Work, due: Due, tokens: Tokens) -> None:
    """Keeps what the provider gave now; the tokens of before are worth nothing to it any more (RFC 9700 §4.14.2)."""
    vault, of = work.installation.vault, ProviderSignIn.filter(id=due.id)
    await of.update(checked_at=work.now, claimed_until=None)
    if tokens.refresh is not None:
        await of.update(refresh_token_sealed=sealed(vault, tokens.refresh))
    if tokens.id_token is not None:
        await of.filter(id_token_sealed__not_isnull=True).update(id_token_sealed=sealed(vault, tokens.id_token))


@open_to_anyone("only the periodic work calls it; the provider has taken back what let somebody in")
async def end_gone(work: Work, due: Due) -> None:
    """Ends the session that rests on what the provider takes no more."""
    row = await ProviderSignIn.get_or_none(id=due.id)
    user = await locked_account(row.user_id) if row else None
    if row is not None and user is not None and row.session_id is not None:
        await end(work, row.session_id, user_target(user.id, user.username), SessionEnd.GONE_THERE)


@open_to_anyone("only the periodic work calls it; the provider could not say")
async def put_off(work: Work, due: Due) -> None:
    """Leaves a sign-in alone for a while."""
    await ProviderSignIn.filter(id=due.id).update(claimed_until=work.now + RESTING)


@open_to_anyone("only the periodic work calls it; the key that the token was sealed with is gone")
async def forget_token(work: Work, due: Due) -> None:
    """Drops a refresh token that nobody can use."""
    await ProviderSignIn.filter(id=due.id).update(refresh_token_sealed=None, claimed_until=None, checked_at=work.now)
