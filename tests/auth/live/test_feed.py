"""The feed on both engines: nothing is lost, nothing is told twice, and nobody looks when nobody listens."""

import asyncio
from collections.abc import AsyncGenerator
from functools import partial
from uuid import UUID

import pytest

from auth.actor import SYSTEM
from auth.audit.queries import AuditFilter
from auth.events import user_target
from auth.live import feed as feeds
from auth.live.feed import BATCH, Feed
from auth.live.queries import AuditHappening, SessionHappening, audit_happenings, session_happenings
from auth.live.rules import ENDED, OPENED, SessionEventKind, session_event_kind
from auth.login.events import LoginSucceeded
from auth.sessions.commands import end
from auth.sessions.events import SessionEnded, SessionRenewed
from auth.settings.events import SettingsChanged
from auth.unit_of_work import Work
from models.audit_event import AuditEvent
from models.database import close_database, open_database
from models.session import Session, SessionEnd
from tests.support.house import PASSWORD, House
from tests.support.keys import RING, write_events

PATIENCE_SECONDS = 10
Events = AsyncGenerator[AuditHappening]


@pytest.fixture
def feed(house: House) -> Feed:
    return Feed(house.units, lambda: RING)


async def events_of(feed: Feed, wanted: AuditFilter | None = None) -> Events:
    return feed.follow(await feed.end(), partial(audit_happenings, wanted or AuditFilter()))


async def take(events: AsyncGenerator[object], count: int) -> list[object]:
    return [await asyncio.wait_for(anext(events), PATIENCE_SECONDS) for _ in range(count)]


async def silent(events: AsyncGenerator[object]) -> bool:
    """Whether nothing more comes within two looks. Ends the listening."""
    try:
        await asyncio.wait_for(anext(events), 2 * feeds.POLL_SECONDS + 0.2)
    except TimeoutError:
        return True
    return False


async def tell(house: House) -> None:
    """One unit of work with one event."""

    async def record(work: Work) -> None:
        work.record(LoginSucceeded())

    await house.do(SYSTEM, record)


async def ids() -> list[UUID]:
    return [row.id for row in await AuditEvent.all().order_by("position").only("id")]


async def test_what_happened_before_is_not_told(house: House, feed: Feed) -> None:
    await house.user("early")
    assert await silent(await events_of(feed))


async def test_every_event_of_many_writers_is_told_once_and_in_the_order_of_the_trail(house: House, feed: Feed) -> None:
    events = await events_of(feed)
    known = len(await ids())

    async def write(number: int) -> None:
        for _ in range(6):
            await asyncio.sleep(number % 3 * 0.01)
            await tell(house)

    writers = [asyncio.create_task(write(number)) for number in range(25)]
    heard = [await asyncio.wait_for(anext(events), PATIENCE_SECONDS) for _ in range(150)]
    await asyncio.gather(*writers)
    assert [happening.event_id for happening in heard] == (await ids())[known:]
    assert await silent(events)


async def test_a_listener_who_comes_late_to_read_gets_more_than_a_batch(house: House, feed: Feed) -> None:
    events = await events_of(feed)
    known = len(await ids())
    count = 2 * BATCH + 7

    async def many(work: Work) -> None:
        for _ in range(count):
            work.record(LoginSucceeded())

    await house.do(SYSTEM, many)
    assert [happening.event_id for happening in [await anext(events) for _ in range(count)]] == (await ids())[known:]
    assert await silent(events)


@pytest.mark.parametrize("engine", ["postgres"], indirect=True)  # on SQLite nobody can commit meanwhile
async def test_an_event_whose_transaction_commits_late_is_not_lost(house: House, feed: Feed) -> None:
    events = await events_of(feed)
    written, may_commit = asyncio.Event(), asyncio.Event()

    async def slow(work: Work) -> None:
        await write_events(work, [LoginSucceeded()])
        written.set()
        await may_commit.wait()

    late = asyncio.create_task(house.do(SYSTEM, slow))
    await written.wait()
    for _ in range(3):
        await tell(house)
    quick = [await asyncio.wait_for(anext(events), PATIENCE_SECONDS) for _ in range(3)]
    may_commit.set()
    await late
    last = await asyncio.wait_for(anext(events), PATIENCE_SECONDS)
    assert last.event_id < min(happening.event_id for happening in quick)
    assert (await AuditEvent.get(id=last.event_id)).action == OPENED


async def test_nobody_looks_when_nobody_listens(house: House, feed: Feed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "POLL_SECONDS", 0.02)
    before = asyncio.all_tasks()
    events = await events_of(feed)
    waiting = asyncio.ensure_future(anext(events))
    await asyncio.sleep(0.1)
    assert len(asyncio.all_tasks() - before) == 2
    waiting.cancel()
    await asyncio.sleep(0.1)
    assert asyncio.all_tasks() == before
    await tell(house)
    await asyncio.sleep(0.1)
    assert await AuditEvent.filter(position=None).count() == 1


async def test_many_listeners_share_one_look(house: House, feed: Feed) -> None:
    before = asyncio.all_tasks()
    listening = [await events_of(feed) for _ in range(50)]
    waiting = [asyncio.ensure_future(anext(events)) for events in listening]
    await asyncio.sleep(0)
    assert len(asyncio.all_tasks() - before) == len(waiting) + 1
    await tell(house)
    heard = await asyncio.wait_for(asyncio.gather(*waiting), PATIENCE_SECONDS)
    assert len({happening.event_id for happening in heard}) == 1


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_a_database_that_is_away_is_told_to_every_listener_and_none_hangs(
    house: House, feed: Feed, database: str
) -> None:
    listening = [await events_of(feed) for _ in range(5)]
    waiting = [asyncio.ensure_future(anext(events)) for events in listening]
    await asyncio.sleep(0)
    await close_database()
    told = await asyncio.wait_for(asyncio.gather(*waiting, return_exceptions=True), PATIENCE_SECONDS)
    assert all(isinstance(error, Exception) for error in told)
    await open_database(database)
    events = await events_of(feed)
    await tell(house)
    assert len(await take(events, 1)) == 1


async def test_a_filter_is_the_one_of_the_list(house: House, feed: Feed) -> None:
    ada = await house.user("ada")
    events = await events_of(feed, AuditFilter(target_id=str(ada), target_type="USER"))
    await house.user("bob")
    await house.do(SYSTEM, lambda work: end_with(work, ada))
    (told,) = await take(events, 1)
    assert isinstance(told, AuditHappening)
    assert (await AuditEvent.get(id=told.event_id)).target_id == str(ada)
    assert await silent(events)


async def end_with(work: Work, user_id: UUID) -> None:
    work.record(SessionEnded(target=user_target(user_id, "ada"), end=SessionEnd.SIGNED_OUT))


async def test_opening_and_ending_a_session_is_told_to_its_owner_and_to_who_hears_all(house: House, feed: Feed) -> None:
    ada = await house.user("ada", password=await house.password())
    await house.user("bob", password=await house.password())
    start = await feed.end()
    mine: AsyncGenerator[SessionHappening] = feed.follow(start, partial(session_happenings, ada))
    everybodys: AsyncGenerator[SessionHappening] = feed.follow(start, partial(session_happenings, None))
    await house.sign_in("bob", PASSWORD)
    await house.sign_in("ada", PASSWORD)
    await house.login("ada", "wrong")
    session = await Session.get(user_id=ada)
    await house.do(SYSTEM, lambda work: end(work, session.id, user_target(ada, "ada"), SessionEnd.LOCKED))
    told = [await asyncio.wait_for(anext(mine), PATIENCE_SECONDS) for _ in range(2)]
    assert [(each.kind, each.session_id, each.user_id) for each in told] == [
        (SessionEventKind.OPENED, session.id, ada),
        (SessionEventKind.ENDED, session.id, ada),
    ]
    assert await silent(mine)
    bobs, *rest = [await asyncio.wait_for(anext(everybodys), PATIENCE_SECONDS) for _ in range(3)]
    assert bobs.user_id != ada
    assert rest == told
    assert await silent(everybodys)


@pytest.mark.parametrize(
    ("action", "kind"),
    [
        (LoginSucceeded.action, SessionEventKind.OPENED),
        (SessionEnded.action, SessionEventKind.ENDED),
        (SessionRenewed.action, SessionEventKind.CHANGED),
        ("login.failed", None),
        (SettingsChanged.action, None),
    ],
)
def test_what_an_event_of_the_trail_says_of_a_session(action: str, kind: SessionEventKind | None) -> None:
    assert session_event_kind(action) is kind
    assert {OPENED, ENDED} == {LoginSucceeded.action, SessionEnded.action}
