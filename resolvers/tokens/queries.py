"""Reads API tokens."""

from typing import Annotated

import strawberry

from auth.permissions import Scope
from auth.tokens.queries import EVERY_TOKEN, count_api_tokens, list_api_tokens
from resolvers.connection import After, Before, Connection, First, Last, Offset, listed, page_request
from resolvers.context import Info
from resolvers.permissions import guarded
from resolvers.tokens.inputs import ApiTokenFilterInput
from resolvers.tokens.types import ApiToken

Filter = Annotated[ApiTokenFilterInput | None, strawberry.argument(description="Which tokens; all if absent.")]


@strawberry.type
class TokenQueries:
    """Root fields."""

    @guarded(
        Scope.TOKENS_READ,
        description="API tokens of all accounts, the newest first; also those that are over.",
        graphql_type=Connection[ApiToken] | None,
    )
    async def api_tokens(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        offset: Offset = None,
        filter: Filter = None,
    ) -> object:
        """A page of tokens."""
        actor, now = info.context.actor, info.context.clock.now()
        wanted = filter.wanted() if filter else EVERY_TOKEN
        page = await list_api_tokens(actor, wanted, page_request(first, after, last, before, offset), now)
        return listed(page, lambda at_most: count_api_tokens(actor, wanted, now, at_most))
