"""``serve``: makes everything ready and answers requests until it is told to stop."""

import asyncio
import socket
from typing import Annotated

import typer

from api.cli.outcome import Answer, AsJson, Exit, attempt, configured, show
from api.cli.terminal import first_start_block
from api.config import Config
from api.first_start import FirstAdministrator, prepare
from api.server import bind
from api.server import serve as serve_app

NoMigrate = Annotated[bool, typer.Option("--no-migrate", help="Do not bring the database up to date; refuse instead.")]


def serve(*, no_migrate: NoMigrate = False, as_json: AsJson = False) -> None:
    """Start the server. The first start makes the database, the secret key and the first administrator.

    Ends with exit code 0 on SIGTERM or Ctrl-C, after the requests under way.
    """
    outcome = attempt(lambda: _serve(may_migrate=not no_migrate, as_json=as_json))
    if outcome.exit_code is not Exit.OK:
        show(outcome, as_json=as_json)
    raise typer.Exit(outcome.exit_code)


def _serve(*, may_migrate: bool, as_json: bool) -> Answer:
    config = configured()
    with bind(config.host, config.port) as listener:
        config = config.listening_on(listener.getsockname()[1])
        administrator = asyncio.run(prepare(config, may_migrate=may_migrate))
        if administrator is not None:
            show(_first_start(config, administrator), as_json=as_json)
        return _run(config, listener, as_json=as_json)


def _run(config: Config, listener: socket.socket, *, as_json: bool) -> Answer:
    from api.app import create_app  # noqa: PLC0415 — only this verb needs Strawberry, which is slow to load

    ready = Answer(
        f"Gatehouse is ready: {config.base_url}  (Ctrl-C stops it)", {"event": "ready", "url": config.base_url}
    )
    app = create_app(config)
    if serve_app(app, listener, lambda: show(ready, as_json=as_json), app.state.end_streams):
        return Answer("")
    return Answer("Gatehouse could not start; the log says why.", {"error": {"code": "START_FAILED"}}, Exit.FAILED)


def _first_start(config: Config, administrator: FirstAdministrator) -> Answer:
    fields = {
        "event": "first-start",
        "username": administrator.username,
        "password": administrator.password,
        "url": config.base_url,
        "dataDirectory": str(config.data_dir),
        "keyFile": None if config.secret_keys else str(config.key_file),
    }
    return Answer(first_start_block(config, administrator), fields)
