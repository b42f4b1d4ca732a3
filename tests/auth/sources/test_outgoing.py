"""The one way out, against real servers: where it goes, what it takes, and how each failure is told."""

import asyncio
import ssl
import threading
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from auth.sources.failures import SsoFailed, SsoFailure, SsoRefused, SsoStep
from auth.sources.heavy import load
from auth.sources.locations import located
from auth.sources.outgoing import Answer, Ask, Limits, Lookup, Outgoing
from auth.sources.provider import Provider
from tests.support.certificates import authority
from tests.support.hostile_provider import HOST, answered, listening
from tests.support.sso import SHORT, provider

NAME = "id.example.test"
PRIVATE = provider(allows_private_addresses=True)
PUBLIC = provider()


class Server:
    """What came."""

    def __init__(self) -> None:
        self.port = 0
        self.heads: list[str] = []
        self.answer = answered(b'{"a":1}')

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.heads.append((await reader.readuntil(b"\r\n\r\n")).decode())
        writer.write(self.answer)
        await writer.drain()


@asynccontextmanager
async def server(tls: ssl.SSLContext | None = None) -> AsyncGenerator[Server]:
    made = Server()
    async with listening(made.serve, tls) as made.port:
        yield made


def always(*addresses: str) -> Lookup:
    def lookup(_host: str, _port: int) -> Sequence[str]:
        return addresses

    return lookup


async def fetch(outgoing: Outgoing, url: str, of: Provider = PRIVATE) -> Answer:
    place = located(url)
    assert place is not None
    await load()
    return await outgoing.fetch(of, Ask(SsoStep.TOKEN, place))


async def failure(outgoing: Outgoing, url: str, of: Provider = PRIVATE) -> SsoRefused:
    with pytest.raises(SsoFailed) as caught:
        await fetch(outgoing, url, of)
    assert caught.value.refused.step is SsoStep.TOKEN
    return caught.value.refused


async def test_what_is_asked_names_the_host_and_little_else() -> None:
    async with server() as there:
        answer = await fetch(Outgoing(lookup=always(HOST)), f"http://localhost:{there.port}/a?b=c")
    assert answer.good().object() == {"a": 1}
    [head] = there.heads
    line, *headers = head.strip().split("\r\n")
    assert line == "GET /a?b=c HTTP/1.1"
    assert dict(header.split(": ") for header in headers) == {
        "Host": f"localhost:{there.port}",
        "Accept": "application/json",
        "Accept-Encoding": "identity",
        "User-Agent": "Gatehouse",
    }


async def test_a_name_is_looked_up_once_and_the_checked_address_is_the_one_that_is_connected_to() -> None:
    asked: list[str] = []

    def rebinding(host: str, _port: int) -> Sequence[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["169.254.169.254"]

    async with server() as there:
        await fetch(Outgoing(lookup=rebinding), f"http://localhost:{there.port}/")
    assert asked == ["localhost"]
    assert len(there.heads) == 1


@pytest.mark.parametrize(
    ("of", "addresses"),
    [
        (PUBLIC, ["127.0.0.1"]),
        (PUBLIC, ["10.0.0.1"]),
        (PRIVATE, ["169.254.169.254"]),
        (PRIVATE, ["127.0.0.1", "169.254.169.254"]),
        (PUBLIC, ["8.8.8.8", "127.0.0.1"]),
        (PUBLIC, ["::ffff:127.0.0.1"]),
    ],
    ids=["loopback", "private", "clouds", "second", "mixed", "mapped"],
)
async def test_a_name_that_means_a_forbidden_address_is_not_connected_to(of: Provider, addresses: list[str]) -> None:
    async with server() as there:
        outgoing = Outgoing(lookup=always(*addresses))
        assert (await failure(outgoing, f"https://{NAME}:{there.port}/", of)).because is SsoFailure.ADDRESS_REFUSED
    assert not there.heads


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "10.0.0.1", "[fd00::1]"])
async def test_an_address_in_place_of_a_name_is_checked_alike(host: str) -> None:
    assert (await failure(Outgoing(), f"https://{host}:1/", PUBLIC)).because is SsoFailure.ADDRESS_REFUSED


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1", "0177.0.0.1"])
async def test_other_spellings_of_this_machine_are_names_that_are_looked_up(host: str) -> None:
    found = await failure(Outgoing(SHORT), f"https://{host}:1/", PUBLIC)
    assert found.because in {SsoFailure.ADDRESS_REFUSED, SsoFailure.NAME_UNKNOWN}


async def test_the_next_address_is_tried_where_one_cannot_be_reached() -> None:
    async with server() as there:
        outgoing = Outgoing(SHORT, lookup=always("127.0.0.9", HOST))
        assert (await fetch(outgoing, f"http://localhost:{there.port}/")).status == 200


async def test_a_name_that_nobody_knows() -> None:
    def unknown(_host: str, _port: int) -> Sequence[str]:
        raise OSError("no such name")

    assert (await failure(Outgoing(lookup=unknown), f"https://{NAME}/")).because is SsoFailure.NAME_UNKNOWN
    assert (await failure(Outgoing(lookup=always()), f"https://{NAME}/")).because is SsoFailure.NAME_UNKNOWN
    assert (await failure(Outgoing(), f"https://{'a' * 64}.test/")).because is SsoFailure.NAME_UNKNOWN
    assert (await failure(Outgoing(), "https://a..test/")).because is SsoFailure.NAME_UNKNOWN


async def test_name_servers_that_hang_take_one_thread_for_each_name() -> None:
    hanging, asked = threading.Event(), list[str]()

    def slow(host: str, _port: int) -> Sequence[str]:
        asked.append(host)
        if host == NAME:
            hanging.wait(20)
        return [HOST]

    try:
        outgoing = Outgoing(Limits(call_seconds=0.3), lookup=slow)
        found = await asyncio.gather(*(failure(outgoing, f"https://{NAME}/") for _ in range(30)))
        found += [await failure(outgoing, f"https://{NAME}/")]
        assert {each.because for each in found} == {SsoFailure.TIMED_OUT}
        assert asked == [NAME]
        async with server() as there:
            assert (await fetch(outgoing, f"http://localhost:{there.port}/")).status == 200
    finally:
        hanging.set()


async def test_nothing_is_asked_after_the_end() -> None:
    asked: list[str] = []

    def lookup(host: str, _port: int) -> Sequence[str]:
        asked.append(host)
        return [HOST]

    outgoing = Outgoing(lookup=lookup)
    outgoing.close()
    with pytest.raises(RuntimeError):
        await fetch(outgoing, f"https://{NAME}/")
    assert not asked


async def test_nobody_listens() -> None:
    async with server() as there:
        port = there.port
    assert (await failure(Outgoing(SHORT), f"http://127.0.0.1:{port}/")).because is SsoFailure.UNREACHABLE


@pytest.fixture
def trusted(tmp_path: Path) -> tuple[ssl.SSLContext, ssl.SSLContext, ssl.SSLContext]:
    """Who trusts the authority; a server of this name; one of another name."""
    signed = authority(tmp_path / "tls")
    return ssl.create_default_context(cafile=signed.file), signed.server(NAME), signed.server("other.test")


async def test_the_certificate_is_that_of_the_name_though_the_address_is_connected_to(
    trusted: tuple[ssl.SSLContext, ssl.SSLContext, ssl.SSLContext],
) -> None:
    trust, right, wrong = trusted
    outgoing = Outgoing(lookup=always(HOST), trust=trust)
    async with server(right) as there:
        assert (await fetch(outgoing, f"https://{NAME}:{there.port}/")).status == 200
        assert f"Host: {NAME}:{there.port}" in there.heads[0]
        distrusting = Outgoing(lookup=always(HOST))
        assert (await failure(distrusting, f"https://{NAME}:{there.port}/")).because is SsoFailure.TLS_FAILED
        assert (await failure(outgoing, f"https://{HOST}:{there.port}/")).because is SsoFailure.TLS_FAILED
    async with server(wrong) as there:
        assert (await failure(outgoing, f"https://{NAME}:{there.port}/")).because is SsoFailure.TLS_FAILED
        assert not there.heads
    async with server() as there:
        assert (await failure(outgoing, f"https://{NAME}:{there.port}/")).because is SsoFailure.TLS_FAILED
        assert not there.heads


async def test_a_body_up_to_the_bound_is_taken() -> None:
    async with server() as there:
        outgoing, url = Outgoing(), f"http://127.0.0.1:{there.port}/"
        there.answer = answered(b" " * (1 << 20))
        assert len((await fetch(outgoing, url)).body) == 1 << 20
        there.answer = answered(b" " * ((1 << 20) + 1))
        assert (await failure(outgoing, url)).because is SsoFailure.TOO_LARGE


async def test_cookies_are_neither_kept_nor_sent() -> None:
    async with server() as there:
        outgoing, url = Outgoing(), f"http://127.0.0.1:{there.port}/"
        there.answer = answered(b"{}", 200, "Set-Cookie: a=b; Path=/")
        await fetch(outgoing, url)
        await fetch(outgoing, url)
    assert len(there.heads) == 2
    assert "cookie" not in there.heads[1].lower()


async def test_what_is_sent_is_in_no_text_of_it() -> None:
    place = located("https://id.example.test/token")
    assert place is not None
    ask = Ask(SsoStep.TOKEN, place, {"Authorization": "Basic s3cret"}, b"client_secret=s3cret")
    assert "s3cret" not in repr(ask)
    assert "s3cret" not in repr(Answer(SsoStep.TOKEN, 200, b"s3cret"))
