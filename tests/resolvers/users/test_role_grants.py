"""Why an account holds its roles and until when, over the API."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.support.answers import MOMENT, refusal
from tests.support.gate import Gate
from tests.support.trail import nothing_changes

SET = """
mutation ($input: SetUserRolesInput!) {
  setUserRoles(input: $input) {
    user { roleGrants { role { name } source rule reason grantedAt grantedById expiresAt lastConfirmedAt } }
    errors { code path message }
  }
}
"""
CREATE = """
mutation ($input: CreateUserInput!) {
  createUser(input: $input) { user { roleGrants { role { name } reason rule } } errors { code path message } }
}
"""
EXPLAIN = """
query ($user: ID!) {
  explainAccess(userId: $user, subject: {scope: "audit:read"}) { allowed deciding { role reason endsAt } }
}
"""


async def test_a_role_is_given_with_a_reason_and_an_end_and_both_are_shown(gate: Gate) -> None:
    user, root = await gate.user("asa"), await gate.user_id("root")
    ends = (datetime.now(UTC) + timedelta(days=7)).isoformat()
    given = {"id": user, "roles": ["viewer", "auditor"], "reason": "Audit of 2026.", "expiresAt": ends}
    by_default: dict[str, Any] = {
        "role": {"name": "viewer"},
        "source": "DEFAULT",
        "rule": "defaultRole of account settings",
        "reason": None,
        "grantedAt": MOMENT,
        "grantedById": None,
        "expiresAt": None,
        "lastConfirmedAt": None,
    }
    by_hand = {**by_default, "role": {"name": "auditor"}, "source": "BY_HAND", "rule": None, "expiresAt": ends}
    by_hand |= {"reason": "Audit of 2026.", "grantedById": root}
    answer = await gate.data(SET, {"input": given})
    assert answer == {"setUserRoles": {"user": {"roleGrants": [by_default, by_hand]}, "errors": []}}
    explained = await gate.data(EXPLAIN, {"user": user})
    deciding = [{"role": "auditor", "reason": "Audit of 2026.", "endsAt": ends}]
    assert explained == {"explainAccess": {"allowed": True, "deciding": deciding}}


async def test_terms_are_refused_by_their_fields_and_nothing_changes(gate: Gate) -> None:
    user, past = await gate.user("asa"), "2020-01-01T00:00:00Z"
    for given, errors in (
        ({"roles": ["auditor"], "expiresAt": past}, [refusal("ENDS_IN_PAST", "expiresAt")]),
        ({"roles": ["auditor"], "expiresAt": "2126-01-01T00:00:00Z"}, [refusal("OUT_OF_BOUNDS", "expiresAt")]),
        ({"roles": ["auditor"], "reason": ""}, [refusal("TOO_SHORT", "reason")]),
        ({"roles": ["viewer"], "reason": "Why not."}, [refusal("NO_ROLE_GIVEN", "reason")]),
    ):
        async with nothing_changes():
            answer = await gate.data(SET, {"input": {"id": user, **given}})
        assert answer == {"setUserRoles": {"user": None, "errors": errors}}


async def test_an_account_is_made_with_the_reason_for_its_roles(gate: Gate) -> None:
    given = {"username": "asa", "roles": ["operator"], "reason": "Night shift."}
    answer = await gate.data(CREATE, {"input": given})
    grants = [{"role": {"name": "operator"}, "reason": "Night shift.", "rule": None}]
    assert answer == {"createUser": {"user": {"roleGrants": grants}, "errors": []}}
