"""A client of server-sent events, over ASGI: it reads when it likes, and goes away when it likes."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import orjson
from starlette.types import ASGIApp, Message, Scope

PATIENCE_SECONDS = 10
Frame: TypeAlias = tuple[str, Any]
"""The kind of an event and its data; a comment is ``(":", None)``, the end of the response ``("", None)``."""

END: Frame = ("", None)
BEAT: Frame = (":", None)


@dataclass
class Stream:
    """An open request.

    Attributes:
        start: The head of the response.
        reading: Cleared while the client does not read; what is sent then waits.
    """

    task: "asyncio.Task[None]"
    gone: asyncio.Event
    reading: asyncio.Event
    sent: "asyncio.Queue[Message]"
    start: Message = field(default_factory=dict[str, Any])
    waiting: list[Frame] = field(default_factory=list[Frame])

    @property
    def status(self) -> int:
        """Of the response."""
        return self.start["status"]

    @property
    def headers(self) -> dict[str, str]:
        """Of the response."""
        return {name.decode(): value.decode() for name, value in self.start["headers"]}

    async def frame(self, *, beats: bool = False) -> Frame:
        """The next event; comments only where they are asked for."""
        while True:
            while not self.waiting:
                message = await asyncio.wait_for(self.sent.get(), PATIENCE_SECONDS)
                self.waiting += frames_of(message["body"])
                self.waiting += [] if message.get("more_body") else [END]
            frame = self.waiting.pop(0)
            if beats or frame != BEAT:
                return frame

    async def rest(self) -> list[Frame]:
        """Every event up to the end of the response."""
        frames: list[Frame] = []
        while (frame := await self.frame()) != END:
            frames.append(frame)
        await asyncio.wait_for(self.task, PATIENCE_SECONDS)
        return frames

    async def leave(self) -> None:
        """Closes the connection, and waits until the server is done with it."""
        self.gone.set()
        await asyncio.wait_for(self.task, PATIENCE_SECONDS)


def frames_of(text: bytes) -> list[Frame]:
    """The events in a piece of a stream."""
    return [_frame(block) for block in text.decode().split("\n\n") if block]


def _frame(block: str) -> Frame:
    if block == ":":
        return BEAT
    kind, data = block.split("\n")
    assert (kind[:7], data[:5]) == ("event: ", "data:"), block
    return kind[7:], orjson.loads(data[5:]) if data[5:] else None


async def listen(
    app: ASGIApp, query: str, headers: Mapping[str, str], scope: Mapping[str, Any] | None = None
) -> Stream:
    """Posts a document that is to be answered by events, and waits for the head of the response."""
    gone, reading = asyncio.Event(), asyncio.Event()
    reading.set()
    sent: asyncio.Queue[Message] = asyncio.Queue()
    body = [{"type": "http.request", "body": orjson.dumps({"query": query}), "more_body": False}]

    async def receive() -> Message:
        if body:
            return body.pop()
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.body":
            await reading.wait()
        await sent.put(message)

    given = {"accept": "text/event-stream", "content-type": "application/json", "host": "test", **headers}
    raw = [(name.encode(), value.encode()) for name, value in given.items()]
    asked: Scope = {
        "type": "http",
        "method": "POST",
        "path": "/graphql",
        "headers": raw,
        "query_string": b"",
        **(scope or {}),
    }
    task = asyncio.ensure_future(_call(app, asked, receive, send))
    stream = Stream(task, gone, reading, sent)
    stream.start = await asyncio.wait_for(sent.get(), PATIENCE_SECONDS)
    return stream


async def _call(app: ASGIApp, scope: Scope, receive: Any, send: Any) -> None:  # noqa: ANN401 — ASGI's own
    with suppress(asyncio.CancelledError):
        await app(scope, receive, send)
