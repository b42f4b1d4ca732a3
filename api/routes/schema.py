"""``GET /schema.graphql``: the contract, for anybody, as it was generated and reviewed."""

import hashlib
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


def schema_route(file: Path) -> Route:
    """Serves the text in ``file``, which is read once. Raises ``OSError`` when it cannot be."""
    text = file.read_bytes()
    etag = f'"{hashlib.sha256(text).hexdigest()[:32]}"'

    async def schema(request: Request) -> Response:
        headers = {"ETag": etag, "Cache-Control": "no-cache"}
        known = [tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")]
        if etag in known or "*" in known:  # RFC 9110 §13.1.2: compared weakly
            return Response(status_code=304, headers=headers)
        return Response(text, headers=headers, media_type="text/plain")

    return Route("/schema.graphql", schema)
