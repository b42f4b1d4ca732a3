"""OpenID Connect (Core 1.0, authorization code flow §3.1) with PKCE: from the redirect to who has signed in.

With metadata and keys at hand a sign-in asks the provider at most twice: for the tokens, and for the claims that the
ID token leaves out.
"""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar

from auth.clock import Clock
from auth.opaque import new_token
from auth.sources.callback import read_answer, read_code
from auth.sources.claims import check_domain, facts_of, identity_of, is_enough
from auth.sources.discovery import Discovery, Metadata
from auth.sources.failures import SsoFailed, SsoFailure, SsoRefused, SsoStep, require
from auth.sources.heavy import load
from auth.sources.id_tokens import Expected, IdToken, IdTokens
from auth.sources.locations import Location
from auth.sources.logout_tokens import LogoutNotice, LogoutTokens
from auth.sources.oauth2 import authorization_url, with_query
from auth.sources.outgoing import Ask, Outgoing
from auth.sources.provider import TENANT, Provider, ProviderKind
from auth.sources.provider_keys import ProviderKeys
from auth.sources.redirect import Authorization, Query, SignedIn, Started, Tokens, Wish
from auth.sources.signed_tokens import SignedTokens
from auth.sources.token_endpoint import ask_for_tokens

Result = TypeVar("Result")

_OFFLINE = "offline_access"


@dataclass(frozen=True, slots=True)
class StillThere:
    """The provider still knows the account. ``tokens`` take the place of the earlier ones."""

    tokens: Tokens


@dataclass(frozen=True, slots=True)
class NotThere:
    """The provider takes the refresh token no more: the account was disabled, or the consent withdrawn."""


class OpenIdSource:
    """Every provider that speaks OpenID Connect; one in a process. See ``RedirectSource``."""

    def __init__(self, outgoing: Outgoing, clock: Clock) -> None:
        """Nothing is asked yet. ``discovery`` and ``keys`` are also there for testing a provider."""
        self.discovery = Discovery(outgoing)
        self.keys = ProviderKeys(outgoing, self.discovery)
        self._outgoing = outgoing
        self._clock = clock
        signed = SignedTokens(self.keys)
        self._id_tokens = IdTokens(signed)
        self._logout_tokens = LogoutTokens(signed)

    async def authorization(self, provider: Provider, wish: Wish) -> Authorization | SsoRefused:
        """Where to send the browser (Core §3.1.2.1), with PKCE S256, state and nonce."""
        return await within(self._outgoing, self._authorization(provider, wish))

    async def complete(self, provider: Provider, started: Started, query: Query) -> SignedIn | SsoRefused:
        """Who has come back (Core §3.1.2.5 to §3.1.3.8), in ten seconds at most."""
        return await within(self._outgoing, self._complete(provider, started, query))

    async def refresh(self, provider: Provider, refresh_token: str, subject: str) -> StillThere | NotThere | SsoRefused:
        """Whether the provider still lets somebody in (Core §12). ``SsoRefused`` says nothing about that."""
        refreshed = await within(self._outgoing, self._refresh(provider, refresh_token, subject))
        is_gone = isinstance(refreshed, SsoRefused) and refreshed.because is SsoFailure.GRANT_REFUSED
        return NotThere() if is_gone else refreshed

    async def logout_notice(self, provider: Provider, token: str) -> LogoutNotice | SsoRefused:
        """Who signed out there (Back-Channel Logout §2.6). The caller refuses a token that was used before."""
        checked = self._logout_tokens.validated(provider, token, self._clock.now())
        return await within(self._outgoing, checked)

    async def logout_url(
        self, provider: Provider, id_token: str | None, redirect_uri: str, state: str
    ) -> str | SsoRefused | None:
        """Where the browser signs out there too (RP-Initiated Logout 1.0 §2); ``None`` where it cannot."""
        metadata = await within(self._outgoing, self.discovery.metadata(provider))
        if isinstance(metadata, SsoRefused) or metadata.end_session is None:
            return metadata if isinstance(metadata, SsoRefused) else None
        hint = {} if id_token is None else {"id_token_hint": id_token}
        back = {"client_id": provider.client_id, "post_logout_redirect_uri": redirect_uri, "state": state}
        return with_query(metadata.end_session, {**hint, **back})

    async def _authorization(self, provider: Provider, wish: Wish) -> Authorization:
        metadata = await self.discovery.metadata(provider)
        started = begin(provider, wish, self._clock, new_token())
        parameters = {**_asked(provider, wish), "state": started.state, "nonce": started.nonce}
        return Authorization(authorization_url(metadata.authorization, provider, started.verifier, parameters), started)

    async def _complete(self, provider: Provider, started: Started, query: Query) -> SignedIn:
        answer = read_answer(provider, started, query, self._clock.now())
        metadata = await self.discovery.metadata(provider)
        code = read_code(answer, _issuers(provider), must_name_issuer=metadata.answers_with_issuer)
        tokens, id_token = await self._redeem(provider, metadata, started, code)
        documents = [id_token.claims]
        check_domain(provider, id_token.claims)
        if metadata.userinfo is not None and not is_enough(provider, id_token.claims):
            documents.append(await self._userinfo(provider, metadata.userinfo, tokens.access, id_token.subject))
        return SignedIn(
            identity=identity_of(provider, id_token.subject, documents),
            issuer=id_token.issuer,
            facts=facts_of(provider, documents),
            tokens=tokens,
            claims={name: value for each in reversed(documents) for name, value in each.items()},
        )

    async def _redeem(
        self, provider: Provider, metadata: Metadata, started: Started, code: str
    ) -> tuple[Tokens, IdToken]:
        fields = {"code": code, "redirect_uri": started.redirect_uri, "code_verifier": started.verifier}
        grant = ("authorization_code", fields)
        tokens, said = await ask_for_tokens(
            self._outgoing, provider, metadata.token, metadata.client_authentication, grant
        )
        age = started.max_age_seconds
        expected = Expected(
            issued_after=started.started_at,
            nonce=started.nonce,
            access_token=tokens.access,
            max_age=None if age is None else timedelta(seconds=age),
        )
        now = self._clock.now()
        return tokens, await self._id_tokens.validated(provider, said.get("id_token"), expected, now)

    async def _userinfo(
        self, provider: Provider, endpoint: Location, access_token: str, subject: str
    ) -> dict[str, object]:
        """Further claims (Core §5.3.2): of the same person, or they are worth nothing."""
        bearer = {"Authorization": f"Bearer {access_token}"}
        answer = await self._outgoing.fetch(provider, Ask(SsoStep.USERINFO, endpoint, bearer))
        claims = answer.good().object()
        require(claims.get("sub") == subject, SsoFailure.USERINFO_OTHER_SUBJECT, SsoStep.USERINFO)
        return claims

    async def _refresh(self, provider: Provider, refresh_token: str, subject: str) -> StillThere:
        metadata, asked_at = await self.discovery.metadata(provider), self._clock.now()
        grant = ("refresh_token", {"refresh_token": refresh_token})
        tokens, said = await ask_for_tokens(
            self._outgoing, provider, metadata.token, metadata.client_authentication, grant
        )
        if said.get("id_token") is not None:  # §12.2: it may come, and is then of the same person
            expected = Expected(issued_after=asked_at, access_token=tokens.access, subject=subject)
            await self._id_tokens.validated(provider, said["id_token"], expected, self._clock.now())
        return StillThere(Tokens(tokens.access, tokens.refresh or refresh_token, tokens.id_token))


async def within(outgoing: Outgoing, work: Coroutine[None, None, Result]) -> Result | SsoRefused:
    """What comes out of talking to a provider, in bounded time; never an exception for what it does."""
    await load()
    try:
        async with asyncio.timeout(outgoing.limits.total_seconds):
            return await work
    except SsoFailed as failed:
        return failed.refused
    except TimeoutError:
        return SsoRefused(SsoFailure.TIMED_OUT)


def begin(provider: Provider, wish: Wish, clock: Clock, nonce: str) -> Started:
    """A sign-in that begins now, with secrets of its own."""
    return Started(
        provider_id=provider.id,
        issuer=provider.issuer,
        redirect_uri=wish.redirect_uri,
        state=new_token(),
        nonce=nonce,
        verifier=new_token(),
        started_at=clock.now(),
        max_age_seconds=wish.max_age_seconds,
    )


def _asked(provider: Provider, wish: Wish) -> dict[str, str]:
    """What the browser takes along. Google has a parameter in place of the scope for refresh tokens (§11)."""
    is_google = provider.kind is ProviderKind.GOOGLE
    scopes = [scope for scope in provider.scopes if not (is_google and scope == _OFFLINE)]
    asked = {"redirect_uri": wish.redirect_uri, "scope": " ".join(scopes)}
    if is_google and _OFFLINE in provider.scopes:
        asked["access_type"] = "offline"
    if len(provider.hosted_domains) == 1:
        asked["hd"] = provider.hosted_domains[0]
    if wish.login_hint is not None:
        asked["login_hint"] = wish.login_hint
    if wish.max_age_seconds is not None:
        asked["max_age"] = str(wish.max_age_seconds)
    if provider.second_factor is not None and provider.second_factor.acr:
        asked["acr_values"] = " ".join(sorted(provider.second_factor.acr))
    return asked


def _issuers(provider: Provider) -> frozenset[str]:
    """What a provider may call itself in the browser's answer."""
    tenants = (provider.issuer.replace(TENANT, tenant) for tenant in provider.tenants)
    return frozenset({provider.issuer, *tenants})
