"""What to do about a step that failed: one sentence for each reason, for whoever connects a directory."""

from auth.sources.examination import FailureKind, StepReport
from auth.sources.identity import NotProven

FOR_FAILURES = {
    FailureKind.NAME_UNKNOWN: "Check the spelling of the host, and that this machine's name server knows it.",
    FailureKind.UNREACHABLE: "Check the address, and that no firewall stands between this machine and the server.",
    FailureKind.CONNECTION_REFUSED: "Check the port (636 for LDAPS, else 389), and that the directory runs there.",
    FailureKind.TIMEOUT: "Check the port and firewalls; if the server is only slow, allow more time.",
    FailureKind.CONNECTION_CLOSED: "Check that port and connection fit: LDAPS usually has 636, the others 389.",
    FailureKind.NOT_LDAP: "Check that port and connection fit, and that a directory listens there at all.",
    FailureKind.TOO_MUCH: "Choose a narrower base DN or filter, or check what listens there.",
    FailureKind.STARTTLS_REFUSED: "Have the directory's administrators switch StartTLS on, or take LDAPS.",
    FailureKind.TLS_FAILED: "Check that port and connection fit, and that the server speaks TLS 1.2 or newer.",
    FailureKind.CERTIFICATE_EXPIRED: "Have the server's certificate renewed, and check this machine's clock.",
    FailureKind.CERTIFICATE_NOT_YET_VALID: "Check the clocks of this machine and of the server.",
    FailureKind.CERTIFICATE_UNTRUSTED: "Give the certificate of the authority that signed it as the CA certificate.",
    FailureKind.CERTIFICATE_OTHER_NAME: "Name the server by a name that its certificate has.",
    FailureKind.CA_UNREADABLE: "Give the CA certificate anew, in PEM.",
    FailureKind.BIND_REFUSED: "Check the bind DN and its password, and that the account is neither locked nor expired.",
    FailureKind.WANTS_ENCRYPTION: "Take LDAPS or STARTTLS.",
    FailureKind.BASE_NOT_FOUND: "Check the base DN; the default base DN shown is what the server suggests.",
    FailureKind.NO_BASE_SUGGESTED: "Give the base DN.",
    FailureKind.NOT_PERMITTED: "Let the bind DN read there, or take another one.",
    FailureKind.REFERRED: "Name a server that holds these entries itself, and the base DN as it has it.",
    FailureKind.LIMIT_EXCEEDED: "Narrow the filter or base DN, or raise the server's limit for the bind DN.",
    FailureKind.FILTER_UNREADABLE: "Check the filters: the server does not understand one of them.",
    FailureKind.DIRECTORY_BUSY: "Try again in a while; if it stays so, look at the directory's load.",
    FailureKind.REFUSED: "Look into the directory's log: it refused for a reason that it does not tell.",
    FailureKind.BUSY: "Try again in a moment.",
    FailureKind.STOPPED: "Try again.",
}

FOR_PEOPLE = {
    NotProven.NO_ENTRY: "Check the name, the user filter and the base DN, and that the bind DN may see the entry.",
    NotProven.SEVERAL_ENTRIES: "Make the user filter narrower: a name has to mean one entry.",
    NotProven.OUTSIDE_BASE: "Check the base DN: what the server found lies elsewhere.",
    NotProven.NO_SUBJECT: "Take an id attribute that every entry has and that the bind DN may read.",
    NotProven.WRONG_PASSWORD: "Check the password that was typed.",
    NotProven.DISABLED: "The account is disabled in the directory; take another one for the test.",
    NotProven.LOCKED: "The account is locked in the directory; wait, or have it unlocked there.",
    NotProven.EXPIRED: "The account has expired in the directory; take another one for the test.",
    NotProven.PASSWORD_EXPIRED: "The password is right and has expired; it is changed in the directory.",
    NotProven.MUST_CHANGE_PASSWORD: "The password is right and has to be changed first, in the directory.",
    NotProven.NOT_AT_THIS_TIME: "The directory lets the account in at other times only.",
    NotProven.NOT_AT_THIS_COMPUTER: "The directory lets the account in from other computers only.",
    NotProven.REFUSED: "Look into the directory's log: it refused for a reason that it does not tell.",
}


def advice_for(step: StepReport) -> str | None:
    """What to do about a step; ``None`` where it did not fail."""
    if step.kind is not None:
        return FOR_FAILURES[step.kind]
    return None if step.because is None else FOR_PEOPLE[step.because]
