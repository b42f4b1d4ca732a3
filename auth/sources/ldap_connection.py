"""LDAP over one connection: a question and its whole answer, or ``Failed``."""

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import TypeVar

from auth.sources import ber, ldap_answers
from auth.sources.examination import FailureKind
from auth.sources.ldap_answers import Answer, Entry, Kind
from auth.sources.ldap_results import PAGED, SUCCESS, Failed, Result
from auth.sources.ldap_search import Search
from auth.sources.ldap_wire import Wire

ANSWER_OCTETS = 4_000_000
"""What an answer with all of its entries may have."""

MOST_OTHERS = 1_000
"""Messages of an answer that are no entries: references, which are not followed, and what servers say meanwhile."""

UNBIND = bytes.fromhex("30050201014200")
"""The end of a conversation (RFC 4511 §4.3), which is not answered."""

Raw = TypeVar("Raw")
Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Found:
    """What a search brought.

    Attributes:
        cookie: Where the next page begins; empty after the last; ``None`` where the server did not page.
    """

    entries: list[Entry]
    result: Result
    cookie: bytes | None


class Connection:
    """Asks one thing after another. Blocks; one thread uses it at a time.

    Attributes:
        wire: What is below.
        is_service: Whether it is bound as the profile's own account.
    """

    def __init__(self, wire: Wire, hear: Callable[[Result], None] = lambda _: None) -> None:
        """``hear`` is told how each operation ended."""
        self.wire = wire
        self.is_service = False
        self._hear = hear
        self._requests = load()
        self._last_id = 0

    def bind(self, dn: str, password: bytes) -> Result:
        """A simple bind; as nobody where both are empty. Raises ``ValueError`` where only one of them is."""
        self.is_service = False
        self._ask(self._requests.bind(self._next_id(), dn, password), ANSWER_OCTETS)
        return self._ending(Kind.BIND)

    def start_tls(self) -> None:
        """Has the server wait for TLS. Raises ``Failed`` unless it says yes."""
        self._ask(self._requests.start_tls(self._next_id()), ANSWER_OCTETS)
        if self._ending(Kind.EXTENDED).code != SUCCESS:
            raise Failed(FailureKind.STARTTLS_REFUSED)

    def search(self, asked: Search, most: int, octets: int = ANSWER_OCTETS) -> Found:
        """What a search found, with whatever result. More than ``most`` entries raise ``Failed`` (``TOO_MUCH``)."""
        self._ask(self._requests.search(self._next_id(), asked), octets)
        entries: list[Entry] = []
        others = 0
        while (told := self._answer()).kind is not Kind.SEARCH_DONE:
            if told.kind is Kind.ENTRY:
                entries.append(_read(ldap_answers.entry, told))
            elif told.kind in {Kind.REFERENCE, Kind.INTERMEDIATE}:
                others += 1
            else:
                raise Failed(FailureKind.NOT_LDAP)
            if len(entries) > most or others > MOST_OTHERS:
                raise Failed(FailureKind.TOO_MUCH)
        done = self._ended(told)
        return Found(entries, done, _read(lambda result: ldap_answers.page_cookie(result, PAGED), done))

    def _ask(self, message: bytes, octets: int) -> None:
        self.wire.allowed = octets
        self.wire.send(message)

    def _ending(self, kind: Kind) -> Result:
        """The result of an operation that has just this one answer."""
        told = self._answer()
        if told.kind is not kind:
            raise Failed(FailureKind.NOT_LDAP)
        return self._ended(told)

    def _ended(self, told: Answer) -> Result:
        result = _read(ldap_answers.result, told)
        self._hear(result)
        return result

    def _answer(self) -> Answer:
        """The next message, which must be an answer to what was asked last.

        What comes unasked (message 0) says that the server is leaving (RFC 4511 §4.4.1).
        """
        told = _read(ldap_answers.answer, self.wire.receive())
        if told.message_id == 0:
            raise Failed(FailureKind.CONNECTION_CLOSED)
        if told.message_id != self._last_id:
            raise Failed(FailureKind.NOT_LDAP)
        return told

    def _next_id(self) -> int:
        self._last_id += 1
        return self._last_id


def _read(reader: Callable[[Raw], Read], raw: Raw) -> Read:
    try:
        return reader(raw)
    except ber.Malformed:
        raise Failed(FailureKind.NOT_LDAP) from None


def load() -> ModuleType:
    """What writes requests, loaded by the first who asks: ldap3 takes megabytes for which an idle server has no use."""
    from auth.sources import ldap_requests  # noqa: PLC0415 — as said

    return ldap_requests
