"""``export-schema``: the GraphQL contract as text."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.options import AsJson
from api.cli.outcome import Answer, Exit, show

Output = Annotated[Path | None, typer.Option("--output", "-o", help="Write to this file instead of the terminal.")]


def export_schema(*, output: Output = None, as_json: AsJson = False) -> None:
    """Print the GraphQL schema (SDL). Needs no configuration and no database."""
    from api.product import schema_text  # noqa: PLC0415 — only this verb needs Strawberry, which is slow to load

    text = schema_text().rstrip("\n")
    if output is None:
        show(Answer(text, {"schema": f"{text}\n"}), as_json=as_json)
        return
    try:
        output.write_text(f"{text}\n", encoding="utf-8")
    except OSError as error:
        message = f"{output} cannot be written: {error.strerror}."
        show(Answer(message, {"error": {"code": "NOT_WRITTEN", "message": message}}, Exit.FAILED), as_json=as_json)
        raise typer.Exit(Exit.FAILED) from error
    show(Answer(f"Wrote {output}.", {"output": str(output)}), as_json=as_json)
