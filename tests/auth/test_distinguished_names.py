"""Distinguished names are compared as names: what RFC 4514 says is the same is the same, and nothing else is."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auth.policies.rules import canonical_dn
from models.ldap_profile import DN_LENGTH

OPS = "cn=ops,ou=groups,dc=example,dc=test"

SAME = {
    "as it is": (OPS, OPS),
    "case of types": (OPS, "CN=ops,Ou=groups,dC=example,DC=test"),
    "case of values": (OPS, "cn=OPS,ou=Groups,dc=EXAMPLE,dc=Test"),
    "spaces round separators": (OPS, " cn = ops , ou= groups,dc =example,  dc=test "),
    "spaces inside": ("cn=two words,dc=test", "cn=Two   words,dc=test"),
    "an escaped space at the ends": ("cn=ops,dc=test", r"cn=\ ops\ ,dc=test"),
    "long names": (OPS, "commonName=ops,organizationalUnitName=groups,domainComponent=example,dc=test"),
    "OIDs": (OPS, "2.5.4.3=ops,2.5.4.11=groups,0.9.2342.19200300.100.1.25=example,dc=test"),
    "OIDs in the old way": ("cn=ops", "OID.2.5.4.3=ops"),
    "userid": ("uid=ada", "userid=ada"),
    "an escaped comma": (r"cn=Lovelace\, Ada,dc=test", r"cn=lovelace\2C ada,dc=test"),
    "an escaped comma in small letters": (r"cn=Lovelace\, Ada,dc=test", r"cn=lovelace\2c ada,dc=test"),
    "an escaped letter": ("cn=ops", r"cn=\6f\70s"),
    "an escaped backslash": (r"cn=a\\b", r"cn=a\5Cb"),
    "an equals sign": ("cn=a=b", r"cn=a\=b"),
    "a hash inside": ("cn=a#b", r"cn=a\#b"),
    "UTF-8 by octets": ("cn=Lučić", r"cn=Lu\C4\8Di\C4\87"),
    "composed and not": ("cn=Ren\u00e9", "cn=Rene\u0301"),
    "a sharp s": ("cn=Straße", "cn=STRASSE"),
    "hexadecimal, UTF-8": ("cn=ops", "cn=#0C036F7073"),
    "hexadecimal, printable": ("cn=ops", "cn=#13036f7073"),
    "hexadecimal, of two octets each": ("cn=ops", "cn=#1E06006F00700073"),
    "hexadecimal, a long length": ("cn=ops", "cn=#0C81036F7073 "),
    "hexadecimal, of no text": ("1.3.6.1.4.1.1466.0=#020101", "1.3.6.1.4.1.1466.0= #020101"),
    "several attributes": ("cn=ops+uid=7,dc=test", "UID=7 + CN=ops,dc=test"),
}

DIFFERENT = {
    "another name": (OPS, "cn=op,ou=groups,dc=example,dc=test"),
    "another attribute": ("cn=ops,dc=test", "ou=ops,dc=test"),
    "another order": ("ou=a,ou=b", "ou=b,ou=a"),
    "a step more": (OPS, f"cn=x,{OPS}"),
    "two attributes and two steps": ("cn=a+cn=b", "cn=a,cn=b"),
    "a comma that is escaped": (r"cn=a\,dc=b", "cn=a,dc=b"),
    "a plus that is escaped": (r"cn=a\+dc=b", "cn=a+dc=b"),
    "a space and none": ("cn=two words", "cn=twowords"),
    "an accent": ("cn=rene", "cn=rené"),
    "a Cyrillic a": ("cn=admins", "cn=\u0430dmins"),
    "a number's text": ("cn=#020101", r"cn=\#020101"),
    "another OID": ("2.5.4.3=a", "2.5.4.33=a"),
}

NONE = {
    "nothing": "",
    "blanks": "   ",
    "a word": "ops",
    "no type": "=ops",
    "no value": "cn=,dc=test",
    "a value of blanks": r"cn=\ \ ,dc=test",
    "an empty step": "cn=ops,,dc=test",
    "a comma at the end": "cn=ops,",
    "a comma at the beginning": ",cn=ops",
    "a plus at the end": "cn=ops+",
    "a semicolon": "cn=ops;dc=test",
    "quotation marks": 'cn="ops, all",dc=test',
    "angle brackets": "cn=<ops>",
    "a type with a digit first": "1cn=ops",
    "a type of one number": "2=ops",
    "a type with an underscore": "c_n=ops",
    "a type that only looks like one": "\u212an=ops",
    "half an escape": "cn=ops\\",
    "an escape of a letter": r"cn=\ops",
    "octets that are no UTF-8": r"cn=\ff",
    "hexadecimal that is none": "cn=#0g",
    "half an octet": "cn=#0c1",
    "hexadecimal, empty": "cn=#",
    "an empty text": "cn=#0c00",
    "half a pair": "cn=\ud800",
    "too long": "cn=" + "a" * DN_LENGTH,
    "too long once it is folded": "cn=" + "\ufdfa" * (DN_LENGTH - 3),
}


@pytest.mark.parametrize(("one", "other"), SAME.values(), ids=SAME)
def test_two_spellings_of_a_name_are_one(one: str, other: str) -> None:
    assert canonical_dn(one) is not None
    assert canonical_dn(one) == canonical_dn(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT.values(), ids=DIFFERENT)
def test_two_names_are_two(one: str, other: str) -> None:
    assert None not in {canonical_dn(one), canonical_dn(other)}
    assert canonical_dn(one) != canonical_dn(other)


@pytest.mark.parametrize("text", NONE.values(), ids=NONE)
def test_what_is_no_name_has_no_form(text: str) -> None:
    assert canonical_dn(text) is None


def test_the_form_is_a_name_of_short_types() -> None:
    assert canonical_dn(r"commonName=Ada\2C  L.+UID=7,DC=Example") == r"cn=ada\2c l.+uid=7,dc=example"


def test_a_broken_encoding_is_compared_as_it_stands() -> None:
    assert canonical_dn("cn=#0c05AB") == "cn=#0c05ab"
    assert canonical_dn("cn=#0C84FFFFFFFF") == "cn=#0c84ffffffff"
    assert canonical_dn("cn=#0C") == "cn=#0c"
    assert canonical_dn("cn=#0c01ff") == "cn=#0c01ff"


@given(st.text(max_size=60) | st.text(alphabet=r"cn=,+#\"<>; 0aAfF", max_size=60))
def test_whatever_is_given_it_never_raises_and_its_form_is_its_own_form(text: str) -> None:
    form = canonical_dn(text)
    assert form is None or canonical_dn(form) == form


VALUES = st.text(alphabet=string.printable + "éČßЖ", min_size=1, max_size=12).filter(lambda value: bool(value.strip()))


def escaped(value: str) -> str:
    return "".join(f"\\{octet:02X}" for octet in value.encode())


@given(st.lists(VALUES, min_size=1, max_size=4))
def test_escaping_everything_makes_no_difference(values: list[str]) -> None:
    written = ",".join(f"cn={escaped(value)}" for value in values)
    folded = ",".join(f"CN={escaped(' ' + ' '.join(value.upper().split()))}" for value in values)
    assert canonical_dn(written) is not None
    assert canonical_dn(written) == canonical_dn(folded)
