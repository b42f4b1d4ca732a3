"""Which URLs are taken, and which addresses are never connected to."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auth.sources.failures import SsoFailed, SsoFailure, SsoRefused
from auth.sources.locations import Location, located, may_connect, permitted
from auth.sources.provider import TENANT
from tests.support.rounds import rounds
from tests.support.sso import provider

FUZZ = settings(max_examples=rounds(100), deadline=None, suppress_health_check=[HealthCheck.too_slow])

PUBLIC = ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"]
PRIVATE = [
    *("10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "127.0.0.1", "127.9.9.9", "::1", "fd00::1"),
    *("::ffff:10.0.0.1", "::ffff:127.0.0.1", "64:ff9b::a00:1"),
]
NEVER = [
    *("169.254.169.254", "0.0.0.1", "255.255.255.255", "224.0.0.1", "240.0.0.1", "198.18.0.1"),
    *("192.0.2.1", "192.0.0.9", "192.88.99.1", "fe80::1", "fe80::1%eth0", "ff02::1"),
    *("::", "fec0::1", "2001:db8::1", "2001::1", "2002:a00:1::", "3fff::1"),
    *("::10.0.0.1", "64:ff9b:1::a00:1", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe"),
]


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_connected_to(address: str) -> None:
    assert may_connect(address, plain=False, allows_private=False)


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_connected_to_where_that_is_allowed(address: str) -> None:
    assert not may_connect(address, plain=False, allows_private=False)
    assert may_connect(address, plain=False, allows_private=True)


@pytest.mark.parametrize("address", NEVER)
def test_some_addresses_are_never_connected_to(address: str) -> None:
    assert not may_connect(address, plain=False, allows_private=True)


@pytest.mark.parametrize("address", [*PUBLIC, "10.0.0.1", "fd00::1", "169.254.169.254"])
def test_without_tls_nothing_leaves_this_machine(address: str) -> None:
    assert not may_connect(address, plain=True, allows_private=True)


def test_without_tls_this_machine_is_connected_to_where_that_is_allowed() -> None:
    assert may_connect("127.0.0.1", plain=True, allows_private=True)
    assert not may_connect("127.0.0.1", plain=True, allows_private=False)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("https://id.example.com", Location("https", "id.example.com", 443, "")),
        ("https://ID.Example.com:443/a/b?c=%20d", Location("https", "id.example.com", 443, "/a/b?c=%20d")),
        ("http://127.0.0.1:8080/", Location("http", "127.0.0.1", 8080, "/")),
        ("https://[2001:DB8::1]:8443/x", Location("https", "2001:db8::1", 8443, "/x")),
    ],
    ids=["host", "all", "plain", "six"],
)
def test_a_url_in_parts(text: str, place: Location) -> None:
    assert located(text) == place
    assert located(place.url) == place


@pytest.mark.parametrize(
    "text",
    [
        *("", "id.example.com", "//id.example.com", "https:id.example.com", "https:/id.example.com", "https:///x"),
        *("ftp://id.example.com", "HTTPS://id.example.com", "javascript:alert(1)", "https://-a.example", "https://.a"),
        *("https://a@id.example.com", "https://id.example.com@evil.test", "https://a:b@id.example.com/"),
        *("https://id.example.com\\@evil.test", "https://id.example.com\\.evil.test", "https://id.example.com/a\\b"),
        *(
            "https://id.example.com#x",
            "https://id.example.com/ x",
            " https://id.example.com",
            "https://id.example.com\n",
        ),
        *(
            "https://id.example.com/\t",
            "https://id.example.com/\0",
            "https://id.exämple.com",
            "https://id。example.com",
        ),
        *("https://id.example.com:0", "https://id.example.com:65536", "https://id.example.com:", "https://a:1:2"),
        *("https://id.example.com/%", "https://id.example.com/%zz", "https://[::1", "https://::1/", "https://[v1.a]/"),
        "https://id.example.com/" + "a" * 2048,
    ],
)
def test_anything_else_is_no_url(text: str) -> None:
    assert located(text) is None


@pytest.mark.parametrize("value", [None, 1, True, ["https://id.example.com"], {"a": 1}, b"https://a"], ids=repr)
def test_what_is_no_text_is_no_url(value: object) -> None:
    assert located(value) is None


@FUZZ
@given(st.text(max_size=60))
def test_any_text_behind_a_host_leaves_the_host(text: str) -> None:
    place = located("https://id.example.com" + text)
    if place is not None and text[:1] in {"/", "?", ""}:
        assert (place.host, place.port) == ("id.example.com", 443)


@pytest.mark.parametrize(
    "text",
    ["https://id.example.com/token", "https://keys.example.com/jwks", "https://alt.example.com:8443/x"],
)
def test_endpoints_are_at_the_issuers_origin_or_at_extra_hosts(text: str) -> None:
    there = provider(extra_hosts=("keys.example.com", "Alt.example.com:8443"))
    assert permitted(there, text).url == text


@pytest.mark.parametrize(
    "text",
    [
        "https://id.example.com:8443/token",
        "http://id.example.com/token",
        "http://id.example.com:443/token",
        "https://id.example.com.evil.test/token",
        "https://xid.example.com/token",
        "https://id.example.com./token",
        "https://keys.example.com:8443/jwks",
        "https://alt.example.com/x",
        "https://example.com/token",
    ],
)
def test_endpoints_are_nowhere_else(text: str) -> None:
    there = provider(extra_hosts=("keys.example.com", "alt.example.com:8443", "not a host", "*"))
    with pytest.raises(SsoFailed) as caught:
        permitted(there, text)
    assert caught.value.refused == SsoRefused(SsoFailure.LOCATION_REFUSED)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_without_tls_a_provider_is_on_this_machine_where_that_is_allowed(host: str) -> None:
    issuer = f"http://{host}:8080"
    assert permitted(provider(issuer=issuer, allows_private_addresses=True), f"{issuer}/token").url == f"{issuer}/token"
    with pytest.raises(SsoFailed):
        permitted(provider(issuer=issuer), f"{issuer}/token")


def test_without_tls_no_other_machine_has_an_endpoint() -> None:
    with pytest.raises(SsoFailed):
        permitted(provider(issuer="http://10.0.0.1", allows_private_addresses=True), "http://10.0.0.1/token")


def test_a_tenant_is_no_part_of_a_host() -> None:
    there = provider(issuer=f"https://login.example.com/{TENANT}/v2.0")
    assert permitted(there, "https://login.example.com/organizations/keys").host == "login.example.com"
