"""Every input that filters, sorts or looks up is paired with the output field it would tell of."""

from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, get_type_hints

import pytest
from graphql import GraphQLInputObjectType, GraphQLSchema

from api.graphql.schema import core_schema
from api.product import gatehouse_schema
from auth.events import REGISTRY
from auth.visibility import FIELDS, TELLS, camel_case
from resolvers.contract import Contract, contract_of
from resolvers.permissions import revealed

TELLING = ("Filter", "Order", "Lookup")
READ_WHOLE = ("RoleLookup", "GroupLookup")
"""Look-ups of things whose every field is open to whoever may look them up."""


@cache
def schema() -> GraphQLSchema:
    """The finished schema."""
    return core_schema(gatehouse_schema())


@cache
def contract() -> Contract:
    """Its permissions."""
    return contract_of(schema())


def unpaired(finished: GraphQLSchema, pairs: dict[str, str]) -> list[str]:
    """Fields of filters, orders and look-ups that no output field is named for."""
    return [
        f"{name}.{field}"
        for name, kind in finished.type_map.items()
        if isinstance(kind, GraphQLInputObjectType) and name.endswith(TELLING) and name not in READ_WHOLE
        for field in kind.fields
        if f"{name}.{field}" not in pairs
    ]


def test_every_telling_input_names_its_output() -> None:
    assert unpaired(schema(), dict(revealed(schema()))) == []


def test_an_input_without_its_output_is_found() -> None:
    pairs = dict(revealed(schema()))
    del pairs["UserOrder.email"]
    assert unpaired(schema(), pairs) == ["UserOrder.email"]


def test_every_named_output_exists() -> None:
    assert set(revealed(schema()).values()) <= set(contract().outputs)


@pytest.mark.parametrize(("given", "told"), sorted(revealed(schema()).items()))
def test_an_input_needs_at_least_what_its_output_needs(given: str, told: str) -> None:
    output = contract().outputs[told].requirement
    assert all(any(set(needed) <= set(asked) for needed in output) for asked in contract().requirements[given])


def test_the_values_of_accounts_that_need_more_are_the_same_in_the_schema_and_in_commands() -> None:
    declared = {name: contract().outputs[f"User.{camel_case(name)}"].requirement for name in FIELDS}
    assert declared == FIELDS


ABOUT_ACCOUNTS = ("user.", "password.", "token.", "mfa.")
SEEN_WITH_THE_TRAIL = {"backup_codes_left", "locked_until", "by_hand", "automatically", "scope", "effect", "ends_at"}
"""What no field of an account shows by itself, or one that cannot be denied does (``User.locks``)."""


def fields_of_changes(kind: type[Any]) -> set[str]:
    hints = get_type_hints(kind)
    states = {hints[side] for side in ("before", "after") if side in hints}
    return {item.name for state in states if is_dataclass(state) for item in fields(state)}


def test_every_changed_value_in_the_trail_is_closed_with_the_field_that_shows_it() -> None:
    open_for_all = [
        (action, field)
        for action, kind in sorted(REGISTRY.items())
        for field in sorted(fields_of_changes(kind) - SEEN_WITH_THE_TRAIL)
        if action.startswith(ABOUT_ACCOUNTS)
        and f"User.{camel_case(TELLS.get((action, field), field))}" not in contract().outputs
        and camel_case(field) not in schema().type_map["User"].fields  # type: ignore[attr-defined]
    ]
    assert open_for_all == [("user.scope_override_changed", "reason")]
