"""How an API token is written: known by its beginning, and wrong ones by their checksum."""

import re

import pytest

from auth.opaque import digest, new_token
from auth.tokens.spelling import LENGTH, NewToken, has_the_form, is_well_spelled, new_api_token
from tests.support.house import spoiled

FORM = re.compile(r"gth_[0-9A-Za-z]{49}")
KNOWN = "gth_" + "A" * 43 + "4EszFE"
"""Made by hand: CRC-32 of the text before it, as zlib and every other implementation of ISO 3309 computes it."""


def is_one(text: str) -> bool:
    return has_the_form(text) and is_well_spelled(text)


def test_a_fresh_token_has_the_form_and_its_checksum() -> None:
    made = [new_api_token() for _ in range(500)]
    assert all(FORM.fullmatch(each.text) and len(each.text) == LENGTH for each in made)
    assert all(is_one(each.text) for each in made)
    assert len({each.text for each in made}) == len({each.shown for each in made}) == 500


def test_what_is_stored_and_shown_of_it_is_its_hash_and_its_beginning() -> None:
    made = new_api_token()
    assert (made.hash, made.shown) == (digest(made.text), made.text[:12])
    assert repr(made) == f"NewToken({made.shown}…)"
    assert made.text not in str([made])


def test_every_single_wrong_character_and_every_swap_is_found() -> None:
    text = new_api_token().text
    for place in range(len(text)):
        for other in ("0", "z", "A", text[place].swapcase()):
            if other != text[place]:
                assert not is_one(text[:place] + other + text[place + 1 :]), place
    for place in range(4, len(text) - 1):
        if text[place] != text[place + 1]:
            assert not is_one(text[:place] + text[place + 1] + text[place] + text[place + 2 :]), place


@pytest.mark.parametrize("more", ["é", "\u0661", "\ud800", "\0"])
def test_what_is_no_ascii_is_no_token_and_no_fault(more: str) -> None:
    assert not is_one(new_api_token().text[:-1] + more)


def test_nothing_near_a_token_is_one() -> None:
    text = new_api_token().text
    assert not any(is_one(near) for near in spoiled(text))


def test_a_session_token_never_has_the_form() -> None:
    assert not has_the_form(new_token())
    assert not has_the_form("gth_" + new_token()[4:]), "it is shorter, whatever it begins with"


def test_the_checksum_is_crc_32() -> None:
    assert is_one(KNOWN)
    assert isinstance(new_api_token(), NewToken)
