"""Where an address is, from a MaxMind database file (MaxMind DB format 2.0) of the host's.

A place is a help for people to recognise their sessions by. So nothing about it is an error: without a file, with a
broken one, or for an address that it does not know, there is no place.
"""

import logging
import struct
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from maxminddb import Reader

_logger = logging.getLogger(__name__)

_LANGUAGE = "en"

_BROKEN = (ValueError, RuntimeError, LookupError, TypeError, struct.error)
"""What reading a broken file comes to, besides an address of the wrong family."""


class Places:
    """Looks up places; the file is opened when the first is asked for, and mapped into memory."""

    def __init__(self, file: Path | None = None) -> None:
        """``None`` knows no place."""
        self._file = file
        self._reader: Reader | None = None

    def of(self, ip_address: str | None) -> str | None:
        """City and country in English, such as ``London, United Kingdom``; ``None`` where they are not known."""
        reader = self._opened() if ip_address else None
        if reader is None or ip_address is None:
            return None
        try:
            return _place(cast("Any", reader).get(ip_address))  # its record is typed in part
        except _BROKEN:
            return None

    def close(self) -> None:
        """Lets go of the file."""
        if self._reader is not None:
            self._reader.close()
        self._reader = self._file = None

    def _opened(self) -> "Reader | None":
        if self._reader is None and self._file is not None:
            try:
                self._reader = open_places(self._file)
            except PlacesUnreadable as error:
                _logger.warning("sessions show no place: %s", error)
                self._file = None
        return self._reader


NOWHERE = Places()


class PlacesUnreadable(Exception):
    """The file cannot be used; the message says why."""


def open_places(file: Path) -> "Reader":
    """The file, mapped into memory. Raises ``PlacesUnreadable``."""
    import maxminddb  # noqa: PLC0415 — most installations have no such file

    try:
        return maxminddb.Reader(file, maxminddb.MODE_AUTO)
    except (OSError, ValueError) as error:
        raise PlacesUnreadable(f"{file}: {getattr(error, 'strerror', None) or error}") from error
    except maxminddb.InvalidDatabaseError as error:
        raise PlacesUnreadable(f"{file} is not a MaxMind database") from error


def _place(record: object) -> str | None:
    names = [_name(record, part) for part in ("city", "country")]
    return ", ".join(name for name in names if name) or None


def _name(record: object, part: str) -> str | None:
    found: object = record
    for step in (part, "names", _LANGUAGE):
        found = cast("dict[str, Any]", found).get(step) if isinstance(found, dict) else None
    return found if isinstance(found, str) else None
