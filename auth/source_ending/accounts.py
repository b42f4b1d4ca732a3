"""What becomes of the accounts of a source that is deleted. All of it is part of that command, which locked them.

Thousands of accounts may be meant, so whatever is alike for all of them is one statement.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

from tortoise.exceptions import IntegrityError
from tortoise.expressions import F

from auth.errors import DomainError, Refused
from auth.events import Target, user_target
from auth.links.one_time import issue
from auth.mail.messages import PasswordResetMail
from auth.mail.outbox import send_mail
from auth.passwords.events import PasswordResetSent
from auth.passwords.reset_links import mail_problem
from auth.role_grants import grants_in_force
from auth.roles.queries import catalogue
from auth.sessions.commands import end_all
from auth.sources.enforcement import is_enforced, use_of
from auth.unit_of_work import Work
from auth.users.events import RolesHeld, UserDeactivated, UserRolesChanged
from auth.users.expectations import open_key
from auth.users.giving import names_of
from auth.users.method_events import AuthMethodChanged, CheckedBy
from models.identity_expectation import IdentityExpectation, IdentityKind
from models.one_time_link import LinkPurpose
from models.pending_login import PendingLogin
from models.role import GrantSource, RoleGrant
from models.session import Session, SessionEnd
from models.user import AuthMethod, Credential, User, UserStatus


class AccountsEnd(StrEnum):
    """One thing that follows for accounts."""

    ACCOUNTS_DEACTIVATED = "ACCOUNTS_DEACTIVATED"
    ACCOUNTS_LOCAL = "ACCOUNTS_LOCAL"
    ACCOUNTS_MOVED = "ACCOUNTS_MOVED"
    SESSIONS_END = "SESSIONS_END"
    SIGN_INS_END = "SIGN_INS_END"
    ROLES_TAKEN = "ROLES_TAKEN"
    LINKS_MAILED = "LINKS_MAILED"
    PASSWORDS_MISSING = "PASSWORDS_MISSING"


Counts: TypeAlias = dict[AccountsEnd, int]
"""How many of each kind there were."""


@dataclass(frozen=True, slots=True)
class Going:
    """The source that is deleted.

    Attributes:
        reason: Why roles go with it, in a sentence for the trail.
    """

    id: UUID
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Taking:
    """The source that checks the accounts from now on, and by what it finds them.

    Attributes:
        field: The input that named it.
    """

    id: UUID
    name: str
    method: AuthMethod
    kind: IdentityKind
    field: str


async def deactivate(work: Work, users: Sequence[User], note: str | None) -> Counts:
    """Switches off those that are on; they keep saying what they came from, and that is gone."""
    active = [user for user in users if user.status is UserStatus.ACTIVE]
    await _change(work, active, status=UserStatus.INACTIVE)
    for user in active:
        work.record(UserDeactivated(target=target_of(user), note=note))
    counts = await shut_out(work, active, SessionEnd.DEACTIVATED)
    return {AccountsEnd.ACCOUNTS_DEACTIVATED: len(active), **counts}


async def move_to_local(work: Work, users: Sequence[User], gone: Going, note: str | None) -> Counts:
    """Has Gatehouse check them: each chooses a password by a mailed link, or waits for an administrator to give one.

    A password that was kept for this is accepted for one sign-in. The roles that the source gave go.
    """
    ids = [user.id for user in users]
    before = await _checked_by(users, gone)
    await IdentityExpectation.filter(user_id__in=ids, used_at=None).delete()
    await _change(work, users, auth_method=AuthMethod.LOCAL, source_id=None)
    for user in users:
        user.auth_method, user.source_id = AuthMethod.LOCAL, None
        after = CheckedBy(AuthMethod.LOCAL.value)
        work.record(AuthMethodChanged(target=target_of(user), before=before[user.id], after=after, note=note))
    taken = await take_roles(work, users, gone.reason)
    await Credential.filter(user_id__in=ids).update(must_change=True)
    with_password = {each.user_id for each in await Credential.filter(user_id__in=ids).only("id", "user_id")}
    mailed = await _mail_links(work, users)
    missing = [user for user in users if user.id not in with_password | mailed]
    return {
        AccountsEnd.ACCOUNTS_LOCAL: len(users),
        AccountsEnd.ROLES_TAKEN: taken,
        AccountsEnd.LINKS_MAILED: len(mailed),
        AccountsEnd.PASSWORDS_MISSING: len(missing),
        **await shut_out(work, users, SessionEnd.AUTH_METHOD_CHANGED),
    }


async def move_elsewhere(
    work: Work, users: Sequence[User], gone: Going, there: Taking, by: Mapping[UUID, str], note: str | None
) -> Counts:
    """Has another source check them: each waits to be found there by what ``by`` says of it, in its stored form.

    Raises ``Refused`` (``IDENTITY_TAKEN``) where another account waits to be found there by one of these.
    """
    before = await _checked_by(users, gone)
    await IdentityExpectation.filter(user_id__in=[user.id for user in users], used_at=None).delete()
    await _change(work, users, auth_method=there.method, source_id=there.id)
    try:
        await IdentityExpectation.bulk_create([_expectation(work, user, by[user.id], there) for user in users])
    except IntegrityError as error:
        raise Refused(identity_taken(there.field)) from error
    for user in users:
        after = CheckedBy(there.method.value, there.name, f"{there.kind} {by[user.id]}")
        work.record(AuthMethodChanged(target=target_of(user), before=before[user.id], after=after, note=note))
    counts = await shut_out(work, users, SessionEnd.AUTH_METHOD_CHANGED)
    return {AccountsEnd.ACCOUNTS_MOVED: len(users), **counts}


async def shut_out(work: Work, users: Sequence[User], reason: SessionEnd) -> Counts:
    """Ends what the accounts were let in by, or could be."""
    by_id = {user.id: user for user in users}
    open_ones = await Session.filter(user_id__in=list(by_id), ended_at=None).only("id", "user_id")
    sessions = 0
    for user_id in sorted({session.user_id for session in open_ones}):
        sessions += await end_all(work, target_of(by_id[user_id]), reason)
    waiting = PendingLogin.filter(user_id__in=list(by_id), used_at=None, expires_at__gt=work.now)
    return {AccountsEnd.SESSIONS_END: sessions, AccountsEnd.SIGN_INS_END: await waiting.update(used_at=work.now)}


async def take_roles(work: Work, users: Sequence[User], reason: str, owners: Collection[UUID] | None = None) -> int:
    """Takes what these ``owners`` gave, or every source and rule; tells how many accounts lost a role by it."""
    ids, roles = [user.id for user in users], await catalogue()
    held: defaultdict[UUID, set[UUID]] = defaultdict(set)
    kept: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for grant in await grants_in_force().filter(user_id__in=ids):
        held[grant.user_id].add(grant.role_id)
        if not grant.source.is_external or (owners is not None and grant.owner_id not in owners):
            kept[grant.user_id].add(grant.role_id)
    external = [source for source in GrantSource if source.is_external]
    taken = RoleGrant.filter(user_id__in=ids, source__in=external)
    await (taken if owners is None else taken.filter(owner_id__in=list(owners))).delete()
    losing = [user for user in users if held[user.id] != kept[user.id]]
    for user in losing:
        before = RolesHeld(names_of(held[user.id], roles))
        after = RolesHeld(names_of(kept[user.id], roles), reason=reason)
        work.record(UserRolesChanged(target=target_of(user), before=before, after=after))
    return len(losing)


async def open_expectations(users: Sequence[User]) -> list[IdentityExpectation]:
    """By what each still waits to be found."""
    return await IdentityExpectation.filter(user_id__in=[user.id for user in users], used_at=None)


def identity_taken(field: str) -> DomainError:
    """Two accounts would be found by one identity."""
    message = "There some of these accounts' identities are, or are waited for as, other accounts'."
    return DomainError("IDENTITY_TAKEN", message, field)


def target_of(user: User) -> Target:
    """An account as the trail names it."""
    return user_target(user.id, user.username)


async def _change(work: Work, users: Sequence[User], **columns: object) -> None:
    ids, by = [user.id for user in users], work.actor.user_id
    changed = User.filter(id__in=ids)
    await changed.update(**columns, version=F("version") + 1, updated_at=work.now, updated_by_id=by)


async def _checked_by(users: Sequence[User], gone: Going) -> dict[UUID, CheckedBy]:
    """Who checks each account now, for the trail."""
    waiting = {row.user_id: f"{row.kind} {row.value}" for row in await open_expectations(users)}
    return {user.id: CheckedBy(user.auth_method.value, gone.name, waiting.get(user.id)) for user in users}


async def _mail_links(work: Work, users: Sequence[User]) -> set[UUID]:
    """Mails a link for a password to everybody whom one reaches; tells whom."""
    mailed: set[UUID] = set()
    use = use_of(enforced=await is_enforced(), exempt=False)  # break-glass accounts come from no source
    for user in users if work.installation.sends_mail else ():
        if mail_problem(user, use) is not None:
            continue
        issued = await issue(work, user.id, LinkPurpose.RESET_PASSWORD, user.email)
        mail = PasswordResetMail(link=issued.url, expires_at=issued.expires_at)
        if await send_mail(work, user.email, mail, user.id):
            work.record(PasswordResetSent(target=target_of(user)))
            mailed.add(user.id)
    return mailed


def _expectation(work: Work, user: User, value: str, there: Taking) -> IdentityExpectation:
    return IdentityExpectation(
        user_id=user.id,
        method=there.method,
        source_id=there.id,
        kind=there.kind,
        value=value,
        open_key=open_key(there.method, there.id, there.kind, value),
        created_at=work.now,
        created_by_id=work.actor.user_id,
    )
