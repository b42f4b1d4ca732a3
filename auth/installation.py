"""What the host says of this installation, as far as commands need to know it."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from auth.vault import Vault


class CountedBy(StrEnum):
    """What a cap of who is signed in counts."""

    ACCOUNTS = "ACCOUNTS"
    SESSIONS = "SESSIONS"


@dataclass(frozen=True, slots=True)
class SignedLicence:
    """What a licence file says, whose signature was right.

    Attributes:
        max_users: Accounts or sessions that may be signed in at once; 0 for any number.
        max_seats: Accounts that may hold licensed roles; 0 for any number.
    """

    id: str
    licensee: str
    max_users: int
    counted_by: CountedBy
    max_seats: int
    valid_from: datetime
    expires_at: datetime


class LicenceHolder(Protocol):
    """Where the licence file's content is kept."""

    @property
    def signed(self) -> SignedLicence | None:
        """The content that counts; ``None`` where the installation has no licence file."""
        ...

    async def renew(self) -> None:
        """Reads the file again if it has changed; one that is not good changes nothing."""
        ...


class NoLicenceFile:
    """The settings rule."""

    signed: SignedLicence | None = None

    async def renew(self) -> None:
        """There is nothing to read."""


@dataclass(frozen=True, slots=True)
class Installation:
    """One installation of Gatehouse.

    Attributes:
        vault: Encrypts what is stored.
        base_url: Scheme, host and port under which browsers reach this server, without a slash at the end.
        spa_url: Where the single-page frontend is; ``None`` where none is configured.
        licence: The licence file, where one is configured.
        sends_mail: Whether mail is really sent; otherwise it is written to a folder on the host.
        mail_waiting: Set when mail was written in this process, so that it is sent at once.
    """

    vault: Vault
    base_url: str
    spa_url: str | None = None
    sends_mail: bool = False
    licence: LicenceHolder = field(default_factory=NoLicenceFile, compare=False)
    mail_waiting: asyncio.Event = field(default_factory=asyncio.Event, repr=False, compare=False)

    async def wake_mail(self) -> None:
        """Tells the sender of this process that there is mail; an effect after a commit."""
        self.mail_waiting.set()
