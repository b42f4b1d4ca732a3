"""What a document costs that the server has seen before, and one that it has not."""

from collections.abc import Callable
from itertools import count

import httpx2

from benchmarks.measure import cost_of, heading, interleaved, line
from tests.support.server import Server

ROUNDS = 5
REPETITIONS = 150

DOCUMENT = """
{ viewer { id username roles { name } scopes }
  users(first: 1, search: "demo1", orderBy: {email: ASC}) { nodes { id email phone roles { name scopes } } }
  roles(first: 1) { nodes { id name level scopes } } }
"""


def compare(server: Server, token: str) -> None:
    """Prints what parsing, validating and deciding anew adds to a request."""
    headers = {"authorization": f"Bearer {token}"}
    numbers = count()
    with httpx2.Client(timeout=30) as client:

        def ask(document: str) -> None:
            answer = client.post(f"{server.url}/graphql", json={"query": document}, headers=headers).json()
            assert "errors" not in answer, answer["errors"]

        def contestant(document: Callable[[], str]) -> Callable[[], object]:
            return lambda: ask(document())

        known = contestant(lambda: DOCUMENT)
        fresh = contestant(lambda: f"{DOCUMENT}#{next(numbers)}")
        known()
        costs = interleaved(
            {
                "known": lambda: cost_of(server.process.pid, known, REPETITIONS),
                "fresh": lambda: cost_of(server.process.pid, fresh, REPETITIONS),
            },
            ROUNDS,
        )
    heading("Permissions, limits and validation hang on the document")
    line("CPU of a request, new document ÷ known document", f"{costs['fresh'].cpu_ms / costs['known'].cpu_ms:.1f}")
    line("(CPU, new and known)", f"{costs['fresh'].cpu_ms:.2f} ms and {costs['known'].cpu_ms:.2f} ms")
