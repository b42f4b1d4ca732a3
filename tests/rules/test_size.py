"""Files near 100 lines and functions near 10: past 300 and 35 there is a better shape, or a reason in the list."""

import ast

from tests.support.source import Source, broken, sample

LONGEST_FILE = 300
LONGEST_FUNCTION = 35

REASONS: dict[str, str] = {}
STATEMENTS = "migrations/gatehouse/"
"""Files of SQL texts, written by ``make migration``."""


def too_long(source: Source) -> list[str]:
    """A file or function that is longer than its bound; docstrings do not count towards a function."""
    if source.path.startswith(STATEMENTS):
        return []
    lines = len(source.text.splitlines())
    functions = [node for node in ast.walk(source.tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    long = [node for node in functions if _length(node) > LONGEST_FUNCTION]
    found = [source.at(node, f"{node.name} has {_length(node)} lines") for node in long]
    return found + [f"{source.path}: {lines} lines"] * (lines > LONGEST_FILE)


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from ``def`` to the end, without the docstring."""
    total = (function.end_lineno or 0) - function.lineno + 1
    first = function.body[0]
    if ast.get_docstring(function) is None or first.end_lineno is None:
        return total
    return total - (first.end_lineno - first.lineno + 1)


def _function(lines: int) -> str:
    return "def long():\n" + "    act()\n" * (lines - 1)


def test_a_function_of_36_lines_is_found() -> None:
    assert too_long(sample(_function(LONGEST_FUNCTION + 1)))


def test_a_function_of_35_lines_is_fine() -> None:
    assert not too_long(sample(_function(LONGEST_FUNCTION)))


def test_a_docstring_does_not_make_a_function_long() -> None:
    told = 'def long():\n    """' + "Words.\n" * 40 + '    """\n' + "    act()\n" * 30
    assert not too_long(sample(told))


def test_a_file_of_301_lines_is_found() -> None:
    assert too_long(sample("\n" * (LONGEST_FILE + 1)))
    assert not too_long(sample("\n" * LONGEST_FILE))


def test_files_and_functions_stay_short() -> None:
    assert broken(too_long, allowed=REASONS) == ""
