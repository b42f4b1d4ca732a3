"""Fills .venv from a lock file: ``python3 requirements/install.py runtime|dev``.

Runs on whatever ``python3`` a fresh machine has, with the standard library alone, and says how to go on when that is
not enough; so it is written in what Python 3.6 could already parse. Every package is checked against the hash in its
lock file. The installer (uv) stays out of the environment it fills, in ``.venv/uv``.
"""

import hashlib
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV = VENV / "uv" / "bin" / "uv"
STAMP = VENV / "installed"
PROFILES = ("runtime", "dev")


def main(profile: str) -> None:
    """Installs the locked packages of ``profile``, unless exactly these are there already."""
    refuse_old_python()
    if is_installed(profile):
        return
    if not works(PYTHON):
        make_environment()
    if not works(UV):
        say("installing uv, which installs the rest ...")
        quiet = ("--quiet", "--disable-pip-version-check", "--no-input")
        where = ("--target", str(VENV / "uv"), "--upgrade", "--require-hashes", "-r", str(lock("uv")))
        run(str(PYTHON), "-m", "pip", "install", *quiet, *where)
    if STAMP.exists():
        STAMP.unlink()
    say(f"installing the locked packages ({profile}) ...")
    run(str(UV), "pip", "sync", "--quiet", "--python", str(PYTHON), "--require-hashes", str(lock(profile)))
    STAMP.write_text(identity(profile), encoding="ascii")


def refuse_old_python() -> None:
    """Ends with advice when this interpreter cannot run Gatehouse."""
    found = sys.version_info[:2]
    if found < OLDEST:
        stop(
            "Gatehouse needs Python {}.{} or newer; {} is {}.{}.".format(*OLDEST, sys.executable, *found),
            "Install a newer one and name it, for example: make run PYTHON=python3.12",
        )


def make_environment() -> None:
    """Creates .venv, or says which system package is missing."""
    try:
        __import__("venv")
        __import__("ensurepip")  # Debian and Ubuntu ship it in a package of its own
    except ImportError:
        stop(
            "This Python cannot make virtual environments: a part of its standard library is not installed.",
            "On Debian or Ubuntu: apt-get install python3-venv   Then run the same command again.",
        )
    say("creating .venv with Python {}.{} ...".format(*sys.version_info))
    run(sys.executable, "-m", "venv", "--clear", str(VENV))


def is_installed(profile: str) -> bool:
    """Whether .venv holds these packages; the development set contains the runtime set."""
    if not STAMP.exists() or not works(PYTHON):
        return False
    return STAMP.read_text(encoding="ascii") in (identity(profile), identity("dev"))


def identity(profile: str) -> str:
    """What the stamp holds: the lock files by content, and where the environment stands (it cannot be moved)."""
    digest = hashlib.sha256(str(ROOT).encode("utf-8", "surrogateescape"))
    for name in ("uv", "runtime", profile):
        digest.update(lock(name).read_bytes())
    return f"{profile} {digest.hexdigest()}"


def lock(name: str) -> Path:
    """The path of a lock file."""
    return ROOT / "requirements" / f"{name}.lock"


def works(program: Path) -> bool:
    """Whether a program is there and starts (that of a moved or half-made environment does not)."""
    try:
        return subprocess.call((str(program), "--version"), stdout=subprocess.DEVNULL) == 0
    except OSError:
        return False


def run(*command: str) -> None:
    """Runs a program and ends with advice if it fails."""
    code = subprocess.call(command)
    if code:
        stop(
            f"This step failed (exit code {code}): {' '.join(command)}",
            "The lines above say why. Packages come from the index that pip (for uv itself) and uv are set up for.",
        )


def say(text: str) -> None:
    """Tells the person at the terminal what is going on."""
    sys.stderr.write(f"gatehouse: {text}\n")


def stop(problem: str, advice: str) -> None:
    """Ends with a problem and what to do about it."""
    say(problem)
    say(advice)
    sys.exit(1)


if __name__ == "__main__":
    if sys.argv[1:] not in [[profile] for profile in PROFILES]:
        sys.exit("usage: python3 requirements/install.py runtime|dev")
    main(sys.argv[1])
