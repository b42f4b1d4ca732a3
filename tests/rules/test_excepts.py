"""An ``except`` is narrow. A wide one cleans up and raises again, or stands at a boundary listed with its reason."""

import ast

import pytest

from tests.support.source import Source, broken, dotted, sample

WIDE = {"Exception", "BaseException"}

BOUNDARIES = {
    "auth/unit_of_work.py": "tells drivers' errors apart, which share no class; an effect's failure must not be raised",
    "auth/mail/sending.py": "a mail that fails in whatever way is tried again; it must not keep the others",
    "auth/mail/templates.py": "an operator's template may raise anything; the shipped one is used",
    "api/graphql/endpoint.py": "the last resort: every request is answered, and the fault is in the log",
    "api/graphql/events.py": "an event that cannot be made or allowed ends its stream; the fault is in the log",
    "api/middleware.py": "the last resort: a fault becomes a fixed answer with an id that is in the log",
    "api/routes/sso.py": "drivers' errors share no class: a page where the database is away; all else is raised again",
    "api/readiness.py": "a check that fails in whatever way is a failed check",
    "api/routes/health.py": "as api/readiness.py",
    "auth/single_sign_on/checking.py": "a check that fails in whatever way is logged, and asked for again later",
    "auth/directory_sync/running.py": "a comparison that fails in whatever way is written as failed, and logged",
    "api/worker.py": "a job that fails is logged and tried again; it must not end the process",
}


def wide_excepts(source: Source) -> list[str]:
    """Handlers that would also swallow a programming error."""
    handlers = [node for node in ast.walk(source.tree) if isinstance(node, ast.ExceptHandler)]
    return [source.at(handler, "catches everything; name what can happen") for handler in handlers if _is_wide(handler)]


def _is_wide(handler: ast.ExceptHandler) -> bool:
    if isinstance(handler.body[-1], ast.Raise) and handler.body[-1].exc is None:
        return False
    if handler.type is None:
        return True
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(dotted(kind).rpartition(".")[2] in WIDE for kind in caught)


@pytest.mark.parametrize("kind", ["", " Exception", " BaseException as error", " (ValueError, Exception)"])
def test_a_wide_except_is_found(kind: str) -> None:
    assert wide_excepts(sample(f"try:\n    act()\nexcept{kind}:\n    pass"))


def test_a_wide_except_that_cleans_up_and_raises_again_is_fine() -> None:
    assert not wide_excepts(sample("try:\n    act()\nexcept BaseException:\n    close()\n    raise"))


def test_a_narrow_except_is_fine() -> None:
    assert not wide_excepts(sample("try:\n    act()\nexcept (OSError, ValueError):\n    pass"))


def test_everything_is_caught_only_at_listed_boundaries() -> None:
    assert broken(wide_excepts, allowed=BOUNDARIES) == ""
