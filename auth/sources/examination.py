"""What is found out when a directory is tried step by step: for each server, how far it went and what stood in the way.

Nothing that a server sent is in it but its certificate and the entry that was looked for.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from auth.sources.identity import ExternalIdentity, NotProven


class Step(StrEnum):
    """What is done with a server, in this order."""

    NAME_RESOLUTION = "NAME_RESOLUTION"
    TCP = "TCP"
    TLS = "TLS"
    BIND = "BIND"
    BASE_DN = "BASE_DN"
    TEST_USER = "TEST_USER"
    GROUPS = "GROUPS"
    USER_BIND = "USER_BIND"


class StepState(StrEnum):
    """What became of a step. It is skipped where it is not asked for, and after one that failed."""

    PASSED = "PASSED"
    FAILED = "FAILED"
    SKIPPED = "SKIPPED"


class FailureKind(StrEnum):
    """Why a directory could not answer. What each means is said once, in ``WORDS``."""

    NAME_UNKNOWN = "NAME_UNKNOWN"
    UNREACHABLE = "UNREACHABLE"
    CONNECTION_REFUSED = "CONNECTION_REFUSED"
    TIMEOUT = "TIMEOUT"
    CONNECTION_CLOSED = "CONNECTION_CLOSED"
    NOT_LDAP = "NOT_LDAP"
    TOO_MUCH = "TOO_MUCH"
    STARTTLS_REFUSED = "STARTTLS_REFUSED"
    TLS_FAILED = "TLS_FAILED"
    CERTIFICATE_EXPIRED = "CERTIFICATE_EXPIRED"
    CERTIFICATE_NOT_YET_VALID = "CERTIFICATE_NOT_YET_VALID"
    CERTIFICATE_UNTRUSTED = "CERTIFICATE_UNTRUSTED"
    CERTIFICATE_OTHER_NAME = "CERTIFICATE_OTHER_NAME"
    CA_UNREADABLE = "CA_UNREADABLE"
    BIND_REFUSED = "BIND_REFUSED"
    WANTS_ENCRYPTION = "WANTS_ENCRYPTION"
    BASE_NOT_FOUND = "BASE_NOT_FOUND"
    NO_BASE_SUGGESTED = "NO_BASE_SUGGESTED"
    NOT_PERMITTED = "NOT_PERMITTED"
    REFERRED = "REFERRED"
    LIMIT_EXCEEDED = "LIMIT_EXCEEDED"
    FILTER_UNREADABLE = "FILTER_UNREADABLE"
    DIRECTORY_BUSY = "DIRECTORY_BUSY"
    REFUSED = "REFUSED"
    BUSY = "BUSY"
    STOPPED = "STOPPED"


WORDS = {
    FailureKind.NAME_UNKNOWN: "the name of the server is not known",
    FailureKind.UNREACHABLE: "the server cannot be reached",
    FailureKind.CONNECTION_REFUSED: "nothing listens at this port of the server",
    FailureKind.TIMEOUT: "the server did not answer in time",
    FailureKind.CONNECTION_CLOSED: "the server closed the connection",
    FailureKind.NOT_LDAP: "the server sent something that is not LDAP",
    FailureKind.TOO_MUCH: "the server sent more than is read",
    FailureKind.STARTTLS_REFUSED: "the server does not do StartTLS",
    FailureKind.TLS_FAILED: "the server and we found no way to encrypt",
    FailureKind.CERTIFICATE_EXPIRED: "the server's certificate has expired",
    FailureKind.CERTIFICATE_NOT_YET_VALID: "the server's certificate is not valid yet",
    FailureKind.CERTIFICATE_UNTRUSTED: "the server's certificate is signed by nobody who is trusted",
    FailureKind.CERTIFICATE_OTHER_NAME: "the server's certificate is for another name",
    FailureKind.CA_UNREADABLE: "the profile's CA certificate cannot be read",
    FailureKind.BIND_REFUSED: "the server refused the profile's bind DN or password",
    FailureKind.WANTS_ENCRYPTION: "the server takes passwords over encrypted connections only",
    FailureKind.BASE_NOT_FOUND: "the server has no entry of this DN",
    FailureKind.NO_BASE_SUGGESTED: "the server suggests no base DN",
    FailureKind.NOT_PERMITTED: "the bind DN may not read there",
    FailureKind.REFERRED: "the server referred to another one, which is not followed",
    FailureKind.LIMIT_EXCEEDED: "the server gave up at a limit of its own",
    FailureKind.FILTER_UNREADABLE: "the profile's filter cannot be read",
    FailureKind.DIRECTORY_BUSY: "the server is busy",
    FailureKind.REFUSED: "the server refused to answer",
    FailureKind.BUSY: "too many questions to directories are waiting",
    FailureKind.STOPPED: "the question was given up",
}
"""What each failure is, in our own words."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a server showed, also where it was refused.

    Attributes:
        names: The DNS names and addresses that it is for.
        sha256: Fingerprint of its DER form, in lower-case hexadecimal digits.
    """

    subject: str
    issuer: str
    names: tuple[str, ...]
    not_before: datetime
    not_after: datetime
    sha256: str


@dataclass(frozen=True, slots=True)
class StepReport:
    """What became of one step.

    Attributes:
        milliseconds: How long it took; ``None`` where it was skipped.
        kind: Why the directory could not answer, where that is why it failed.
        because: What the directory answered, where it did and the answer is no.
    """

    step: Step
    state: StepState
    milliseconds: int | None = None
    kind: FailureKind | None = None
    because: NotProven | None = None

    @property
    def reason(self) -> str | None:
        """Why it failed, in our own words; ``None`` where it did not, or ``because`` says it."""
        return None if self.kind is None else WORDS[self.kind]


@dataclass(frozen=True, slots=True)
class ServerReport:
    """How far it went with one server.

    Attributes:
        server: ``host:port``.
        steps: Every step, in their order.
        certificate: ``None`` without TLS, or where it did not come to that.
        identity: The test user with their groups, as a sign-in would see them; ``None`` where none was found.
        default_base_dn: What the server itself suggests as base DN, where it does.
    """

    server: str
    steps: tuple[StepReport, ...]
    certificate: Certificate | None = None
    identity: ExternalIdentity | None = None
    default_base_dn: str | None = None
