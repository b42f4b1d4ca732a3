"""Mail that is to be sent is a row, written in the transaction of what causes it: neither is there without the other.

The row holds values, not text: templates are filled when it is sent, because nothing slow happens inside a unit.
"""

from uuid import UUID

import orjson

from auth.mail.messages import Mail
from auth.texts import check_email
from auth.unit_of_work import Work
from auth.vault import Purpose
from models.outbox_mail import OutboxMail
from models.user import User

ANYONE = ""
"""Whom a mail greets where no account is known."""


async def send_mail(work: Work, to: str | None, mail: Mail, user_id: UUID | None) -> bool:
    """Has a mail sent once this unit is committed, to one stored address; ``user_id`` is the account that is greeted.

    ``False``, and nothing happens, when ``to`` is ``None`` or is not exactly one address: a list, a line end or a
    header in what once came from outside never reaches a mail server.
    """
    if to is None or check_email(to):
        return False
    values = {"name": await _name(user_id), **mail.values()}
    content = work.installation.vault.seal(Purpose.MAIL, orjson.dumps(values).decode())
    await OutboxMail.create(
        user_id=user_id,
        kind=mail.kind,
        recipient=to,
        content_sealed=content,
        created_at=work.now,
        due_at=work.now,
    )
    work.after_commit(work.installation.wake_mail)
    return True


async def _name(user_id: UUID | None) -> str:
    if user_id is None:
        return ANYONE
    user = await User.get_or_none(id=user_id).only("display_name")
    return ANYONE if user is None else user.display_name


async def forget_mail_of(user_id: UUID) -> None:
    """Deletes what an account was sent and what still waits for it, inside the open unit of work."""
    await OutboxMail.filter(user_id=user_id).delete()
