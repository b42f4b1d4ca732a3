"""``inviteUser``, ``resendInvitation``, ``revokeInvitation``, ``acceptInvitation``: whole answers."""

from typing import Any

from tests.support.answers import MOMENT
from tests.support.gate import Gate
from tests.support.links import token_of
from tests.support.statements import statements
from tests.support.trail import nothing_changes

STANDING = "invitation { state sentAt expiresAt }"
INVITE = f"""
mutation ($input: InviteUserInput!) {{
  inviteUser(input: $input) {{
    user {{ username email emailVerified passwordState {{ isSet }} {STANDING} }}
    invitationLink errors {{ code path }}
  }}
}}
"""
CREATE = f"""
mutation ($input: CreateUserInput!) {{
  createUser(input: $input) {{
    user {{ username {STANDING} }} invitationLink temporaryPassword errors {{ code path }}
  }}
}}
"""
RESEND = f"""
mutation ($id: ID!) {{
  resendInvitation(input: {{id: $id}}) {{ user {{ {STANDING} }} invitationLink errors {{ code path }} }}
}}
"""
REVOKE = f"""
mutation ($id: ID!) {{
  revokeInvitation(input: {{id: $id}}) {{ user {{ {STANDING} passwordState {{ isSet }} }} errors {{ code path }} }}
}}
"""
ACCEPT = """
mutation ($input: AcceptInvitationInput!) { acceptInvitation(input: $input) { username errors { code path } } }
"""
LOGIN = 'mutation ($p: String!) { login(input: {username: "asa", password: $p}) { __typename } }'
NEW = "An0ther-horse-battery"
WHO = {"username": "asa", "email": "asa@example.com"}


def standing(state: str) -> dict[str, Any]:
    return {"state": state, "sentAt": MOMENT, "expiresAt": MOMENT}


async def test_a_person_is_invited_accepts_and_signs_in(gate: Gate) -> None:
    made = (await gate.data(INVITE, {"input": {**WHO, "roles": ["operator"]}}))["inviteUser"]
    link = made.pop("invitationLink")
    user = {**WHO, "emailVerified": False, "passwordState": {"isSet": False}, "invitation": standing("PENDING")}
    assert made == {"user": user, "errors": []}
    given = {"token": token_of(link), "newPassword": NEW, "firstName": "Asa", "lastName": "Berg"}
    done = await gate.ask(ACCEPT, {"input": given})
    assert done == {"data": {"acceptInvitation": {"username": "asa", "errors": []}}}
    assert (await gate.data(LOGIN, {"p": NEW}, None))["login"] == {"__typename": "LoginSucceeded"}
    query = f'{{ user(by: {{username: "asa"}}) {{ displayName emailVerified {STANDING} }} }}'
    read = {"displayName": "Asa Berg", "emailVerified": True, "invitation": standing("ACCEPTED")}
    assert (await gate.data(query))["user"] == read
    again = (await gate.data(ACCEPT, {"input": given}, None))["acceptInvitation"]
    assert again == {"username": None, "errors": [{"code": "LINK_INVALID", "path": ["input", "token"]}]}


async def test_create_user_invites_where_that_is_the_credential(gate: Gate) -> None:
    made = (await gate.data(CREATE, {"input": {**WHO, "credential": "INVITE"}}))["createUser"]
    assert token_of(made.pop("invitationLink"))
    user = {"username": "asa", "invitation": standing("PENDING")}
    assert made == {"user": user, "temporaryPassword": None, "errors": []}
    async with nothing_changes():
        both = {"username": "bea", "email": "bea@example.com", "credential": "INVITE", "password": NEW}
        refused = (await gate.data(CREATE, {"input": both}))["createUser"]["errors"]
        assert refused == [{"code": "PASSWORD_NOT_WANTED", "path": ["input", "password"]}]
        bare = (await gate.data(CREATE, {"input": {"username": "bea", "credential": "INVITE"}}))["createUser"]
        assert bare["errors"] == [{"code": "EMAIL_REQUIRED", "path": ["input", "email"]}]


async def test_an_invitation_is_sent_again_and_revoked(gate: Gate) -> None:
    first = (await gate.data(INVITE, {"input": WHO}))["inviteUser"]["invitationLink"]
    user_id = await gate.user_id("asa")
    second = (await gate.data(RESEND, {"id": user_id}))["resendInvitation"]
    link = second.pop("invitationLink")
    assert second == {"user": {"invitation": standing("PENDING")}, "errors": []}
    revoked = (await gate.data(REVOKE, {"id": user_id}))["revokeInvitation"]
    left = {"invitation": standing("REVOKED"), "passwordState": {"isSet": False}}
    assert revoked == {"user": left, "errors": []}
    for each in (first, link):
        given = {"token": token_of(each), "newPassword": NEW}
        refused = (await gate.data(ACCEPT, {"input": given}, None))["acceptInvitation"]["errors"]
        assert refused == [{"code": "LINK_INVALID", "path": ["input", "token"]}]


async def test_inviting_needs_the_scope(gate: Gate) -> None:
    user_id = await gate.user("asa", email="asa@example.com")
    bea = {"username": "bea", "email": "bea@example.com"}
    async with nothing_changes():
        for query, given in ((INVITE, {"input": bea}), (RESEND, {"id": user_id}), (REVOKE, {"id": user_id})):
            answer = await gate.ask(query, given, "viewer")
            assert [error["extensions"]["code"] for error in answer["errors"]] == ["FORBIDDEN"]


async def test_a_page_of_accounts_reads_its_invitations_in_one_statement(gate: Gate) -> None:
    query = f"{{ users {{ nodes {{ username {STANDING} }} }} }}"
    await gate.data(query)
    with statements() as few:
        await gate.data(query)
    for number in range(5):
        await gate.data(INVITE, {"input": {"username": f"asa{number}", "email": f"asa{number}@example.com"}})
    with statements() as many:
        found = (await gate.data(query))["users"]["nodes"]
    assert sum(node["invitation"] is not None for node in found) == 5
    assert len(few) == len(many)
