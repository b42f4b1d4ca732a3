"""Every way in which the provider of ``hostile_provider`` misbehaves, and what a sign-in by it must end in."""

import asyncio
import base64
import gzip
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, NamedTuple

from joserfc.jwk import OctKey

from auth.sources.failures import SsoFailure as F
from auth.sources.failures import SsoRefused, SsoStep
from tests.support.hostile_provider import (
    ACCESS,
    CLIENT,
    HOST,
    SECRET,
    HostileProvider,
    Raw,
    answered,
    ec,
    encoded,
    okp,
    public,
    rsa,
    unpadded,
)

Misbehave = Callable[[HostileProvider], None]
MEGABYTE = 1 << 20


class Way(NamedTuple):
    """One way. ``ends_in`` is what the caller is told."""

    name: str
    ends_in: SsoRefused
    misbehave: Misbehave


PLACES = {
    "discovery": ("/.well-known/openid-configuration", SsoStep.DISCOVERY),
    "keys": ("/jwks", SsoStep.KEYS),
    "token": ("/token", SsoStep.TOKEN),
    "userinfo": ("/userinfo", SsoStep.USERINFO),
}


def ways() -> Iterator[Way]:
    """All of them."""
    yield from _answers()
    for table, step in _TABLES:
        for name, (because, misbehave) in table.items():
            yield Way(name, SsoRefused(because, step), misbehave)


# What any of its places may do.


def _answers() -> Iterator[Way]:
    for place, (path, step) in PLACES.items():
        for name, (because, raw) in _RAW.items():
            yield Way(f"{place}: {name}", SsoRefused(because, step), _with_raw(path, raw))
        for name, (because, status, content) in _SAID.items():
            ends_in = F.TOKEN_REFUSED if step is SsoStep.TOKEN and because is F.UNEXPECTED_STATUS else because
            yield Way(f"{place}: {name}", SsoRefused(ends_in, step), _with_said(path, status, content))


def _with_raw(path: str, raw: Callable[[HostileProvider], Raw]) -> Misbehave:
    def misbehave(there: HostileProvider) -> None:
        there.claims.pop("email")
        there.raw[path] = raw(there)

    return misbehave


def _with_said(path: str, status: int, content: object) -> Misbehave:
    async def say(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(answered(content if isinstance(content, bytes) else json.dumps(content).encode(), status))
        await writer.drain()

    return _with_raw(path, lambda _there: say)


def _once(make: Callable[[HostileProvider], bytes]) -> Callable[[HostileProvider], Raw]:
    """Sends it and closes."""

    def raw(there: HostileProvider) -> Raw:
        async def say(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await there.write(writer, make(there))

        return say

    return raw


def _endless(first: bytes, more: bytes, pause_seconds: float) -> Callable[[HostileProvider], Raw]:
    """Sends, and sends on for as long as somebody reads."""

    def raw(there: HostileProvider) -> Raw:
        async def say(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            with suppress(ConnectionError):
                await there.write(writer, first)
                while not writer.is_closing():
                    await there.write(writer, more)
                    await asyncio.sleep(pause_seconds)

        return say

    return raw


def _silent(_there: HostileProvider) -> Raw:
    async def say(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await reader.read()  # until the other side has enough

    return say


_PACKED = gzip.compress(b" " * (16 * MEGABYTE))
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
_LENGTHY = _HEAD + b"Content-Length: 67108864\r\n\r\n"
_PIECES = _HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
_RAW: dict[str, tuple[F, Callable[[HostileProvider], Raw]]] = {
    "never answers": (F.TIMED_OUT, _silent),
    "a byte now and then": (F.TIMED_OUT, _endless(_HEAD + b"Content-Length: 500\r\n\r\n", b" ", 0.05)),
    "a byte of the head now and then": (F.TIMED_OUT, _endless(b"HTTP/1.1 200 OK\r\nX: ", b"x", 0.05)),
    "64 MB": (F.TOO_LARGE, _endless(_LENGTHY, b" " * 65_536, 0)),
    "pieces without end": (F.TOO_LARGE, _endless(_PIECES, b"8000\r\n" + b" " * 0x8000 + b"\r\n", 0)),
    "a head without end": (F.UNREACHABLE, _endless(b"HTTP/1.1 200 OK\r\nX: ", b"x" * 65_536, 0)),
    "closed without a word": (F.UNREACHABLE, _once(lambda _: b"")),
    "closed in mid-answer": (F.UNREACHABLE, _once(lambda _: _LENGTHY + b"{")),
    "no HTTP": (F.UNREACHABLE, _once(lambda _: b"\x15\x03\x01\x00\x02\x02\x16" * 9)),
    "packed": (
        F.ENCODED,
        _once(lambda _: answered(_PACKED, 200, "Content-Encoding: gzip")),
    ),
    "redirected to itself": (F.REDIRECTED, _once(lambda it: answered(b"{}", 302, f"Location: {it.issuer}/jwks"))),
    "redirected elsewhere": (
        F.REDIRECTED,
        _once(lambda it: answered(b"{}", 307, f"Location: http://{HOST}:{it.elsewhere_port}/")),
    ),
}
_SAID: dict[str, tuple[F, int, object]] = {
    "HTML": (F.NOT_JSON, 200, b"<html><script>alert(1)</script>"),
    "nothing": (F.NOT_JSON, 200, b""),
    "a list": (F.NOT_JSON, 200, [{}]),
    "null": (F.NOT_JSON, 200, None),
    "10,000 levels": (F.NOT_JSON, 200, b'{"a":' * 10_000 + b"1" + b"}" * 10_000),
    "a number of 5,000 digits": (F.NOT_JSON, 200, b'{"a":' + b"1" * 5_000 + b"}"),
    "invalid UTF-8": (F.NOT_JSON, 200, b'{"a":"\xff"}'),
    "not found": (F.UNEXPECTED_STATUS, 404, b"not here"),
    "out of order": (F.UNAVAILABLE, 503, b"later"),
    "too often": (F.UNAVAILABLE, 429, {}),
}


# What it may say of itself.


def _metadata(**members: object) -> Misbehave:
    return lambda there: there.metadata.update(members)


def _elsewhere(member: str, form: str) -> Misbehave:
    """A place that was not configured, in any spelling."""
    return lambda it: it.metadata.update({member: form.format(host=HOST, port=it.port, other=it.elsewhere_port)})


_DISCOVERY: dict[str, tuple[F, Misbehave]] = {
    "issuer of another": (F.ISSUER_MISMATCH, _metadata(issuer="https://evil.test")),
    "issuer with a slash": (F.ISSUER_MISMATCH, lambda it: it.metadata.update(issuer=it.issuer + "/")),
    "issuer missing": (F.ISSUER_MISMATCH, lambda it: it.metadata.pop("issuer")),
    "issuer in a list": (F.ISSUER_MISMATCH, lambda it: it.metadata.update(issuer=[it.issuer])),
    "token endpoint on another port": (F.LOCATION_REFUSED, _elsewhere("token_endpoint", "http://{host}:{other}/token")),
    "token endpoint on another host": (F.LOCATION_REFUSED, _elsewhere("token_endpoint", "https://evil.test/token")),
    "token endpoint in the clouds": (F.LOCATION_REFUSED, _elsewhere("token_endpoint", "http://169.254.169.254/token")),
    "token endpoint with a name before": (
        F.LOCATION_REFUSED,
        _elsewhere("token_endpoint", "http://{host}:{port}@{host}:{other}/token"),
    ),
    "token endpoint with a backslash": (
        F.LOCATION_REFUSED,
        _elsewhere("token_endpoint", "http://{host}:{other}\\@{host}:{port}/token"),
    ),
    "token endpoint with a fragment": (
        F.LOCATION_REFUSED,
        _elsewhere("token_endpoint", "http://{host}:{port}/token#@{host}:{other}"),
    ),
    "token endpoint with a blank": (F.LOCATION_REFUSED, _elsewhere("token_endpoint", " http://{host}:{port}/token")),
    "token endpoint with a line end": (
        F.LOCATION_REFUSED,
        _elsewhere("token_endpoint", "http://{host}:{port}/token\r\nX: y"),
    ),
    "token endpoint of 10 kB": (
        F.LOCATION_REFUSED,
        lambda it: it.metadata.update(token_endpoint=it.issuer + "/" + "a" * 10_000),
    ),
    "token endpoint in a list": (F.LOCATION_REFUSED, lambda it: it.metadata.update(token_endpoint=[it.issuer])),
    "token endpoint missing": (F.ENDPOINT_MISSING, lambda it: it.metadata.pop("token_endpoint")),
    "keys in a file": (F.LOCATION_REFUSED, _elsewhere("jwks_uri", "file:///etc/passwd")),
    "keys elsewhere": (F.LOCATION_REFUSED, _elsewhere("jwks_uri", "http://{host}:{other}/jwks")),
    "keys missing": (F.ENDPOINT_MISSING, lambda it: it.metadata.pop("jwks_uri")),
    "userinfo elsewhere": (F.LOCATION_REFUSED, _elsewhere("userinfo_endpoint", "http://{host}:{other}/userinfo")),
    "userinfo by gopher": (F.LOCATION_REFUSED, _elsewhere("userinfo_endpoint", "gopher://{host}:{port}/userinfo")),
    "authorization elsewhere": (F.LOCATION_REFUSED, _elsewhere("authorization_endpoint", "https://evil.test/login")),
    "authorization by script": (F.LOCATION_REFUSED, _elsewhere("authorization_endpoint", "javascript:alert(1)")),
    "authorization without a scheme": (F.LOCATION_REFUSED, _elsewhere("authorization_endpoint", "//evil.test/login")),
    "sign-out elsewhere": (F.LOCATION_REFUSED, _elsewhere("end_session_endpoint", "https://evil.test/logout")),
    "secrets by signed assertion only": (
        F.CLIENT_AUTHENTICATION_UNSUPPORTED,
        _metadata(token_endpoint_auth_methods_supported=["private_key_jwt"]),
    ),
    "ways to say a secret as text": (
        F.CLIENT_AUTHENTICATION_UNSUPPORTED,
        _metadata(token_endpoint_auth_methods_supported="client_secret_basic"),
    ),
}


def _jwks(value: object) -> Misbehave:
    return lambda there: setattr(there, "jwks", value)


def _published(**members: object) -> Misbehave:
    return lambda there: setattr(there, "jwks", {"keys": [public(there.key, **members)]})


_NO_KEYS: list[object] = [None, 1, "k", [], {}, {"kty": ["RSA"]}]
_OCT = OctKey.import_key("f" * 32, {"kid": "k1"})
_KEYS: dict[str, tuple[F, Misbehave]] = {
    "no keys": (F.NO_USABLE_KEY, _jwks({"keys": []})),
    "keys missing from the set": (F.NO_USABLE_KEY, _jwks({})),
    "keys in an object": (F.NO_USABLE_KEY, _jwks({"keys": {"k1": {}}})),
    "keys that are none": (F.NO_USABLE_KEY, _jwks({"keys": _NO_KEYS})),
    "a symmetric key alone": (F.NO_USABLE_KEY, _jwks({"keys": [_OCT.as_dict(private=True)]})),
    "keys for encryption alone": (F.NO_USABLE_KEY, _published(use="enc")),
    "keys for wrapping alone": (F.NO_USABLE_KEY, _published(key_ops=["wrapKey"])),
    "a key of 1024 bits": (F.NO_USABLE_KEY, _published(n=unpadded(b"\xff" * 128))),
    "a key of 100,000 bits": (F.NO_USABLE_KEY, _published(n=unpadded(b"\xff" * 12_500))),
    "a key with a long exponent": (F.NO_USABLE_KEY, _published(e=unpadded(b"\xff" * 200))),
    "a key with the exponent 1": (F.NO_USABLE_KEY, _published(e="AQ")),
    "a key without a number": (F.NO_USABLE_KEY, _published(n=None)),
    "a key with a number that is none": (F.NO_USABLE_KEY, _published(n="?" * 342)),
    "a key with a list as its algorithm": (F.NO_USABLE_KEY, _published(alg=["RS256"])),
    "a curve of another kind of key": (F.NO_USABLE_KEY, _jwks({"keys": [public(okp("k1"), crv="P-521")]})),
    "a curve without a number": (F.NO_USABLE_KEY, _jwks({"keys": [public(okp("k1"), x=None)]})),
    "a point beside its curve": (F.NO_USABLE_KEY, _jwks({"keys": [public(ec("k1"), y=unpadded(b"\1" * 32))]})),
}


# How its tokens may be wrong.


def _header(**members: object) -> Misbehave:
    def misbehave(there: HostileProvider) -> None:
        there.header |= members
        there.header = {name: value for name, value in there.header.items() if value is not ...}

    return misbehave


def _claims(**members: object) -> Misbehave:
    return lambda there: there.claims.update(members)


def _without(claims: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in claims.items() if value is not ...}


def _time(claim: str, seconds: float) -> Misbehave:
    return lambda there: there.claims.update({claim: there.now.timestamp() + seconds})


def _unsigned(algorithm: str) -> Misbehave:
    """No signature, and a provider that says that it does so."""

    def misbehave(there: HostileProvider) -> None:
        there.metadata["id_token_signing_alg_values_supported"] = ["none", algorithm, "RS256"]
        there.resign = lambda _token: f"{encoded({'alg': algorithm})}.{encoded(there.claims)}."

    return misbehave


def _unsigned_with_signature(there: HostileProvider) -> None:
    there.resign = lambda token: f"{encoded({'alg': 'none'})}.{token.partition('.')[2]}"


def _by_secret(secret: Callable[[HostileProvider], OctKey]) -> Misbehave:
    """HS256 with something that is no secret, or that is ours."""

    def misbehave(there: HostileProvider) -> None:
        key = secret(there)
        there.jwks["keys"].append(key.as_dict(private=True))

        def sign(_token: str) -> str:
            good, there.key = there.key, key
            try:
                return there.signed({"alg": "HS256", "kid": "k1"}, {"nonce": there.nonce, **there.claims})
            finally:
                there.key = good

        there.resign = sign

    return misbehave


def _pem(there: HostileProvider) -> OctKey:
    text = base64.b64encode(rsa("k1").as_pem(private=False))  # the library takes no PEM as a secret
    assert there.key is rsa("k1")
    return OctKey.import_key(text, {"kid": "k1"})


def _changed(change: Callable[[list[str]], list[str]]) -> Misbehave:
    """The parts of a good token changed after it was signed."""

    def resign(token: str) -> str:
        return ".".join(change(token.split(".")))

    return lambda there: setattr(there, "resign", resign)


def _other_key(there: HostileProvider) -> None:
    there.key = rsa("other")


def _other_key_unnamed(there: HostileProvider) -> None:
    _other_key(there)
    _header(kid=...)(there)


def _own_key(there: HostileProvider) -> None:
    """The token brings the key by which it is signed."""
    _other_key(there)
    there.header["jwk"] = public(rsa("other"))


def _curve(there: HostileProvider) -> None:
    there.key = ec("k1", "P-384")
    there.jwks = {"keys": [public(there.key)]}
    there.header["alg"] = "ES256"


def _list_for_claims(there: HostileProvider) -> None:
    there.resign = lambda _token: there.signed(there.header, [])


def _text(text: Any) -> Misbehave:  # noqa: ANN401 — in place of a token
    return lambda there: there.answer.update(id_token=text)


_PAYLOAD = unpadded(b'{"sub":"root"}')
_TOKENS: dict[str, tuple[F, Misbehave]] = {
    "alg none": (F.TOKEN_MALFORMED, _unsigned("none")),
    "alg None": (F.TOKEN_MALFORMED, _unsigned("None")),
    "alg NONE": (F.TOKEN_MALFORMED, _unsigned("NONE")),
    "alg nOnE": (F.TOKEN_MALFORMED, _unsigned("nOnE")),
    "alg none with a signature": (F.ALGORITHM_REFUSED, _unsigned_with_signature),
    "alg none in capitals with a signature": (F.ALGORITHM_REFUSED, _header(alg="NONE")),
    "alg none with a blank": (F.ALGORITHM_REFUSED, _header(alg="none ")),
    "alg empty": (F.ALGORITHM_REFUSED, _header(alg="")),
    "alg missing": (F.ALGORITHM_REFUSED, _changed(lambda parts: [encoded({"kid": "k1"}), *parts[1:]])),
    "alg in a list": (F.ALGORITHM_REFUSED, _changed(lambda parts: [encoded({"alg": ["RS256"]}), *parts[1:]])),
    "alg of another kind of key": (F.WRONG_SIGNATURE, _header(alg="ES256")),
    "alg in small letters": (F.ALGORITHM_REFUSED, _header(alg="rs256")),
    "HS256 with the public key": (F.ALGORITHM_REFUSED, _by_secret(_pem)),
    "HS256 with a published key": (F.ALGORITHM_REFUSED, _by_secret(lambda _: _OCT)),
    "HS256 with our secret": (F.ALGORITHM_REFUSED, _by_secret(lambda _: OctKey.import_key(SECRET * 4))),
    "a curve of another algorithm": (F.WRONG_SIGNATURE, _curve),
    "jwk in the header": (F.HEADER_REFUSED, _own_key),
    "jku in the header": (F.HEADER_REFUSED, lambda it: it.header.update(jku=f"http://{HOST}:{it.elsewhere_port}/")),
    "x5u in the header": (F.HEADER_REFUSED, lambda it: it.header.update(x5u=f"http://{HOST}:{it.elsewhere_port}/")),
    "crit in the header": (F.HEADER_REFUSED, _header(crit=["exp"])),
    "b64 in the header": (F.HEADER_REFUSED, _header(b64=False)),
    "an access token's type": (F.HEADER_REFUSED, _header(typ="at+jwt")),
    "a number as type": (F.HEADER_REFUSED, _header(typ=1)),
    "a number as kid": (F.HEADER_REFUSED, _header(kid=1)),
    "a kid of 5 kB": (F.HEADER_REFUSED, _header(kid="k" * 5_000)),
    "a header of 20 kB": (F.HEADER_REFUSED, _header(x="x" * 20_000)),
    "kid of no key": (F.WRONG_SIGNATURE, _header(kid="../../dev/null")),
    "signed by another key": (F.WRONG_SIGNATURE, _other_key),
    "signed by another key without a name": (F.WRONG_SIGNATURE, _other_key_unnamed),
    "a signature of zeros": (F.WRONG_SIGNATURE, _changed(lambda parts: [*parts[:2], unpadded(bytes(256))])),
    "a signature of one byte": (F.WRONG_SIGNATURE, _changed(lambda parts: [*parts[:2], "AA"])),
    "a signature of 100 kB": (F.WRONG_SIGNATURE, _changed(lambda parts: [*parts[:2], "A" * 100_000])),
    "other content": (F.WRONG_SIGNATURE, _changed(lambda parts: [parts[0], _PAYLOAD, parts[2]])),
    "no token": (F.ID_TOKEN_MISSING, _text(...)),
    "null for a token": (F.ID_TOKEN_MISSING, _text(None)),
    "a number for a token": (F.TOKEN_MALFORMED, _text(1)),
    "an object for a token": (F.TOKEN_MALFORMED, _text({"sub": "ann-1"})),
    "an empty token": (F.TOKEN_MALFORMED, _text("")),
    "two parts": (F.TOKEN_MALFORMED, _changed(lambda parts: parts[:2])),
    "four parts": (F.TOKEN_MALFORMED, _changed(lambda parts: [*parts, parts[0]])),
    "an encrypted token": (F.TOKEN_MALFORMED, _text("a.b.c.d.e")),
    "padding": (F.TOKEN_MALFORMED, _changed(lambda parts: [parts[0] + "==", *parts[1:]])),
    "a line end": (F.TOKEN_MALFORMED, _changed(lambda parts: [*parts[:2], parts[2] + "\n"])),
    "a header that is a list": (F.TOKEN_MALFORMED, _changed(lambda parts: [encoded([]), *parts[1:]])),
    "a header that is no JSON": (F.TOKEN_MALFORMED, _changed(lambda parts: ["AAAA", *parts[1:]])),
    "a header that is no base64": (F.TOKEN_MALFORMED, _changed(lambda parts: ["A", *parts[1:]])),
    "content that is a list": (F.TOKEN_MALFORMED, _list_for_claims),
    "a token of 300 kB": (F.TOKEN_MALFORMED, _claims(x="x" * 300_000)),
    "aud of another": (F.WRONG_AUDIENCE, _claims(aud="another")),
    "aud missing": (F.WRONG_AUDIENCE, _claims(aud=...)),
    "aud with another": (F.WRONG_AUDIENCE, _claims(aud=[CLIENT, "another"])),
    "aud twice": (F.WRONG_AUDIENCE, _claims(aud=[CLIENT, CLIENT])),
    "aud of nobody": (F.WRONG_AUDIENCE, _claims(aud=[])),
    "aud that begins like ours": (F.WRONG_AUDIENCE, _claims(aud=CLIENT + "x")),
    "aud as object": (F.WRONG_AUDIENCE, _claims(aud={CLIENT: True})),
    "azp of another": (F.WRONG_PARTY, _claims(azp="another")),
    "azp null": (F.WRONG_PARTY, _claims(azp=None)),
    "iss of another": (F.WRONG_ISSUER, _claims(iss="https://evil.test")),
    "iss missing": (F.WRONG_ISSUER, _claims(iss=...)),
    "iss with a slash": (F.WRONG_ISSUER, lambda it: it.claims.update(iss=it.issuer + "/")),
    "iss in a list": (F.WRONG_ISSUER, lambda it: it.claims.update(iss=[it.issuer])),
    "expired": (F.EXPIRED, _time("exp", -40)),
    "exp missing": (F.TIME_MISSING, _claims(exp=...)),
    "exp as text": (F.TIME_MISSING, _claims(exp="4102444800")),
    "exp true": (F.TIME_MISSING, _claims(exp=True)),
    "exp beyond all time": (F.TIME_MISSING, _claims(exp=1e300)),
    "iat in the future": (F.NOT_YET_VALID, _time("iat", 60)),
    "iat missing": (F.TIME_MISSING, _claims(iat=...)),
    "iat as text": (F.TIME_MISSING, _claims(iat="1")),
    "iat before we asked": (F.ISSUED_TOO_EARLY, _time("iat", -60)),
    "nbf in the future": (F.NOT_YET_VALID, _time("nbf", 60)),
    "nbf as text": (F.NOT_YET_VALID, _claims(nbf="0")),
    "nonce of another": (F.WRONG_NONCE, _claims(nonce="another")),
    "nonce missing": (F.WRONG_NONCE, _claims(nonce=...)),
    "nonce as number": (F.WRONG_NONCE, _claims(nonce=1)),
    "nonce with characters of no encoding": (F.WRONG_NONCE, _claims(nonce="\u00e9")),
    "at_hash of another": (F.WRONG_ACCESS_TOKEN_HASH, _claims(at_hash=unpadded(bytes(16)))),
    "at_hash as number": (F.WRONG_ACCESS_TOKEN_HASH, _claims(at_hash=1)),
    "at_hash empty": (F.WRONG_ACCESS_TOKEN_HASH, _claims(at_hash="")),
    "sub missing": (F.SUBJECT_MALFORMED, _claims(sub=...)),
    "sub empty": (F.SUBJECT_MALFORMED, _claims(sub="")),
    "sub of 256": (F.SUBJECT_MALFORMED, _claims(sub="s" * 256)),
    "sub of 100 kB": (F.SUBJECT_MALFORMED, _claims(sub="s" * 100_000)),
    "sub with NUL": (F.SUBJECT_MALFORMED, _claims(sub="ann-1\0")),
    "sub with a line end": (F.SUBJECT_MALFORMED, _claims(sub="ann-1\n")),
    "sub beyond ASCII": (F.SUBJECT_MALFORMED, _claims(sub="аnn-1")),  # noqa: RUF001 — Cyrillic
    "sub as number": (F.SUBJECT_MALFORMED, _claims(sub=1)),
    "sub as list": (F.SUBJECT_MALFORMED, _claims(sub=["ann-1"])),
    "email as list": (F.EMAIL_MALFORMED, _claims(email=["ann@example.com"])),
    "email as number": (F.EMAIL_MALFORMED, _claims(email=1)),
    "email with two @": (F.EMAIL_MALFORMED, _claims(email="ann@evil.test@example.com")),
    "email with a line end": (F.EMAIL_MALFORMED, _claims(email="ann@example.com\r\nBcc: eve@evil.test")),
    "email with NUL": (F.EMAIL_MALFORMED, _claims(email="ann@example.com\0")),
    "groups as text": (F.GROUPS_MALFORMED, _claims(groups="admins")),
    "groups as object": (F.GROUPS_MALFORMED, _claims(groups={"admins": True})),
    "groups true": (F.GROUPS_MALFORMED, _claims(groups=True)),
    "groups as numbers": (F.GROUPS_MALFORMED, _claims(groups=["staff", 1])),
    "groups in groups": (F.GROUPS_MALFORMED, _claims(groups=[["admins"]])),
    "a group without a name": (F.GROUPS_MALFORMED, _claims(groups=["staff", ""])),
    "a group with a line end": (F.GROUPS_MALFORMED, _claims(groups=["staff\nadmins"])),
    "a group of 10 kB": (F.GROUPS_MALFORMED, _claims(groups=["g" * 10_000])),
    "20,000 groups": (F.TOO_MANY_GROUPS, _claims(groups=[f"{n}" for n in range(20_000)])),
}


# How its other answers may be wrong.


def _answer(**members: object) -> Misbehave:
    return lambda there: there.answer.update(members)


def _error(status: int, **members: object) -> Misbehave:
    return _with_said("/token", status, members)


_ANSWERS: dict[str, tuple[F, Misbehave]] = {
    "no access token": (F.TOKEN_ANSWER_MALFORMED, _answer(access_token=...)),
    "an empty access token": (F.TOKEN_ANSWER_MALFORMED, _answer(access_token="")),
    "a number as access token": (F.TOKEN_ANSWER_MALFORMED, _answer(access_token=1)),
    "an access token with a line end": (F.TOKEN_ANSWER_MALFORMED, _answer(access_token="a\r\nX-Evil: 1")),
    "an access token of 100 kB": (F.TOKEN_ANSWER_MALFORMED, _answer(access_token="a" * 100_000)),
    "a refresh token in a list": (F.TOKEN_ANSWER_MALFORMED, _answer(refresh_token=["r"])),
    "no type of token": (F.TOKEN_ANSWER_MALFORMED, _answer(token_type=...)),
    "another type of token": (F.TOKEN_ANSWER_MALFORMED, _answer(token_type="mac")),
    "the code refused": (F.GRANT_REFUSED, _error(400, error="invalid_grant", error_description="<b>eve</b>")),
    "the code refused in a good answer": (F.GRANT_REFUSED, _answer(error="invalid_grant", access_token=ACCESS)),
    "the client refused": (F.CLIENT_REFUSED, _error(401, error="invalid_client")),
    "an error of its own": (F.TOKEN_REFUSED, _error(400, error="\u202eevil")),
    "an error in a list": (F.TOKEN_REFUSED, _error(400, error=["invalid_grant"])),
}


def _userinfo(**members: object) -> Misbehave:
    def misbehave(there: HostileProvider) -> None:
        there.claims.pop("email")
        there.userinfo |= members
        there.userinfo = _without(there.userinfo)

    return misbehave


_USERINFO: dict[str, tuple[F, Misbehave]] = {
    "userinfo of another": (F.USERINFO_OTHER_SUBJECT, _userinfo(sub="root", email="root@example.com")),
    "userinfo of nobody": (F.USERINFO_OTHER_SUBJECT, _userinfo(sub=..., email="root@example.com")),
    "userinfo of a list": (F.USERINFO_OTHER_SUBJECT, _userinfo(sub=["ann-1"])),
    "userinfo in other letters": (F.USERINFO_OTHER_SUBJECT, _userinfo(sub="ANN-1")),
}
_USERINFO_CLAIMS: dict[str, tuple[F, Misbehave]] = {
    "userinfo with an email with two @": (F.EMAIL_MALFORMED, _userinfo(email="a@b@example.com")),
    "userinfo with 20,000 groups": (F.TOO_MANY_GROUPS, lambda it: _with_groups(it, [f"{n}" for n in range(20_000)])),
    "userinfo with groups as text": (F.GROUPS_MALFORMED, lambda it: _with_groups(it, "admins")),
}


def _with_groups(there: HostileProvider, groups: object) -> None:
    there.claims.pop("groups")
    there.userinfo["groups"] = groups


# What the browser may bring.


def _callback(**members: str | None) -> Misbehave:
    return lambda there: there.callback.update(members)


_BROWSER: dict[str, tuple[F, Misbehave]] = {
    "another state": (F.WRONG_STATE, _callback(state="A" * 43)),
    "a state beyond ASCII": (F.WRONG_STATE, _callback(state="\u00e9\ud800")),
    "no state": (F.WRONG_STATE, _callback(state=None)),
    "another issuer": (F.WRONG_ISSUER_PARAMETER, _callback(iss="https://evil.test")),
    "no issuer though it was promised": (F.WRONG_ISSUER_PARAMETER, _callback(iss=None)),
    "an error of another issuer": (
        F.WRONG_ISSUER_PARAMETER,
        _callback(iss="https://evil.test", error="access_denied", code=None),
    ),
    "denied there": (F.DENIED_THERE, _callback(error="access_denied", error_description="<script>", code=None)),
    "an error and a code": (F.DENIED_THERE, _callback(error="access_denied")),
    "out of order there": (F.UNAVAILABLE, _callback(error="temporarily_unavailable", code=None)),
    "an unknown error": (F.PROVIDER_ERROR, _callback(error="<script>alert(1)</script>", code=None)),
    "no code": (F.NO_CODE, _callback(code=None)),
    "an empty code": (F.NO_CODE, _callback(code="")),
    "a code with a line end": (F.NO_CODE, _callback(code="code-1\r\nX: y")),
    "a code beyond ASCII": (F.NO_CODE, _callback(code="c\u00f6de")),
    "a code of 100 kB": (F.NO_CODE, _callback(code="c" * 100_000)),
}
_INJECTED: dict[str, tuple[F, Misbehave]] = {
    "somebody else's code": (F.GRANT_REFUSED, _callback(code="code-2")),
}

_TABLES: tuple[tuple[dict[str, tuple[F, Misbehave]], SsoStep | None], ...] = (
    (_DISCOVERY, SsoStep.DISCOVERY),
    (_KEYS, SsoStep.KEYS),
    (_TOKENS, None),
    (_ANSWERS, SsoStep.TOKEN),
    (_USERINFO, SsoStep.USERINFO),
    (_USERINFO_CLAIMS, None),
    (_BROWSER, None),
    (_INJECTED, SsoStep.TOKEN),
)


def good_keys() -> dict[str, Any]:
    """Algorithms beside the usual one, each with a key."""
    return {
        "ES256": ec("e1"),
        "ES384": ec("e2", "P-384"),
        "ES512": ec("e3", "P-521"),
        "EdDSA": okp("o1"),
        "Ed25519": okp("o1"),
        **dict.fromkeys(("RS384", "RS512", "PS256", "PS384", "PS512"), rsa("k1")),
    }
