import pytest

from api.origins import origins_of

OURS = origins_of("https://accounts.example.com", ("https://console.example.com",))


@pytest.mark.parametrize(
    ("origin", "site"),
    [
        (None, None),
        (None, "same-origin"),
        (None, "none"),
        ("https://accounts.example.com", None),
        ("https://accounts.example.com", "same-origin"),
        ("https://console.example.com", "same-site"),
        ("https://console.example.com", None),
    ],
)
def test_our_own_pages_the_listed_ones_and_programs_may_send(origin: str | None, site: str | None) -> None:
    assert OURS.may_send(origin, site)


@pytest.mark.parametrize(
    ("origin", "site"),
    [
        (None, "cross-site"),
        (None, "same-site"),
        (None, "SAME-ORIGIN, cross-site"),
        ("", None),
        ("null", None),
        ("https://evil.example", None),
        ("https://evil.example", "same-origin"),
        ("https://accounts.example.com", "cross-site"),
        ("https://accounts.example.com.evil.example", None),
        ("https://accounts.example.com:8443", None),
        ("http://accounts.example.com", None),
        ("https://accounts.example.com, https://evil.example", None),
        ("https://accounts.example.com/", None),
    ],
)
def test_nobody_else_may_send(origin: str | None, site: str | None) -> None:
    assert not OURS.may_send(origin, site)


def test_answers_are_shared_with_listed_origins_only() -> None:
    assert OURS.may_read("https://console.example.com")
    assert not OURS.may_read("https://accounts.example.com")
    assert not OURS.may_read("https://evil.example")
    assert not OURS.may_read(None)


def test_a_loopback_address_is_one_page_under_each_of_its_names() -> None:
    local = origins_of("http://127.0.0.1:8000", ())
    assert local.own == {"http://127.0.0.1:8000", "http://localhost:8000", "http://[::1]:8000"}
    assert not local.may_send("http://localhost:3000", None)
    assert origins_of("http://localhost", ()).may_send("http://127.0.0.1", None)
