"""Directories that misbehave: nobody comes in, each is given up in time, and nothing is left of it."""

import asyncio
import logging
import ssl
import threading
import tracemalloc
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import replace
from time import monotonic, sleep
from typing import Any
from uuid import UUID

import pytest

from auth.sources.directory import Directory, Server
from auth.sources.examination import FailureKind
from auth.sources.identity import ExternalIdentity, NotProven, Refused, Unavailable
from auth.sources.ldap_threads import THREADS, TURN_SECONDS
from models.ldap_profile import GroupLookup, LdapConnection
from tests.support import ldap_bytes as out
from tests.support.certificates import authority
from tests.support.hostile_ldap import WAYS, unanswered
from tests.support.ldap_server import HOST, PASSWORD, SERVICE_PASSWORD, Asked, LdapServer, Talk, Way, serving
from tests.support.small_directory import ALICE, GROUPS, directory, group, small_server
from tests.support.visits import Visitor, groups_of, unavailable, visitor

__all__ = ["visitor"]

LATE_SECONDS = 1.0


@contextmanager
def server(**more: Any) -> Generator[LdapServer]:  # noqa: ANN401 — fields of a server
    with serving(small_server(**more)) as made:
        yield made


async def _timed(visitor: Visitor, directory: Directory, password: str = PASSWORD) -> tuple[object, float]:
    begun = monotonic()
    outcome = await visitor.signed_in(directory, "alice", password)
    return outcome, monotonic() - begun


@pytest.mark.parametrize("which", list(WAYS))
async def test_whatever_a_server_does_nobody_comes_in_and_it_ends_in_time(visitor: Visitor, which: str) -> None:
    hostile = WAYS[which]
    with server(way=hostile.way) as made:
        asked = directory(made)
        outcome, seconds = await _timed(visitor, asked)
        assert outcome == hostile.outcome
        assert seconds < asked.total_timeout_seconds + LATE_SECONDS
        assert made.everybody_has_gone(LATE_SECONDS), "a connection outlives the conversation"
        assert _is_idle(visitor)


async def test_the_default_times_hold(visitor: Visitor) -> None:
    with server(way=WAYS["drips"].way) as made:
        asked = directory(made, connect_timeout_seconds=3, total_timeout_seconds=6)
        outcome, seconds = await _timed(visitor, asked)
    assert outcome == unavailable(FailureKind.TIMEOUT)
    assert 5.5 < seconds < 6 + LATE_SECONDS


@pytest.mark.parametrize("which", ["hangs at the search", "elements that overlap", "two entries", "a farewell"])
async def test_nothing_of_it_is_logged(visitor: Visitor, which: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), server(way=WAYS[which].way) as made:
        await visitor.signed_in(directory(made), "alice", PASSWORD)
    told = "".join(record.getMessage() for record in caplog.records if record.name != "asyncio")
    assert not told


async def test_where_connecting_hangs_it_costs_the_time_to_connect(visitor: Visitor) -> None:
    with unanswered() as port, server() as made:
        asked = replace(directory(made), servers=(Server(HOST, port),))
        outcome, seconds = await _timed(visitor, asked)
        assert outcome == unavailable(FailureKind.TIMEOUT)
        assert asked.connect_timeout_seconds <= seconds < asked.connect_timeout_seconds + LATE_SECONDS
        both = replace(asked, servers=(*asked.servers, Server(HOST, made.port)))
        assert isinstance((await _timed(visitor, both))[0], ExternalIdentity)


@pytest.mark.parametrize(
    "which", ["hangs at the bind", "hangs at the search", "hangs at the groups", "leaves at the bind"]
)
async def test_another_server_takes_over_in_the_same_sign_in(visitor: Visitor, which: str) -> None:
    with server(way=WAYS[which].way) as bad, server() as good:
        both = replace(directory(good), servers=(Server(HOST, bad.port), Server(HOST, good.port)))
        outcome, seconds = await _timed(visitor, both)
        assert isinstance(outcome, ExternalIdentity), outcome
        assert seconds < both.total_timeout_seconds
        bad.asked.clear()
        outcome, _ = await _timed(visitor, both)
        assert isinstance(outcome, ExternalIdentity)
        assert not bad.asked, "it is skipped for a while"


async def test_two_dead_servers_of_three_still_let_somebody_in(visitor: Visitor) -> None:
    silent = WAYS["hangs at the bind"].way
    with server(way=silent) as first, server(way=silent) as second, server() as third:
        servers = tuple(Server(HOST, each.port) for each in (first, second, third))
        outcome, _ = await _timed(visitor, directory(third, servers=servers, total_timeout_seconds=3))
    assert isinstance(outcome, ExternalIdentity), outcome


async def test_what_a_server_answers_properly_is_not_asked_of_the_next(visitor: Visitor) -> None:
    with server() as first, server() as second:
        first.passwords.clear()
        both = directory(first, servers=(Server(HOST, first.port), Server(HOST, second.port)))
        assert await visitor.signed_in(both, "alice", PASSWORD) == unavailable(FailureKind.BIND_REFUSED)
        assert second.connections == 0, "a wrong password is not carried from server to server"


async def test_a_yes_to_everything_is_not_asked_with_a_blank_password(visitor: Visitor) -> None:
    def yes(talk: Talk, asked: Asked) -> bool:
        if asked.what == "bind":
            talk.send(out.message(asked.id, out.result(out.BIND_RESPONSE)))
        return asked.what == "bind"

    with server(way=yes) as made:
        for password in ("", " ", "\0", "\u200b"):
            outcome = await visitor.signed_in(directory(made), "alice", password)
            assert outcome == Refused(NotProven.WRONG_PASSWORD)
        outcome = await visitor.signed_in(directory(made, bind_password=""), "alice", PASSWORD)
        assert outcome == unavailable(FailureKind.BIND_REFUSED)
    assert {asked.password for asked in made.asked if asked.what == "bind"} == {SERVICE_PASSWORD.encode()}


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, ssl.SSLContext]]:
    ours = authority(tmp_path_factory.mktemp("ours"))
    foreign = authority(tmp_path_factory.mktemp("foreign"))
    contexts = {
        "good": ours.server(HOST),
        "expired": ours.server(HOST, days=-1),
        "other name": ours.server("ldap.example.test", "127.0.0.2"),
        "foreign": foreign.server(HOST),
    }
    return ours.file.read_text(encoding="ascii"), contexts


KINDS = {
    "expired": FailureKind.CERTIFICATE_EXPIRED,
    "other name": FailureKind.CERTIFICATE_OTHER_NAME,
    "foreign": FailureKind.CERTIFICATE_UNTRUSTED,
}


@pytest.mark.parametrize("checks_host_name", [True, False], ids=["with the name", "without the name"])
@pytest.mark.parametrize("connection", [LdapConnection.STARTTLS, LdapConnection.LDAPS])
@pytest.mark.parametrize("which", ["good", *KINDS])
async def test_a_certificate_counts_before_anything_is_said(
    visitor: Visitor,
    certificates: tuple[str, dict[str, ssl.SSLContext]],
    which: str,
    connection: LdapConnection,
    *,
    checks_host_name: bool,
) -> None:
    trusted, contexts = certificates
    is_starttls = connection is LdapConnection.STARTTLS
    with server(starttls=contexts[which]) if is_starttls else server(tls=contexts[which]) as made:
        asked = directory(made, connection=connection, ca_certificate=trusted, checks_host_name=checks_host_name)
        outcome = await visitor.signed_in(asked, "alice", PASSWORD)
        [report] = await visitor.sources.examine(asked)
    assert report.certificate is not None
    if which == "good" or (which == "other name" and not checks_host_name):
        assert isinstance(outcome, ExternalIdentity), outcome
        return
    assert outcome == unavailable(KINDS[which])
    assert {each.what for each in made.asked} <= {"starttls"}, "nothing was said to whom nobody knows"
    assert [step.kind for step in report.steps if step.kind] == [KINDS[which]]


async def test_an_examination_shows_the_certificate(
    visitor: Visitor, certificates: tuple[str, dict[str, ssl.SSLContext]]
) -> None:
    with server(tls=certificates[1]["other name"]) as made:
        asked = directory(made, connection=LdapConnection.LDAPS, ca_certificate=certificates[0])
        [report] = await visitor.sources.examine(asked)
    shown = report.certificate
    assert shown is not None
    assert (shown.subject, shown.issuer) == ("CN=ldap.example.test", "CN=Authority of tests")
    assert shown.names == ("ldap.example.test", "127.0.0.2")
    assert shown.not_before < shown.not_after
    assert len(shown.sha256) == 64


def _stripped(talk: Talk, asked: Asked) -> bool:
    """Says yes to TLS, and goes on without."""
    if asked.what != "starttls":
        return False
    talk.send(out.message(asked.id, out.result(out.EXTENDED_RESPONSE)))
    talk.connection.recv(65_536)
    talk.send(out.message(asked.id + 1, out.result(out.BIND_RESPONSE)))
    return True


def _injected(talk: Talk, asked: Asked) -> bool:
    """Puts an answer behind the yes, which a careless client takes for one that came encrypted."""
    if asked.what != "starttls":
        return False
    yes = out.message(asked.id, out.result(out.EXTENDED_RESPONSE))
    talk.send(yes + out.message(asked.id + 1, out.result(out.BIND_RESPONSE)))
    talk.hang()
    return True


def _silent_tls(talk: Talk, asked: Asked) -> bool:
    if asked.what != "starttls":
        return False
    talk.send(out.message(asked.id, out.result(out.EXTENDED_RESPONSE)))
    talk.hang()
    return True


STARTTLS: dict[str, tuple[Way, FailureKind]] = {
    "refused": (lambda _talk, _asked: False, FailureKind.STARTTLS_REFUSED),
    "stripped": (_stripped, FailureKind.TLS_FAILED),
    "injected": (_injected, FailureKind.NOT_LDAP),
    "hangs": (_silent_tls, FailureKind.TIMEOUT),
}


@pytest.mark.parametrize("which", list(STARTTLS))
async def test_without_tls_no_bind_is_sent(visitor: Visitor, which: str) -> None:
    way, kind = STARTTLS[which]
    with server(way=way) as made:
        asked = directory(made, connection=LdapConnection.STARTTLS)
        outcome, seconds = await _timed(visitor, asked)
        assert outcome == unavailable(kind)
        assert seconds < asked.connect_timeout_seconds + LATE_SECONDS
        assert made.everybody_has_gone(LATE_SECONDS)
    assert {each.what for each in made.asked} - {"unbind"} == {"starttls"}


async def test_a_handshake_that_never_comes_is_given_up(visitor: Visitor) -> None:
    with server(on_connect=Talk.hang) as made:
        asked = directory(made, connection=LdapConnection.LDAPS)
        outcome, seconds = await _timed(visitor, asked)
    assert outcome == unavailable(FailureKind.TIMEOUT)
    assert seconds < asked.connect_timeout_seconds + LATE_SECONDS


async def test_a_ca_certificate_that_is_none_trusts_nobody(visitor: Visitor) -> None:
    with server() as made:
        for text in ("rubbish", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"):
            asked = directory(made, connection=LdapConnection.LDAPS, ca_certificate=text)
            assert await visitor.signed_in(asked, "alice", PASSWORD) == unavailable(FailureKind.CA_UNREADABLE)


async def test_rubbish_beside_the_id_is_left_out(visitor: Visitor) -> None:
    rubbish = [b"\xff\xfe\x00"]
    with server() as made:
        made.entries[ALICE] |= {"mail": rubbish, "sn": rubbish, "givenName": ["a\nb"], "memberOf": [b"\xff", b"\0", ""]}
        found = await visitor.signed_in(directory(made, group_lookup=GroupLookup.MEMBER_OF), "alice", PASSWORD)
    assert isinstance(found, ExternalIdentity)
    assert (found.email, found.first_name, found.last_name, found.groups) == (None, "", "", ())


@pytest.mark.parametrize(("many", "fits"), [(1_000, True), (6_000, False)], ids=["a thousand", "six thousand"])
@pytest.mark.parametrize("lookup", [GroupLookup.MEMBER_OF, GroupLookup.MEMBER_SEARCH])
async def test_so_many_groups_are_taken_and_not_a_part_of_more(
    visitor: Visitor, lookup: GroupLookup, many: int, *, fits: bool
) -> None:
    names = [f"cn=group{number},{GROUPS}" for number in range(many)]
    with server() as made:
        made.entries[ALICE]["memberOf"] = names
        made.entries |= {name: group(ALICE) for name in names if lookup is GroupLookup.MEMBER_SEARCH}
        asked = directory(made, group_lookup=lookup, total_timeout_seconds=20)
        found = await visitor.signed_in(asked, "alice", PASSWORD)
    if fits:
        assert set(groups_of(found)) >= set(names)
    else:
        assert found == unavailable(FailureKind.TOO_MUCH)


async def test_groups_in_a_long_row_are_walked_as_far_as_the_profile_says(visitor: Visitor) -> None:
    names = [f"cn=step{number},{GROUPS}" for number in range(30)]
    with server() as made:
        made.entries |= {name: group(below) for below, name in zip([ALICE, *names], names, strict=False)}
        found = groups_of(await visitor.found(directory(made, group_depth=20), "alice"))
    walked = {name: via for name, via in found.items() if name.startswith("cn=step")}
    assert walked == {name: tuple(names[:place]) for place, name in enumerate(names[:21])}


async def test_who_is_interrupted_at_any_moment_leaves_nothing(visitor: Visitor) -> None:
    moments = ["hangs at the bind", "hangs at the search", "hangs at the groups", "drips"]
    for which in moments:
        with server(way=WAYS[which].way) as made:
            task = asyncio.create_task(visitor.signed_in(directory(made), "alice", PASSWORD))
            await asyncio.sleep(0.1)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert await asyncio.to_thread(made.everybody_has_gone, LATE_SECONDS), which
        assert _is_idle(visitor), which


async def test_who_comes_when_too_many_wait_is_told_so(visitor: Visitor) -> None:
    with server(way=WAYS["hangs at the search"].way) as made:
        asked = directory(made)
        begun = monotonic()
        outcomes = await asyncio.gather(*(visitor.signed_in(asked, "alice", PASSWORD) for _ in range(100)))
        assert monotonic() - begun < TURN_SECONDS + asked.total_timeout_seconds + LATE_SECONDS
        busy = [outcome for outcome in outcomes if outcome == unavailable(FailureKind.BUSY)]
        assert 20 <= len(busy) <= 100 - THREADS // 2, "half of all places are for other directories"
        assert len(outcomes) - len(busy) == sum(isinstance(each, Unavailable) for each in outcomes) - len(busy)
        assert made.everybody_has_gone(LATE_SECONDS)
    with server() as made:
        assert isinstance(await visitor.signed_in(directory(made), "alice", PASSWORD), ExternalIdentity)


async def test_a_directory_that_hangs_leaves_the_others_their_threads(visitor: Visitor) -> None:
    with server(way=WAYS["hangs at the search"].way) as bad, server() as good:
        hanging = directory(bad, id=UUID(int=8), total_timeout_seconds=3)
        asked = [asyncio.create_task(visitor.signed_in(hanging, "alice", PASSWORD)) for _ in range(4 * THREADS)]
        await asyncio.to_thread(_wait_until, lambda: sum(each.what == "search" for each in bad.asked) >= THREADS // 2)
        for _ in range(3):
            outcome, seconds = await _timed(visitor, directory(good))
            assert isinstance(outcome, ExternalIdentity), outcome
            assert seconds < LATE_SECONDS
        assert sum(each.what == "search" for each in bad.asked) == THREADS // 2
        assert not any(isinstance(each, ExternalIdentity) for each in await asyncio.gather(*asked))


async def test_a_directory_s_time_does_not_go_on_while_nobody_asks_it(visitor: Visitor) -> None:
    with server() as made:
        asked = directory(made, total_timeout_seconds=1, connect_timeout_seconds=1)
        async with visitor.sources.source(asked).visit() as visit:
            found = await visit.find("alice")
            await asyncio.sleep(asked.total_timeout_seconds + 0.5)
            assert isinstance(found, ExternalIdentity)
            assert await visit.prove(found, PASSWORD) is None


@pytest.mark.parametrize("which", ["hangs at the search", "hangs at the person's bind"])
async def test_what_was_used_of_the_time_is_used(visitor: Visitor, which: str) -> None:
    def slowly(_: object) -> None:
        sleep(0.7)

    with server(way=WAYS[which].way, on_connect=slowly) as made:
        asked = directory(made, total_timeout_seconds=1, connect_timeout_seconds=1)
        outcome, seconds = await _timed(visitor, asked)
    assert outcome == unavailable(FailureKind.TIMEOUT)
    assert seconds < 1.5


async def test_the_loop_is_never_held(visitor: Visitor) -> None:
    worst = 0.0

    async def watch() -> None:
        nonlocal worst
        while True:
            begun = monotonic()
            await asyncio.sleep(0.01)
            worst = max(worst, monotonic() - begun - 0.01)

    await _timed(visitor, directory(LdapServer()))
    with server(way=WAYS["drips"].way) as made:
        watching = asyncio.create_task(watch())
        await asyncio.gather(*(_timed(visitor, directory(made)) for _ in range(10)))
        watching.cancel()
    assert worst < 0.5


async def test_endless_answers_do_not_fill_the_memory(visitor: Visitor) -> None:
    for which in ("entries without end", "references without end", "values without number", "absurd length"):
        with server(way=WAYS[which].way) as made:
            await visitor.signed_in(directory(made), "alice", PASSWORD)
            tracemalloc.start()
            await visitor.signed_in(directory(made), "alice", PASSWORD)
            _, peak = tracemalloc.get_traced_memory()
            tracemalloc.stop()
        assert peak < 20_000_000, which


async def test_closing_ends_what_is_under_way(visitor: Visitor) -> None:
    with server(way=WAYS["hangs at the search"].way) as made:
        asked = directory(made, connect_timeout_seconds=5, total_timeout_seconds=30)
        tasks = [asyncio.create_task(visitor.signed_in(asked, "alice", PASSWORD)) for _ in range(2 * THREADS)]
        await asyncio.to_thread(_wait_until, lambda: any(each.what == "search" for each in made.asked))
        begun = monotonic()
        visitor.sources.close()
        assert monotonic() - begun < LATE_SECONDS
        assert await asyncio.gather(*tasks) == [unavailable(FailureKind.STOPPED)] * len(tasks)
        assert await visitor.signed_in(asked, "alice", PASSWORD) == unavailable(FailureKind.STOPPED)
        assert made.everybody_has_gone(LATE_SECONDS)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("ldap")]


def _is_idle(visitor: Visitor) -> bool:
    """Whether every thread is free again, within the time that one may be late."""
    return _wait_until(lambda: visitor.threads.under_way == 0)


def _wait_until(is_so: Callable[[], bool]) -> bool:
    until = monotonic() + LATE_SECONDS
    while not is_so() and monotonic() < until:
        sleep(0.01)
    return is_so()
