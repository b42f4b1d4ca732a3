"""The command line, from the program itself."""

import re
import subprocess
from pathlib import Path

from typer import Typer
from typer.models import TyperInfo

from api.cli.outcome import EXIT_CODES
from api.cli.program import program
from docs.markdown import code, page, section, table

ROOT = Path(__file__).parent.parent


def command_line() -> str:
    """Every verb with its own help, and the exit codes."""
    verbs = [*_names(program), *(f"{group.name} {name}" for group in program.registered_groups for name in _of(group))]
    return page(
        "Command line",
        "`./gatehouse VERB`. Every verb takes `--json` and then answers with JSON objects, a line each.",
        section("Exit codes", table(("Code", "Meaning"), [(str(int(c)), text) for c, text in EXIT_CODES.items()])),
        *(section(code(verb), f"```text\n{_help(verb)}\n```") for verb in verbs),
    )


def _names(verbs: Typer) -> list[str]:
    commands = [each for each in verbs.registered_commands if each.callback]
    return [each.name or getattr(each.callback, "__name__", "").replace("_", "-") for each in commands]


def _of(group: TyperInfo) -> list[str]:
    return _names(group.typer_instance) if group.typer_instance else []


def _help(verb: str) -> str:
    """What ``./gatehouse VERB --help`` prints, at a width that does not depend on the terminal."""
    done = subprocess.run(  # noqa: S603 — the words come from the program itself
        ("./gatehouse", *verb.split(), "--help"),
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "COLUMNS": "100", "TERMINAL_WIDTH": "100", "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=True,
    )
    return re.sub(r"[ \t]+$", "", done.stdout.strip(), flags=re.MULTILINE)
