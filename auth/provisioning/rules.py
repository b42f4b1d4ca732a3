"""Pure decisions about somebody whom a source has proven: which account is theirs, or whether they get one.

A sign-in and its simulation ask ``decide``. It knows nothing of directories: a source that finds accounts in another
way too adds a candidate to the facts, with its own rule.
"""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from auth.sources.identity import ExternalIdentity
from models.identity_expectation import IdentityKind
from models.user import AuthMethod, UserKind, UserStatus

STRENGTH = (IdentityKind.SUBJECT, IdentityKind.LOGIN_NAME, IdentityKind.VERIFIED_EMAIL)
"""Which expectation goes first where several accounts wait for one person: what is hardest to come by."""


class Way(StrEnum):
    """How somebody comes to an account."""

    SIGN_IN = "SIGN_IN"
    LINK = "LINK"
    CREATE = "CREATE"
    DENY = "DENY"


class DeniedBecause(StrEnum):
    """Why somebody whom a source has proven does not get in."""

    DISABLED_THERE = "DISABLED_THERE"
    SERVICE_ACCOUNT = "SERVICE_ACCOUNT"
    OTHER_SOURCE = "OTHER_SOURCE"
    OTHER_IDENTITY = "OTHER_IDENTITY"
    LOCKED_BY_HAND = "LOCKED_BY_HAND"
    LOCKED_AUTOMATICALLY = "LOCKED_AUTOMATICALLY"
    ACCOUNT_INACTIVE = "ACCOUNT_INACTIVE"
    NO_ACCOUNT = "NO_ACCOUNT"
    NO_ROLE = "NO_ROLE"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFacts:
    """An account that may be somebody's.

    Attributes:
        method: Who checks its person now, with ``source_id``.
        is_waiting: Whether it waits for an identity that nobody has brought yet.
        is_locked: Whether an administrator locked it by hand.
        is_admitted: Whether this attempt counted as one that may be judged; automatic locks admit none.
    """

    id: UUID
    kind: UserKind = UserKind.HUMAN
    status: UserStatus = UserStatus.ACTIVE
    method: AuthMethod
    source_id: UUID | None
    is_waiting: bool = False
    is_locked: bool = False
    is_admitted: bool = True

    def is_of(self, identity: ExternalIdentity) -> bool:
        """Whether the source that brings somebody is the one that checks this account."""
        return (self.method, self.source_id) == (identity.method, identity.source_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What decides about somebody.

    Attributes:
        linked: The account whose identity this is.
        expecting: The account that waits for them, by the strongest expectation that fits.
        creates_accounts: Whether the source gives accounts to whom nobody knows here.
        has_role: Whether a new account would hold any role.
        is_refused: Whether the source's rules refuse whoever matches none of them.
        groups_unknown: Whether the source did not tell the groups; then who has an account keeps what they have.
    """

    linked: AccountFacts | None = None
    expecting: AccountFacts | None = None
    creates_accounts: bool = False
    has_role: bool = True
    is_refused: bool = False
    groups_unknown: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of somebody.

    Attributes:
        account_id: Whose account; ``None`` where there is none, and none is made yet.
        because: Why they are denied; ``None`` where they are not.
    """

    way: Way
    account_id: UUID | None = None
    because: DeniedBecause | None = None


def expected_values(identity: ExternalIdentity, canonical_name: str, canonical_email: str) -> dict[IdentityKind, str]:
    """By which stored values of expectations somebody is recognised; by an address only where the source vouches."""
    found = {IdentityKind.SUBJECT: identity.subject, IdentityKind.LOGIN_NAME: canonical_name}
    if identity.email_verified and canonical_email:
        found[IdentityKind.VERIFIED_EMAIL] = canonical_email
    return {kind: value for kind, value in found.items() if value}


def decide(identity: ExternalIdentity, facts: Facts) -> Decision:
    """What becomes of somebody whom a source has proven.

    An account is entered by its link, or by what it waits for, while the same source still checks it; nothing that is
    switched off or locked is switched on by that. Who has an account elsewhere gets no second one.
    """
    if identity.is_disabled:
        return Decision(Way.DENY, _account_id(facts), DeniedBecause.DISABLED_THERE)
    linked, expecting = facts.linked, facts.expecting
    if linked is not None and _is_entered_by_link(linked, identity):
        return _entered(Way.SIGN_IN, linked, facts)
    if expecting is not None and expecting.is_of(identity):
        return _entered(Way.LINK, expecting, facts)
    if linked is not None:
        because = DeniedBecause.OTHER_IDENTITY if linked.is_of(identity) else DeniedBecause.OTHER_SOURCE
        return Decision(Way.DENY, linked.id, because)
    return _unknown(facts)


def _unknown(facts: Facts) -> Decision:
    """What becomes of somebody who has no account."""
    if not facts.creates_accounts:
        return Decision(Way.DENY, because=DeniedBecause.NO_ACCOUNT)
    if facts.is_refused or not facts.has_role:
        return Decision(Way.DENY, because=DeniedBecause.NO_ROLE)
    return Decision(Way.CREATE)


def _is_entered_by_link(account: AccountFacts, identity: ExternalIdentity) -> bool:
    """An account that waits for an identity was given to another one: its old link is worth nothing."""
    return account.is_of(identity) and not account.is_waiting


def _entered(way: Way, account: AccountFacts, facts: Facts) -> Decision:
    reasons = (
        (account.kind is UserKind.SERVICE, DeniedBecause.SERVICE_ACCOUNT),
        (account.is_locked, DeniedBecause.LOCKED_BY_HAND),
        (not account.is_admitted, DeniedBecause.LOCKED_AUTOMATICALLY),
        (account.status is not UserStatus.ACTIVE, DeniedBecause.ACCOUNT_INACTIVE),
        (facts.is_refused and not facts.groups_unknown, DeniedBecause.NO_ROLE),
    )
    because = next((because for applies, because in reasons if applies), None)
    return Decision(way if because is None else Way.DENY, account.id, because)


def _account_id(facts: Facts) -> UUID | None:
    account = facts.linked or facts.expecting
    return account.id if account else None
