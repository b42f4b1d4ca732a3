"""One link, thirty uses at once, two real servers on one database: one wins."""

from collections import Counter
from dataclasses import replace
from typing import Any

from tests.support.journey import administrator, unhurried
from tests.support.pair import at_both, servers, together
from tests.support.server import Api, Server

__all__ = ["servers"]

PARALLEL = 30
INVITE = """
mutation ($n: String!, $e: String!) { inviteUser(input: {username: $n, email: $e}) { user { id } invitationLink } }
"""
ACCEPT = """
mutation ($t: String!, $p: String!) {
  acceptInvitation(input: {token: $t, newPassword: $p}) { username errors { code } }
}
"""
LOGIN = "mutation ($n: String!, $p: String!) { login(input: {username: $n, password: $p}) { __typename } }"
RESEND = "mutation ($id: ID!) { resendInvitation(input: {id: $id}) { invitationLink errors { code } } }"


def test_of_thirty_uses_at_two_servers_one_wins(servers: list[Server]) -> None:
    root = unhurried(administrator(servers[0]))
    made = root.data(INVITE, n="asa", e="asa@example.com")["inviteUser"]
    token = made["invitationLink"].partition("#token=")[2]
    passwords = [f"An0ther-horse-{number:02}" for number in range(PARALLEL)]
    # more than twenty attempts are not judged at all, so some losers hear of that; all hear the same
    jobs = [
        lambda api=api, password=password: (password, api.data(ACCEPT, t=token, p=password)["acceptInvitation"])
        for api, password in zip(at_both(servers, PARALLEL), passwords, strict=True)
    ]
    answers: list[tuple[str, dict[str, Any]]] = together(jobs)
    assert Counter(str(answer["errors"]) for _, answer in answers) == {"[]": 1, "[{'code': 'LINK_INVALID'}]": 29}
    [winner] = [password for password, answer in answers if answer["username"] == "asa"]
    assert [signs_in(server.api(), password) for server in servers for password in passwords].count(True) == 2
    assert all(signs_in(server.api(), winner) for server in servers)
    what_is_revoked_here_is_refused_there(servers, root)
    for server in servers:
        assert token not in server.output
        assert "fault" not in server.output


def signs_in(api: Api, password: str) -> bool:
    return api.data(LOGIN, n="asa", p=password)["login"]["__typename"] == "LoginSucceeded"


def what_is_revoked_here_is_refused_there(servers: list[Server], root: Api) -> None:
    """A second invitation, sent by the other server, kills the first everywhere."""
    made = root.data(INVITE, n="bea", e="bea@example.com")["inviteUser"]
    again = replace(root, url=servers[1].url).data(RESEND, id=made["user"]["id"])["resendInvitation"]
    for link, codes in ((made["invitationLink"], ["LINK_INVALID"]), (again["invitationLink"], [])):
        given = {"t": link.partition("#token=")[2], "p": "An0ther-horse-battery"}
        refused = servers[0].api().data(ACCEPT, **given)["acceptInvitation"]["errors"]
        assert [error["code"] for error in refused] == codes
