"""How accounts stand with their invitations: the newest of each, in one statement for any number of accounts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from auth.clock import moment
from auth.reading import Statement, fetch, instant, key
from auth.selection import Selection
from models.one_time_link import LinkPurpose


class InvitationState(StrEnum):
    """What became of an invitation."""

    PENDING = "PENDING"
    EXPIRED = "EXPIRED"
    ACCEPTED = "ACCEPTED"
    REVOKED = "REVOKED"


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """The newest invitation of an account, without its link."""

    state: InvitationState
    sent_at: datetime
    expires_at: datetime


async def invitations_of(user_ids: Sequence[UUID], _selection: Selection) -> Mapping[UUID, InvitationRow]:
    """The newest invitation of each of these accounts that was ever invited."""
    statement, now = Statement(), moment()
    statement.add("SELECT l.user_id, l.created_at, l.expires_at, l.used_at, l.revoked_at FROM one_time_links l")
    purpose = statement.bind(LinkPurpose.INVITATION.value)
    statement.add(f"WHERE l.purpose = {purpose} AND {statement.among('l.user_id', user_ids)}")
    rows = await fetch(statement.add("ORDER BY l.created_at, l.id"))
    return {
        key(id_): _row(instant(sent), instant(expires), used, revoked, now)
        for id_, sent, expires, used, revoked in rows
    }


def _row(sent_at: datetime, expires_at: datetime, used: object, revoked: object, now: datetime) -> InvitationRow:
    if used is not None:
        state = InvitationState.ACCEPTED
    elif revoked is not None:
        state = InvitationState.REVOKED
    else:
        state = InvitationState.PENDING if expires_at > now else InvitationState.EXPIRED
    return InvitationRow(state, sent_at, expires_at)
