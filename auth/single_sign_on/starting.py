"""Sends a browser to a provider: asks the provider where to, and keeps what is needed when it comes back."""

from dataclasses import dataclass, field

from auth.actor import Actor
from auth.opaque import Token, TokenHash
from auth.single_sign_on.codes import SsoCode
from auth.sources.redirecting import RedirectSources
from auth.unit_of_work import Units
from models.provider_sign_in import SsoPurpose


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
    raise NotImplementedError
