"""The steps of a comparison that write: it begins once at a time, changes account by account, and ends.

Whoever runs one holds its row as long as that says RUNNING and its profile is as it was. Each step asks so first, and
says by the same statement that the comparison is still at work; a step that may not go on raises ``Stopped``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import orjson

from auth.administrators.question import keeps_an_administrator
from auth.directory_sync.events import Compared, DirectorySynced, DirectorySyncStopped
from auth.directory_sync.rules import SILENT_AFTER, Change, SyncAction, SyncReason, is_due
from auth.errors import DomainError, NotFound
from auth.events import Target
from auth.locking import locked_account
from auth.permissions import Scope, open_to_anyone, requires
from auth.provisioning.refreshing import IdentitySeen, note_identity, refresh_account
from auth.settings.pages import DirectorySettings
from auth.settings.queries import current
from auth.sources.identity import ExternalIdentity
from auth.step_up.asking import asks_fresh_factor
from auth.step_up.rules import StepUp
from auth.unit_of_work import Work
from auth.users.lifecycle import switch_off, switch_on
from models.columns import TEXT_LENGTH
from models.external_identity import ExternalIdentity as Link
from models.ldap_profile import DirectorySync, LdapProfile, SyncOutcome
from models.user import User, UserStatus

KEPT = 50
"""Comparisons of a profile that are kept."""

TOLD_MOST = 1_000
"""Accounts of which a comparison keeps what it did to them."""

_NOTES = {
    SyncReason.GONE: "The directory {} does not have this person any more.",
    SyncReason.DISABLED: "The directory {} says that this person may not sign in.",
    SyncReason.RETURNED: "The directory {} lets this person sign in again.",
}
"""What the trail says of an account that is switched off or on."""

GIVEN_UP = "Nothing was heard of it any more: the process that ran it was probably ended."


class Stopped(Exception):
    """Somebody else counted the comparison as given up, or its profile was changed, switched off or deleted."""


@dataclass(frozen=True, slots=True)
class WantedSync:
    """A comparison as somebody wants it.

    Attributes:
        dry_run: Whether only to tell what would change.
        force: Whether to change however many accounts.
        is_scheduled: Whether nobody asked for it; it is not begun where it is not due.
    """

    profile_id: UUID
    dry_run: bool = False
    force: bool = False
    is_scheduled: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """A comparison that is under way.

    Attributes:
        profile_version: The profile's when it began; another one stops it.
    """

    id: UUID
    profile_id: UUID
    profile_name: str
    profile_version: int
    wanted: WantedSync

    @property
    def target(self) -> Target:
        """The profile, for the trail."""
        return Target("LDAP_PROFILE", str(self.profile_id), self.profile_name)


@dataclass(frozen=True, slots=True)
class Ending:
    """How a comparison ended, with what it found and did."""

    outcome: SyncOutcome
    entries: int = 0
    checked: int = 0
    deactivated: int = 0
    reactivated: int = 0
    refreshed: int = 0
    changes: Sequence[Change] = ()
    failure: str | None = None


@requires(Scope.LDAP_WRITE)
@asks_fresh_factor(StepUp.SOURCES)
async def begin_sync(work: Work, wanted: WantedSync) -> Run | None:
    """Notes that a comparison begins; ``None`` for a scheduled one that is not due (any more).

    Raises ``NotFound``; ``DomainError``: ``PROFILE_OFF``, ``SYNC_RUNNING``.
    """
    profile = await LdapProfile.select_for_update().get_or_none(id=wanted.profile_id)
    if profile is None:
        raise NotFound("directory profile", "profile_id")
    if not profile.is_enabled:
        raise DomainError("PROFILE_OFF", "This directory is switched off.", "profile_id")
    await give_up_silent(work)
    if await DirectorySync.exists(profile_id=profile.id, outcome=SyncOutcome.RUNNING):
        if wanted.is_scheduled:
            return None
        raise DomainError("SYNC_RUNNING", "The accounts are being compared with this directory already.", "profile_id")
    if wanted.is_scheduled and not await _is_due(work, profile.id):
        return None
    row = await DirectorySync.create(
        profile_id=profile.id,
        started_at=work.now,
        alive_at=work.now,
        is_scheduled=wanted.is_scheduled,
        started_by_id=work.actor.user_id,
        outcome=SyncOutcome.RUNNING,
    )
    await _forget_old(profile.id)
    return Run(row.id, profile.id, profile.name, profile.version, wanted)


@open_to_anyone("it says only that a comparison which somebody began is still at work")
async def go_on(work: Work, run: Run) -> None:
    """Says so. Raises ``Stopped`` where it may not go on."""
    await _hold(work, run)


@open_to_anyone("only a comparison leads here, and it names the one that somebody began and that is under way")
@keeps_an_administrator
async def change_account(work: Work, run: Run, change: Change) -> bool:
    """Switches an account off or on, as the comparison found; tells whether it still was as found.

    Raises ``Stopped``; ``WouldLockOut`` where no administrator could get in any more.
    """
    await _hold(work, run)
    user, link = await _locked(run, change.user_id)
    if user is None or link is None or change.reason not in _NOTES:
        return False
    note = _NOTES[change.reason].format(run.profile_name)
    match change.action:
        case SyncAction.DEACTIVATE if user.status is UserStatus.ACTIVE:
            link.disabled_by_sync_at = work.now
            await switch_off(work, user, note)
        case SyncAction.REACTIVATE if user.status is UserStatus.INACTIVE and link.disabled_by_sync_at is not None:
            link.disabled_by_sync_at = None
            await switch_on(work, user, note)
        case _:
            return False
    await link.save(update_fields=["disabled_by_sync_at"])
    return True


@open_to_anyone("as change_account")
async def refresh_person(work: Work, run: Run, user_id: UUID, person: ExternalIdentity) -> bool:
    """Takes over what the directory tells of somebody now; tells whether they still have that account.

    Raises ``Stopped``; ``Collided`` where another account took their address in this moment.
    """
    await _hold(work, run)
    user, link = await _locked(run, user_id)
    if user is None or link is None or link.subject != person.subject:
        return False
    await note_identity(work, user, link, person, IdentitySeen(run.profile_name))
    await refresh_account(work, user, person, acting=None)
    return True


@open_to_anyone("as change_account")
async def note_seen(work: Work, run: Run, user_ids: Sequence[UUID]) -> None:
    """Notes that the directory still has the persons of these accounts. Raises ``Stopped``."""
    await _hold(work, run)
    links = Link.filter(source_id=run.profile_id, user_id__in=list(user_ids))
    await links.update(last_seen_at=work.now)


@open_to_anyone("it only writes so")
async def give_up_silent(work: Work) -> None:
    """Ends comparisons of which nothing was heard for long."""
    silent = DirectorySync.filter(outcome=SyncOutcome.RUNNING, alive_at__lt=work.now - SILENT_AFTER)
    for row in await silent.prefetch_related("profile"):
        profile = row.profile
        run = Run(row.id, profile.id, profile.name, profile.version, WantedSync(profile.id))
        await end_sync(work, run, Ending(SyncOutcome.FAILED, failure=GIVEN_UP))


@open_to_anyone("as change_account")
async def end_sync(work: Work, run: Run, ending: Ending) -> None:
    """Writes how a comparison ended, unless somebody else counted it as given up.

    The trail does not tell of those that nobody asked for and that found nothing to do.
    """
    ended = await DirectorySync.filter(id=run.id, outcome=SyncOutcome.RUNNING).update(
        outcome=ending.outcome,
        finished_at=work.now,
        entries=ending.entries,
        checked=ending.checked,
        deactivated=ending.deactivated,
        reactivated=ending.reactivated,
        refreshed=ending.refreshed,
        changes_json=stored_changes(ending.changes),
        failure=ending.failure[:TEXT_LENGTH] if ending.failure else None,
    )
    if not ended:
        return
    if ending.outcome is SyncOutcome.DONE:
        await LdapProfile.filter(id=run.profile_id).update(last_synced_at=work.now)
    if run.wanted.is_scheduled and ending == Ending(SyncOutcome.DONE, ending.entries, ending.checked):
        return  # nobody asked, and nothing changed
    told = Compared(
        entries=ending.entries,
        accounts=ending.checked,
        accounts_deactivated=ending.deactivated,
        accounts_reactivated=ending.reactivated,
        accounts_refreshed=ending.refreshed,
        is_forced=run.wanted.force,
        failure=ending.failure,
    )
    if ending.outcome in (SyncOutcome.DONE, SyncOutcome.ASKED_ONLY):
        work.record(DirectorySynced(target=run.target, after=told, because=ending.outcome.value))
    else:
        work.record(DirectorySyncStopped(target=run.target, after=told, because=ending.outcome.value))


def stored_changes(changes: Sequence[Change]) -> str:
    """The form of ``DirectorySync.changes_json``."""
    return orjson.dumps([[str(each.user_id), each.action, each.reason] for each in changes[:TOLD_MOST]]).decode()


async def _hold(work: Work, run: Run) -> None:
    """Raises ``Stopped`` unless the comparison is under way and its profile as it was."""
    mine = DirectorySync.filter(id=run.id, outcome=SyncOutcome.RUNNING)
    held = await mine.update(alive_at=work.now)
    same = LdapProfile.filter(id=run.profile_id, is_enabled=True, version=run.profile_version)
    if not held or not await same.exists():
        raise Stopped


async def _locked(run: Run, user_id: UUID) -> tuple[User | None, Link | None]:
    """An account and its person in the directory, locked; ``None`` where it is checked elsewhere by now."""
    user = await locked_account(user_id)
    user = user if user is not None and user.source_id == run.profile_id else None
    link = await Link.get_or_none(user_id=user_id, source_id=run.profile_id) if user else None
    return user, link


async def _is_due(work: Work, profile_id: UUID) -> bool:
    made = DirectorySync.filter(profile_id=profile_id).exclude(outcome=SyncOutcome.ASKED_ONLY)
    last = await made.order_by("-started_at").first()
    interval = (await current(DirectorySettings)).sync_interval_minutes
    return is_due(last.started_at if last else None, interval, work.now)


async def _forget_old(profile_id: UUID) -> None:
    old = await DirectorySync.filter(profile_id=profile_id).order_by("-started_at", "-id").offset(KEPT).only("id")
    if old:
        await DirectorySync.filter(id__in=[row.id for row in old]).delete()
