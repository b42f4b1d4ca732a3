"""What the kernel knows of a process, and how results are printed."""

import os
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

_TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Cost:
    """What one repetition costs the process that does it."""

    cpu_ms: float
    wall_ms: float


def cpu_seconds(pid: int) -> float:
    """CPU time that a process has used so far, in user and kernel mode (proc(5): fields 14 and 15)."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS_PER_SECOND


def resident_mb(pid: int) -> float:
    """Memory of a process that is in RAM, in MB of 1,048,576 bytes."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:")) / 1024


def cost_of(pid: int, act: Callable[[], object], repetitions: int) -> Cost:
    """The mean cost of ``act`` for the process that answers it."""
    cpu, wall = cpu_seconds(pid), time.perf_counter()
    for _ in range(repetitions):
        act()
    spent = time.perf_counter() - wall
    return Cost((cpu_seconds(pid) - cpu) * 1000 / repetitions, spent * 1000 / repetitions)


def interleaved(contestants: dict[str, Callable[[], Cost]], rounds: int) -> dict[str, Cost]:
    """Medians of several rounds in which each contestant has its turn, so that a slow moment hits all of them."""
    costs: dict[str, list[Cost]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, measure in contestants.items():
            costs[name].append(measure())
    return {
        name: Cost(median(cost.cpu_ms for cost in found), median(cost.wall_ms for cost in found))
        for name, found in costs.items()
    }


@contextmanager
def a_core_of_its_own() -> Generator[Callable[[], None]]:
    """What is started first runs on one core; once the function was called, whoever loads it keeps to the others.

    So what a server can do is not what its load generator leaves to it. On a machine with one core both share that.
    """
    every = os.sched_getaffinity(0)
    first = min(every)
    os.sched_setaffinity(0, {first})
    try:
        yield lambda: os.sched_setaffinity(0, every - {first} or every)
    finally:
        os.sched_setaffinity(0, every)


def heading(text: str) -> None:
    """Begins a part of the report."""
    print(f"\n{text}")


def line(what: str, value: str) -> None:
    """One result."""
    print(f"  {what:<62} {value}")
