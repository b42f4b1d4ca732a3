"""What becomes of the accounts of a profile that is deleted. All of it is part of that command, which locked them.

Thousands of accounts may be meant, so whatever is alike for all of them is one statement.
"""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from tortoise.exceptions import IntegrityError
from tortoise.expressions import F

from auth.errors import DomainError, Refused
from auth.events import Target, user_target
from auth.ldap_profiles.consequences import Followed
from auth.ldap_profiles.consequences import ProfileConsequenceKind as Kind
from auth.links.one_time import issue
from auth.mail.messages import PasswordResetMail
from auth.mail.outbox import send_mail
from auth.passwords.events import PasswordResetSent
from auth.passwords.reset_links import mail_problem
from auth.role_grants import grants_in_force
from auth.roles.queries import catalogue
from auth.sessions.commands import end_all
from auth.texts import canonical
from auth.unit_of_work import Work
from auth.users.events import RolesHeld, UserDeactivated, UserRolesChanged
from auth.users.expectations import open_key
from auth.users.giving import names_of
from auth.users.method_events import AuthMethodChanged, CheckedBy
from models.external_identity import ExternalIdentity
from models.identity_expectation import IdentityExpectation, IdentityKind
from models.ldap_profile import LdapProfile
from models.one_time_link import LinkPurpose
from models.pending_login import PendingLogin
from models.role import GrantSource, RoleGrant
from models.session import Session, SessionEnd
from models.user import AuthMethod, Credential, User, UserStatus


async def deactivate(work: Work, users: Sequence[User], note: str | None) -> Followed:
    """Switches off those that are on; they keep saying which directory they came from, and that is gone."""
    active = [user for user in users if user.status is UserStatus.ACTIVE]
    await _change(work, active, status=UserStatus.INACTIVE)
    for user in active:
        work.record(UserDeactivated(target=_target(user), note=note))
    counts = await _shut_out(work, active, SessionEnd.DEACTIVATED)
    return Followed({Kind.ACCOUNTS_DEACTIVATED: len(active), **counts})


async def move_to_local(work: Work, users: Sequence[User], profile: LdapProfile, note: str | None) -> Followed:
    """Has Gatehouse check them: each chooses a password by a mailed link, or waits for an administrator to give one.

    A password that was kept for this is accepted for one sign-in. The roles that the directory gave go.
    """
    ids = [user.id for user in users]
    before = await _checked_by(users, profile)
    await IdentityExpectation.filter(user_id__in=ids, used_at=None).delete()
    await _change(work, users, auth_method=AuthMethod.LOCAL, source_id=None)
    for user in users:
        user.auth_method, user.source_id = AuthMethod.LOCAL, None
        after = CheckedBy(AuthMethod.LOCAL.value)
        work.record(AuthMethodChanged(target=_target(user), before=before[user.id], after=after, note=note))
    taken = await _take_roles(work, users, f"The directory {profile.name} was deleted.")
    await Credential.filter(user_id__in=ids).update(must_change=True)
    with_password = {each.user_id for each in await Credential.filter(user_id__in=ids).only("id", "user_id")}
    mailed = await _mail_links(work, users)
    missing = [user for user in users if user.id not in with_password | mailed]
    return Followed(
        {
            Kind.ACCOUNTS_LOCAL: len(users),
            Kind.ROLES_TAKEN: taken,
            Kind.LINKS_MAILED: len(mailed),
            Kind.PASSWORDS_MISSING: len(missing),
            **await _shut_out(work, users, SessionEnd.AUTH_METHOD_CHANGED),
        }
    )


async def move_to_profile(
    work: Work, users: Sequence[User], profile: LdapProfile, other: LdapProfile, note: str | None
) -> Followed:
    """Has another directory check them: each waits to be found there by the login name it has here.

    Raises ``Refused`` (``IDENTITY_TAKEN``) where another account is, or waits to be, found there by one of these names.
    """
    ids, names = [user.id for user in users], await _login_names(users, profile)
    before = await _checked_by(users, profile)
    await _refuse_taken(names, other)
    await IdentityExpectation.filter(user_id__in=ids, used_at=None).delete()
    await _change(work, users, source_id=other.id)
    try:
        await IdentityExpectation.bulk_create([_expectation(work, user, names[user.id], other) for user in users])
    except IntegrityError as error:
        raise Refused(_taken()) from error
    for user in users:
        after = CheckedBy(AuthMethod.LDAP.value, other.name, f"{IdentityKind.LOGIN_NAME} {names[user.id]}")
        work.record(AuthMethodChanged(target=_target(user), before=before[user.id], after=after, note=note))
    counts = await _shut_out(work, users, SessionEnd.AUTH_METHOD_CHANGED)
    return Followed({Kind.ACCOUNTS_MOVED: len(users), **counts})


async def _change(work: Work, users: Sequence[User], **columns: object) -> None:
    ids, by = [user.id for user in users], work.actor.user_id
    changed = User.filter(id__in=ids)
    await changed.update(**columns, version=F("version") + 1, updated_at=work.now, updated_by_id=by)


async def _shut_out(work: Work, users: Sequence[User], reason: SessionEnd) -> dict[Kind, int]:
    """Ends what the accounts were let in by, or could be."""
    by_id = {user.id: user for user in users}
    open_ones = await Session.filter(user_id__in=list(by_id), ended_at=None).only("id", "user_id")
    sessions = 0
    for user_id in sorted({session.user_id for session in open_ones}):
        sessions += await end_all(work, _target(by_id[user_id]), reason)
    waiting = PendingLogin.filter(user_id__in=list(by_id), used_at=None, expires_at__gt=work.now)
    return {Kind.SESSIONS_END: sessions, Kind.SIGN_INS_END: await waiting.update(used_at=work.now)}


async def _checked_by(users: Sequence[User], profile: LdapProfile) -> dict[UUID, CheckedBy]:
    """Who checks each account now, for the trail."""
    waiting = {row.user_id: f"{row.kind} {row.value}" for row in await _open_expectations(users)}
    return {user.id: CheckedBy(user.auth_method.value, profile.name, waiting.get(user.id)) for user in users}


async def _take_roles(work: Work, users: Sequence[User], reason: str) -> int:
    """Takes what directories and policies gave; tells how many accounts lost a role by it."""
    ids, roles = [user.id for user in users], await catalogue()
    held: defaultdict[UUID, set[UUID]] = defaultdict(set)
    kept: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for grant in await grants_in_force().filter(user_id__in=ids):
        held[grant.user_id].add(grant.role_id)
        if not grant.source.is_external:
            kept[grant.user_id].add(grant.role_id)
    external = [source for source in GrantSource if source.is_external]
    await RoleGrant.filter(user_id__in=ids, source__in=external).delete()
    losing = [user for user in users if held[user.id] != kept[user.id]]
    for user in losing:
        before = RolesHeld(names_of(held[user.id], roles))
        after = RolesHeld(names_of(kept[user.id], roles), reason=reason)
        work.record(UserRolesChanged(target=_target(user), before=before, after=after))
    return len(losing)


async def _mail_links(work: Work, users: Sequence[User]) -> set[UUID]:
    """Mails a link for a password to everybody whom one reaches; tells whom."""
    mailed: set[UUID] = set()
    for user in users if work.installation.sends_mail else ():
        if mail_problem(user) is not None:
            continue
        issued = await issue(work, user.id, LinkPurpose.RESET_PASSWORD, user.email)
        mail = PasswordResetMail(link=issued.url, expires_at=issued.expires_at)
        if await send_mail(work, user.email, mail, user.id):
            work.record(PasswordResetSent(target=_target(user)))
            mailed.add(user.id)
    return mailed


async def _login_names(users: Sequence[User], profile: LdapProfile) -> dict[UUID, str]:
    """By what each signs in now, canonically: the directory's name for them, or what they wait for, or the username."""
    names = {user.id: user.username_key for user in users}
    for row in await _open_expectations(users):
        if row.kind is IdentityKind.LOGIN_NAME:
            names[row.user_id] = row.value
    for row in await ExternalIdentity.filter(source_id=profile.id, user_id__in=list(names)):
        names[row.user_id] = canonical(row.login_name)
    return names


async def _open_expectations(users: Sequence[User]) -> list[IdentityExpectation]:
    return await IdentityExpectation.filter(user_id__in=[user.id for user in users], used_at=None)


async def _refuse_taken(names: dict[UUID, str], other: LdapProfile) -> None:
    wanted = set(names.values())
    linked = await ExternalIdentity.filter(source_id=other.id, login_name_key__in=list(wanted))
    if len(wanted) < len(names) or any(names.get(row.user_id) != row.login_name_key for row in linked):
        raise Refused(_taken())


def _expectation(work: Work, user: User, name: str, other: LdapProfile) -> IdentityExpectation:
    return IdentityExpectation(
        user_id=user.id,
        method=AuthMethod.LDAP,
        source_id=other.id,
        kind=IdentityKind.LOGIN_NAME,
        value=name,
        open_key=open_key(AuthMethod.LDAP, other.id, IdentityKind.LOGIN_NAME, name),
        created_at=work.now,
        created_by_id=work.actor.user_id,
    )


def _taken() -> DomainError:
    message = "In the other directory some of these login names are, or are waited for as, other accounts'."
    return DomainError("IDENTITY_TAKEN", message, "to_profile_id")


def _target(user: User) -> Target:
    return user_target(user.id, user.username)
