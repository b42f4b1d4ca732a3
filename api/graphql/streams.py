"""How many live streams there may be, for how long, and their common end."""

import asyncio
from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass
from http import HTTPStatus

from api.graphql.codes import Code
from api.graphql.product import Refusal

RETRY_SECONDS = 10


@dataclass(frozen=True, slots=True)
class StreamLimits:
    """What live streams may take.

    Attributes:
        per_caller: Streams that one caller may have open in this process.
        per_process: Streams of all callers together. Each holds a connection, and others need some too.
        life_seconds: After this long a stream is completed; the client opens another.
        heartbeat_seconds: The longest silence. Then a comment is sent, and the caller's rights are looked at.
        grace_seconds: How long a stream may take to end once the process is asked to.
    """

    per_caller: int = 10
    per_process: int = 500
    life_seconds: float = 3600
    heartbeat_seconds: float = 12
    grace_seconds: float = 1.5


class Streams:
    """The live streams of one process. Callers who are nobody have none."""

    def __init__(self, limits: StreamLimits) -> None:
        self.limits = limits
        self._open: Counter[Hashable] = Counter()
        self._ending = False
        self._ended: asyncio.Future[None] | None = None

    def __len__(self) -> int:
        return self._open.total()

    def enter(self, caller: Hashable | None) -> None:
        """Takes a place, to be given back with ``leave``. Raises ``Refusal``: 401, 429 for too many, 503 at the end."""
        if caller is None:
            raise Refusal(
                HTTPStatus.UNAUTHORIZED, Code.UNAUTHENTICATED, "Sign in first: streams are for known callers."
            )
        headers = {"retry-after": str(RETRY_SECONDS)}
        if self._ending or len(self) >= self.limits.per_process:
            message = "This server takes no more live streams now."
            raise Refusal(HTTPStatus.SERVICE_UNAVAILABLE, Code.RATE_LIMITED, message, headers)
        if self._open[caller] >= self.limits.per_caller:
            message = f"You have {self.limits.per_caller} live streams open already; close one first."
            raise Refusal(HTTPStatus.TOO_MANY_REQUESTS, Code.RATE_LIMITED, message, headers)
        self._open[caller] += 1

    def leave(self, caller: Hashable | None) -> None:
        """Gives a place back."""
        self._open[caller] -= 1
        if self._open[caller] <= 0:
            del self._open[caller]

    def ended(self) -> asyncio.Future[None]:
        """Done once the process is asked to end. To be waited for, never to be cancelled."""
        if self._ended is None:
            self._ended = asyncio.get_running_loop().create_future()
            self._tell()
        return self._ended

    def end(self) -> None:
        """Completes every stream and takes no more; to be called in the loop of the streams."""
        self._ending = True
        self._tell()

    def _tell(self) -> None:
        if self._ending and self._ended is not None and not self._ended.done():
            self._ended.set_result(None)
