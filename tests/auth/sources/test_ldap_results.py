"""What result codes mean to us."""

import pytest

from auth.sources.examination import WORDS, FailureKind
from auth.sources.identity import NotProven
from auth.sources.ldap_results import (
    PASSWORD_EXPIRED,
    PASSWORD_POLICY,
    Failed,
    Result,
    check_search,
    check_service_bind,
    refusal_of,
)
from tests.support import ldap_bytes as out

ACTIVE_DIRECTORY = "80090308: LdapErr: DSID-0C090447, comment: AcceptSecurityContext error, data {}, v4563"

SUB_CODES = {
    "525": NotProven.NO_ENTRY,
    "52e": NotProven.WRONG_PASSWORD,
    "530": NotProven.NOT_AT_THIS_TIME,
    "531": NotProven.NOT_AT_THIS_COMPUTER,
    "532": NotProven.PASSWORD_EXPIRED,
    "533": NotProven.DISABLED,
    "701": NotProven.EXPIRED,
    "773": NotProven.MUST_CHANGE_PASSWORD,
    "775": NotProven.LOCKED,
    "999": NotProven.WRONG_PASSWORD,
    "": NotProven.WRONG_PASSWORD,
}


def result(code: int, words: str = "", **controls: bytes) -> Result:
    return Result(code, words, controls)


@pytest.mark.parametrize("told", list(SUB_CODES))
def test_active_directory_says_why(told: str) -> None:
    assert refusal_of(result(49, ACTIVE_DIRECTORY.format(told))) is SUB_CODES[told]


def test_a_sub_code_beside_a_yes_is_nothing() -> None:
    assert refusal_of(result(0, ACTIVE_DIRECTORY.format("533"))) is None


POLICIES: dict[tuple[int, int | None], NotProven | None] = {
    (0, None): None,
    (0, 2): NotProven.MUST_CHANGE_PASSWORD,
    (0, 0): NotProven.PASSWORD_EXPIRED,
    (0, 8): NotProven.REFUSED,
    (49, None): NotProven.WRONG_PASSWORD,
    (49, 0): NotProven.PASSWORD_EXPIRED,
    (49, 1): NotProven.LOCKED,
    (49, 2): NotProven.MUST_CHANGE_PASSWORD,
}


@pytest.mark.parametrize(("code", "error"), list(POLICIES))
def test_a_password_policy_says_why(code: int, error: int | None) -> None:
    warning = out.tlv(0xA0, out.integer(3_600, 0x80))
    value = out.tlv(0x30, warning, b"" if error is None else out.integer(error, 0x81))
    assert refusal_of(Result(code, "", {PASSWORD_POLICY: value})) is POLICIES[code, error]


@pytest.mark.parametrize(("code", "why"), [(0, NotProven.MUST_CHANGE_PASSWORD), (49, NotProven.PASSWORD_EXPIRED)])
def test_the_older_control_says_why(code: int, why: NotProven) -> None:
    assert refusal_of(Result(code, "", {PASSWORD_EXPIRED: b"0"})) is why


BINDS = {19: NotProven.LOCKED, 32: NotProven.NO_ENTRY, 34: NotProven.REFUSED, 48: NotProven.REFUSED}
SILENT = {
    1: FailureKind.REFUSED,
    8: FailureKind.WANTS_ENCRYPTION,
    10: FailureKind.REFERRED,
    13: FailureKind.WANTS_ENCRYPTION,
    14: FailureKind.REFUSED,
    51: FailureKind.DIRECTORY_BUSY,
    52: FailureKind.DIRECTORY_BUSY,
    53: FailureKind.REFUSED,
    80: FailureKind.REFUSED,
    4_711: FailureKind.REFUSED,
}
"""What says nothing about a person."""


@pytest.mark.parametrize("code", list(BINDS))
def test_a_bind_that_is_refused_is_a_no(code: int) -> None:
    assert refusal_of(result(code)) is BINDS[code]


@pytest.mark.parametrize("code", list(SILENT))
def test_what_says_nothing_about_a_person_is_no_no(code: int) -> None:
    with pytest.raises(Failed) as raised:
        refusal_of(result(code))
    assert raised.value.kind is SILENT[code]


SEARCHES = {
    1: FailureKind.NOT_PERMITTED,
    3: FailureKind.LIMIT_EXCEEDED,
    4: FailureKind.LIMIT_EXCEEDED,
    11: FailureKind.LIMIT_EXCEEDED,
    32: FailureKind.BASE_NOT_FOUND,
    34: FailureKind.BASE_NOT_FOUND,
    50: FailureKind.NOT_PERMITTED,
    53: FailureKind.REFUSED,
}


@pytest.mark.parametrize("code", list(SEARCHES))
def test_only_a_search_without_an_error_is_an_answer(code: int) -> None:
    check_search(result(0))
    with pytest.raises(Failed) as raised:
        check_search(result(code, "words of the server"))
    assert raised.value.kind is SEARCHES[code]
    assert str(raised.value) == WORDS[SEARCHES[code]]


@pytest.mark.parametrize("code", [19, 32, 34, 48, 49, 50, 53])
def test_the_profile_s_own_bind_may_be_refused(code: int) -> None:
    check_service_bind(result(0))
    with pytest.raises(Failed) as raised:
        check_service_bind(result(code))
    assert raised.value.kind is FailureKind.BIND_REFUSED


def test_every_failure_has_words() -> None:
    assert set(WORDS) == set(FailureKind)
    assert len(set(WORDS.values())) == len(WORDS)
