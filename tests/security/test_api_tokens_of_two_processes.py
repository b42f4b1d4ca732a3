"""API tokens at two real servers on one database: what one ends or takes, the other knows at the next request."""

from collections import Counter
from typing import Any

from tests.support.journey import administrator
from tests.support.pair import at_both, servers, together
from tests.support.server import Api, Server

__all__ = ["servers"]

PARALLEL = 12
WHO = "{ viewer { username scopes } }"
SERVICE = """
mutation { createServiceAccount(input: {username: "robot", roles: ["api"]}) { user { id } errors { code } } }
"""
CREATE = """
mutation ($id: ID, $n: String!) {
  createApiToken(input: {userId: $id, name: $n}) { secret apiToken { id } errors { code } }
}
"""
REVOKE = "mutation ($id: ID!) { revokeApiToken(input: {id: $id}) { errors { code } } }"
ROLES = "mutation ($id: ID!, $r: [String!]!) { setUserRoles(input: {id: $id, roles: $r}) { errors { code } } }"
SWITCH = "mutation ($id: ID!) { %s(input: {id: $id}) { errors { code } } }"
REASON = "{ users { totalCount } }"
LIMIT = "mutation { updateTokenSettings(input: {tokensPerAccount: 5}) { errors { code } } }"


def reason(api: Api) -> str | None:
    """Why whoever comes is nobody."""
    errors = api.post(REASON).get("errors", [])
    return errors[0]["extensions"].get("reason") if errors else None


def test_what_ends_a_token_here_ends_it_there(servers: list[Server]) -> None:
    here, there = servers
    root = administrator(here)
    robot = root.data(SERVICE)["createServiceAccount"]["user"]["id"]
    tokens = [root.data(CREATE, id=robot, n=f"t{number}")["createApiToken"] for number in range(3)]
    first, second, third = (there.api(token["secret"]) for token in tokens)
    assert first.data(WHO)["viewer"] == {"username": "robot", "scopes": ["groups:read", "users:read"]}
    root.data(REVOKE, id=tokens[0]["apiToken"]["id"])
    assert (reason(first), reason(second)) == ("TOKEN_REVOKED", None)
    root.data(SWITCH % "deactivateUser", id=robot)
    assert (reason(second), reason(third)) == ("ACCOUNT_NOT_ACTIVE", "ACCOUNT_NOT_ACTIVE")
    root.data(SWITCH % "reactivateUser", id=robot)
    assert reason(second) is None
    role = 'mutation { createRole(input: {name: "blind", apiOnly: true, scopes: []}) { errors { code } } }'
    assert root.data(role) == {"createRole": {"errors": []}}
    assert root.data(ROLES, id=robot, r=["blind"]) == {"setUserRoles": {"errors": []}}
    assert second.data(WHO)["viewer"] == {"username": "robot", "scopes": []}
    no_more_than_allowed(servers, root, robot)
    for server in servers:
        assert "fault" not in server.output
        assert not any(token["secret"] in server.output for token in tokens)


def no_more_than_allowed(servers: list[Server], root: Api, robot: str) -> None:
    """The two that are good and three more: parallel calls at both servers pass the limit by none."""
    assert root.data(LIMIT) == {"updateTokenSettings": {"errors": []}}
    jobs = [
        lambda api=api, number=number: api.data(CREATE, id=robot, n=f"more-{number}")["createApiToken"]
        for number, api in enumerate(at_both(servers, PARALLEL, root.token))
    ]
    answers: list[dict[str, Any]] = together(jobs)
    codes = Counter(error["code"] for answer in answers for error in answer["errors"])
    assert (codes, sum(answer["secret"] is not None for answer in answers)) == ({"TOKEN_LIMIT": len(jobs) - 3}, 3)
