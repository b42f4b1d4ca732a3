"""One answer of ``check``."""

from dataclasses import dataclass
from enum import StrEnum


class Result(StrEnum):
    """How a check came out."""

    PASSED = "passed"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Finding:
    """One check. ``advice`` says what to do, and is empty where there is nothing to do."""

    name: str
    result: Result
    detail: str
    advice: str = ""
