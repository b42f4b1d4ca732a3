import pytest
from starlette.datastructures import MutableHeaders

from api.cookies import session_cookie
from api.sso_cookies import MOST, state_cookies

SECURE = state_cookies(secure=True)
LOOPBACK = state_cookies(secure=False)


def test_over_https_a_cookie_is_bound_to_the_host_and_comes_back_from_another_site() -> None:
    headers = MutableHeaders()
    SECURE.set(headers, "0a1b", "token", held=())
    expected = "__Host-gatehouse-sso-0a1b=token; Max-Age=600; Path=/; HttpOnly; SameSite=Lax; Secure"
    assert headers.getlist("set-cookie") == [expected]


def test_clearing_repeats_the_flags_without_which_a_browser_would_keep_it() -> None:
    headers = MutableHeaders()
    SECURE.clear(headers, "0a1b")
    expected = "__Host-gatehouse-sso-0a1b=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax; Secure"
    assert headers.getlist("set-cookie") == [expected]


def test_of_too_many_the_oldest_are_forgotten() -> None:
    headers, held = MutableHeaders(), [f"{number:02}" for number in range(MOST + 2)]
    LOOPBACK.set(headers, "new", "token", held)
    names = [each.partition(";")[0] for each in headers.getlist("set-cookie")]
    assert names == [
        "gatehouse-dev-sso-00=",
        "gatehouse-dev-sso-01=",
        "gatehouse-dev-sso-02=",
        "gatehouse-dev-sso-new=token",
    ]


def test_as_many_as_there_may_be_are_kept() -> None:
    headers = MutableHeaders()
    LOOPBACK.set(headers, "new", "token", [f"{number:02}" for number in range(MOST - 1)])
    assert len(headers.getlist("set-cookie")) == 1


@pytest.mark.parametrize(
    ("header", "kept"),
    [
        (None, {}),
        ("", {}),
        ("gatehouse-dev-sso-0a=1; gatehouse-dev-sso-0b=2", {"0a": "1", "0b": "2"}),
        ("gatehouse-dev=x; gatehouse-dev-pending=y", {}),
        ("gatehouse-dev-sso-0a=1; gatehouse-dev-sso-0a=1", {"0a": "1"}),
        ("gatehouse-dev-sso-0a=1; gatehouse-dev-sso-0a=planted", {}),
        ("xgatehouse-dev-sso-0a=1", {}),
        ("GATEHOUSE-DEV-SSO-0a=1", {}),
        ("__Host-gatehouse-sso-0a=1", {}),
        ("gatehouse-dev-sso-0a", {"0a": ""}),
    ],
    ids=[
        "no header",
        "nothing",
        "two",
        "other cookies of ours",
        "twice alike",
        "twice unlike",
        "another name before",
        "another case",
        "over https",
        "without a value",
    ],
)
def test_only_what_was_given_is_read(header: str | None, kept: dict[str, str]) -> None:
    assert LOOPBACK.read(header) == kept


def test_no_other_cookie_of_ours_is_taken_for_one() -> None:
    assert session_cookie(secure=False).read("gatehouse-dev-sso-0a=1") is None
