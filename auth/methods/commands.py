"""Changes who checks the person behind an account.

Without ``confirm`` the very same change is made and taken back: what the answer says is what would happen, down to the
question whether an administrator could still get in.
"""

from dataclasses import dataclass, field
from uuid import UUID

from auth.actor import Actor
from auth.administrators.question import keeps_an_administrator
from auth.credential import NewPassword
from auth.errors import DomainError, Problems, Refused, VersionConflict
from auth.links.one_time import revoke
from auth.mail.messages import TemporaryPasswordIssuedMail
from auth.methods.rules import (
    Consequence,
    Ended,
    LocalCredential,
    MethodFacts,
    consequences,
    credential_problems,
)
from auth.passwords.choice import generated
from auth.passwords.commands import store_password
from auth.passwords.hashing import PasswordHashing
from auth.passwords.reset_links import send_password_reset
from auth.permissions import Scope, requires
from auth.provisioning.unlinking import unlink_all_but
from auth.sessions.commands import end_all
from auth.sources.enforcement import PasswordUse, password_use, shut
from auth.texts import check_line, check_note
from auth.unit_of_work import Units, Work
from auth.users.accounts import Managed, manage
from auth.users.expectations import Check, CheckWish, checked_by, expect, judged
from auth.users.following import follow, of_every_source
from auth.users.method_events import AuthMethodChanged
from auth.users.naming import save_account
from models.identity_expectation import IdentityExpectation
from models.one_time_link import LinkPurpose
from models.pending_login import PendingLogin
from models.session import SessionEnd
from models.user import AuthMethod, Credential, User, UserKind


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodChange:
    """A change of method as somebody wants it.

    Attributes:
        credential: How the account gets a password, where Gatehouse checks it from now on.
        confirm: Whether to make it; otherwise only what would follow is told.
        version: The version that was read; a newer one refuses the change.
        note: For the audit trail.
    """

    user_id: UUID
    wish: CheckWish
    credential: LocalCredential | None = None
    confirm: bool = False
    version: int | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """What followed, or would.

    Attributes:
        shown: The temporary password, where one was made.
    """

    consequences: list[Consequence]
    is_changed: bool
    shown: str | None = field(default=None, repr=False)


async def change_method(units: Units, hashing: PasswordHashing, actor: Actor, change: MethodChange) -> Changed:
    """Makes the change, or tells what would follow. Raises as ``change_auth_method``, and ``HashingBusy``."""
    await units.run(actor, lambda work: may_change_auth_method(work, change))
    temporary = change.credential is LocalCredential.TEMPORARY_PASSWORD
    made = await generated(hashing) if temporary else None
    found = await units.run(actor, lambda work: change_auth_method(work, change, made.new if made else None))
    return Changed(found, is_changed=change.confirm, shown=made.password if made and change.confirm else None)


@requires(Scope.USERS_WRITE)
async def may_change_auth_method(work: Work, change: MethodChange) -> None:
    """Only looks, so that who may not costs no hash. Raises as ``change_auth_method``."""
    await _judged(work, change)


@requires(Scope.USERS_WRITE)
@keeps_an_administrator
async def change_auth_method(
    work: Work, change: MethodChange, password: NewPassword | None = None
) -> list[Consequence]:
    """Has an account checked elsewhere, or here again, and tells what followed.

    Its sessions end; its waiting sign-ins and its links for a password are void. Identities at providers by which it
    could be entered beside the new way are unlinked, and what other sources gave it goes.
    ``password`` is a temporary one.

    Raises ``NotFound``; ``VersionConflict``; ``Refused``: the caller's own account, a program's, one that may do more;
    no source that lets it in (``NO_SOURCE``, ``SOURCE_OFF``), an identity that is missing, wrong or another account's,
    and towards Gatehouse no way to a password.
    """
    managed, check = await _judged(work, change)
    user = managed.user
    before, waits = await checked_by(user), await IdentityExpectation.exists(user_id=user.id, used_at=None)
    await expect(work, user.id, check)
    left, user.auth_method = user.source_id, check.method
    user.source_id = check.source.id if check.source else None
    await save_account(work, user)
    work.record(AuthMethodChanged(target=managed.target, before=before, after=check.told, note=change.note))
    ended = await _shut_out(work, managed)
    lost = (await follow(work, user, (), of_every_source)).lost if left != user.source_id else ()
    unlinked = await unlink_all_but(work, user, user.source_id)
    found = consequences(
        MethodFacts(
            method=check.method,
            source=check.source,
            expected=check.identity.kind if check.identity else None,
            credential=change.credential,
            has_password=await Credential.exists(user_id=user.id),
            ended=ended,
            waits=waits,
            lost=lost,
            unlinked=unlinked,
        )
    )
    if check.method is AuthMethod.LOCAL:
        await _give_way_in(work, user, password)
    if not change.confirm:
        work.take_back()
    return found


async def _shut_out(work: Work, managed: Managed) -> Ended:
    """Ends what the account was let in by, or could be."""
    user_id = managed.user.id
    sessions = await end_all(work, managed.target, SessionEnd.AUTH_METHOD_CHANGED)
    waiting = PendingLogin.filter(user_id=user_id, used_at=None, expires_at__gt=work.now)
    sign_ins = await waiting.update(used_at=work.now)
    links = await revoke(work, user_id, LinkPurpose.RESET_PASSWORD, LinkPurpose.INVITATION)
    return Ended(sessions, sign_ins, links)


async def _give_way_in(work: Work, user: User, password: NewPassword | None) -> None:
    """A temporary password, or else a link; what was stored before has to be changed at its first use, too."""
    if password is not None:
        await store_password(work, user, password, TemporaryPasswordIssuedMail(at=work.now))
        return
    await Credential.filter(user_id=user.id).update(must_change=True)
    await send_password_reset(work, user.id)


async def _judged(work: Work, change: MethodChange) -> tuple[Managed, Check]:
    """The account, locked, and the change as it is to be made."""
    managed = await manage(work, change.user_id)
    user = managed.user
    if change.version is not None and change.version != user.version:
        raise VersionConflict(user.version)
    if work.actor.is_user(user.id):
        raise Refused(DomainError("OWN_ACCOUNT", "Nobody changes how they are checked themselves.", "id"))
    if user.kind is UserKind.SERVICE:
        raise Refused(DomainError("SERVICE_ACCOUNT", "A program signs in by API tokens alone.", "id"))
    problems = Problems()
    problems.extend(check_note(change.note, "note"))
    problems.extend(check_line(change.wish.source, "source"))
    problems.extend(credential_problems(user.auth_method, change.wish.method, change.credential))
    if change.wish.method is AuthMethod.LOCAL and await password_use(user.id) is PasswordUse.SHUT:
        problems.extend([shut("method")])
    if change.credential is LocalCredential.RESET_LINK:
        problems.extend(_mail_problems(work, user))
    problems.refuse()
    return managed, await judged(change.wish, user.kind, has_email=user.email is not None, email_field="id")


def _mail_problems(work: Work, user: User) -> list[DomainError]:
    """A link that reaches nobody is no way in."""
    if user.email is None:
        return [DomainError("EMAIL_REQUIRED", "This account has no e-mail address.", "id")]
    if not work.installation.sends_mail:
        return [
            DomainError("MAIL_NOT_SENT", "No mail leaves this installation. Take a temporary password.", "credential")
        ]
    return []
