"""What a return from an identity provider costs, and what one that never answers costs those who read meanwhile."""

from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus

from benchmarks.logins import CREATE, PASSWORD, UNLIMITED, p99, pure, reads, serial
from benchmarks.measure import cost_of, heading, line
from tests.support.journey import unhurried
from tests.support.openid_provider import CLIENT_SECRET, OpenIdProvider, Return, left, running_openid_provider
from tests.support.server import Api, Server

RETURNS = 60
HANGING = 20
READS = 300
MOST_ASKED = 2
"""Requests to the provider for a return, once its keys are known."""

SLUG, CLIENT, LOGIN = "bench", "gatehouse-bench", "ann"
LOCAL = "local-beside-sso"
MAKE = """
mutation ($i: CreateIdentityProviderInput!) {
  createIdentityProvider(input: $i) { identityProvider { id } errors { code message } }
}
"""
ENABLE = "mutation ($id: ID!) { enableIdentityProvider(input: {id: $id}) { errors { code message } } }"


def compare(engine: str, server: Server, api: Api) -> None:
    """Prints ratios to a local sign-in without its hash, and to reads that nobody hinders."""
    unhurried(api)
    api.data(UNLIMITED)
    with running_openid_provider() as there:
        _connect(server, api, there)
        heading(f"People who come back from an identity provider, on {engine}")
        _returns(server, api, there)
        _reads_beside(server, api, there)


def _connect(server: Server, api: Api, there: OpenIdProvider) -> None:
    there.client(CLIENT, server.url, SLUG)
    there.person(LOGIN, groups=("staff",))
    given = {
        "kind": "GENERIC",
        "name": SLUG,
        "slug": SLUG,
        "issuer": there.issuer,
        "clientId": CLIENT,
        "clientSecret": CLIENT_SECRET,
        "allowsPrivateAddresses": True,
        "createsAccounts": True,
    }
    made = api.data(MAKE, i=given)["createIdentityProvider"]
    assert made["errors"] == [], made
    enabled = api.data(ENABLE, id=made["identityProvider"]["id"])
    assert enabled == {"enableIdentityProvider": {"errors": []}}, enabled


def _returns(server: Server, api: Api, there: OpenIdProvider) -> None:
    _arrived(_left(server))
    waiting = [_left(server) for _ in range(RETURNS)]
    there.asked()
    turns = iter(waiting)
    cpu_ms = cost_of(server.process.pid, lambda: _arrived(next(turns)), RETURNS).cpu_ms
    asked = len(there.asked())
    api.data(CREATE, i={"username": LOCAL, "password": PASSWORD})
    local_ms = serial(server, [LOCAL]) - pure()[0]
    line(f"requests to the provider for each return, to be at most {MOST_ASKED}", f"{asked / RETURNS:.1f}")
    line("CPU of a return ÷ CPU of a local sign-in without its hash", f"{cpu_ms / local_ms:.2f}")
    line("(a return, a local one without its hash)", f"{cpu_ms:.1f} and {local_ms:.1f} ms")


def _reads_beside(server: Server, api: Api, there: OpenIdProvider) -> None:
    alone = p99(reads(api, lambda read: read < READS))
    waiting = [_left(server) for _ in range(HANGING)]
    there.hang("/token")
    with ThreadPoolExecutor(HANGING) as threads:
        arriving = [threads.submit(each.arrives) for each in waiting]
        beside = p99(reads(api, lambda read: read < READS))
        slowest = max(answer.result().elapsed.total_seconds() for answer in arriving)
    there.hang()
    line(f"99 % of reads beside {HANGING} returns to one that hangs ÷ alone", f"{beside / alone:.1f}")
    line("(alone and beside; the longest of those returns)", f"{alone:.1f}, {beside:.1f} ms; {slowest:.1f} s")


def _left(server: Server) -> Return:
    return left(server.url, SLUG, LOGIN)


def _arrived(back: Return) -> None:
    """They come back, and a session is open."""
    answer = back.arrives()
    assert answer.status_code == HTTPStatus.FOUND, answer.text
    assert "error=" not in answer.headers["location"], answer.headers["location"]
    assert "set-cookie" in answer.headers
