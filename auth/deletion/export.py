"""Everything that is known of an account, as far as the caller may read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from auth.access.queries import OverrideRow, list_overrides
from auth.actor import Actor
from auth.audit.queries import AuditFilter, AuditRow, list_audit_events
from auth.clock import moment
from auth.paging import PAGE_MOST, PageRequest
from auth.permissions import Scope, demand
from auth.selection import Selection
from auth.tokens.queries import every_token_of
from auth.users.expectations_of import ExpectedIdentityRow
from auth.users.identities_of import ExternalIdentityRow
from auth.users.relations import users_by_id
from auth.users.rows import COLUMNS, UserRow
from auth.visibility import may_read
from models.session import Session

EXPORT_SCOPES = (
    Scope.USERS_READ,
    Scope.USERS_READ_CONTACT,
    Scope.ROLES_READ,
    Scope.GROUPS_READ,
    Scope.RESOURCES_READ,
    Scope.TOKENS_READ,
    Scope.AUDIT_READ,
)
"""What an export asks for: it tells all that these tell."""

EVENTS_MOST = 10_000
"""Events of the audit trail in an export, at most; the newest ones."""

_RELATIONS: Selection = {
    "expected_identity": {},
    "external_identities": {},
    "role_grants": {},
    "groups": {},
    "resource_grants": {},
    "owned_resources": {},
}


@dataclass(frozen=True, slots=True)
class ExportedRole:
    """A role that the account holds, and why."""

    role: str
    source: str
    rule: str | None
    reason: str | None
    granted_at: datetime
    granted_by_id: UUID | None
    expires_at: datetime | None
    last_confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class ExportedGrant:
    """A resource that the account may use, and why; no ``external_id`` for every resource of the type."""

    type: str
    external_id: str | None
    source: str
    group: str | None
    reason: str | None
    granted_at: datetime


@dataclass(frozen=True, slots=True)
class ExportedResource:
    """A resource that the account owns."""

    type: str
    external_id: str
    label: str


@dataclass(frozen=True, slots=True)
class ExportedSession:
    """A sign-in."""

    created_at: datetime
    last_seen_at: datetime
    ended_at: datetime | None
    end_reason: str | None
    ip_address: str | None
    user_agent: str | None


@dataclass(frozen=True, slots=True)
class ExportedToken:
    """An API token, without what it is used with."""

    name: str
    prefix: str
    scopes: Sequence[str]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    last_used_ip: str | None
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class Export:
    """An account whole.

    Attributes:
        withheld: Names of what field rules deny the caller, which is therefore empty here.
        audit: Events of which the account was the actor or the target, newest first.
        audit_is_complete: Whether there were no more events than ``EVENTS_MOST``.
    """

    id: UUID
    profile: Mapping[str, object]
    expected_identity: ExpectedIdentityRow | None
    external_identities: Sequence[ExternalIdentityRow]
    roles: Sequence[ExportedRole]
    scope_overrides: Sequence[OverrideRow]
    groups: Sequence[str]
    resource_grants: Sequence[ExportedGrant]
    owned_resources: Sequence[ExportedResource]
    sessions: Sequence[ExportedSession]
    api_tokens: Sequence[ExportedToken]
    audit: Sequence[AuditRow]
    audit_is_complete: bool
    withheld: Sequence[str]


async def export_of(actor: Actor, user_id: UUID) -> Export:
    """What is known of an account that exists. Raises ``Forbidden`` without ``EXPORT_SCOPES``."""
    demand(actor, "export", *EXPORT_SCOPES)
    names = [*COLUMNS, *_RELATIONS, "api_tokens"]
    shown = [name for name in names if may_read(actor.permissions, name)]
    row = (await users_by_id([user_id], {name: {} for name in shown}))[user_id]
    audit = await _audit(actor, user_id)
    return Export(
        id=user_id,
        profile={name: getattr(row, name) for name in COLUMNS if name in shown},
        expected_identity=row.expected_identity if "expected_identity" in shown else None,
        external_identities=row.external_identities if "external_identities" in shown else (),
        roles=_roles(row) if "role_grants" in shown else (),
        scope_overrides=await list_overrides(actor, user_id),
        groups=[group.name for group in row.groups] if "groups" in shown else (),
        resource_grants=_grants(row) if "resource_grants" in shown else (),
        owned_resources=_owned(row) if "owned_resources" in shown else (),
        sessions=await _sessions(user_id),
        api_tokens=await _tokens(user_id) if "api_tokens" in shown else (),
        audit=audit[:EVENTS_MOST],
        audit_is_complete=len(audit) <= EVENTS_MOST,
        withheld=[name for name in names if name not in shown],
    )


def _roles(row: UserRow) -> list[ExportedRole]:
    return [
        ExportedRole(
            role=grant.role.name,
            source=grant.source,
            rule=grant.rule,
            reason=grant.reason,
            granted_at=grant.granted_at,
            granted_by_id=grant.granted_by_id,
            expires_at=grant.expires_at,
            last_confirmed_at=grant.last_confirmed_at,
        )
        for grant in row.role_grants
    ]


def _grants(row: UserRow) -> list[ExportedGrant]:
    return [
        ExportedGrant(
            type=grant.type,
            external_id=grant.resource.external_id if grant.resource else None,
            source=grant.source,
            group=grant.group.name if grant.group else None,
            reason=grant.reason,
            granted_at=grant.granted_at,
        )
        for grant in row.resource_grants
    ]


def _owned(row: UserRow) -> list[ExportedResource]:
    return [ExportedResource(each.type, each.external_id, each.label) for each in row.owned_resources]


async def _sessions(user_id: UUID) -> list[ExportedSession]:
    return [
        ExportedSession(
            created_at=row.created_at,
            last_seen_at=row.last_seen_at,
            ended_at=row.ended_at,
            end_reason=row.end_reason,
            ip_address=row.ip_address,
            user_agent=row.user_agent,
        )
        for row in await Session.filter(user_id=user_id).order_by("-id")
    ]


async def _tokens(user_id: UUID) -> list[ExportedToken]:
    return [
        ExportedToken(
            name=row.name,
            prefix=row.prefix,
            scopes=row.scopes,
            created_at=row.created_at,
            expires_at=row.expires_at,
            last_used_at=row.last_used_at,
            last_used_ip=row.last_used_ip,
            revoked_at=row.revoked_at,
        )
        for row in await every_token_of(user_id, moment())
    ]


async def _audit(actor: Actor, user_id: UUID) -> list[AuditRow]:
    """The newest events about the account or by it: one more than shown at most tells that there are more."""
    found: dict[UUID, AuditRow] = {}
    for wanted in (AuditFilter(actor_id=user_id), AuditFilter(target_type="USER", target_id=str(user_id))):
        cursor, count = None, 0
        while count <= EVENTS_MOST:
            page = await list_audit_events(actor, wanted, PageRequest(first=PAGE_MOST, after=cursor))
            found |= {row.id: row for row in page.rows}
            count += len(page.rows)
            if not page.has_next:
                break
            cursor = page.cursors[-1]
    return sorted(found.values(), key=lambda row: (row.occurred_at, row.id), reverse=True)
