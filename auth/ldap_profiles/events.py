"""Audit events of directory profiles. What is known of a bind password is whether there is one, and that it changed."""

from dataclasses import dataclass
from typing import ClassVar

from auth.events import Event, event

SET = "set"
SET_ANEW = "set anew"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileState:
    """The readable facts of a profile.

    Attributes:
        ca_certificate: Its fingerprint.
        bind_password: ``SET`` or ``None``; ``SET_ANEW`` where an event is about another one.
    """

    name: str
    servers: tuple[str, ...]
    connection: str
    ca_certificate: str | None
    checks_host_name: bool
    bind_dn: str
    bind_password: str | None
    base_dn: str
    user_filter: str
    group_lookup: str
    group_filter: str
    group_base_dn: str | None
    group_depth: int
    primary_group: bool
    username_attribute: str
    first_name_attribute: str
    last_name_attribute: str
    email_attribute: str
    id_attribute: str
    emails_verified: bool
    creates_accounts: bool
    manage_role: str | None
    manage_group_dn: str | None
    user_role: str | None
    refuses_unmatched: bool
    roles_follow: str
    test_username: str | None
    connect_timeout_seconds: int
    total_timeout_seconds: int


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileCreated(Event):
    """A directory profile was made. Nobody signs in by it before it is switched on."""

    action: ClassVar[str] = "ldap_profile.created"
    after: ProfileState


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileUpdated(Event):
    """A directory profile was changed."""

    action: ClassVar[str] = "ldap_profile.updated"
    before: ProfileState
    after: ProfileState


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileEnabled(Event):
    """A directory profile was switched on: people sign in by it."""

    action: ClassVar[str] = "ldap_profile.enabled"


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileDisabled(Event):
    """A directory profile was switched off: nobody signs in by it, and the sessions of its accounts are refused."""

    action: ClassVar[str] = "ldap_profile.disabled"


@dataclass(frozen=True, slots=True)
class ProfileOrder:
    """The names of all profiles, in the order in which an unknown name is looked for."""

    profiles: tuple[str, ...]


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ProfilesReordered(Event):
    """An unknown name is looked for in the directories in another order."""

    action: ClassVar[str] = "ldap_profile.reordered"
    before: ProfileOrder
    after: ProfileOrder


@dataclass(frozen=True, slots=True)
class Ending:
    """What became of what depended on a profile.

    Attributes:
        accounts: What becomes of its accounts, or ``None`` where nothing does.
        account_count: How many there are.
        policies: Those that go with it.
    """

    accounts: str | None = None
    account_count: int | None = None
    moved_to: str | None = None
    policies: tuple[str, ...] | None = None


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileDeleted(Event):
    """A directory profile was deleted with the policies that were about it alone."""

    action: ClassVar[str] = "ldap_profile.deleted"
    after: Ending


@dataclass(frozen=True, slots=True)
class Tested:
    """What a test came to.

    Attributes:
        servers: Each with the first step that failed, if one did.
        test_username: Who was looked for.
        with_password: Whether their password was tried.
    """

    servers: tuple[str, ...]
    test_username: str | None
    with_password: bool


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileTested(Event):
    """Somebody tried whether a directory answers, with values that are stored or only might be."""

    action: ClassVar[str] = "ldap_profile.tested"
    after: Tested
