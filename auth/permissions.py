"""Scopes, who holds them, and the one decision that the API and the commands share.

The schema names what each field needs; a command names what it needs with ``requires``, so that no entrance (GraphQL,
command line, import) goes round it.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar
from uuid import UUID

from auth.errors import DomainError, Forbidden, Unauthenticated

Requirement = tuple[tuple[str, ...], ...]
"""Alternatives, each a set of scopes that must all be held; ``((),)`` asks only for being signed in."""

SIGNED_IN: Requirement = ((),)

EVERY_SCOPE = "*"
"""What the built-in administrator role stores: every scope there is, also those that come later."""


class Scope(StrEnum):
    """A permission. The value is its public name."""

    USERS_READ = "users:read"
    USERS_READ_CONTACT = "users:read-contact"
    USERS_WRITE = "users:write"
    USERS_DELETE = "users:delete"
    USERS_VOUCH_EMAIL = "users:vouch-email"
    USERS_LOCK = "users:lock"
    USERS_RESET_MFA = "users:reset-mfa"
    ROLES_READ = "roles:read"
    ROLES_WRITE = "roles:write"
    ROLES_ASSIGN = "roles:assign"
    GROUPS_READ = "groups:read"
    GROUPS_WRITE = "groups:write"
    RESOURCES_READ = "resources:read"
    RESOURCES_WRITE = "resources:write"
    SESSIONS_READ = "sessions:read"
    SESSIONS_END = "sessions:end"
    SESSIONS_INTROSPECT = "sessions:introspect"
    SETTINGS_READ = "settings:read"
    SETTINGS_WRITE = "settings:write"
    LICENCE_READ = "licence:read"
    LICENCE_WRITE = "licence:write"
    AUDIT_READ = "audit:read"
    SCOPES_WRITE = "scopes:write"
    TOKENS_READ = "tokens:read"
    TOKENS_WRITE = "tokens:write"
    LDAP_READ = "ldap:read"
    LDAP_WRITE = "ldap:write"
    SSO_READ = "sso:read"
    SSO_WRITE = "sso:write"

    @property
    def description(self) -> str:
        """What the scope lets its holder do, in a sentence."""
        return _DESCRIPTIONS[self]

    @property
    def is_read_only(self) -> bool:
        """Whether its holder can only read by it: what an API token carries where nothing else is asked for."""
        return self.value.partition(":")[2].partition("-")[0] == "read"


_DESCRIPTIONS = {
    Scope.USERS_READ: "List accounts and read them, without their contact details.",
    Scope.USERS_READ_CONTACT: "Read, search and sort by e-mail addresses, phone numbers and contact notes.",
    Scope.USERS_WRITE: "Create, edit, deactivate and reactivate accounts, and set their passwords.",
    Scope.USERS_VOUCH_EMAIL: "Say that an account's e-mail address is its own, without a mailed link.",
    Scope.USERS_LOCK: "Lock accounts by hand, and lift locks of every kind.",
    Scope.USERS_DELETE: "Delete accounts, and hand over what they own.",
    Scope.USERS_RESET_MFA: "Take accounts' second factors away, so that their next sign-in sets up a new one.",
    Scope.ROLES_READ: "Read roles and the scopes they carry.",
    Scope.ROLES_WRITE: "Create, edit and delete roles; as good as administrator.",
    Scope.ROLES_ASSIGN: "Give accounts roles whose scopes one holds oneself, and take them away.",
    Scope.GROUPS_READ: "Read groups and which accounts are in them.",
    Scope.GROUPS_WRITE: "Create, edit and delete groups, and say who is in them.",
    Scope.RESOURCES_READ: "Read the product's resources: who owns them and who is granted them.",
    Scope.RESOURCES_WRITE: "Register the product's resources, grant and revoke them, and hand over ownership.",
    Scope.SESSIONS_READ: "Read the sessions of every account: from where and with what people are signed in.",
    Scope.SESSIONS_END: "End sessions of accounts that may do no more than oneself.",
    Scope.SESSIONS_INTROSPECT: "Ask whether a session or token of somebody else is valid.",
    Scope.SETTINGS_READ: "Read the settings.",
    Scope.SETTINGS_WRITE: "Change the settings; as good as administrator.",
    Scope.LICENCE_READ: "Read what the licence allows and what of it is used.",
    Scope.LICENCE_WRITE: "Change how many may be signed in at once and how many may hold licensed roles.",
    Scope.AUDIT_READ: "Read the audit trail.",
    Scope.SCOPES_WRITE: "Register scopes of the product beside Gatehouse.",
    Scope.TOKENS_READ: "Read whose API tokens there are, what they carry and when they were used; never the tokens.",
    Scope.TOKENS_WRITE: "Make API tokens for service accounts, and revoke anybody's.",
    Scope.LDAP_READ: "Read directory profiles and policies, and see what a sign-in by them would come to.",
    Scope.SSO_READ: "Read identity providers and mappings, what sign-ins by them came to and what one would come to.",
    Scope.SSO_WRITE: "Change identity providers and mappings, link identities, enforce it; as good as administrator.",
    Scope.LDAP_WRITE: "Change directory profiles and policies and run comparisons; as good as administrator.",
}

EVERY_KNOWN_SCOPE = frozenset(scope.value for scope in Scope)

ADMINISTRATOR = frozenset({Scope.USERS_WRITE, Scope.ROLES_WRITE, Scope.SETTINGS_WRITE})
"""Whoever holds all of these is an administrator."""

AS_GOOD_AS_ADMINISTRATOR = ADMINISTRATOR | {Scope.LDAP_WRITE, Scope.SSO_WRITE}
"""Whoever holds any of these could become one, or manages whoever is not: nobody comes to that by an address alone."""


@dataclass(frozen=True, slots=True)
class PermissionSet:
    """What a caller may do, as of this request.

    Attributes:
        scopes: Every scope held, with those of parent roles, ``EVERY_SCOPE`` already spelled out.
        authenticated: Whether the caller is anybody at all.
        reason: Why the caller is nobody, e.g. ``SESSION_ENDED``; ``None`` when no credential was given.
        denied: Coordinates of the schema that field rules deny.
    """

    scopes: frozenset[str]
    authenticated: bool
    reason: str | None = None
    denied: frozenset[str] = frozenset()

    @property
    def fingerprint(self) -> tuple[frozenset[str], bool, str | None, frozenset[str]]:
        """Equal for callers who are told the same answers."""
        return (self.scopes, self.authenticated, self.reason, self.denied)

    def allows(self, coordinate: str, requirement: Requirement) -> bool:
        """Whether a guarded thing of the schema is open to the caller."""
        return (
            self.authenticated
            and coordinate not in self.denied
            and any(self.scopes.issuperset(needed) for needed in requirement)
        )

    def denies(self, coordinate: str) -> bool:
        """Whether a field rule closes it, whatever scopes are held."""
        return coordinate in self.denied

    def holds(self, *scopes: str) -> bool:
        """Whether the caller holds all of these."""
        return self.scopes.issuperset(scopes)


NOBODY = PermissionSet(frozenset(), authenticated=False)
EVERYTHING = PermissionSet(EVERY_KNOWN_SCOPE, authenticated=True)


def spelled_out(scopes: frozenset[str], known: frozenset[str]) -> frozenset[str]:
    """The scopes with ``EVERY_SCOPE`` replaced by all that are known."""
    return known if EVERY_SCOPE in scopes else scopes


@dataclass(frozen=True, slots=True)
class Access:
    """What is said about one account's access, as of one moment.

    Attributes:
        role_scopes: Scopes of the roles held and of their parents.
        granted: Scopes that overrides give.
        denied: Scopes that overrides take.
        fields_denied: Coordinates that a held role denies.
        fields_allowed: Coordinates that a held role lifts from another's denial.
    """

    role_scopes: frozenset[str] = frozenset()
    granted: frozenset[str] = frozenset()
    denied: frozenset[str] = frozenset()
    fields_denied: frozenset[str] = frozenset()
    fields_allowed: frozenset[str] = frozenset()


def decide(access: Access) -> PermissionSet:
    """What a signed-in account may do: account deny, then role field deny, then account grant, then role scope."""
    scopes = (access.role_scopes | access.granted) - access.denied
    return PermissionSet(scopes, authenticated=True, denied=access.fields_denied - access.fields_allowed)


class _Acting(Protocol):
    @property
    def permissions(self) -> PermissionSet: ...


class _Coming(_Acting, Protocol):
    @property
    def token_id(self) -> UUID | None: ...


class Performed(Protocol):
    """What a command receives first: something that knows who acts."""

    @property
    def actor(self) -> _Coming:
        """Who acts."""
        ...


WorkT = TypeVar("WorkT", bound=Performed)
P = ParamSpec("P")
R = TypeVar("R")
Command = Callable[Concatenate[WorkT, P], Awaitable[R]]


def requires(*scopes: Scope) -> Callable[[Command[WorkT, P, R]], Command[WorkT, P, R]]:
    """A command that only a caller who holds all these scopes may perform; raises ``Forbidden`` otherwise.

    Without scopes it asks only for being signed in: it is about the caller's own account, which no API token touches,
    whatever it carries (``demand_session``). The declaration is read off by the schema (``requirement_of``).
    """

    def declare(command: Command[WorkT, P, R]) -> Command[WorkT, P, R]:
        @wraps(command)
        async def checked(work: WorkT, /, *args: P.args, **kwargs: P.kwargs) -> R:
            demand(work.actor, command.__name__, *scopes)
            if not scopes:
                demand_session(work.actor)
            return await command(work, *args, **kwargs)

        checked.__dict__["requirement"] = (tuple(str(scope) for scope in scopes),)
        return checked

    return declare


def open_to_anyone(why: str) -> Callable[[Command[WorkT, P, R]], Command[WorkT, P, R]]:
    """A command that anybody may perform, with the reason why that is safe."""

    def declare(command: Command[WorkT, P, R]) -> Command[WorkT, P, R]:
        command.__dict__["open_because"] = why
        return command

    return declare


def requirement_of(command: Callable[..., Any]) -> Requirement | None:
    """What a command needs, or ``None`` when it is open to anyone. Raises ``TypeError`` when it declares nothing."""
    declared = vars(command)
    if "requirement" not in declared and "open_because" not in declared:
        raise TypeError(f"{command.__qualname__} declares neither @requires nor @open_to_anyone")
    return declared.get("requirement")


def demand(actor: _Acting, what: str, *scopes: Scope) -> None:
    """Refuses (``Unauthenticated``, ``Forbidden``) unless ``actor`` holds all ``scopes``."""
    if not actor.permissions.authenticated:
        raise Unauthenticated(actor.permissions.reason)
    if not actor.permissions.holds(*scopes):
        raise Forbidden(what, [str(scope) for scope in scopes])


def demand_session(actor: _Coming) -> None:
    """Refuses (``DomainError``) whoever comes by an API token: what a token is for stands in its scopes."""
    if actor.token_id is not None:
        raise DomainError("SESSION_REQUIRED", "Sign in to do this: an API token cannot, whatever it carries.")
