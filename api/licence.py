"""The licence file: read at the start, and again whenever it changes."""

import asyncio
from datetime import datetime
from pathlib import Path

import structlog

from api.config import Config
from auth.clock import Clock, SystemClock
from auth.installation import LicenceHolder, NoLicenceFile, SignedLicence
from auth.licence.signed import LicenceInvalid, read_licence

log = structlog.get_logger("api")

RENEWAL_SECONDS = 60
"""After how long at most a renewed file counts."""


class LicenceUnusable(Exception):
    """The licence file cannot be read or is not good; the message says what to do."""


class LicenceFile:
    """The content of the file, as it was when it was last good."""

    def __init__(self, path: Path, key: bytes, clock: Clock) -> None:
        """Reads it. Raises ``LicenceUnusable``."""
        self._path, self._key, self._clock = path, key, clock
        self._changed_at, self._signed = self._read()

    @property
    def signed(self) -> SignedLicence | None:
        """What it says."""
        return self._signed

    async def renew(self) -> None:
        """Reads it again if it has changed. One that is not good is told in the log and changes nothing."""
        try:
            found = await asyncio.to_thread(self._read_if_changed)
        except LicenceUnusable as error:
            log.warning("the licence file that was read before still counts", reason=str(error))
            return
        if found is not None:
            self._changed_at, self._signed = found
            log.info("the licence file was read again", licence=self._signed.id)

    def _read_if_changed(self) -> tuple[int, SignedLicence] | None:
        try:
            changed_at = self._path.stat().st_mtime_ns
        except OSError as error:
            raise self._unusable(_unreadable(error)) from error
        return None if changed_at == self._changed_at else self._read()

    def _read(self) -> tuple[int, SignedLicence]:
        """When the file was changed, looked at before it is read, and what it says."""
        try:
            changed_at = self._path.stat().st_mtime_ns
            signed = read_licence(self._path.read_text(encoding="ascii"), self._key)
        except OSError as error:
            raise self._unusable(_unreadable(error)) from error
        except UnicodeDecodeError as error:
            raise self._unusable("is no compact JWS.") from error
        except LicenceInvalid as error:
            raise self._unusable(str(error)) from error
        if self._clock.now() < signed.valid_from:
            raise self._unusable(f"is good from {_day(signed.valid_from)} on, not yet.")
        return changed_at, signed

    def _unusable(self, why: str) -> LicenceUnusable:
        advice = "Put a good one there, or unset GATEHOUSE_LICENCE_FILE and GATEHOUSE_LICENCE_KEY."
        return LicenceUnusable(f"The licence file {self._path} {why} {advice}")


def licence_of(config: Config, clock: Clock | None = None) -> LicenceHolder:
    """The licence file that is configured, if one is. Raises ``LicenceUnusable``."""
    if config.licence_file is None or config.licence_key is None:
        return NoLicenceFile()
    return LicenceFile(config.licence_file, config.licence_key, clock or SystemClock())


def _unreadable(error: OSError) -> str:
    return f"cannot be read: {error.strerror or 'no reason given'}."


def _day(moment: datetime) -> str:
    return moment.isoformat(" ", "minutes")
