"""What stands in an expected answer where the true value differs from run to run, and how refusals look."""

import re
from collections.abc import Sequence
from typing import Any


class Like:
    """Equal to every text of a form."""

    __hash__ = None  # type: ignore[assignment] # equal to many different texts

    def __init__(self, pattern: str) -> None:
        self._pattern = re.compile(pattern)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and self._pattern.fullmatch(other) is not None

    def __repr__(self) -> str:
        return f"Like({self._pattern.pattern!r})"


USER_ID = Like(r"usr_[0-9a-f]{32}")
ROLE_ID = Like(r"rol_[0-9a-f]{32}")
SESSION_ID = Like(r"ses_[0-9a-f]{32}")
EVENT_ID = Like(r"evt_[0-9a-f]{32}")
UUID = Like(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
MOMENT = Like(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00")
TOKEN = Like(r"[A-Za-z0-9_-]{43}")
CURSOR = Like(r"[A-Za-z0-9_-]+")
TEXT = Like(r"(?s).+")
"""Wherever wording is free: it is for people."""


def refusal(code: str, *path: str) -> dict[str, Any]:
    """A member of a payload's ``errors`` selected as ``{ code path message }``."""
    return {"code": code, "path": ["input", *path] if path else None, "message": TEXT}


def denied(coordinate: str, *scopes: str, path: str | None = None, reason: str | None = None) -> dict[str, Any]:
    """The error for a coordinate that needs scopes; ``reason`` is why the caller is nobody."""
    return {
        "message": TEXT,
        "locations": [{"line": ANY_NUMBER, "column": ANY_NUMBER}],
        **({} if path is None else {"path": path.split(".")}),
        "extensions": {
            "code": "FORBIDDEN" if reason is None else "UNAUTHENTICATED",
            "coordinate": coordinate,
            "requiresScopes": [list(scopes)],
            "selection": TEXT,
            **({} if reason in {None, ""} else {"reason": reason}),
        },
    }


def bad_argument(argument: str, path: Sequence[str]) -> dict[str, Any]:
    """The error for an argument of a read that cannot be answered."""
    return {
        "message": TEXT,
        "locations": [{"line": ANY_NUMBER, "column": ANY_NUMBER}],
        "path": list(path),
        "extensions": {"code": "BAD_USER_INPUT", "argument": argument},
    }


class _AnyNumber:
    __hash__ = None  # type: ignore[assignment] # equal to many different numbers

    def __eq__(self, other: object) -> bool:
        return isinstance(other, int) and other > 0

    def __repr__(self) -> str:
        return "ANY_NUMBER"


ANY_NUMBER = _AnyNumber()
