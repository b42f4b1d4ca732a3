"""Signing in: how much of its time is the hash itself, and what a flood of sign-ins does to everybody else."""

import itertools
import os
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from statistics import quantiles
from time import perf_counter, process_time, sleep

import httpx2
from argon2 import PasswordHasher

from auth.passwords.hashing import HashingBusy
from auth.settings.pages import PasswordSettings
from benchmarks.measure import cost_of, cpu_seconds, heading, line
from tests.support.journey import SIGN_IN, unhurried
from tests.support.server import Api, Server

ACCOUNTS = 200
CLIENTS = 8
SECONDS = 8.0
SERIAL = 100
READS = 3_000
PASSWORD = "Corr3ct-horse-battery"  # noqa: S105 — of accounts that are made here
CREATE = "mutation ($i: CreateUserInput!) { createUser(input: $i) { user { id } errors { code } } }"
UNLIMITED = "mutation { updateSessionSettings(input: {sessionsPerAccount: 0}) { errors { code } } }"
READ = "{ viewer { id username } }"


@dataclass(frozen=True, slots=True)
class Flood:
    """What happened while it lasted.

    Attributes:
        cpu_ms: Of the server for each sign-in, with what the reads beside them cost it.
        reads_ms: Empty where nobody read.
    """

    succeeded: int
    refused: int
    cpu_ms: float
    seconds: float
    reads_ms: list[float]


def compare(engine: str, server: Server, api: Api) -> None:
    """Prints ratios to a loop that does nothing but verify argon2 hashes, and to reads without the flood.

    The server has a core of its own, and its load generator the others.
    """
    unhurried(api)
    api.data(UNLIMITED)
    names = [f"flood{number}" for number in range(ACCOUNTS)]
    for name in names:
        api.data(CREATE, i={"username": name, "password": PASSWORD})
    hash_ms, hashes = pure()
    serial_ms = serial(server, names)
    flood = flooded(server, None, names, PASSWORD, CLIENTS)
    alone = p99(reads(api, lambda read: read < READS))
    beside = p99(flooded(server, api, names, PASSWORD, CLIENTS).reads_ms)
    heading(f"Sign-ins one after the other, and a flood of them from {CLIENTS} clients, on {engine}")
    line("CPU of a pure argon2 verification ÷ CPU per sign-in, serial", f"{hash_ms / serial_ms:.2f}")
    line("the same in the flood", f"{hash_ms / flood.cpu_ms:.2f}")
    line(
        "sign-ins a second ÷ pure verifications a second, on a core each",
        f"{flood.succeeded / flood.seconds / hashes:.2f}",
    )
    costs = f"{hash_ms:.1f}, {serial_ms:.1f} and {flood.cpu_ms:.1f} ms"
    line("(CPU per verification, per sign-in serial and in the flood)", costs)
    line("99 % of reads beside the flood ÷ alone", f"{beside / alone:.1f}")
    line("(alone and beside)", f"{alone:.1f} ms and {beside:.1f} ms")
    line("answered RATE_LIMITED", f"{flood.refused} of {flood.refused + flood.succeeded}")


def pure() -> tuple[float, float]:
    """CPU of one verification in ms, and verifications a second on each core."""
    settings = PasswordSettings()
    hasher = PasswordHasher(
        time_cost=settings.argon2_iterations,
        memory_cost=settings.argon2_memory_kib,
        parallelism=settings.argon2_parallelism,
    )
    stored, cores = hasher.hash(PASSWORD), len(os.sched_getaffinity(0))
    rounds, cpu, begun = 60 * cores, process_time(), perf_counter()
    with ThreadPoolExecutor(cores) as threads:
        assert all(threads.map(hasher.verify, [stored] * rounds, [PASSWORD] * rounds))
    return (process_time() - cpu) * 1000 / rounds, rounds / (perf_counter() - begun) / cores


def serial(server: Server, names: list[str]) -> float:
    """CPU of a sign-in in ms when nothing else happens."""
    turns = itertools.count()
    with httpx2.Client(timeout=60, verify=False) as http:

        def one() -> str:
            return _sign_in(http, server, names[next(turns) % len(names)], PASSWORD)

        return cost_of(server.process.pid, one, SERIAL).cpu_ms


def _sign_in(http: httpx2.Client, server: Server, name: str, password: str) -> str:
    """The type of the outcome."""
    body = {"query": SIGN_IN, "variables": {"username": name, "password": password}}
    return http.post(f"{server.url}/graphql", json=body).json()["data"]["login"]["__typename"]


def reads(api: Api, goes_on: Callable[[int], bool]) -> list[float]:
    """How many ms each of one client's reads takes, while it goes on; it is told how many there were."""
    spent: list[float] = []
    headers = {"authorization": f"Bearer {api.token}"}
    with httpx2.Client(timeout=30, headers=headers, verify=False) as client:
        while goes_on(len(spent)):
            begun = perf_counter()
            assert client.post(f"{api.url}/graphql", json={"query": READ}).json()["data"]["viewer"]
            spent.append((perf_counter() - begun) * 1000)
    return spent


def _reads_for(api: Api, seconds: float) -> list[float]:
    until = perf_counter() + seconds
    return reads(api, lambda _: perf_counter() < until)


def flooded(server: Server, api: Api | None, names: list[str], password: str, count: int) -> Flood:
    """Has so many clients sign in by these names for a while, beside one that reads by ``api``, or beside nobody.

    Who reads is a process of its own: among the clients' threads it would measure how they wait for each other.
    """
    with ProcessPoolExecutor(1, get_context("spawn")) as reader:
        if api is not None:
            reader.submit(reads, api, _never).result()  # it is there from now on
        return _flooded(server, api, names, password, count, reader)


def _never(_: int) -> bool:
    return False


def _flooded(
    server: Server, api: Api | None, names: list[str], password: str, count: int, reader: ProcessPoolExecutor
) -> Flood:
    until, answers, lock = perf_counter() + SECONDS, {"LoginSucceeded": 0, "LoginRefused": 0}, threading.Lock()

    def client(number: int) -> None:
        turn = number
        with httpx2.Client(timeout=60, verify=False) as http:
            while perf_counter() < until:
                outcome = _sign_in(http, server, names[turn % len(names)], password)
                with lock:
                    answers[outcome] += 1
                if outcome == "LoginRefused":  # people come again when they are asked to, and not all at once
                    rest = (1 + number / count) * HashingBusy.retry_after_seconds
                    sleep(min(rest, max(0, until - perf_counter())))
                turn += count

    cpu, begun = cpu_seconds(server.process.pid), perf_counter()
    with ThreadPoolExecutor(count) as threads:
        reading = reader.submit(_reads_for, api, SECONDS) if api is not None else None
        for each in [threads.submit(client, number) for number in range(count)]:
            each.result()
        spent_on_reads = reading.result() if reading is not None else []
    spent, seconds = cpu_seconds(server.process.pid) - cpu, perf_counter() - begun
    succeeded = answers["LoginSucceeded"]
    return Flood(succeeded, answers["LoginRefused"], spent * 1000 / max(1, succeeded), seconds, spent_on_reads)


def p99(times: list[float]) -> float:
    """What 99 % of them stay below."""
    return quantiles(times, n=100)[98]
