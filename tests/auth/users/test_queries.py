"""Lists of accounts on both engines: order, pages, filters and search."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from auth.actor import SYSTEM, Actor
from auth.errors import BadInput, Forbidden, Unauthenticated
from auth.paging import Order, PageRequest, encode_cursor
from auth.permissions import NOBODY, Scope
from auth.users.orders import USER_ORDERS, user_order
from auth.users.queries import UserFilter, UserListing, count_users, list_users, user_by_id, user_by_name, users_by_id
from auth.users.rows import COLUMNS
from models.user import User, UserKind, UserStatus
from tests.support.house import NOON, ROOT, House, all_but

NO_ID = UUID(int=0)
EVERY = UserFilter(status=tuple(UserStatus))
SHOWN = {name: dict[str, Any]() for name in COLUMNS}


async def populate(house: House) -> None:
    """Nineteen more accounts with many equal and many missing values, made at different moments."""
    for place in range(18):
        house.clock.turn(seconds=0.5)
        some = place % 3 == 0
        user_id = await house.user(
            f"user{place % 10}.{place}",
            email=None if some else f"{'Zz' if place % 2 else 'a'}{place}@example.com",
            first_name=("", "\u00c5sa", "asa", "Zo\u00eb")[place % 4],
            last_name="\u00d6berg" if place % 2 else "",
            classification_level=None if place % 2 else ("secret", "Open")[place % 3 == 0],
            review_date=date(2027, 1, 1 + place % 4) if place % 4 else None,
            status=UserStatus.INACTIVE if place % 5 == 0 else UserStatus.ACTIVE,
        )
        if some:
            seen = NOON + timedelta(seconds=(place % 2) * 0.25 - place % 4)
            await User.filter(id=user_id).update(last_login_at=seen)
    await house.role("robots", api_only=True)
    await house.user("robot", "robots", kind=UserKind.SERVICE)


def sort_key(order: Order, user: User) -> tuple[bool, Any, Any]:
    value = getattr(user, order.column.removeprefix("u."))
    return value is None, value, user.id


async def expected(order: Order) -> list[str]:
    """The whole list as Python sorts it: by value and key, empty values last in both directions."""
    users = await User.all()
    filled = [user for user in users if not sort_key(order, user)[0]]
    empty = [user for user in users if sort_key(order, user)[0]]
    filled.sort(key=lambda user: sort_key(order, user)[1:], reverse=order.descending)
    empty.sort(key=lambda user: user.id, reverse=order.descending)
    return [user.username for user in (*filled, *empty)]


async def walk(order: Order, size: int, *, backward: bool) -> list[str]:
    """Every page from one end to the other, put together."""
    found: list[str] = []
    cursor: str | None = None
    while True:
        page = PageRequest(last=size, before=cursor) if backward else PageRequest(first=size, after=cursor)
        got = await list_users(SYSTEM, UserListing(EVERY, order=order, page=page), {"username": {}})
        names = [row.username for row in got.rows]
        found = [*names, *found] if backward else [*found, *names]
        if not (got.has_previous if backward else got.has_next):
            return found
        assert len(names) == size
        cursor = got.cursors[0] if backward else got.cursors[-1]


async def test_pages_from_either_end_are_the_whole_list_in_every_order_with_empty_values_last(house: House) -> None:
    await populate(house)
    for name in USER_ORDERS:
        for descending in (False, True):
            order = user_order(name, descending=descending)
            whole = await expected(order)
            assert len(whole) == 20
            for size in (1, 7, 20):
                assert await walk(order, size, backward=False) == whole, (name, descending, size)
                assert await walk(order, size, backward=True) == whole, (name, descending, size)


async def test_pages_stay_right_while_rows_come_and_go(house: House) -> None:
    await populate(house)
    order = user_order("username", descending=False)
    whole = await expected(order)
    listing = UserListing(EVERY, order=order, page=PageRequest(first=5))
    first = await list_users(SYSTEM, listing, {"username": {}})
    await house.user("aaa")
    await User.filter(username=whole[4]).delete()
    after = replace(listing, page=PageRequest(first=5, after=first.cursors[-1]))
    assert [row.username for row in (await list_users(SYSTEM, after, {"username": {}})).rows] == whole[5:10]


async def test_forged_values_of_every_order_are_refused_by_the_argument(house: House) -> None:
    root = (await User.get(username=ROOT)).id
    for order in USER_ORDERS.values():
        forged = [5, True, ["a"], *([] if order.nullable else [None])]
        forged += ["x", "2026-01-01T00:00:00"] if order.name.endswith("_at") else []
        for value in forged:
            page = PageRequest(last=1, before=encode_cursor(order, value, root))
            with pytest.raises(BadInput) as refused:
                await list_users(SYSTEM, UserListing(order=order, page=page), {})
            assert refused.value.argument == "before"
    assert house


async def names(wanted: UserFilter = EVERY, search: str | None = None, actor: Actor = SYSTEM) -> set[str]:
    listing = UserListing(wanted, search=search, page=PageRequest(first=250))
    found = {row.username for row in (await list_users(actor, listing, {"username": {}})).rows}
    assert await count_users(actor, listing) == len(found)
    assert await count_users(actor, listing, at_most=1) == min(1, len(found))
    return found


async def test_inactive_accounts_are_left_out_unless_they_are_asked_for(house: House) -> None:
    await house.user("gone", status=UserStatus.INACTIVE)
    assert await names(UserFilter()) == {ROOT}
    assert await names(UserFilter(status=(UserStatus.INACTIVE,))) == {"gone"}
    assert await names(UserFilter(status=())) == set()
    assert await names() == {ROOT, "gone"}


async def test_every_filter_takes_what_fits_and_nothing_else(house: House) -> None:
    await house.role("robots", api_only=True)
    await house.user("robot", "robots", kind=UserKind.SERVICE, external_id="x-1", tenant_id="north")
    house.clock.turn(hours=1)
    await house.user("late", "viewer", "operator", tenant_id="south")
    await User.filter(username="late").update(last_login_at=house.clock.now())
    half = NOON + timedelta(minutes=30)
    assert await names(UserFilter(kind=UserKind.SERVICE)) == {"robot"}
    assert await names(UserFilter(external_id="x-1")) == {"robot"}
    assert await names(UserFilter(external_id="X-1")) == set()
    assert await names(UserFilter(tenant_id="south")) == {"late"}
    assert await names(UserFilter(roles=("ADMIN", "nope"))) == {ROOT}
    assert await names(UserFilter(roles=("viewer", "operator"))) == {"late"}
    assert await names(UserFilter(roles=())) == set()
    assert await names(UserFilter(created_after=half)) == {"late"}
    assert await names(UserFilter(created_before=half)) == {ROOT, "robot"}
    assert await names(UserFilter(created_after=house.clock.now())) == set()
    assert await names(UserFilter(last_login_after=half)) == {"late"}
    assert await names(UserFilter(last_login_before=half)) == set()
    assert await names(UserFilter(updated_after=half, tenant_id="north")) == set()


@pytest.mark.parametrize("text", ["\0", "a\0b", "\ud800", "%", "\\", "'", "\U0010ffff", "x" * 200])
async def test_no_text_breaks_a_filter_a_search_or_a_look_up(house: House, text: str) -> None:
    assert house
    assert await names(UserFilter(roles=(text,))) == set()
    assert await names(UserFilter(external_id=text)) == set()
    assert await names(UserFilter(tenant_id=text)) == set()
    assert await names(search=text) == set()
    assert await user_by_name(SYSTEM, text, "USERNAME", {}) is None


async def test_search_finds_parts_of_names_without_minding_accents_and_case(house: House) -> None:
    await house.user("asa.o", first_name="\u00c5sa", last_name="\u00d6berg", email="Asa@Example.com")
    await house.user("percent", display_name="100% _sure\\", email="other@example.com")
    for text in ("asa", "\u00c5SA \u00d6", "OBERG", "sa.o", "  asa  "):
        assert await names(search=text) == {"asa.o"}, text
    for text in ("100%", "% _", "_sure", "sure\\"):
        assert await names(search=text) == {"percent"}, text
    assert await names(search="asa@EXAMPLE") == {"asa.o"}
    assert await names(search="example.com") == {"asa.o", "percent"}
    assert await names(search="a%o") == await names(search="asa_o") == await names(search="oberg \u00e5sa") == set()
    assert await names(search="") == await names(search="   ") == {ROOT, "asa.o", "percent"}


async def test_a_search_past_its_bound_is_refused(house: House) -> None:
    assert house
    with pytest.raises(BadInput) as refused:
        await names(search="x" * 201)
    assert refused.value.argument == "search"


async def test_search_is_blind_to_addresses_that_the_caller_may_not_read(house: House) -> None:
    await house.user("asa", email="secret@example.com")
    helper = await house.acting("helper", Scope.USERS_READ)
    insider = await house.acting("insider", Scope.USERS_READ, Scope.USERS_READ_CONTACT)
    assert await names(search="secret@", actor=helper) == set()
    assert await names(search="secret@", actor=insider) == {"asa"}


async def test_every_read_of_accounts_needs_its_scope(house: House) -> None:
    curious = await house.acting("curious", *all_but(Scope.USERS_READ))
    for actor, error in ((curious, Forbidden), (replace(SYSTEM, permissions=NOBODY), Unauthenticated)):
        for read in (
            list_users(actor, UserListing(), {}),
            count_users(actor, UserListing()),
            user_by_id(actor, curious.user_id or NO_ID, {}),
            user_by_name(actor, ROOT, "USERNAME", {}),
        ):
            with pytest.raises(error):
                await read


async def test_an_account_is_found_by_each_of_its_names_in_any_spelling(house: House) -> None:
    user_id = await house.user("Asa", email="Asa.O@Example.com")
    for name, kind in (("asa", "USERNAME"), (" ASA ", "USERNAME"), ("asa.o@EXAMPLE.com", "EMAIL")):
        found = await user_by_name(SYSTEM, name, kind, SHOWN)
        assert found is not None
        assert (found.id, found.username, found.email) == (user_id, "Asa", "Asa.O@Example.com")
    assert await user_by_name(SYSTEM, "asa", "EMAIL", {}) is None
    assert await user_by_name(SYSTEM, "asa.o@example.com", "USERNAME", {}) is None
    assert await user_by_name(SYSTEM, "as\u00e5", "USERNAME", {}) is None


async def test_a_row_holds_what_was_asked_for_as_the_same_types_on_both_engines(house: House) -> None:
    root = await house.root()
    assert root.user_id is not None
    row = (await users_by_id([root.user_id], SHOWN))[root.user_id]
    stored = await User.get(id=root.user_id)
    assert {name: getattr(row, name) for name in COLUMNS} == {name: getattr(stored, name) for name in COLUMNS}
    assert isinstance(row.created_at, datetime)
    with pytest.raises(AttributeError):
        str((await users_by_id([root.user_id], {}))[root.user_id].email)
