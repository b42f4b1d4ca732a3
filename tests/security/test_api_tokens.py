"""API tokens: a program never gets more than its token carries, and no token is a way to its owner's account."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from api.graphql.schema import core_schema
from api.product import gatehouse_schema
from auth.permissions import EVERY_KNOWN_SCOPE, SIGNED_IN
from auth.settings.pages import StepUpSettings
from models.api_token import ApiToken
from resolvers.permissions import requirements
from tests.security.test_tokens import near
from tests.security.test_whose_account import on_accounts, put
from tests.support.gate import Gate
from tests.support.operations import Operation, Operations
from tests.support.scene import scene_ids
from tests.support.tokens import issue
from tests.support.trail import dump, nothing_changes, trail

WHO = "{ viewer { username } }"
CREATE = """
mutation ($input: CreateApiTokenInput!) { createApiToken(input: $input) { secret apiToken { id } errors { code } } }
"""
REVOKE = "mutation ($id: ID!) { revokeApiToken(input: {id: $id}) { errors { code } } }"
LISTS = """{
  viewer { apiTokens { name prefix scopes } apiToken { name } }
  apiTokens { nodes { id name prefix scopes state lastUsedIp } }
  users { nodes { apiTokens { prefix } } }
  auditEvents(first: 250) { nodes { action changes { field before after } tokenId note } }
}"""
NEEDED = requirements(core_schema(gatehouse_schema()))


async def arrives(gate: Gate, user_id: UUID, *scopes: str) -> None:
    """Has ``program`` come by a token of an account, which was used just now so that no use of it is written."""
    gate.tokens["program"] = await issue(gate.house, user_id=user_id, name="program", scopes=scopes)
    await ApiToken.filter(name="program").update(last_used_at=datetime.now(UTC) + timedelta(minutes=5))


async def everything(gate: Gate, username: str = "root") -> str:
    """Has ``program`` come by a token of an account that carries all that the account holds; gives the account's id."""
    user_id = await gate.house.user_id(username)
    held = (await gate.data("{ viewer { scopes } }", None, username))["viewer"]["scopes"]
    await arrives(gate, user_id, *held)
    assert (await gate.data("{ viewer { scopes } }", None, "program"))["viewer"]["scopes"] == held
    return await gate.user_id(username)


async def refused_with(gate: Gate, operation: Operation, variables: dict[str, Any]) -> set[str]:
    """The codes with which the program's mutation is refused, in its payload or before."""
    answer = await gate.ask(operation.document, variables, "program")
    early = {error["extensions"].get("reason", "") for error in answer.get("errors", ())}
    data: Any = answer["data"]
    payload = data[operation.places[0]]
    return early | {error["code"] for error in (payload["errors"] if payload else ())}


def mutations_that_need(operations: Operations, needed: object) -> list[Operation]:
    """The mutations whose declaration is exactly this."""
    return [each for each in operations.roots() if each.is_mutation and NEEDED.get(each.target) == needed]


async def test_no_token_does_what_asks_only_for_being_signed_in(gate: Gate) -> None:
    operations = Operations(await scene_ids(gate))
    assert await everything(gate)
    own = mutations_that_need(operations, SIGNED_IN)
    assert {"Mutation.logout", "Mutation.createApiToken", "Mutation.revokeApiToken"} <= {each.target for each in own}
    for operation in own:
        async with nothing_changes():
            answer = await gate.ask(operation.document, operation.variables, "program")
        assert answer["data"] == {operation.places[0]: None}, operation.target
        extensions = [error["extensions"] for error in answer["errors"]]
        assert [(each["code"], each["coordinate"]) for each in extensions] == [("FORBIDDEN", operation.target)]
    can = "query ($of: [String!]!) { viewer { can(coordinates: $of) { allowed } } }"
    asked = {"of": [each.target for each in own]}
    for caller, allowed in (("program", False), ("root", True)):
        told = (await gate.data(can, asked, caller))["viewer"]["can"]
        assert told == [{"allowed": allowed}] * len(own)


async def test_what_is_open_to_everybody_gives_a_token_nothing_more(gate: Gate) -> None:
    operations = Operations(await scene_ids(gate))
    assert await everything(gate)
    open_ = mutations_that_need(operations, None)
    assert "Mutation.login" in {each.target for each in open_}
    for operation in open_:
        before = await dump()
        await gate.ask(operation.document, operation.variables, "program")
        assert await dump() == before, operation.target


async def test_no_token_changes_the_account_that_it_belongs_to(gate: Gate) -> None:
    operations = Operations(await scene_ids(gate))
    user_id = await everything(gate)
    tried = on_accounts(operations)
    assert len(tried) >= 12, "new mutations on accounts belong here as well"
    await gate.house.set(StepUpSettings, role_assignment=False, mfa_reset=False, deletion=False)  # else told that first
    for operation in tried:
        async with nothing_changes():
            codes = await refused_with(gate, operation, put(operation.variables, user_id))
        assert codes & {"SESSION_REQUIRED", "OWN_ACCOUNT"}, operation.target


async def test_a_token_gives_nothing_that_it_does_not_carry(gate: Gate) -> None:
    await gate.house.set(StepUpSettings, role_assignment=False)
    user_id = await gate.user("minor")
    await gate.house.role("reader", "users:read")
    root = await gate.house.user_id("root")
    scopes = ("roles:assign", "roles:write", "users:write", "settings:write")
    await arrives(gate, root, *scopes)
    give = 'mutation ($id: ID!) { setUserRoles(input: {id: $id, roles: ["%s"]}) { errors { code } } }'
    grant = (
        'mutation ($id: ID!) { grantScope(input: {userId: $id, scope: "users:read", reason: "x"}) { errors { code } } }'
    )
    create = 'mutation { createRole(input: {name: "mine", scopes: ["users:read"]}) { errors { code } } }'
    for document in (give % "admin", give % "reader", grant, create):
        variables = {"id": user_id} if "$id" in document else None
        async with nothing_changes():
            answer = await gate.ask(document, variables, "program")
        expected = "FRESH_FACTOR_REQUIRED" if document == create else "BEYOND_OWN_RIGHTS"  # roles always ask
        assert expected in str(answer), document


async def test_an_account_whose_token_carries_every_scope_is_no_more_than_the_account(gate: Gate) -> None:
    await everything(gate, "helpdesk")
    root = await gate.house.user_id("root")
    every = await issue(gate.house, user_id=root, name="every", scopes=tuple(EVERY_KNOWN_SCOPE))
    gate.tokens["every"] = every
    demote = 'mutation ($id: ID!) { setUserRoles(input: {id: $id, roles: ["viewer"]}) { errors { code } } }'
    await gate.actor("second", "admin", password=await gate.house.password())
    done = await gate.data(demote, {"id": await gate.user_id("root")}, "second")
    assert done == {"setUserRoles": {"errors": []}}
    assert (await gate.data("{ viewer { username scopes } }", None, "every"))["viewer"] == {
        "username": "root",
        "scopes": [],
    }
    assert (await gate.ask("{ users { totalCount } }", None, "every"))["data"] == {"users": None}


async def test_nothing_near_a_token_is_that_token(gate: Gate) -> None:
    await everything(gate)
    token = gate.tokens["program"]
    for wrong in near(token):
        if wrong.strip() != token:
            response = await gate.send(WHO, None, None, authorization=f"Bearer {wrong}".encode().decode("latin-1"))
            assert response.json()["data"] == {"viewer": None}, wrong
    assert await gate.data(WHO, None, "program") == {"viewer": {"username": "root"}}


async def test_a_token_is_shown_once_and_found_nowhere_else(gate: Gate, capsys: pytest.CaptureFixture[str]) -> None:
    texts: list[str] = []

    async def post(query: str, variables: object = None, as_: str | None = "root") -> dict[str, Any]:
        response = await gate.send(query, variables, as_)
        texts.append(response.text)
        return response.json().get("data") or {}

    wanted = {"name": "planted", "idempotencyKey": "planted"}
    made = (await post(CREATE, {"input": wanted}))["createApiToken"]
    secret = made["secret"]
    gate.tokens["program"] = secret
    await post(CREATE, {"input": wanted})
    await post("{ viewer { username nope } }", None, "program")
    await post("{ viewer { username } users { totalCount } }", None, "program")
    await post("mutation { logout { signedOut } }", None, "program")
    await post(LISTS)
    await post(LISTS, None, "program")
    await post(REVOKE, {"id": made["apiToken"]["id"]})
    await post(WHO, None, "program")
    await post(LISTS)
    logged = "".join(capsys.readouterr())
    assert "request" in logged, "the log is looked at"
    assert sum(text.count(secret) for text in texts) == 1, "given out once"
    assert secret not in logged
    assert secret not in str(await dump()) + str(await trail())
    unknown = secret[12:]
    assert sum(text.count(unknown) for text in texts) == 1
