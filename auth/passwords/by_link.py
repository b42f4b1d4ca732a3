"""A new password by a link: what forgotten passwords and invitations have in common, and the reset itself.

The link is all that the caller is known by. It opens no session: signing in afterwards asks for the second factor as
ever (OWASP Forgot Password Cheat Sheet).
"""

from auth.actor import Actor, anonymous
from auth.credential import NewPassword
from auth.events import user_target
from auth.links.commands import note_refused
from auth.links.one_time import Given, LinkRefused, given, spend, use
from auth.lockout.commands import NO_ACCOUNT, clear_attempts
from auth.lockout.rules import is_usable
from auth.passwords.choice import PasswordRejected, chosen
from auth.passwords.commands import end_sessions, note_rejection, store_password
from auth.passwords.events import PasswordReset
from auth.passwords.hashing import PasswordHashing
from auth.passwords.history import Owner, owner_of
from auth.permissions import open_to_anyone
from auth.settings.pages import PasswordSettings
from auth.settings.queries import current
from auth.sources.enforcement import PasswordUse, password_use
from auth.unit_of_work import Units, Work
from auth.users.email import confirm_address
from auth.users.naming import save_account
from models.one_time_link import LinkPurpose, OneTimeLink
from models.user import User


async def reset_password(units: Units, hashing: PasswordHashing, actor: Actor, token: str, password: str) -> str:
    """Sets a new password by a mailed link and gives the account's username.

    Raises ``LinkRefused``, ``PasswordRejected``, which leaves the link as it was, and ``HashingBusy``.
    """
    nobody, link = anonymous(actor.origin), given(token, LinkPurpose.RESET_PASSWORD)
    new = await chosen_by_link(units, hashing, nobody, link, password)
    return await units.run(nobody, lambda work: settle_password_reset(work, link, new))


async def chosen_by_link(
    units: Units,
    hashing: PasswordHashing,
    nobody: Actor,
    link: Given,
    password: str,
    names: tuple[str, ...] = (),
) -> NewPassword:
    """Judges and hashes the password that somebody brings with a link; ``names`` come with it. Raises as above."""
    owner = await units.run(nobody, lambda work: spend_link(work, link))
    if owner is None:
        raise LinkRefused
    try:
        return await chosen(hashing, password, names=(*owner.names, *names), field="new_password", before=owner.before)
    except PasswordRejected:
        await units.run(nobody, lambda work: note_rejection(work, owner))
        raise


@open_to_anyone("the link's token is what the caller is known by")
async def spend_link(work: Work, link: Given) -> Owner | None:
    """Counts one attempt against a link before any hash is computed.

    Gives what the password is held against, or ``None`` for a link that is worth nothing (any more).
    """
    row = await spend(work, link)
    user = await User.get_or_none(id=row.user_id) if row else None
    is_shut = await password_use(row.user_id if row else NO_ACCOUNT) is PasswordUse.SHUT
    if user is None or is_shut or not is_usable(user.status, user.locked_at):
        await note_refused(work, link)
        return None
    return await owner_of(user)


@open_to_anyone("the link's token is what the caller is known by")
async def settle_password_reset(work: Work, link: Given, new: NewPassword) -> str:
    """Uses the link up and stores the password. Raises ``LinkRefused``."""
    row, user = await use(work, link)
    await store_by_link(work, row, user, new)
    me = user_target(user.id, user.username)
    work.record(PasswordReset(target=me, acting=me))
    return user.username


async def store_by_link(work: Work, row: OneTimeLink, user: User, new: NewPassword) -> None:
    """Stores the password, ends sessions and lifts the automatic lock; part of a command that has used the link up.

    Whoever used a mailed link reads the mail of its address. The lock by hand would have refused the link.
    """
    await store_password(work, user, new)
    await end_sessions(work, user, (await current(PasswordSettings)).sessions_end_after_reset)
    await clear_attempts(work, user)
    if confirm_address(work, user, row.email):
        await save_account(work, user)
