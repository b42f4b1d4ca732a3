"""``python -m api.cli``, which loads no more than the verb needs: what a server holds, it holds for months."""

import sys
from typing import Any, cast

_modules = cast("dict[str, Any]", sys.modules)
_modules["rich"] = None  # structlog and typer would load it, for colours that nothing here shows: 4 MB
_modules["greenlet"] = None  # structlog would load it where it is installed, for what nothing here does: 1 MB


def _serve() -> None:
    """``gatehouse serve`` without an option has nothing to parse: typer takes 3 MB, and pydantic beside it 5 MB."""
    _modules["pydantic"] = None
    from api.cli.serving import serve  # noqa: PLC0415 — after the lines above

    sys.exit(serve())


if sys.argv[1:] == ["serve"]:
    _serve()
else:
    from api.cli.program import program

    program(prog_name="gatehouse")
