"""``audit verify`` and ``audit checkpoint``: is the trail as it was written, and has nothing been cut off its end?

What concerns exported files is in ``api.cli.audit_files``.
"""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import orjson
import typer

from api.cli.audit_files import From, To, export, moment_of, public_keys, read_checkpoint, verified_file
from api.cli.opened import opened
from api.cli.options import AsJson
from api.cli.outcome import Answer, Exit, answer
from api.config import Config
from api.secret_key import audit_keys
from auth.actor import HOST
from auth.audit.checkpoints import Checkpoint, exported
from auth.audit.commands import export_checkpoint, record_verification
from auth.audit.sealing import seal_waiting
from auth.audit.verification import Verification, Wanted
from auth.audit.verification import verify as verify_trail
from auth.errors import DomainError

audit = typer.Typer(
    help="Prove that the audit trail is as it was written.", no_args_is_help=True, rich_markup_mode=None
)

Against = Annotated[
    Path | None, typer.Option("--checkpoint", metavar="FILE", help="Compare with a checkpoint that was exported.")
]
ExportedFile = Annotated[
    Path | None, typer.Option("--file", metavar="FILE", help="Verify an exported file, not the database.")
]
PublicKeys = Annotated[
    list[str] | None,
    typer.Option("--public-key", metavar="KEY", help="Known from before, for --file; may be given several times."),
]
Output = Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write it there.")]

audit.command("export")(export)
audit.command("public-key")(public_keys)


@audit.command()
def verify(
    *,
    from_: From = None,
    to: To = None,
    checkpoint: Against = None,
    file: ExportedFile = None,
    public_key: PublicKeys = None,
    as_json: AsJson = False,
) -> None:
    """Verify the audit trail, or the part of it around a span of time, or an exported file.

    Ends with exit code 0 when nothing is wrong and with 8 when something is. A file is verified without the database
    and the secret keys.
    """

    async def run(config: Config) -> Answer:
        if file is not None:
            return verified_file(file, public_key or (), checkpoint)
        wanted = Wanted(start=moment_of(from_, "--from"), end=moment_of(to, "--to"), checkpoint=_read(checkpoint))
        async with opened(config) as units:
            found = await verify_trail(HOST, audit_keys(config)(), wanted)
            await units.run(HOST, lambda work: record_verification(work, found))
        return _told(found)

    answer(run, as_json=as_json)


@audit.command()
def checkpoint(*, output: Output = None, as_json: AsJson = False) -> None:
    """Seal what waits, and give out the signed end of the trail, to be kept somewhere else."""

    async def run(config: Config) -> Answer:
        keys = audit_keys(config)
        async with opened(config) as units:
            await seal_waiting(units, keys)
            made = await units.run(HOST, lambda work: export_checkpoint(work, keys()))
        fields = exported(keys(), made)
        text = orjson.dumps(fields, option=orjson.OPT_INDENT_2).decode()
        if output is None:
            return Answer(text, {"checkpoint": fields})
        _write(output, text)
        return Answer(f"Wrote the checkpoint of {made.count} events to {output}.", {"checkpoint": fields})

    answer(run, as_json=as_json)


def _read(file: Path | None) -> Checkpoint | None:
    return None if file is None else read_checkpoint(file)[0]


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(f"{text}\n", encoding="utf-8")
    except OSError as error:
        raise DomainError("NOT_WRITABLE", f"{file} cannot be written: {error.strerror}.") from error


def _told(found: Verification) -> Answer:
    fields = {
        "whole": found.is_whole,
        "firstPosition": found.first_position,
        "lastPosition": found.last_position,
        "events": found.events,
        "erasedValues": found.erased_values,
        "erasedEvents": found.erased_events,
        "unsealed": found.unsealed,
        "oldestUnsealed": found.oldest_unsealed.isoformat() if found.oldest_unsealed else None,
        "checkpoints": found.checkpoints,
        "flaws": found.flaws,
        "findings": [asdict(finding) for finding in found.findings],
    }
    return Answer(_sentences(found), fields, Exit.OK if found.is_whole else Exit.AUDIT_BROKEN)


def _sentences(found: Verification) -> str:
    verdict = "The audit trail is whole." if found.is_whole else f"THE AUDIT TRAIL IS NOT WHOLE: {found.flaws} flaws."
    lines = [
        verdict,
        f"  Verified  {found.events} events, positions {found.first_position} to {found.last_position}",
        f"  Compared  {found.checkpoints} signed checkpoints",
    ]
    if found.erased_values:
        lines.append(f"  Erased    {found.erased_values} personal values of {found.erased_events} events")
    if found.oldest_unsealed:
        since = found.oldest_unsealed.isoformat(" ", "seconds")
        lines.append(f"  Waiting   {found.unsealed} events have no seal yet, the oldest of {since}")
    lines += [
        f"  {finding.flaw:<24} {_place(finding.position, finding.until)}{finding.event_id or ''}: {finding.detail}"
        for finding in found.findings
    ]
    return "\n".join(lines)


def _place(first: int | None, last: int | None) -> str:
    if first is None:
        return ""
    return f"position {first} " if first == last else f"positions {first} to {last} "
