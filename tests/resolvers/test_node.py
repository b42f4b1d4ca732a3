"""``node(id)``: every type by every caller, and no type by another's prefix."""

from itertools import product
from typing import Any

from resolvers.node import BY_ROW, LOADERS
from tests.support.answers import bad_argument
from tests.support.gate import Gate

NODE = "query ($id: ID!) { node(id: $id) { __typename id } }"


async def own_ids(gate: Gate) -> dict[str, str]:
    """An id of each type that root may read, by its prefix."""
    queries = {
        "usr": "{ users(first: 1) { nodes { id } } }",
        "rol": "{ roles(first: 1) { nodes { id } } }",
        "evt": "{ auditEvents(first: 1) { nodes { id } } }",
    }
    found = {"ses": (await gate.data("{ viewer { session { id } } }"))["viewer"]["session"]["id"]}
    for prefix, query in queries.items():
        (connection,) = (await gate.data(query)).values()
        found[prefix] = connection["nodes"][0]["id"]
    return found


async def test_each_type_is_found_by_its_own_prefix_alone(gate: Gate) -> None:
    ids = await own_ids(gate)
    names = {kind.prefix: kind.name for kind in BY_ROW.values()}
    for (prefix, key), other in product(ids.items(), LOADERS):
        wanted = other + key[len(prefix) :]
        found: dict[str, Any] | None = {"__typename": names[prefix], "id": key} if other == prefix else None
        assert await gate.ask(NODE, {"id": wanted}, "root") == {"data": {"node": found}}, wanted


async def test_what_may_not_be_read_is_not_found_by_its_id_either(gate: Gate) -> None:
    ids = await own_ids(gate)
    may = {"helpdesk": {"usr"}, "auditor": {"evt"}, "viewer": set[str](), "operator": set[str]()}
    for caller, (prefix, key) in product(may, ids.items()):
        answer = await gate.ask(NODE, {"id": key}, caller)
        if prefix in may[caller]:
            assert "errors" not in answer
            assert answer["data"]["node"]["id"] == key
        elif prefix == "ses":
            assert answer == {"data": {"node": None}}, "somebody else's session"
        else:
            assert answer["data"] == {"node": None}
            assert [error["extensions"]["code"] for error in answer["errors"]] == ["FORBIDDEN"]


async def test_an_id_that_is_none_is_an_input_error(gate: Gate) -> None:
    key = (await own_ids(gate))["usr"]
    for bad in (
        "",
        "x",
        "_",
        "usr",
        "usr_",
        "usr-" + key[4:],
        key[:-1],
        key + "0",
        key.upper(),
        "USR_" + key[4:],
        "\0",
    ):
        answer = await gate.ask(NODE, {"id": bad}, "root")
        assert answer == {"errors": [bad_argument("id", ["node"])], "data": {"node": None}}, bad
