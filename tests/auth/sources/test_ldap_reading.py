"""Everybody in a directory is read to the end, in the memory of a page, or the reading says that it is not whole."""

import asyncio
import tracemalloc
from contextlib import aclosing
from uuid import UUID

import pytest

from auth.sources.directory import Directory
from auth.sources.examination import FailureKind
from auth.sources.identity import ExternalGroup, ExternalIdentity, Unavailable
from auth.sources.ldap_reading import PAGE
from models.ldap_profile import GroupLookup
from tests.support import ldap_bytes as out
from tests.support.hostile_ldap import WAYS
from tests.support.ldap_server import SUFFIX, Asked, Gone, LdapServer, Talk, Way, serving
from tests.support.small_directory import ALICE, PEOPLE, STAFF, directory, person, small_server
from tests.support.visits import Visitor, unavailable, visitor

__all__ = ["visitor"]

LATE_SECONDS = 1.0


async def read(visitor: Visitor, asked: Directory) -> tuple[list[ExternalIdentity], Unavailable | None]:
    """Everybody who was read, and what it ended with."""
    people: list[ExternalIdentity] = []
    last: Unavailable | None = None
    async with aclosing(visitor.sources.reading(asked).all_entries()) as pages:
        async for page in pages:
            assert last is None, "nothing comes after the end"
            if isinstance(page, Unavailable):
                last = page
            else:
                people += page
    return people, last


def crowd(server: LdapServer, many: int) -> LdapServer:
    server.entries = {SUFFIX: {}} | {
        f"uid=user{number},{PEOPLE}": person(f"user{number}", number, STAFF) for number in range(1, many + 1)
    }
    return server


@pytest.mark.parametrize("many", [0, 1, PAGE, PAGE + 1, 3 * PAGE])
async def test_everybody_is_read_once(visitor: Visitor, many: int) -> None:
    with serving(crowd(small_server(), many)) as made:
        people, last = await read(visitor, directory(made))
        assert made.everybody_has_gone(LATE_SECONDS)
    assert last is None
    assert [each.subject for each in people] == [str(UUID(int=number)) for number in range(1, many + 1)]
    assert len([asked for asked in made.asked if asked.what == "search"]) == max(1, -(-many // PAGE))


@pytest.mark.parametrize("user_filter", ["(uid={username})", "(uid={username}*)", "(&(uid=*)(|(uid={username})))"])
async def test_everybody_is_asked_for_by_any_filter(visitor: Visitor, user_filter: str) -> None:
    with serving(crowd(small_server(), 2)) as made:
        people, last = await read(visitor, directory(made, user_filter=user_filter))
    assert (len(people), last) == (2, None)


async def test_direct_groups_are_told_where_the_entry_has_them(visitor: Visitor) -> None:
    with serving(crowd(small_server(), 2)) as made:
        told, _ = await read(visitor, directory(made, group_lookup=GroupLookup.MEMBER_OF))
        silent, _ = await read(visitor, directory(made, group_lookup=GroupLookup.RECURSIVE))
    assert [each.groups for each in told] == [(ExternalGroup(STAFF),)] * 2
    assert [each.groups for each in silent] == [None] * 2


def _quickly(many: int) -> Way:
    """So many people, of whom one page is like the other."""
    page = [out.entry(f"uid=user{number},{PEOPLE}", person(f"user{number}", number, STAFF)) for number in range(PAGE)]

    def way(talk: Talk, asked: Asked) -> bool:
        if asked.what != "search":
            return False
        end = int(asked.wants_page or b"0") + PAGE
        rest = b"" if end == many else str(end).encode()
        talk.send(b"".join(out.message(asked.id, each) for each in page))
        talk.send(out.message(asked.id, out.result(out.DONE), out.page(rest)))
        return True

    return way


async def test_ten_thousand_entries_take_the_memory_of_a_page(visitor: Visitor) -> None:
    peaks: list[int] = []
    count = 0
    with serving(small_server(way=_quickly(10_000))) as made:
        asked = directory(made, group_lookup=GroupLookup.MEMBER_OF)
        async with aclosing(visitor.sources.reading(asked).all_entries()) as pages:
            async for page in pages:
                assert not isinstance(page, Unavailable)
                count += len(page)
                if count == 7_500:
                    tracemalloc.start()
                elif count > 7_500:
                    peaks.append(tracemalloc.get_traced_memory()[1])
    tracemalloc.stop()
    assert count == 10_000
    assert peaks[-1] < 1.1 * peaks[1], peaks


async def test_whoever_has_no_id_is_left_out(visitor: Visitor) -> None:
    with serving(crowd(small_server(), 3)) as made:
        del made.entries[f"uid=user2,{PEOPLE}"]["entryUUID"]
        people, last = await read(visitor, directory(made))
    assert ([each.login_name for each in people], last) == (["user1", "user3"], None)


async def test_where_nobody_has_an_id_nobody_is_gone(visitor: Visitor) -> None:
    with serving(crowd(small_server(), 3)) as made:
        for entry in made.entries.values():
            entry.pop("entryUUID", None)
        assert await read(visitor, directory(made)) == ([], unavailable(FailureKind.NOT_PERMITTED))


def _second_page(what: str) -> Way:
    """The first page is well; the second is not."""

    def way(talk: Talk, asked: Asked) -> bool:
        if asked.what != "search" or not asked.wants_page:
            return False
        entry = out.message(asked.id, out.entry(ALICE, {"uid": ["alice"], "entryUUID": ["1"]}))
        if what == "leaves":
            raise Gone
        if what == "hangs":
            talk.hang()
        code = {"limit": 4, "lost": 53, "gone": 32}.get(what, 0)
        cookie = out.page(b"again") if what in {"empty", "endless"} else b"" if what == "no control" else out.page(b"")
        shown = {"limit": entry, "endless": entry * PAGE, "crowd": entry * (PAGE + 1)}.get(what, b"")
        talk.send(shown + out.message(asked.id, out.result(out.DONE, code), cookie))
        return True

    return way


ENDS = {
    "leaves": FailureKind.CONNECTION_CLOSED,
    "limit": FailureKind.LIMIT_EXCEEDED,
    "lost": FailureKind.REFUSED,
    "gone": FailureKind.BASE_NOT_FOUND,
    "no control": FailureKind.REFUSED,
    "empty": FailureKind.TOO_MUCH,
    "crowd": FailureKind.TOO_MUCH,
}


@pytest.mark.parametrize("what", list(ENDS))
async def test_what_is_not_whole_says_so(visitor: Visitor, what: str) -> None:
    with serving(crowd(small_server(way=_second_page(what)), 2 * PAGE)) as made:
        people, last = await read(visitor, directory(made))
        assert made.everybody_has_gone(LATE_SECONDS)
    assert (len(people), last) == (PAGE, unavailable(ENDS[what]))


async def test_pages_without_end_come_to_one(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("auth.sources.ldap_reading.MOST_ENTRIES", 10 * PAGE)
    with serving(crowd(small_server(way=_second_page("endless")), 2 * PAGE)) as made:
        people, last = await read(visitor, directory(made))
    assert (len(people), last) == (10 * PAGE, unavailable(FailureKind.TOO_MUCH))


async def test_a_page_has_a_time_of_its_own(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("auth.sources.ldap_reading.PAGE_SECONDS", 0.5)
    with serving(crowd(small_server(way=_second_page("hangs")), 2 * PAGE)) as made:
        pages = visitor.sources.reading(directory(made)).all_entries()
        async with aclosing(pages):
            first = await anext(pages)
            assert isinstance(first, list)
            await asyncio.sleep(0.6)
            assert await anext(pages) == unavailable(FailureKind.TIMEOUT)
        assert made.everybody_has_gone(LATE_SECONDS)


async def test_who_stops_early_leaves_nothing(visitor: Visitor) -> None:
    with serving(crowd(small_server(), 3 * PAGE)) as made:
        async with aclosing(visitor.sources.reading(directory(made)).all_entries()) as pages:
            assert await anext(pages)
        assert made.everybody_has_gone(LATE_SECONDS)
        assert len([asked for asked in made.asked if asked.what == "search"]) == 1


@pytest.mark.parametrize(
    "which", ["hangs at the bind", "rubbish", "a referral", "two entries and a limit", "may not read"]
)
async def test_a_directory_that_misbehaves_has_nobody_gone(
    visitor: Visitor, which: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("auth.sources.ldap_reading.PAGE_SECONDS", 1.0)
    with serving(small_server(way=WAYS[which].way)) as made:
        people, last = await read(visitor, directory(made))
    assert not people
    assert isinstance(last, Unavailable)


async def test_a_server_that_cannot_page_is_not_read(visitor: Visitor) -> None:
    def way(talk: Talk, asked: Asked) -> bool:
        if asked.what == "search":
            assert asked.wants_page is not None
            talk.send(out.message(asked.id, out.result(out.DONE, 12)))
        return asked.what == "search"

    with serving(small_server(way=way)) as made:
        assert await read(visitor, directory(made)) == ([], unavailable(FailureKind.REFUSED))
