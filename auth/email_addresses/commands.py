"""Mails links to addresses that are to be proven, and takes the proof.

Whether a wanted address is another account's is asked when its link is used: before, the caller would learn of
addresses that are not theirs.
"""

from uuid import UUID

from auth.actor import Actor, anonymous
from auth.email_addresses.events import EmailChangeCancelled, EmailChangeRequested, EmailLinkSent, WantedEmail
from auth.errors import DomainError, Problems, Refused
from auth.events import user_target
from auth.links.commands import note_refused
from auth.links.one_time import Given, LinkRefused, given, is_asked_too_often, issue, revoke, use
from auth.mail.messages import ConfirmEmailMail
from auth.mail.outbox import send_mail
from auth.permissions import Scope, open_to_anyone, requires
from auth.step_up.asking import asks_fresh_factor
from auth.step_up.rules import StepUp
from auth.texts import check_email
from auth.unit_of_work import Units, Work
from auth.users.accounts import manage, state_of
from auth.users.email import confirm_address, take_over_email
from auth.users.events import UserUpdated
from auth.users.naming import save_account
from auth.users.own import locked_self
from auth.users.rules import UserChanges
from auth.users.values import apply_changes
from models.one_time_link import LinkPurpose
from models.user import User

_CONFIRM = LinkPurpose.CONFIRM_EMAIL


@requires()
@asks_fresh_factor(StepUp.OWN_ACCOUNT)
async def change_email(work: Work, email: str) -> UUID:
    """Mails a link to an address that the caller wants, or whose own it is already but not proven.

    Raises ``FreshFactorRequired``; ``Refused``: no address, one that is proven already, or too many links lately.
    """
    user = await locked_self(work)
    problems = Problems()
    problems.extend(check_email(email))
    problems.refuse()
    if email == user.email and user.email_verified_at is not None:
        raise Refused(DomainError("SAME_EMAIL", "This is your address already, and it is confirmed.", "email"))
    if await is_asked_too_often(work, user.id, _CONFIRM):
        raise Refused(DomainError("TOO_MANY_LINKS", "Three links were mailed within the last hour. Wait.", "email"))
    work.record(EmailChangeRequested(target=user_target(user.id, user.username), after=WantedEmail(email)))
    await _mail_link(work, user, email)
    return user.id


@requires()
async def cancel_email_change(work: Work) -> UUID:
    """Makes the link of a wanted address worth nothing. None is open: nothing happens."""
    user = await locked_self(work)
    if await revoke(work, user.id, _CONFIRM):
        work.record(EmailChangeCancelled(target=user_target(user.id, user.username)))
    return user.id


@requires(Scope.USERS_WRITE)
async def send_email_confirmation(work: Work, user_id: UUID) -> UUID:
    """Mails an account a link by which it proves the address it has; an address it wanted is forgotten.

    Raises ``NotFound``, ``Refused``: an account that may do more, or without an address that is to be proven.
    """
    managed = await manage(work, user_id)
    user = managed.user
    if user.email is None:
        raise Refused(DomainError("EMAIL_REQUIRED", "This account has no e-mail address.", "id"))
    if user.email_verified_at is not None:
        raise Refused(DomainError("EMAIL_VERIFIED", "The address of this account is confirmed already.", "id"))
    work.record(EmailLinkSent(target=managed.target))
    await _mail_link(work, user, user.email)
    return user_id


async def confirm_email(units: Units, actor: Actor, token: str) -> None:
    """Takes a link to an address. Raises ``LinkRefused``; ``Refused`` when the address is another account's by now."""
    nobody, link = anonymous(actor.origin), given(token, _CONFIRM)
    try:
        await units.run(nobody, lambda work: settle_email(work, link))
    except LinkRefused:
        await units.run(nobody, lambda work: note_refused(work, link))
        raise


@open_to_anyone("the link's token proves whose address it is")
async def settle_email(work: Work, link: Given) -> None:
    """Uses the link up: the address is the account's from now on, and proven. Raises as ``confirm_email``."""
    row, user = await use(work, link)
    me, before, wanted = user_target(user.id, user.username), state_of(user), row.email or ""
    if wanted != user.email:
        await _put(work, user, wanted)
        work.record(UserUpdated(target=me, acting=me, before=before, after=state_of(user)))
    confirm_address(work, user, wanted)
    await save_account(work, user)


async def _put(work: Work, user: User, email: str) -> None:
    old, old_key = user.email, user.email_key
    apply_changes(user, UserChanges(email=email))
    if user.email_key == old_key:
        return
    try:
        await take_over_email(work, user, old)
    except Refused as refused:
        message = "Another account signs in by this address."
        raise Refused(DomainError("EMAIL_TAKEN", message, "token")) from refused


async def _mail_link(work: Work, user: User, email: str) -> None:
    issued = await issue(work, user.id, _CONFIRM, email)
    await send_mail(
        work, email, ConfirmEmailMail(link=issued.url, expires_at=issued.expires_at, new_email=email), user.id
    )
