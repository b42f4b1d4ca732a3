"""Tells people by mail that their account was used with a device that it had not used before.

Whether a device is new takes reading user agents, which is too slow for a unit of work. So the sign-in only leaves the
question open where it has to be asked, in its own row, and the worker answers it: no mail is lost and none sent twice.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from auth.actor import SYSTEM
from auth.mail.messages import NewDeviceMail
from auth.mail.outbox import send_mail
from auth.permissions import open_to_anyone
from auth.reading import Statement, fetch, instant, key
from auth.sessions.devices import devices_of, kind_of
from auth.settings.pages import SessionSettings
from auth.unit_of_work import Units, Work
from models.session import Session
from models.user import User

LOOKED_BACK = timedelta(days=90)
"""A device that was not used for so long is new again."""

DEVICE_SECONDS = 5
BATCH = 100
TEXTS_MOST = 200
"""Different user agents of an account that are compared, the latest first."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A session whose device somebody has to look at."""

    id: UUID
    user_id: UUID
    user_agent: str | None
    ip_address: str | None
    created_at: datetime


async def may_be_new(work: Work, user: User, settings: SessionSettings, user_agent: str | None) -> bool | None:
    """What is stored of a session that is about to open: ``None`` leaves the question open.

    The very same program is no new device; the first sign-in of an account is with none that it could know.
    """
    if not settings.mail_on_new_device or user.last_login_at is None or user.email is None:
        return False
    of_account = Session.filter(user_id=user.id, created_at__gt=work.now - LOOKED_BACK)
    return False if await of_account.filter(user_agent=user_agent).exists() else None


async def look_at_devices(units: Units) -> None:
    """Answers every open question, each in a unit of its own."""
    while waiting := await _waiting():
        for session in waiting:
            await _look(units, session)


@open_to_anyone("it tells the account itself of its own sign-in")
async def settle_device(work: Work, session: Waiting, new_device: str | None) -> None:
    """Writes the answer and, for a new device, the mail. Answered already: nothing happens."""
    open_question = Session.filter(id=session.id, device_is_new=None)
    answered = await open_question.update(device_is_new=new_device is not None)
    user = await User.get_or_none(id=session.user_id) if answered and new_device else None
    if user is not None and new_device is not None:
        mail = NewDeviceMail(device=new_device, ip_address=session.ip_address, at=session.created_at)
        await send_mail(work, user.email, mail, user.id)


async def _look(units: Units, session: Waiting) -> None:
    texts = await _used_before(session)
    devices = await devices_of({*texts, session.user_agent})
    known = {kind_of(devices[text], text) for text in texts}
    device = devices[session.user_agent]
    new = None if kind_of(device, session.user_agent) in known else device.sentence
    await units.run(SYSTEM, lambda work: settle_device(work, session, new))


async def _waiting() -> list[Waiting]:
    statement = Statement().add("SELECT id, user_id, user_agent, ip_address, created_at FROM sessions")
    rows = await fetch(statement.add(f"WHERE device_is_new IS NULL ORDER BY id LIMIT {BATCH:d}"))
    return [Waiting(key(id_), key(user_id), agent, address, instant(at)) for id_, user_id, agent, address, at in rows]


async def _used_before(session: Waiting) -> list[str | None]:
    """What programs called themselves with which the account signed in before this one."""
    statement = Statement()
    since, until = statement.bind(session.created_at - LOOKED_BACK), statement.bind(session.created_at)
    statement.add("SELECT user_agent FROM sessions")
    statement.add(f"WHERE user_id = {statement.bind(session.user_id)}")
    statement.add(f"AND created_at > {since} AND created_at <= {until} AND id <> {statement.bind(session.id)}")
    statement.add(f"GROUP BY user_agent ORDER BY max(created_at) DESC LIMIT {TEXTS_MOST:d}")
    return [row[0] for row in await fetch(statement)]
