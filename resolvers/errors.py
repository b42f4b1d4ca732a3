"""Refusals in payloads: what was wrong, with a code for programs, a sentence for people and the input's path."""

from typing import assert_never

import strawberry

from auth.access.commands import CoordinateNotDeniable as NotDeniable
from auth.administrators.rules import AdministratorShortcoming, InName
from auth.administrators.rules import WouldLockOut as LockOut
from auth.errors import DomainError, NotFound, Refused, VersionConflict
from auth.licence.seats import SeatsExhausted as NoSeatLeft
from auth.passwords.choice import PasswordRejected
from auth.passwords.rules import Judgement
from auth.passwords.rules import PasswordRule as Rule
from auth.permissions import Scope
from auth.users.owned import RoleOwnedBySource as OwnedBySource
from auth.users.owned import RoleOwner as Owner
from auth.visibility import camel_case
from resolvers.enums import described
from resolvers.permissions import guarded, plain


@strawberry.interface(description="Why a mutation did nothing.")
class UserError:
    """Something the caller can put right."""

    message: str = plain("One sentence for a person.")
    code: str = plain("Stable code for programs; the reference lists all.")
    path: list[str] | None = plain("Where in the arguments it was; null when it is about the whole.")


@strawberry.type(description="A value or state that is refused.")
class InputError(UserError):
    """Everything that needs no more words."""


@strawberry.type(description="Somebody else changed the object since it was read.")
class VersionConflictError(UserError):
    """A stale write."""

    current_version: int = plain("The version now.")


described(
    Rule,
    "A thing that a password must fulfil.",
    MINIMUM_LENGTH="It is long enough.",
    MAXIMUM_LENGTH="It is not absurdly long.",
    UPPERCASE="It has an upper-case letter.",
    LOWERCASE="It has a lower-case letter.",
    DIGIT="It has a digit.",
    SPECIAL="It has a character that is none of these.",
    NOT_COMMON="It is none of those that everybody tries first, also with other digits or marks at its end.",
    NOT_A_NAME="It does not contain the account's own names.",
    NOT_CURRENT="It differs from the password in force.",
    NOT_FORMER="It is none of the former ones that the history keeps.",
)


@strawberry.type(description="One rule of the password policy, held against a candidate.")
class PasswordRuleResult:
    """A rule, met or not."""

    rule: Rule = plain("Which rule.")
    met: bool = plain("Whether the candidate meets it.")
    message: str = plain("Completes the sentence: The password needs …")


def rule_results(judged: list[Judgement]) -> list[PasswordRuleResult]:
    """Rules as the schema shows them."""
    return [PasswordRuleResult(rule=each.rule, met=each.met, message=each.message) for each in judged]


@strawberry.type(description="A new password does not meet the policy.")
class PasswordRejectedError(UserError):
    """Which rules it breaks."""

    rules: list[PasswordRuleResult] = plain("Every rule in force, met or not.")


@strawberry.type(description="A field rule named something that cannot be denied.")
class CoordinateNotDeniable(UserError):
    """What can."""

    deniable: list[str] = plain("Every coordinate that can be denied.")


@strawberry.type(description="A role that a directory gives, and the rule that gives it.")
class RoleOwner:
    """One rule."""

    role: str = plain("Name of the role.")
    rule: str = plain("The policy with its position and value, or the profile and which of its roles.")


@strawberry.type(
    description="The account's directory gives roles that were to be taken away, and would again at its next sign-in. "
    "Change the rule, deny the scopes, or repeat with overrideSources."
)
class RoleOwnedBySource(UserError):
    """Which, by what, and what takes away for good what they carry."""

    of_rules: strawberry.Private[list[Owner]]

    @guarded(Scope.ROLES_READ, description="Each of the roles with each rule that gives it.")
    def owners(self) -> list[RoleOwner] | None:
        """The most powerful role first."""
        return [RoleOwner(role=each.role, rule=each.rule) for each in self.of_rules]

    scopes_to_deny: list[str] = plain("What the account would lose: denied one by one (denyScope), it stays lost.")


@strawberry.type(description="There is no seat left for an account that was to hold a licensed role.")
class SeatsExhausted(UserError):
    """How many there are."""

    max_seats: int = plain("Seats that the licence has.")
    used_seats: int = plain("Accounts that hold a licensed role now.")


described(
    AdministratorShortcoming,
    "Why an account with an administrator's scopes does not count as an administrator who can get in.",
    INACTIVE="It is deactivated.",
    LOCKED="It is locked by hand.",
    SERVICE_ACCOUNT="It is a program's, and programs do not sign in.",
    NO_PASSWORD="It has no password to sign in with.",  # noqa: S106 — a description, not a secret
    NO_SOURCE="Its provider or directory is not configured any more.",
    SOURCE_OFF="Its provider or directory is switched off.",
    SCOPE_DENIED="It is denied one of the scopes.",
    TEMPORARY="It is given one of the scopes until a moment only.",
    FIELDS_DENIED="A field is denied to it, and nobody lifts a denial that binds themselves.",
    SSO_ENFORCED="Single sign-on is enforced, it is no break-glass account, and no identity is linked to it.",
    NO_SECOND_FACTOR="It is a break-glass account without a second factor.",
    NOT_LINKED="It comes from a provider that knows nobody who signs in as it.",
)


@strawberry.type(description="An account that holds an administrator's scopes in name only.")
class AdministratorInName:
    """One account."""

    username: str = plain("Its username.")
    because: AdministratorShortcoming = plain("Why it does not count.")


@strawberry.type(
    description="After the change nobody could administer Gatehouse any more, or no break-glass account could while "
    "single sign-on is enforced. An administrator is whoever holds users:write, roles:write and settings:write for "
    "good, is denied no field, and can sign in."
)
class WouldLockOut(UserError):
    """Who could get in before, and what of it would be left."""

    before: strawberry.Private[list[str]]
    in_name: strawberry.Private[list[InName]]

    @guarded(Scope.USERS_READ, description="Usernames of the administrators who can get in now; at most 100.")
    def administrators_before(self) -> list[str] | None:
        """By name."""
        return self.before

    @guarded(Scope.USERS_READ, description="Usernames of those who could get in afterwards: nobody.")
    def administrators_after(self) -> list[str] | None:
        """That is why it is refused."""
        return []

    @guarded(
        Scope.USERS_READ,
        description="Who would hold an administrator's scopes afterwards, and why that does not help; at most 100.",
    )
    def administrators_in_name(self) -> list[AdministratorInName] | None:
        """By name."""
        return [AdministratorInName(username=each.username, because=each.because) for each in self.in_name]


def user_errors(refused: Refused | DomainError) -> list[UserError]:
    """What a payload says of a refusal."""
    errors = refused.errors if isinstance(refused, Refused) else (refused,)
    return [_shown(error) for error in errors]


def _shown(error: DomainError) -> UserError:
    path = input_path(error.field)
    match error:
        case PasswordRejected():
            rules = rule_results(error.rules)
            return PasswordRejectedError(message=error.message, code=error.code, path=path, rules=rules)
        case VersionConflict():
            return VersionConflictError(
                message=error.message, code=error.code, path=path, current_version=error.current
            )
        case NotDeniable():
            return CoordinateNotDeniable(message=error.message, code=error.code, path=path, deniable=error.deniable)
        case NoSeatLeft():
            return SeatsExhausted(
                message=error.message,
                code=error.code,
                path=path,
                max_seats=error.max_seats,
                used_seats=error.used_seats,
            )
        case OwnedBySource() | LockOut():
            return _about_accounts(error, path)
        case NotFound() | DomainError():
            return InputError(message=error.message, code=error.code, path=path)
        case _:
            assert_never(error)


def _about_accounts(error: OwnedBySource | LockOut, path: list[str] | None) -> UserError:
    match error:
        case OwnedBySource():
            return RoleOwnedBySource(
                message=error.message,
                code=error.code,
                path=path,
                of_rules=error.owners,
                scopes_to_deny=error.scopes_to_deny,
            )
        case LockOut():
            return WouldLockOut(
                message=error.message, code=error.code, path=path, before=error.before, in_name=error.in_name
            )
        case _:
            assert_never(error)


def input_path(field: str) -> list[str] | None:
    """The path of an input field: ``roles.0`` of a command is ``["input", "roles", "0"]`` of the mutation."""
    return ["input", *(camel_case(part) for part in field.split("."))] if field else None
