"""Reads the outbox."""

from typing import Annotated

import strawberry

from auth.mail.queries import count_outbox_mails, list_outbox_mails
from auth.permissions import Scope
from resolvers.connection import After, Before, Connection, First, Last, Offset, listed, page_request
from resolvers.context import Info
from resolvers.mail.types import MailState, OutboxMail
from resolvers.permissions import guarded

States = Annotated[
    list[MailState] | None, strawberry.argument(description="Only mail in any of these states; all if absent.")
]


@strawberry.type
class MailQueries:
    """Root fields."""

    @guarded(
        Scope.SETTINGS_READ,
        description="Mail that waits, was sent or was given up, newest first.",
        graphql_type=Connection[OutboxMail] | None,
    )
    async def outbox_mails(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
        offset: Offset = None,
        states: States = None,
    ) -> object:
        """A page of mails."""
        actor, page = info.context.actor, page_request(first, after, last, before, offset)
        found = await list_outbox_mails(actor, page, states)
        return listed(found, lambda at_most: count_outbox_mails(actor, states, at_most))
