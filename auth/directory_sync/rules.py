"""Pure decisions of a comparison: what becomes of an account, and when the brake stops all of it."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class SyncAction(StrEnum):
    """What a comparison does to an account's status."""

    DEACTIVATE = "DEACTIVATE"
    REACTIVATE = "REACTIVATE"
    KEEP = "KEEP"


class SyncReason(StrEnum):
    """Why."""

    GONE = "GONE"
    DISABLED = "DISABLED"
    RETURNED = "RETURNED"
    LAST_ADMINISTRATOR = "LAST_ADMINISTRATOR"


@dataclass(frozen=True, slots=True)
class Change:
    """What is done to one account, and why."""

    user_id: UUID
    action: SyncAction
    reason: SyncReason
