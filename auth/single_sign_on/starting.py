"""Sends a browser to a provider: asks the provider where to, and keeps what is needed when it comes back."""

import logging
from dataclasses import dataclass, field
from uuid import UUID

from tortoise.exceptions import IntegrityError

from auth.actor import Actor
from auth.identity_providers.addresses import callback_url
from auth.identity_providers.values import provider_of
from auth.login.events import FailedBecause
from auth.opaque import Token, TokenHash, digest
from auth.permissions import open_to_anyone
from auth.single_sign_on.codes import SsoCode
from auth.single_sign_on.landing import Landed, Landing
from auth.single_sign_on.refusing import Denial, refuse, refused_by
from auth.single_sign_on.states import Leaving, keep_state
from auth.sources.failures import SsoRefused
from auth.sources.redirect import Authorization, Wish
from auth.sources.redirecting import RedirectSources
from auth.sources.return_to import read_return_to
from auth.unit_of_work import Units, Work
from auth.vault import Unopenable
from models.identity_provider import IdentityProvider
from models.provider_sign_in import SsoPurpose

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginWish:
    """What somebody wants of a provider.

    Attributes:
        slug: Which provider. Only a test is made of one that is switched off.
        return_to: A path of our own; anything else is dropped.
        max_age_seconds: How old a sign-in there may be; 0 asks for a new one; ``None`` takes any.
        login_hint: By what the provider may know who it is.
    """

    slug: str
    purpose: SsoPurpose = SsoPurpose.SIGN_IN
    return_to: str | None = None
    remember_me: bool = False
    max_age_seconds: int | None = None
    login_hint: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Begun:
    """A browser is to leave.

    Attributes:
        url: Where to.
        cookie_token: What it keeps meanwhile, in a cookie named after ``state_hash``.
    """

    url: str = field(repr=False)
    cookie_token: Token = field(repr=False)
    state_hash: TokenHash


async def begin(units: Units, redirects: RedirectSources, actor: Actor, wish: BeginWish) -> Begun | SsoCode:
    """Where the browser is sent; a code where it is not: no such provider (``NOT_ALLOWED``), or it does not answer."""
    departed = await depart(units, redirects, actor, wish)
    return departed if isinstance(departed, Begun) else departed.code or SsoCode.FAILED


async def depart(units: Units, redirects: RedirectSources, actor: Actor, wish: BeginWish) -> Begun | Landing:
    """The same, with the reference of a refusal. A provider that is not there, or off, is not asked."""
    row = await provider_at(wish.slug)
    if row is None or not (row.is_enabled or wish.purpose is SsoPurpose.TEST):
        return Landing(purpose=wish.purpose, code=SsoCode.NOT_ALLOWED)
    try:
        provider = provider_of(row, units.installation.vault)
    except Unopenable:
        _logger.warning("the client secret of identity provider %s was sealed with a key that is gone", row.id)
        because, asked_by_id = FailedBecause.PROVIDER_REFUSED, _asked_by(actor, wish)
        denial = Denial(because=because, provider=row, purpose=wish.purpose, asked_by_id=asked_by_id)
        return await _refused(units, actor, denial, wish)
    there = Wish(
        redirect_uri=callback_url(units.installation, row.slug),
        login_hint=wish.login_hint,
        max_age_seconds=wish.max_age_seconds,
    )
    sent = await redirects.source(provider).authorization(provider, there)
    if isinstance(sent, SsoRefused):
        denial = refused_by(sent, row, wish.purpose, _asked_by(actor, wish))
        return await _refused(units, actor, denial, wish)
    return await _away(units, actor, wish, row, sent)


async def provider_at(slug: str) -> IdentityProvider | None:
    """The provider of an address."""
    return await IdentityProvider.get_or_none(slug=slug) if _is_slug(slug) else None


@open_to_anyone("a browser is told that it cannot leave for a provider")
async def refuse_departure(work: Work, denial: Denial) -> Landed:
    """Tells why."""
    return await refuse(work, denial)


async def _away(
    units: Units, actor: Actor, wish: BeginWish, row: IdentityProvider, sent: Authorization
) -> Begun | Landing:
    leaving = Leaving(
        started=sent.started,
        provider_version=row.version,
        purpose=wish.purpose,
        user_id=actor.user_id,
        session_id=actor.session_id,
        remembered=wish.remember_me,
        return_to=_path(wish.return_to),
    )
    try:
        token = await units.run(actor, lambda work: keep_state(work, leaving))
    except IntegrityError:  # the provider was deleted while it was asked
        return Landing(purpose=wish.purpose, code=SsoCode.NOT_ALLOWED)
    return Begun(sent.url, token, digest(sent.started.state))


async def _refused(units: Units, actor: Actor, denial: Denial, wish: BeginWish) -> Landing:
    landed = await units.run(actor, lambda work: refuse_departure(work, denial))
    path = _path(wish.return_to)
    return Landing(purpose=wish.purpose, code=landed.code, reference=landed.reference, return_to=path)


def _asked_by(actor: Actor, wish: BeginWish) -> UUID | None:
    return None if wish.purpose is SsoPurpose.SIGN_IN else actor.user_id


def _path(return_to: str | None) -> str | None:
    return None if return_to is None else read_return_to(return_to)


def _is_slug(text: str) -> bool:
    return len(text) <= 50 and text.isascii() and text.isprintable()  # noqa: PLR2004 — as in the table
