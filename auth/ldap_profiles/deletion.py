"""Deletes a directory profile, and says what becomes of its accounts.

Without ``confirm`` the very same deletion is made and taken back: what the answer says is what would happen, down to
the question whether an administrator could still get in.
"""

from dataclasses import dataclass
from typing import assert_never
from uuid import UUID

from auth.administrators.question import keeps_an_administrator
from auth.errors import DomainError, NotFound, Problems, Refused
from auth.ldap_profiles.commands import locked_profile
from auth.ldap_profiles.consequences import AccountsBecome, Followed, ProfileConsequence
from auth.ldap_profiles.endings import deactivate, move_to_local, move_to_profile
from auth.ldap_profiles.events import Ending, ProfileDeleted
from auth.ldap_profiles.values import target_of
from auth.permissions import Scope, requires
from auth.policies.changing import foreseen_administrators, refuse_shut_out
from auth.source_ending.telling import Deleted
from auth.step_up.asking import asks_fresh_factor
from auth.step_up.rules import StepUp
from auth.texts import check_note
from auth.unit_of_work import Work
from models.external_identity import ExternalIdentity
from models.identity_expectation import IdentityExpectation
from models.ldap_profile import LdapProfile
from models.policy import Policy
from models.user import AuthMethod, User, UserStatus

MOST = {
    AccountsBecome.DEACTIVATE: 10_000,
    AccountsBecome.MOVE_TO_LOCAL: 1_000,
    AccountsBecome.MOVE_TO_PROFILE: 10_000,
}
"""Accounts that one deletion changes at most: others wait for it, and to each that becomes local a link is mailed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileDeletion:
    """How a profile is to be deleted.

    Attributes:
        accounts: What becomes of its accounts.
        to_profile_id: The directory they move to, where they do.
        confirm: Whether to do it; otherwise only what would follow is told.
        version: The version that was read; a newer one refuses the deletion.
        note: For the audit trail.
    """

    profile_id: UUID
    accounts: AccountsBecome
    to_profile_id: UUID | None = None
    confirm: bool = False
    version: int | None = None
    note: str | None = None


@requires(Scope.LDAP_WRITE)
@asks_fresh_factor(StepUp.SOURCES)
@keeps_an_administrator
async def delete_ldap_profile(work: Work, wanted: ProfileDeletion) -> Deleted[ProfileConsequence]:
    """Deletes a profile with the policies that are about it alone, and tells what followed.

    Who its accounts are there is forgotten. Unless it is confirmed, it is taken back: nothing changes.

    Raises ``NotFound``; ``VersionConflict``; ``WouldLockOut``, as ``disable_ldap_profile``; ``Refused``: the caller
    comes from it, more accounts than are changed at once, and whatever speaks against moving them.
    """
    row, other = await _both(wanted)
    foreseen = await foreseen_administrators(work)
    users = await _accounts(work, row, wanted.accounts)
    policies = await Policy.filter(profile_id=row.id).order_by("position")
    followed = await _end(work, users, row, other, wanted)
    followed.policies = tuple(f"{policy.type} {policy.value}" for policy in policies)
    await ExternalIdentity.filter(source_id=row.id).delete()
    await IdentityExpectation.filter(source_id=row.id, used_at=None).delete()
    target = target_of(row)
    await row.delete()
    told = Ending(wanted.accounts.value, len(users), other.name if other else None, followed.policies)
    work.record(ProfileDeleted(target=target, after=told, note=wanted.note))
    await refuse_shut_out(work, foreseen)
    found = followed.consequences()
    if not wanted.confirm:
        work.take_back()
    return Deleted(found, is_deleted=wanted.confirm)


async def _both(wanted: ProfileDeletion) -> tuple[LdapProfile, LdapProfile | None]:
    """The profile and the one that its accounts go to, if they go to one."""
    problems = Problems()
    problems.extend(check_note(wanted.note, "note"))
    moves = wanted.accounts is AccountsBecome.MOVE_TO_PROFILE
    if moves and wanted.to_profile_id is None:
        problems.add("PROFILE_REQUIRED", "Say which directory checks the accounts from now on.", "to_profile_id")
    if not moves and wanted.to_profile_id is not None:
        problems.add("PROFILE_NOT_WANTED", "It goes with MOVE_TO_PROFILE alone.", "to_profile_id")
    if wanted.to_profile_id == wanted.profile_id:
        problems.add("SAME_PROFILE", "Another directory has to take them over.", "to_profile_id")
    problems.refuse()
    row = await locked_profile(wanted.profile_id, wanted.version)
    return row, await LdapProfile.get_or_none(id=wanted.to_profile_id) if wanted.to_profile_id else None


async def _accounts(work: Work, row: LdapProfile, become: AccountsBecome) -> list[User]:
    """The accounts that change, locked in the order of their ids so that two callers never wait for each other."""
    meant = User.filter(source_id=row.id, auth_method=AuthMethod.LDAP)
    if work.actor.user_id is not None and await meant.filter(id=work.actor.user_id).exists():
        message = "Your own account comes from this directory. Somebody else has to delete it."
        raise Refused(DomainError("OWN_ACCOUNT", message, "id"))
    if become is AccountsBecome.DEACTIVATE:
        meant = meant.filter(status=UserStatus.ACTIVE)
    if await meant.count() > MOST[become]:
        message = f"One call changes at most {MOST[become]:,} accounts so. Deactivate some of them first."
        raise Refused(DomainError("TOO_MANY", message, "accounts"))
    return await meant.order_by("id").select_for_update()


async def _end(
    work: Work, users: list[User], row: LdapProfile, other: LdapProfile | None, wanted: ProfileDeletion
) -> Followed:
    match wanted.accounts:
        case AccountsBecome.DEACTIVATE:
            return await deactivate(work, users, wanted.note)
        case AccountsBecome.MOVE_TO_LOCAL:
            return await move_to_local(work, users, row, wanted.note)
        case AccountsBecome.MOVE_TO_PROFILE:
            if other is None:
                raise NotFound("directory profile", "to_profile_id")
            return await move_to_profile(work, users, row, other, wanted.note)
        case _:
            assert_never(wanted.accounts)
