"""Takes identities at providers away from accounts, with everything that came by them."""

from functools import partial
from uuid import UUID

from auth.administrators.question import keeps_an_administrator
from auth.errors import DomainError, NotFound, Refused
from auth.events import Target, user_target
from auth.mail.messages import SignInWayChangedMail
from auth.mail.outbox import send_mail
from auth.permissions import Scope, demand_session, requires
from auth.provisioning.events import IdentityUnlinked
from auth.provisioning.refreshing import known
from auth.sessions.commands import end
from auth.sources.enforcement import PasswordUse, password_use
from auth.sources.registry import sources_of
from auth.step_up.asking import asks_fresh_factor
from auth.step_up.rules import StepUp
from auth.unit_of_work import Work
from auth.users.accounts import manage
from auth.users.following import follow, of_provider
from auth.users.own import locked_self
from models.external_identity import ExternalIdentity
from models.pending_login import PendingLogin
from models.provider_sign_in import ProviderSignIn
from models.session import Session, SessionEnd
from models.user import AuthMethod, Credential, User

MAY_UNLINK = (Scope.SSO_WRITE, Scope.USERS_WRITE)
"""What it takes to unlink an identity of somebody else."""


@requires()
@asks_fresh_factor(StepUp.OWN_ACCOUNT)
@keeps_an_administrator
async def unlink_identity(work: Work, identity_id: UUID) -> UUID:
    """Takes an identity at a provider away: one's own, or, with the scopes, of an account that may do no more.

    Sessions and sign-ins that came by it end, and roles that it gave are gone; the account's owner is told. Gives the
    account.

    Raises ``NotFound``, also for somebody else's without the scopes; ``DomainError`` for an API token of one's own;
    ``Refused`` for an account that may do more, an identity in a directory, and one's own only way in.
    """
    row = await ExternalIdentity.get_or_none(id=identity_id)
    is_own = row is not None and work.actor.is_user(row.user_id)
    if row is None or not (is_own or work.actor.permissions.holds(*MAY_UNLINK)):
        raise NotFound("identity", "id")
    if is_own:
        demand_session(work.actor)
        user = await locked_self(work)
    else:
        user = (await manage(work, row.user_id)).user
    row = await ExternalIdentity.get_or_none(id=identity_id, user_id=user.id)
    if row is None:
        raise NotFound("identity", "id")
    if row.method is not AuthMethod.OIDC:
        message = "Whose account this is in a directory goes with its method: change that."
        raise Refused(DomainError("IDENTITY_OF_DIRECTORY", message, "id"))
    if is_own and not await _has_another_way(user, row):
        message = "This is the only way into your account. Set a password or link another identity first."
        raise Refused(DomainError("ONLY_WAY_IN", message, "id"))
    name = await unlink(work, user, row)
    told = SignInWayChangedMail(what=f"{name or 'a provider that is gone'} is linked to it no more", at=work.now)
    await send_mail(work, user.email, told, user.id)
    return user.id


async def unlink(work: Work, user: User, row: ExternalIdentity) -> str | None:
    """Takes an identity away from an account, with all that came by it; part of a command that locked the account.

    Gives the provider's name; ``None`` where that is gone.
    """
    owner, source_id = user_target(user.id, user.username), row.source_id
    name = {source.id: source.name for source in await sources_of(row.method)}.get(source_id)
    await row.delete()
    work.record(IdentityUnlinked(target=owner, before=known(row, name)))
    await _shut_out(work, owner, source_id)
    await follow(work, user, (), partial(of_provider, source_id))
    return name


async def unlink_all_but(work: Work, user: User, source_id: UUID | None) -> int:
    """Takes every identity at providers away but the one of this source; tells how many. As ``unlink``."""
    rows = await ExternalIdentity.filter(user_id=user.id, method=AuthMethod.OIDC).order_by("id")
    gone = [row for row in rows if row.source_id != source_id]
    for row in gone:
        await unlink(work, user, row)
    return len(gone)


async def _shut_out(work: Work, owner: Target, source_id: UUID) -> None:
    """Ends what was opened by a provider, and what waits to be."""
    user_id = UUID(owner.id)
    for session in await Session.filter(user_id=user_id, source_id=source_id, ended_at=None).order_by("id"):
        await end(work, session.id, owner, SessionEnd.UNLINKED)
    await PendingLogin.filter(user_id=user_id, source_id=source_id, used_at=None).update(used_at=work.now)
    await ProviderSignIn.filter(user_id=user_id, provider_id=source_id).delete()


async def _has_another_way(user: User, row: ExternalIdentity) -> bool:
    """Whether an account can be entered without this identity: by a password that counts, or by another provider."""
    if user.auth_method is not AuthMethod.LOCAL:
        return False
    if await Credential.exists(user_id=user.id) and await password_use(user.id) is not PasswordUse.SHUT:
        return True
    enabled = [source.id for source in await sources_of(AuthMethod.OIDC) if source.is_enabled]
    others = ExternalIdentity.filter(user_id=user.id, source_id__in=enabled).exclude(id=row.id)
    return await others.exists()
