"""An exported file is verified by who has nothing but it and the public key, and every kind of tampering is found."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest

from auth.audit.checkpoints import signed
from auth.audit.export_check import FileFlaw, FileVerification, verify_lines
from auth.audit.export_format import Digest, Lines, Span, Written, public_key
from auth.audit.keys import key_ring
from auth.audit.rules import START, Place
from auth.audit.verification import Verification
from auth.errors import DomainError
from tests.support.chain import NEWER, row_of, sealed
from tests.support.keys import RING

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
PUBLIC = public_key(RING.current)
OTHER = public_key(key_ring([NEWER]).current)


def file_of(count: int) -> list[bytes]:
    """The lines of an export of so many events, with a checkpoint behind the third."""
    rows, lines = sealed([row_of(number) for number in range(1, count + 1)]), Lines(RING)
    written = [lines.header(Span(None, None, 1, count), START, NOW)]
    for row in rows:
        written.append(lines.event(row))
        if row.position == 3:
            written.append(lines.checkpoint(signed(RING.current, 3, row.seal or "", NOW)))
    end = Place(count, rows[-1].seal)
    return [*written, *lines.ending(Verification(1, count), Written(count, 1), end, NOW)]


FILE = file_of(9)


def verified(lines: Sequence[bytes], *keys: str) -> FileVerification:
    return verify_lines(lines, keys or (PUBLIC,))


def flaws(found: FileVerification) -> list[FileFlaw]:
    return [finding.flaw for finding in found.findings]


Tamper = Callable[[list[bytes]], list[bytes]]


def _edited(lines: list[bytes]) -> list[bytes]:
    return [*lines[:3], lines[3].replace(b"actor-3", b"actor-4"), *lines[4:]]


def _rechained(lines: list[bytes]) -> list[bytes]:
    """Edited by somebody who computes every digest anew, but has no key."""
    digest, forged = Digest(), list[bytes]()
    for line in _edited(lines):
        fields: dict[str, Any] = orjson.loads(line)
        fields |= {name: digest.value for name in ("previous", "digest") if name in fields}
        forged.append(orjson.dumps(fields))
        digest.add(forged[-1])
    return forged


TAMPERED: dict[str, tuple[Tamper, set[FileFlaw]]] = {
    "edited": (_edited, {FileFlaw.ALTERED}),
    "edited with new digests": (_rechained, {FileFlaw.NOT_SIGNED}),
    "swapped": (
        lambda lines: [*lines[:5], lines[6], lines[5], *lines[7:]],
        {FileFlaw.ALTERED, FileFlaw.REMOVED, FileFlaw.OUT_OF_PLACE, FileFlaw.MISCOUNTED},
    ),
    "removed": (lambda lines: [*lines[:3], *lines[4:]], {FileFlaw.ALTERED, FileFlaw.REMOVED, FileFlaw.MISCOUNTED}),
    "doubled": (lambda lines: [*lines[:4], *lines[3:]], {FileFlaw.ALTERED, FileFlaw.OUT_OF_PLACE}),
    "a line put in": (lambda lines: [*lines[:3], b"{}\n", *lines[3:]], {FileFlaw.ALTERED, FileFlaw.OUT_OF_PLACE}),
    "no JSON put in": (lambda lines: [*lines[:3], b"\n", *lines[3:]], {FileFlaw.ALTERED}),
    "signature cut": (lambda lines: lines[:-1], {FileFlaw.TAIL_CUT}),
    "summary cut": (lambda lines: lines[:-2], {FileFlaw.TAIL_CUT}),
    "summary taken out": (lambda lines: [*lines[:-2], lines[-1]], {FileFlaw.ALTERED, FileFlaw.OUT_OF_PLACE}),
    "tail taken out": (
        lambda lines: [*lines[:-4], *lines[-2:]],
        {FileFlaw.ALTERED, FileFlaw.TAIL_CUT, FileFlaw.MISCOUNTED, FileFlaw.CHECKPOINT_CONTRADICTED},
    ),
    "head of the events taken out": (
        lambda lines: [lines[0], *lines[2:]],
        {FileFlaw.ALTERED, FileFlaw.REMOVED, FileFlaw.MISCOUNTED},
    ),
    "the span changed": (
        lambda lines: [lines[0].replace(b'"occurredBefore":null', b'"occurredBefore":"2026-11-01"'), *lines[1:]],
        {FileFlaw.ALTERED},
    ),
    "something behind the signature": (lambda lines: [*lines, lines[-1]], {FileFlaw.OUT_OF_PLACE}),
    "another event behind the signature": (lambda lines: [*lines, lines[3]], {FileFlaw.OUT_OF_PLACE, FileFlaw.ALTERED}),
    "a remark on the signature": (
        lambda lines: [*lines[:-1], lines[-1].replace(b"{", b'{"note":"fine",', 1)],
        {FileFlaw.ALTERED},
    ),
    "the key in the file exchanged": (
        lambda lines: [*lines[:-1], lines[-1].replace(PUBLIC.encode(), OTHER.encode())],
        {FileFlaw.KEY_UNKNOWN},
    ),
    "another signature": (
        lambda lines: [*lines[:-1], orjson.dumps({**orjson.loads(lines[-1]), "signature": "00" * 64})],
        {FileFlaw.NOT_SIGNED},
    ),
    "a signature that is none": (
        lambda lines: [*lines[:-1], orjson.dumps({**orjson.loads(lines[-1]), "signature": None})],
        {FileFlaw.NOT_SIGNED},
    ),
}


@pytest.mark.parametrize("how", TAMPERED)
def test_whatever_is_done_to_the_file_is_found(how: str) -> None:
    assert verified(FILE).is_whole
    tamper, expected = TAMPERED[how]
    found = verified(tamper(FILE))
    assert not found.is_whole
    assert set(flaws(found)) >= expected


def test_every_single_changed_bit_of_a_byte_is_found() -> None:
    text = b"".join(file_of(3))
    for at in range(len(text) - 1):
        spoiled = text[:at] + bytes([text[at] ^ 1]) + text[at + 1 :]
        assert not _is_whole(spoiled.splitlines(keepends=True)), at


def _is_whole(lines: Sequence[bytes]) -> bool:
    try:
        return verified(lines).is_whole
    except DomainError as error:
        return error.code != "NOT_AN_EXPORT"


@pytest.mark.parametrize(
    "lines",
    [FILE[1:], FILE[-1:], [], [b"\n"], [b"[]"], [b'{"format":"gatehouse-audit-export/2"}'], [b"\xff"]],
)
def test_a_cut_head_or_an_empty_file_is_no_export(lines: list[bytes]) -> None:
    with pytest.raises(DomainError) as refused:
        verified(lines)
    assert refused.value.code == "NOT_AN_EXPORT"


def test_a_flaw_is_told_where_it_is_and_only_there() -> None:
    (finding,) = verified(_edited(FILE)).findings
    assert (finding.flaw, finding.line, finding.position) == (FileFlaw.ALTERED, 5, 3)


def test_what_is_shown_of_a_forged_head_is_nothing_but_moments() -> None:
    forged = FILE[0].replace(b"2026-11-21T12:00:00.000000+00:00", b"\\u001b[31mfine", 1)
    assert forged != FILE[0]
    with pytest.raises(DomainError):
        verified([forged, *FILE[1:]])


def test_findings_are_bounded_and_all_of_them_are_counted() -> None:
    found = verified([FILE[0], *[b"{}\n"] * 1_000])
    assert (len(found.findings), found.flaws > 1_000) == (100, True)
