"""The one way out: every request that goes to a provider, bounded in time, size, number and in where it goes.

A name is looked up once, all of its addresses are checked, and the connection goes to one of those very addresses, so
that a name cannot mean something else a moment later. No redirect, proxy, cookie, environment or kept connection.
"""

import asyncio
import socket
import ssl
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import TYPE_CHECKING, cast
from uuid import UUID

import orjson

from auth.sources.failures import SsoFailed, SsoFailure, SsoStep, require
from auth.sources.locations import Location, may_connect
from auth.sources.provider import Provider

if TYPE_CHECKING:
    from httpx2 import Response

Lookup = Callable[[str, int], Sequence[str]]
"""The addresses of a host, in the order in which they are tried; raises ``OSError``. It may take its time."""

OK = 200
_REDIRECTS = range(300, 400)
_TOO_MANY_REQUESTS = 429
_SERVER_ERRORS = range(500, 600)
_ADDRESSES = 3
_LOOKUP_THREADS = 8


@dataclass(frozen=True, slots=True)
class Limits:
    """What an answer may take.

    Attributes:
        total_seconds: A whole sign-in, whatever it needs.
        call_seconds: One request with its lookup, its wait for a place and its answer to the last byte.
        connect_seconds: Reaching one address.
        answer_bytes: A body; headers are bounded by the HTTP library, at 100 kB.
        at_once: Requests to one provider under way; further ones wait, so that no provider takes what others need.
    """

    total_seconds: float = 10
    call_seconds: float = 5
    connect_seconds: float = 3
    answer_bytes: int = 1 << 20
    at_once: int = 8


@dataclass(frozen=True, slots=True)
class Ask:
    """One request. What it carries is secret."""

    step: SsoStep
    location: Location
    headers: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    form: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: neither a redirect nor an error of the server itself.

    Attributes:
        date: What time it is there (RFC 9110 §6.6.1), as it was written; ``None`` where nothing is said.
    """

    step: SsoStep
    status: int
    body: bytes = field(repr=False)
    date: str | None = None

    def value(self) -> object:
        """The JSON in it. Raises ``SsoFailed``: ``NOT_JSON``."""
        try:
            return orjson.loads(self.body)
        except orjson.JSONDecodeError:
            raise SsoFailed(SsoFailure.NOT_JSON, self.step) from None

    def object(self) -> dict[str, object]:
        """The JSON object in it. Raises ``SsoFailed``: ``NOT_JSON``."""
        value = self.value()
        require(isinstance(value, dict), SsoFailure.NOT_JSON, self.step)
        return cast("dict[str, object]", value)

    def good(self) -> "Answer":
        """Itself. Raises ``SsoFailed``: ``UNEXPECTED_STATUS`` where it is not the answer to a good request."""
        require(self.status == OK, SsoFailure.UNEXPECTED_STATUS, self.step)
        return self


def system_lookup(host: str, port: int) -> list[str]:
    """What the system's resolver says."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(each[4][0]) for each in found]


class Outgoing:
    """The client; one in a process."""

    def __init__(
        self, limits: Limits = Limits(), lookup: Lookup = system_lookup, trust: ssl.SSLContext | None = None
    ) -> None:
        """``trust``: whose certificates count; ``None`` for whom the host trusts. Nothing is loaded or started yet."""
        self.limits = limits
        self._lookup = lookup
        self._trust = trust
        self._places: defaultdict[UUID, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(limits.at_once))
        self._looking: dict[tuple[str, int], asyncio.Future[Sequence[str]]] = {}
        self._threads = ThreadPoolExecutor(_LOOKUP_THREADS, thread_name_prefix="sso-lookup")

    def close(self) -> None:
        """Nothing is asked afterwards."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def fetch(self, provider: Provider, ask: Ask) -> Answer:
        """Asks once. Raises ``SsoFailed``; whatever a server does, it takes ``call_seconds`` at most.

        What it takes is loaded before (``heavy.load``), or else in that time.
        """
        try:
            async with asyncio.timeout(self.limits.call_seconds), self._places[provider.id]:
                addresses = await self.addresses(provider, ask)
                return await self._first(addresses, ask)
        except TimeoutError:
            raise SsoFailed(SsoFailure.TIMED_OUT, ask.step) from None

    async def addresses(self, provider: Provider, ask: Ask) -> list[str]:
        """Where to connect. One address that may not be asked refuses the name: it is not to be trusted then.

        Raises ``SsoFailed``.
        """
        place = ask.location
        found = list(dict.fromkeys(await self._found(place, ask.step)))
        plain, private = place.scheme == "http", provider.allows_private_addresses
        allowed = [may_connect(address, plain=plain, allows_private=private) for address in found]
        require(bool(found), SsoFailure.NAME_UNKNOWN, ask.step)
        require(all(allowed), SsoFailure.ADDRESS_REFUSED, ask.step)
        return found[:_ADDRESSES]

    async def _found(self, place: Location, step: SsoStep) -> Sequence[str]:
        try:
            return [str(ip_address(place.host))]
        except ValueError:
            pass
        try:
            return await asyncio.shield(self._looked_up(place.host, place.port))
        except (OSError, UnicodeError):
            raise SsoFailed(SsoFailure.NAME_UNKNOWN, step) from None

    def _looked_up(self, host: str, port: int) -> "asyncio.Future[Sequence[str]]":
        """One lookup for all who wait for it: a name server that hangs takes one thread for each name, not for each."""
        key = (host, port)
        if key not in self._looking:
            looking = asyncio.get_running_loop().run_in_executor(self._threads, self._lookup, host, port)
            self._looking[key] = looking
            looking.add_done_callback(lambda done: self._forget(key, done))
        return self._looking[key]

    def _forget(self, key: tuple[str, int], done: "asyncio.Future[Sequence[str]]") -> None:
        del self._looking[key]
        if not done.cancelled():
            done.exception()  # whoever waits has it; where nobody does any more it is of no interest

    async def _first(self, addresses: Sequence[str], ask: Ask) -> Answer:
        """The answer of the first address that can be reached; nothing has been sent to one that cannot."""
        from httpx2 import ConnectError, ConnectTimeout, HTTPError, StreamError  # noqa: PLC0415 — an idle process

        because = SsoFailure.UNREACHABLE
        for address in addresses:
            try:
                return await self._exchange(address, ask)
            except (ConnectError, ConnectTimeout) as error:
                because = SsoFailure.TLS_FAILED if _is_tls(error) else SsoFailure.UNREACHABLE
            except (HTTPError, StreamError, OSError):
                raise SsoFailed(SsoFailure.UNREACHABLE, ask.step) from None
        raise SsoFailed(because, ask.step)

    async def _exchange(self, address: str, ask: Ask) -> Answer:
        from httpx2 import AsyncHTTPTransport, Request  # noqa: PLC0415 — an idle process need not have it

        transport = AsyncHTTPTransport(verify=await self.trust(), trust_env=False)
        request = Request(
            "GET" if ask.form is None else "POST",
            ask.location.at(address),
            headers={"Host": ask.location.authority, **_HEADERS, **ask.headers},
            content=ask.form,
            extensions={"timeout": self._timeouts(), "sni_hostname": ask.location.host},
        )
        async with transport:
            response = await transport.handle_async_request(request)
            try:
                return await self._read(response, ask.step)
            finally:
                await response.aclose()

    async def _read(self, response: "Response", step: SsoStep) -> Answer:
        status = response.status_code
        require(status not in _REDIRECTS, SsoFailure.REDIRECTED, step)
        require(status not in _SERVER_ERRORS and status != _TOO_MANY_REQUESTS, SsoFailure.UNAVAILABLE, step)
        encoding = response.headers.get("content-encoding", "identity")
        require(encoding.strip().lower() in {"", "identity"}, SsoFailure.ENCODED, step)
        body = bytearray()
        async with aclosing(response.aiter_raw()) as parts:
            async for part in parts:
                body += part
                require(len(body) <= self.limits.answer_bytes, SsoFailure.TOO_LARGE, step)
        return Answer(step, status, bytes(body), response.headers.get("date"))

    def _timeouts(self) -> dict[str, float]:
        limits = self.limits
        each = dict.fromkeys(("read", "write", "pool"), limits.call_seconds)
        return {**each, "connect": min(limits.connect_seconds, limits.call_seconds)}

    async def trust(self) -> ssl.SSLContext:
        """Verifies certificate and host name; made at first use, because reading the system's authorities is slow."""
        if self._trust is None:
            self._trust = await asyncio.to_thread(_system_trust)
        return self._trust


_HEADERS = {"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "Gatehouse"}


def _system_trust() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _is_tls(error: BaseException | None) -> bool:
    """Whether TLS could not be agreed on, or a certificate is not valid."""
    return error is not None and (isinstance(error, ssl.SSLError) or _is_tls(error.__cause__ or error.__context__))
