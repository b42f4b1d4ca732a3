"""``python -m api.cli``."""

import sys
from typing import Any, cast

# structlog and typer would load rich, for colours that nothing here shows: 4 MB of an idle process.
cast("dict[str, Any]", sys.modules)["rich"] = None

from api.cli.program import program  # noqa: E402 — after the line above

program(prog_name="gatehouse")
