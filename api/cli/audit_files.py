"""Exported files of the audit trail: making one on the host, and verifying one wherever it is."""

import os
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, BinaryIO, cast

import orjson
import typer

from api.cli.opened import opened
from api.cli.options import AsJson
from api.cli.outcome import Answer, Exit, answer
from api.config import Config
from api.secret_key import audit_keys
from auth.actor import HOST
from auth.audit.checkpoints import Checkpoint, NotACheckpoint, imported, is_made_with
from auth.audit.commands import record_export, record_verification
from auth.audit.export_check import FileVerification, verify_lines
from auth.audit.export_format import public_key
from auth.audit.exporting import Export, begin_export
from auth.audit.sealing import seal_waiting
from auth.clock import SystemClock
from auth.errors import DomainError

_MOMENT = "a day or moment, in UTC where it names no offset"
From = Annotated[str | None, typer.Option("--from", metavar="TIME", help=f"Events from then on: {_MOMENT}.")]
To = Annotated[str | None, typer.Option("--to", metavar="TIME", help=f"Events before then: {_MOMENT}.")]
File = Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="A file that is not there yet.")]
Broken = Annotated[bool, typer.Option("--even-if-broken", help="Export a trail that is not whole, marked as such.")]

_FILE_MODE = 0o600
_LINE_MOST = 16 << 20
"""Bytes of a line that are read; no event is a tenth as long."""
_KEY_DIGITS = 64


def export(
    *, output: File, from_: From = None, to: To = None, even_if_broken: Broken = False, as_json: AsJson = False
) -> None:
    """Write the events of a span of time into a signed file that an auditor can verify alone.

    The trail is verified meanwhile; where it is not whole nothing is left and the exit code is 8.
    """

    async def run(config: Config) -> Answer:
        keys, start, end = audit_keys(config), moment_of(from_, "--from"), moment_of(to, "--to")
        with _new(output) as file:
            async with opened(config) as units:
                await seal_waiting(units, keys)
                made = await begin_export(HOST, keys(), start, end, SystemClock().now())
                async for line in made.lines():
                    file.write(line)
                if not made.found.is_whole and not even_if_broken:
                    await units.run(HOST, lambda work: record_verification(work, made.found))
                    raise _NotWhole(made)
                await units.run(HOST, lambda work: record_export(work, made))
            file.writelines(made.ending())  # signed only once the trail tells of it
        return _exported(made, output)

    async def guarded(config: Config) -> Answer:
        try:
            return await run(config)
        except _NotWhole as broken:
            return _refused(broken.made)

    answer(guarded, as_json=as_json)


def public_keys(*, as_json: AsJson = False) -> None:
    """Print the public keys that checkpoints and exports are signed with, newest first, to be kept by the auditor."""

    async def run(config: Config) -> Answer:
        keys = [{"id": key.id, "publicKey": public_key(key)} for key in audit_keys(config)().keys]
        return Answer("\n".join(f"{key['id']}  {key['publicKey']}" for key in keys), {"keys": keys})

    answer(run, as_json=as_json)


class _NotWhole(Exception):
    """The trail is broken, so nothing was exported."""

    def __init__(self, made: Export) -> None:
        super().__init__()
        self.made = made


@contextmanager
def _new(path: Path) -> Generator[BinaryIO]:
    """A new file that only its owner reads; gone again when the block fails."""
    try:
        file = os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _FILE_MODE), "wb")
    except FileExistsError as error:
        raise DomainError("FILE_EXISTS", f"{path} is there already. Nothing is overwritten.") from error
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        with file:
            yield file
            file.flush()
            os.fsync(file.fileno())
    except BaseException as error:
        path.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.filename is None:
            raise _unwritable(path, error) from error
        raise


def _unwritable(path: Path, error: OSError) -> DomainError:
    return DomainError("NOT_WRITABLE", f"{path} cannot be written: {error.strerror}.")


def _exported(made: Export, output: Path) -> Answer:
    fields = {**_extent(made), "file": str(output)}
    text = f"Wrote {made.written.events} events, positions {made.span.first} to {made.span.last}, to {output}."
    if made.found.is_whole:
        return Answer(text, fields)
    return Answer(f"{text}\nTHE AUDIT TRAIL IS NOT WHOLE, and the file says so.", fields, Exit.AUDIT_BROKEN)


def _refused(made: Export) -> Answer:
    message = f"THE AUDIT TRAIL IS NOT WHOLE: {made.found.flaws} flaws. Nothing was exported."
    findings = "\n".join(f"  {finding.flaw:<24} {finding.detail}" for finding in made.found.findings)
    error = {"error": {"code": "AUDIT_BROKEN", "message": message}}
    return Answer(f"{message}\n{findings}", {**error, **_extent(made)}, Exit.AUDIT_BROKEN)


def _extent(made: Export) -> dict[str, object]:
    return {
        "whole": made.found.is_whole,
        "firstPosition": made.span.first,
        "lastPosition": made.span.last,
        "events": made.written.events,
        "erasedValues": made.written.erased_values,
        "flaws": made.found.flaws,
        "findings": [asdict(finding) for finding in made.found.findings],
    }


def verified_file(file: Path, keys: Sequence[str], checkpoint: Path | None) -> Answer:
    """Verifies an exported file by public keys, those of a kept checkpoint among them. Raises ``DomainError``."""
    trusted = [_key(text) for text in keys]
    given = None
    if checkpoint is not None:
        given, own = read_checkpoint(checkpoint)
        trusted += [own] if own and is_made_with(own, given) else []
    if not trusted:
        message = "Give the --public-key that you got before, or a --checkpoint: a file proves nothing by itself."
        raise DomainError("KEY_REQUIRED", message)
    try:
        with file.open("rb") as lines:
            found = verify_lines(_lines(lines), trusted, given)
    except OSError as error:
        raise DomainError("FILE_UNREADABLE", f"{file} cannot be read: {error.strerror}.") from error
    return _told(found, asked=given is not None)


def _lines(file: BinaryIO) -> Generator[bytes]:
    while line := file.readline(_LINE_MOST):
        yield line


def _key(text: str) -> str:
    try:
        key = bytes.fromhex(text.strip()).hex()
    except ValueError:
        key = ""
    if len(key) != _KEY_DIGITS:
        raise DomainError("NOT_A_PUBLIC_KEY", "--public-key has 64 hexadecimal digits, as `audit public-key` prints.")
    return key


def _told(found: FileVerification, *, asked: bool) -> Answer:
    fields = {
        "whole": found.is_whole,
        "occurredFrom": found.occurred_from,
        "occurredBefore": found.occurred_before,
        "exportedAt": found.exported_at,
        "firstPosition": found.first_position,
        "lastPosition": found.last_position,
        "events": found.events,
        "erasedValues": found.erased_values,
        "erasedEvents": found.erased_events,
        "checkpoints": found.checkpoints,
        "compared": found.compared,
        "flaws": found.flaws,
        "findings": [asdict(finding) for finding in found.findings],
    }
    return Answer(_sentences(found, asked=asked), fields, Exit.OK if found.is_whole else Exit.AUDIT_BROKEN)


def _sentences(found: FileVerification, *, asked: bool) -> str:
    whole = "The file is as Gatehouse exported it."
    lines = [
        whole if found.is_whole else f"THE FILE IS NOT AS IT WAS EXPORTED: {found.flaws} flaws.",
        f"  Exported  {found.exported_at}",
        f"  Span      {found.occurred_from or 'the beginning'} to {found.occurred_before or 'the end'}",
        f"  Verified  {found.events} events, positions {found.first_position} to {found.last_position}",
        f"  Compared  {found.checkpoints} signed checkpoints",
    ]
    if found.erased_values:
        lines.append(f"  Erased    {found.erased_values} personal values of {found.erased_events} events")
    if asked and not found.compared:
        lines.append("  The given checkpoint is of a position outside the file, so it was not compared.")
    lines += [f"  {finding.flaw:<24} line {finding.line}: {finding.detail}" for finding in found.findings]
    return "\n".join(lines)


def moment_of(text: str | None, option: str) -> datetime | None:
    """A moment as an option gives it. Raises ``DomainError``."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        message = f"{option} is {_MOMENT}, such as 2026-01-31 or 2026-01-31T09:00:00+01:00."
        raise DomainError("NOT_A_MOMENT", message) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def read_checkpoint(file: Path) -> tuple[Checkpoint, str | None]:
    """An exported checkpoint with the public key that it names. Raises ``DomainError``."""
    try:
        text = file.read_bytes()
        made = imported(text)
    except OSError as error:
        raise DomainError("CHECKPOINT_UNREADABLE", f"{file} cannot be read: {error.strerror}.") from error
    except NotACheckpoint as error:
        raise DomainError("NOT_A_CHECKPOINT", f"{file} is no exported checkpoint.") from error
    public = cast("dict[str, object]", orjson.loads(text)).get("publicKey")
    return made, public if isinstance(public, str) else None
