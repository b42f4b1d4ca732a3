"""The identity from outside by which an account's next sign-in finds it, where a provider or directory checks it.

All of it is part of commands that have locked the account, and that say what happened.
"""

from dataclasses import dataclass, field
from typing import assert_never
from uuid import UUID

from tortoise.exceptions import IntegrityError

from auth.errors import DomainError, Problems, Refused
from auth.opaque import digest
from auth.sources.registry import sources_of
from auth.sources.rules import SourceFacts, chosen_source
from auth.texts import canonical, check_email, check_line
from auth.unit_of_work import Work
from auth.users.method_events import CheckedBy
from models.columns import KEY_LENGTH
from models.external_identity import SUBJECT_LENGTH
from models.identity_expectation import IdentityExpectation, IdentityKind
from models.user import AuthMethod, User, UserKind

NEEDS_EMAIL = frozenset({AuthMethod.OIDC})
"""Methods whose accounts always have an e-mail address (REQUIREMENTS A2)."""


@dataclass(frozen=True, slots=True)
class ExpectedIdentity:
    """By what an account is to be found.

    Attributes:
        value: An e-mail address or login name in any spelling, or a subject exactly as the source spells it.
    """

    kind: IdentityKind
    value: str = field(repr=False)

    @property
    def stored(self) -> str:
        """The form in which it is kept and compared: only subjects know case (OpenID Connect Core 1.0 §2)."""
        return self.value if self.kind is IdentityKind.SUBJECT else canonical(self.value)


@dataclass(frozen=True, slots=True)
class CheckWish:
    """Who is to check the person behind an account.

    Attributes:
        identity: What is expected where that is not Gatehouse.
        source: Name of the provider or directory; ``None`` for the only one that is enabled.
    """

    method: AuthMethod = AuthMethod.LOCAL
    identity: ExpectedIdentity | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """The same, looked up and judged. Without a source, Gatehouse checks."""

    method: AuthMethod = AuthMethod.LOCAL
    identity: ExpectedIdentity | None = None
    source: SourceFacts | None = None

    @property
    def told(self) -> CheckedBy:
        """For the trail."""
        expected = f"{self.identity.kind} {self.identity.stored}" if self.identity else None
        return CheckedBy(self.method.value, self.source.name if self.source else None, expected)


LOCAL = CheckWish()


async def judged(wish: CheckWish, kind: UserKind, *, has_email: bool, email_field: str = "email") -> Check:
    """What a wish comes to. Raises ``Refused`` naming everything that is wrong about it."""
    problems = Problems()
    if wish.method is AuthMethod.LOCAL:
        for name, given in (("expected_identity", wish.identity), ("source", wish.source)):
            if given is not None:
                problems.add("IDENTITY_NOT_WANTED", "It goes with LDAP and OIDC alone.", name)
        problems.refuse()
        return Check()
    if kind is UserKind.SERVICE:
        problems.add("SERVICE_ACCOUNT", "A program signs in by API tokens alone.", "method")
    source = await _source(wish, problems)
    problems.extend(_identity_problems(wish.method, wish.identity))
    if wish.method in NEEDS_EMAIL and not has_email:
        problems.add("EMAIL_REQUIRED", "An account of this method has an e-mail address.", email_field)
    problems.refuse()
    return Check(wish.method, wish.identity, source)


async def expect(work: Work, user_id: UUID, check: Check) -> None:
    """Records what is expected in place of what was before. Raises ``Refused`` where another account waits for it."""
    await expect_nothing(user_id)
    if check.identity is None or check.source is None:
        return
    kind, value, source_id = check.identity.kind, check.identity.stored, check.source.id
    try:
        await IdentityExpectation.create(
            user_id=user_id,
            method=check.method,
            source_id=source_id,
            kind=kind,
            value=value,
            open_key=open_key(check.method, source_id, kind, value),
            created_at=work.now,
            created_by_id=work.actor.user_id,
        )
    except IntegrityError as error:
        message = "Another account waits for this identity already."
        raise Refused(DomainError("IDENTITY_TAKEN", message, "expected_identity")) from error


def open_key(method: AuthMethod, source_id: UUID, kind: IdentityKind, value: str) -> str:
    """What stands for all of an expected identity while it is waited for; ``value`` in its stored form."""
    return digest("\n".join((method.value, str(source_id), kind.value, value)))


async def expect_nothing(user_id: UUID) -> None:
    """Forgets what an account still waits for; what was used once stays on record."""
    await IdentityExpectation.filter(user_id=user_id, used_at=None).delete()


async def checked_by(user: User) -> CheckedBy:
    """Who checks an account now, for the trail."""
    if user.auth_method is AuthMethod.LOCAL:
        return Check().told
    row = await IdentityExpectation.filter(user_id=user.id, method=user.auth_method, used_at=None).first()
    names = {source.id: source.name for source in await sources_of(user.auth_method)}
    waiting = f"{row.kind} {row.value}" if row else None
    return CheckedBy(user.auth_method.value, names.get(user.source_id) if user.source_id else None, waiting)


def email_problem(user: User) -> DomainError | None:
    """What is wrong about an account's e-mail address for how it is checked."""
    if user.email is None and user.auth_method in NEEDS_EMAIL:
        return DomainError("EMAIL_REQUIRED", "An account of this method has an e-mail address.", "email")
    return None


async def _source(wish: CheckWish, problems: Problems) -> SourceFacts | None:
    try:
        return chosen_source(await sources_of(wish.method), wish.source)
    except DomainError as error:
        problems.extend([error])
        return None


def _identity_problems(method: AuthMethod, identity: ExpectedIdentity | None) -> list[DomainError]:
    place = "expected_identity"
    if identity is None:
        message = "Say by which verified e-mail address, login name or subject the next sign-in finds the account."
        return [DomainError("IDENTITY_REQUIRED", message, place)]
    match identity.kind:
        case IdentityKind.VERIFIED_EMAIL:
            return check_email(identity.value, f"{place}.verified_email")
        case IdentityKind.LOGIN_NAME if method is not AuthMethod.LDAP:
            message = "Only directories have login names that nobody chooses freely."
            return [DomainError("IDENTITY_KIND_UNFIT", message, f"{place}.login_name")]
        case IdentityKind.LOGIN_NAME:
            return check_line(identity.value, f"{place}.login_name", KEY_LENGTH, least=1)
        case IdentityKind.SUBJECT:
            return check_line(identity.value, f"{place}.subject", SUBJECT_LENGTH, least=1)
        case _:
            assert_never(identity.kind)
