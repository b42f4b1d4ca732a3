"""An ``except`` is narrow; a wide one stands only at a boundary that is listed here with its reason."""

import ast

import pytest

from tests.support.source import Source, broken, dotted, sample

WIDE = {"Exception", "BaseException"}

BOUNDARIES: dict[str, str] = {}


def wide_excepts(source: Source) -> list[str]:
    """Handlers that would also catch a programming error."""
    handlers = [node for node in ast.walk(source.tree) if isinstance(node, ast.ExceptHandler)]
    return [source.at(handler, "catches everything; name what can happen") for handler in handlers if _is_wide(handler)]


def _is_wide(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(dotted(kind).rpartition(".")[2] in WIDE for kind in caught)


@pytest.mark.parametrize("kind", ["", " Exception", " BaseException as error", " (ValueError, Exception)"])
def test_a_wide_except_is_found(kind: str) -> None:
    assert wide_excepts(sample(f"try:\n    act()\nexcept{kind}:\n    pass"))


def test_a_narrow_except_is_fine() -> None:
    assert not wide_excepts(sample("try:\n    act()\nexcept (OSError, ValueError):\n    pass"))


def test_everything_is_caught_only_at_listed_boundaries() -> None:
    assert broken(wide_excepts, allowed=BOUNDARIES) == ""
