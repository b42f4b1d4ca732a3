"""Deletes accounts."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from auth.administrators.question import keeps_an_administrator
from auth.deletion.events import UserDeleted, UserExported
from auth.deletion.export import Export, export_of
from auth.deletion.rules import Ties, obstacles
from auth.errors import Problems, VersionConflict
from auth.mail.outbox import forget_mail_of
from auth.permissions import Scope, requires
from auth.resources.ownership import hand_over, owned_by
from auth.sessions.commands import end
from auth.sessions.rules import SessionMoments, expiry
from auth.settings.pages import AccountSettings, SessionSettings
from auth.settings.queries import current
from auth.step_up.asking import asks_fresh_factor
from auth.step_up.rules import StepUp
from auth.texts import check_note
from auth.unit_of_work import Work
from auth.users.accounts import Managed, manage, state_of
from models.identity_provider import BreakGlassAccount
from models.provider_sign_in import SsoAttempt
from models.session import Session, SessionEnd
from models.user import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Deletion:
    """How an account is to be deleted.

    Attributes:
        end_sessions: Whether live sessions end; otherwise they refuse the deletion.
        successor_id: The account that takes over what it owns; without one, owning anything refuses the deletion.
        export: Whether to give out what is known of it first.
        version: The version that was read; a newer one refuses the deletion.
        note: For the audit trail.
    """

    end_sessions: bool = False
    successor_id: UUID | None = None
    export: bool = False
    version: int | None = None
    note: str | None = None


@requires(Scope.USERS_DELETE)
@asks_fresh_factor(StepUp.DELETION)
@keeps_an_administrator
async def delete_user(work: Work, user_id: UUID, wanted: Deletion) -> Export | None:
    """Deletes an account for good; the audit trail keeps who it was. Gives back its export where that was asked for.

    Raises ``NotFound``; ``VersionConflict``; ``Forbidden`` for an export that the caller may not read; ``Refused`` for
    what stands in the way, the caller's own account, one that may do more, and where deletion is switched off.
    """
    await _refuse_at_once(work, user_id, wanted)
    managed, successor = await _both(work, user_id, wanted.successor_id)
    user = managed.user
    if wanted.version is not None and wanted.version != user.version:
        raise VersionConflict(user.version)
    live, owned = await _live_sessions(work, user), await owned_by(user)
    problems, ties = Problems(), Ties(len(live), len(owned.accounts), len(owned.resources))
    problems.extend(obstacles(ties, end_sessions=wanted.end_sessions, has_successor=successor is not None))
    problems.refuse()
    exported = await export_of(work.actor, user_id) if wanted.export else None
    if successor is not None:
        for change in await hand_over(work, owned, user, successor.user, wanted.note, fields=("id", "transfer_to")):
            work.record(change)
    for session_id in live:
        await end(work, session_id, managed.target, SessionEnd.DELETED)
    await forget_mail_of(user_id)
    await SsoAttempt.filter(user_id=user_id).update(told_sealed=None)
    await BreakGlassAccount.filter(user_id=user_id).delete()
    await user.delete()
    if exported is not None:
        work.record(UserExported(target=managed.target))
    work.record(UserDeleted(target=managed.target, before=state_of(user), note=wanted.note))
    return exported


async def _refuse_at_once(work: Work, user_id: UUID, wanted: Deletion) -> None:
    """What can be said without looking at the account."""
    problems = Problems()
    problems.extend(check_note(wanted.note, "note"))
    if not (await current(AccountSettings)).deletion_allowed:
        problems.add("DELETION_NOT_ALLOWED", "Deletion is switched off in the settings. Deactivate the account.", "id")
    if work.actor.is_user(user_id):
        problems.add("OWN_ACCOUNT", "Nobody deletes their own account.", "id")
    if wanted.successor_id == user_id:
        problems.add("SAME_ACCOUNT", "Another account has to take over.", "transfer_to")
    problems.refuse()


async def _both(work: Work, user_id: UUID, successor_id: UUID | None) -> tuple[Managed, Managed | None]:
    """The account and its successor, locked in the order of their ids so that two callers never wait for each other."""
    wanted = [(user_id, "id")] + ([(successor_id, "transfer_to")] if successor_id else [])
    found = {field: await manage(work, key, field) for key, field in sorted(wanted)}
    return found["id"], found.get("transfer_to")


async def _live_sessions(work: Work, user: User) -> Sequence[UUID]:
    settings = await current(SessionSettings)
    rows = await Session.filter(user_id=user.id, ended_at=None).order_by("id")
    moments = {
        row.id: SessionMoments(row.created_at, row.last_seen_at, row.remembered, user.idle_timeout_minutes)
        for row in rows
    }
    return [key for key, each in moments.items() if not expiry(each, settings).has_passed(work.now)]
