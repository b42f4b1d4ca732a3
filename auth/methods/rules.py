"""Pure decisions about changing an account's authentication method: what it comes to, and what it needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from auth.errors import DomainError
from auth.sources.rules import SourceFacts
from models.identity_expectation import IdentityKind
from models.user import AuthMethod


class LocalCredential(StrEnum):
    """How an account that Gatehouse checks from now on gets its password."""

    TEMPORARY_PASSWORD = "TEMPORARY_PASSWORD"  # noqa: S105 — a choice, not a secret
    RESET_LINK = "RESET_LINK"


class ConsequenceKind(StrEnum):
    """One thing that follows from a change of the authentication method."""

    SESSIONS_END = "SESSIONS_END"
    SIGN_INS_END = "SIGN_INS_END"
    LINKS_VOID = "LINKS_VOID"
    PASSWORD_KEPT = "PASSWORD_KEPT"  # noqa: S105 — a consequence, not a secret
    PASSWORD_CHANGE = "PASSWORD_CHANGE"  # noqa: S105 — a consequence, not a secret
    PASSWORD_SHOWN = "PASSWORD_SHOWN"  # noqa: S105 — a consequence, not a secret
    LINK_MAILED = "LINK_MAILED"
    IDENTITY_EXPECTED = "IDENTITY_EXPECTED"
    IDENTITY_FORGOTTEN = "IDENTITY_FORGOTTEN"
    IDENTITIES_UNLINKED = "IDENTITIES_UNLINKED"
    ROLES_OWNED = "ROLES_OWNED"
    ROLES_LOST = "ROLES_LOST"


@dataclass(frozen=True, slots=True)
class Consequence:
    """One of them.

    Attributes:
        message: One sentence for a person.
        count: Of how many things; ``None`` where there is nothing to count.
        roles: Names of the roles that it is about.
    """

    kind: ConsequenceKind
    message: str
    count: int | None = None
    roles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ended:
    """How many open sessions, sign-ins that wait for a step, and links for a password are worth nothing now."""

    sessions: int = 0
    sign_ins: int = 0
    links: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodFacts:
    """What a change of method finds.

    Attributes:
        method: The new one.
        source: The provider or directory from now on; ``None`` for Gatehouse.
        expected: By what that is to find the account.
        credential: How the account gets a password, where Gatehouse checks it from now on.
        waits: Whether an identity is waited for that is not from now on.
        lost: Names of roles that it had from other sources alone.
        unlinked: How many identities at providers it could be entered by and cannot any more.
    """

    method: AuthMethod
    source: SourceFacts | None
    expected: IdentityKind | None
    credential: LocalCredential | None
    has_password: bool
    ended: Ended
    waits: bool
    lost: tuple[str, ...] = ()
    unlinked: int = 0


def consequences(facts: MethodFacts) -> list[Consequence]:
    """Everything that follows, in the order in which it matters."""
    found = [each for each in (*_ends(facts.ended), *_password(facts), *_source(facts)) if each.count != 0]
    if facts.waits:
        message = "The identity that was expected until now is expected no more."
        found.append(Consequence(ConsequenceKind.IDENTITY_FORGOTTEN, message))
    if facts.unlinked:
        message = "Identities at other providers by which it could be entered are unlinked."
        found.append(Consequence(ConsequenceKind.IDENTITIES_UNLINKED, message, facts.unlinked))
    if facts.lost:
        message = "The roles that its source gave it are taken away."
        found.append(Consequence(ConsequenceKind.ROLES_LOST, message, roles=facts.lost))
    return found


def _ends(ended: Ended) -> list[Consequence]:
    return [
        Consequence(ConsequenceKind.SESSIONS_END, "Its open sessions end at once.", ended.sessions),
        Consequence(ConsequenceKind.SIGN_INS_END, "Its sign-ins that wait for a step are void.", ended.sign_ins),
        Consequence(ConsequenceKind.LINKS_VOID, "Links by which it could choose a password are void.", ended.links),
    ]


def _password(facts: MethodFacts) -> list[Consequence]:
    if facts.method is not AuthMethod.LOCAL:
        message = "Its password is kept, but accepted nowhere until Gatehouse checks the account again."
        return [Consequence(ConsequenceKind.PASSWORD_KEPT, message)] if facts.has_password else []
    if facts.credential is LocalCredential.TEMPORARY_PASSWORD:
        message = "A temporary password is made and shown once; a new one is chosen at the next sign-in."
        return [Consequence(ConsequenceKind.PASSWORD_SHOWN, message)]
    mailed = "A link by which a new password is chosen is mailed to the account's address."
    stored = "The password that is stored for it is accepted again, once: a new one is chosen at the next sign-in."
    kept = [Consequence(ConsequenceKind.PASSWORD_CHANGE, stored)] if facts.has_password else []
    return [Consequence(ConsequenceKind.LINK_MAILED, mailed), *kept]


def _source(facts: MethodFacts) -> list[Consequence]:
    if facts.source is None or facts.expected is None:
        return []
    by = facts.expected.value.lower().replace("_", " ").replace("email", "e-mail address")
    message = f"Its next sign-in comes from {facts.source.name} and has to bring the expected {by}."
    found = [Consequence(ConsequenceKind.IDENTITY_EXPECTED, message)]
    if facts.source.roles:
        message = f"At each sign-in, {facts.source.name} gives and takes these roles; others stay as they are."
        found.append(Consequence(ConsequenceKind.ROLES_OWNED, message, roles=facts.source.roles))
    return found


def credential_problems(
    before: AuthMethod, after: AuthMethod, credential: LocalCredential | None
) -> Sequence[DomainError]:
    """What is wrong about how the account is to get its password."""
    if after is not AuthMethod.LOCAL:
        if credential is None:
            return ()
        message = "It goes with LOCAL alone: elsewhere the account has its password from there."
        return (DomainError("CREDENTIAL_NOT_WANTED", message, "credential"),)
    if before is AuthMethod.LOCAL:
        return (DomainError("SAME_METHOD", "Gatehouse checks this account already.", "method"),)
    if credential is None:
        message = "Say whether a temporary password is shown or a link is mailed: it could not get in otherwise."
        return (DomainError("CREDENTIAL_REQUIRED", message, "credential"),)
    return ()
