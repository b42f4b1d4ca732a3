"""``python -m api.cli``, which loads no more than the verb needs: what a server holds, it holds for months."""

import sys
from typing import Any, cast

_modules = cast("dict[str, Any]", sys.modules)
_modules["rich"] = None  # structlog and typer would load it, for colours that nothing here shows: 4 MB


def _serve() -> None:
    """``gatehouse serve`` without an option has nothing to parse; pydantic, by which typer does it, takes 5 MB."""
    _modules["pydantic"] = None
    from typer import Exit  # noqa: PLC0415 — after the lines above

    from api.cli.serve import serve  # noqa: PLC0415 — after the lines above

    try:
        serve()
    except Exit as end:
        sys.exit(end.exit_code)


if sys.argv[1:] == ["serve"]:
    _serve()
else:
    from api.cli.program import program

    program(prog_name="gatehouse")
