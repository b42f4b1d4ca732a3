"""``rules.py`` decides and nothing else: of the tables it knows only enums and bounds, and it never waits."""

import ast
from enum import Enum
from importlib import import_module

import pytest

from tests.support.source import Source, broken, sample


def impurities(source: Source) -> list[str]:
    """Imports of tables and asynchronous functions in a file of rules."""
    if not source.path.endswith("/rules.py"):
        return []
    nodes = list(ast.walk(source.tree))
    waiting = [node for node in nodes if isinstance(node, (ast.AsyncFunctionDef, ast.Await))]
    imports = [node for node in nodes if isinstance(node, ast.ImportFrom)]
    tables = [(node, alias.name) for node in imports for alias in node.names if _is_table(node.module, alias.name)]
    return [source.at(node, "a rule does not wait") for node in waiting] + [
        source.at(node, f"{name} is neither an enum nor a number") for node, name in tables
    ]


def _is_table(module: str | None, name: str) -> bool:
    if not (module or "").startswith("models"):
        return False
    brought: object = getattr(import_module(module or ""), name)
    return not isinstance(brought, int | str) and not (isinstance(brought, type) and issubclass(brought, Enum))


@pytest.mark.parametrize(
    "text",
    ["from models.user import User", "from models.columns import primary_key", "async def may(): ..."],
)
def test_a_table_or_a_wait_in_the_rules_is_found(text: str) -> None:
    assert impurities(sample(text, path="auth/users/rules.py"))


@pytest.mark.parametrize("text", ["from models.user import UserStatus", "from models.columns import TEXT_LENGTH"])
def test_an_enum_or_a_bound_in_the_rules_is_fine(text: str) -> None:
    assert not impurities(sample(text, path="auth/users/rules.py"))


def test_rules_are_pure() -> None:
    assert broken(impurities, "auth") == ""
