"""What is looked for of what somebody typed, and which passwords are ever sent."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auth.sources import ber, ldap_requests
from auth.sources.ldap_search import USERNAME, Search, escaped, filled
from auth.sources.names import NAME_LENGTH_MOST, PASSWORD_LENGTH_MOST, names_to_try, password_octets

PLAIN = "(sAMAccountName={username})"
BOTH = "(&(objectClass=user)(|(sAMAccountName={username})( UserPrincipalName = {username})))"
MAIL = "(|(uid={username})(mail={username}))"
ELSEWHERE = "(&(mail=*)(uid={username}))"

NAMES = {
    ("ann", PLAIN): ("ann",),
    ("ann", BOTH): ("ann",),
    ("EXAMPLE\\ann", PLAIN): ("ann",),
    ("EXAMPLE\\ann@example.test", BOTH): ("ann@example.test", "ann"),
    ("ann@example.test", PLAIN): ("ann",),
    ("ann@example.test", BOTH): ("ann@example.test", "ann"),
    ("ann@example.test", MAIL): ("ann@example.test", "ann"),
    ("ann@example.test", ELSEWHERE): ("ann",),
    ("ann@one@two", PLAIN): ("ann",),
    ("@example.test", PLAIN): (),
    ("@example.test", MAIL): ("@example.test",),
    ("EXAMPLE\\", PLAIN): ("EXAMPLE\\",),
    ("\\ann", PLAIN): ("\\ann",),
    ("A\\B\\ann", PLAIN): ("A\\B\\ann",),
    ("EXAMPLE\\ ", PLAIN): (),
    ("jörg", PLAIN): ("jörg",),
    ("*", PLAIN): ("*",),
    ("", PLAIN): (),
    ("  ", PLAIN): (),
    ("ann\0", PLAIN): (),
    ("ann\n", PLAIN): (),
    ("ann\u2028", PLAIN): (),
    ("ann\ud800", PLAIN): (),
    ("a" * NAME_LENGTH_MOST, PLAIN): ("a" * NAME_LENGTH_MOST,),
    ("a" * (NAME_LENGTH_MOST + 1), PLAIN): (),
}


@pytest.mark.parametrize("case", list(NAMES), ids=[f"case {number}" for number in range(len(NAMES))])
def test_what_is_looked_for(case: tuple[str, str]) -> None:
    assert names_to_try(*case) == NAMES[case]


@given(st.text(max_size=400), st.sampled_from([PLAIN, BOTH, MAIL]))
def test_any_text_is_a_name_or_nobodys(typed: str, user_filter: str) -> None:
    for name in names_to_try(typed, user_filter):
        assert name
        assert name in typed
        assert ldap_requests.search(1, Search(base="", filter=filled(user_filter, USERNAME, name), attributes=()))


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_a_value_arrives_as_it_is(value: str) -> None:
    sent = ldap_requests.search(1, Search(base="", filter=f"(uid={escaped(value)})", attributes=()))
    operation = ber.children(ber.only(sent, ber.SEQUENCE))[1]
    compared = ber.children(operation.value)[6]
    assert compared.tag == 0xA3, "it is compared for being equal, whatever is in it"
    assert [each.value for each in ber.children(compared.value)] == [b"uid", value.encode()]


@given(st.binary(min_size=1))
def test_octets_are_escaped(value: bytes) -> None:
    text = escaped(value)
    assert text.isascii()
    assert not set("*()\0 ") & set(text)


@pytest.mark.parametrize(
    "password",
    ["", " ", "\t\r\n", "\u00a0\u2003", "\u200b\u200d", "\u00ad", "\0", "a\0b", "\x07", "a\ud800", "x" * 1_025],
    ids=lambda password: ascii(password[:8]),
)
def test_such_a_password_is_never_sent(password: str) -> None:
    assert password_octets(password) is None


@pytest.mark.parametrize("password", ["x", " x ", "pässwörd", "½²", "a\tb", "x" * PASSWORD_LENGTH_MOST], ids=ascii)
def test_a_password_is_sent_as_it_was_typed(password: str) -> None:
    assert password_octets(password) == password.encode()


@pytest.mark.parametrize(("dn", "password"), [("cn=a", b""), ("", b"x")], ids=["no password", "no name"])
def test_half_a_bind_is_not_written(dn: str, password: bytes) -> None:
    with pytest.raises(ValueError, match="neither"):
        ldap_requests.bind(1, dn, password)
