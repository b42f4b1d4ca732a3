"""Verifies an export with nothing but the file and public keys that were known before: no database, no secret.

Lines are read one by one, so memory stays the same however long the file is. What it proves is said in
``docs/guide/audit.md``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, cast

import orjson

from auth.audit.checkpoints import Checkpoint, NotACheckpoint, imported, is_made_with
from auth.audit.export_format import FORMAT, Digest, is_signed
from auth.errors import DomainError

FINDINGS_MOST = 100
"""Findings that are told one by one; further ones are counted."""

_SIGNATURE = {"digest", "keyId", "publicKey", "signature"}


class FileFlaw(StrEnum):
    """Why an exported file is not as it was written."""

    ALTERED = "ALTERED"
    REMOVED = "REMOVED"
    OUT_OF_PLACE = "OUT_OF_PLACE"
    TAIL_CUT = "TAIL_CUT"
    NOT_SIGNED = "NOT_SIGNED"
    KEY_UNKNOWN = "KEY_UNKNOWN"
    MISCOUNTED = "MISCOUNTED"
    CHECKPOINT_FORGED = "CHECKPOINT_FORGED"
    CHECKPOINT_CONTRADICTED = "CHECKPOINT_CONTRADICTED"
    EXPORTED_BROKEN = "EXPORTED_BROKEN"


@dataclass(frozen=True, slots=True)
class FileFinding:
    """Something that is wrong.

    Attributes:
        line: Where in the file, from 1.
        position: Of the event there in the chain, where it is known.
        detail: A sentence for a person; holds no personal value.
    """

    flaw: FileFlaw
    line: int
    position: int | None
    detail: str


@dataclass(slots=True)
class FileVerification:
    """What came of it; everything that the file says of itself counts only where nothing is wrong.

    Attributes:
        occurred_from: The span that was asked for, as the file has it; ``None`` where it was not narrowed.
        events: How many events were read.
        erased_values: Personal values that had been erased before, in ``erased_events`` of them.
        checkpoints: Signed checkpoints that were verified, the given one included where it could be compared.
        compared: Whether a given checkpoint speaks of a position in the file.
    """

    occurred_from: str | None = None
    occurred_before: str | None = None
    exported_at: str | None = None
    first_position: int = 0
    last_position: int = 0
    events: int = 0
    erased_values: int = 0
    erased_events: int = 0
    checkpoints: int = 0
    compared: bool = False
    flaws: int = 0
    findings: list[FileFinding] = field(default_factory=list[FileFinding])

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.flaws

    def note(self, flaw: FileFlaw, line: int, position: int | None, detail: str) -> None:
        """Counts what is wrong."""
        self.flaws += 1
        if len(self.findings) < FINDINGS_MOST:
            self.findings.append(FileFinding(flaw, line, position, detail))


def verify_lines(lines: Iterable[bytes], trusted: Sequence[str], given: Checkpoint | None = None) -> FileVerification:
    """Verifies the lines of an export, with or without their ends.

    Args:
        lines: Of the file.
        trusted: Public keys, 64 hexadecimal digits, that were got from elsewhere.
        given: A checkpoint that was kept elsewhere, to compare with.

    Raises:
        DomainError: ``NOT_AN_EXPORT``, when the first line is not that of an export, which also is so when the
            beginning was cut off.
    """
    reader = _Reader(trusted, given)
    for number, line in enumerate(lines, 1):
        reader.read(number, line.removesuffix(b"\n"))
    return reader.end()


@dataclass(slots=True)
class _Reader:
    """Where the reading of one file has got to."""

    trusted: Sequence[str]
    given: Checkpoint | None
    found: FileVerification = field(default_factory=FileVerification)
    digest: Digest = field(default_factory=Digest)
    number: int = 0
    position: int = 0
    seal: str | None = None
    keys: dict[str, str] = field(default_factory=dict[str, str])
    summary: dict[str, Any] | None = None
    signed: bool = False
    kept: int = 0

    def read(self, number: int, line: bytes) -> None:
        self.number = number
        fields = _object(line)
        if number == 1:
            self._header(fields)
        elif fields is None:
            self._note(FileFlaw.ALTERED, "This line is no JSON object.")
        elif "digest" in fields:
            self._signature(fields)
            return
        else:
            self._inner(fields)
        self.digest.add(line)

    def _inner(self, fields: dict[str, Any]) -> None:
        if self.signed:
            self._note(FileFlaw.OUT_OF_PLACE, "It comes behind the signature.")
        if fields.get("previous") != self.digest.value:
            self._note(FileFlaw.ALTERED, "The lines before it, the last of them most likely, are not what was written.")
            self.digest.value = str(fields.get("previous"))  # so that further findings are about further lines
        if "summary" in fields:
            self._summarised(fields["summary"])
        elif "checkpoint" in fields:
            self.kept += 1
            self._compare(_checkpoint(fields["checkpoint"]))
        else:
            self._event(fields)

    def _header(self, fields: dict[str, Any] | None) -> None:
        if fields is None or fields.get("format") != FORMAT:
            message = "This does not begin as an export of the audit trail does; its beginning may be cut off."
            raise DomainError("NOT_AN_EXPORT", message)
        found = self.found
        try:
            found.occurred_from, found.occurred_before = (
                _moment(fields["occurredFrom"]),
                _moment(fields["occurredBefore"]),
            )
            found.exported_at = _moment(fields["exportedAt"])
            found.first_position, found.last_position = int(fields["firstPosition"]), int(fields["lastPosition"])
            self.keys = {str(key["id"]): str(key["publicKey"]) for key in fields["keys"]}
            opening = _checkpoint(fields["opening"])
        except (KeyError, TypeError, ValueError) as error:
            raise DomainError("NOT_AN_EXPORT", "The first line of this export was changed.") from error
        self.position = found.first_position - 1
        self.seal = opening.seal if opening else None
        self._compare(opening)
        self._compare_given()

    def _event(self, fields: dict[str, Any]) -> None:
        position, expected = fields.get("position"), self.position + 1
        if not isinstance(position, int) or position < expected:
            self._note(FileFlaw.OUT_OF_PLACE, "Its position is not behind the one before it.")
            return
        if position > expected:
            self._note(FileFlaw.REMOVED, f"The events at positions {expected} to {position - 1} are missing.")
        self.position, self.seal = position, str(fields.get("seal"))
        erased = fields.get("erased")
        if isinstance(erased, list) and erased:
            self.found.erased_events += 1
            self.found.erased_values += len(cast("list[object]", erased))
        self.found.events += 1
        self._compare_given()

    def _compare_given(self) -> None:
        if self.given is not None and self.given.position == self.position:
            self.found.compared = True
            self._compare(self.given)

    def _compare(self, checkpoint: Checkpoint | None) -> None:
        self.found.checkpoints += 1
        if checkpoint is None:
            self._note(FileFlaw.CHECKPOINT_FORGED, "A checkpoint here is none.")
            return
        public = self.keys.get(checkpoint.key_id)
        candidates = [*([public] if public else []), *(self.trusted if checkpoint is self.given else ())]
        if not any(is_made_with(key, checkpoint) for key in candidates):
            self._note(FileFlaw.CHECKPOINT_FORGED, "A checkpoint was not signed with a key of this installation.")
        elif checkpoint.position != self.position or checkpoint.seal != self.seal:
            self._note(FileFlaw.CHECKPOINT_CONTRADICTED, "A checkpoint was signed with another seal or position.")

    def _summarised(self, summary: object) -> None:
        if not isinstance(summary, dict) or self.summary is not None:
            self._note(FileFlaw.OUT_OF_PLACE, "There is one summary.")
            return
        self.summary = stated = cast("dict[str, Any]", summary)
        self._compare(_checkpoint(stated.get("closing")))
        if self.position != self.found.last_position:
            detail = f"The file ends at position {self.position} and says {self.found.last_position}."
            self._note(FileFlaw.TAIL_CUT, detail)
        counted = (self.found.events, self.kept, self.found.erased_values)
        if counted != (stated.get("events"), stated.get("checkpoints"), stated.get("erasedValues")):
            self._note(FileFlaw.MISCOUNTED, "The summary counts other lines than there are.")
        if stated.get("whole") is not True or stated.get("flaws") != 0:
            self._note(FileFlaw.EXPORTED_BROKEN, "The trail was not whole when it was exported.")

    def _signature(self, fields: dict[str, Any]) -> None:
        if self.signed or self.summary is None:
            self._note(FileFlaw.OUT_OF_PLACE, "The signature stands behind the summary, once.")
        self.signed = True
        if fields.keys() != _SIGNATURE:
            self._note(FileFlaw.ALTERED, "The signature's line says more or less than a signature.")
        if fields["digest"] != self.digest.value:
            self._note(FileFlaw.ALTERED, "The lines before the signature are not what was signed.")
        public, key_id = str(fields.get("publicKey")), str(fields.get("keyId"))
        if public not in self.trusted:
            self._note(FileFlaw.KEY_UNKNOWN, "It was signed with a key that is none of those given.")
        elif not is_signed(public, key_id, str(fields["digest"]), str(fields.get("signature"))):
            self._note(FileFlaw.NOT_SIGNED, "The signature was not made for this file.")

    def end(self) -> FileVerification:
        if not self.number:
            raise DomainError("NOT_AN_EXPORT", "The file is empty.")
        if not self.signed:
            self._note(FileFlaw.TAIL_CUT, "The signature at the end is missing: the end was cut off.")
        if self.given is not None and self._should_reach(self.given):
            detail = f"A checkpoint from within the span says that {self.given.position} events were sealed."
            self._note(FileFlaw.TAIL_CUT, detail)
        return self.found

    def _should_reach(self, given: Checkpoint) -> bool:
        """Whether a checkpoint is from before the end of the span, and so everything up to it belongs into the file."""
        ends = [end for end in (self.found.occurred_before, self.found.exported_at) if end is not None]
        try:
            return given.position > self.found.last_position and given.time <= min(map(datetime.fromisoformat, ends))
        except (ValueError, TypeError):
            return True

    def _note(self, flaw: FileFlaw, detail: str) -> None:
        self.found.note(flaw, self.number, self.position or None, detail)


def _object(line: bytes) -> dict[str, Any] | None:
    try:
        read: object = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    return cast("dict[str, Any]", read) if isinstance(read, dict) else None


def _moment(text: str | None) -> str | None:
    """The moment in a text, written anew: what is shown to a person is nothing but a moment."""
    return None if text is None else datetime.fromisoformat(text).astimezone(UTC).isoformat()


def _checkpoint(fields: object) -> Checkpoint | None:
    try:
        return imported(orjson.dumps(fields))
    except (NotACheckpoint, TypeError):
        return None
