"""Markdown that reads well as text too."""

from collections.abc import Iterable, Sequence

ORIGIN = "<!-- Written by `make schema` from the code; edit the code. -->"


def page(title: str, introduction: str, *parts: str) -> str:
    """A whole page."""
    return "\n\n".join([ORIGIN, f"# {title}", introduction, *parts]) + "\n"


def section(title: str, *parts: str) -> str:
    """A part with a heading."""
    return "\n\n".join([f"## {title}", *parts])


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; a cell's line ends and bars are made harmless."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def code(text: object) -> str:
    """Something to be typed as it stands."""
    return f"`{text}`"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
