"""Pure decisions about accounts: are the values legal, may these roles be held, may this caller manage that account."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from auth.errors import DomainError
from auth.roles.rules import Holdings, RoleFacts, holdings
from auth.texts import canonical, check_email, check_line, check_note
from auth.unset import UNSET, Unset
from models.columns import TEXT_LENGTH

IDLE_TIMEOUT_MOST_MINUTES = 525_600
SESSION_LIMIT_MOST = 1_000
PHONE_LENGTH = 50
GRANT_MOST = timedelta(days=3_653)
"""How far ahead the end of a role grant may lie: ten years."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UserChanges:
    """Values of an account as somebody wants them; what is ``UNSET`` stays. The username has no place here.

    Attributes:
        email_verified: Whether whoever gives them vouches for the address.
    """

    email: str | Unset | None = UNSET
    email_verified: bool | Unset = UNSET
    first_name: str | Unset = UNSET
    last_name: str | Unset = UNSET
    display_name: str | Unset | None = UNSET
    phone: str | Unset | None = UNSET
    contact_note: str | Unset | None = UNSET
    classification_level: str | Unset | None = UNSET
    external_id: str | Unset | None = UNSET
    tenant_id: str | Unset | None = UNSET
    review_date: date | Unset | None = UNSET
    idle_timeout_minutes: int | Unset = UNSET
    session_limit: int | Unset = UNSET
    mfa_required: bool | Unset = UNSET


def value_problems(changes: UserChanges) -> list[DomainError]:
    """Everything illegal about the given values, each error naming its field."""
    errors: list[DomainError] = []
    for name in ("first_name", "last_name", "display_name", "classification_level", "external_id", "tenant_id"):
        errors += check_line(_text(changes, name), name, least=1 if name == "external_id" else 0)
    errors += check_line(_text(changes, "phone"), "phone", PHONE_LENGTH)
    errors += check_note(_text(changes, "contact_note"), "contact_note")
    if isinstance(changes.email, str):
        errors += check_email(changes.email)
    errors += _number(changes.idle_timeout_minutes, "idle_timeout_minutes", IDLE_TIMEOUT_MOST_MINUTES)
    errors += _number(changes.session_limit, "session_limit", SESSION_LIMIT_MOST)
    return errors


def _text(changes: UserChanges, name: str) -> str | None:
    value = getattr(changes, name)
    return value if isinstance(value, str) else None


def _number(value: int | Unset, field: str, most: int) -> list[DomainError]:
    if value is UNSET or 0 <= value <= most:
        return []
    return [DomainError("OUT_OF_BOUNDS", f"It is from 0 to {most}; 0 takes the system's.", field)]


def derived_display_name(first_name: str, last_name: str, username: str) -> str:
    """What an account is called where nobody chose it: its names as far as they fit, or else its username."""
    return f"{first_name} {last_name}".strip()[:TEXT_LENGTH] or username


def named_roles(
    names: Sequence[str], roles: Mapping[UUID, RoleFacts], *, for_service: bool
) -> tuple[dict[UUID, RoleFacts], list[DomainError]]:
    """The roles of these names by id, and what is wrong: unknown names, no name at all, roles of the other kind."""
    by_key = {canonical(role.name): role for role in roles.values()}
    found: dict[UUID, RoleFacts] = {}
    errors: list[DomainError] = []
    for index, name in enumerate(names):
        role = by_key.get(canonical(name))
        if role is None:
            errors.append(DomainError("ROLE_UNKNOWN", "There is no role of that name.", f"roles.{index}"))
        elif role.api_only != for_service:
            rule = "A service account holds only API roles." if for_service else "People cannot hold API roles."
            errors.append(DomainError("ROLE_NOT_ALLOWED", rule, f"roles.{index}"))
        else:
            found[role.id] = role
    if not names:
        errors.append(DomainError("ROLE_REQUIRED", "An account holds at least one role.", "roles"))
    return found, errors


def grant_problems(
    wanted: Mapping[UUID, RoleFacts], held: frozenset[UUID], own: Holdings, roles: Mapping[UUID, RoleFacts]
) -> list[DomainError]:
    """Nobody gives or takes a role that carries more than they hold themselves."""
    changed = frozenset(wanted) ^ held
    beyond = sorted(roles[role_id].name for role_id in changed if not own.covers(holdings([role_id], roles)))
    return [
        DomainError("BEYOND_OWN_RIGHTS", f"{name} carries more than you hold yourself.", "roles") for name in beyond
    ]


def term_problems(reason: str | None, expires_at: datetime | None, now: datetime) -> list[DomainError]:
    """What is illegal about the terms on which a role is given."""
    errors = check_line(reason, "reason", least=1)
    if expires_at is not None and expires_at <= now:
        errors.append(DomainError("ENDS_IN_PAST", "It would have ended already.", "expires_at"))
    elif expires_at is not None and expires_at > now + GRANT_MOST:
        errors.append(DomainError("OUT_OF_BOUNDS", "It ends within ten years, or never.", "expires_at"))
    return errors


def policy_rule(position: int, value: str) -> str:
    """What an account is told of the policy that gives it a role."""
    return f"policy {position}: {value}"


def profile_rule(name: str, *, manages: bool, is_default: bool) -> str:
    """What an account is told of the directory profile that gives it a role; both where they are one role."""
    parts = [part for part, is_it in (("manage role", manages), ("user role", is_default)) if is_it]
    return f"profile {name}: {' and '.join(parts) or 'a role that it gave until it was changed'}"


def mapping_rule(provider: str, value: str) -> str:
    """What an account is told of the mapping that gives it a role."""
    return f"mapping of {provider}: {value}"


def provider_rule(name: str) -> str:
    """What an account is told of the provider that gives it a role."""
    return f"provider {name}: default role"


def manage_problems(own: Holdings, target: Holdings, field: str = "id") -> list[DomainError]:
    """Nobody manages an account that may do more than they may."""
    if own.covers(target):
        return []
    return [DomainError("BEYOND_OWN_RIGHTS", "This account may do more than you may, so you cannot manage it.", field)]
