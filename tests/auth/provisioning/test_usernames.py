"""Derived usernames: always legal, always new."""

from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auth.provisioning.usernames import derived_username, variants
from auth.texts import USERNAME, canonical, check_username


@pytest.mark.parametrize(
    ("preferred", "email", "username"),
    [
        ("asa.berg", None, "asa.berg"),
        ("Asa_Berg-2", "other@example.com", "Asa_Berg-2"),
        ("asa@corp.example", "other@example.com", "asa"),
        ("", "asa.berg@example.com", "asa.berg"),
        ("@corp.example", "asa.berg@example.com", "asa.berg"),
        (" asa ", None, "asa"),
        ("\uff21\uff53\uff41", None, "Asa"),
        ("\xc5sa Berg", None, "-sa-Berg"),
        ("as", None, "as-"),
        ("", None, "---"),
        ("\0\ud800", None, "---"),
        ("a" * 51, None, "a" * 50),
        ("\ufdfa", None, "-" * 18),
    ],
)
def test_a_username_is_derived_from_the_name_or_else_from_the_address(
    preferred: str, email: str | None, username: str
) -> None:
    assert derived_username(preferred, email) == username


@pytest.mark.parametrize(
    ("username", "first"),
    [
        ("asa", ["asa", "asa-2", "asa-3"]),
        ("a" * 50, ["a" * 50, "a" * 48 + "-2", "a" * 48 + "-3"]),
    ],
    ids=["short", "long"],
)
def test_what_is_taken_gets_a_number(username: str, first: list[str]) -> None:
    assert list(islice(variants(username), 3)) == first


def test_numbers_of_several_digits_fit_too() -> None:
    hundredth = list(islice(variants("a" * 50), 100))[-1]
    assert hundredth == "a" * 46 + "-100"


@given(st.text(max_size=400), st.none() | st.text(max_size=100))
def test_every_name_becomes_a_legal_username(preferred: str, email: str | None) -> None:
    username = derived_username(preferred, email)
    assert check_username(username) == []
    assert derived_username(username, None) == username


@given(st.text(max_size=80), st.integers(1, 200))
def test_variants_are_legal_and_all_different(preferred: str, number: int) -> None:
    names = list(islice(variants(derived_username(preferred, None)), number))
    assert all(USERNAME.fullmatch(name) for name in names)
    assert len({canonical(name) for name in names}) == number
