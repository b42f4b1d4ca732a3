"""Without a mail server each mail becomes a file that only the owner of the process can read."""

import asyncio
import os
from pathlib import Path
from tempfile import mkstemp

import structlog

from auth.mail.delivery import DeliveryFailed, Envelope, Step, Tell, say_nothing

log = structlog.get_logger("mail")

FOLDER_MODE = 0o700


class FolderDelivery:
    """Writes ``KEY-KIND.eml`` (0600) into a folder (0700). The log says where, not what."""

    def __init__(self, folder: Path) -> None:
        """The folder is made with the first mail."""
        self._folder = folder

    async def deliver(self, envelope: Envelope, tell: Tell = say_nothing) -> None:
        """Writes one file, whole or not at all; a second attempt writes the same one. Raises ``DeliveryFailed``."""
        try:
            path = await asyncio.to_thread(self._write, envelope)
        except OSError as error:
            raise DeliveryFailed(Step.CONTENT, f"no file can be written: {error.strerror}") from error
        tell(Step.CONTENT)
        log.info("mail was written to a file, for want of a mail server", mail=envelope.kind, file=str(path))

    def _write(self, envelope: Envelope) -> Path:
        self._folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        path = self._folder / f"{envelope.key}-{envelope.kind}.eml"
        descriptor, aside = mkstemp(dir=self._folder, prefix=".")  # mode 0600
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(envelope.content)
                stream.flush()
                os.fsync(stream.fileno())
            Path(aside).replace(path)
        except OSError:
            Path(aside).unlink(missing_ok=True)
            raise
        return path
