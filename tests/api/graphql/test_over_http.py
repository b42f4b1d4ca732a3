"""GraphQL over HTTP: methods, media types and statuses."""

import pytest

from tests.support.graphql_caller import Caller, caller
from tests.support.graphql_schema import Context

JSON = "application/json"
GRAPHQL = "application/graphql-response+json"
BODY = {"query": "{ hello }"}


@pytest.fixture
def api() -> Caller:
    return caller()


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "QUERY"])
async def test_other_methods_than_post_are_not_allowed(api: Caller, method: str) -> None:
    response = await api.http(method, params={"query": "{ hello }"})
    assert response.status_code == 405
    assert response.headers["allow"] == "POST"


ACCEPTED = [
    (None, JSON),
    ("*/*", JSON),
    ("application/*", JSON),
    (JSON, JSON),
    (GRAPHQL, GRAPHQL),
    (f"{GRAPHQL}, {JSON}", GRAPHQL),
    (f"{JSON}, {GRAPHQL}", GRAPHQL),
    (f"{GRAPHQL};q=0.5, {JSON}", JSON),
    (f"{GRAPHQL}; charset=utf-8, {JSON}; charset=utf-8", GRAPHQL),
    (f"{GRAPHQL};charset=UTF-8, {JSON};q=0.9", GRAPHQL),
    (f"{JSON}; charset=iso-8859-1, */*;q=0.1", JSON),
    ("text/html, */*;q=0.1", JSON),
    (f"TEXT/HTML, {JSON.upper()}", JSON),
]


@pytest.mark.parametrize(("accept", "given"), ACCEPTED)
async def test_the_response_has_the_media_type_that_the_client_likes_best(
    api: Caller, accept: str | None, given: str
) -> None:
    headers = {} if accept is None else {"accept": accept}
    response = await api.http(json=BODY, headers=headers | ({"accept": ""} if accept is None else {}))
    assert response.status_code == 200
    assert response.headers["content-type"] == f"{given}; charset=utf-8"
    assert response.json()["data"] == {"hello": "hello world"}


@pytest.mark.parametrize(
    "accept",
    [
        "text/html",
        "text/event-stream;q=0",
        f"{JSON};q=0",
        "*/*;q=0",
        f"{JSON}; charset=latin1",
        "multipart/mixed",
        f"{JSON};q=nonsense",
    ],
)
async def test_a_client_that_accepts_nothing_there_is_gets_406(api: Caller, accept: str) -> None:
    response = await api.http(json=BODY, headers={"accept": accept})
    assert (response.status_code, response.json()["errors"][0]["extensions"]["code"]) == (406, "NOT_ACCEPTABLE")


@pytest.mark.parametrize(
    "content_type",
    [
        None,
        "",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/graphql",
        "application/json-patch+json",
        "application/jsonp",
        "xapplication/json",
        "application/json, text/plain",
        "application/json; charset=utf-16",
        "application/json; profile=x",
        "text/plain; application/json",
    ],
)
async def test_other_content_types_are_refused(api: Caller, content_type: str | None) -> None:
    headers = {} if content_type is None else {"content-type": content_type}
    response = await api.http(content=b'{"query": "{ hello }"}', headers=headers)
    assert (response.status_code, response.json()["errors"][0]["extensions"]["code"]) == (415, "UNSUPPORTED_MEDIA_TYPE")
    assert api.product.contexts == []


@pytest.mark.parametrize(
    "content_type", [JSON, "Application/JSON", f"{JSON}; charset=utf-8", f'{JSON};charset="UTF-8"']
)
async def test_json_in_utf8_is_read(api: Caller, content_type: str) -> None:
    response = await api.http(
        content='{"query": "{ hello(name: \\"ß\\") }"}'.encode(), headers={"content-type": content_type}
    )
    assert response.json()["data"] == {"hello": "hello ß"}


async def test_two_content_types_are_refused(api: Caller) -> None:
    response = await api.http(
        content=b'{"query": "{ hello }"}', headers=[("content-type", JSON), ("content-type", JSON)]
    )
    assert response.status_code == 415


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "identity, gzip"])
async def test_compressed_bodies_are_refused(api: Caller, encoding: str) -> None:
    response = await api.http(json=BODY, headers={"content-encoding": encoding})
    assert response.status_code == 415


NOT_EXECUTED = {
    "no document": ("", "GRAPHQL_PARSE_FAILED"),
    "a syntax error": ("{ hello", "GRAPHQL_PARSE_FAILED"),
    "NUL": ("{ hello\x00 }", "GRAPHQL_PARSE_FAILED"),
    "an unknown field": ("{ nope }", "GRAPHQL_VALIDATION_FAILED"),
    "an empty selection": ("{ users {} }", "GRAPHQL_PARSE_FAILED"),
    "no operation": ("fragment F on Query { hello }", "GRAPHQL_VALIDATION_FAILED"),
    "a type definition": ("type T { a: Int } { hello }", "GRAPHQL_VALIDATION_FAILED"),
    "two operations and no name": ("query A { hello } query B { hello }", "BAD_REQUEST"),
    "a missing variable": ("query($v: Int!) { users(first: $v) { totalCount } }", "BAD_USER_INPUT"),
    "defer": ("{ ... @defer { hello } }", "GRAPHQL_VALIDATION_FAILED"),
    "a one-of input with two": (
        '{ users(orderBy: {email: "A", username: "A"}) { totalCount } }',
        "GRAPHQL_VALIDATION_FAILED",
    ),
    "null where only absence is": (
        'mutation { rename(input: {id: "1", nickname: null}) { nickname } }',
        "GRAPHQL_VALIDATION_FAILED",
    ),
}


@pytest.mark.parametrize(("document", "code"), NOT_EXECUTED.values(), ids=NOT_EXECUTED.keys())
async def test_a_request_that_is_not_executed_has_no_data_and_a_status_by_its_media_type(
    api: Caller, document: str, code: str
) -> None:
    for accept, status in ((JSON, 200), (GRAPHQL, 400)):
        response = await api.post(document, "users contact", accept=accept)
        assert response.status_code == status
        assert "data" not in response.json()
        assert {error["extensions"]["code"] for error in response.json()["errors"]} == {code}
    assert api.product.faults == []


@pytest.mark.parametrize(
    ("variables", "code"),
    [
        ({"v": {"email": "A", "username": "A"}}, "BAD_USER_INPUT"),
        ({"v": {}}, "BAD_USER_INPUT"),
        ({"v": {"email": None}}, "BAD_USER_INPUT"),
        ({"v": {"nope": 1}}, "BAD_USER_INPUT"),
        ({"v": "x"}, "BAD_USER_INPUT"),
        ({"v": {"email": 2**70}}, "BAD_USER_INPUT"),
        ({}, "BAD_USER_INPUT"),
    ],
)
async def test_wrong_variables_are_bad_input(api: Caller, variables: dict[str, object], code: str) -> None:
    document = "query($v: UserOrder!) { users(orderBy: $v) { totalCount } }"
    response = await api.post(document, "users contact", variables)
    assert response.status_code == 400
    assert {error["extensions"]["code"] for error in response.json()["errors"]} == {code}
    assert (api.product.ran, api.product.faults) == ([], [])


async def test_null_by_variable_where_only_absence_is_allowed_is_bad_input(api: Caller) -> None:
    document = "mutation($v: RenameInput!) { rename(input: $v) { nickname } }"
    response = await api.post(document, "", {"v": {"id": "1", "nickname": None}})
    assert {error["extensions"]["code"] for error in response.json()["errors"]} == {"BAD_USER_INPUT"}
    assert (api.product.ran, api.product.faults) == ([], [])


async def test_the_named_operation_is_executed(api: Caller) -> None:
    document = "query A { a: hello } query B { b: hello }"
    response = await api.http(json={"query": document, "operationName": "B"})
    assert response.json()["data"] == {"b": "hello world"}
    missing = await api.http(json={"query": document, "operationName": "C"}, headers={"accept": GRAPHQL})
    assert (missing.status_code, missing.json()["errors"][0]["extensions"]["code"]) == (400, "BAD_REQUEST")


async def test_names_of_the_schema_are_not_suggested(api: Caller) -> None:
    documents = (
        "{ helo }",
        "{ hello(nam: 1) }",
        "{ users(filter: {usernam: 1}) { totalCount } }",
        "{ ... on Usr { id } }",
        "query($v: UserFiltr) { users(filter: $v) { totalCount } }",
        "{ found { email } }",
    )
    for document in documents:
        assert "did you mean" not in (await api.post(document, "users")).text.lower()
    by_variable = await api.post(
        "query($v: UserFilter) { users(filter: $v) { totalCount } }", "users", {"v": {"emal": 1}}
    )
    assert by_variable.status_code == 400
    assert "did you mean" not in by_variable.text.lower()


def is_somebody(context: Context) -> bool:
    return context.permissions.authenticated


async def test_introspection_is_refused_to_whom_the_product_says() -> None:
    api = caller(introspection=is_somebody)
    for document in (
        "{ __schema { types { name } } }",
        '{ ...A } fragment A on Query { t: __type(name: "User") { kind } }',
    ):
        nobody = await api.post(document)
        assert (nobody.status_code, nobody.json()["errors"][0]["extensions"]["code"]) == (401, "UNAUTHENTICATED")
        assert "data" not in nobody.json()
        assert "errors" not in (await api.post(document, "")).json()
    assert (await api.result('{ __type(name: "Query") { name } }'))["data"] == {"__type": {"name": "Query"}}
    assert (await api.result("{ __typename viewer { __typename } }"))["data"] == {"__typename": "Query", "viewer": None}


async def test_the_product_refuses_a_request_as_a_whole(api: Caller) -> None:
    for accept in (JSON, GRAPHQL):
        response = await api.post("{ hello }", refuse="1", accept=accept)
        assert (response.status_code, response.headers["retry-after"]) == (429, "7")
        assert response.json() == {
            "errors": [
                {"message": "Too many requests.", "extensions": {"code": "RATE_LIMITED", "retryAfterSeconds": 7}}
            ]
        }


async def test_the_product_adds_its_headers_to_every_answer_it_was_asked_for(api: Caller) -> None:
    assert (await api.post("{ hello }", "")).headers["x-closed"] == "yes"
    assert (await api.post("{ nope }")).headers["x-closed"] == "nobody"
    assert (await api.post("{ broken }", "")).headers["x-closed"] == "yes"
    assert "x-closed" not in (await api.post("{ hello }", refuse="1")).headers
