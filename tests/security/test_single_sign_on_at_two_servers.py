"""One return from a provider, thirty times at once, at two real servers on one database: one session comes of it."""

import asyncio
from collections import Counter
from urllib.parse import urlencode

import httpx2

from tests.support.browser_way import told
from tests.support.hostile_provider import CLIENT, SECRET, HostileProvider, hostile_provider
from tests.support.journey import administrator, unhurried
from tests.support.pair import servers
from tests.support.server import Server

__all__ = ["servers"]

PARALLEL, ROUNDS = 30, 5
CREATE = """
mutation ($issuer: String!, $id: String!, $secret: String!) {
  createIdentityProvider(input: {
    kind: GENERIC, name: "Corp", issuer: $issuer, clientId: $id, clientSecret: $secret, allowsPrivateAddresses: true,
    createsAccounts: true, defaultRole: "viewer"
  }) { identityProvider { id } errors { code message path } }
}
"""
ENABLE = "mutation ($id: ID!) { enableIdentityProvider(input: {id: $id}) { errors { code } } }"
VIEWER = "{ viewer { username } }"


async def test_of_thirty_returns_at_two_servers_one_signs_in(servers: list[Server]) -> None:
    root = unhurried(administrator(servers[0]))
    async with hostile_provider() as there:
        made = await asyncio.to_thread(root.data, CREATE, issuer=there.issuer, id=CLIENT, secret=SECRET)
        assert made["createIdentityProvider"]["errors"] == []
        enabled = await asyncio.to_thread(
            root.data, ENABLE, id=made["createIdentityProvider"]["identityProvider"]["id"]
        )
        assert enabled["enableIdentityProvider"]["errors"] == []
        for _ in range(ROUNDS):
            there.asked.clear()
            answers = await raced(servers, there)
            won = [answer for answer in answers if "gatehouse-dev=" in str(answer.headers.get_list("set-cookie"))]
            assert len(won) == 1
            assert Counter(told(answer).get("error", "") for answer in answers) == {"": 1, "EXPIRED": PARALLEL - 1}
            assert there.asked["/token"] == 1, "the code was sent once"
            assert [await viewer(server, won[0].cookies["gatehouse-dev"]) for server in servers] == ["ann", "ann"]
    for server in servers:
        assert "fault" not in server.output


async def raced(servers: list[Server], there: HostileProvider) -> list[httpx2.Response]:
    """The same return of one browser, at both servers at once."""
    async with httpx2.AsyncClient(timeout=30, verify=False) as client:
        left = await client.get(f"{servers[0].url}/auth/sso/corp/login")
        query = urlencode(there.authorize(left.headers["location"]))
        cookie = left.headers["set-cookie"].partition(";")[0]
        urls = [f"{servers[number % 2].url}/auth/sso/corp/callback?{query}" for number in range(PARALLEL)]
        client.cookies.clear()
        return await asyncio.gather(*(client.get(url, headers={"cookie": cookie}) for url in urls))


async def viewer(server: Server, cookie: str) -> str:
    """Who comes by a session's cookie."""
    async with httpx2.AsyncClient(timeout=30, verify=False) as client:
        headers = {"cookie": f"gatehouse-dev={cookie}"}
        answer = await client.post(f"{server.url}/graphql", json={"query": VIEWER}, headers=headers)
    return answer.json()["data"]["viewer"]["username"]
