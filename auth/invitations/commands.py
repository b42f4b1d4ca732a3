"""Invites people, sends invitations again and revokes them."""

from dataclasses import dataclass
from uuid import UUID

from auth.errors import DomainError, Refused
from auth.events import user_target
from auth.idempotency import Idempotency
from auth.invitations.events import InvitationRevoked, InvitationTerms, UserInvited
from auth.links.one_time import issue, revoke
from auth.mail.messages import InvitationMail
from auth.mail.outbox import send_mail
from auth.passwords.reset_links import mail_problem
from auth.permissions import Scope, requires
from auth.sources.enforcement import is_enforced, password_use, shut
from auth.unit_of_work import Work
from auth.users.accounts import manage
from auth.users.commands import NewUser, create_user
from auth.users.password_state import is_used
from models.one_time_link import LinkPurpose
from models.user import Credential, User

_INVITATION = LinkPurpose.INVITATION


@dataclass(frozen=True, slots=True)
class Invited:
    """What became of an invitation.

    Attributes:
        link: To be shown to the inviter this once, where no mail is sent; ``None`` where it is mailed.
    """

    user_id: UUID
    link: str | None = None


@requires(Scope.USERS_WRITE)
async def invite_user(work: Work, new: NewUser, idempotency: Idempotency | None = None) -> Invited:
    """Makes an account without a password and invites its person; the same idempotency key invites nobody twice.

    Raises as ``create_user``, and ``Refused`` without an e-mail address, for whom another system checks, and while
    single sign-on is enforced.
    """
    if not isinstance(new.values.email, str) or not new.values.email:
        raise Refused(DomainError("EMAIL_REQUIRED", "An invitation goes to an e-mail address.", "email"))
    if not is_used(new.check.method):
        raise Refused(
            DomainError("EXTERNAL_ACCOUNT", "Whom another system checks chooses no password here.", "auth_method")
        )
    if await is_enforced():
        raise Refused(shut("auth_method"))
    created = await create_user(work, new, None, idempotency)
    if created.earlier:
        return Invited(created.user_id)
    return await _invite(work, await User.get(id=created.user_id))


@requires(Scope.USERS_WRITE)
async def resend_invitation(work: Work, user_id: UUID) -> Invited:
    """Invites anew a person whose account has no password; the link before is worth nothing any more.

    Raises ``NotFound``, ``Refused``: an account that may do more, has a password, cannot be used or has no address.
    """
    user = (await manage(work, user_id)).user
    problem = mail_problem(user, await password_use(user_id))
    if problem is None and await Credential.exists(user_id=user_id):
        problem = DomainError("HAS_PASSWORD", "This account has a password already. Have a reset sent.", "id")
    if problem is not None:
        raise Refused(problem)
    return await _invite(work, user)


@requires(Scope.USERS_WRITE)
async def revoke_invitation(work: Work, user_id: UUID) -> UUID:
    """Makes an open invitation worth nothing. The account stays, without a password.

    Raises ``NotFound``, ``Refused`` for an account that may do more, or where no invitation is open.
    """
    managed = await manage(work, user_id)
    if not await revoke(work, user_id, _INVITATION):
        raise Refused(DomainError("NO_INVITATION", "No invitation of this account is open.", "id"))
    work.record(InvitationRevoked(target=managed.target))
    return user_id


async def _invite(work: Work, user: User) -> Invited:
    issued = await issue(work, user.id, _INVITATION, user.email)
    until = InvitationTerms(issued.expires_at.isoformat())
    work.record(UserInvited(target=user_target(user.id, user.username), after=until))
    if not work.installation.sends_mail:
        return Invited(user.id, issued.url)
    mail = InvitationMail(link=issued.url, expires_at=issued.expires_at, invited_by=await _inviter(work))
    await send_mail(work, user.email, mail, user.id)
    return Invited(user.id)


async def _inviter(work: Work) -> str | None:
    if work.actor.user_id is None:
        return None
    inviter = await User.get_or_none(id=work.actor.user_id).only("display_name")
    return inviter.display_name if inviter else None
