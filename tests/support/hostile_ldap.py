"""Ways in which a directory misbehaves: by malice, by age or by accident. Each is one thing done wrong, the rest well.

``WAYS`` has those of a sign-in with the right password, each with what must become of it; none of them lets anybody in.
"""

import socket
import time
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TypeAlias

from auth.sources.examination import WORDS, FailureKind
from auth.sources.identity import NotProven, Refused, Unavailable
from tests.support import ldap_bytes as out
from tests.support.ldap_server import HOST, SERVICE_DN, SUFFIX, Asked, Gone, Talk, Way
from tests.support.small_directory import ALICE, GROUPS, LONER, PEOPLE

DRIP_SECONDS = 0.2
MANY = 200_000

Doing: TypeAlias = Callable[[Talk, Asked], None]


@dataclass(frozen=True)
class Hostile:
    """A way, with what must become of a sign-in."""

    way: Way
    outcome: Refused | Unavailable


def _at(what: str, do: Doing, nth: int = 1) -> Way:
    """Misbehaves at one message of a connection: the service's bind, the search for somebody, their own bind."""

    def way(talk: Talk, asked: Asked) -> bool:
        is_own = (asked.dn == SERVICE_DN) == (nth == 1) if what == "bind" else asked.dn != GROUPS
        if asked.what != what or not is_own:
            return False
        do(talk, asked)
        return True

    return way


def _in_group_search(do: Doing) -> Way:
    def way(talk: Talk, asked: Asked) -> bool:
        if asked.what != "search" or asked.dn != GROUPS:
            return False
        do(talk, asked)
        return True

    return way


def _hang(talk: Talk, _asked: Asked) -> None:
    talk.hang()


def _leave(_talk: Talk, _asked: Asked) -> None:
    raise Gone


def _sends(octets: bytes) -> Doing:
    def do(talk: Talk, _asked: Asked) -> None:
        talk.send(octets)
        talk.hang()

    return do


def _ends(code: int, tag: int, words: str = "", *more: bytes, controls: bytes = b"") -> Doing:
    """Ends an operation with this result."""

    def do(talk: Talk, asked: Asked) -> None:
        talk.send(out.message(asked.id, out.result(tag, code, words, *more), controls))

    return do


def _shows(*shown: bytes, code: int = 0) -> Doing:
    """Ends a search after these operations."""

    def do(talk: Talk, asked: Asked) -> None:
        done = out.message(asked.id, out.result(out.DONE, code))
        talk.send(b"".join(out.message(asked.id, each) for each in shown) + done)

    return do


def _drips(talk: Talk, asked: Asked) -> None:
    for octet in talk.server.shown(asked, ALICE):
        talk.send(bytes([octet]))
        time.sleep(DRIP_SECONDS)


def _without_end(operation: bytes) -> Doing:
    def do(talk: Talk, asked: Asked) -> None:
        while True:
            talk.send(out.message(asked.id, operation) * 100)

    return do


def _half(talk: Talk, asked: Asked) -> None:
    talk.send(talk.server.shown(asked, ALICE)[:40])
    raise Gone


def _to_another(talk: Talk, asked: Asked) -> None:
    talk.send(out.message(asked.id + 1, out.result(out.BIND_RESPONSE)))
    talk.hang()


def _to_the_one_before(talk: Talk, asked: Asked) -> None:
    talk.send(out.message(asked.id - 1, out.result(out.BIND_RESPONSE)))
    talk.hang()


def _in_another_form(octets: Callable[[int], bytes]) -> Doing:
    def do(talk: Talk, asked: Asked) -> None:
        talk.send(octets(asked.id))
        talk.hang()

    return do


def _entry(dn: str | bytes = ALICE, **attributes: str | bytes) -> bytes:
    usual: dict[str, str | bytes] = {"uid": "alice", "entryUUID": "00000000-0000-0000-0000-000000000001"}
    return out.entry(dn, {name: [value] for name, value in (usual | attributes).items() if value})


def _failed(kind: FailureKind) -> Unavailable:
    return Unavailable(WORDS[kind])


TIMEOUT = _failed(FailureKind.TIMEOUT)
CLOSED = _failed(FailureKind.CONNECTION_CLOSED)
RUBBISH = _failed(FailureKind.NOT_LDAP)
TOO_MUCH = _failed(FailureKind.TOO_MUCH)
OUTSIDE = Refused(NotProven.OUTSIDE_BASE)
NO_SUBJECT = Refused(NotProven.NO_SUBJECT)
SEVERAL = Refused(NotProven.SEVERAL_ENTRIES)
NO_ENTRY = Refused(NotProven.NO_ENTRY)

WAYS: dict[str, Hostile] = {
    "hangs at the bind": Hostile(_at("bind", _hang), TIMEOUT),
    "hangs at the search": Hostile(_at("search", _hang), TIMEOUT),
    "hangs at the person's bind": Hostile(_at("bind", _hang, 2), TIMEOUT),
    "hangs at the groups": Hostile(_in_group_search(_hang), TIMEOUT),
    "leaves at the bind": Hostile(_at("bind", _leave), CLOSED),
    "leaves at the search": Hostile(_at("search", _leave), CLOSED),
    "leaves at the person's bind": Hostile(_at("bind", _leave, 2), CLOSED),
    "leaves in the middle": Hostile(_at("search", _half), CLOSED),
    "drips": Hostile(_at("search", _drips), TIMEOUT),
    "entries without end": Hostile(_at("search", _without_end(_entry())), TOO_MUCH),
    "references without end": Hostile(_at("search", _without_end(out.reference("ldap://x"))), TOO_MUCH),
    "intermediate answers without end": Hostile(_at("search", _without_end(out.tlv(out.INTERMEDIATE))), TOO_MUCH),
    "the same octet without end": Hostile(_at("search", _sends(b"\x30" * MANY)), RUBBISH),
    "absurd length": Hostile(_at("search", _sends(b"\x30\x84\x7f\xff\xff\xff\x02")), TOO_MUCH),
    "absurd length of a length": Hostile(_at("search", _sends(b"\x30\xfe" + b"\xff" * 200)), RUBBISH),
    "no length": Hostile(_at("search", _sends(b"\x30\x80\x02\x01\x02")), RUBBISH),
    "a header that never ends": Hostile(_at("search", _sends(b"\x30")), TIMEOUT),
    "HTTP": Hostile(_at("bind", _sends(b"HTTP/1.1 400 Bad Request\r\n\r\n")), RUBBISH),
    "rubbish": Hostile(_at("bind", _sends(bytes(range(256)) * 10)), RUBBISH),
    "rubbish in a frame": Hostile(_at("search", _sends(out.tlv(0x30, b"\xff" * 100))), RUBBISH),
    "an empty frame": Hostile(_at("search", _sends(b"\x30\x00")), RUBBISH),
    "elements that overlap": Hostile(
        _at("search", _in_another_form(lambda id_: out.message(id_, out.overlapping(60)))), RUBBISH
    ),
    "elements within elements": Hostile(
        _at("search", _in_another_form(lambda id_: out.message(id_, out.tlv(out.ENTRY, b"\x30\x00" * 5_000)))), RUBBISH
    ),
    "values without number": Hostile(
        _at("search", _shows(out.entry(ALICE, {"uid": ["alice"], "entryUUID": [""] * MANY}))), RUBBISH
    ),
    "a number that is none": Hostile(
        _at(
            "bind",
            _in_another_form(lambda id_: out.tlv(0x30, out.integer(id_), out.tlv(out.BIND_RESPONSE, b"\x0a\x00"))),
        ),
        RUBBISH,
    ),
    "a code without end": Hostile(
        _at(
            "bind",
            _in_another_form(
                lambda id_: out.message(
                    id_, out.tlv(out.BIND_RESPONSE, out.tlv(0x0A, b"\x00" * 1_000), out.text(""), out.text(""))
                )
            ),
            2,
        ),
        RUBBISH,
    ),
    "success to another message": Hostile(_at("bind", _to_another, 2), RUBBISH),
    "success to the message before": Hostile(_at("bind", _to_the_one_before, 2), RUBBISH),
    "success of another operation": Hostile(_at("bind", _ends(0, out.DONE), 2), RUBBISH),
    "success as extended answer": Hostile(_at("bind", _ends(0, out.EXTENDED_RESPONSE), 2), RUBBISH),
    "an entry instead of a bind": Hostile(_at("bind", _shows(_entry()), 2), RUBBISH),
    "a bind instead of a search": Hostile(_at("search", _ends(0, out.BIND_RESPONSE)), RUBBISH),
    "a farewell": Hostile(_at("search", _sends(out.disconnection())), CLOSED),
    "a farewell instead of a bind": Hostile(_at("bind", _sends(out.disconnection()), 2), CLOSED),
    "a referral": Hostile(_at("search", _ends(10, out.DONE)), _failed(FailureKind.REFERRED)),
    "a referral instead of a bind": Hostile(
        _at("bind", _ends(10, out.BIND_RESPONSE), 2), _failed(FailureKind.REFERRED)
    ),
    "references alone": Hostile(_at("search", _shows(out.reference(f"ldap://{HOST}:1/{ALICE}"))), NO_ENTRY),
    "two entries": Hostile(_at("search", _shows(_entry(), _entry(LONER))), SEVERAL),
    "the same entry twice": Hostile(_at("search", _shows(_entry(), _entry())), SEVERAL),
    "two entries and a limit": Hostile(_at("search", _shows(_entry(), _entry(LONER), code=4)), SEVERAL),
    "an entry and a limit": Hostile(_at("search", _shows(_entry(), code=4)), _failed(FailureKind.LIMIT_EXCEEDED)),
    "an entry and no time": Hostile(_at("search", _shows(_entry(), code=3)), _failed(FailureKind.LIMIT_EXCEEDED)),
    "an entry and an error": Hostile(_at("search", _shows(_entry(), code=80)), _failed(FailureKind.REFUSED)),
    "an entry and an unknown code": Hostile(_at("search", _shows(_entry(), code=4711)), _failed(FailureKind.REFUSED)),
    "an entry and a negative code": Hostile(_at("search", _shows(_entry(), code=-1)), _failed(FailureKind.REFUSED)),
    "may not read": Hostile(_at("search", _shows(code=50)), _failed(FailureKind.NOT_PERMITTED)),
    "is busy at the search": Hostile(_at("search", _shows(code=51)), _failed(FailureKind.DIRECTORY_BUSY)),
    "an entry outside the base": Hostile(_at("search", _shows(_entry("uid=alice,dc=other,dc=test"))), OUTSIDE),
    "an entry that ends like the base": Hostile(_at("search", _shows(_entry(f"uid=alice,o=x{SUFFIX}"))), OUTSIDE),
    "an entry whose comma is escaped": Hostile(
        _at("search", _shows(_entry("uid=alice,o=x\\,dc=example,dc=test"))), OUTSIDE
    ),
    "an empty name": Hostile(_at("search", _shows(_entry(""))), OUTSIDE),
    "a name with NUL": Hostile(_at("search", _shows(_entry(f"uid=alice\0,{PEOPLE}"))), OUTSIDE),
    "a name that is no text": Hostile(_at("search", _shows(_entry(b"uid=\xff\xfe," + PEOPLE.encode()))), OUTSIDE),
    "a name that is no name": Hostile(_at("search", _shows(_entry(f"alice,{PEOPLE}"))), OUTSIDE),
    "a name of 100,000 characters": Hostile(_at("search", _shows(_entry(f"uid={'a' * 100_000},{PEOPLE}"))), OUTSIDE),
    "no id": Hostile(_at("search", _shows(_entry(entryUUID=""))), NO_SUBJECT),
    "an id of rubbish": Hostile(_at("search", _shows(_entry(entryUUID=b"\xff\x00\xfe"))), NO_SUBJECT),
    "an id with a line end": Hostile(_at("search", _shows(_entry(entryUUID="1\n2"))), NO_SUBJECT),
    "an id of 10,000 characters": Hostile(_at("search", _shows(_entry(entryUUID="1" * 10_000))), NO_SUBJECT),
    "two ids": Hostile(_at("search", _shows(out.entry(ALICE, {"entryUUID": ["1", "2"]}))), NO_SUBJECT),
    "groups that fail": Hostile(_in_group_search(_shows(code=80)), _failed(FailureKind.REFUSED)),
    "groups that may not be read": Hostile(_in_group_search(_shows(code=50)), _failed(FailureKind.NOT_PERMITTED)),
    "groups elsewhere": Hostile(_in_group_search(_shows(code=32)), _failed(FailureKind.BASE_NOT_FOUND)),
    "some groups, then a limit": Hostile(
        _in_group_search(_shows(out.entry("cn=a,dc=b", {}), code=4)), _failed(FailureKind.LIMIT_EXCEEDED)
    ),
    "groups without end": Hostile(_in_group_search(_without_end(out.entry("cn=a,dc=b", {}))), TOO_MUCH),
    "is unwilling": Hostile(_at("bind", _ends(53, out.BIND_RESPONSE), 2), _failed(FailureKind.REFUSED)),
    "is busy": Hostile(_at("bind", _ends(51, out.BIND_RESPONSE), 2), _failed(FailureKind.DIRECTORY_BUSY)),
    "is not there": Hostile(_at("bind", _ends(52, out.BIND_RESPONSE), 2), _failed(FailureKind.DIRECTORY_BUSY)),
    "asks for more": Hostile(_at("bind", _ends(14, out.BIND_RESPONSE), 2), _failed(FailureKind.REFUSED)),
    "wants encryption": Hostile(_at("bind", _ends(13, out.BIND_RESPONSE), 2), _failed(FailureKind.WANTS_ENCRYPTION)),
    "a policy that is rubbish": Hostile(
        _at("bind", _ends(0, out.BIND_RESPONSE, controls=out.control(b"1.3.6.1.4.1.42.2.27.8.5.1", b"\xff\xff")), 2),
        RUBBISH,
    ),
    "another sub-code": Hostile(
        _at("bind", _ends(49, out.BIND_RESPONSE, "AcceptSecurityContext error, data 999, v1db1"), 2),
        Refused(NotProven.WRONG_PASSWORD),
    ),
}


@contextmanager
def unanswered() -> Generator[int]:
    """A port at which connecting hangs: its queue is full, and nobody empties it."""
    with ExitStack() as held:
        listener = held.enter_context(socket.socket())
        listener.bind((HOST, 0))
        listener.listen(0)
        port = listener.getsockname()[1]
        for _ in range(3):
            waiting = held.enter_context(socket.socket())
            waiting.setblocking(False)  # noqa: FBT003 — the only way to say it
            waiting.connect_ex((HOST, port))
        yield port
