"""The links that accounts were mailed, read as only the sender of mail can: with the key of the installation."""

import orjson

from auth.vault import Purpose
from models.outbox_mail import OutboxMail
from tests.support.keys import INSTALLATION


async def mailed(kind: str) -> list[tuple[str, str]]:
    """To whom mails of a kind go, with their links, oldest first."""
    mails = await OutboxMail.filter(kind=kind).order_by("created_at", "id")
    opened = [(mail.recipient, INSTALLATION.vault.open(Purpose.MAIL, mail.content_sealed)) for mail in mails]
    return [(recipient, orjson.loads(content)["link"]) for recipient, content in opened]


async def newest_token(kind: str) -> str:
    """The token of the last link of a kind."""
    return token_of((await mailed(kind))[-1][1])


def token_of(link: str) -> str:
    """What stands in the fragment."""
    page, _, token = link.partition("#token=")
    assert page.startswith("http")
    assert "?" not in page
    assert token
    return token
