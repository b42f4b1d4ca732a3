"""What is read of BER, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auth.sources import ber, ldap_answers
from auth.sources.ber import Element, Malformed
from tests.support import ldap_bytes as out

REFUSED = {
    "cut off in the header": b"\x30",
    "cut off in the length": b"\x30\x82\x01",
    "cut off in the contents": b"\x30\x03\x02\x01",
    "more than one": b"\x30\x00\x30\x00",
    "an inner end behind the outer one": b"\x30\x04\x30\x03\x02\x01",
    "indefinite length": b"\x30\x80\x00\x00",
    "a length of five octets": b"\x30\x85\x00\x00\x00\x00\x00",
    "a tag of several octets": b"\x3f\x81\x01\x00",
    "nothing": b"",
}


def _deep(data: bytes) -> None:
    for element in ber.children(data):
        if element.tag == ber.SEQUENCE:
            _deep(element.value)


@pytest.mark.parametrize("which", list(REFUSED))
def test_what_is_not_well_formed_is_refused(which: str) -> None:
    with pytest.raises(Malformed):
        _deep(ber.only(REFUSED[which], ber.SEQUENCE))


@given(st.lists(st.tuples(st.sampled_from([0x02, 0x04, 0x30, 0x64]), st.binary(max_size=300)), max_size=20))
def test_what_is_written_is_read(parts: list[tuple[int, bytes]]) -> None:
    written = b"".join(out.tlv(tag, value) for tag, value in parts)
    assert ber.children(written) == [Element(*part) for part in parts]
    whole = out.tlv(ber.SEQUENCE, written)
    assert ber.message_size(whole + b"more") == len(whole)
    assert [ber.message_size(whole[:length]) for length in range(2)] == [None, None]


@given(st.integers(-(2**31) + 1, 2**31 - 1))
def test_a_number_is_read(number: int) -> None:
    assert ber.integer(ber.children(out.integer(number))[0]) == number


@pytest.mark.parametrize("value", [b"", b"\0" * 5], ids=["none", "five octets"])
def test_a_number_without_bounds_is_refused(value: bytes) -> None:
    with pytest.raises(Malformed):
        ber.integer(Element(ber.INTEGER, value))


def test_something_else_is_no_number_and_no_text() -> None:
    with pytest.raises(Malformed):
        ber.integer(Element(ber.OCTET_STRING, b"1"))
    with pytest.raises(Malformed):
        ber.octets(Element(ber.INTEGER, b"1"))


def test_more_elements_than_are_read_are_refused() -> None:
    with pytest.raises(Malformed):
        ber.children(b"\x04\x00" * (ber.MOST_ELEMENTS + 1))


@given(st.binary(max_size=400))
def test_rubbish_is_read_or_refused_and_nothing_else(rubbish: bytes) -> None:
    for framed in (rubbish, out.tlv(ber.SEQUENCE, out.integer(1), out.tlv(0x64, rubbish)), out.message(1, rubbish)):
        try:
            told = ldap_answers.answer(framed)
            {ldap_answers.Kind.ENTRY: ldap_answers.entry}.get(told.kind, ldap_answers.result)(told)
        except Malformed:
            continue


def test_elements_that_overlap_do_not_take_for_ever() -> None:
    told = ldap_answers.answer(out.message(1, out.overlapping(1_000)))
    with pytest.raises(Malformed):
        ldap_answers.entry(told)
