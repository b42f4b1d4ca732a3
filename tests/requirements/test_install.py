"""What a person is told on a machine that lacks something, and that nothing is installed twice."""

import ast
import runpy
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.source import ROOT

SCRIPT = ROOT / "requirements" / "install.py"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A fresh clone, as far as the installer looks at it."""
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    return tmp_path


@pytest.fixture
def installer(checkout: Path) -> dict[str, Any]:
    """The names of the script, as it stands in the fresh clone."""
    return runpy.run_path(str(checkout / "requirements" / "install.py"))


def run(checkout: Path, *before: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs the installer, after some Python statements that make the machine look as it should."""
    script = checkout / "requirements" / "install.py"
    start = (
        f"import sys, runpy; sys.argv = ['install.py', 'runtime']; runpy.run_path({str(script)!r}, run_name='__main__')"
    )
    return subprocess.run(
        (sys.executable, "-c", "\n".join(["import sys", *before, start])),
        env={"PATH": "/usr/bin:/bin", **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_an_old_python_can_read_the_script() -> None:
    ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 6))


def test_an_old_python_is_refused_with_what_to_do(checkout: Path) -> None:
    done = run(checkout, "sys.version_info = (3, 9, 18)")
    assert done.returncode == 1
    assert "needs Python 3.11 or newer" in done.stderr
    assert "make run PYTHON=python3.12" in done.stderr
    assert not (checkout / ".venv").exists()


def test_a_missing_venv_package_is_named(checkout: Path, tmp_path: Path) -> None:
    absent = tmp_path / "absent"
    absent.mkdir()
    (absent / "ensurepip.py").write_text("raise ImportError('not installed')")
    done = run(checkout, PYTHONPATH=str(absent))
    assert done.returncode == 1
    assert "apt-get install python3-venv" in done.stderr
    assert not (checkout / ".venv").exists()


def test_the_development_set_serves_for_running_too(checkout: Path, installer: dict[str, Any]) -> None:
    is_installed: Callable[[str], bool] = installer["is_installed"]
    (checkout / ".venv" / "bin").mkdir(parents=True)
    (checkout / ".venv" / "bin" / "python").symlink_to(sys.executable)
    stamp = checkout / ".venv" / "installed"
    assert not is_installed("dev")
    stamp.write_text(installer["identity"]("runtime"))
    assert (is_installed("runtime"), is_installed("dev")) == (True, False)
    stamp.write_text(installer["identity"]("dev"))
    assert (is_installed("runtime"), is_installed("dev")) == (True, True)


def test_a_changed_lock_is_installed_anew(checkout: Path, installer: dict[str, Any]) -> None:
    (checkout / ".venv" / "bin").mkdir(parents=True)
    (checkout / ".venv" / "bin" / "python").symlink_to(sys.executable)
    (checkout / ".venv" / "installed").write_text(installer["identity"]("dev"))
    lock = checkout / "requirements" / "runtime.lock"
    lock.write_text(lock.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    assert not installer["is_installed"]("dev")
