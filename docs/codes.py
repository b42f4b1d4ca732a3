"""Finds the stable codes of typed refusals in the source, with the sentences that come with them."""

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent
MAKERS = ("DomainError", "add", "__init__")
"""What a refusal is made by: the class, ``Problems.add``, and the classes derived from it."""


def refusal_codes() -> Mapping[str, list[str]]:
    """Every code in ``auth`` and its sentences; ``…`` stands for a value."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for path in sorted((ROOT / "auth").rglob("*.py")):
        for name, sentence in _refusals(ast.parse(path.read_text(encoding="utf-8"))):
            if sentence not in found[name]:
                found[name].append(sentence)
    return dict(sorted(found.items()))


def _refusals(tree: ast.Module) -> Iterator[tuple[str, str]]:
    names = {
        node.targets[0].id: node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    for node in ast.walk(tree):
        match node:
            case ast.Call(args=[ast.Constant(value=str(name)), sentence, *_]) if _made_by(node) and name.isupper():
                known = names.get(sentence.id, sentence) if isinstance(sentence, ast.Name) else sentence
                yield name, _text(known)
            case _:
                pass


def _made_by(call: ast.Call) -> bool:
    called = call.func
    name = called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""
    return name in MAKERS


def _text(sentence: ast.expr) -> str:
    match sentence:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(_text(part) for part in parts)
        case _:
            return "…"
