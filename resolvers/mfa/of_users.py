"""Second factors as the list of accounts shows and narrows them."""

from datetime import datetime
from enum import Enum
from typing import Any, assert_never
from uuid import UUID

import strawberry

from auth.mfa.queries import Condition, Standing, having, lacking_one, standing_of
from resolvers.context import Info
from resolvers.enums import described
from resolvers.mfa.enums import MfaRequiredBecause


class MfaWanted(Enum):
    """Which accounts to list by their second factor."""

    ON = "ON"
    OFF = "OFF"
    DUE = "DUE"


described(
    MfaWanted,
    "Which accounts to list by their second factor.",
    ON="Those that have one.",
    OFF="Those that have none.",
    DUE="Those that must have one and have none, nor had one of their provider's at their last sign-in: "
    "User.mfaDueAt says when, User.mfaRequiredBecause why.",
)


async def only_with(wanted: MfaWanted | None) -> Condition | None:
    """The condition of a list; ``None`` where nothing is asked."""
    match wanted:
        case None:
            return None
        case MfaWanted.ON:
            return having(enrolled=True)
        case MfaWanted.OFF:
            return having(enrolled=False)
        case MfaWanted.DUE:
            return await lacking_one()
        case _:
            assert_never(wanted)


@strawberry.type
class MfaOfUser:
    """The part of ``User`` that tells of its second factor; the accounts of a list read it together."""

    @strawberry.field(description="Whether it has a second factor.")
    async def mfa_enabled(self, info: Info) -> bool:
        """``self`` is the row."""
        return (await _standing(self, info)).facts.enrolled

    @strawberry.field(description="Why it must have a second factor; null where no rule asks for it.")
    async def mfa_required_because(self, info: Info) -> MfaRequiredBecause | None:
        """``self`` is the row."""
        return (await _standing(self, info)).due.because

    @strawberry.field(
        description="From when on no sign-in goes without the second factor that it lacks; its creation where a rule "
        "has no grace, null where none is missing or its provider told of one at its last sign-in."
    )
    async def mfa_due_at(self, info: Info) -> datetime | None:
        """``self`` is the row."""
        return (await _standing(self, info)).lacking.at


async def _standing(row: Any, info: Info) -> Standing:  # noqa: ANN401 — a row of accounts behind the schema's type
    user_id = UUID(str(row.id))
    found = await info.context.together("second factors", user_id, standing_of)
    if found is None:
        raise LookupError("the account was deleted while it was read")
    return found
