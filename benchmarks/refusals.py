"""How long a refused sign-in takes by why it is refused: what tells names that exist from others (REQUIREMENTS C5)."""

from collections.abc import Mapping
from random import Random
from statistics import median, quantiles
from time import perf_counter

from benchmarks.measure import heading, line
from tests.support.journey import SIGN_IN, unhurried
from tests.support.server import Api

TRIES = 200
PASSWORD = "Corr3ct-horse-battery"  # noqa: S105 — of accounts that are made here
WRONG = "Wr0ng-horse-battery!"
LOCKING = "mutation { updateLockoutSettings(input: {failedAttemptsAllowed: 5}) { errors { code } } }"
CREATE = "mutation ($i: CreateUserInput!) { createUser(input: $i) { user { id } errors { code } } }"
SERVICE = 'mutation { createServiceAccount(input: {username: "r-service", roles: ["api"]}) { errors { code } } }'
LOCK = "mutation ($id: ID!) { lockUser(input: {id: $id}) { errors { code } } }"
KINDS = {
    "wrong password": ("r-wrong", WRONG),
    "unknown name": ("r-unknown", PASSWORD),
    "locked automatically": ("r-auto", PASSWORD),
    "locked by hand": ("r-manual", PASSWORD),
    "deactivated": ("r-inactive", PASSWORD),
    "no password": ("r-bare", PASSWORD),
    "service account": ("r-service", PASSWORD),
}
"""Why it is refused, and what is typed."""


def compare(engine: str, api: Api) -> None:
    """Prints the median time of each refusal as a ratio to that of a wrong password."""
    stranger = _furnish(api)
    times = _times(stranger)
    base = median(times["wrong password"])
    heading(f"A refused sign-in by its reason, on {engine}: {TRIES} tries of each, in random order")
    for kind, spent in times.items():
        low, _, high = quantiles(spent, n=4)
        line(f"{kind}: median ÷ a wrong password's", f"{median(spent) / base:.3f}  ({low:.1f} to {high:.1f} ms)")


def _furnish(api: Api) -> Api:
    """An account of each kind; gives a caller who is nobody."""
    unhurried(api)
    ids: dict[str, str] = {}
    for name in ("r-wrong", "r-auto", "r-manual", "r-inactive", "r-bare"):
        given = {} if name == "r-bare" else {"password": PASSWORD}
        status = {"status": "INACTIVE"} if name == "r-inactive" else {}
        ids[name] = api.data(CREATE, i={"username": name, **given, **status})["createUser"]["user"]["id"]
    api.data(SERVICE)
    api.data(LOCK, id=ids["r-manual"])
    api.data(LOCKING)
    stranger = Api(api.url)
    for _ in range(5):
        stranger.data(SIGN_IN, username="r-auto", password=WRONG)
    unhurried(api)  # locks that were set stand
    return stranger


def _times(stranger: Api) -> Mapping[str, list[float]]:
    """Milliseconds of every try; in random order, so that a slow moment hits all kinds alike."""
    order = [kind for kind in KINDS for _ in range(TRIES)]
    Random(1).shuffle(order)  # noqa: S311 — not a secret
    spent: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for kind in order:
        name, password = KINDS[kind]
        begun = perf_counter()
        outcome = stranger.data(SIGN_IN, username=name, password=password)["login"]
        spent[kind].append((perf_counter() - begun) * 1000)
        assert outcome == {"__typename": "LoginRefused", "code": "INVALID_CREDENTIALS"}, outcome
    return spent
