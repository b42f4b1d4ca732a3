"""Signed licences: nothing but what the vendor signed is believed."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import orjson
import pytest

from auth.installation import CountedBy
from auth.licence.signed import TEXT_MOST, LicenceInvalid, read_licence
from tests.support.licences import SIGNED, TERMS, Vendor, encoded

VENDOR = Vendor()
GOOD = VENDOR.licence()


def refused(text: str, key: bytes = VENDOR.public) -> str:
    with pytest.raises(LicenceInvalid) as caught:
        read_licence(text, key)
    return str(caught.value)


def test_a_licence_is_read_as_it_was_signed() -> None:
    assert read_licence(GOOD, VENDOR.public) == SIGNED
    assert read_licence(f"\n{GOOD}\r\n", VENDOR.public) == SIGNED
    assert read_licence(VENDOR.signs({**TERMS, "more": 1}, {"alg": "EdDSA", "typ": "JWT"}), VENDOR.public) == SIGNED


def test_sessions_can_be_counted_and_moments_have_any_offset() -> None:
    text = VENDOR.licence(countedBy="SESSIONS", maxUsers=0, expiresAt="2026-12-31T23:00:00-05:00")
    signed = read_licence(text, VENDOR.public)
    assert (signed.counted_by, signed.max_users) == (CountedBy.SESSIONS, 0)
    assert signed.expires_at == datetime(2026, 12, 31, 23, tzinfo=timezone(timedelta(hours=-5)))
    assert signed.expires_at.tzinfo is UTC


def test_another_key_a_changed_letter_and_another_signature_are_refused() -> None:
    header, payload, signature = GOOD.split(".")
    more = encoded(orjson.dumps({**TERMS, "maxUsers": 0}))
    other = Vendor()
    assert "key" in refused(GOOD, other.public)
    assert "key" in refused(other.licence())
    assert "key" in refused(f"{header}.{more}.{signature}")
    assert "key" in refused(".".join([encoded(orjson.dumps({"alg": "EdDSA", "x": 1})), payload, signature]))
    assert "key" in refused(f"{header}.{payload}.")
    assert "key" in refused(f"{header}.{payload}.{encoded(bytes(64))}")
    assert "key" in refused(GOOD, bytes(32))


def test_the_header_does_not_choose_the_algorithm() -> None:
    payload = encoded(orjson.dumps(TERMS))
    none = f"{encoded(orjson.dumps({'alg': 'none'}))}.{payload}."
    signed = f"{encoded(orjson.dumps({'alg': 'HS256'}))}.{payload}"
    by_public_key = f"{signed}.{encoded(hmac.digest(VENDOR.public, signed.encode(), hashlib.sha256))}"
    for text in (none, by_public_key, VENDOR.signs(TERMS, {"alg": "ES256"}), VENDOR.signs(TERMS, {"typ": "JWT"})):
        assert "EdDSA" in refused(text)
    assert "EdDSA" in refused(VENDOR.signs(TERMS, {"alg": "EdDSA", "crit": ["exp"]}))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        GOOD[:-1],
        f"{GOOD}=",
        f"{GOOD}.{GOOD}",
        GOOD.replace(".", ". "),
        GOOD.replace(".", "\0"),
        f"\ufeff{GOOD}",
        f"{GOOD} x",
        f"{GOOD}{'x' * TEXT_MOST}",
        VENDOR.signs([TERMS]),
        VENDOR.signs(b"no JSON"),
        VENDOR.signs(b"\xff"),
        VENDOR.signs(TERMS, ["EdDSA"]),
        "é.é.é",
    ],
)
def test_whatever_is_no_licence_is_refused_and_is_no_fault(text: str) -> None:
    refused(text)


def test_a_signature_has_one_spelling() -> None:
    """The last letter of 64 bytes in base64url has four bits that mean nothing."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    last = letters.index(GOOD[-1])
    for other in range(last + 1, last + 16):
        assert "compact" in refused(GOOD[:-1] + letters[other])


@pytest.mark.parametrize(
    ("terms", "name"),
    [
        *(
            ({name: wrong}, name)
            for name in ("maxUsers", "maxSeats")
            for wrong in (-1, 1_000_001, True, 2.0, "2", None)
        ),
        *(({name: wrong}, name) for name in ("id", "licensee") for wrong in ("", "a\nb", "x" * 201, 7, None)),
        *(
            ({name: wrong}, name)
            for name in ("validFrom", "expiresAt")
            for wrong in ("2027-01-01", "2027-01-01T00:00:00", "soon", 1_800_000_000, None, "0001-01-01T00:00:00+23:59")
        ),
        ({"countedBy": "SEATS"}, "countedBy"),
        ({"countedBy": []}, "countedBy"),
        ({"expiresAt": "2026-01-01T00:00:00Z"}, "ends before it begins"),
    ],
)
def test_what_is_signed_but_wrong_is_named(terms: dict[str, Any], name: str) -> None:
    assert name in refused(VENDOR.licence(**terms))


@pytest.mark.parametrize("name", TERMS)
def test_what_is_missing_is_named(name: str) -> None:
    assert name in refused(VENDOR.signs({key: value for key, value in TERMS.items() if key != name}))
