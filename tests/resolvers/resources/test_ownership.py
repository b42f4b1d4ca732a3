"""Owners over GraphQL: who answers for service accounts and resources, and handing all of it over."""

from tests.support.answers import UUID, refusal
from tests.support.gate import Gate
from tests.support.trail import Told, hearing, nothing_changes

NOBODY = "usr_" + "0" * 32
CREATE = """
mutation ($input: CreateServiceAccountInput!) {
  createServiceAccount(input: $input) { user { id owner { username } } errors { code path message } }
}"""
TRANSFER = """
mutation ($input: TransferOwnershipInput!) {
  transferOwnership(input: $input) {
    to { username ownedAccounts { username version } ownedResources { externalId } }
    errors { code path message }
  }
}"""
OWNED = """
query ($id: ID!) { user(by: {id: $id}) { ownedAccounts { username } ownedResources { type externalId label } } }
"""


async def belongings(gate: Gate, owner: str) -> str:
    """A service account and a resource of an account; gives the id of the former."""
    wanted = {"username": "robot", "roles": ["api"], "owner": owner}
    made = (await gate.data(CREATE, {"input": wanted}))["createServiceAccount"]
    assert made["errors"] == []
    register = """mutation ($owner: ID!) {
      registerOwnedResource(input: {type: "report", id: "7", label: "Seven", owner: $owner}) { errors { code } }
    }"""
    await gate.data(register, {"owner": owner})
    return made["user"]["id"]


async def test_a_person_answers_for_a_service_account(gate: Gate) -> None:
    asa = await gate.user("asa")
    robot = await belongings(gate, asa)
    owned = {
        "ownedAccounts": [{"username": "robot"}],
        "ownedResources": [{"type": "report", "externalId": "7", "label": "Seven"}],
    }
    assert await gate.data(OWNED, {"id": asa}) == {"user": owned}
    for owner, error in (
        (NOBODY, refusal("NOT_FOUND", "owner")),
        (robot, refusal("OWNER_NOT_A_PERSON", "owner")),
    ):
        async with nothing_changes():
            answer = await gate.data(CREATE, {"input": {"username": "other", "roles": ["api"], "owner": owner}})
        assert answer["createServiceAccount"] == {"user": None, "errors": [error]}


async def test_everything_is_handed_over(gate: Gate) -> None:
    asa, kim = await gate.user("asa"), await gate.user("kim")
    await belongings(gate, asa)
    async with hearing() as heard:
        answer = await gate.ask(TRANSFER, {"input": {"from": asa, "to": kim, "note": "asa left"}}, "root")
    taken = {"ownedAccounts": [{"username": "robot", "version": 2}], "ownedResources": [{"externalId": "7"}]}
    assert answer == {"data": {"transferOwnership": {"to": {"username": "kim", **taken}, "errors": []}}}
    assert await gate.data(OWNED, {"id": asa}) == {"user": {"ownedAccounts": [], "ownedResources": []}}
    changes: dict[str, tuple[object, object]] = {
        "owner": (UUID, UUID),
        "owned_accounts": (None, ["robot"]),
        "owned_resources": (None, ["report/7"]),
    }
    assert list(heard.events) == [
        Told("ownership.transferred", "root", name, changes=changes) for name in ("asa", "kim")
    ]


async def test_who_owns_nothing_hands_nothing_over(gate: Gate) -> None:
    asa, kim = await gate.user("asa"), await gate.user("kim")
    async with nothing_changes():
        answer = await gate.data(TRANSFER, {"input": {"from": asa, "to": kim}})
    assert answer["transferOwnership"]["errors"] == []


async def test_a_handover_that_cannot_be_is_refused(gate: Gate) -> None:
    asa, kim = await gate.user("asa"), await gate.user("kim")
    robot = await belongings(gate, asa)
    for given, error in (
        ({"from": asa, "to": asa}, refusal("SAME_ACCOUNT", "to")),
        ({"from": asa, "to": NOBODY}, refusal("NOT_FOUND", "to")),
        ({"from": NOBODY, "to": kim}, refusal("NOT_FOUND", "from")),
        ({"from": asa, "to": robot}, refusal("OWNER_NOT_A_PERSON", "to")),
        ({"from": asa, "to": kim, "note": "x" * 2_001}, refusal("TOO_LONG", "note")),
    ):
        async with nothing_changes():
            answer = await gate.data(TRANSFER, {"input": given})
        assert answer["transferOwnership"] == {"to": None, "errors": [error]}, given


async def test_nobody_hands_over_what_may_do_more(gate: Gate) -> None:
    await gate.holder("clerk", "users:write", "users:read", "resources:write", "resources:read", level=3)
    asa, kim, root = await gate.user("asa"), await gate.user("kim"), await gate.user_id("root")
    await belongings(gate, asa)
    for given, field in (
        ({"from": asa, "to": kim}, "from"),
        ({"from": root, "to": kim}, "from"),
        ({"from": kim, "to": root}, "to"),
    ):
        async with nothing_changes():
            answer = await gate.data(TRANSFER, {"input": given}, "clerk")
        assert answer["transferOwnership"]["errors"] == [refusal("BEYOND_OWN_RIGHTS", field)]
