"""API tokens over GraphQL: made, shown once, used, listed and revoked; whole answers compared."""

from auth.opaque import Token
from auth.settings.pages import StepUpSettings
from tests.support.answers import MOMENT, USER_ID, Like, bad_argument, denied, refusal
from tests.support.gate import Gate
from tests.support.house import all_but
from tests.support.tokens import issue, robot
from tests.support.trail import hearing, nothing_changes

TOKEN_ID, SECRET, PREFIX = Like(r"tok_[0-9a-f]{32}"), Like(r"gth_[0-9A-Za-z]{49}"), Like(r"gth_[0-9A-Za-z]{8}")
API = ("users:read", "groups:read", "sessions:introspect")
"""What the role api carries."""
NO_TOKEN = "tok_" + "0" * 32

WHOLE = "id username name prefix scopes state createdAt expiresAt lastUsedAt lastUsedIp revokedAt"
CREATE = f"""
mutation ($input: CreateApiTokenInput!) {{
  createApiToken(input: $input) {{
    apiToken {{ {WHOLE} }} secret isRepeated errors {{ code path message }}
  }}
}}"""
REVOKE = """
mutation ($input: RevokeApiTokenInput!) {
  revokeApiToken(input: $input) { apiToken { id state revokedAt } errors { code path message } }
}"""
OWN = "{ viewer { username scopes session { id } apiToken { id name scopes expiresAt } apiTokens { username name } } }"
LIST = """
query ($filter: ApiTokenFilter) {
  apiTokens(filter: $filter) {
    nodes { id name prefix scopes state userId user { username } createdById revokedById lastUsedIp }
    totalCount
  }
}"""
SERVICE = """
mutation ($input: CreateServiceAccountInput!) {
  createServiceAccount(input: $input) { user { id kind owner { username } } errors { code path message } }
}"""


async def made(gate: Gate, as_: str = "root", **given: object) -> str:
    """A token of somebody, who can come by it as ``name``; gives its public id."""
    name = str(given.setdefault("name", "ci"))
    payload = (await gate.data(CREATE, {"input": given}, as_))["createApiToken"]
    assert payload["errors"] == [], payload
    gate.tokens[name] = Token(payload["secret"])
    return payload["apiToken"]["id"]


async def test_a_token_is_made_and_shown_once(gate: Gate) -> None:
    async with hearing() as heard:
        answer = await gate.ask(CREATE, {"input": {"name": "laptop"}}, "helpdesk")
    token = {
        "id": TOKEN_ID,
        "username": "helpdesk",
        "name": "laptop",
        "prefix": PREFIX,
        "scopes": ["users:read"],
        "state": "ACTIVE",
        "createdAt": MOMENT,
        "expiresAt": MOMENT,
        "lastUsedAt": None,
        "lastUsedIp": None,
        "revokedAt": None,
    }
    payload: dict[str, object] = {"apiToken": token, "secret": SECRET, "isRepeated": False, "errors": []}
    assert answer == {"data": {"createApiToken": payload}}
    assert [(told.action, told.actor, told.target) for told in heard.events] == [
        ("token.created", "helpdesk", "helpdesk")
    ]
    secret = answer["data"]["createApiToken"]["secret"]
    assert answer["data"]["createApiToken"]["apiToken"]["prefix"] == secret[:12]
    assert secret not in str(heard.events)


async def test_a_repeated_call_says_that_the_secret_was_shown_before(gate: Gate) -> None:
    given = {"input": {"name": "once", "idempotencyKey": "one"}}
    first = (await gate.data(CREATE, given, "viewer"))["createApiToken"]
    async with nothing_changes():
        again = (await gate.data(CREATE, given, "viewer"))["createApiToken"]
    assert again == {"apiToken": first["apiToken"], "secret": None, "isRepeated": True, "errors": []}
    async with nothing_changes():
        other = await gate.data(CREATE, {"input": {"name": "other", "idempotencyKey": "one"}}, "viewer")
    assert other["createApiToken"]["errors"] == [refusal("IDEMPOTENCY_KEY_REUSED", "idempotencyKey")]


async def test_a_program_comes_by_it_as_the_account_with_what_it_carries(gate: Gate) -> None:
    token_id = await made(gate, "root", name="reader", scopes=["users:read"])
    answer = await gate.ask(OWN, None, "reader")
    assert answer == {
        "data": {
            "viewer": {
                "username": "root",
                "scopes": ["users:read"],
                "session": None,
                "apiToken": {"id": token_id, "name": "reader", "scopes": ["users:read"], "expiresAt": MOMENT},
                "apiTokens": [{"username": "root", "name": "reader"}],
            }
        }
    }
    assert (await gate.data(OWN, None, "root"))["viewer"]["apiToken"] is None
    answer = await gate.ask("{ users(first: 1) { nodes { username email } } roles { totalCount } }", None, "reader")
    assert answer["data"]["roles"] is None
    assert [error["extensions"]["coordinate"] for error in answer["errors"]] == ["User.email", "Query.roles"]


async def test_it_is_a_bearer_token_and_no_cookie(gate: Gate) -> None:
    await made(gate, "root", name="reader")
    secret = gate.tokens["reader"]
    for name in ("gatehouse-dev", "__Host-gatehouse"):
        response = await gate.send("{ viewer { username } }", None, None, cookie=f"{name}={secret}")
        assert response.json()["data"] == {"viewer": None}, name
    for scheme in ("Basic", "Token", ""):
        response = await gate.send("{ viewer { username } }", None, None, authorization=f"{scheme} {secret}".strip())
        assert response.json()["data"] == {"viewer": None}, scheme
    assert await gate.data("{ viewer { username } }", None, "reader") == {"viewer": {"username": "root"}}


async def test_what_is_refused_says_where(gate: Gate) -> None:
    given = {"name": "", "scopes": ["users:read", "roles:write", "no:such"], "expiresInDays": 0}
    async with nothing_changes():
        answer = await gate.data(CREATE, {"input": given}, "helpdesk")
    assert answer["createApiToken"] == {
        "apiToken": None,
        "secret": None,
        "isRepeated": False,
        "errors": [
            refusal("TOO_SHORT", "name"),
            refusal("SCOPE_NOT_HELD", "scopes", "1"),
            refusal("SCOPE_UNKNOWN", "scopes", "2"),
        ],
    }
    async with nothing_changes():
        answer = await gate.data(CREATE, {"input": {"name": "x", "expiresInDays": 0}}, "helpdesk")
    assert answer["createApiToken"]["errors"] == [refusal("OUT_OF_BOUNDS", "expiresInDays")]
    async with nothing_changes():
        answer = await gate.ask(CREATE, {"input": {"name": "x", "userId": await gate.user_id("root")}}, "helpdesk")
    assert answer["data"] == {"createApiToken": None}
    assert answer["errors"][0]["extensions"] == {"code": "FORBIDDEN", "requiresScopes": [["tokens:write"]]}
    async with nothing_changes():
        answer = await gate.ask(CREATE, {"input": {"name": "x", "userId": "tok_1"}}, "helpdesk")
    assert answer["errors"] == [bad_argument("input.userId", ["createApiToken"])]


async def test_nobody_is_asked_to_sign_in_first(gate: Gate) -> None:
    for document, given in ((CREATE, {"name": "x"}), (REVOKE, {"id": NO_TOKEN})):
        async with nothing_changes():
            answer = await gate.ask(document, {"input": given})
        assert answer["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


async def test_a_revoked_token_says_why_it_is_nobody(gate: Gate) -> None:
    token_id = await made(gate, "root", name="reader")
    answer = await gate.ask(REVOKE, {"input": {"id": token_id}}, "root")
    revoked = {"id": token_id, "state": "REVOKED", "revokedAt": MOMENT}
    assert answer == {"data": {"revokeApiToken": {"apiToken": revoked, "errors": []}}}
    answer = await gate.ask("{ users { totalCount } }", None, "reader")
    assert answer == {
        "data": {"users": None},
        "errors": [denied("Query.users", "users:read", path="users", reason="TOKEN_REVOKED")],
    }
    assert await gate.data("{ viewer { username } }", None, "reader") == {"viewer": None}
    async with nothing_changes():
        answer = await gate.data(REVOKE, {"input": {"id": NO_TOKEN}}, "root")
    assert answer["revokeApiToken"] == {"apiToken": None, "errors": [refusal("NOT_FOUND", "id")]}


async def test_a_service_account_belongs_to_who_makes_it_unless_the_call_says_otherwise(gate: Gate) -> None:
    async def owner(name: str, as_: str = "root", **given: object) -> object:
        wanted = {"username": name, "roles": ["api"], **given}
        payload = (await gate.data(SERVICE, {"input": wanted}, as_))["createServiceAccount"]
        assert payload["errors"] == []
        return payload["user"]["owner"]

    assert await owner("one") == {"username": "root"}
    assert await owner("two", owner=None) is None
    assert await owner("three", owner=await gate.user_id("viewer")) == {"username": "viewer"}
    await robot(gate.house, "maker")
    await gate.house.role("maker", *all_but("audit:read"), api_only=True)
    maker = await gate.user_id("maker")
    roles = 'mutation ($id: ID!) { setUserRoles(input: {id: $id, roles: ["maker"]}) { errors { code } } }'
    assert await gate.data(roles, {"id": maker}) == {"setUserRoles": {"errors": []}}
    await made(gate, "root", name="maker", userId=maker, scopes=[*API, "users:write", "roles:assign"])
    await gate.house.set(StepUpSettings, service_accounts_exempt=True)
    assert await owner("four", "maker") is None, "a program does not answer for a program"


async def test_whoever_may_lists_filters_and_finds_tokens(gate: Gate) -> None:
    await robot(gate.house)
    robot_id, root_id = await gate.user_id("robot"), await gate.user_id("root")
    mine, its = await made(gate, "root", name="mine"), await made(gate, "root", name="its", userId=robot_id)
    await gate.data(REVOKE, {"input": {"id": mine}}, "root")
    await gate.holder("auditing", "tokens:read", "users:read")
    answer = await gate.ask(LIST, None, "auditing")
    shown = {"prefix": PREFIX, "createdById": root_id, "lastUsedIp": None}
    token = {**shown, "id": its, "name": "its", "scopes": ["groups:read", "users:read"], "state": "ACTIVE"}
    robots = {**token, "userId": robot_id, "user": {"username": "robot"}, "revokedById": None}
    old = answer["data"]["apiTokens"]["nodes"][1]
    assert answer == {"data": {"apiTokens": {"nodes": [robots, old], "totalCount": 2}}}
    assert (old["id"], old["state"], old["userId"], old["revokedById"]) == (mine, "REVOKED", root_id, root_id)
    for wanted, found in (
        ({"user": robot_id}, ["its"]),
        ({"state": "ACTIVE"}, ["its"]),
        ({"state": "REVOKED"}, ["mine"]),
        ({"state": "EXPIRED"}, []),
        ({"prefix": gate.tokens["mine"][:12]}, ["mine"]),
        ({"prefix": gate.tokens["mine"][:11]}, []),
        ({"expiresBefore": "2026-01-01T00:00:00Z"}, []),
        ({"expiresBefore": "2099-01-01T00:00:00Z"}, ["its", "mine"]),
        ({"lastUsedBefore": "2026-01-01T00:00:00Z"}, ["its", "mine"]),
    ):
        listed = (await gate.data(LIST, {"filter": wanted}, "auditing"))["apiTokens"]
        assert ([node["name"] for node in listed["nodes"]], listed["totalCount"]) == (found, len(found)), wanted
    node = "query ($id: ID!) { node(id: $id) { id ... on ApiToken { name user { id } } } }"
    found_node = await gate.data(node, {"id": its}, "auditing")
    assert found_node == {"node": {"id": its, "name": "its", "user": {"id": robot_id}}}


async def test_without_tokens_read_nothing_is_told_of_others_tokens(gate: Gate) -> None:
    token_id = await made(gate, "root", name="mine")
    answer = await gate.ask(LIST, None, "helpdesk")
    assert answer == {
        "data": {"apiTokens": None},
        "errors": [denied("Query.apiTokens", "tokens:read", path="apiTokens")],
    }
    answer = await gate.ask("{ users(first: 1) { nodes { apiTokens { id } } } }", None, "helpdesk")
    assert answer["data"] == {"users": {"nodes": [{"apiTokens": None}]}}
    answer = await gate.ask("query ($id: ID!) { node(id: $id) { id } }", {"id": token_id}, "helpdesk")
    assert answer["data"] == {"node": None}
    assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"


async def test_accounts_show_their_good_tokens(gate: Gate) -> None:
    await robot(gate.house)
    robot_id = await gate.user_id("robot")
    await made(gate, "root", name="one", userId=robot_id)
    old = await made(gate, "root", name="old", userId=robot_id)
    await gate.data(REVOKE, {"input": {"id": old}})
    await made(gate, "viewer", name="own")
    nodes = (await gate.data("{ users { nodes { username apiTokens { name userId } } } }"))["users"]["nodes"]
    assert {node["username"]: node["apiTokens"] for node in nodes} == {
        "auditor": [],
        "helpdesk": [],
        "operator": [],
        "robot": [{"name": "one", "userId": robot_id}],
        "root": [],
        "viewer": [{"name": "own", "userId": USER_ID}],
    }


async def test_an_owner_sees_the_tokens_of_its_service_accounts(gate: Gate) -> None:
    wanted = {"username": "robot", "roles": ["api"], "owner": await gate.user_id("viewer")}
    robot_id = (await gate.data(SERVICE, {"input": wanted}))["createServiceAccount"]["user"]["id"]
    await made(gate, "root", name="its", userId=robot_id)
    own = {"viewer": {"apiTokens": [{"username": "robot", "name": "its"}]}}
    assert await gate.data("{ viewer { apiTokens { username name } } }", None, "viewer") == own
    assert await gate.data("{ viewer { apiTokens { name } } }", None, "operator") == {"viewer": {"apiTokens": []}}


async def test_the_trail_names_the_token_by_which_something_was_done(gate: Gate) -> None:
    token_id = await made(gate, "root", name="writer", scopes=["groups:write"])
    document = 'mutation { createGroup(input: {name: "%s"}) { errors { code } } }'
    await gate.data(document % "by token", None, "writer")
    await gate.data(document % "by session", None, "root")
    events = '{ auditEvents(filter: {actions: ["group.created"]}) { nodes { actorName sessionId tokenId } } }'
    answer = await gate.data(events)
    assert answer["auditEvents"]["nodes"] == [
        {"actorName": "root", "sessionId": Like(r"ses_[0-9a-f]{32}"), "tokenId": None},
        {"actorName": "root", "sessionId": None, "tokenId": token_id},
    ]
    verify = "mutation { verifyAuditLog(input: {}) { verification { whole unsealed } } }"
    assert (await gate.data(verify))["verifyAuditLog"]["verification"]["whole"] is True


async def test_the_settings_say_who_may_have_tokens(gate: Gate) -> None:
    await made(gate, "viewer", name="mine")
    page = "mutation ($on: Boolean!) { updateTokenSettings(input: {allowPersonalTokens: $on}) { errors { code } } }"
    await gate.data(page, {"on": False})
    answer = await gate.ask("{ users { totalCount } }", None, "mine")
    assert answer["errors"][0]["extensions"]["reason"] == "PERSONAL_TOKENS_OFF"
    async with nothing_changes():
        answer = await gate.data(CREATE, {"input": {"name": "x"}}, "viewer")
    assert answer["createApiToken"]["errors"] == [refusal("PERSONAL_TOKENS_OFF")]
    settings = "{ tokenSettings { allowPersonalTokens longestLifeDays defaultLifeDays tokensPerAccount } }"
    assert await gate.data(settings) == {
        "tokenSettings": {
            "allowPersonalTokens": False,
            "longestLifeDays": 365,
            "defaultLifeDays": 90,
            "tokensPerAccount": 50,
        }
    }


async def test_an_export_lists_the_tokens_without_their_secrets(gate: Gate) -> None:
    user_id = await gate.actor("asa")
    await made(gate, "asa", name="laptop")
    delete = """
    mutation ($id: ID!) {
      deleteUser(input: {id: $id, export: true, endSessions: true}) { export errors { code } }
    }"""
    async with hearing() as heard:
        exported = (await gate.data(delete, {"id": user_id}))["deleteUser"]["export"]
    assert exported["apiTokens"] == [
        {
            "name": "laptop",
            "prefix": gate.tokens["laptop"][:12],
            "scopes": [],
            "createdAt": MOMENT,
            "expiresAt": MOMENT,
            "lastUsedAt": None,
            "lastUsedIp": None,
            "revokedAt": None,
        }
    ]
    assert gate.tokens["laptop"] not in str(exported)
    assert "user.deleted" in [told.action for told in heard.events]
    assert (await gate.ask("{ viewer { username } }", None, "laptop")) == {"data": {"viewer": None}}


async def test_its_last_use_is_shown(gate: Gate) -> None:
    token = await issue(gate.house, user_id=(await robot(gate.house)), name="used")
    gate.tokens["used"] = token
    await gate.data("{ viewer { username } }", None, "used")
    await gate.data("{ viewer { username } }", None, "used")
    shown: list[dict[str, object]] = [{}]
    for _ in range(200):
        shown = (await gate.data("{ apiTokens { nodes { lastUsedAt lastUsedIp } } }"))["apiTokens"]["nodes"]
        if shown[0]["lastUsedAt"]:
            break
    assert shown == [{"lastUsedAt": MOMENT, "lastUsedIp": "127.0.0.1"}]
