"""Whoever holds nothing but a pending token can take its one step, and nothing else of the schema."""

import pytest

from auth.opaque import Token
from tests.support.gate import Gate
from tests.support.house import PASSWORD
from tests.support.operations import Operation, Operations
from tests.support.scene import scene_ids
from tests.support.schema import exported
from tests.support.sdl import requirements

LOGIN = """
mutation ($n: String!) {
  login(input: {username: $n, password: "%s"}) {
    ... on PasswordChangeRequired { pendingToken }
    ... on MfaEnrolmentRequired { pendingToken }
  }
}
"""
GUARDED = requirements(exported())


def guarded(operations: Operations) -> list[Operation]:
    """Every root field that is not open to everybody."""
    return [each for each in operations.roots() if f"{each.steps[0].parent}.{each.steps[0].name}" in GUARDED]


@pytest.mark.parametrize("name", ["changer", "enroller"])
async def test_a_pending_token_is_no_credential_for_any_operation(gate: Gate, name: str) -> None:
    ids = await scene_ids(gate)
    await gate.user("changer", "admin", password=await gate.house.password(must_change=True))
    await gate.user("enroller", "admin", password=await gate.house.password(), mfa_required=True)
    token = (await gate.data(LOGIN % PASSWORD, {"n": name}, None))["login"]["pendingToken"]
    gate.tokens["pending"] = Token(token)
    tried = guarded(Operations(ids))
    assert len(tried) > 50
    for operation in tried:
        for cookie in ({}, {"cookie": f"gatehouse-dev={token}"}):
            as_ = None if cookie else "pending"
            answer = (await gate.send(operation.document, operation.variables, as_, **cookie)).json()
            reasons = {each["extensions"].get("reason") for each in answer["errors"]}
            codes = {each["extensions"]["code"] for each in answer["errors"]}
            assert codes == {"UNAUTHENTICATED"}, (operation.target, answer)
            assert reasons <= {"INVALID_TOKEN", "NOT_SIGNED_IN"}, (operation.target, answer)
    viewer = await gate.ask("{ viewer { username } }", None, "pending")
    assert viewer["data"] == {"viewer": None}
