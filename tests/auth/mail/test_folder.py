import stat
from pathlib import Path
from uuid import UUID

import pytest
import structlog.testing

from auth.mail.delivery import DeliveryFailed, Envelope
from auth.mail.folder import FolderDelivery

ENVELOPE = Envelope(UUID(int=1), "test", "a@example.com", "ann@example.com", b"Subject: Secret words\r\n")


async def test_a_mail_becomes_a_file_that_only_its_owner_reads_and_the_log_says_where(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "mail"
    with structlog.testing.capture_logs() as logs:
        await FolderDelivery(folder).deliver(ENVELOPE)
        await FolderDelivery(folder).deliver(ENVELOPE)
    [file] = folder.iterdir()
    assert file.read_bytes() == ENVELOPE.content
    assert (stat.S_IMODE(file.stat().st_mode), stat.S_IMODE(folder.stat().st_mode)) == (0o600, 0o700)
    event = "mail was written to a file, for want of a mail server"
    assert logs == [{"event": event, "log_level": "info", "mail": "test", "file": str(file)}] * 2


async def test_a_folder_that_cannot_be_written_to_is_a_failed_delivery(tmp_path: Path) -> None:
    (tmp_path / "mail").write_text("a file is in the way")
    with pytest.raises(DeliveryFailed, match=r"^content: no file can be written: File exists$"):
        await FolderDelivery(tmp_path / "mail").deliver(ENVELOPE)
