"""The server process: a bound port, uvicorn on it, and a clean end.

``Server.run`` returns when SIGTERM or SIGINT came: no new connections, requests under way are finished (bounded), then
the application's own shutdown, which drains transactions and closes the database.
"""

import errno
import socket
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TypeAlias

import uvicorn
from starlette.types import ASGIApp

from api.config_values import HIGHEST_PORT
from api.connection import GuardedHttp

Sockets: TypeAlias = list[socket.socket] | None

FINISH_SECONDS = 15
"""How long requests under way may take once the process was asked to end."""

KEEP_ALIVE_SECONDS = 15
"""How long a connection stays open between two requests."""

MAXIMUM_CONNECTIONS = 1000
"""More are answered 503, so that the process never runs out of file descriptors."""


class CannotListen(Exception):
    """The address cannot be listened on; the message says what to do."""


def bind(host: str, port: int) -> socket.socket:
    """A socket bound to the address, not yet accepting. Raises ``CannotListen``."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise CannotListen(_advice(host, port, error)) from error
    return listener


def _advice(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} on {host} is in use, perhaps by another Gatehouse. "
            f"Stop that program, or choose another port: GATEHOUSE_PORT={port + 1 if port < HIGHEST_PORT else 8000}"
        )
    if error.errno == errno.EACCES:
        return f"Port {port} needs privileges that this process lacks. Choose one above 1023 with GATEHOUSE_PORT."
    return f"Cannot listen on {host}, port {port}: {error.strerror or error}. GATEHOUSE_HOST names the address."


def serve(
    app: ASGIApp, listener: socket.socket, ready: Callable[[], None], ending: Callable[[], None] = lambda: None
) -> bool:
    """Serves until asked to stop. Calls ``ready`` once requests are accepted, and ``ending`` once asked to stop.

    Returns ``False`` when the application could not start; why is in the log.
    """
    config = uvicorn.Config(
        app,
        http=GuardedHttp,
        loop="uvloop",
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=MAXIMUM_CONNECTIONS,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=FINISH_SECONDS,
    )
    server = _Server(config, ready, ending)
    try:
        server.run(sockets=[listener])
    except SystemExit:  # uvicorn's way of saying that the lifespan failed
        return False
    return server.started


class _Server(uvicorn.Server):
    """uvicorn that says when it is ready and when it ends, and for which a requested stop is no failure."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None], ending: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready
        self._ending = ending

    async def startup(self, sockets: Sockets = None) -> None:
        """Starts, then says so."""
        await super().startup(sockets)
        if self.started:
            self._ready()

    async def shutdown(self, sockets: Sockets = None) -> None:
        """Says so, then lets requests under way finish; what never ends by itself ends because it was told."""
        self._ending()
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """Handles SIGINT and SIGTERM without raising them again at the end, so that the exit code is 0."""
        with super().capture_signals():
            yield
            self._captured_signals.clear()
