"""No message about input repeats the input: it may be a password in the wrong place."""

from typing import Any

import pytest

from api.graphql.echo import without_values
from tests.support.graphql_caller import caller

SECRET = "hunter2-in-the-wrong-place"
BY_VARIABLE = "query($f: UserFilter, $n: Int) { users(filter: $f, first: $n) { nodes { id } } }"


@pytest.mark.parametrize(
    ("document", "variables"),
    [
        (BY_VARIABLE, {"f": {"email": {"deep": SECRET}}}),
        (BY_VARIABLE, {"f": {"email": [SECRET]}}),
        (BY_VARIABLE, {"f": {"nope": SECRET}}),
        (BY_VARIABLE, {"f": SECRET}),
        (BY_VARIABLE, {"f": [SECRET]}),
        (BY_VARIABLE, {"n": SECRET}),
        ('{ users(first: "SECRET") { nodes { id } } }', None),
        ('{ users(filter: "SECRET") { nodes { id } } }', None),
        ('{ users(filter: {nope: "SECRET"}) { nodes { id } } }', None),
        ('{ users(filter: {email: {deep: "SECRET"}}) { nodes { id } } }', None),
    ],
)
async def test_a_value_that_does_not_fit_is_not_repeated(document: str, variables: dict[str, Any] | None) -> None:
    response = await caller().http(json={"query": document.replace("SECRET", SECRET), "variables": variables})
    assert "errors" in response.json()
    assert SECRET not in response.text


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("Int cannot represent non-integer value: 'x'", "Int cannot represent non-integer value."),
        ("Expected value of type 'Int!', found 'x\ny'.", "Expected value of type 'Int!'."),
        ("Expected value of type 'F' to be an object, found: 'x'.", "Expected value of type 'F' to be an object."),
        ("Value 'x' does not exist in 'Colour' enum.", "The value does not exist in 'Colour' enum."),
        ("Cannot query field 'found' on type 'Query'.", "Cannot query field 'found' on type 'Query'."),
    ],
)
def test_the_place_and_what_is_expected_stay(message: str, shown: str) -> None:
    assert without_values(message) == shown
