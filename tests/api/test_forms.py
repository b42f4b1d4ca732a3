"""Forms are read whole or refused: in bounded memory, in one media type, in UTF-8."""

import pytest
from starlette.requests import Request
from starlette.types import Message

from api.forms import MEDIA_TYPE, BadForm, only, read_form

MOST = 64


def request(body: bytes, *types: str, pieces: int = 1, **headers: str) -> Request:
    """A request whose body comes in so many pieces."""
    size = -(-len(body) // pieces) or 1
    parts = [body[start : start + size] for start in range(0, len(body), size)] or [b""]
    given = [("content-type", each) for each in (types or (MEDIA_TYPE,))]
    given += [(name.replace("_", "-"), value) for name, value in headers.items()]
    raw = [(name.encode(), value.encode()) for name, value in given]

    async def receive() -> Message:
        return {"type": "http.request", "body": parts.pop(0), "more_body": bool(parts)}

    return Request({"type": "http", "method": "POST", "path": "/", "query_string": b"", "headers": raw}, receive)


@pytest.mark.parametrize("kind", [MEDIA_TYPE, f"{MEDIA_TYPE}; charset=UTF-8", MEDIA_TYPE.upper()])
@pytest.mark.parametrize("pieces", [1, 3])
async def test_fields_come_in_their_order_also_twice_and_empty(kind: str, pieces: int) -> None:
    form = await read_form(request(b"a=1&b=%C3%A9+x&a=2&c=", kind, pieces=pieces), MOST)
    assert list(form) == [("a", "1"), ("b", "é x"), ("a", "2"), ("c", "")]
    assert [only(form, name) for name in "abcd"] == [None, "é x", "", None]


@pytest.mark.parametrize(
    ("status", "made"),
    [
        (415, request(b"a=1", "application/json")),
        (415, request(b"a=1", MEDIA_TYPE, MEDIA_TYPE)),
        (415, request(b"a=1", f"{MEDIA_TYPE}; charset=latin-1")),
        (415, request(b"a=1", f"x-{MEDIA_TYPE}")),
        (415, request(b"a=1", content_encoding="gzip")),
        (413, request(b"a=" + b"x" * MOST)),
        (413, request(b"a=" + b"x" * MOST, pieces=9)),
        (413, request(b"a=1", content_length="65")),
        (413, request(b"a=1", content_length="9" * 5_000)),
        (400, request(b"a=\xff")),
        (400, request(b"a=%ff")),
        (400, request(b"&".join([b"a"] * 21))),
    ],
    ids=["json", "two", "charset", "like", "packed", "long", "pieces", "told", "absurd", "bytes", "escaped", "many"],
)
async def test_anything_else_is_refused(status: int, made: Request) -> None:
    with pytest.raises(BadForm) as refused:
        await read_form(made, MOST)
    assert refused.value.answer.status_code == refused.value.status == status
