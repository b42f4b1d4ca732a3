"""Reads what became of returns from identity providers."""

from datetime import datetime
from typing import Annotated

import strawberry

from auth.errors import BadInput
from auth.single_sign_on.queries import (
    SCOPES,
    AttemptFilter,
    attempt_by_id,
    attempt_by_reference,
    count_attempts,
    list_attempts,
)
from models.provider_sign_in import SsoPurpose
from resolvers.connection import After, Before, Connection, First, Last, Offset, listed, page_request, rows_selected
from resolvers.context import Info
from resolvers.node import decode_id
from resolvers.permissions import guarded, telling
from resolvers.single_sign_on.attempts import SsoAttempt, reader_of, shown

REASONS_MOST = 50


@strawberry.input(description="Which returns from identity providers to list; everything given must hold.")
class SsoAttemptFilter:
    """Becomes an ``AttemptFilter``."""

    provider_id: strawberry.ID | None = telling("SsoAttempt.providerId", "From this identity provider.")
    user_id: strawberry.ID | None = telling("SsoAttempt.userId", "That came to this account.")
    purpose: SsoPurpose | None = telling("SsoAttempt.purpose", "For this.")
    is_refused: bool | None = telling("SsoAttempt.code", "Whether they were refused.")
    because: list[str] | None = telling("SsoAttempt.because", "For one of these reasons; at most 50.")
    after: datetime | None = telling("SsoAttempt.at", "After this moment.")
    before: datetime | None = telling("SsoAttempt.at", "Before this moment.")

    def wanted(self) -> AttemptFilter:
        """For the query. Raises ``BadInput`` for ids that are none."""
        if self.because is not None and len(self.because) > REASONS_MOST:
            raise BadInput("filter.because", f"Give at most {REASONS_MOST} reasons.")
        return AttemptFilter(
            provider_id=None if self.provider_id is None else decode_id(self.provider_id, "idp", "filter.providerId"),
            user_id=None if self.user_id is None else decode_id(self.user_id, "usr", "filter.userId"),
            purpose=self.purpose,
            is_refused=self.is_refused,
            because=None if self.because is None else tuple(self.because),
            after=self.after,
            before=self.before,
        )


@strawberry.input(description="Which return: by exactly one of these.", one_of=True)
class SsoAttemptLookup:
    """One of."""

    id: strawberry.Maybe[strawberry.ID] = telling("SsoAttempt.id", "By its id.")
    reference: strawberry.Maybe[str] = telling(
        "SsoAttempt.reference", "By what the person was shown; case and dashes do not matter."
    )


Filter = Annotated[SsoAttemptFilter | None, strawberry.argument(description="Which ones; all if absent.")]


@strawberry.type
class SsoAttemptQueries:
    """Root fields."""

    @guarded(
        *SCOPES,
        description="What became of returns from identity providers, newest first, for as long as the settings say.",
        graphql_type=Connection[SsoAttempt] | None,
    )
    async def sso_attempts(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        offset: Offset = None,
        filter: Filter = None,
    ) -> object:
        """A page of them."""
        actor, wanted = info.context.actor, filter.wanted() if filter else AttemptFilter()
        reader = reader_of(info.context, rows_selected(info.selection))
        page = await list_attempts(reader, wanted, page_request(first, after, last, before, offset))
        await shown(info.context, list(page.rows))
        return listed(page, lambda at_most: count_attempts(actor, wanted, at_most))

    @guarded(*SCOPES, description="One of them; null where there is none (any more).", graphql_type=SsoAttempt | None)
    async def sso_attempt(
        self, info: Info, by: Annotated[SsoAttemptLookup, strawberry.argument(description="Which one.")]
    ) -> object:
        """A return."""
        reader = reader_of(info.context, info.selection)
        if by.id:
            row = await attempt_by_id(reader, decode_id(by.id.value, "sat", "by.id"))
        else:
            row = await attempt_by_reference(reader, by.reference.value if by.reference else "")
        await shown(info.context, [row] if row else [])
        return row
