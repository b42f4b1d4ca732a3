"""A page of 100 accounts with their roles: the API against one hand-written statement."""

import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager

import httpx2

from benchmarks.measure import Cost, cost_of, heading, interleaved, line
from tests.support.server import Server
from tests.support.source import ROOT

ROUNDS = 5
REPETITIONS = 60
ROWS = 100

DOCUMENT = """
query Page($first: Int!) { users(first: $first, filter: {status: [ACTIVE, INACTIVE]}) { nodes {
  id username email firstName lastName displayName kind status authMethod classificationLevel lastLoginAt createdAt
  updatedAt roles { name }
} } }
"""


def compare(engine: str, database_url: str, server: Server, token: str) -> None:
    """Prints CPU and time per page, each as a ratio to the raw page of the same run."""
    headers = {"authorization": f"Bearer {token}"}
    body = {"query": DOCUMENT, "variables": {"first": ROWS}}
    with raw_server(database_url) as (process, address), httpx2.Client(timeout=30) as client:

        def ours() -> None:
            assert _rows(client.post(f"{server.url}/graphql", json=body, headers=headers)) == ROWS

        def raw() -> None:
            assert _rows(client.post(address, json={})) == ROWS

        for warm_up in (ours, raw):
            warm_up()
        contestants = {
            "raw": lambda: cost_of(process.pid, raw, REPETITIONS),
            "ours": lambda: cost_of(server.process.pid, ours, REPETITIONS),
        }
        costs = interleaved(contestants, ROUNDS)
    _tell(engine, costs["ours"], costs["raw"])


def _rows(response: httpx2.Response) -> int:
    return len(response.json()["data"]["users"]["nodes"])


def _tell(engine: str, ours: Cost, raw: Cost) -> None:
    heading(f"A page of {ROWS} accounts with 13 fields and their roles, on {engine}")
    line("CPU per page, API ÷ raw statement and orjson", f"{ours.cpu_ms / raw.cpu_ms:.1f}")
    line("time per page for one client, API ÷ raw", f"{ours.wall_ms / raw.wall_ms:.1f}")
    line("(CPU per page, API and raw)", f"{ours.cpu_ms:.2f} ms and {raw.cpu_ms:.2f} ms")


@contextmanager
def raw_server(database_url: str) -> Generator[tuple["subprocess.Popen[str]", str]]:
    """The raw page's process and address."""
    command = (sys.executable, "-m", "benchmarks.raw_server", database_url)
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process, process.stdout.readline().strip() + "/"
        finally:
            process.terminate()
