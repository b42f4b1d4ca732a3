"""Tries an identity provider step by step, as a sign-in would go, and only at places that are configured for it.

Nothing is kept of it, and nothing that was kept before is used. Whether the client secret is right is found out by
asking for tokens with a code that nobody was given.
"""

import asyncio
import ssl
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TypeVar, cast

from auth.clock import Clock
from auth.opaque import new_token
from auth.sources.discovery import ClientAuthentication, Metadata, discovery_place, read_metadata
from auth.sources.failures import SsoFailed, SsoFailure, SsoStep, require
from auth.sources.github import api_base, token_place
from auth.sources.heavy import load
from auth.sources.locations import Location, permitted
from auth.sources.outgoing import Answer, Ask, Outgoing
from auth.sources.provider import Provider, ProviderKind
from auth.sources.provider_keys import MOST_KEYS, read_keys
from auth.sources.provider_report import (
    CheckFailure,
    CheckReport,
    CheckState,
    Failure,
    ProviderCheck,
    ProviderReport,
)
from auth.sources.token_claims import LEEWAY
from auth.sources.token_endpoint import ask_for_tokens

T = TypeVar("T")

_ROUNDED = timedelta(seconds=1)
"""A date in a header has whole seconds."""


class _Failed(Exception):
    """A check failed for a reason by which no sign-in fails."""

    def __init__(self, because: CheckFailure) -> None:
        super().__init__(because.value)
        self.because = because


class _Absent(Exception):
    """The provider has it not, or does not say."""


async def examine(outgoing: Outgoing, clock: Clock, provider: Provider, redirect_uri: str) -> ProviderReport:
    """How far it goes, in ten seconds at most; never an exception for what the provider does."""
    await load()
    examination = _Examination(outgoing, clock, provider, redirect_uri)
    try:
        async with asyncio.timeout(outgoing.limits.total_seconds):
            await (examination.github() if provider.kind is ProviderKind.GITHUB else examination.openid())
    except TimeoutError:
        examination.give_up()
    return examination.report()


class _Examination:
    """One provider that is being tried."""

    def __init__(self, outgoing: Outgoing, clock: Clock, provider: Provider, redirect_uri: str) -> None:
        self._outgoing, self._clock, self._provider, self._redirect_uri = outgoing, clock, provider, redirect_uri
        self._done: dict[ProviderCheck, CheckReport] = {}
        self._under_way: tuple[ProviderCheck, float] | None = None
        self._keys: tuple[int, int] | None = None
        self._clock_ahead: timedelta | None = None

    def report(self) -> ProviderReport:
        usable, unusable = self._keys or (None, None)
        ahead = self._clock_ahead
        return ProviderReport(
            checks=tuple(self._done.get(each, CheckReport(each, CheckState.SKIPPED)) for each in ProviderCheck),
            usable_keys=usable,
            unusable_keys=unusable,
            clock_ahead_seconds=None if ahead is None else round(ahead.total_seconds()),
        )

    def give_up(self) -> None:
        """The time for all of it is over; what is under way has failed."""
        if self._under_way is not None:
            check, begun = self._under_way
            self._note(check, begun, CheckState.FAILED, SsoFailure.TIMED_OUT)

    async def openid(self) -> None:
        """OpenID Connect: what the provider says of itself, its keys, and whether it knows us."""
        place = await self._check(ProviderCheck.LOCATION, self._discovery_place)
        if place is None or not await self._reach(place):
            return
        found = await self._check(ProviderCheck.DISCOVERY, lambda: self._said(place))
        if found is None:
            return
        answer, said = found
        is_it = await self._check(ProviderCheck.ISSUER, lambda: self._issuer(said))
        metadata = await self._check(ProviderCheck.ENDPOINTS, lambda: self._metadata(said))
        await self._check(ProviderCheck.PKCE, lambda: _pkce(said))
        await self._check(ProviderCheck.SIGNING, lambda: self._signing(said))
        for check, member in _OPTIONAL.items():
            await self._check(check, lambda member=member: _offered(said.get(member)))
        await self._check(ProviderCheck.CLOCK, lambda: self._time(answer))
        if is_it is None or metadata is None:
            return  # nobody would go on from here, and no secret is sent
        await self._check(ProviderCheck.KEYS, lambda: self._signing_keys(metadata.keys))
        token, way = metadata.token, metadata.client_authentication
        await self._check(ProviderCheck.CLIENT, lambda: self._client(token, way))

    async def github(self) -> None:
        """GitHub says nothing of itself: its places are known, and whether it knows us is found out."""
        place = await self._check(ProviderCheck.LOCATION, self._token_place)
        if place is None or not await self._reach(place):
            return
        answer = await self._check(ProviderCheck.API, self._api)
        if answer is not None:
            await self._check(ProviderCheck.CLOCK, lambda: self._time(answer))
        await self._check(ProviderCheck.CLIENT, lambda: self._client(place, ClientAuthentication.POST))

    async def _check(self, check: ProviderCheck, look: Callable[[], Awaitable[T]]) -> T | None:
        """What comes out of it; ``None`` where it failed or there is nothing."""
        begun = time.monotonic()
        self._under_way = (check, begun)
        try:
            found = await look()
        except SsoFailed as failed:
            self._note(check, begun, CheckState.FAILED, failed.refused.because)
        except _Failed as failed:
            self._note(check, begun, CheckState.FAILED, failed.because)
        except _Absent:
            self._note(check, begun, CheckState.ABSENT)
        else:
            self._note(check, begun, CheckState.PASSED)
            return found
        return None

    def _note(self, check: ProviderCheck, begun: float, state: CheckState, failure: Failure | None = None) -> None:
        milliseconds = round((time.monotonic() - begun) * 1000)
        self._done[check] = CheckReport(check, state, milliseconds, failure)
        self._under_way = None

    async def _reach(self, place: Location) -> bool:
        """Looks the name up and connects to the first address that answers, over TLS where that is asked for."""
        ask = Ask(SsoStep.DISCOVERY, place)
        addresses = await self._check(ProviderCheck.NAME_RESOLUTION, lambda: self._addresses(ask))
        if addresses is None:
            return False
        writer = await self._check(ProviderCheck.CONNECTION, lambda: self._connected(addresses, place.port))
        if writer is None:
            return False
        try:
            if place.scheme == "http":
                return True
            return await self._check(ProviderCheck.TLS, lambda: self._encrypted(writer, place.host)) is not None
        finally:
            writer.transport.abort()

    async def _discovery_place(self) -> Location:
        return discovery_place(self._provider)

    async def _token_place(self) -> Location:
        return token_place(self._provider)

    async def _addresses(self, ask: Ask) -> list[str]:
        try:
            async with asyncio.timeout(self._outgoing.limits.call_seconds):
                return await self._outgoing.addresses(self._provider, ask)
        except TimeoutError:
            raise SsoFailed(SsoFailure.TIMED_OUT) from None

    async def _connected(self, addresses: list[str], port: int) -> asyncio.StreamWriter:
        because = SsoFailure.UNREACHABLE
        for address in addresses:
            try:
                async with asyncio.timeout(self._outgoing.limits.connect_seconds):
                    return (await asyncio.open_connection(address, port))[1]
            except TimeoutError:
                because = SsoFailure.TIMED_OUT
            except OSError:
                because = SsoFailure.UNREACHABLE
        raise SsoFailed(because)

    async def _encrypted(self, writer: asyncio.StreamWriter, host: str) -> bool:
        context = await self._outgoing.trust()
        try:
            async with asyncio.timeout(self._outgoing.limits.call_seconds):
                await writer.start_tls(context, server_hostname=host)
        except TimeoutError:
            raise SsoFailed(SsoFailure.TIMED_OUT) from None
        except (ssl.SSLError, OSError):
            raise SsoFailed(SsoFailure.TLS_FAILED) from None
        return True

    async def _said(self, place: Location) -> tuple[Answer, dict[str, object]]:
        answer = await self._outgoing.fetch(self._provider, Ask(SsoStep.DISCOVERY, place))
        return answer, answer.good().object()

    async def _issuer(self, said: dict[str, object]) -> bool:
        require(said.get("issuer") == self._provider.issuer, SsoFailure.ISSUER_MISMATCH)
        return True

    async def _metadata(self, said: dict[str, object]) -> Metadata:
        """The issuer is a check of its own."""
        return read_metadata(self._provider, {**said, "issuer": self._provider.issuer})

    async def _signing(self, said: dict[str, object]) -> bool:
        """Discovery §3: ``id_token_signing_alg_values_supported``."""
        supported = said.get("id_token_signing_alg_values_supported")
        if not isinstance(supported, list):
            raise _Absent
        if not any(algorithm.value in supported for algorithm in self._provider.algorithms):
            raise _Failed(CheckFailure.NO_COMMON_ALGORITHM)
        return True

    async def _signing_keys(self, place: Location) -> bool:
        answer = await self._outgoing.fetch(self._provider, Ask(SsoStep.KEYS, place))
        listed = answer.good().object().get("keys")
        keys = cast("list[object]", listed) if isinstance(listed, list) else []
        allowed = frozenset(self._provider.algorithms)
        usable = sum(not allowed.isdisjoint(key.algorithms) for key in read_keys(keys).keys)
        self._keys = (usable, min(len(keys), MOST_KEYS) - usable)
        require(usable > 0, SsoFailure.NO_USABLE_KEY)
        return True

    async def _time(self, answer: Answer) -> bool:
        there, here = _moment(answer.date), self._clock.now().replace(microsecond=0)
        if there is None:
            raise _Absent
        self._clock_ahead = there - here
        if abs(there - here) > LEEWAY + _ROUNDED:
            raise _Failed(CheckFailure.CLOCK_DIFFERS)
        return True

    async def _api(self) -> Answer:
        """Whether it answers at all: who does not say who they are is told nothing."""
        place = permitted(self._provider, api_base(self._provider), SsoStep.ACCOUNT)
        return await self._outgoing.fetch(self._provider, Ask(SsoStep.ACCOUNT, place))

    async def _client(self, place: Location, way: ClientAuthentication) -> bool:
        """RFC 6749 §5.2: whoever knows us refuses the code; whoever does not, refuses us."""
        fields = {"code": new_token(), "redirect_uri": self._redirect_uri, "code_verifier": new_token()}
        try:
            await ask_for_tokens(self._outgoing, self._provider, place, way, ("authorization_code", fields))
        except SsoFailed as failed:
            match failed.refused.because:
                case SsoFailure.GRANT_REFUSED:
                    return True
                case SsoFailure.TOKEN_REFUSED:
                    raise _Absent from None
                case _:
                    raise
        raise _Failed(CheckFailure.ANY_CODE_TAKEN)


_OPTIONAL = {
    ProviderCheck.ISSUER_PARAMETER: "authorization_response_iss_parameter_supported",
    ProviderCheck.SIGN_OUT: "end_session_endpoint",
    ProviderCheck.BACKCHANNEL_LOGOUT: "backchannel_logout_supported",
}


async def _offered(value: object) -> bool:
    if value is None or value is False:
        raise _Absent
    return True


async def _pkce(said: dict[str, object]) -> bool:
    """RFC 8414 §2: where nothing is said of it, it may be there; we use it in any case."""
    methods = said.get("code_challenge_methods_supported")
    if methods is None:
        raise _Absent
    if not isinstance(methods, list) or "S256" not in methods:
        raise _Failed(CheckFailure.PKCE_UNSUPPORTED)
    return True


def _moment(text: str | None) -> datetime | None:
    """A date as it stands in a header; ``None`` for what is none."""
    try:
        found = None if text is None else parsedate_to_datetime(text)
    except ValueError:
        return None
    return found if found is None or found.tzinfo else found.replace(tzinfo=UTC)
