"""Checkpoints: what they sign, and that anybody can check them without a secret."""

from datetime import UTC, datetime

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from auth.audit.checkpoints import NotACheckpoint, exported, flaw_of, imported, signed
from auth.audit.rules import Flaw
from tests.support.chain import ROTATED
from tests.support.keys import RING

TIME = datetime(2026, 11, 21, 12, tzinfo=UTC)
CHECKPOINT = signed(RING.current, 7, "ab" * 32, TIME)


def test_an_exported_checkpoint_is_the_same_when_it_comes_back() -> None:
    fields = exported(RING, CHECKPOINT)
    assert imported(orjson.dumps(fields)) == CHECKPOINT
    assert (fields["position"], fields["count"], fields["hash"]) == (7, 7, "ab" * 32)
    assert flaw_of(RING, CHECKPOINT) is None
    assert flaw_of(ROTATED, CHECKPOINT) is None


def test_somebody_without_any_secret_can_check_it_as_the_guide_says() -> None:
    fields = exported(RING, CHECKPOINT)
    names = ("format", "position", "hash", "count", "time", "keyId")
    text = "".join(f"{fields[name]}\n" for name in names).encode()
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(fields["publicKey"]))
    key.verify(bytes.fromhex(fields["signature"]), text)


@pytest.mark.parametrize(
    ("field", "value"),
    [("position", 8), ("hash", "cd" * 32), ("time", "2026-11-21T12:00:01+00:00"), ("signature", "00" * 64)],
)
def test_a_changed_checkpoint_is_forged(field: str, value: object) -> None:
    fields = {**exported(RING, CHECKPOINT), field: value}
    fields["count"] = fields["position"]
    assert flaw_of(RING, imported(orjson.dumps(fields))) is Flaw.CHECKPOINT_FORGED


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "7", "null", "{}", '{"format": "gatehouse-audit-checkpoint/2"}', "\ud800"]
)
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NotACheckpoint):
        imported(text)


@pytest.mark.parametrize(
    ("field", "value"), [("position", -1), ("position", "7"), ("position", 1 << 63), ("count", 6), ("time", "x")]
)
def test_fields_that_no_checkpoint_has_are_refused(field: str, value: object) -> None:
    with pytest.raises(NotACheckpoint):
        imported(orjson.dumps({**exported(RING, CHECKPOINT), field: value}, default=str))
