"""What a server says is told in one line, and never with a password in it."""

from base64 import b64encode

import pytest

from auth.sources.identity import ExternalIdentity, NotProven, Refused, Unavailable
from auth.sources.ldap_words import READ_MOST, WORDS_MOST, words_of
from tests.support import ldap_bytes as out
from tests.support.ldap_server import PASSWORD, SERVICE_DN, SERVICE_PASSWORD, Asked, LdapServer, Talk, serving
from tests.support.small_directory import directory, small_server
from tests.support.visits import Visitor, visitor

__all__ = ["visitor"]

SECRET = "Corr3ct horse+battery"
AD = "80090308: LdapErr: DSID-0C090439, comment: AcceptSecurityContext error, data 52e, v4563"


@pytest.mark.parametrize(
    ("message", "told"),
    [
        (AD, AD),
        ("", None),
        (" \r\n\t ", None),
        ("locked\r\nX-Header: 1\x00\x1b[31m\u2028\u202eend", "locked X-Header: 1 [31m end"),
        ("\ufffd\ud800 Gründe", "\ufffd Gründe"),
        ("x" * READ_MOST, "x" * WORDS_MOST),
        ("x" * (READ_MOST + 1), None),
        (f"{'x' * (WORDS_MOST - 1)} y", "x" * (WORDS_MOST - 1)),
    ],
    ids=["of AD", "empty", "blank", "several lines", "no characters", "long", "too long", "cut at a space"],
)
def test_it_is_one_line_that_can_be_stored(message: str, told: str | None) -> None:
    assert words_of(message, [SECRET, ""]) == told


ECHOES = {
    "as it is": SECRET,
    "in capitals": SECRET.upper(),
    "in wide letters": "".join(chr(ord(each) + 0xFEE0) for each in SECRET if each.isalnum()),
    "spread": " ".join(SECRET),
    "over two lines": SECRET.replace(" ", "\r\n"),
    "with marks between": "\u200b".join(SECRET),
    "its beginning": SECRET[:8],
    "its end": SECRET[-9:],
    "backwards": SECRET[::-1],
    "base64": b64encode(SECRET.encode()).decode(),
    "hexadecimal": SECRET.encode().hex(),
    "percent-encoded": "Corr3ct%20horse%2Bbattery",
    "behind what is told": "x" * 2 * WORDS_MOST + SECRET,
}


@pytest.mark.parametrize("echo", ECHOES.values(), ids=ECHOES)
def test_nothing_is_told_that_has_a_secret_in_it(echo: str) -> None:
    assert words_of(f"bind as {echo} failed", ["other", SECRET]) is None
    assert words_of(f"bind as {echo} failed", ["other"]) is not None


@pytest.mark.parametrize("short", ["ab", "!", "a b"], ids=["letters", "a mark", "a space"])
def test_a_short_secret_counts_as_a_whole(short: str) -> None:
    assert words_of(f"no {short} here", [short]) is None
    assert words_of("nothing", [short]) == "nothing"


def says(code: int, words: str, at: str) -> LdapServer:
    """Ends the service's bind, a search or a person's bind so."""

    def way(talk: Talk, asked: Asked) -> bool:
        which = asked.what if asked.what != "bind" else "service" if asked.dn == SERVICE_DN else "person"
        if which != at:
            return False
        tag = out.DONE if at == "search" else out.BIND_RESPONSE
        talk.send(out.message(asked.id, out.result(tag, code, words)))
        return True

    return small_server(way=way)


async def heard(visitor: Visitor, made: LdapServer, name: str = "alice", password: str = PASSWORD) -> str | None:
    async with visitor.sources.source(directory(made)).visit() as visit:
        found = await visit.find(name)
        if isinstance(found, ExternalIdentity):
            found = await visit.prove(found, password)
        assert found is None or isinstance(found, Refused | Unavailable)
        return visit.words


@pytest.mark.parametrize("at", ["service", "search", "person"])
async def test_what_a_server_says_is_told_but_not_with_what_was_given_it(visitor: Visitor, at: str) -> None:
    with serving(says(53, "come back later", at)) as made:
        assert await heard(visitor, made) == "come back later"
    given = {"service": SERVICE_PASSWORD, "search": "alice", "person": PASSWORD}[at]
    for secret in (given, SERVICE_PASSWORD):
        with serving(says(53, f"not with {secret}", at)) as made:
            assert await heard(visitor, made) is None


async def test_a_success_says_nothing_and_takes_back_what_was_said_before(visitor: Visitor) -> None:
    with serving(says(0, "welcome", "person")) as made:
        assert await heard(visitor, made) is None
    with serving(says(49, AD, "person")) as made:
        assert await heard(visitor, made) == AD
        async with visitor.sources.source(directory(made)).visit() as visit:
            found = await visit.find("alice")
            assert isinstance(found, ExternalIdentity)
            assert await visit.prove(found, "wrong") == Refused(NotProven.WRONG_PASSWORD)
            assert visit.words == AD
            await visit.find("alice")
            assert visit.words is None
