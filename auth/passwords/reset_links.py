"""Mails links by which an account chooses a new password: because an administrator says so, or who forgot theirs.

Whoever asks from outside is answered alike whether or not there is such an account: with the same words, after as many
statements, and after one write each (REQUIREMENTS C5, C7). The mail itself leaves later, from the outbox.
"""

from uuid import UUID

from auth.errors import DomainError, Refused
from auth.events import user_target
from auth.links.one_time import Issued, is_asked_too_often, issue, revoke
from auth.locking import locked_account
from auth.lockout.commands import NO_ACCOUNT
from auth.lockout.rules import is_usable
from auth.mail.messages import PasswordResetMail
from auth.mail.outbox import forget_mail_of, send_mail
from auth.passwords.events import (
    NotSentBecause,
    PasswordResetNotSent,
    PasswordResetRequested,
    PasswordResetSent,
)
from auth.permissions import Scope, open_to_anyone, requires
from auth.reading import storable
from auth.settings.pages import LinkSettings
from auth.settings.queries import current
from auth.sources.enforcement import PasswordUse, password_use, shut
from auth.texts import canonical
from auth.unit_of_work import Work
from auth.users.accounts import manage
from auth.users.password_state import is_used
from models.columns import KEY_LENGTH
from models.one_time_link import LinkPurpose
from models.user import Credential, LoginIdentifier, User, UserKind

NOWHERE = "nobody@example.com"
"""To whom the mail is written that is never sent (RFC 2606 §3)."""

_RESET = LinkPurpose.RESET_PASSWORD
_SPECIAL = {"EMAIL_REQUIRED": NotSentBecause.NO_EMAIL, "SSO_ENFORCED": NotSentBecause.SSO_ENFORCED}


@requires(Scope.USERS_WRITE)
async def send_password_reset(work: Work, user_id: UUID) -> UUID:
    """Has a link mailed to an account by which it chooses a new password; the one before is worth nothing any more.

    Raises ``NotFound``, ``Refused``: an account that may do more, a program's, one that cannot be used, has no address,
    or is not checked by a password of ours, or not now.
    """
    managed = await manage(work, user_id)
    user = managed.user
    problem = mail_problem(user, await password_use(user_id))
    if problem is not None:
        raise Refused(problem)
    issued = await issue(work, user.id, _RESET, user.email)
    await send_mail(work, user.email, _mail(issued), user.id)
    work.record(PasswordResetSent(target=managed.target))
    return user_id


def mail_problem(user: User, use: PasswordUse) -> DomainError | None:
    """Why a link for a password is no use to an account; ``None`` when it is."""
    if user.kind is UserKind.SERVICE:
        return DomainError("SERVICE_ACCOUNT", "A program signs in by API tokens, not by a password.", "id")
    if not is_used(user.auth_method):
        return DomainError("EXTERNAL_ACCOUNT", "Another system checks this account's password.", "id")
    if use is PasswordUse.SHUT:
        return shut("id")
    if not is_usable(user.status, user.locked_at):
        return DomainError("ACCOUNT_NOT_USABLE", "It is deactivated or locked, and would refuse the link.", "id")
    if user.email is None:
        return DomainError("EMAIL_REQUIRED", "This account has no e-mail address.", "id")
    return None


@open_to_anyone("who forgot a password cannot sign in; the answer says nothing and mail goes to the stored address")
async def request_password_reset(work: Work, login: str) -> None:
    """Has a link mailed to the account of this name or address, if it is a person's who has a password and can use it.

    Nobody is told whether it was. An account is mailed a few in an hour at most.
    """
    user = await _found(login)
    because = await _obstacle(work, user)
    target = user_target(user.id, user.username) if user else None
    if user is not None and because is None:
        issued = await issue(work, user.id, _RESET, user.email)
        await send_mail(work, user.email, _mail(issued), user.id)
        work.record(PasswordResetRequested(target=target))
        return
    await _as_if(work)
    work.record(PasswordResetNotSent(target=target, because=because or NotSentBecause.UNKNOWN_ACCOUNT))


async def _found(login: str) -> User | None:
    key = storable(canonical(login[:KEY_LENGTH]))
    fits = len(login) <= KEY_LENGTH and len(key) <= KEY_LENGTH
    known = await LoginIdentifier.get_or_none(key=key if fits else "")
    return await locked_account(known.user_id if known else NO_ACCOUNT)


async def _obstacle(work: Work, user: User | None) -> NotSentBecause | None:
    """Why nothing is mailed; as many statements for every answer."""
    user_id = user.id if user else NO_ACCOUNT
    has_password = await Credential.exists(user_id=user_id)
    too_many = await is_asked_too_often(work, user_id, _RESET)
    use = await password_use(user_id)
    if user is None:
        return NotSentBecause.UNKNOWN_ACCOUNT
    problem = mail_problem(user, use)
    if problem is not None:
        return _SPECIAL.get(problem.code, NotSentBecause.ACCOUNT_NOT_USABLE)
    if not has_password:
        return NotSentBecause.NO_PASSWORD
    return NotSentBecause.TOO_MANY if too_many else None


async def _as_if(work: Work) -> None:
    """What a mail costs, for nobody: as many statements, which leave nothing behind."""
    await current(LinkSettings)
    await revoke(work, NO_ACCOUNT, _RESET)
    nothing = PasswordResetMail(link=NOWHERE, expires_at=work.now)
    await send_mail(work, NOWHERE, nothing, NO_ACCOUNT)
    await forget_mail_of(NO_ACCOUNT)


def _mail(issued: Issued) -> PasswordResetMail:
    return PasswordResetMail(link=issued.url, expires_at=issued.expires_at)
