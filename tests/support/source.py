"""The project's own source, as the rule tests read it.

A rule is a function from one ``Source`` to sentences of what is wrong with it; ``broken`` runs it over rooms.
"""

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

ROOT = Path(__file__).parent.parent.parent
ROOMS = ("models", "auth", "resolvers", "api", "migrations")


@dataclass(frozen=True, slots=True)
class Source:
    """One Python file: its path from the root, with slashes, and its text."""

    path: str
    text: str

    @property
    def tree(self) -> ast.Module:
        """The file parsed."""
        return ast.parse(self.text)

    def at(self, node: ast.AST, what: str) -> str:
        """A sentence that an editor can jump to."""
        return f"{self.path}:{getattr(node, 'lineno', 1)}: {what}"


Rule = Callable[[Source], list[str]]


def sample(text: str, path: str = "auth/sample.py") -> Source:
    """A made-up file for showing that a rule bites, or does not."""
    return Source(path, dedent(text))


def sources(*rooms: str) -> Iterator[Source]:
    """Every Python file of the rooms."""
    for room in rooms or ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            yield Source(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))


def broken(rule: Rule, *rooms: str, allowed: Mapping[str, str] | None = None) -> str:
    """What ``rule`` finds, a line each, in the rooms, outside the files that are ``allowed`` to (path to reason).

    An allowance that is not needed any more is reported too, so that the lists stay short.
    """
    found: list[str] = []
    idle = dict(allowed or {})
    for source in sources(*rooms):
        sentences = rule(source)
        if source.path not in idle:
            found += sentences
        elif sentences:
            del idle[source.path]
    found += [f"{path}: is allowed to break this rule but does not; take it off the list" for path in idle]
    return "\n".join(found)


def dotted(node: ast.AST) -> str:
    """``a.b.c`` as text; empty for anything that is not a plain dotted name."""
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attribute) if dotted(value):
            return f"{dotted(value)}.{attribute}"
        case _:
            return ""


def names_used(source: Source) -> Iterator[tuple[ast.AST, str]]:
    """Every dotted name that is used, and what each ``from m import n`` brings, both as the standard name ``m.n``.

    ``import time as t; t.time()`` and ``from time import time; time()`` are both reported as ``time.time``.
    """
    known: dict[str, str] = {}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            known |= {alias.asname: alias.name for alias in node.names if alias.asname}
        elif isinstance(node, ast.ImportFrom):
            full = {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
            known |= full
            yield from ((node, name) for name in full.values())
    for node in ast.walk(source.tree):
        if isinstance(node, (ast.Name, ast.Attribute)) and (name := dotted(node)):
            head, _, rest = name.partition(".")
            head = known.get(head, head)
            yield node, f"{head}.{rest}" if rest else head
