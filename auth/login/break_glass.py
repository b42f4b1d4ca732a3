"""Tells of each sign-in by a break-glass account: in the trail, and by mail to everybody who administers Gatehouse."""

from auth.administrators.facts import administrators
from auth.administrators.rules import MOST_NAMED, who_get_in
from auth.events import user_target
from auth.login.events import BreakGlassUsed
from auth.mail.messages import BreakGlassUsedMail
from auth.mail.outbox import send_mail
from auth.unit_of_work import Work
from models.user import User


async def note_break_glass(work: Work, user: User) -> None:
    """Says that the account, which the unit has locked, is signed in now; part of the sign-in.

    Those are told who can get in, the account itself among them; at most ``MOST_NAMED``.
    """
    me = user_target(user.id, user.username)
    work.record(BreakGlassUsed(target=me, acting=me))
    names = who_get_in(await administrators(work.now))[:MOST_NAMED]
    told = BreakGlassUsedMail(username=user.username, ip_address=work.actor.origin.ip_address, at=work.now)
    for each in await User.filter(username__in=names).order_by("id"):
        await send_mail(work, each.email, told, each.id)
