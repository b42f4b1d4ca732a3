"""Test programs in processes of their own: to race them against each other, and to kill them."""

import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager

from tests.support.source import ROOT

SECONDS = 60


def start(script: str, *words: str) -> "subprocess.Popen[str]":
    """Starts a Python script with the project importable."""
    return subprocess.Popen(
        (sys.executable, "-c", script, *words),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: "subprocess.Popen[str]") -> str:
    """Waits for a script to succeed and gives what it printed."""
    try:
        output, errors = process.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise
    if process.returncode != 0:
        raise AssertionError(f"it ended with {process.returncode}:\n{errors}")
    return output


@contextmanager
def running(script: str, *words: str) -> Generator["subprocess.Popen[str]"]:
    """A script that is killed (SIGKILL) at the end of the block, if it has not ended."""
    process = start(script, *words)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()
