"""Reads accounts."""

from typing import Annotated

import strawberry

from auth.permissions import Scope
from auth.users.queries import BY_USERNAME, UserFilter, UserListing, count_users, list_users, user_by_id, user_by_name
from models.user import IdentifierKind
from resolvers.connection import After, Before, Connection, First, Last, Offset, listed, page_request, rows_selected
from resolvers.context import Info
from resolvers.mfa.of_users import only_with
from resolvers.node import decode_id
from resolvers.permissions import guarded
from resolvers.users.filters import UserFilterInput, UserLookup, UserOrder
from resolvers.users.types import User

Search = Annotated[
    str | None,
    strawberry.argument(
        description="Part of a username or name, or of an e-mail address where the caller may read those;"
        " accents and case do not matter. At most 200 characters."
    ),
]
Filter = Annotated[UserFilterInput | None, strawberry.argument(description="Which accounts; active ones if absent.")]
OrderBy = Annotated[UserOrder | None, strawberry.argument(description="By what they are sorted; username if absent.")]


@strawberry.type
class UserQueries:
    """Root fields."""

    @guarded(Scope.USERS_READ, description="Accounts, page by page.", graphql_type=Connection[User] | None)
    async def users(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        offset: Offset = None,
        search: Search = None,
        filter: Filter = None,
        order_by: OrderBy = None,
    ) -> object:
        """A page of accounts."""
        listing = UserListing(
            filter=filter.wanted() if filter else UserFilter(),
            search=search,
            order=order_by.order() if order_by else BY_USERNAME,
            page=page_request(first, after, last, before, offset),
            only=await only_with(filter.mfa) if filter else None,
        )
        actor = info.context.actor
        page = await list_users(actor, listing, rows_selected(info.selection))
        return listed(page, lambda at_most: count_users(actor, listing, at_most))

    @guarded(Scope.USERS_READ, description="One account; null where there is none.", graphql_type=User | None)
    async def user(
        self, info: Info, by: Annotated[UserLookup, strawberry.argument(description="Which one.")]
    ) -> object:
        """An account."""
        actor = info.context.actor
        if by.id:
            return await user_by_id(actor, decode_id(by.id.value, "usr", "by.id"), info.selection)
        if by.username:
            return await user_by_name(actor, by.username.value, IdentifierKind.USERNAME, info.selection)
        return await user_by_name(actor, by.email.value if by.email else "", IdentifierKind.EMAIL, info.selection)
