"""Bodies of requests: what is read, what is refused, and when."""

from collections.abc import AsyncIterator

import pytest

from tests.support.graphql_caller import Caller, caller

JSON = "application/json"
GRAPHQL = "application/graphql-response+json"


@pytest.fixture
def api() -> Caller:
    return caller()


BAD_BODIES = {
    "empty": b"",
    "null": b"null",
    "a number": b"1",
    "a string": b'"x"',
    "true": b"true",
    "a list": b"[]",
    "a batch": b'[{"query": "{ hello }"}]',
    "broken off": b'{"query": "{ hello }"',
    "two values": b'{"query": "{ hello }"} {}',
    "a comment": b'{"query": "{ hello }"} // x',
    "invalid UTF-8": b'{"query": "\xff"}',
    "UTF-16": '{"query": "{ hello }"}'.encode("utf-16"),
    "a byte order mark": b'\xef\xbb\xbf{"query": "{ hello }"}',
    "a lone surrogate": b'{"query": "\\ud800"}',
    "NUL": b'{"query": "\x00"}',
    "a huge number": b'{"query": "{ hello }", "x": ' + b"9" * 5_000 + b"}",
    "an infinite number": b'{"query": "{ hello }", "x": 1e999}',
    "NaN": b'{"query": "{ hello }", "x": NaN}',
    "10,000 levels": b'{"query": "{ hello }", "x": ' + b"[" * 10_000 + b"]" * 10_000 + b"}",
    "no query": b"{}",
    "query null": b'{"query": null}',
    "query a number": b'{"query": 1}',
    "query a list": b'{"query": ["{ hello }"]}',
    "query an object": b'{"query": {}}',
    "operationName a number": b'{"query": "{ hello }", "operationName": 1}',
    "operationName a list": b'{"query": "{ hello }", "operationName": []}',
    "variables a string": b'{"query": "{ hello }", "variables": "{}"}',
    "variables a list": b'{"query": "{ hello }", "variables": []}',
    "variables a number": b'{"query": "{ hello }", "variables": 0}',
    "variables false": b'{"query": "{ hello }", "variables": false}',
    "extensions a string": b'{"query": "{ hello }", "extensions": ""}',
    "extensions a list": b'{"query": "{ hello }", "extensions": []}',
    "query twice": b'{"query": "{ hello }", "query": "{ viewer { username } }"}',
    "query twice, in disguise": b'{"query": "{ hello }", "qu\\u0065ry": "{ viewer { username } }"}',
    "variables twice": b'{"query": "{ hello }", "variables": {}, "variables": null}',
}


@pytest.mark.parametrize("accept", [JSON, GRAPHQL])
@pytest.mark.parametrize("body", BAD_BODIES.values(), ids=BAD_BODIES.keys())
async def test_malformed_bodies_are_bad_requests_in_both_media_types(api: Caller, body: bytes, accept: str) -> None:
    response = await api.http(content=body, headers={"content-type": JSON, "accept": accept})
    assert response.status_code == 400
    assert response.headers["content-type"] == f"{accept}; charset=utf-8"
    (error,) = response.json()["errors"]
    assert error["extensions"] == {"code": "BAD_REQUEST"}
    assert "data" not in response.json()
    assert api.product.contexts == []
    assert api.product.faults == []


GOOD_BODIES = {
    "null members": b'{"query": "{ hello }", "operationName": null, "variables": null, "extensions": null}',
    "empty maps": b'{"query": "{ hello }", "variables": {}, "extensions": {}}',
    "unknown members": b'{"query": "{ hello }", "id": 1, "more": [true]}',
    "variables nobody asked for": b'{"query": "{ hello }", "variables": {"x": [1, {"y": null}]}}',
    "a member named in the document": b'{"query": "query variables { hello }", "operationName": "variables"}',
    "a name twice elsewhere": b'{"query": "{ hello }", "variables": {"query": 1, "variables": 2}}',
    "escaped letters": b'{"qu\\u0065ry": "{ hello }"}',
}


@pytest.mark.parametrize("body", GOOD_BODIES.values(), ids=GOOD_BODIES.keys())
async def test_well_formed_bodies_are_answered(api: Caller, body: bytes) -> None:
    response = await api.http(content=body, headers={"content-type": JSON, "accept": GRAPHQL})
    assert (response.status_code, response.json()["data"]) == (200, {"hello": "hello world"})


async def test_a_body_that_is_too_large_is_refused_by_its_announced_length() -> None:
    api = caller(body_bytes=100)
    response = await api.http(content=b" " * 101, headers={"content-type": JSON})
    assert response.status_code == 413
    assert response.json()["errors"][0]["extensions"] == {"code": "PAYLOAD_TOO_LARGE", "allowed": 100}


async def test_a_body_that_is_too_large_is_refused_while_it_comes_in_chunks() -> None:
    api = caller(body_bytes=100)
    sent: list[int] = []

    async def chunks() -> AsyncIterator[bytes]:
        for number in range(50):
            sent.append(number)
            yield b" " * 30

    response = await api.http(content=chunks(), headers={"content-type": JSON})
    assert response.status_code == 413
    assert "content-length" not in response.request.headers


async def test_a_body_in_chunks_is_put_together(api: Caller) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for byte in b'{"query": "{ hello }"}':
            yield bytes([byte])

    assert (await api.http(content=chunks(), headers={"content-type": JSON})).json()["data"] == {"hello": "hello world"}
