"""What every mail looks like, as files to compare with: ``python -m tests.support.mails`` writes them anew."""

from pathlib import Path

from auth.mail.samples import SAMPLES
from auth.mail.templates import Letterhead, Templates
from tests.support.source import ROOT

SNAPSHOTS = ROOT / "tests" / "auth" / "mail" / "snapshots"
LETTERHEAD = Letterhead("https://accounts.example.com", "help@example.com")


def looks() -> dict[str, str]:
    """Subject, text and HTML of a sample of each kind."""
    found: dict[str, str] = {}
    for mail in SAMPLES:
        written = Templates(LETTERHEAD).write(mail.kind, {"name": "Ann <i>Example</i>", **mail.values()})
        found[mail.kind] = f"Subject: {written.subject}\n\n{written.text}\n{written.html}"
    return found


def write(folder: Path) -> None:
    """Writes one file for each kind."""
    for kind, look in looks().items():
        (folder / f"{kind}.txt").write_text(look, encoding="utf-8")


if __name__ == "__main__":
    write(SNAPSHOTS)
