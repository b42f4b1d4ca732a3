"""The lock files hold what pyproject.toml asks for, by hash, and say nothing of where it was fetched from."""

import re
import tomllib
from importlib.metadata import version

import pytest
from packaging.requirements import Requirement

from tests.support.source import ROOT

PINNED = re.compile(r"^([A-Za-z0-9_.-]+)==(\S+)", re.MULTILINE)


def locked(name: str) -> dict[str, str]:
    """Versions by package of a lock file."""
    text = (ROOT / "requirements" / f"{name}.lock").read_text(encoding="utf-8")
    return {package.lower().replace("_", "-"): pinned for package, pinned in PINNED.findall(text)}


def missing(wanted: list[str], found: dict[str, str]) -> list[str]:
    """Requirements that a lock file does not fulfil."""
    requirements = map(Requirement, wanted)
    return [
        str(each) for each in requirements if (pin := found.get(each.name.lower())) is None or pin not in each.specifier
    ]


def test_a_package_that_is_not_locked_or_locked_elsewhere_is_found() -> None:
    assert missing(["one==1.*", "two", "three"], {"one": "2.0", "two": "2"}) == ["one==1.*", "three"]


@pytest.mark.parametrize("name", ["runtime", "dev"])
def test_the_locks_fulfil_pyproject(name: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = project["project"]["dependencies"] + (project["dependency-groups"]["dev"] if name == "dev" else [])
    assert missing(wanted, locked(name)) == []


@pytest.mark.parametrize("name", ["runtime", "dev", "uv"])
def test_a_lock_names_hashes_and_no_address(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.lock").read_text(encoding="utf-8")
    assert "--hash=sha256:" in text
    assert "://" not in text


def test_the_development_lock_contains_the_runtime_lock() -> None:
    assert locked("runtime").items() <= locked("dev").items()


def test_the_tests_run_on_what_is_locked() -> None:
    assert version("strawberry-graphql") == locked("dev")["strawberry-graphql"]
