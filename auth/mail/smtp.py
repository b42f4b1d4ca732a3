"""The one home of SMTP (RFC 5321): one connection for each mail, verified TLS, a deadline over all of it."""

import asyncio
import os
import re
import ssl
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from auth.mail.delivery import DeliveryFailed, Envelope, Step, Tell, say_nothing

if TYPE_CHECKING:
    from aiosmtplib import SMTP

ANSWER_SECONDS = 10
"""How long the server may take for one answer."""

TOTAL_SECONDS = 30
"""How long one delivery may take, however busily the server drips."""

_QUIT_SECONDS = 2


class Security(StrEnum):
    """How the connection is protected."""

    STARTTLS = "STARTTLS"
    TLS = "TLS"
    NONE = "NONE"


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """Where mail is handed over. ``ca_file`` holds the authorities to trust beside the system's."""

    host: str
    port: int
    security: Security
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    ca_file: Path | None = None


class SmtpDelivery:
    """Hands mail to one server."""

    def __init__(self, server: SmtpServer, own_name: str) -> None:
        """``own_name`` is the host by which we introduce ourselves."""
        self._server = server
        self._own_name = own_name

    async def deliver(self, envelope: Envelope, tell: Tell = say_nothing) -> None:
        """Hands one mail over; see ``Delivery.deliver``."""
        await self._talk(envelope, tell)

    async def greet(self, tell: Tell = say_nothing) -> None:
        """Goes as far as the login and leaves: does the server let us in? Raises ``DeliveryFailed``."""
        await self._talk(None, tell)

    async def _talk(self, envelope: Envelope | None, tell: Tell) -> None:
        progress = _Progress(tell)
        client = await asyncio.to_thread(self._client)
        with _failures(progress):
            try:
                async with asyncio.timeout(TOTAL_SECONDS):
                    await self._open(client, progress)
                    if envelope is not None:
                        await self._hand_over(client, envelope, progress)
                await _leave(client)
            finally:
                client.close()

    def _client(self) -> "SMTP":
        from aiosmtplib import SMTP  # noqa: PLC0415 — an idle process need not have it

        return SMTP(
            hostname=self._server.host,
            port=self._server.port,
            local_hostname=self._own_name,
            timeout=ANSWER_SECONDS,
            use_tls=self._server.security is Security.TLS,
            start_tls=False,  # done in a step of its own
            tls_context=None if self._server.security is Security.NONE else self._tls,
        )

    async def _open(self, client: "SMTP", progress: "_Progress") -> None:
        server = self._server
        with progress.at(Step.RESOLVE):
            found = asyncio.get_running_loop().getaddrinfo(server.host, server.port)
            await asyncio.wait_for(found, ANSWER_SECONDS)
        with progress.at(Step.CONNECT):
            await client.connect()
            await client.ehlo()
        if server.security is Security.STARTTLS:
            with progress.at(Step.TLS):
                if not client.supports_extension("starttls"):  # nothing of ours goes over an open line
                    raise DeliveryFailed(Step.TLS, "the server does not offer STARTTLS")
                await client.starttls(tls_context=self._tls)
                await client.ehlo()
        if server.username is not None:
            with progress.at(Step.LOGIN):
                await client.login(server.username, server.password or "")

    async def _hand_over(self, client: "SMTP", envelope: Envelope, progress: "_Progress") -> None:
        options = ["SMTPUTF8", "BODY=8BITMIME"] if envelope.needs_utf8 else []
        encoding = "utf-8" if envelope.needs_utf8 else "ascii"
        with progress.at(Step.SENDER):
            if envelope.needs_utf8 and not client.supports_extension("smtputf8"):
                raise DeliveryFailed(Step.RECIPIENT, "the server takes no addresses outside ASCII")
            await client.mail(envelope.sender, options=options, encoding=encoding)
        with progress.at(Step.RECIPIENT):
            await client.rcpt(envelope.recipient, encoding=encoding)
        with progress.at(Step.CONTENT):
            await client.data(envelope.content)

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        """Verifies certificate and host name; made at first use, because reading the system's authorities is slow."""
        context = ssl.create_default_context()
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        if self._server.ca_file is not None:
            try:
                context.load_verify_locations(cafile=self._server.ca_file)
            except OSError as error:
                raise DeliveryFailed(Step.TLS, f"{self._server.ca_file} holds no certificates") from error
        return context


class _Progress:
    """Which step is under way, or was when it failed."""

    def __init__(self, tell: Tell) -> None:
        self.step = Step.RESOLVE
        self._tell = tell

    @contextmanager
    def at(self, step: Step) -> Generator[None]:
        """For the length of a step; tells when it is done."""
        self.step = step
        yield
        self._tell(step)


async def _leave(client: "SMTP") -> None:
    """The mail is taken by now, so nothing that happens here matters."""
    from aiosmtplib import SMTPException  # noqa: PLC0415 — as above

    with suppress(SMTPException, OSError):
        await client.quit(timeout=_QUIT_SECONDS)


@contextmanager
def _failures(progress: _Progress) -> Generator[None]:
    """Puts everything that goes wrong into one form."""
    from aiosmtplib import SMTPException, SMTPResponseException  # noqa: PLC0415 — as above

    try:
        yield
    except DeliveryFailed:
        raise
    except SMTPResponseException as error:
        raise DeliveryFailed(progress.step, _codes(error.code, error.message), error.message) from None
    except (SMTPException, OSError, ValueError) as error:
        cause = _cause(error)
        step = Step.TLS if isinstance(cause, ssl.SSLError) else progress.step
        raise DeliveryFailed(step, _because(cause)) from None


def _codes(code: int, message: str) -> str:
    """``550 5.1.1``; the words behind may quote anything."""
    status = re.match(r"[245]\.\d{1,3}\.\d{1,3}\b", message)
    return f"refused with {code}" + (f" {status.group()}" if status else "")


def _cause(error: BaseException) -> BaseException:
    """What lies under the library's own errors."""
    under = error.__cause__ or error.__context__
    return _cause(under) if isinstance(under, OSError) and not isinstance(error, ssl.SSLError) else error


def _because(error: BaseException) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the certificate is not valid: {error.verify_message}"
    if isinstance(error, ssl.SSLError):
        return "TLS could not be agreed on"
    if isinstance(error, TimeoutError):
        return "no answer in time"
    if isinstance(error, OSError) and error.errno is not None and error.errno > 0:
        return os.strerror(error.errno)
    return (isinstance(error, OSError) and error.strerror) or type(error).__name__
