"""Pure decisions about somebody whom a source has proven: which account is theirs, or whether they get one.

A sign-in and its simulation ask ``decide``, whatever kind of source it is. What only some sources can do (find an
account by a proven address, bind people to domains or a group) is off in the facts where a source cannot.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from auth.email_domains import domain_of
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

    SOURCE_OFF = "SOURCE_OFF"
    DISABLED_THERE = "DISABLED_THERE"
    SERVICE_ACCOUNT = "SERVICE_ACCOUNT"
    OTHER_SOURCE = "OTHER_SOURCE"
    OTHER_IDENTITY = "OTHER_IDENTITY"
    LOCKED_BY_HAND = "LOCKED_BY_HAND"
    LOCKED_AUTOMATICALLY = "LOCKED_AUTOMATICALLY"
    ACCOUNT_INACTIVE = "ACCOUNT_INACTIVE"
    NO_ACCOUNT = "NO_ACCOUNT"
    NO_ROLE = "NO_ROLE"
    EMAIL_IN_USE = "EMAIL_IN_USE"
    EMAIL_MISSING = "EMAIL_MISSING"
    EMAIL_UNVERIFIED = "EMAIL_UNVERIFIED"
    DOMAIN_NOT_ALLOWED = "DOMAIN_NOT_ALLOWED"
    GROUP_MISSING = "GROUP_MISSING"
    GROUPS_UNKNOWN = "GROUPS_UNKNOWN"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFacts:
    """An account that may be somebody's.

    Attributes:
        method: Who checks its person now, with ``source_id``.
        is_waiting: Whether it waits for an identity that nobody has brought yet.
        is_locked: Whether an administrator locked it by hand.
        is_admitted: Whether this attempt counted as one that may be judged; automatic locks admit none.
        is_powerful: Whether it is given a scope that is an administrator's or as good as that.
        has_other_identity: Whether its person at this source is known, and is somebody else.
    """

    id: UUID
    kind: UserKind = UserKind.HUMAN
    status: UserStatus = UserStatus.ACTIVE
    method: AuthMethod
    source_id: UUID | None
    is_waiting: bool = False
    is_locked: bool = False
    is_admitted: bool = True
    is_powerful: bool = False
    has_other_identity: bool = False

    def is_of(self, identity: ExternalIdentity) -> bool:
        """Whether the source that brings somebody is the one that checks this account."""
        return (self.method, self.source_id) == (identity.method, identity.source_id)

    def may_be_found_by_email(self) -> bool:
        """Whether a proven address alone may link it to somebody: never where that could give much away."""
        is_local = self.method is AuthMethod.LOCAL and self.kind is UserKind.HUMAN
        return is_local and not self.is_powerful and not self.has_other_identity


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What decides about somebody.

    Attributes:
        linked: The account whose identity this is.
        expecting: The account that waits for them, by the strongest expectation that fits.
        proven_email: The account that has proven the address which the source has proven too, where the source is set
            to find accounts by that.
        is_email_taken: Whether somebody here signs in by the address already.
        needs_email: Whether accounts of this source have an address.
        is_source_on: Whether the source is switched on.
        email_domains: Domains, in one of which a proven address must be; empty for all.
        required_group: The group without which nobody comes in by this source.
        creates_accounts: Whether the source gives accounts to whom nobody knows here.
        has_role: Whether a new account would hold any role.
        is_refused: Whether the source's rules refuse whoever matches none of them.
        groups_unknown: Whether the source did not tell the groups; then who has an account keeps what they have.
    """

    linked: AccountFacts | None = None
    expecting: AccountFacts | None = None
    proven_email: AccountFacts | None = None
    is_email_taken: bool = False
    needs_email: bool = False
    is_source_on: bool = True
    email_domains: frozenset[str] = frozenset()
    required_group: str | None = None
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
        by_email: Whether the account was found by the address that both sides have proven.
    """

    way: Way
    account_id: UUID | None = None
    because: DeniedBecause | None = None
    by_email: bool = False


def expected_values(identity: ExternalIdentity, canonical_name: str, canonical_email: str) -> dict[IdentityKind, str]:
    """By which stored values of expectations somebody is recognised.

    By an address only where the source vouches; by the name they sign in by only in directories, where nobody chooses
    it freely.
    """
    found = {IdentityKind.SUBJECT: identity.subject}
    if identity.method is AuthMethod.LDAP:
        found[IdentityKind.LOGIN_NAME] = canonical_name
    if identity.email_verified and canonical_email:
        found[IdentityKind.VERIFIED_EMAIL] = canonical_email
    return {kind: value for kind, value in found.items() if value}


def decide(identity: ExternalIdentity, facts: Facts) -> Decision:
    """What becomes of somebody whom a source has proven.

    An account is entered by its link, or by what it waits for, while the same source still checks it; an account that
    Gatehouse checks also by the link to a provider, which is a further way in. Nothing that is switched off or locked
    is switched on by that. Who has an account elsewhere gets no second one. A domain or group that the source asks for
    binds everybody at every sign-in by it.
    """
    if not facts.is_source_on or identity.is_disabled:
        because = DeniedBecause.DISABLED_THERE if facts.is_source_on else DeniedBecause.SOURCE_OFF
        return Decision(Way.DENY, _account_id(facts), because)
    linked, expecting, found = facts.linked, facts.expecting, facts.proven_email
    if linked is not None and _is_entered_by_link(linked, identity):
        return _entered(Way.SIGN_IN, linked, identity, facts)
    if expecting is not None and expecting.is_of(identity):
        return _entered(Way.LINK, expecting, identity, facts)
    if linked is not None:
        because = DeniedBecause.OTHER_IDENTITY if linked.is_of(identity) else DeniedBecause.OTHER_SOURCE
        return Decision(Way.DENY, linked.id, because)
    if found is not None and identity.email_verified and found.may_be_found_by_email():
        return replace(_entered(Way.LINK, found, identity, facts), by_email=True)
    return _unknown(identity, facts)


def decide_own_link(identity: ExternalIdentity, own: AccountFacts, facts: Facts) -> Decision:
    """Whether somebody who is signed in may have an identity as a further way into their own account.

    Only an account that Gatehouse checks has further ways in, one identity of each source, and none that is somebody
    else's or for which another account waits.
    """
    if not facts.is_source_on or identity.is_disabled:
        because = DeniedBecause.DISABLED_THERE if facts.is_source_on else DeniedBecause.SOURCE_OFF
        return Decision(Way.DENY, own.id, because)
    if own.method is not AuthMethod.LOCAL:
        return Decision(Way.DENY, own.id, DeniedBecause.OTHER_SOURCE)
    awaited = facts.expecting is not None and facts.expecting.is_of(identity)
    if awaited or own.has_other_identity or (facts.linked is not None and facts.linked.id != own.id):
        return Decision(Way.DENY, own.id, DeniedBecause.OTHER_IDENTITY)
    return _entered(Way.SIGN_IN if facts.linked else Way.LINK, own, identity, facts)


def _unmet(identity: ExternalIdentity, facts: Facts) -> DeniedBecause | None:
    """Which condition of the source somebody does not meet, whoever they are here; ``None`` for all met."""
    return _domain_problem(identity, facts.email_domains) or _group_problem(identity, facts.required_group)


def _unknown(identity: ExternalIdentity, facts: Facts) -> Decision:
    """What becomes of somebody who has no account."""
    if not facts.creates_accounts:
        return Decision(Way.DENY, because=DeniedBecause.NO_ACCOUNT)
    because = _unmet(identity, facts) or _email_problem(identity, facts)
    if because is not None:
        return Decision(Way.DENY, because=because)
    if facts.is_refused or not facts.has_role:
        return Decision(Way.DENY, because=DeniedBecause.NO_ROLE)
    return Decision(Way.CREATE)


def _email_problem(identity: ExternalIdentity, facts: Facts) -> DeniedBecause | None:
    """What speaks against an account of this address, where there must be one.

    That an address is somebody's here is told only to whom it belongs.
    """
    if not facts.needs_email:
        return None
    if not identity.email:
        return DeniedBecause.EMAIL_MISSING
    if not facts.is_email_taken:
        return None
    return DeniedBecause.EMAIL_IN_USE if identity.email_verified else DeniedBecause.EMAIL_UNVERIFIED


def _domain_problem(identity: ExternalIdentity, domains: frozenset[str]) -> DeniedBecause | None:
    if not domains:
        return None
    if not identity.email:
        return DeniedBecause.EMAIL_MISSING
    if not identity.email_verified:
        return DeniedBecause.EMAIL_UNVERIFIED
    return None if domain_of(identity.email) in domains else DeniedBecause.DOMAIN_NOT_ALLOWED


def _group_problem(identity: ExternalIdentity, required: str | None) -> DeniedBecause | None:
    if required is None:
        return None
    if identity.groups is None:
        return DeniedBecause.GROUPS_UNKNOWN
    return None if required in {group.name for group in identity.groups} else DeniedBecause.GROUP_MISSING


def _is_entered_by_link(account: AccountFacts, identity: ExternalIdentity) -> bool:
    """An account that waits for an identity was given to another one: its old link is worth nothing."""
    if account.method is AuthMethod.LOCAL:
        return identity.method is AuthMethod.OIDC
    return account.is_of(identity) and not account.is_waiting


def _entered(way: Way, account: AccountFacts, identity: ExternalIdentity, facts: Facts) -> Decision:
    reasons = (
        (account.kind is UserKind.SERVICE, DeniedBecause.SERVICE_ACCOUNT),
        (account.is_locked, DeniedBecause.LOCKED_BY_HAND),
        (not account.is_admitted, DeniedBecause.LOCKED_AUTOMATICALLY),
        (account.status is not UserStatus.ACTIVE, DeniedBecause.ACCOUNT_INACTIVE),
    )
    because = next((because for applies, because in reasons if applies), None) or _unmet(identity, facts)
    if because is None and facts.is_refused and not facts.groups_unknown:
        because = DeniedBecause.NO_ROLE
    return Decision(way if because is None else Way.DENY, account.id, because)


def _account_id(facts: Facts) -> UUID | None:
    account = facts.linked or facts.expecting
    return account.id if account else None
