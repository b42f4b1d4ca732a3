"""Below what a sign-in returns, the caller is whom the sign-in brings."""

from typing import Any

import pytest

from tests.support.graphql_caller import Caller, caller
from tests.support.graphql_schema import somebody

LOGIN = 'login(password: "right") { ... on LoginSucceeded { token viewer { colleagues { nodes { email } } } } }'


@pytest.fixture
def api() -> Caller:
    return caller()


def told(answer: dict[str, Any]) -> list[tuple[str, str]]:
    return [(error["extensions"]["code"], error["extensions"]["selection"]) for error in answer.get("errors", [])]


async def test_the_selection_below_a_sign_in_is_decided_for_the_new_caller(api: Caller) -> None:
    answer = await api.result(f"mutation {{ {LOGIN} }}")
    assert answer["data"]["login"]["viewer"] == {"colleagues": {"nodes": [{"email": None}, {"email": None}]}}
    assert told(answer) == [("FORBIDDEN", "login.viewer.colleagues.nodes.email")]
    assert "path" not in answer["errors"][0]


async def test_a_new_caller_with_every_right_is_told_nothing(api: Caller) -> None:
    api.product.entering = somebody("users", "contact")
    answer = await api.result(f"mutation {{ {LOGIN} }}")
    assert "errors" not in answer
    assert answer["data"]["login"]["viewer"]["colleagues"]["nodes"][0] == {"email": "ada@example.test"}


async def test_a_new_caller_with_no_rights_is_denied_with_a_path(api: Caller) -> None:
    api.product.entering = somebody()
    answer = await api.result(f"mutation {{ {LOGIN} }}")
    assert answer["data"]["login"] == {"token": "t", "viewer": {"colleagues": None}}
    assert answer["errors"][0]["path"] == ["login", "viewer", "colleagues"]
    assert api.product.ran == ["Mutation.login"]


async def test_a_refused_sign_in_decides_nothing_below(api: Caller) -> None:
    answer = await api.result(f"mutation {{ {LOGIN.replace('right', 'wrong')} }}")
    assert answer == {"data": {"login": {}}}


async def test_the_sign_in_gives_no_rights_to_what_stands_beside_it(api: Caller) -> None:
    answer = await api.result(f'mutation {{ {LOGIN} rename(input: {{id: "u1"}}) {{ nickname }} }}')
    assert answer["data"]["rename"] is None
    assert told(answer) == [("UNAUTHENTICATED", "rename"), ("FORBIDDEN", "login.viewer.colleagues.nodes.email")]


async def test_the_rights_of_the_caller_who_signs_in_do_not_count_below(api: Caller) -> None:
    api.product.entering = somebody()
    answer = await api.result(f"mutation {{ {LOGIN} }}", "users contact")
    assert answer["data"]["login"]["viewer"]["colleagues"] is None


async def test_a_boundary_behind_an_alias_and_fragments_is_found(api: Caller) -> None:
    document = (
        'mutation { me: login(password: "right") { ...L } }'
        " fragment L on LoginResult { ... on LoginSucceeded { ...S } }"
        " fragment S on LoginSucceeded { viewer { c: colleagues { nodes { ...E } } } } fragment E on User { e: email }"
    )
    answer = await api.result(document)
    assert told(answer) == [("FORBIDDEN", "me.viewer.c.nodes.e")]
    assert answer["data"]["me"]["viewer"]["c"]["nodes"] == [{"e": None}, {"e": None}]


async def test_one_cached_document_serves_different_new_callers(api: Caller) -> None:
    counts: list[int] = []
    for scopes in (("users", "contact"), ("users",), (), ("users", "contact")):
        api.product.entering = somebody(*scopes)
        counts.append(len((await api.result(f"mutation {{ {LOGIN} }}")).get("errors", [])))
    assert counts == [0, 1, 1, 0]
