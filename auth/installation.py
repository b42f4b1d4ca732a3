"""What the host says of this installation, as far as commands need to know it."""

import asyncio
from dataclasses import dataclass, field

from auth.vault import Vault


@dataclass(frozen=True, slots=True)
class Installation:
    """One installation of Gatehouse.

    Attributes:
        vault: Encrypts what is stored.
        base_url: Scheme, host and port under which browsers reach this server, without a slash at the end.
        spa_url: Where the single-page frontend is; ``None`` where none is configured.
        sends_mail: Whether mail is really sent; otherwise it is written to a folder on the host.
        mail_waiting: Set when mail was written in this process, so that it is sent at once.
    """

    vault: Vault
    base_url: str
    spa_url: str | None = None
    sends_mail: bool = False
    mail_waiting: asyncio.Event = field(default_factory=asyncio.Event, repr=False, compare=False)

    async def wake_mail(self) -> None:
        """Tells the sender of this process that there is mail; an effect after a commit."""
        self.mail_waiting.set()
