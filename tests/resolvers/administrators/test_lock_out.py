"""Ways to lock everybody out over GraphQL: each is refused with who would be left, and undone.

``ada`` is the last administrator who can get in. ``root`` acts: it may do everything by an open session, but has no
password, so that it counts for nothing.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from auth.access.commands import NewOverride, grant_scope, set_field_rule
from auth.actor import SYSTEM
from auth.permissions import EVERY_KNOWN_SCOPE
from models.permission import FieldEffect
from resolvers.node import decode_id, encode_id
from tests.support.gate import Gate
from tests.support.trail import nothing_changes

EMAIL = "User.email"
THREE = ("roles:write", "settings:write", "users:write")
INPUTS = {"grantScope": "ScopeOverrideInput", "denyScope": "ScopeOverrideInput"}
ROOT_IN_NAME = {"username": "root", "because": "NO_PASSWORD"}


@dataclass(frozen=True, slots=True)
class Way:
    """A mutation and its input; ``in_name`` are accounts besides root that would hold the scopes in vain."""

    mutation: str
    input: Mapping[str, object]
    in_name: Mapping[str, str]

    @property
    def document(self) -> str:
        """The mutation with everything that a refusal can say."""
        kind = INPUTS.get(self.mutation, f"{self.mutation[0].upper()}{self.mutation[1:]}Input")
        return f"""
            mutation ($input: {kind}!) {{ {self.mutation}(input: $input) {{ errors {{
                __typename code path message
                ... on WouldLockOut {{
                    administratorsBefore administratorsAfter administratorsInName {{ username because }}
                }}
            }} }} }}"""


async def _ada(gate: Gate, *roles: str) -> str:
    return await gate.actor("ada", *roles, password=await gate.house.password())


async def _role(gate: Gate, name: str, *scopes: str, **more: Any) -> str:  # noqa: ANN401 — fields of a draft
    return encode_id("rol", await gate.house.role(name, *scopes, **more))


async def _ruled(gate: Gate, role: str, effect: FieldEffect) -> None:
    role_id = decode_id(role, "rol", "role")
    await gate.house.do(SYSTEM, lambda work: set_field_rule(work, role_id, EMAIL, effect, frozenset({EMAIL})))


async def _by_grants(gate: Gate) -> str:
    """An operator to whom the three scopes are granted."""
    ada = await _ada(gate, "operator")
    for scope in THREE:
        wanted = NewOverride(scope, "Runs this place.")
        await gate.house.do(SYSTEM, lambda work, wanted=wanted: grant_scope(work, decode_id(ada, "usr", "ada"), wanted))
    return ada


def _in(gate: Gate, **span: float) -> str:
    return (gate.house.clock.now() + timedelta(**span)).isoformat()


async def other_roles(gate: Gate) -> Way:
    return Way("setUserRoles", {"id": await _ada(gate, "admin"), "roles": ["viewer"]}, {})


async def one_more_role_that_denies(gate: Gate) -> Way:
    await _ruled(gate, await _role(gate, "blind"), FieldEffect.DENY)
    ada = await _ada(gate, "admin")
    return Way("setUserRoles", {"id": ada, "roles": ["admin", "blind"]}, {"ada": "FIELDS_DENIED"})


async def deactivation(gate: Gate) -> Way:
    return Way("deactivateUser", {"id": await _ada(gate, "admin")}, {"ada": "INACTIVE"})


async def deletion(gate: Gate) -> Way:
    return Way("deleteUser", {"id": await _ada(gate, "admin"), "endSessions": True}, {})


async def a_denied_scope(gate: Gate) -> Way:
    ada = await _ada(gate, "admin")
    return Way("denyScope", {"userId": ada, "scope": "users:write", "reason": "Why not?"}, {"ada": "SCOPE_DENIED"})


async def a_scope_denied_for_an_hour(gate: Gate) -> Way:
    denied = {"userId": await _ada(gate, "admin"), "scope": "settings:write", "reason": "Only for lunch."}
    return Way("denyScope", {**denied, "endsAt": _in(gate, hours=1)}, {"ada": "SCOPE_DENIED"})


async def a_grant_taken_back(gate: Gate) -> Way:
    return Way("clearScopeOverride", {"userId": await _by_grants(gate), "scope": "roles:write"}, {})


async def a_grant_that_is_to_end(gate: Gate) -> Way:
    granted = {"userId": await _by_grants(gate), "scope": "roles:write", "reason": "Until the audit."}
    return Way("grantScope", {**granted, "endsAt": _in(gate, days=300)}, {"ada": "TEMPORARY"})


async def a_role_with_fewer_scopes(gate: Gate) -> Way:
    chief = await _role(gate, "chief", *EVERY_KNOWN_SCOPE)
    await _ada(gate, "chief")
    return Way("updateRole", {"id": chief, "scopes": sorted(EVERY_KNOWN_SCOPE - {"users:write"})}, {})


async def a_role_without_its_parent(gate: Gate) -> Way:
    await _role(gate, "base", *THREE)
    chief = await _role(gate, "chief", parents=("base",))
    await _ada(gate, "chief")
    return Way("updateRole", {"id": chief, "parents": []}, {})


async def a_parent_with_fewer_scopes(gate: Gate) -> Way:
    base = await _role(gate, "base", *THREE)
    await _role(gate, "chief", parents=("base",))
    await _ada(gate, "chief")
    return Way("updateRole", {"id": base, "scopes": ["users:write"]}, {})


async def a_field_denied_to_all_administrators(gate: Gate) -> Way:
    await _ada(gate, "admin")
    roles = await gate.data("{ roles { nodes { id name } } }")
    admin = next(each["id"] for each in roles["roles"]["nodes"] if each["name"] == "admin")
    return Way("setFieldRule", {"roleId": admin, "coordinate": EMAIL, "effect": "DENY"}, {"ada": "FIELDS_DENIED"})


async def a_lifted_denial_that_binds_again(gate: Gate) -> Way:
    strict, lenient = await _role(gate, "strict"), await _role(gate, "lenient")
    await _ruled(gate, strict, FieldEffect.DENY)
    await _ruled(gate, lenient, FieldEffect.ALLOW)
    await _ada(gate, "admin", "strict", "lenient")
    return Way("clearFieldRule", {"roleId": lenient, "coordinate": EMAIL}, {"ada": "FIELDS_DENIED"})


WAYS = (
    other_roles,
    one_more_role_that_denies,
    deactivation,
    deletion,
    a_denied_scope,
    a_scope_denied_for_an_hour,
    a_grant_taken_back,
    a_grant_that_is_to_end,
    a_role_with_fewer_scopes,
    a_role_without_its_parent,
    a_parent_with_fewer_scopes,
    a_field_denied_to_all_administrators,
    a_lifted_denial_that_binds_again,
)
Scene = Callable[[Gate], Awaitable[Way]]
ways = pytest.mark.parametrize("scene", WAYS, ids=lambda scene: scene.__name__.replace("_", " "))


@ways
async def test_a_change_that_locks_everybody_out_is_refused_and_names_who_would_be_left(
    gate: Gate, scene: Scene
) -> None:
    way = await scene(gate)
    async with nothing_changes():
        answer = await gate.data(way.document, {"input": way.input})
    in_name = [*({"username": name, "because": because} for name, because in way.in_name.items()), ROOT_IN_NAME]
    assert answer[way.mutation]["errors"] == [
        {
            "__typename": "WouldLockOut",
            "code": "WOULD_LOCK_OUT",
            "path": None,
            "message": "After this no administrator could get in any more, so it was not done.",
            "administratorsBefore": ["ada"],
            "administratorsAfter": [],
            "administratorsInName": in_name,
        }
    ]


@ways
async def test_the_same_change_is_made_where_another_administrator_can_get_in(gate: Gate, scene: Scene) -> None:
    await gate.house.role("spare", *EVERY_KNOWN_SCOPE)
    await gate.house.user("bea", "spare", password=await gate.house.password())
    way = await scene(gate)
    assert (await gate.data(way.document, {"input": way.input}))[way.mutation]["errors"] == []


async def test_the_last_administrator_cannot_take_the_scopes_from_their_own_role(gate: Gate) -> None:
    chief = await _role(gate, "chief", *EVERY_KNOWN_SCOPE, level=3)
    await _ada(gate, "chief")
    way = Way("updateRole", {"id": chief, "scopes": ["users:read"]}, {})
    async with nothing_changes():
        answer = await gate.data(way.document, {"input": way.input}, "ada")
    assert answer["updateRole"]["errors"][0]["administratorsBefore"] == ["ada"]


async def test_names_are_told_to_callers_who_may_read_accounts_alone(gate: Gate) -> None:
    chief = await _role(gate, "chief", *THREE)
    await _ada(gate, "chief")
    await gate.holder("editor", *THREE)
    way = Way("updateRole", {"id": chief, "scopes": []}, {})
    async with nothing_changes():
        answer = await gate.ask(way.document, {"input": way.input}, "editor")
    (error,) = answer["data"]["updateRole"]["errors"]
    assert error["code"] == "WOULD_LOCK_OUT"
    assert [error[name] for name in error if name.startswith("administrators")] == [None, None, None]
    assert {each["extensions"]["code"] for each in answer["errors"]} == {"FORBIDDEN"}


async def test_a_mistake_in_the_input_is_named_before_the_question_is_answered(gate: Gate) -> None:
    chief = await _role(gate, "chief", *EVERY_KNOWN_SCOPE)
    await _ada(gate, "chief")
    way = Way("updateRole", {"id": chief, "scopes": ["no:such"]}, {})
    answer = await gate.data(way.document, {"input": way.input})
    assert [error["code"] for error in answer["updateRole"]["errors"]] == ["SCOPE_UNKNOWN"]


async def test_a_password_that_must_be_changed_locks_nobody_out(gate: Gate) -> None:
    way = Way("requirePasswordChange", {"id": await _ada(gate, "admin")}, {})
    assert (await gate.data(way.document, {"input": way.input}))["requirePasswordChange"]["errors"] == []
    late = Way("deactivateUser", {"id": await gate.user_id("ada")}, {})
    answer = await gate.data(late.document, {"input": late.input})
    assert answer["deactivateUser"]["errors"][0]["administratorsBefore"] == ["ada"]
