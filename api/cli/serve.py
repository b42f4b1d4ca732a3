"""``serve``: makes everything ready and answers requests until it is told to stop."""

import sys
from typing import Annotated

import typer

from api.cli import serving
from api.cli.options import AsJson

NoMigrate = Annotated[bool, typer.Option("--no-migrate", help="Do not bring the database up to date; refuse instead.")]


def serve(*, no_migrate: NoMigrate = False, as_json: AsJson = False) -> None:
    """Start the server. The first start makes the database, the secret key and the first administrator.

    Ends with exit code 0 on SIGTERM or Ctrl-C, after the requests under way.
    """
    sys.exit(serving.serve(may_migrate=not no_migrate, as_json=as_json))
