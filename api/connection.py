"""One HTTP connection with an end: deadlines for slow senders and slow readers, bounds for the head of a request.

uvicorn waits for ever for headers, for a body and for a reader. A few hundred idle sockets would then keep everybody
else out, so each phase of a connection has a clock here. What happens between the last byte of the request and the
first byte of the answer is the application's own time and not limited here.
"""

from asyncio import AbstractEventLoop, TimerHandle, Transport
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, cast

from uvicorn import Config
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

REQUEST_TIMEOUT = 408
HEADERS_TOO_LARGE = 431
_SEPARATORS = len(": \r\n")


@dataclass(frozen=True, slots=True)
class Deadlines:
    """How long, in seconds, a client may take, and how much it may send before the body.

    Attributes:
        headers_seconds: From the connection, or the first byte of a further request, to the end of the headers.
        body_seconds: From the headers to the last byte of the body.
        reading_seconds: In this time a client that is slow to read must take at least ``reading_bytes``.
        reading_bytes: See above.
        head_bytes: Longest request line and headers together (RFC 6585 §5).
    """

    headers_seconds: float = 10
    body_seconds: float = 20
    reading_seconds: float = 10
    reading_bytes: int = 16 * 1024
    head_bytes: int = 32 * 1024


class GuardedHttp(HttpToolsProtocol):
    """uvicorn's protocol with deadlines. Subclass it to choose others."""

    deadlines: ClassVar[Deadlines] = Deadlines()

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._sending: TimerHandle | None = None
        self._reading: TimerHandle | None = None
        self._head_is_open = False
        self._head_size = 0

    def connection_made(self, transport: Transport) -> None:
        """The headers of the first request are awaited."""
        super().connection_made(transport)
        self._expect(self.deadlines.headers_seconds)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is awaited any more."""
        self._expect_nothing()
        self._reader_is_fine()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Feeds the parser, unless the head of the request has become too large."""
        if self._head_is_open and self._head_size + len(data) > self.deadlines.head_bytes:
            self._refuse(HEADERS_TOO_LARGE)
            return
        if self._head_is_open:
            self._head_size += len(data)
        super().data_received(data)
        if self._is_between_requests() and self._sending is None and self.timeout_keep_alive_task is None:
            # Stray bytes stop uvicorn's keep-alive clock without beginning a request.
            self._expect(self.deadlines.headers_seconds)

    def on_message_begin(self) -> None:
        """A request begins."""
        self._head_is_open, self._head_size = True, 0
        self._expect(self.deadlines.headers_seconds)
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """The body is awaited."""
        self._head_is_open = False
        size = len(self.url) + sum(len(name) + len(value) + _SEPARATORS for name, value in self.headers)
        if size > self.deadlines.head_bytes:
            raise ValueError(HEADERS_TOO_LARGE)  # the parser turns it into a refusal
        self._expect(self.deadlines.body_seconds)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The request is complete: from here on the application is at work."""
        self._expect_nothing()
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """The answer is handed over; the client still has to read it."""
        super().on_response_complete()
        if self.transport.is_closing():
            self._watch_reader()

    def pause_writing(self) -> None:
        """The client reads more slowly than we write."""
        super().pause_writing()
        self._watch_reader()

    def resume_writing(self) -> None:
        """The client has caught up."""
        self._reader_is_fine()
        super().resume_writing()

    def timeout_keep_alive_handler(self) -> None:
        """No further request came: closes, once the client has read what it was sent."""
        super().timeout_keep_alive_handler()
        self._watch_reader()

    def send_400_response(self, msg: str) -> None:
        """Refuses what is no HTTP request."""
        super().send_400_response(msg)
        self._watch_reader()

    def _is_between_requests(self) -> bool:
        cycle = cast("RequestResponseCycle | None", self.cycle)  # uvicorn declares no None and starts with it
        return cycle is None or cycle.response_complete

    def _expect(self, seconds: float) -> None:
        self._expect_nothing()
        self._sending = self.loop.call_later(seconds, self._too_slow)

    def _expect_nothing(self) -> None:
        self._sending = _cancelled(self._sending)

    def _too_slow(self) -> None:
        self._sending = None
        if not self.transport.is_closing():
            self._refuse(REQUEST_TIMEOUT)

    def _refuse(self, status: int) -> None:
        if self._is_between_requests():  # else half an answer may be under way, and a second one would confuse
            self.transport.write(STATUS_LINE[status] + b"connection: close\r\ncontent-length: 0\r\n\r\n")
        self.transport.close()
        self._watch_reader()

    def _watch_reader(self) -> None:
        self._reader_is_fine()
        self._reading = self.loop.call_later(
            self.deadlines.reading_seconds, self._check_reader(self.transport.get_write_buffer_size())
        )

    def _check_reader(self, unread_bytes: int) -> Callable[[], None]:
        def check() -> None:
            self._reading = None
            if unread_bytes - self.transport.get_write_buffer_size() < self.deadlines.reading_bytes:
                self.transport.abort()
            else:
                self._watch_reader()

        return check

    def _reader_is_fine(self) -> None:
        self._reading = _cancelled(self._reading)


def _cancelled(timer: TimerHandle | None) -> None:
    if timer is not None:
        timer.cancel()
