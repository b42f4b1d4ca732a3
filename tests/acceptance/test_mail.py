"""Mail of a real server: it leaves over STARTTLS within seconds, and a mail server that hangs hinders nobody."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

from api.cli.opened import opened
from api.config import load_config
from auth.actor import SYSTEM
from auth.mail.messages import PasswordResetMail
from auth.mail.outbox import send_mail
from models.outbox_mail import OutboxMail
from tests.support.certificates import authority
from tests.support.house import NOON
from tests.support.server import Home, Server, running
from tests.support.smtp import HOST, sink, talker

LINK = "https://accounts.example.com/reset#a-secret-token"
ADDRESS = "ann@example.com"
PATIENCE_SECONDS = 20
LOGIN = 'mutation { login(input: {username: "nobody", password: "x"}) { __typename } }'


def with_mail(home: Home, **variables: str) -> Home:
    ours = {"GATEHOUSE_MAIL_FROM": "accounts@example.com", **variables}
    return Home(home.directory, {**home.variables, **ours})


def post(home: Home, count: int = 1) -> None:
    """Writes mail as another process on the same database does."""
    ours = {name: text for name, text in home.environment().items() if name.startswith("GATEHOUSE_")}

    async def write() -> None:
        mail = PasswordResetMail(link=LINK, expires_at=NOON)
        async with opened(load_config(ours)) as units:
            for _ in range(count):
                assert await units.run(SYSTEM, lambda work: send_mail(work, ADDRESS, mail, None))

    asyncio.run(write())


def wait_for(what: Callable[[], object], server: Server) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not what():
        assert time.monotonic() < deadline, server.output
        time.sleep(0.05)


def test_mail_leaves_over_starttls_with_a_login(home: Home, tmp_path: Path) -> None:
    signed = authority(tmp_path / "tls")
    with sink(starttls=signed.server(HOST), login=True) as there:
        url = there.url("smtp", login=True)
        place = with_mail(home, GATEHOUSE_SMTP_URL=url, GATEHOUSE_SMTP_CA_FILE=str(signed.file))
        with running(place) as server:
            post(place)
            wait_for(lambda: there.taken, server)
            server.stop()
    [taken] = there.taken
    assert (taken.over_tls, taken.logged_in, taken.recipients) == (True, True, [ADDRESS])
    assert LINK in taken.part("plain")
    assert not any(secret in server.output for secret in (ADDRESS, LINK, "a-secret-token", "p@ss"))


def test_while_the_mail_server_hangs_the_api_answers_and_mail_waits_for_a_better_one(home: Home) -> None:
    begun: list[None] = []

    async def silent(_reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        begun.append(None)
        await asyncio.sleep(60)

    with talker(silent) as hole:
        place = with_mail(home, GATEHOUSE_SMTP_URL=f"smtp+insecure://{HOST}:{hole}")
        with running(place) as server:
            post(place, 8)
            wait_for(lambda: begun, server)
            slowest = max(_seconds(server) for _ in range(5))
            assert slowest < 5, "argon2 and a write, but no waiting for mail"
            asked = time.monotonic()
            server.stop()
            assert time.monotonic() - asked < 12, "hanging mail must not hold the end of the process"
    assert asyncio.run(_waiting(place)) == 8


def _seconds(server: Server) -> float:
    before = time.monotonic()
    assert server.api().data(LOGIN) == {"login": {"__typename": "LoginRefused"}}
    return time.monotonic() - before


async def _waiting(home: Home) -> int:
    ours = {name: text for name, text in home.environment().items() if name.startswith("GATEHOUSE_")}
    async with opened(load_config(ours)):
        return await OutboxMail.filter(sent_at=None, abandoned_at=None).count()


def test_without_a_mail_server_mail_is_a_file_and_the_log_says_where(home: Home) -> None:
    with running(home) as server:
        post(home)
        folder = home.directory / "state" / "mail"
        wait_for(lambda: folder.is_dir() and list(folder.glob("*.eml")), server)
        [file] = folder.glob("*.eml")
        wait_for(lambda: f"file={file}" in server.output, server)
    assert LINK.encode() in file.read_bytes()
    assert LINK not in server.output
    assert ADDRESS not in server.output
