"""Which texts are filters with a placeholder where a value stands (RFC 4515)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auth.ldap_profiles.filters import DEEPEST, USER_DN, USERNAME, is_filter


@pytest.mark.parametrize(
    "text",
    [
        "(uid={username})",
        "(&(objectClass=person)(uid={username}))",
        "(|(sAMAccountName={username})(userPrincipalName={username}))",
        "(&(!(loginDisabled=TRUE))(uid={username}))",
        "(cn:caseExactMatch:={username})",
        "(cn:dn:={username})",
        "(:dn:2.4.6.8.10:={username})",
        r"(cn=\2a{username}*)",
        "(uid>={username})",
        "(cn;lang-de={username})",
        "(&(mail=*)(uid={username}))",
        "(2.5.4.3={username})",
        "(cn=Größe {username})",
    ],
)
def test_a_filter_with_its_placeholder_is_one(text: str) -> None:
    assert is_filter(text, USERNAME)
    assert not is_filter(text, USER_DN)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "uid={username}",
        "(uid=name)",
        "(uid={username}",
        "(uid={username}))",
        "(uid={username})(a=b)",
        "({username}=x)",
        "(cn:{username}:=x)",
        "(&)",
        "(&(uid={username})x)",
        "(& (uid={username}))",
        "(uid={username}{other})",
        "(uid={USERNAME})",
        "(uid={user_dn}{username})",
        r"(uid=\zz{username})",
        r"(uid={username}\)",
        "(uid=(){username}",
        "(u d={username})",
        "(!(a=b)(uid={username}))",
        "(uid>=*{username})",
        "(:={username})",
        "(uid=\0{username})",
        "(uid=\x01)",
        "(uid=\x01{username})",
    ],
)
def test_anything_else_is_none(text: str) -> None:
    assert not is_filter(text, USERNAME)


def test_filters_in_filters_are_bounded() -> None:
    assert is_filter("(!" * (DEEPEST - 1) + "(uid={username})" + ")" * (DEEPEST - 1), USERNAME)
    assert not is_filter("(!" * DEEPEST + "(uid={username})" + ")" * DEEPEST, USERNAME)


@given(st.text(alphabet="(){username}=*\\&|!a:;2 ", max_size=200))
def test_it_never_raises(text: str) -> None:
    assert is_filter(text, USERNAME) in {True, False}
