"""A mail server of tests (aiosmtpd): takes mail in a thread of its own, refuses what it is told to refuse."""

import asyncio
import ssl
import threading
import warnings
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

HOST = "127.0.0.1"
USERNAME, PASSWORD = "gatehouse", "p@ss/word:1"
OK = "250 OK"


@dataclass(slots=True)
class Taken:
    """A mail as it came."""

    sender: str
    recipients: list[str]
    content: bytes
    over_tls: bool
    logged_in: bool

    @property
    def message(self) -> EmailMessage:
        """Read by the rules of RFC 5322."""
        read = message_from_bytes(self.content, policy=default)
        assert isinstance(read, EmailMessage)
        return read

    def part(self, subtype: str) -> str:
        """The ``plain`` or ``html`` text, decoded."""
        body = self.message.get_body((subtype,))
        assert body is not None
        return str(body.get_content()).replace("\r\n", "\n")


@dataclass
class Sink:
    """What came to the server, and how it answers."""

    port: int = 0
    taken: list[Taken] = field(default_factory=list[Taken])
    passwords: list[str] = field(default_factory=list[str])
    connections: int = 0
    refused: dict[str, str] = field(default_factory=dict[str, str])
    """Answers by address, of a sender or recipient, or by ``DATA``."""

    def url(self, scheme: str = "smtp+insecure", *, login: bool = False, host: str = HOST) -> str:
        """As ``GATEHOUSE_SMTP_URL`` has it."""
        return f"{scheme}://{f'{USERNAME}:p%40ss%2Fword%3A1@' if login else ''}{host}:{self.port}"

    # What follows are aiosmtpd's names for a handler.

    async def handle_MAIL(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address not in self.refused:
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return self.refused.get(address, OK)

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address not in self.refused:
            envelope.rcpt_tos.append(address)
        return self.refused.get(address, OK)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if "DATA" in self.refused:
            return self.refused["DATA"]
        content = envelope.original_content
        assert content is not None
        transport = server.transport
        over_tls = transport is not None and transport.get_extra_info("sslcontext") is not None
        self.taken.append(
            Taken(envelope.mail_from or "", envelope.rcpt_tos, content, over_tls, bool(session.authenticated))
        )
        return OK

    def authenticate(self, _server: SMTP, _session: Session, _envelope: Envelope, _how: str, data: Any) -> AuthResult:  # noqa: ANN401
        assert isinstance(data, LoginPassword)
        self.passwords.append(data.password.decode())
        return AuthResult(success=data.login.decode() == USERNAME and data.password.decode() == PASSWORD, handled=False)


@contextmanager
def sink(
    *, starttls: ssl.SSLContext | None = None, tls: ssl.SSLContext | None = None, login: bool = False, port: int = 0
) -> Generator[Sink]:
    """A mail server for the length of the block. ``login`` asks for a password, also without TLS."""
    made = Sink()
    opened: list[SMTP] = []

    def connected() -> SMTP:
        made.connections += 1
        with warnings.catch_warnings(action="ignore"):  # it warns of what some tests want
            protocol = SMTP(
                made,
                hostname="sink.test",
                tls_context=starttls,
                require_starttls=starttls is not None,
                authenticator=made.authenticate,
                auth_required=login,
                auth_require_tls=False,
                enable_SMTPUTF8=True,
            )
        opened.append(protocol)
        return protocol

    with _served(connected, tls, port, opened) as made.port:
        yield made


@contextmanager
def talker(handle: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Any]) -> Generator[int]:
    """A server of one's own making; gives its port."""

    async def handled(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.CancelledError, ConnectionError):
            await handle(reader, writer)
        writer.close()

    def connected() -> asyncio.StreamReaderProtocol:
        return asyncio.StreamReaderProtocol(asyncio.StreamReader(), handled)

    with _served(connected, None, 0) as port:
        yield port


@contextmanager
def _served(
    factory: Callable[[], asyncio.BaseProtocol], tls: ssl.SSLContext | None, wanted: int, opened: Sequence[SMTP] = ()
) -> Generator[int]:
    ready, port, loop = threading.Event(), list[int](), asyncio.new_event_loop()
    stopping = asyncio.Event()

    async def serve() -> None:
        server = await loop.create_server(factory, HOST, wanted, ssl=tls)
        port.append(server.sockets[0].getsockname()[1])
        ready.set()
        await stopping.wait()
        server.close()
        for protocol in opened:
            if isinstance(protocol.transport, asyncio.Transport):
                protocol.transport.abort()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await asyncio.sleep(0.01)  # transports tell of their end a turn later

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),), daemon=True)
    thread.start()
    assert ready.wait(10), "the mail server did not start"
    try:
        yield port[0]
    finally:
        loop.call_soon_threadsafe(stopping.set)
        thread.join(10)
        loop.close()
