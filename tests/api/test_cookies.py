import pytest
from starlette.datastructures import MutableHeaders

from api.cookies import pending_cookie, session_cookie

SECURE = session_cookie(secure=True)
LOOPBACK = session_cookie(secure=False)


def test_over_https_the_cookie_is_bound_to_the_host() -> None:
    headers = MutableHeaders()
    SECURE.set(headers, "abc", max_age_seconds=None)
    assert headers.getlist("set-cookie") == ["__Host-gatehouse=abc; Path=/; HttpOnly; SameSite=Strict; Secure"]


def test_a_remembered_session_outlives_the_browser() -> None:
    headers = MutableHeaders()
    LOOPBACK.set(headers, "abc", max_age_seconds=60)
    assert headers.getlist("set-cookie") == ["gatehouse-dev=abc; Max-Age=60; Path=/; HttpOnly; SameSite=Strict"]


def test_clearing_repeats_the_flags_without_which_a_browser_would_keep_it() -> None:
    headers = MutableHeaders()
    SECURE.clear(headers)
    assert headers.getlist("set-cookie") == ["__Host-gatehouse=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict; Secure"]


@pytest.mark.parametrize(
    ("header", "token"),
    [
        (None, None),
        ("", None),
        ("gatehouse-dev=abc", "abc"),
        ("other=1; gatehouse-dev=abc;x=2", "abc"),
        ("gatehouse-dev=abc; gatehouse-dev=abc", "abc"),
        ("gatehouse-dev=abc; gatehouse-dev=planted", None),
        ("xgatehouse-dev=abc", None),
        ("GATEHOUSE-DEV=abc", None),
        ("gatehouse-dev=", ""),
        ("gatehouse-dev=a=b", "a=b"),
        (";;;=;gatehouse-dev", None),
    ],
)
def test_one_value_is_read_and_contradictions_are_none(header: str | None, token: str | None) -> None:
    assert LOOPBACK.read(header) == token


def test_no_cookie_is_taken_for_another() -> None:
    kinds = (session_cookie, pending_cookie)
    cookies = [kind(secure=secure) for kind in kinds for secure in (True, False)]
    for cookie in cookies:
        header = "; ".join(f"{other.name}=x" for other in cookies if other is not cookie)
        assert cookie.read(header) is None
    assert pending_cookie(secure=True).name == "__Host-gatehouse-pending"
