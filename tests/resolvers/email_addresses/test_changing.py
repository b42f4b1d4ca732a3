"""``changeEmail``, ``confirmEmail``, ``cancelEmailChange``, ``sendEmailConfirmation``, and who vouches."""

from tests.support.gate import Gate
from tests.support.links import newest_token
from tests.support.trail import Told, nothing_changes

OWN = "viewer { email emailVerified pendingEmail }"
CHANGE = f"mutation ($e: String!) {{ changeEmail(input: {{email: $e}}) {{ {OWN} errors {{ code path }} }} }}"
CANCEL = f"mutation {{ cancelEmailChange {{ {OWN} errors {{ code path }} }} }}"
CONFIRM = "mutation ($t: String!) { confirmEmail(input: {token: $t}) { isConfirmed errors { code path } } }"
SEND = """
mutation ($id: ID!) {
  sendEmailConfirmation(input: {id: $id}) { user { email emailVerified } errors { code path } }
}
"""
UPDATE = """
mutation ($input: UpdateUserInput!) {
  updateUser(input: $input) { user { email emailVerified } errors { code path } }
}
"""
OLD, NEW = "asa@example.com", "asa@new.example"


async def test_an_account_changes_its_address_by_a_mailed_link(gate: Gate) -> None:
    await gate.actor("asa", email=OLD)
    waiting = {"email": OLD, "emailVerified": False, "pendingEmail": NEW}
    asked = await gate.ask(CHANGE, {"e": NEW}, "asa")
    assert asked == {"data": {"changeEmail": {"viewer": waiting, "errors": []}}}
    token = await newest_token("confirm_email")
    confirmed = await gate.ask(CONFIRM, {"t": token})
    assert confirmed == {"data": {"confirmEmail": {"isConfirmed": True, "errors": []}}}
    query = f"{{ {OWN} }}"
    assert (await gate.data(query, None, "asa"))["viewer"] == {
        "email": NEW,
        "emailVerified": True,
        "pendingEmail": None,
    }
    async with nothing_changes(Told("link.refused", reason="CONFIRM_EMAIL", refused=True)):
        again = (await gate.data(CONFIRM, {"t": token}, None))["confirmEmail"]
    assert again == {"isConfirmed": False, "errors": [{"code": "LINK_INVALID", "path": ["input", "token"]}]}


async def test_a_change_is_cancelled_and_a_bad_address_refused(gate: Gate) -> None:
    await gate.actor("asa", email=OLD)
    await gate.ask(CHANGE, {"e": NEW}, "asa")
    left = {"email": OLD, "emailVerified": False, "pendingEmail": None}
    assert await gate.ask(CANCEL, None, "asa") == {"data": {"cancelEmailChange": {"viewer": left, "errors": []}}}
    async with nothing_changes():
        refused = (await gate.data(CHANGE, {"e": f"{NEW},{OLD}"}, "asa"))["changeEmail"]
        assert refused == {"viewer": None, "errors": [{"code": "EMAIL_INVALID", "path": ["input", "email"]}]}
        nobody = await gate.ask(CHANGE, {"e": NEW})
        assert nobody["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


async def test_an_administrator_sends_a_link_or_vouches(gate: Gate) -> None:
    user_id = await gate.user("asa", email=OLD)
    sent = await gate.ask(SEND, {"id": user_id}, "root")
    unproven = {"email": OLD, "emailVerified": False}
    assert sent == {"data": {"sendEmailConfirmation": {"user": unproven, "errors": []}}}
    given = {"id": user_id, "email": NEW, "emailVerified": True}
    done = await gate.ask(UPDATE, {"input": given}, "root")
    assert done == {"data": {"updateUser": {"user": {"email": NEW, "emailVerified": True}, "errors": []}}}
    moved = (await gate.data(UPDATE, {"input": {"id": user_id, "email": OLD}}))["updateUser"]
    assert moved["user"] == unproven


async def test_vouching_needs_its_own_scope(gate: Gate) -> None:
    await gate.house.role("writer", "users:read", "users:write", level=1)
    await gate.actor("writer", "writer", "viewer")
    user_id = await gate.user("asa", email=OLD)
    async with nothing_changes():
        answer = await gate.ask(UPDATE, {"input": {"id": user_id, "emailVerified": True}}, "writer")
    assert answer["data"] == {"updateUser": None}
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["FORBIDDEN"]


async def test_accounts_are_listed_by_whether_their_address_is_proven(gate: Gate) -> None:
    await gate.user("asa", email=OLD)
    await gate.user("bea", email=NEW, email_verified=True)
    query = "query ($v: Boolean!) { users(filter: {emailVerified: $v}) { nodes { username } } }"
    found = {
        v: {node["username"] for node in (await gate.data(query, {"v": v}))["users"]["nodes"]} for v in (True, False)
    }
    assert found[True] == {"bea"}
    assert {"asa", "root"} <= found[False]
    async with nothing_changes():
        answer = await gate.ask(query, {"v": True}, "helpdesk")
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["FORBIDDEN"]
