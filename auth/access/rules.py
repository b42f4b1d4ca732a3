"""Pure decisions about access: the rules that speak about one account, which of them decides, and what comes of it.

``access_of`` reduces the same rules to what ``auth.permissions.decide`` enforces, so that an explanation and the
enforcement cannot disagree.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from auth.errors import DomainError
from auth.permissions import Access, Requirement, Scope
from models.permission import FieldEffect, OverrideEffect

NAMESPACE = re.compile(r"[a-z][a-z0-9-]{1,29}")
SCOPE_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
RESERVED = frozenset(scope.value.partition(":")[0] for scope in Scope) | {"gatehouse", "tokens", "ldap", "sso"}
"""Namespaces of Gatehouse itself, also of features to come."""


class AccessRuleKind(StrEnum):
    """What kind of rule speaks, the strongest first."""

    ACCOUNT_DENY = "ACCOUNT_DENY"
    ROLE_FIELD_DENY = "ROLE_FIELD_DENY"
    ROLE_FIELD_ALLOW = "ROLE_FIELD_ALLOW"
    ACCOUNT_GRANT = "ACCOUNT_GRANT"
    ROLE_SCOPE = "ROLE_SCOPE"


@dataclass(frozen=True, slots=True)
class AccessRule:
    """One rule that speaks about an account.

    Attributes:
        subject: The scope or coordinate that it is about.
        role: The held role by which it applies; ``None`` for an override.
        through: The parent of that role which carries the scope, where it is not the role itself.
        rule: What decided that the role is held, where no person did: a setting, policy or directory profile.
        reason: Why an override was made, or the role given.
        ends_at: When an override ends, or the role is held no more by this.
    """

    kind: AccessRuleKind
    subject: str
    role: str | None = None
    through: str | None = None
    rule: str | None = None
    reason: str | None = None
    ends_at: datetime | None = None


class ShutOut(StrEnum):
    """Why nobody gets in as an account, whatever its rights."""

    INACTIVE = "INACTIVE"
    LOCKED = "LOCKED"
    SOURCE_OFF = "SOURCE_OFF"


@dataclass(frozen=True, slots=True)
class Explanation:
    """What decides, and what was overruled.

    Attributes:
        allowed: The outcome.
        deciding: The rules that decide; none when nothing speaks for it.
        losing: The rules that say otherwise or that are not needed.
        missing: Scopes that would be needed and are not held.
        shut_out: Why its requests are refused anyway, though by its rights it may.
    """

    allowed: bool
    deciding: tuple[AccessRule, ...]
    losing: tuple[AccessRule, ...]
    missing: tuple[str, ...] = ()
    shut_out: tuple[ShutOut, ...] = ()


def in_force(rules: Iterable[AccessRule], now: datetime) -> tuple[AccessRule, ...]:
    """The rules that have not ended."""
    return tuple(rule for rule in rules if rule.ends_at is None or rule.ends_at > now)


def access_of(rules: Iterable[AccessRule]) -> Access:
    """What the rules in force come to, as enforcement decides by it."""

    def about(kind: AccessRuleKind) -> frozenset[str]:
        return frozenset(rule.subject for rule in spoken if rule.kind is kind)

    spoken = tuple(rules)
    return Access(
        role_scopes=about(AccessRuleKind.ROLE_SCOPE),
        granted=about(AccessRuleKind.ACCOUNT_GRANT),
        denied=about(AccessRuleKind.ACCOUNT_DENY),
        fields_denied=about(AccessRuleKind.ROLE_FIELD_DENY),
        fields_allowed=about(AccessRuleKind.ROLE_FIELD_ALLOW),
    )


_SCOPE_ORDER = (AccessRuleKind.ACCOUNT_DENY, AccessRuleKind.ACCOUNT_GRANT, AccessRuleKind.ROLE_SCOPE)
_FIELD_ORDER = (AccessRuleKind.ROLE_FIELD_ALLOW, AccessRuleKind.ROLE_FIELD_DENY)
_DENIALS = frozenset({AccessRuleKind.ACCOUNT_DENY, AccessRuleKind.ROLE_FIELD_DENY})


def explain_scope(scope: str, rules: Iterable[AccessRule]) -> Explanation:
    """Why an account holds a scope, or does not."""
    deciding, losing = _strongest([rule for rule in rules if rule.subject == scope], _SCOPE_ORDER)
    allowed = bool(deciding) and deciding[0].kind not in _DENIALS
    return Explanation(allowed, deciding, losing, () if allowed else (scope,))


def explain_coordinate(coordinate: str, requirement: Requirement, rules: Iterable[AccessRule]) -> Explanation:
    """Why a coordinate of the schema is open to an account, or is not."""
    spoken = tuple(rules)
    fields, overruled = _strongest([rule for rule in spoken if rule.subject == coordinate], _FIELD_ORDER)
    alternatives = [_together([explain_scope(scope, spoken) for scope in needed]) for needed in requirement]
    by_scopes = next((each for each in alternatives if each.allowed), alternatives[0])
    refused = [rule for each in alternatives if not each.allowed for rule in each.deciding]
    if any(rule.kind is AccessRuleKind.ACCOUNT_DENY for rule in refused) and not by_scopes.allowed:
        losing = (*by_scopes.losing, *fields, *overruled)
        return Explanation(allowed=False, deciding=by_scopes.deciding, losing=losing, missing=by_scopes.missing)
    if fields and fields[0].kind is AccessRuleKind.ROLE_FIELD_DENY:
        losing = (*overruled, *by_scopes.deciding, *by_scopes.losing)
        return Explanation(allowed=False, deciding=fields, losing=losing, missing=by_scopes.missing)
    deciding = (*by_scopes.deciding, *fields)
    return Explanation(by_scopes.allowed, deciding, (*overruled, *by_scopes.losing), by_scopes.missing)


def _together(each: list[Explanation]) -> Explanation:
    allowed = all(one.allowed for one in each)
    decisive = [one for one in each if one.allowed == allowed]
    beside = [one for one in each if one.allowed != allowed]
    return Explanation(
        allowed,
        tuple(rule for one in decisive for rule in one.deciding),
        tuple(rule for one in decisive for rule in one.losing) + tuple(rule for one in beside for rule in one.deciding),
        tuple(scope for one in each for scope in one.missing),
    )


def _strongest(
    rules: list[AccessRule], order: tuple[AccessRuleKind, ...]
) -> tuple[tuple[AccessRule, ...], tuple[AccessRule, ...]]:
    """The rules of the strongest kind that speaks, and all others."""
    for kind in order:
        deciding = tuple(rule for rule in rules if rule.kind is kind)
        if deciding:
            return deciding, tuple(rule for rule in rules if rule.kind is not kind)
    return (), ()


def override_kind(effect: OverrideEffect) -> AccessRuleKind:
    """How an override speaks."""
    return AccessRuleKind.ACCOUNT_DENY if effect is OverrideEffect.DENY else AccessRuleKind.ACCOUNT_GRANT


def field_rule_kind(effect: FieldEffect) -> AccessRuleKind:
    """How a field rule speaks."""
    return AccessRuleKind.ROLE_FIELD_DENY if effect is FieldEffect.DENY else AccessRuleKind.ROLE_FIELD_ALLOW


def registration_problems(namespace: str, names: Iterable[str]) -> list[DomainError]:
    """What is wrong with scopes that the product wants to register."""
    errors: list[DomainError] = []
    if not NAMESPACE.fullmatch(namespace):
        rule = "A namespace has 2 to 30 small letters, digits and dashes, and begins with a letter."
        errors.append(DomainError("NAMESPACE_INVALID", rule, "namespace"))
    elif namespace in RESERVED:
        errors.append(DomainError("NAMESPACE_RESERVED", "This namespace is Gatehouse's own.", "namespace"))
    for index, name in enumerate(names):
        given, _, rest = name.partition(":")
        if given != namespace:
            errors.append(
                DomainError("SCOPE_FOREIGN", f"Its name must begin with {namespace}:", f"scopes.{index}.name")
            )
        elif not SCOPE_NAME.fullmatch(rest):
            rule = "After the colon come 1 to 100 small letters, digits, dots, dashes and underscores."
            errors.append(DomainError("SCOPE_INVALID", rule, f"scopes.{index}.name"))
    return errors
