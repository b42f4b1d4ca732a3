"""Reads whether single sign-on is enforced, by whom, and who is exempt."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from auth.actor import Actor
from auth.permissions import Scope, demand
from models.identity_provider import BreakGlassAccount, SsoEnforcement


@dataclass(frozen=True, slots=True)
class BreakGlassRow:
    """One account that is exempt."""

    user_id: UUID
    named_at: datetime
    named_by_id: UUID | None


@dataclass(frozen=True, slots=True)
class EnforcementRow:
    """What is in force.

    Attributes:
        provider_id: By which provider an administrator had come in when it was asked for.
        enforced_by_id: Who asked for it; ``None`` for the host.
        exempt: The break-glass accounts, the first named first.
    """

    provider_id: UUID
    enforced_at: datetime
    enforced_by_id: UUID | None
    exempt: list[BreakGlassRow]


async def enforcement(actor: Actor) -> EnforcementRow | None:
    """What is in force; ``None`` where single sign-on is not enforced. Raises ``Unauthenticated``, ``Forbidden``."""
    demand(actor, "enforced single sign-on", Scope.SSO_READ)
    row = await SsoEnforcement.first()
    if row is None:
        return None
    named = await BreakGlassAccount.all().order_by("named_at", "id")
    exempt = [BreakGlassRow(each.user_id, each.named_at, each.named_by_id) for each in named]
    return EnforcementRow(row.provider_id, row.enforced_at, row.enforced_by_id, exempt)
