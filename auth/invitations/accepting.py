"""An invited person chooses their password. Signing in is the next step, and a step of its own."""

from auth.actor import Actor, anonymous
from auth.credential import NewPassword
from auth.errors import Problems
from auth.events import user_target
from auth.invitations.events import InvitationAccepted
from auth.links.one_time import Given, given, use
from auth.passwords.by_link import chosen_by_link, store_by_link
from auth.passwords.hashing import PasswordHashing
from auth.permissions import open_to_anyone
from auth.unit_of_work import Units, Work
from auth.users.accounts import state_of
from auth.users.events import UserUpdated
from auth.users.naming import save_account
from auth.users.own import OwnChanges
from auth.users.rules import value_problems
from auth.users.values import apply_changes
from models.one_time_link import LinkPurpose
from models.user import User


async def accept_invitation(
    units: Units, hashing: PasswordHashing, actor: Actor, token: str, password: str, names: OwnChanges
) -> str:
    """Sets the first password by an invitation, and the names if given; gives the account's username.

    Raises ``Refused`` for illegal names; ``LinkRefused``; ``PasswordRejected``, which leaves the invitation as it was;
    ``HashingBusy``.
    """
    problems = Problems()
    problems.extend(value_problems(names.changes()))
    problems.refuse()
    nobody, link = anonymous(actor.origin), given(token, LinkPurpose.INVITATION)
    called = tuple(name for name in (names.first_name, names.last_name) if isinstance(name, str) and name)
    new = await chosen_by_link(units, hashing, nobody, link, password, called)
    return await units.run(nobody, lambda work: settle_invitation(work, link, new, names))


@open_to_anyone("the invitation's token is what the caller is known by")
async def settle_invitation(work: Work, link: Given, new: NewPassword, names: OwnChanges) -> str:
    """Uses the invitation up, stores the password and the names. Raises ``LinkRefused``."""
    row, user = await use(work, link)
    me = user_target(user.id, user.username)
    work.record(InvitationAccepted(target=me, acting=me))
    await _call(work, user, names)
    await store_by_link(work, row, user, new)
    return user.username


async def _call(work: Work, user: User, names: OwnChanges) -> None:
    before = state_of(user)
    apply_changes(user, names.changes())
    if state_of(user) != before:
        me = user_target(user.id, user.username)
        await save_account(work, user)
        work.record(UserUpdated(target=me, acting=me, before=before, after=state_of(user)))
