"""Pure decisions about directory profiles: are the values legal, what is doubtful about them, may a password stay."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import ip_address
from uuid import UUID

from auth.errors import DomainError
from auth.ldap_profiles.filters import USER_DN, USERNAME, is_filter
from auth.policies.rules import canonical_dn
from auth.roles.rules import Holdings, RoleFacts, holdings
from auth.sources.directory import Server
from auth.texts import canonical, check_line
from models.columns import TEXT_LENGTH
from models.ldap_profile import ATTRIBUTE_LENGTH, DN_LENGTH, GroupLookup, LdapConnection, RolesFollow

NAME_LENGTH = 50
SERVERS_MOST = 10
PORT_MOST = 65_535
PASSWORD_LENGTH = 256
DEPTH_MOST = 20
CONNECT_MOST_SECONDS = 10
TOTAL_LEAST_SECONDS = 2
TOTAL_MOST_SECONDS = 15
"""A request that takes longer than 20 s is given up, and a sign-in has more to do than to ask a directory."""
CERTIFICATE_LENGTH = 65_536
"""Longest text of certificates, in characters: a dozen authorities."""

PORTS = {LdapConnection.INSECURE: 389, LdapConnection.STARTTLS: 389, LdapConnection.LDAPS: 636}
"""Where directories listen if nobody says otherwise."""

_HOST_LENGTH = 253
_LABEL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?")
_ATTRIBUTE = re.compile(r"(?:[A-Za-z][A-Za-z0-9-]*|[0-9]+(?:\.[0-9]+)+)(?:;[A-Za-z0-9-]+)*")
_ACCOUNT_NAME = re.compile(r"[^@\\]+@[^@\\]+|[^@\\]+\\[^@\\]+")
_ATTRIBUTES = ("username_attribute", "first_name_attribute", "last_name_attribute", "email_attribute", "id_attribute")

_RULES = ("manage_role", "manage_group_dn", "user_role", "refuses_unmatched", "roles_follow")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileValues:
    """A profile as somebody wants it; the attributes are those of the table, in words where it has keys.

    Attributes:
        has_bind_password: Whether one is stored or given; itself it is never among the values.
        manage_role: Name of the role, as ``user_role``.
    """

    name: str
    servers: tuple[Server, ...]
    connection: LdapConnection
    ca_certificate: str | None
    checks_host_name: bool
    bind_dn: str
    has_bind_password: bool
    base_dn: str
    user_filter: str
    group_lookup: GroupLookup
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
    roles_follow: RolesFollow
    test_username: str | None
    connect_timeout_seconds: int
    total_timeout_seconds: int


class ProfileWarning(StrEnum):
    """What is legal about a profile and doubtful."""

    INSECURE_CONNECTION = "INSECURE_CONNECTION"
    HOST_NAME_NOT_CHECKED = "HOST_NAME_NOT_CHECKED"
    MANAGE_ROLE_WITHOUT_GROUP = "MANAGE_ROLE_WITHOUT_GROUP"


def warnings_of(
    connection: LdapConnection, *, checks_host_name: bool, has_manage_role: bool, has_manage_group: bool
) -> list[ProfileWarning]:
    """What somebody should think about again."""
    found: list[ProfileWarning] = []
    if connection is LdapConnection.INSECURE:
        found.append(ProfileWarning.INSECURE_CONNECTION)
    elif not checks_host_name:
        found.append(ProfileWarning.HOST_NAME_NOT_CHECKED)
    if has_manage_role and not has_manage_group:
        found.append(ProfileWarning.MANAGE_ROLE_WITHOUT_GROUP)
    return found


def asks_password_anew(before: ProfileValues, after: ProfileValues) -> list[str]:
    """Which changes would send the stored password somewhere, or to somebody, it was not given for (F2).

    A server that goes, or another order, sends it nowhere new.
    """
    weaker = after.connection is LdapConnection.INSECURE and before.connection is not LdapConnection.INSECURE
    found = {
        "servers": not set(before.servers).issuperset(after.servers),
        "bind_dn": before.bind_dn != after.bind_dn,
        "connection": weaker,
        "checks_host_name": before.checks_host_name and not after.checks_host_name,
        "ca_certificate": before.ca_certificate != after.ca_certificate,
    }
    return [name for name, is_so in found.items() if is_so]


def rules_changed(before: ProfileValues, after: ProfileValues) -> list[str]:
    """Which values that decide about roles are other ones."""
    return [name for name in _RULES if getattr(before, name) != getattr(after, name)]


def value_problems(values: ProfileValues) -> list[DomainError]:
    """Everything illegal about a profile, each error naming its field; but for certificates and roles."""
    errors = _name_problems(values.name) + _server_problems(values.servers) + _bind_problems(values)
    errors += _dn_problems(values.base_dn, "base_dn") if values.base_dn else [_base_dn_required()]
    errors += _filter_problems(values.user_filter, "user_filter", USERNAME)
    errors += _filter_problems(values.group_filter, "group_filter", USER_DN)
    for name in ("group_base_dn", "manage_group_dn"):
        text: str | None = getattr(values, name)
        errors += _dn_problems(text, name) if text is not None else []
    for name in _ATTRIBUTES:
        errors += _attribute_problems(getattr(values, name), name)
    errors += check_line(values.test_username, "test_username", TEXT_LENGTH, least=1)
    errors += _number(values.group_depth, "group_depth", 1, DEPTH_MOST)
    errors += _number(values.connect_timeout_seconds, "connect_timeout_seconds", 1, CONNECT_MOST_SECONDS)
    errors += _number(values.total_timeout_seconds, "total_timeout_seconds", TOTAL_LEAST_SECONDS, TOTAL_MOST_SECONDS)
    if not errors and values.total_timeout_seconds < values.connect_timeout_seconds:
        message = "Connecting is part of the whole, so it cannot take longer."
        errors.append(DomainError("OUT_OF_BOUNDS", message, "total_timeout_seconds"))
    return errors


def password_problems(password: str | None) -> list[DomainError]:
    """What is illegal about a bind password. A blank one would bind as nobody (RFC 4513 §5.1.2)."""
    errors = check_line(password, "bind_password", PASSWORD_LENGTH, least=1)
    if password is not None and not errors and not password.strip():
        errors.append(DomainError("TOO_SHORT", "A blank password is none.", "bind_password"))
    return errors


def role_problems(
    after: ProfileValues, before: ProfileValues | None, own: Holdings, roles: Mapping[UUID, RoleFacts]
) -> list[DomainError]:
    """Naming a role is giving it: nobody names one that carries more than they hold, nor takes such a one out.

    Nor does anybody say which group's members get such a one.
    """
    regrouped = before is not None and before.manage_group_dn != after.manage_group_dn
    by_key = {canonical(role.name): role for role in roles.values()}
    errors: list[DomainError] = []
    for field in ("manage_role", "user_role"):
        names: list[str | None] = [getattr(values, field) if values else None for values in (before, after)]
        was, wanted = (by_key.get(canonical(name)) if name is not None else None for name in names)
        if names[1] is not None and wanted is None:
            errors.append(DomainError("ROLE_UNKNOWN", "There is no role of that name.", field))
        elif wanted is not None and wanted.api_only and wanted != was:
            errors.append(DomainError("ROLE_NOT_ALLOWED", "People cannot hold API roles.", field))
        changed = was != wanted or (regrouped and field == "manage_role")
        for role in {role.id: role for role in (was, wanted) if role is not None and changed}.values():
            if not own.covers(holdings([role.id], roles)):
                message = f"{role.name} carries more than you hold yourself."
                errors.append(DomainError("BEYOND_OWN_RIGHTS", message, field))
    return errors


def _name_problems(name: str) -> list[DomainError]:
    errors = check_line(name, "name", NAME_LENGTH, least=1)
    if name != name.strip():
        errors.append(DomainError("NAME_INVALID", "A directory's name neither begins nor ends with a space.", "name"))
    if len(name) <= NAME_LENGTH and len(canonical(name)) > TEXT_LENGTH:
        errors.append(DomainError("TOO_LONG", "It is made of characters that stand for too many others.", "name"))
    return errors


def _server_problems(servers: Sequence[Server]) -> list[DomainError]:
    if not 1 <= len(servers) <= SERVERS_MOST:
        return [DomainError("OUT_OF_BOUNDS", f"A directory has from 1 to {SERVERS_MOST} servers.", "servers")]
    errors: list[DomainError] = []
    seen: set[tuple[str, int]] = set()
    for index, server in enumerate(servers):
        if not is_host(server.host):
            rule = "Give a host name or an IP address alone: no scheme, no port, no path."
            errors.append(DomainError("HOST_INVALID", rule, f"servers.{index}.host"))
        errors += _number(server.port, f"servers.{index}.port", 1, PORT_MOST)
        place = (server.host.casefold(), server.port)
        if place in seen:
            errors.append(DomainError("SERVER_TWICE", "This server is named already.", f"servers.{index}.host"))
        seen.add(place)
    return errors


def is_host(text: str) -> bool:
    """Whether a text is a host name (RFC 1123 §2.1, with the underscores that some directories have) or IP address."""
    labels = text.split(".")
    if labels[-1].isdigit() or ":" in text:
        try:
            return "%" not in text and bool(ip_address(text))
        except ValueError:
            return False
    return len(text) <= _HOST_LENGTH and all(_LABEL.fullmatch(label) for label in labels)


def _bind_problems(values: ProfileValues) -> list[DomainError]:
    """A directory takes a name without a password for nobody's, and would look as if it had let us in."""
    if not values.bind_dn:
        message = "A password goes with a bind DN; without both, the directory is asked as nobody."
        return [DomainError("BIND_DN_REQUIRED", message, "bind_dn")] if values.has_bind_password else []
    errors = check_line(values.bind_dn, "bind_dn", DN_LENGTH)
    if not errors and ("=" in values.bind_dn or not _ACCOUNT_NAME.fullmatch(values.bind_dn)):
        errors = _dn_problems(values.bind_dn, "bind_dn")
    return errors if values.has_bind_password else [*errors, password_required()]


def _dn_problems(text: str, field: str) -> list[DomainError]:
    errors = check_line(text, field, DN_LENGTH, least=1)
    if not errors and canonical_dn(text) is None:
        return [
            DomainError("DN_INVALID", "This is not a distinguished name, such as ou=people,dc=example,dc=com.", field)
        ]
    return errors


def _filter_problems(text: str, field: str, place: str) -> list[DomainError]:
    errors = check_line(text, field, DN_LENGTH, least=1)
    if not errors and not is_filter(text, place):
        rule = f"This is not a search filter (RFC 4515) with {place} where a value stands, and no other braces."
        return [DomainError("FILTER_INVALID", rule, field)]
    return errors


def _attribute_problems(text: str, field: str) -> list[DomainError]:
    errors = check_line(text, field, ATTRIBUTE_LENGTH, least=1)
    if not errors and not _ATTRIBUTE.fullmatch(text):
        return [DomainError("ATTRIBUTE_INVALID", "This is not the name of an attribute (RFC 4512 §2.5).", field)]
    return errors


def _number(value: int, field: str, least: int, most: int) -> list[DomainError]:
    if least <= value <= most:
        return []
    return [DomainError("OUT_OF_BOUNDS", f"It is from {least} to {most:,}.", field)]


def _base_dn_required() -> DomainError:
    message = "The directory did not say where its entries are. Give the base DN."
    return DomainError("BASE_DN_REQUIRED", message, "base_dn")


def password_required() -> DomainError:
    """A bind DN without a password, or one that was given for other servers, another name or a safer connection."""
    message = "Give the bind password: it is sent only where, to whom and in the way it was given for."
    return DomainError("BIND_PASSWORD_REQUIRED", message, "bind_password")
