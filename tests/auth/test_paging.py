"""Pages of a list that is in memory, and what is no page and no cursor of it."""

import base64
from uuid import UUID

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auth.errors import BadInput
from auth.paging import Order, PageRequest, decode_cursor, encode_cursor, moment_value, page_of
from auth.texts import canonical

BY_NAME = Order("name", "x.name")
KEY = UUID(int=7)

Row = tuple[str, UUID]
ROWS = st.lists(st.text(max_size=3)).map(lambda names: [(name, UUID(int=place)) for place, name in enumerate(names)])


def place(row: Row) -> Row:
    return row


def walked(rows: list[Row], order: Order, size: int, *, backward: bool) -> list[Row]:
    """All pages from one end to the other, put together in the list's order."""
    found: list[Row] = []
    cursor: str | None = None
    while True:
        request = PageRequest(last=size, before=cursor) if backward else PageRequest(first=size, after=cursor)
        page = page_of(rows, order, request, place)
        found = [*page.rows, *found] if backward else [*found, *page.rows]
        if not (page.has_previous if backward else page.has_next):
            return found
        assert len(page.rows) == len(page.cursors) == size
        cursor = page.cursors[0] if backward else page.cursors[-1]


@given(ROWS, st.booleans(), st.integers(1, 5))
def test_pages_from_either_end_are_the_whole_list_in_its_order(rows: list[Row], down: bool, size: int) -> None:  # noqa: FBT001 — drawn
    order = Order("name", "x.name", descending=down)
    whole = sorted(rows, reverse=down)
    assert walked(rows, order, size, backward=False) == walked(rows, order, size, backward=True) == whole


@given(ROWS, st.integers(0, 9), st.integers(1, 9))
def test_an_offset_skips_so_many_rows(rows: list[Row], offset: int, size: int) -> None:
    page = page_of(rows, BY_NAME, PageRequest(first=size, offset=offset), place)
    assert list(page.rows) == sorted(rows)[offset : offset + size]
    assert (page.has_previous, page.has_next) == (offset > 0, offset + size < len(rows))


BAD_PAGES = [
    (PageRequest(first=0), "first"),
    (PageRequest(first=-1), "first"),
    (PageRequest(first=251), "first"),
    (PageRequest(last=0), "last"),
    (PageRequest(last=251), "last"),
    (PageRequest(first=1, last=1), "last"),
    (PageRequest(first=1, before="x"), "before"),
    (PageRequest(before="x"), "before"),
    (PageRequest(last=1, after="x"), "after"),
    (PageRequest(offset=-1), "offset"),
    (PageRequest(offset=10_001), "offset"),
    (PageRequest(offset=1, after="x"), "offset"),
    (PageRequest(offset=1, last=1), "offset"),
]


@pytest.mark.parametrize(("request_", "argument"), BAD_PAGES)
def test_a_page_out_of_bounds_is_refused_by_the_argument_that_is_wrong(request_: PageRequest, argument: str) -> None:
    with pytest.raises(BadInput) as refused:
        request_.check()
    assert refused.value.argument == argument


@pytest.mark.parametrize(
    "request_",
    [PageRequest(), PageRequest(first=1), PageRequest(first=250), PageRequest(last=250), PageRequest(offset=10_000)],
)
def test_pages_at_their_bounds_are_taken(request_: PageRequest) -> None:
    request_.check()
    assert request_.size in {1, 25, 250}


def cursor_of(*parts: object) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(parts)).decode().rstrip("=")


UP, DOWN = False, True
FOREIGN_PARTS = [
    (),
    ("name",),
    ("name", UP, "a"),
    ("name", UP, "a", KEY.hex, 1),
    ("email", UP, "a", KEY.hex),
    ("name", DOWN, "a", KEY.hex),
    ("name", None, "a", KEY.hex),
]
FOREIGN_VALUES: list[object] = [None, 5, 2**63, 1.5, DOWN, ["a"], {}]
FOREIGN_KEYS = ["x", "", 7, None, [KEY.hex]]
GOOD = cursor_of("name", UP, "a", KEY.hex)
NO_CURSORS = ["", "x", "====", "null", "\u20ac", "\0", "AAAA", "e30", "bnVsbA", "W10", "W1tbW1tb", "a" * 10_000, "[]"]
FORGED = [
    *NO_CURSORS,
    *(cursor_of(*parts) for parts in FOREIGN_PARTS),
    *(cursor_of("name", UP, value, KEY.hex) for value in FOREIGN_VALUES),
    *(cursor_of("name", UP, "a", key) for key in FOREIGN_KEYS),
    GOOD[:-2],
    GOOD + " ",
]


@pytest.mark.parametrize("cursor", FORGED, ids=lambda text: ascii(text)[:40])
@pytest.mark.parametrize("argument", ["after", "before"])
def test_a_forged_or_foreign_cursor_is_refused_by_name(cursor: str, argument: str) -> None:
    request = PageRequest(first=1, after=cursor) if argument == "after" else PageRequest(last=1, before=cursor)
    with pytest.raises(BadInput) as refused:
        page_of([("a", KEY)], BY_NAME, request, place)
    assert refused.value.argument == argument


@given(st.text(st.characters(codec="utf-8")))
def test_a_cursor_gives_back_what_it_was_made_of(text: str) -> None:
    name = canonical(text)
    assert decode_cursor(encode_cursor(BY_NAME, name, KEY), BY_NAME, "after") == (name, KEY)


@given(st.text() | st.binary().map(lambda raw: base64.urlsafe_b64encode(raw).decode()))
def test_whatever_is_given_as_a_cursor_is_a_cursor_or_refused(text: str) -> None:
    try:
        value, _ = decode_cursor(text, BY_NAME, "after")
    except BadInput:
        return
    assert isinstance(value, str)


@pytest.mark.parametrize(
    "moment", ["2026-11-21", "2026-11-21T12:00:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "x", ""]
)
def test_a_moment_without_an_offset_or_before_all_time_is_no_cursor(moment: str) -> None:
    order = Order("created_at", "x.created_at", value=moment_value)
    with pytest.raises(BadInput):
        decode_cursor(encode_cursor(order, moment, KEY), order, "after")
