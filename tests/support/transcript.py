"""Runs the shell blocks of a Markdown page, in order and in one shell, as a reader would paste them."""

import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self, TypeAlias, cast

ANYTHING = "…"

Json: TypeAlias = "dict[str, Json] | list[Json] | str | float | bool | None"

_BLOCK = r"^```sh\n(?P<shell>.*?)^```\n(?:```(?P<kind>json|text)\n(?P<answer>.*?)^```\n)?"
_MARK = r"^<!-- (?P<mark>\w+) -->$"
_PART = re.compile(f"{_BLOCK}|{_MARK}", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Step:
    """One block with the answer that the page promises, or a mark like ``<!-- restart -->``."""

    shell: str = ""
    kind: str | None = None
    answer: str = ""
    mark: str | None = None


def steps(page: str) -> Iterator[Step]:
    """The steps of a page."""
    for found in _PART.finditer(page):
        yield Step(found["shell"] or "", found["kind"], found["answer"] or "", found["mark"])


class Shell:
    """A shell that lives as long as the page, so that later blocks see the variables of earlier ones."""

    _END = "@@ end of the block @@"

    def __init__(self, directory: Path, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            ("bash", "-u"),
            cwd=directory,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()

    def run(self, block: str) -> str:
        """What a block prints, on both streams."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{block}\nprintf '\\n%s\\n' '{self._END}'\n")
        self._process.stdin.flush()
        lines: list[str] = []
        for line in self._process.stdout:
            if line.strip() == self._END:
                return "".join(lines).strip()
            lines.append(line)
        raise AssertionError("the shell ended:\n" + "".join(lines))


def differences(step: Step, printed: str) -> list[str]:
    """How what was printed differs from what the page promises."""
    if step.kind == "text":
        return [] if printed.split() == step.answer.split() else [f"printed {printed!r}, promised {step.answer!r}"]
    if step.kind == "json":
        return list(_unlike(_last_object(printed), json.loads(step.answer), "answer"))
    return []


def _last_object(printed: str) -> Json:
    """The JSON object after whatever else was printed, without the ``extensions`` that every answer has."""
    start = re.search(r"^\{", printed, re.MULTILINE)
    if start is None:
        return printed
    answer = cast("dict[str, Json]", json.JSONDecoder().raw_decode(printed[start.start() :])[0])
    return {key: value for key, value in answer.items() if key != "extensions"}


def _unlike(found: Json, promised: Json, place: str) -> Iterator[str]:
    if promised == ANYTHING:
        return
    if isinstance(found, dict) and isinstance(promised, dict) and found.keys() == promised.keys():
        for key in promised:
            yield from _unlike(found[key], promised[key], f"{place}.{key}")
    elif isinstance(found, list) and isinstance(promised, list) and len(found) == len(promised):
        for index, (one, other) in enumerate(zip(found, promised, strict=True)):
            yield from _unlike(one, other, f"{place}[{index}]")
    elif found != promised:
        yield f"{place}: found {json.dumps(found)}, promised {json.dumps(promised)}"
