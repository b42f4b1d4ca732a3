"""An OpenID provider of tests, on loopback: it behaves well until it is told in which way it should not.

What it says is in plain attributes (``metadata``, ``jwks``, ``header``, ``claims``, ``answer``, ``userinfo``), to be
changed before it is asked; ``...`` as a value leaves something out; ``raw`` takes over a whole connection.
``asked`` and ``sent`` tell what became of it.
"""

import asyncio
import base64
import hashlib
import json
import ssl
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, unquote_plus, urlsplit
from uuid import UUID

from joserfc import jws
from joserfc.jwk import ECKey, Key, OKPKey, RSAKey

from auth.sources.id_tokens import access_token_hash
from auth.sources.provider import Provider, ProviderKind, SigningAlgorithm
from auth.sources.redirect import Query

HOST = "127.0.0.1"
CLIENT, SECRET = "gatehouse app", "s:e+cr/t&1"
REDIRECT = "https://gatehouse.test/auth/sso/corp/callback"
CODE, ACCESS, REFRESH = "code-1", "access-token-1", "refresh-token-1"
Raw = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@cache
def rsa(name: str) -> RSAKey:
    """A key of 2048 bits; the same for the same name."""
    return RSAKey.generate_key(2048, {"kid": name})


@cache
def ec(name: str, curve: str = "P-256") -> ECKey:
    return ECKey.generate_key(curve, {"kid": name})


@cache
def okp(name: str) -> OKPKey:
    return OKPKey.generate_key("Ed25519", {"kid": name})


def public(key: Key, **members: object) -> dict[str, Any]:
    """A key as it is published; ``kid=None`` leaves that out."""
    published: dict[str, Any] = {**key.as_dict(private=False), **members}
    return {name: value for name, value in published.items() if value is not None}


def unpadded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def encoded(part: object) -> str:
    return unpadded(json.dumps(part).encode())


@dataclass
class HostileProvider:
    """See the module."""

    port: int = 0
    key: Key = field(default_factory=lambda: rsa("k1"))
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    metadata: dict[str, Any] = field(default_factory=dict[str, Any])
    jwks: Any = None
    header: dict[str, Any] = field(default_factory=lambda: {"alg": "RS256", "kid": "k1"})
    claims: dict[str, Any] = field(default_factory=dict[str, Any])
    answer: dict[str, Any] = field(default_factory=dict[str, Any])
    userinfo: dict[str, Any] = field(default_factory=lambda: {"sub": "ann-1"})
    callback: dict[str, str | None] = field(default_factory=dict[str, str | None])
    status: dict[str, int] = field(default_factory=dict[str, int])
    raw: dict[str, Raw] = field(default_factory=dict[str, Raw])
    replies: dict[str, Any] = field(default_factory=dict[str, Any])
    resign: Callable[[str], str] = str
    pause_seconds: float = 0
    asked: Counter[str] = field(default_factory=Counter[str])
    forms: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    headers: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    sent: int = 0
    elsewhere: int = 0
    elsewhere_port: int = 0
    challenge: str = ""
    nonce: str = ""

    @property
    def issuer(self) -> str:
        return f"http://{HOST}:{self.port}"

    def provider(self, **values: Any) -> Provider:  # noqa: ANN401 — any of its values
        """This one as it is configured; ``values`` replace what is usual."""
        usual: dict[str, Any] = {
            "id": UUID(int=7),
            "slug": "corp",
            "name": "Corp",
            "kind": ProviderKind.GENERIC,
            "issuer": self.issuer,
            "client_id": CLIENT,
            "client_secret": SECRET,
            "scopes": ("openid", "email", "profile"),
            "version": 1,
            "allows_private_addresses": True,
        }
        return Provider(**{**usual, **values})

    def behave(self) -> None:
        """Fills in what a good provider says."""
        base, at = self.issuer, int(self.now.timestamp())
        self.metadata |= {
            "issuer": base,
            "authorization_endpoint": f"{base}/authorize",
            "token_endpoint": f"{base}/token",
            "jwks_uri": f"{base}/jwks",
            "userinfo_endpoint": f"{base}/userinfo",
            "end_session_endpoint": f"{base}/logout",
            "authorization_response_iss_parameter_supported": True,
        }
        self.jwks = {"keys": [public(self.key)]}
        self.claims |= {"iss": base, "sub": "ann-1", "aud": CLIENT, "iat": at, "exp": at + 300}
        self.claims |= {"preferred_username": "ann", "email": "ann@example.com", "email_verified": True}
        self.claims |= {"given_name": "Ann", "family_name": "Lee", "groups": ["staff", "admins"]}
        self.answer |= {"access_token": ACCESS, "token_type": "Bearer", "expires_in": 300, "refresh_token": REFRESH}

    def authorize(self, url: str) -> Query:
        """What the browser comes back with after it was sent to ``url`` and somebody has signed in."""
        asked = dict(parse_qsl(urlsplit(url).query))
        self.challenge = asked.get("code_challenge", "")
        self.nonce = asked.get("nonce", "")
        good = {"code": CODE, "state": asked["state"], "iss": self.issuer}
        return [(name, value) for name, value in {**good, **self.callback}.items() if value is not None]

    def id_token(self) -> str:
        """Signed anew each time it is asked for."""
        algorithm = SigningAlgorithm(self.header["alg"]) if self.header["alg"] in set(SigningAlgorithm) else None
        claims = {"nonce": self.nonce, **self.claims}
        claims = {name: value for name, value in claims.items() if value is not ...}
        if algorithm is not None:
            claims.setdefault("at_hash", access_token_hash(ACCESS, algorithm))
        return self.resign(self.signed(self.header, claims))

    def signed(self, header: dict[str, Any], claims: object) -> str:
        """Any header and claims; an algorithm that the key has not is signed with one that it has."""
        able = {"RSA": ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"], "EC": ["ES256", "ES384", "ES512"]}
        able |= {"OKP": ["EdDSA", "Ed25519"], "oct": ["HS256"]}
        names = able[self.key.key_type]
        algorithm = jws.JWSRegistry.algorithms[header["alg"] if header.get("alg") in names else names[0]]
        content = f"{encoded(header)}.{encoded(claims)}"
        return f"{content}.{unpadded(algorithm.sign(content.encode(), self.key))}"

    # From here on: the server.

    def reply(self, path: str, form: dict[str, str]) -> tuple[int, Any]:
        """Status and JSON of a good answer with what was changed in it."""
        match path:
            case _ if path in self.replies:
                found = self.replies[path]
            case "/.well-known/openid-configuration":
                found = self.metadata
            case "/jwks":
                found = self.jwks
            case "/userinfo":
                found = self.userinfo
            case "/token":
                return self._tokens(form)
            case _:
                return 404, {"error": "no such place"}
        return self.status.get(path, 200), found

    def _tokens(self, form: dict[str, str]) -> tuple[int, Any]:
        proof = unpadded(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if form.get("grant_type") == "authorization_code" and (form.get("code") != CODE or proof != self.challenge):
            return 400, {"error": "invalid_grant", "error_description": "<script>alert(1)</script>"}
        answer = {"id_token": self.id_token(), **self.answer}
        return self.status.get("/token", 200), {name: value for name, value in answer.items() if value is not ...}

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        line, *lines = head.split("\r\n")
        path = line.split(" ")[1]
        headers = {name.lower(): value.strip() for name, _, value in (each.partition(":") for each in lines if each)}
        body = (await reader.readexactly(int(headers.get("content-length", "0")))).decode()
        self.asked[path.partition("?")[0]] += 1
        await asyncio.sleep(self.pause_seconds)
        self.headers.append(headers)
        form = dict(parse_qsl(body))
        if body:
            self.forms.append(form)
        if path in self.raw:
            await self.raw[path](reader, writer)
            return
        status, content = self.reply(path.partition("?")[0], form)
        await self.write(
            writer, answered(content if isinstance(content, bytes) else json.dumps(content).encode(), status)
        )

    async def write(self, writer: asyncio.StreamWriter, content: bytes) -> None:
        """Sends, and counts what the other side has taken."""
        writer.write(content)
        await writer.drain()
        self.sent += len(content)

    async def note(self, _reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        """Somebody came to where nobody should."""
        self.elsewhere += 1


def answered(body: bytes, status: int = 200, *headers: str) -> bytes:
    """An HTTP answer."""
    lines = [f"HTTP/1.1 {status} Said", "Content-Type: application/json", "Connection: close", *headers]
    return "\r\n".join([*lines, f"Content-Length: {len(body)}", "", ""]).encode() + body


def basic(header: str) -> tuple[str, str]:
    """Who says they are whom (RFC 6749 §2.3.1)."""
    name, _, secret = base64.b64decode(header.removeprefix("Basic ")).decode().partition(":")
    return unquote_plus(name), unquote_plus(secret)


@asynccontextmanager
async def listening(handle: Raw, tls: ssl.SSLContext | None = None) -> AsyncGenerator[int]:
    """A server for the length of the block; gives its port. ``handle`` has one connection, which ends with it."""
    tasks, writers = set[asyncio.Task[None]](), list[asyncio.StreamWriter]()

    async def handled(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await handle(reader, writer)
        writer.close()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.append(writer)
        task = asyncio.create_task(handled(reader, writer))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    server = await asyncio.start_server(accept, HOST, 0, ssl=tls)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        running = list(tasks)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        for writer in writers:
            writer.transport.abort()
        await asyncio.sleep(0.01)  # transports tell of their end a turn later


@asynccontextmanager
async def hostile_provider() -> AsyncGenerator[HostileProvider]:
    """A provider, well-behaved as yet, and a place beside it where nobody should come; for the length of the block."""
    made = HostileProvider()
    async with listening(made.serve) as made.port, listening(made.note) as made.elsewhere_port:
        made.behave()
        yield made
