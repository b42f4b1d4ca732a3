"""Live events: the answer to a subscription, as server-sent events (HTML, section 9.2).

The protocol is "GraphQL over Server-Sent Events", distinct connections mode: an event ``next`` for each result and
``complete`` at the end. Before each event, and at each heartbeat, the caller is derived anew from the credential of the
request; a stream whose caller is nobody any more, or may not have its root field, tells so in a last ``next``.

There is no queue: the next event is fetched when the last one was taken by the connection. So a slow reader only waits
itself, and one that does not read is cut by the connection's own deadline.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Hashable
from contextlib import aclosing
from dataclasses import dataclass
from enum import Enum, auto
from http import HTTPStatus
from typing import Any, Generic, TypeVar, cast

from graphql import GraphQLError
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from api.graphql.codes import Code, coded
from api.graphql.engine import Engine, Prepared
from api.graphql.media import Media
from api.graphql.product import Product
from api.graphql.respond import COMPLETE, STREAM_HEADERS, Answer, Telling, refused, rejected
from api.graphql.streams import Streams

ContextT = TypeVar("ContextT")

HEARTBEAT = b":\n\n"
"""A comment, which clients ignore; it also makes proxies pass on the headers."""


class Happened(Enum):
    """What there can be instead of an event."""

    NOTHING = auto()
    END = auto()


@dataclass(frozen=True, slots=True)
class Subscription(Generic[ContextT]):
    """A subscription that was opened.

    Attributes:
        prepared: The operation.
        source: Its events, each the root value of an execution.
        reopen: The context of the request with its caller as of now.
    """

    engine: Engine[ContextT]
    product: Product[ContextT]
    telling: Telling[ContextT]
    prepared: Prepared
    source: AsyncIterator[object]
    reopen: Callable[[], Awaitable[ContextT]]

    async def denials(self) -> list[GraphQLError]:
        """Derives the caller anew, for the events to come, and tells why the stream must end, if it must."""
        context = await self.reopen()
        executor = self.prepared.executor
        executor.context_value = context
        if self.product.identity(context) is not None:
            return executor.root_denials()
        reason = self.product.permissions_of(context).reason
        return [coded(Code.UNAUTHENTICATED, "Sign in again: the stream has ended.", {"reason": reason})]

    async def answer(self, payload: object) -> Answer:
        """The result for one event, with the rights that ``denials`` found."""
        executor = self.prepared.executor.build_per_event_executor(payload)
        return self.telling.executed(await self.engine.run(executor, self.prepared.cost))

    async def close(self) -> None:
        """Closes the source."""
        source = cast("object", self.source)
        if isinstance(source, AsyncGenerator):
            await cast("AsyncGenerator[object]", source).aclose()


class EventStream(Response, Generic[ContextT]):
    """The response. It holds a place among the streams, and gives it back whatever happens."""

    def __init__(self, subscription: Subscription[ContextT], streams: Streams, caller: Hashable) -> None:
        self.status_code = HTTPStatus.OK
        self.init_headers(STREAM_HEADERS)  # without a body, whose length would be announced
        self._subscription = subscription
        self._streams = streams
        self._caller = caller
        self._coming: asyncio.Future[object] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 — as every response
        """Streams until the source or the client ends, the stream's time is over or the process is asked to end."""
        writing = asyncio.ensure_future(self._write(send))
        leaving = asyncio.ensure_future(_left(receive))
        ended = self._streams.ended()
        try:
            await asyncio.wait({writing, leaving, ended}, return_when=asyncio.FIRST_COMPLETED)
            if ended.done():
                grace = self._streams.limits.grace_seconds
                await asyncio.wait({writing, leaving}, timeout=grace, return_when=asyncio.FIRST_COMPLETED)
            if writing.done():
                writing.result()
        finally:
            try:
                await _stopped(writing, leaving, *([self._coming] if self._coming else []))
                await self._subscription.close()
            finally:
                self._streams.leave(self._caller)

    async def _write(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        async with aclosing(self._frames()) as frames:
            async for frame in frames:
                await send({"type": "http.response.body", "body": frame, "more_body": True})
        await send({"type": "http.response.body", "body": COMPLETE})

    async def _frames(self) -> AsyncGenerator[bytes]:
        yield HEARTBEAT
        until = asyncio.get_running_loop().time() + self._streams.limits.life_seconds
        try:
            while (happened := await self._happened(until)) is not Happened.END:
                denials = await self._subscription.denials()
                if denials:
                    yield rejected(denials, Media.EVENTS).event()
                    return
                yield HEARTBEAT if happened is Happened.NOTHING else (await self._subscription.answer(happened)).event()
        except Exception as error:  # noqa: BLE001 — what cannot be told, or allowed for sure, ends the stream
            yield refused(self._subscription.telling.public(error)).event()

    async def _happened(self, until: float) -> object:
        """The next event of the source, or what there is instead of one."""
        ended = self._streams.ended()
        coming = self._coming = self._coming or asyncio.ensure_future(_next(self._subscription.source))
        rest = until - asyncio.get_running_loop().time()
        pause = max(0, min(rest, self._streams.limits.heartbeat_seconds))
        await asyncio.wait({coming, ended}, timeout=pause, return_when=asyncio.FIRST_COMPLETED)
        if coming.done():
            self._coming = None
            return coming.result()
        return Happened.END if ended.done() or rest <= pause else Happened.NOTHING


async def _next(source: AsyncIterator[object]) -> object:
    return await anext(source, Happened.END)


async def _left(receive: Receive) -> None:
    """Returns when the client is gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def _stopped(*tasks: "asyncio.Future[Any]") -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
