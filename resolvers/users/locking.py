"""Locks on accounts: what shows them, and what sets and lifts them."""

from datetime import datetime
from typing import Annotated

import strawberry

from auth.users import locking
from auth.users.locks_of import LockKind, LockRow
from resolvers.context import Info
from resolvers.enums import described
from resolvers.node import decode_id, encode_id
from resolvers.payloads import answered
from resolvers.permissions import mutation, plain
from resolvers.users.payloads import UserPayload

described(
    LockKind,
    "How an account came to be locked.",
    MANUAL="By hand: nothing of it is accepted, and somebody has to lift it.",
    AUTOMATIC="By failed attempts: new sign-ins are refused; sessions go on.",
)

Input = strawberry.argument(description="What to do.")


@strawberry.type(description="A lock that holds on an account.")
class AccountLock:
    """Its values are ``LockRow``."""

    kind: LockKind = plain("How it came about.")
    locked_at: datetime = plain("Since when it holds.")
    locked_until: datetime | None = plain("When it ends by itself; null where somebody has to lift it.")
    reason: str | None = plain("What whoever locked the account said; null for nothing.")

    @strawberry.field(description="The account that set it; null when the host or the system did.")
    def locked_by_id(self) -> strawberry.ID | None:
        """``self`` is the row."""
        row: LockRow = self  # type: ignore[assignment] # values are rows
        return None if row.locked_by_id is None else encode_id("usr", row.locked_by_id)


@strawberry.input(description="An account to shut out.")
class LockUserInput:
    """One."""

    id: strawberry.ID = plain("The account.")
    reason: str | None = plain("Why, at most 200 characters; shown with the lock and in the trail.", default=None)


@strawberry.input(description="An account whose locks are to be lifted.")
class UnlockUserInput:
    """One."""

    id: strawberry.ID = plain("The account.")
    note: str | None = plain("A remark for the trail, at most 200 characters.", default=None)


@strawberry.type(description="What became of it.")
class LockUserPayload(UserPayload):
    """Of ``lockUser``."""


@strawberry.type(description="What became of it.")
class UnlockUserPayload(UserPayload):
    """Of ``unlockUser``."""


@strawberry.type
class LockMutations:
    """Root fields."""

    @mutation(
        locking.lock_user, "Shuts an account out until it is unlocked: sign-ins, sessions, tokens and waiting steps."
    )
    async def lock_user(self, info: Info, input: Annotated[LockUserInput, Input]) -> LockUserPayload | None:
        """See the command."""
        user_id = decode_id(input.id, "usr", "input.id")

        async def change() -> LockUserPayload:
            done = await info.context.perform(lambda work: locking.lock_user(work, user_id, input.reason))
            return LockUserPayload(user_id=done)

        return await answered(LockUserPayload, change())

    @mutation(locking.unlock_user, "Lifts an account's locks, by hand and automatic, and forgets its failed attempts.")
    async def unlock_user(self, info: Info, input: Annotated[UnlockUserInput, Input]) -> UnlockUserPayload | None:
        """See the command."""
        user_id = decode_id(input.id, "usr", "input.id")

        async def change() -> UnlockUserPayload:
            done = await info.context.perform(lambda work: locking.unlock_user(work, user_id, input.note))
            return UnlockUserPayload(user_id=done)

        return await answered(UnlockUserPayload, change())
