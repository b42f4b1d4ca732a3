"""A single-page application of tests, on an origin of its own: what a product's own sign-in page has to do."""

import json
from collections.abc import Generator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar

FILES = Path(__file__).with_name("spa")


class SinglePage(ThreadingHTTPServer):
    """Serves the page at every path.

    Attributes:
        api: Where Gatehouse is; to be said before the page is opened.
    """

    daemon_threads = True

    def __init__(self) -> None:
        """On a free port of loopback."""
        super().__init__(("127.0.0.1", 0), _Handler)
        self.api = ""

    @property
    def url(self) -> str:
        """Its origin."""
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: SinglePage  # type: ignore[reportIncompatibleVariableOverride] — it serves nothing else
    kinds: ClassVar = {".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8"}

    def do_GET(self) -> None:
        if self.path == "/config.json":
            self._give(json.dumps({"api": self.server.api}).encode(), "application/json")
            return
        file = FILES / ("app.js" if self.path == "/app.js" else "index.html")
        self._give(file.read_bytes(), self.kinds[file.suffix])

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 — the library's name
        """Says nothing."""

    def _give(self, content: bytes, kind: str) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def single_page() -> Generator[SinglePage]:
    """The application for the length of a block."""
    with SinglePage() as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
