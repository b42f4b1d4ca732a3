"""What ``gatehouse serve`` does, without what parses its options: that would stay in memory for as long as it runs."""

import asyncio
import socket

from api.cli.outcome import Answer, Exit, attempt, configured, show
from api.cli.terminal import first_start_block
from api.config import Config
from api.first_start import FirstAdministrator, prepare
from api.server import bind
from api.server import serve as serve_app


def serve(*, may_migrate: bool = True, as_json: bool = False) -> Exit:
    """Answers requests until the process is told to stop; how that ended, which was shown if it was no good end."""
    outcome = attempt(lambda: _serve(may_migrate=may_migrate, as_json=as_json))
    if outcome.exit_code is not Exit.OK:
        show(outcome, as_json=as_json)
    return outcome.exit_code


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
