"""SMTP against a real server: what arrives, what is never sent, and how each failure is told."""

import asyncio
import ssl
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest

from auth.mail import smtp
from auth.mail.delivery import DeliveryFailed, Envelope, Step
from auth.mail.smtp import Security, SmtpDelivery, SmtpServer
from tests.support.certificates import Authority, authority
from tests.support.smtp import HOST, PASSWORD, USERNAME, sink, talker

ENVELOPE = Envelope(
    UUID(int=1), "test", "accounts@example.com", "ann@example.com", b"Subject: Hello\r\n\r\n.one\r\n..\r\nend\r\n"
)


@pytest.fixture
def signed(tmp_path: Path) -> Authority:
    return authority(tmp_path / "tls")


def server(port: int, security: Security, ca_file: Path | None = None, *, login: bool = False) -> SmtpServer:
    username, password = (USERNAME, PASSWORD) if login else (None, None)
    return SmtpServer(HOST, port, security, username, password, ca_file)


async def deliver(to: SmtpServer, envelope: Envelope = ENVELOPE) -> list[Step]:
    steps: list[Step] = []
    await SmtpDelivery(to, "gatehouse.test").deliver(envelope, steps.append)
    return steps


async def failure(to: SmtpServer, envelope: Envelope = ENVELOPE) -> DeliveryFailed:
    with pytest.raises(DeliveryFailed) as caught:
        await deliver(to, envelope)
    return caught.value


async def test_a_mail_goes_over_an_open_line_only_where_that_is_asked_for() -> None:
    with sink() as there:
        steps = await deliver(server(there.port, Security.NONE))
    assert steps == [Step.RESOLVE, Step.CONNECT, Step.SENDER, Step.RECIPIENT, Step.CONTENT]
    [taken] = there.taken
    assert (taken.sender, taken.recipients, taken.over_tls) == ("accounts@example.com", ["ann@example.com"], False)
    assert taken.content == ENVELOPE.content, "dots at the beginning of lines must come through"


async def test_starttls_and_login(signed: Authority) -> None:
    with sink(starttls=signed.server(HOST), login=True) as there:
        steps = await deliver(server(there.port, Security.STARTTLS, signed.file, login=True))
    assert steps == list(Step)
    assert [(taken.over_tls, taken.logged_in) for taken in there.taken] == [(True, True)]


async def test_tls_from_the_start(signed: Authority) -> None:
    with sink(tls=signed.server(HOST), login=True) as there:
        await deliver(server(there.port, Security.TLS, signed.file, login=True))
    assert [(taken.over_tls, taken.logged_in) for taken in there.taken] == [(True, True)]


async def test_a_server_without_starttls_gets_neither_credentials_nor_mail() -> None:
    with sink(login=True) as there:
        failed = await failure(server(there.port, Security.STARTTLS, login=True))
    assert str(failed) == "TLS: the server does not offer STARTTLS"
    assert (there.passwords, there.taken) == ([], [])


Certificate = Callable[[Authority, Path], tuple[ssl.SSLContext, Path | None]]

BAD_CERTIFICATES: dict[str, Certificate] = {
    "of an authority that nobody trusts": lambda signed, _: (signed.server(HOST), None),
    "of another authority": lambda signed, folder: (authority(folder / "other").server(HOST), signed.file),
    "of another host": lambda signed, _: (signed.server("127.0.0.2", "mail.example.com"), signed.file),
    "that has run out": lambda signed, _: (signed.server(HOST, days=-1), signed.file),
}


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
@pytest.mark.parametrize("kind", BAD_CERTIFICATES)
async def test_a_bad_certificate_is_refused(kind: str, security: Security, signed: Authority, tmp_path: Path) -> None:
    context, trusted = BAD_CERTIFICATES[kind](signed, tmp_path)
    starttls, tls = (context, None) if security is Security.STARTTLS else (None, context)
    with sink(starttls=starttls, tls=tls, login=True) as there:
        failed = await failure(server(there.port, security, trusted, login=True))
    assert failed.step is Step.TLS
    assert failed.because.startswith("the certificate is not valid: "), failed
    assert (there.passwords, there.taken) == ([], [])


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
async def test_a_file_without_authorities_is_told(security: Security, tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("nothing")
    failed = await failure(server(1, security, tmp_path / "ca.pem"))
    assert str(failed) == f"TLS: {tmp_path / 'ca.pem'} holds no certificates"


@pytest.mark.parametrize(
    ("at", "answer", "told"),
    [
        ("accounts@example.com", "550 5.7.1 accounts@example.com may not", "sender: refused with 550 5.7.1"),
        ("ann@example.com", "550 5.1.1 <ann@example.com> unknown", "recipient: refused with 550 5.1.1"),
        ("DATA", "554 Spam: https://x/?t=1", "content: refused with 554"),
        ("DATA", "451 4.7.1 later", "content: refused with 451 4.7.1"),
    ],
)
async def test_a_refusal_is_told_by_step_and_code_and_never_in_the_servers_words(
    at: str, answer: str, told: str
) -> None:
    with sink() as there:
        there.refused[at] = answer
        failed = await failure(server(there.port, Security.NONE))
    assert (str(failed), failed.said) == (told, answer.partition(" ")[2])
    assert not there.taken


async def test_a_wrong_password_is_told(signed: Authority) -> None:
    with sink(starttls=signed.server(HOST), login=True) as there:
        wrong = SmtpServer(HOST, there.port, Security.STARTTLS, USERNAME, "mistaken", signed.file)
        failed = await failure(wrong)
    assert str(failed) == "login: refused with 535 5.7.8"
    assert "mistaken" not in f"{failed!r} {failed.said} {wrong!r}"


async def test_a_host_that_has_no_address_and_a_port_that_nobody_listens_on() -> None:
    nowhere = await failure(SmtpServer("mail.invalid", 25, Security.NONE))
    assert nowhere.step is Step.RESOLVE
    with sink() as there:
        port = there.port
    assert (await failure(server(port, Security.NONE))).step is Step.CONNECT


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp, "ANSWER_SECONDS", 0.5)
    monkeypatch.setattr(smtp, "TOTAL_SECONDS", 1)


@pytest.mark.usefixtures("impatient")
async def test_a_server_that_says_nothing_is_given_up() -> None:
    async def silent(_reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(60)

    with talker(silent) as port:
        assert str(await failure(server(port, Security.NONE))) == "connection: no answer in time"


@pytest.mark.usefixtures("impatient")
async def test_a_server_that_drips_is_given_up() -> None:
    async def dripping(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 drip\r\n")
        while await reader.readline():
            for _ in range(600):
                writer.write(b"250-drip\r\n")
                await asyncio.sleep(0.1)

    with talker(dripping) as port:
        async with asyncio.timeout(5):
            assert "no answer in time" in str(await failure(server(port, Security.NONE)))


@pytest.mark.parametrize("greeting", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"220" + b"x" * 100_000 + b"\r\n", b"\0\n"])
async def test_something_that_is_no_mail_server_is_a_failed_connection(greeting: bytes) -> None:
    async def strange(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(greeting)
        writer.close()

    with talker(strange) as port:
        assert (await failure(server(port, Security.NONE))).step is Step.CONNECT


async def test_answers_that_came_before_tls_count_for_nothing(signed: Authority) -> None:
    """An attacker on the line adds an answer to that of STARTTLS (CVE-2021-38371 and its like)."""

    async def meddling(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 x\r\n")
        await reader.readline()
        writer.write(b"250-x\r\n250 STARTTLS\r\n")
        await reader.readline()
        writer.write(b"220 go\r\n250-x\r\n250 AUTH PLAIN\r\n235 in\r\n250 ok\r\n250 ok\r\n354 go\r\n250 taken\r\n")
        await asyncio.sleep(0.1)
        writer.close()

    with talker(meddling) as port:
        failed = await failure(server(port, Security.STARTTLS, signed.file, login=True))
    assert failed.step is Step.TLS


async def test_addresses_outside_ascii_need_a_server_that_takes_them() -> None:
    envelope = Envelope(UUID(int=2), "test", "accounts@example.com", "jörg@example.com", b"\r\nHi\r\n", needs_utf8=True)
    with sink() as there:
        await deliver(server(there.port, Security.NONE), envelope)
    assert there.taken[0].recipients == ["jörg@example.com"]
