"""Finds the stable codes of typed refusals in the source, with the sentences that come with them."""

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROOMS = ("auth", "resolvers")
MAKERS = ("DomainError", "add", "__init__", "InputError")
"""What a refusal is made by: the class, ``Problems.add``, the classes derived from it, and the schema's own type."""


def refusal_codes() -> Mapping[str, list[str]]:
    """Every code and its sentences; ``…`` stands for a value."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for path in (path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))):
        for name, sentence in _refusals(ast.parse(path.read_text(encoding="utf-8"))):
            if sentence not in found[name]:
                found[name].append(sentence)
    return dict(sorted(found.items()))


def _refusals(tree: ast.Module) -> Iterator[tuple[str, str]]:
    named = {
        node.targets[0].id: node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and _called(node) in MAKERS)
    for call in calls:
        by_name = {each.arg: each.value for each in call.keywords}
        match [*call.args, *(by_name[name] for name in ("code", "message") if name in by_name)]:
            case [ast.Constant(value=str(code)), ast.Name(id=name), *_] if code.isupper():
                yield code, _text(named.get(name, call))
            case [ast.Constant(value=str(code)), sentence, *_] if code.isupper():
                yield code, _text(sentence)
            case _:
                pass


def _called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _text(sentence: ast.expr) -> str:
    match sentence:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(_text(part) for part in parts)
        case _:
            return "…"
