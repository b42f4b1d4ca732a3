"""Live streams of the gate's accounts."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any, cast

from tests.support.gate import Gate
from tests.support.stream import Frame, Stream, listen

COMPLETE: Frame = ("complete", None)


@asynccontextmanager
async def listening(gate: Gate, query: str, as_: str | None, **headers: str) -> AsyncGenerator[Stream]:
    """A stream of an account of the gate."""
    app = cast("Any", gate.client)._transport.app
    credential = {"authorization": f"Bearer {gate.tokens[as_]}"} if as_ else {}
    stream = await listen(
        app, query, {**credential, **headers}, {"client": ("192.0.2.9", 1), "http_version": "1.1", "scheme": "http"}
    )
    yield stream
    await stream.leave()


async def last_words(stream: Stream) -> list[tuple[str, object]]:
    """Code and reason of the errors with which a stream ends."""
    *_, (kind, result), complete = await stream.rest()
    assert (kind, complete) == ("next", COMPLETE)
    return [(error["extensions"]["code"], error["extensions"].get("reason")) for error in result["errors"]]
