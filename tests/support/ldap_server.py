"""A small LDAP server for tests (RFC 4511), on threads: it answers well unless it is told a way not to.

It knows a few people and groups, writes down what it was asked, and says when whoever asked has gone.
"""

import socket
import ssl
import threading
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TypeAlias

from auth.sources import ber
from tests.support import ldap_bytes as out

HOST = "127.0.0.1"
SUFFIX = "dc=example,dc=test"
SERVICE_DN, SERVICE_PASSWORD = f"cn=gatehouse,{SUFFIX}", "service-password"
PASSWORD = "right-Password-1"
PAGE = 500

Values: TypeAlias = Sequence[str | bytes]
Entries: TypeAlias = dict[str, dict[str, Values]]


@dataclass(frozen=True)
class Asked:
    """One message as it came.

    Attributes:
        what: ``bind``, ``search``, ``starttls`` or ``unbind``.
        wants_page: Its control's cookie; ``None`` where the search is not paged.
    """

    id: int
    what: str
    dn: str = ""
    password: bytes = b""
    filter: tuple[int, bytes] = (0, b"")
    attributes: tuple[str, ...] = ()
    scope: int = 2
    size_limit: int = 0
    wants_page: bytes | None = None
    page_size: int = PAGE


class Gone(Exception):
    """Whoever asked has gone."""


class Talk:
    """One connection."""

    def __init__(self, server: "LdapServer", connection: socket.socket) -> None:
        self.server = server
        self.connection = connection
        self.bound = ""
        self.binds = 0

    def send(self, octets: bytes) -> None:
        """Sends; raises ``Gone`` where nobody takes it."""
        try:
            self.connection.sendall(octets)
        except OSError:
            raise Gone from None

    def hang(self) -> None:
        """Says nothing until the other side has gone."""
        with suppress(OSError):
            while self.connection.recv(65_536):
                pass
        raise Gone

    def encrypt(self, context: ssl.SSLContext) -> None:
        """Speaks TLS from here on."""
        try:
            self.connection = context.wrap_socket(self.connection, server_side=True)
        except OSError:
            raise Gone from None

    def next(self) -> Asked:
        """The next message."""
        head = self._exactly(2)
        size = head[1]
        if size & 0x80:
            size = int.from_bytes(self._exactly(size ^ 0x80), "big")
        return _asked(self._exactly(size))

    def _exactly(self, size: int) -> bytes:
        come = b""
        while len(come) < size:
            try:
                chunk = self.connection.recv(size - len(come))
            except OSError:
                raise Gone from None
            if not chunk:
                raise Gone
            come += chunk
        return come


Way: TypeAlias = Callable[[Talk, Asked], bool | None]
"""Answers a message in a way of its own; false leaves it to the server."""


@dataclass
class LdapServer:
    """What it knows, and what it was asked.

    Attributes:
        passwords: By DN.
        way: How it misbehaves.
        on_connect: What it does with a connection before anything is said.
        starttls: What it shows when it is asked for TLS; without, it refuses.
    """

    entries: Entries = field(default_factory=dict[str, dict[str, Values]])
    passwords: dict[str, str] = field(default_factory=dict[str, str])
    way: Way = lambda _talk, _asked: False
    on_connect: Callable[[Talk], None] = lambda _talk: None
    starttls: ssl.SSLContext | None = None
    tls: ssl.SSLContext | None = None
    port: int = 0
    asked: list[Asked] = field(default_factory=list[Asked])
    connections: int = 0
    threads: list[threading.Thread] = field(default_factory=list[threading.Thread])

    def everybody_has_gone(self, seconds: float) -> bool:
        """Whether every connection has ended, or does so in this time."""
        for thread in self.threads:
            thread.join(seconds)
        return not any(thread.is_alive() for thread in self.threads)

    def talk(self, connection: socket.socket) -> None:
        """One connection, from its beginning to its end."""
        self.connections += 1
        talk = Talk(self, connection)
        try:
            if self.tls is not None:
                talk.encrypt(self.tls)
            self.on_connect(talk)
            while True:
                asked = talk.next()
                self.asked.append(asked)
                if asked.what == "unbind":
                    return
                if not self.way(talk, asked):
                    self.answer(talk, asked)
        except Gone:
            return
        finally:
            talk.connection.close()

    def answer(self, talk: Talk, asked: Asked) -> None:
        """As a good server would."""
        {"bind": self.bind, "search": self.search, "starttls": self.start_tls}[asked.what](talk, asked)

    def bind(self, talk: Talk, asked: Asked) -> None:
        talk.binds += 1
        right = self.passwords.get(asked.dn, "").encode() == asked.password and bool(asked.password) == bool(asked.dn)
        talk.bound = asked.dn if right else ""
        talk.send(out.message(asked.id, out.result(out.BIND_RESPONSE, 0 if right else 49)))

    def start_tls(self, talk: Talk, asked: Asked) -> None:
        talk.send(out.message(asked.id, out.result(out.EXTENDED_RESPONSE, 0 if self.starttls else 2)))
        if self.starttls:
            talk.encrypt(self.starttls)

    def search(self, talk: Talk, asked: Asked) -> None:
        found = [dn for dn in self.entries if self._is_meant(dn, asked)]
        start = int(asked.wants_page or b"0")
        rest = b""
        if asked.wants_page is not None and start + asked.page_size < len(found):
            rest = str(start + asked.page_size).encode()
        shown = found[start : start + asked.page_size] if asked.wants_page is not None else found
        is_cut = 0 < asked.size_limit < len(shown)
        sent = [self.shown(asked, dn) for dn in (shown[: asked.size_limit] if is_cut else shown)]
        page = b"" if asked.wants_page is None else out.page(rest)
        base_is_known = not asked.dn or any(dn.lower().endswith(asked.dn.lower()) for dn in self.entries)
        code = 4 if is_cut else 0 if base_is_known else 32
        talk.send(b"".join([*sent, out.message(asked.id, out.result(out.DONE, code), page)]))

    def shown(self, asked: Asked, dn: str) -> bytes:
        """An entry with what was asked of it."""
        wanted = {name.lower() for name in asked.attributes}
        values = {name: each for name, each in self.entries[dn].items() if name.lower() in wanted}
        return out.message(asked.id, out.entry(dn, values))

    def _is_meant(self, dn: str, asked: Asked) -> bool:
        inside = dn.lower() == asked.dn.lower() if asked.scope == 0 else dn.lower().endswith(asked.dn.lower())
        return inside and matches(self.entries[dn], *asked.filter)


def matches(attributes: Mapping[str, Values], tag: int, value: bytes) -> bool:
    """Whether an entry is what a filter looks for (RFC 4511 §4.5.1.7), as far as tests need it."""
    if tag == 0x87:
        return value.lower() == b"objectclass" or any(name.lower().encode() == value.lower() for name in attributes)
    parts = ber.children(value)
    if tag in {0xA0, 0xA1}:
        return (all if tag == 0xA0 else any)(matches(attributes, *part) for part in parts)
    if tag == 0xA2:
        return not matches(attributes, *parts[0])
    name = parts[0].value.decode().lower()
    values = [_raw(each).lower() for key, more in attributes.items() if key.lower() == name for each in more]
    return tag == 0xA3 and parts[1].value.lower() in values


@contextmanager
def serving(server: LdapServer) -> Generator[LdapServer]:
    """The server, for the length of the block, at a free port."""
    listener = socket.create_server((HOST, 0))
    server.port = listener.getsockname()[1]
    open_now: list[socket.socket] = []

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            open_now.append(connection)
            thread = threading.Thread(target=server.talk, args=(connection,), daemon=True)
            thread.start()
            server.threads.append(thread)

    accepting = threading.Thread(target=serve, daemon=True)
    accepting.start()
    try:
        yield server
    finally:
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        accepting.join(5)
        for connection in open_now:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        server.everybody_has_gone(5)


def _raw(value: str | bytes) -> bytes:
    return value if isinstance(value, bytes) else value.encode()


def _asked(body: bytes) -> Asked:
    first, operation, *controls = ber.children(body)
    message_id = ber.integer(first)
    if operation.tag == out.UNBIND:
        return Asked(message_id, "unbind")
    if operation.tag == out.EXTENDED:
        return Asked(message_id, "starttls")
    parts = ber.children(operation.value)
    if operation.tag == out.BIND:
        return Asked(message_id, "bind", parts[1].value.decode(), parts[2].value)
    assert operation.tag == out.SEARCH, hex(operation.tag)
    cookie, size = _page(controls)
    return Asked(
        message_id,
        "search",
        parts[0].value.decode(),
        filter=(parts[6].tag, parts[6].value),
        attributes=tuple(each.value.decode() for each in ber.children(parts[7].value)),
        scope=ber.integer(parts[1], 0x0A),
        size_limit=ber.integer(parts[3]),
        wants_page=cookie,
        page_size=size,
    )


def _page(controls: Sequence[ber.Element]) -> tuple[bytes | None, int]:
    for each in ber.children(controls[0].value) if controls else []:
        oid, *_, value = ber.children(each.value)
        if oid.value == out.PAGED:
            size, cookie = ber.children(ber.only(value.value, ber.SEQUENCE))
            return cookie.value, ber.integer(size)
    return None, PAGE
