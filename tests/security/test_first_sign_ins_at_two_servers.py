"""Somebody's first sign-ins by a provider, at two real servers on one database at once: one account comes of them."""

from dataclasses import replace
from functools import partial

import pytest

from tests.support.browser_way import told
from tests.support.journey import administrator, unhurried
from tests.support.openid_provider import CLIENT_SECRET, OpenIdProvider, Return, left, openid_provider
from tests.support.pair import servers, together
from tests.support.rounds import rounds
from tests.support.server import Api, Server
from tests.support.single_sign_on import CREATE, ENABLE, done

__all__ = ["openid_provider", "servers"]

AT_ONCE = 8
DISABLE = "mutation ($id: ID!) { disableIdentityProvider(input: {id: $id}) { errors { code message path } } }"
USERS = """
query ($text: String!) { users(first: 250, search: $text) { nodes { username externalIdentities { subject } } } }"""


def connected(servers: list[Server], there: OpenIdProvider) -> tuple[Api, str]:
    """The administrator, and the provider's id."""
    root = unhurried(administrator(servers[0]))
    root.data("mutation { updateSessionSettings(input: {sessionsPerAccount: 0}) { errors { code } } }")
    there.client("gatehouse", servers[0].url, "corp")
    given = {
        "kind": "GENERIC",
        "name": "Corp",
        "slug": "corp",
        "issuer": there.issuer,
        "clientId": "gatehouse",
        "clientSecret": CLIENT_SECRET,
        "allowsPrivateAddresses": True,
        "createsAccounts": True,
        "defaultRole": "viewer",
    }
    made = done(root.data(CREATE, input=given)["createIdentityProvider"])["identityProvider"]
    done(root.data(ENABLE, id=made["id"])["enableIdentityProvider"])
    return root, made["id"]


def returns(servers: list[Server], logins: list[str]) -> list[partial[dict[str, str]]]:
    """Browsers on their way back from the provider, each to another server than the one before."""
    ways = [left(servers[0].url, "corp", login) for login in logins]
    to = [replace(way, url=way.url.replace(servers[0].url, servers[place % 2].url)) for place, way in enumerate(ways)]
    return [partial(_arrives, way) for way in to]


def _arrives(way: Return) -> dict[str, str]:
    return told(way.arrives())


def stop(servers: list[Server]) -> None:
    for server in servers:
        assert "fault" not in server.output
        server.stop()


@pytest.mark.parametrize("same", [True, False], ids=["one person", "one address"])
def test_first_sign_ins_at_once_make_one_account(
    servers: list[Server], openid_provider: OpenIdProvider, *, same: bool
) -> None:
    root, _ = connected(servers, openid_provider)
    for number in range(rounds(2)):
        name = f"newcomer-{same}-{number}".lower()
        logins = [name] * AT_ONCE if same else [f"{name}-{each}" for each in range(AT_ONCE)]
        for login in dict.fromkeys(logins):
            openid_provider.person(login, email=f"{name}@example.com")
        codes = sorted(answer.get("error", "") for answer in together(returns(servers, logins)))
        assert codes == ([""] * AT_ONCE if same else ["", *["EMAIL_IN_USE"] * (AT_ONCE - 1)])
        found = root.data(USERS, text=name)["users"]["nodes"]
        assert [len(each["externalIdentities"]) for each in found] == [1], found
    stop(servers)


def test_whoever_arrives_while_their_provider_is_switched_off_has_an_account_or_none(
    servers: list[Server], openid_provider: OpenIdProvider
) -> None:
    root, provider_id = connected(servers, openid_provider)
    logins = [f"late-{number}" for number in range(AT_ONCE)]
    for login in logins:
        openid_provider.person(login)
    jobs = [*returns(servers, logins), lambda: done(root.data(DISABLE, id=provider_id)["disableIdentityProvider"])]
    codes = [answer.get("error", "") for answer in together(jobs) if "errors" not in answer]
    assert set(codes) <= {"", "EXPIRED", "NOT_ALLOWED"}, codes
    found = root.data(USERS, text="late-")["users"]["nodes"]
    assert len(found) == codes.count(""), (codes, found)
    assert all(len(each["externalIdentities"]) == 1 for each in found)
    stop(servers)
