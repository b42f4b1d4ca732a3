"""``sessions``, ``user.sessions`` and ``viewer.sessions``: what is shown, to whom, and in how many statements."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from models.session import Session, SessionEnd
from tests.auth.sessions.test_devices import IPHONE
from tests.auth.sessions.test_places import PLACES
from tests.support.gate import Gate, opened
from tests.support.mmdb import write_mmdb
from tests.support.statements import statements

SHOWN = """
    createdAt lastSeenAt expiresAt idleExpiresAt remembered delivery openedBy secondFactor ipAddress location userAgent
    device operatingSystem browser isCurrent state endedAt endReason
"""
LIST = f"query ($filter: SessionFilter) {{ sessions(filter: $filter) {{ totalCount nodes {{ {SHOWN} endedById }} }} }}"
NAMES = """
query ($filter: SessionFilter, $orderBy: SessionOrder) {
  sessions(filter: $filter, orderBy: $orderBy, first: 250) { totalCount nodes { user { username } } }
}
"""


def text(moment: datetime) -> str:
    """A moment as the schema shows it."""
    return moment.isoformat()


def closed(answer: dict[str, Any]) -> list[str]:
    """The coordinates that are denied."""
    return [error["extensions"]["coordinate"] for error in answer["errors"]]


async def names(gate: Gate, as_: str = "root", **variables: object) -> list[str]:
    page = (await gate.data(NAMES, variables, as_))["sessions"]
    assert page["totalCount"] == len(page["nodes"])
    return [node["user"]["username"] for node in page["nodes"]]


async def test_a_session_is_shown_whole(database_url: str, tmp_path: Path) -> None:
    file = write_mmdb(tmp_path / "places.mmdb", PLACES)
    async with opened(database_url, tmp_path / "data", GEOIP_FILE=str(file)) as gate:
        asa = await gate.house.user("asa")
        moment = gate.house.clock.now()
        await gate.house.open(asa, ip_address="192.0.2.7", user_agent=IPHONE)
        wanted = {"users": [await gate.user_id("asa")]}
        shown: dict[str, Any] = {
            "createdAt": text(moment),
            "lastSeenAt": text(moment),
            "expiresAt": text(moment + timedelta(hours=24)),
            "idleExpiresAt": text(moment + timedelta(hours=8)),
            "remembered": False,
            "delivery": "TOKEN",
            "openedBy": "PASSWORD",
            "secondFactor": None,
            "ipAddress": "192.0.2.7",
            "location": "London, United Kingdom",
            "userAgent": IPHONE,
            "device": "iPhone",
            "operatingSystem": "iOS 17.5",
            "browser": "Mobile Safari 17",
            "isCurrent": False,
            "state": "OPEN",
            "endedAt": None,
            "endReason": None,
            "endedById": None,
        }
        assert await gate.data(LIST, {"filter": wanted}) == {"sessions": {"totalCount": 1, "nodes": [shown]}}
        ended = moment - timedelta(hours=1)
        await Session.filter(user_id=asa).update(ended_at=ended, end_reason=SessionEnd.IDLE)
        over = {"state": "EXPIRED", "endedAt": text(ended), "endReason": "IDLE"}
        shown |= {"expiresAt": None, "idleExpiresAt": None, **over}
        answer = await gate.data(LIST, {"filter": {**wanted, "state": ["EXPIRED"]}})
        assert answer == {"sessions": {"totalCount": 1, "nodes": [shown]}}


async def test_a_broken_file_of_places_shows_none(database_url: str, tmp_path: Path) -> None:
    (tmp_path / "places.mmdb").write_text("broken")
    async with opened(database_url, tmp_path / "data", GEOIP_FILE=str(tmp_path / "places.mmdb")) as gate:
        await gate.house.open(await gate.house.user("asa"), ip_address="192.0.2.7")
        nodes = (await gate.data("{ sessions { nodes { location } } }"))["sessions"]["nodes"]
        assert {node["location"] for node in nodes} == {None}


async def test_lists_are_narrowed_and_sorted(gate: Gate) -> None:
    asa, moment = await gate.house.user("asa"), gate.house.clock.now()
    earlier = moment - timedelta(hours=2)
    await gate.house.open(asa, created_at=earlier, last_seen_at=moment, ip_address="192.0.2.9", user_agent="Fox/1")
    await gate.house.open(asa, created_at=earlier, last_seen_at=earlier, ended_at=earlier, end_reason="BY_OWNER")
    given = len(gate.tokens)
    assert len(await names(gate)) == given + 1
    table: list[tuple[dict[str, Any], list[str]]] = [
        ({"users": [await gate.user_id("asa")]}, ["asa"]),
        ({"users": []}, []),
        ({"ids": [(await gate.data("{ viewer { session { id } } }"))["viewer"]["session"]["id"]]}, ["root"]),
        ({"ipAddress": "192.0.2.9"}, ["asa"]),
        ({"userAgent": "fox/"}, ["asa"]),
        ({"openedBefore": text(moment - timedelta(minutes=1))}, ["asa"]),
        ({"openedAfter": text(earlier), "users": [await gate.user_id("root")]}, ["root"]),
        ({"lastSeenBefore": text(moment - timedelta(minutes=1))}, []),
        ({"state": ["ENDED"]}, ["asa"]),
        ({"state": ["ENDED", "EXPIRED"], "endReason": "BY_OWNER"}, ["asa"]),
        ({"state": ["OPEN", "ENDED"], "users": [await gate.user_id("asa")]}, ["asa", "asa"]),
        ({"state": ["ENDED"], "endReason": "IDLE"}, []),
        ({"state": []}, []),
    ]
    for wanted, expected in table:
        assert await names(gate, filter=wanted) == expected, wanted
    assert (await names(gate, orderBy={"createdAt": "ASC"}))[0] == "asa"
    assert (await names(gate, orderBy={"createdAt": "DESC"}))[-1] == "asa"
    assert len(await names(gate, orderBy={"lastSeenAt": "DESC"})) == given + 1


async def test_wrong_ids_and_long_texts_are_named(gate: Gate) -> None:
    for wanted, argument in (
        ({"ids": ["usr_1"]}, "filter.ids"),
        ({"users": ["ses_1"]}, "filter.users"),
        ({"users": [await gate.user_id("root")] * 1_001}, "filter.users"),
        ({"userAgent": "x" * 201}, "filter.userAgent"),
    ):
        (error,) = (await gate.ask(NAMES, {"filter": wanted}, "root"))["errors"]
        assert "argument" in error["extensions"], error
        assert (error["extensions"]["code"], error["extensions"]["argument"]) == ("BAD_USER_INPUT", argument)


async def test_sessions_of_others_need_their_scope_and_accounts_need_theirs(gate: Gate) -> None:
    await gate.holder("watcher", "sessions:read")
    assert closed(await gate.ask("{ sessions { totalCount } }", None, "helpdesk")) == ["Query.sessions"]
    assert closed(await gate.ask("{ users { nodes { sessions { totalCount } } } }", None, "helpdesk")) == [
        "User.sessions"
    ]
    answer = await gate.ask("{ sessions { nodes { user { username } isCurrent } } }", None, "watcher")
    assert closed(answer) == ["Session.user"]
    nodes = answer["data"]["sessions"]["nodes"]
    assert {node["user"] for node in nodes} == {None}
    assert [node["isCurrent"] for node in nodes].count(True) == 1
    wanted = {"filter": {"users": [await gate.user_id("root")]}}
    refused = await gate.ask(
        "query ($filter: SessionFilter) { sessions(filter: $filter) { totalCount } }", wanted, "watcher"
    )
    assert closed(refused) == ["SessionFilter.users"]


async def test_everybody_sees_their_own_without_any_scope(gate: Gate) -> None:
    sessions = "sessions(state: [OPEN, ENDED]) { totalCount nodes { id state isCurrent } }"
    query = f"{{ viewer {{ session {{ id isCurrent }} {sessions} }} }}"
    user_id = (await Session.filter(user__username="viewer").first()).user_id  # type: ignore[union-attr] # it is there
    await gate.house.open(user_id, ended_at=gate.house.clock.now(), end_reason=SessionEnd.SIGNED_OUT)
    viewer = (await gate.data(query, None, "viewer"))["viewer"]
    assert viewer["sessions"]["totalCount"] == 2
    assert {(node["state"], node["isCurrent"]) for node in viewer["sessions"]["nodes"]} == {
        ("OPEN", True),
        ("ENDED", False),
    }
    own = next(node["id"] for node in viewer["sessions"]["nodes"] if node["isCurrent"])
    assert viewer["session"] == {"id": own, "isCurrent": True}
    node = "query ($id: ID!) { node(id: $id) { ... on Session { state } } }"
    assert (await gate.data(node, {"id": own}, "viewer"))["node"] == {"state": "OPEN"}
    assert (await gate.data(node, {"id": own}))["node"] == {"state": "OPEN"}
    other = (await gate.data("{ viewer { session { id } } }"))["viewer"]["session"]["id"]
    assert await gate.ask(node, {"id": other}, "viewer") == {"data": {"node": None}}


async def test_accounts_have_pages_of_sessions_of_their_own(gate: Gate) -> None:
    for number in range(3):
        user_id, moment = await gate.house.user(f"user-{number}"), gate.house.clock.now()
        for minute in range(number + 1):
            opened_at = moment - timedelta(minutes=minute)
            await gate.house.open(user_id, created_at=opened_at, ip_address=f"192.0.2.{minute}")
    query = """
    query ($after: String) {
      users(search: "user-") {
        nodes {
          username
          sessions(first: 2, after: $after) {
            totalCount
            pageInfo { hasNextPage endCursor }
            nodes { ipAddress user { username } }
          }
        }
      }
    }
    """
    users = (await gate.data(query))["users"]["nodes"]
    for number, user in enumerate(users):
        sessions, own = user["sessions"], {"username": f"user-{number}"}
        assert sessions["totalCount"] == number + 1
        assert sessions["pageInfo"]["hasNextPage"] is (number == 2)
        shown = [{"ipAddress": f"192.0.2.{minute}", "user": own} for minute in range(min(2, number + 1))]
        assert sessions["nodes"] == shown
    further = await gate.data(query, {"after": users[2]["sessions"]["pageInfo"]["endCursor"]})
    rest = [[node["ipAddress"] for node in user["sessions"]["nodes"]] for user in further["users"]["nodes"]]
    assert rest == [[], ["192.0.2.1"], ["192.0.2.2"]], "of two at one moment the later id comes first"


@pytest.mark.parametrize(
    "query",
    [
        f"{{ sessions(first: 250) {{ nodes {{ {SHOWN} user {{ username roles {{ name }} }} }} }} }}",
        f"{{ users(first: 250) {{ nodes {{ username sessions {{ totalCount nodes {{ {SHOWN} }} }} }} }} }}",
    ],
)
async def test_the_number_of_statements_does_not_grow_with_the_list(gate: Gate, query: str) -> None:
    counted: list[int] = []
    for number in range(2):
        with statements() as executed:
            await gate.data(query)
        counted.append(len(executed))
        for more in range(20):
            await gate.house.open(await gate.house.user(f"user-{number}-{more}"), user_agent=f"probe/{more}")
    with statements() as executed:
        await gate.data(query)
    assert counted == [len(executed)] * 2
    assert len(executed) <= 6
