"""Canonical forms, and which texts are taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auth.texts import canonical, check_email, check_line, check_note, check_username, searchable
from models.columns import KEY_LENGTH
from tests.support.naughty import CASES, EXPANDING, INVISIBLE, MARKS, NAUGHTY

EVERY_CHARACTER = "".join(map(chr, range(0x110000)))


TRICKY = sorted({mark for text in (*CASES, *MARKS, *EXPANDING, *INVISIBLE) for mark in text})


@given(st.text() | st.text(st.sampled_from(TRICKY)))
def test_the_canonical_form_of_a_canonical_form_is_itself(text: str) -> None:
    assert canonical(canonical(text)) == canonical(text)
    assert searchable(searchable(text)) == searchable(text)


def test_the_canonical_form_of_every_single_character_is_canonical() -> None:
    assert [hex(ord(mark)) for mark in EVERY_CHARACTER if canonical(canonical(mark)) != canonical(mark)] == []


@given(st.text(st.characters(codec="ascii")))
def test_ascii_names_are_equal_in_every_case(text: str) -> None:
    assert {canonical(text.upper()), canonical(text.lower()), canonical(text.title())} == {canonical(text)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ADMIN", "admin"),
        ("  admin\t", "admin"),
        ("\uff41\uff44\uff4d\uff49\uff4e", "admin"),
        ("stra\u00dfe", "STRASSE"),
        ("\u212aelvin", "kelvin"),
        ("A\u030a", "\u00e5"),
        ("\ufb01n", "FIN"),
        ("\u03a3\u03af\u03c3\u03c5\u03c6\u03bf\u03c2", "\u03a3\u038a\u03a3\u03a5\u03a6\u039f\u03a3"),
    ],
)
def test_spellings_of_one_name_are_equal(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(("one", "other"), [("\u0430dmin", "admin"), ("o", "0"), ("a b", "ab"), ("asa", "\u00e5sa")])
def test_different_names_stay_different(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


@pytest.mark.parametrize(
    ("text", "needle"),
    [
        ("\u00c5sa \u00d6berg", "asa"),
        ("\u00c5sa \u00d6berg", "A OBE"),
        ("Zo\u00eb", "zoe"),
        ("zoe", "ZO\u00cb"),
        ("\u0130stanbul", "istanbul"),
        ("stra\u00dfe", "STRASSE"),
    ],
)
def test_searching_minds_neither_accents_nor_case(text: str, needle: str) -> None:
    assert searchable(needle) in searchable(text)


@pytest.mark.parametrize("username", ["abc", "a.b-c_d", "A" * 50, "...", "123", "Root"])
def test_a_username_has_three_to_fifty_plain_characters(username: str) -> None:
    assert check_username(username) == []


@pytest.mark.parametrize(
    "username",
    ["", "ab", "a" * 51, "a b", "abc\n", "\nabc", "abc ", "\u00e5sa", "a@b", "\uff41bc", "a\0b", "\u0661\u0662\u0663"],
)
def test_anything_else_is_no_username(username: str) -> None:
    assert [(error.code, error.field) for error in check_username(username)] == [("USERNAME_INVALID", "username")]


@pytest.mark.parametrize(
    "email",
    [
        "a@example.com",
        "A.B+c@sub.example.com",
        "\u00e5sa@example.com",
        "a@b\u00fccher.example",
        "a" * 64 + "@example.com",
    ],
)
def test_addresses_are_taken(email: str) -> None:
    assert check_email(email) == []


@pytest.mark.parametrize(
    "email",
    ["", "a", "@", "a@", "@b.example", "a@b", "a b@example.com", "a@example.com\n", "a@b@example.com",
     "a\0@example.com",
     "\ufdfa" * 20 + "@example.com",
     "a@example.com,b@example.com", "a" * 65 + "@example.com", "a@" + "b" * 250 + ".com", "\ud800@example.com",
     "a@example.com\r\nBcc: b@example.com", "Name <a@example.com>", " a@example.com", "a@[127.0.0.1]"],
)  # fmt: skip
def test_anything_else_is_no_address(email: str) -> None:
    assert [(error.code, error.field) for error in check_email(email)] == [("EMAIL_INVALID", "email")]


@given(st.emails() | st.text(st.characters(codec="utf-8")).map(lambda text: f"{text}@example.com"))
def test_an_address_that_is_taken_fits_its_key_and_has_no_control_characters(email: str) -> None:
    if check_email(email) == []:
        assert len(canonical(email)) <= KEY_LENGTH
        assert len(searchable(email)) <= KEY_LENGTH
        assert check_line(email, "email", most=KEY_LENGTH) == []


@pytest.mark.parametrize("text", NAUGHTY, ids=ascii)
def test_a_line_that_is_taken_is_one_line_that_every_database_can_store(text: str) -> None:
    errors = check_line(text, "name")
    assert {error.field for error in errors} <= {"name"}
    if not errors:
        assert len(text) <= 200
        assert len(text.splitlines()) <= 1
        assert "\0" not in text
        assert text.encode().decode() == text


@pytest.mark.parametrize("text", NAUGHTY, ids=ascii)
def test_a_note_takes_what_a_line_takes_and_line_ends_and_tabs(text: str) -> None:
    line = text.replace("\n", "").replace("\t", "")
    assert bool(check_note(text, "note")) is bool(check_line(line, "note", 2_000)) or len(text) > 2_000


@pytest.mark.parametrize(("size", "code"), [(2, "TOO_SHORT"), (3, None), (5, None), (6, "TOO_LONG")])
def test_bounds_are_counted_in_characters(size: int, code: str | None) -> None:
    assert [error.code for error in check_line("\U0001f600" * size, "name", 5, 3)] == ([code] if code else [])


def test_nothing_is_not_a_text() -> None:
    assert check_line(None, "name", least=1) == check_note(None, "note") == []
