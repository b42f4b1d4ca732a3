"""Time-based codes: the vectors of RFC 6238, the window, and that nothing older is taken than what was."""

import base64
from datetime import UTC, datetime
from urllib.parse import parse_qs, unquote, urlsplit
from xml.etree import ElementTree as ET

import pytest

from auth.mfa.totp import Authenticator, new_authenticator, qr_svg

RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()
RFC = Authenticator(RFC_SECRET, 8, 30)
VECTORS = [
    (59, "94287082"),
    (1_111_111_109, "07081804"),
    (1_111_111_111, "14050471"),
    (1_234_567_890, "89005924"),
    (2_000_000_000, "69279037"),
    (20_000_000_000, "65353130"),
]
NEVER = -1


def at(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


@pytest.mark.parametrize(("seconds", "code"), VECTORS)
def test_the_vectors_of_rfc_6238_appendix_b_are_taken(seconds: int, code: str) -> None:
    assert RFC.step_of(code, at(seconds), NEVER) == seconds // 30


@pytest.mark.parametrize(
    ("seconds", "taken"), [(1_111_111_109 + off, abs(off) <= 30) for off in (-90, -60, -30, 0, 1, 30, 62, 90)]
)
def test_a_clock_may_be_one_step_off(seconds: int, *, taken: bool) -> None:
    step = RFC.step_of("07081804", at(seconds), NEVER)
    assert step == (1_111_111_109 // 30 if taken else None)


def test_a_step_is_good_once_and_no_older_one_after_it() -> None:
    now, step = at(1_111_111_109), 1_111_111_109 // 30
    assert RFC.step_of("07081804", now, step - 1) == step
    assert RFC.step_of("07081804", now, step) is None
    assert RFC.step_of("07081804", now, step + 1) is None


ARABIC = "".join(chr(0x660 + int(digit)) for digit in "07081804")
WIDE = "".join(chr(0xFF10 + int(digit)) for digit in "07081804")
NO_CODES = ["", " ", "0", "7081804", "070818040", "0708180a", ARABIC, WIDE, "07081804\n", "x" * 10_000, "\0", "\ud800"]


@pytest.mark.parametrize("typed", NO_CODES)
def test_what_is_no_code_is_wrong(typed: str) -> None:
    assert RFC.step_of(typed, at(1_111_111_109), NEVER) is None


def test_spaces_in_a_code_do_not_count() -> None:
    assert RFC.step_of(" 0708 1804 ", at(1_111_111_109), NEVER) is not None


def test_a_new_secret_has_160_bits_and_is_another_each_time() -> None:
    secrets = {new_authenticator(6, 30).secret for _ in range(50)}
    assert len(secrets) == 50
    assert {len(base64.b32decode(secret)) for secret in secrets} == {20}
    assert secrets.isdisjoint(repr(new_authenticator(6, 30)).split("'"))


def test_the_key_uri_says_what_an_application_needs() -> None:
    uri = urlsplit(Authenticator(RFC_SECRET, 8, 60).uri("Häuser & Co: x", "å.sa"))
    asked = parse_qs(uri.query)
    assert (uri.scheme, uri.netloc, unquote(uri.path)) == ("otpauth", "totp", "/Häuser & Co: x:å.sa")
    assert asked == {"secret": [RFC_SECRET], "issuer": ["Häuser & Co: x"], "digits": ["8"], "period": ["60"]}


def test_the_picture_is_an_svg_without_anything_active() -> None:
    svg = qr_svg(new_authenticator(6, 30).uri("Gatehouse", "asa"))
    tags = {element.tag.rpartition("}")[2] for element in ET.fromstring(svg).iter()}  # noqa: S314 — our own
    assert tags <= {"svg", "g", "path"}
    assert "href" not in svg
