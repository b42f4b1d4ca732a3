"""What an account's e-mail address brings with it: the name it signs in by, its links, and whether it is proven.

All of it is part of commands that have locked the account.
"""

from auth.errors import DomainError, Refused
from auth.events import Target, user_target
from auth.links.one_time import revoke
from auth.mail.messages import EmailChangedMail
from auth.mail.outbox import send_mail
from auth.permissions import Scope, demand
from auth.unit_of_work import Work
from auth.unset import UNSET, Unset
from auth.users.events import EmailConfirmed, EmailStanding, EmailVouchedFor
from auth.users.naming import claim_names, write_email
from models.one_time_link import LinkPurpose
from models.user import IdentifierKind, LoginIdentifier, User


async def take_over_email(work: Work, user: User, old: str | None) -> None:
    """Makes the account sign in by the address that was put into it, which is not proven.

    Links that went to the old address are worth nothing any more, and it is told. Raises ``Refused`` when another
    account signs in by the new one.
    """
    user.email_verified_at = None
    await claim_names(user)
    await LoginIdentifier.filter(user_id=user.id, kind=IdentifierKind.EMAIL).delete()
    await write_email(user)
    await revoke(work, user.id, *LinkPurpose)
    await send_mail(work, old, EmailChangedMail(at=work.now), user.id)


def vouch_for_email(work: Work, user: User, *, is_verified: bool | Unset) -> None:
    """Takes somebody's word that the address is the account's own, or is not. Raises ``Forbidden``, ``Refused``."""
    if is_verified is UNSET:
        return
    demand(work.actor, "vouching for an e-mail address", Scope.USERS_VOUCH_EMAIL)
    if is_verified and user.email is None:
        raise Refused(DomainError("EMAIL_REQUIRED", "There is no address to vouch for.", "email_verified"))
    before = _standing(user)
    user.email_verified_at = (user.email_verified_at or work.now) if is_verified else None
    if _standing(user) != before:
        work.record(EmailVouchedFor(target=_target(user), before=before, after=_standing(user)))


def confirm_address(work: Work, user: User, confirmed: str | None) -> bool:
    """Notes that the account's owner reads mail to its address, if ``confirmed`` is that; tells whether that is new."""
    if confirmed is None or confirmed != user.email or user.email_verified_at is not None:
        return False
    before = _standing(user)
    user.email_verified_at = work.now
    work.record(EmailConfirmed(target=_target(user), acting=_target(user), before=before, after=_standing(user)))
    return True


def _standing(user: User) -> EmailStanding:
    return EmailStanding(user.email_verified_at is not None)


def _target(user: User) -> Target:
    return user_target(user.id, user.username)
