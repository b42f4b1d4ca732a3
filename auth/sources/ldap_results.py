"""What result codes (RFC 4511 §4.1.9, appendix A) and what is said beside them mean to us."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from auth.sources import ber
from auth.sources.examination import WORDS, FailureKind
from auth.sources.identity import NotProven, Unavailable

SUCCESS = 0
SIZE_LIMIT_EXCEEDED = 4
NO_SUCH_OBJECT = 32
INVALID_DN_SYNTAX = 34
INVALID_CREDENTIALS = 49

PAGED = "1.2.840.113556.1.4.319"
"""The control of paged searches (RFC 2696)."""

PASSWORD_POLICY = "1.3.6.1.4.1.42.2.27.8.5.1"  # noqa: S105 — the name of a control
"""A control by which a server says more of a password (draft-behera-ldap-password-policy)."""

PASSWORD_EXPIRED = "2.16.840.1.113730.3.4.4"  # noqa: S105 — the name of a control
"""The same in fewer words (draft-vchu-ldap-pwd-policy)."""


class Failed(Exception):
    """The directory could not answer. Carries no word of the server's."""

    def __init__(self, kind: FailureKind) -> None:
        super().__init__(WORDS[kind])
        self.kind = kind

    @property
    def outcome(self) -> Unavailable:
        """As a source tells it."""
        return Unavailable(WORDS[self.kind])


def kind_of(outcome: Unavailable) -> FailureKind:
    """What kind of failure an outcome of ours tells."""
    return next(kind for kind, words in WORDS.items() if words == outcome.failure)


@dataclass(frozen=True, slots=True)
class Result:
    """How an operation ended.

    Attributes:
        message: The server's own words. Sub-codes are taken from them, and the audit trail is told
            (``auth.sources.ldap_words``); they are shown to nobody.
        controls: Values of response controls by OID.
    """

    code: int
    message: str = field(repr=False)
    controls: Mapping[str, bytes] = field(repr=False)


FAULTS_OF_A_SERVER = frozenset(FailureKind) - {
    FailureKind.TOO_MUCH,
    FailureKind.CA_UNREADABLE,
    FailureKind.BIND_REFUSED,
    FailureKind.WANTS_ENCRYPTION,
    FailureKind.BASE_NOT_FOUND,
    FailureKind.NO_BASE_SUGGESTED,
    FailureKind.NOT_PERMITTED,
    FailureKind.REFERRED,
    FailureKind.LIMIT_EXCEEDED,
    FailureKind.FILTER_UNREADABLE,
    FailureKind.REFUSED,
    FailureKind.BUSY,
    FailureKind.STOPPED,
}
"""After which another server is asked: it may do better. What a server answers properly, others answer alike."""

_ANYWHERE = {
    3: FailureKind.LIMIT_EXCEEDED,
    SIZE_LIMIT_EXCEEDED: FailureKind.LIMIT_EXCEEDED,
    8: FailureKind.WANTS_ENCRYPTION,
    10: FailureKind.REFERRED,
    11: FailureKind.LIMIT_EXCEEDED,
    13: FailureKind.WANTS_ENCRYPTION,
    51: FailureKind.DIRECTORY_BUSY,
    52: FailureKind.DIRECTORY_BUSY,
}
_OF_SEARCHES = _ANYWHERE | {
    1: FailureKind.NOT_PERMITTED,  # what Active Directory answers to whoever is nobody
    18: FailureKind.FILTER_UNREADABLE,
    NO_SUCH_OBJECT: FailureKind.BASE_NOT_FOUND,
    INVALID_DN_SYNTAX: FailureKind.BASE_NOT_FOUND,
    50: FailureKind.NOT_PERMITTED,
}
_OF_SERVICE_BINDS = _ANYWHERE | dict.fromkeys(
    (19, NO_SUCH_OBJECT, INVALID_DN_SYNTAX, 48, INVALID_CREDENTIALS, 50, 53), FailureKind.BIND_REFUSED
)

_REFUSALS = {
    19: NotProven.LOCKED,  # 389 Directory Server, after too many wrong passwords
    NO_SUCH_OBJECT: NotProven.NO_ENTRY,
    INVALID_DN_SYNTAX: NotProven.REFUSED,
    48: NotProven.REFUSED,
    INVALID_CREDENTIALS: NotProven.WRONG_PASSWORD,
    50: NotProven.REFUSED,
}
_SUB_CODE = re.compile(r"\bdata ([0-9a-f]{3})\b")
_SUB_CODES = {
    "525": NotProven.NO_ENTRY,
    "52e": NotProven.WRONG_PASSWORD,
    "530": NotProven.NOT_AT_THIS_TIME,
    "531": NotProven.NOT_AT_THIS_COMPUTER,
    "532": NotProven.PASSWORD_EXPIRED,
    "533": NotProven.DISABLED,
    "701": NotProven.EXPIRED,
    "773": NotProven.MUST_CHANGE_PASSWORD,
    "775": NotProven.LOCKED,
}
"""Active Directory's reasons, in the text beside ``invalidCredentials``."""

_POLICY_ERROR = 0x81
_POLICY_ERRORS = {0: NotProven.PASSWORD_EXPIRED, 1: NotProven.LOCKED, 2: NotProven.MUST_CHANGE_PASSWORD}


def check_search(result: Result) -> None:
    """Raises ``Failed`` unless a search came to its end: what was found before that is not an answer."""
    if result.code != SUCCESS:
        raise Failed(_OF_SEARCHES.get(result.code, FailureKind.REFUSED))


def check_service_bind(result: Result) -> None:
    """Raises ``Failed`` unless the profile's own bind was taken."""
    if result.code != SUCCESS:
        raise Failed(_OF_SERVICE_BINDS.get(result.code, FailureKind.REFUSED))


def refusal_of(result: Result) -> NotProven | None:
    """Why a person's bind was not taken; ``None``: it was. Raises ``Failed`` where that says nothing about them."""
    policy = _policy_error(result)
    if result.code == SUCCESS:
        return policy
    if result.code not in _REFUSALS:
        raise Failed(_ANYWHERE.get(result.code, FailureKind.REFUSED))
    if result.code != INVALID_CREDENTIALS:
        return _REFUSALS[result.code]
    told = _SUB_CODE.search(result.message)
    return policy or _SUB_CODES.get(told[1] if told else "", NotProven.WRONG_PASSWORD)


def _policy_error(result: Result) -> NotProven | None:
    if PASSWORD_EXPIRED in result.controls:
        return NotProven.MUST_CHANGE_PASSWORD if result.code == SUCCESS else NotProven.PASSWORD_EXPIRED
    if PASSWORD_POLICY not in result.controls:
        return None
    try:
        elements = ber.children(ber.only(result.controls[PASSWORD_POLICY], ber.SEQUENCE))
        errors = [ber.integer(element, _POLICY_ERROR) for element in elements if element.tag == _POLICY_ERROR]
    except ber.Malformed:
        raise Failed(FailureKind.NOT_LDAP) from None
    return _POLICY_ERRORS.get(errors[0], NotProven.REFUSED) if errors else None
