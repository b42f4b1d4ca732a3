"""Reading on SQLite while somebody else writes: nobody waits for the writer."""

import sqlite3
from contextlib import closing
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.measure import heading, line
from tests.support.server import Api

READS = 60
DOCUMENT = "{ users(first: 100) { nodes { id username roles { name } } } }"


def compare(file: Path, api: Api) -> None:
    """Prints how long a read takes beside a transaction that is open for writing, against alone."""
    api.data(DOCUMENT)
    alone = _median_ms(api)
    with closing(sqlite3.connect(file, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE users SET contact_note = contact_note")
        beside = _median_ms(api)
        writer.execute("ROLLBACK")
    heading("A read beside an open writing transaction, on SQLite")
    line("time of a read, beside the writer ÷ alone", f"{beside / alone:.1f}")
    line("(time beside and alone)", f"{beside:.1f} ms and {alone:.1f} ms")


def _median_ms(api: Api) -> float:
    spent: list[float] = []
    for _ in range(READS):
        begun = perf_counter()
        api.data(DOCUMENT)
        spent.append((perf_counter() - begun) * 1000)
    return median(spent)
