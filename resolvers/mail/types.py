"""Mail as the schema shows it: what became of it, never what it says."""

from datetime import datetime

import strawberry

from auth.mail.queries import MailState
from auth.permissions import Scope
from resolvers.enums import described
from resolvers.node import encode_id
from resolvers.permissions import guarded, plain

described(
    MailState,
    "What became of a mail so far.",
    WAITING="It is to be sent, for the first time or again.",
    SENT="The mail server took it, or it was written to the folder.",
    ABANDONED="It was given up after three days.",
)


@strawberry.type(description="A mail that is to be sent, was sent within 30 days, or was given up.")
class OutboxMail:
    """Its values are ``OutboxMailRow``."""

    kind: str = plain("Which template, e.g. password_reset.")
    recipient: str | None = guarded(Scope.USERS_READ_CONTACT, description="The address that it goes to.")
    state: MailState = plain("What became of it so far.")
    attempts: int = plain("How often it was tried.")
    last_error: str | None = plain("Why it was not taken the last time: the step and the server's code.")
    created_at: datetime = plain("When what caused it happened.")
    due_at: datetime | None = plain("When it is tried next; null where it will not be.")
    sent_at: datetime | None = plain("When it was taken.")

    @strawberry.field(description="The account that it is about; null for none.")
    def user_id(self) -> strawberry.ID | None:
        """``self`` is the row."""
        return None if self.user_id is None else encode_id("usr", self.user_id)  # type: ignore[attr-defined,arg-type]
