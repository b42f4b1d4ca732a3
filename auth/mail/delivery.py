"""What it takes to deliver a mail, however that is done, and how it fails."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol
from uuid import UUID


class Step(StrEnum):
    """A step of a delivery, in order. The value completes "It failed at: …"."""

    RESOLVE = "name resolution"
    CONNECT = "connection"
    TLS = "TLS"
    LOGIN = "login"
    SENDER = "sender"
    RECIPIENT = "recipient"
    CONTENT = "content"


OF_THE_SERVER = frozenset({Step.RESOLVE, Step.CONNECT, Step.TLS, Step.LOGIN, Step.SENDER})
"""Where they fail, they fail for every mail alike."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """One mail as it goes out.

    Attributes:
        key: The row's; the same at every attempt.
        sender: An address.
        recipient: One address; its domain in ASCII.
        content: RFC 5322 with CRLF.
        needs_utf8: Whether an address is not ASCII (RFC 6531).
    """

    key: UUID
    kind: str
    sender: str
    recipient: str = field(repr=False)
    content: bytes = field(repr=False)
    needs_utf8: bool = False


class DeliveryFailed(Exception):
    """A mail was not taken.

    Its text is safe to store and log: the step and the server's code, never the server's words, which may quote
    addresses and links.

    Attributes:
        step: Where.
        because: Our own words, or reply and status code (RFC 5321 §4.2, RFC 3463).
        said: The server's own words, for a terminal only.
    """

    def __init__(self, step: Step, because: str, said: str = "") -> None:
        """See the attributes."""
        super().__init__(f"{step}: {because}")
        self.step = step
        self.because = because
        self.said = said


Tell = Callable[[Step], None]


def say_nothing(_step: Step) -> None:
    """Nobody wants to know."""


class Delivery(Protocol):
    """A way by which mail leaves."""

    async def deliver(self, envelope: Envelope, tell: Tell = say_nothing) -> None:
        """Gives one mail away; ``tell`` hears of each step that is done. Raises ``DeliveryFailed``."""
        ...
