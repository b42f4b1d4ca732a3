"""After a sign-in the browser stays where it belongs: a table, and anything that hypothesis thinks of."""

from urllib.parse import unquote, urljoin, urlsplit

import pytest
from httpx2 import URL
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auth.sources.return_to import read_return_to
from tests.support.rounds import rounds

FUZZ = settings(max_examples=rounds(100), deadline=None, suppress_health_check=[HealthCheck.too_slow])

HOME = "https://gatehouse.test"


@pytest.mark.parametrize(
    "text",
    [
        *("/", "/users", "/users/", "/users/usr_1?tab=roles&x=https://evil.test//", "/#/users//a", "/a?b=c#d?e"),
        *("/a%20b", "/caf%C3%A9", "/a:b@c", "/a;b=c", "/...", "/.well-known/x", "/a%252Fb"),
    ],
)
def test_paths_of_our_own(text: str) -> None:
    assert read_return_to(text) == text


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "//e",
            "///e",
            "/\\e",
            "\\e",
            "\\\\e",
            "/\\/e",
            "%2f%2fe",
            "%2Fe",
            "/%2fe",
            "/%2f%2fe",
            "/%5ce",
            "/%255ce",
        ),
        *("/%252f%252fe", "https:e", "https://e", "https:/e", "//e@gatehouse.test", "javascript:alert(1)", "data:x"),
        *(
            "/\te",
            "/\t/e",
            "\t//e",
            "/\n/e",
            "/\r\nSet-Cookie: a=b",
            " //e",
            "/ /e",
            "/a b",
            "/\0e",
            "/%00e",
            "/%0d%0ae",
        ),
        *(
            "/.//e",
            "/..//e",
            "/../e",
            "/./e",
            "/a/../..//e",
            "/%2e%2e//e",
            "/%2e%2e/e",
            "/%252e%252e/e",
            "/a//e",
            "/a/%2f",
        ),
        *(
            "e",
            "?next=//e",
            "#//e",
            ".",
            "..",
            "/\uff0fe",
            "\uff0f\uff0fe",
            "/\u2028e",
            "/é",
            "/%",
            "/%2",
            "/%zz",
            "/%ff",
            "/[",
            "/a|b",
        ),
        *("/\u202e", "/%E2%80%A8", "http:///e", "/a\\..\\e", "/?\\", "/?a b", "/#\\e", "/#\t"),
        "/" + "a" * 2048,
    ],
)
def test_everything_else_is_refused(text: str) -> None:
    assert read_return_to(text) is None


PIECES = [
    *("/", "//", "\\", "%2f", "%5c", "%252f", ".", "..", "%2e", ":", "@", "?", "#", "\t", "\n", " ", "%09"),
    *("https:", "javascript:", "evil.test", "a", "\uff05", "\uff0f", "%00", "%ff", ";", "[", "]"),
]


@FUZZ
@given(st.one_of(st.text(max_size=30), st.lists(st.sampled_from(PIECES), max_size=8).map("".join)))
def test_whatever_is_taken_stays_here_for_every_reader(text: str) -> None:
    for beginning in ("", "/"):
        taken = read_return_to(beginning + text)
        if taken is None:
            continue
        assert taken == beginning + text
        lax = taken.replace("\\", "/").translate(dict.fromkeys(map(ord, "\t\r\n")))  # as browsers read (WHATWG)
        path = unquote(unquote(lax.partition("?")[0].partition("#")[0]))
        assert path.startswith("/")
        assert not path.startswith(("//", "/\\"))
        for read in (urljoin(HOME + "/auth/callback", lax), str(URL(HOME).join(lax)), HOME + lax):
            assert (urlsplit(read).scheme, urlsplit(read).netloc) == ("https", "gatehouse.test")
