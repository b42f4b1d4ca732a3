"""Ends sessions from elsewhere than where they are used.

Whoever ends all of an account holds the account's row, which a sign-in needs too: so a sign-in at the same moment is
either ended with the others or begins after them.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from auth.errors import NotFound
from auth.events import user_target
from auth.locking import locked_account
from auth.permissions import Scope, requires
from auth.reading import Statement, fetch, key
from auth.sessions.commands import end, end_all, run_out
from auth.sessions.queries import SessionFilter, conditions_of
from auth.sessions.rows import FROM
from auth.sessions.states import AsOf
from auth.settings.pages import SessionSettings
from auth.settings.queries import current
from auth.unit_of_work import Work
from auth.users.accounts import judge_many, manage
from auth.users.own import locked_self
from models.session import Session, SessionEnd
from models.user import User


@dataclass(frozen=True, slots=True)
class RefusedAccount:
    """An account whose sessions stay, with how many were meant and why."""

    user_id: UUID
    sessions: int
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of some accounts' sessions; in a dry run, what would."""

    count: int
    refused: tuple[RefusedAccount, ...] = ()


@requires()
async def end_session(work: Work, session_id: UUID) -> UUID:
    """Ends one session: one's own, or, with the scope, of an account that may do no more.

    Already over: nothing happens. Raises ``NotFound``, also for somebody else's without the scope; ``Refused`` for an
    account that may do more.
    """
    session = await Session.get_or_none(id=session_id)
    if session is None or not _may_try(work, session.user_id):
        raise NotFound("session", "id")
    if work.actor.is_user(session.user_id):
        user = await locked_self(work)
    else:
        user = (await manage(work, session.user_id)).user
    await session.refresh_from_db()
    over = run_out(session, user.idle_timeout_minutes, await current(SessionSettings), work.now)
    owner = user_target(user.id, user.username)
    await end(work, session_id, owner, over.reason if over else _reason(work, user.id), over.at if over else None)
    return session_id


@requires()
async def end_other_sessions(work: Work) -> int:
    """Ends all of the caller's sessions but the one by which they came; tells how many."""
    return await _end_own(work, but=work.actor.session_id)


@requires()
async def end_my_sessions(work: Work) -> int:
    """Ends all of the caller's sessions, also the one by which they came; tells how many."""
    return await _end_own(work, but=None)


@requires(Scope.SESSIONS_READ, Scope.SESSIONS_END)
async def end_sessions_of(
    work: Work, user_ids: Sequence[UUID], wanted: SessionFilter, *, but: UUID | None, dry_run: bool
) -> Ended:
    """Ends what a filter means of these accounts' open sessions, ``but`` one. A dry run ends nothing.

    What is meant is read when the accounts are locked, so it includes sessions that were opened meanwhile. Accounts
    that may do more than the caller keep theirs and are named.
    """
    users, problems = await judge_many(work, user_ids)
    meant = {owner: ids - {but} for owner, ids in (await _meant(work, users, wanted)).items()}
    refused, count = list[RefusedAccount](), 0
    for user_id in sorted(meant):
        if problems.get(user_id) and not work.actor.is_user(user_id):
            problem = problems[user_id][0]
            refused.append(RefusedAccount(user_id, len(meant[user_id]), problem.code, problem.message))
        elif dry_run:
            count += len(meant[user_id])
        else:
            owner = user_target(user_id, users[user_id].username)
            for session_id in sorted(meant[user_id]):
                count += await end(work, session_id, owner, _reason(work, user_id))
    return Ended(count, tuple(each for each in refused if each.sessions))


async def _meant(work: Work, users: Mapping[UUID, User], wanted: SessionFilter) -> Mapping[UUID, set[UUID]]:
    """The ids of the sessions that a filter means, by account."""
    statement, as_of = Statement(), AsOf(await current(SessionSettings), work.now)
    where = " AND ".join(conditions_of(statement, replace(wanted, user_ids=tuple(users)), as_of))
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for session_id, user_id in await fetch(statement.add(f"SELECT s.id, s.user_id {FROM} WHERE {where}")):
        found[key(user_id)].add(key(session_id))
    return found


async def _end_own(work: Work, but: UUID | None) -> int:
    user = await locked_account(work.actor.user_id)
    if user is None:
        return 0
    return await end_all(work, user_target(user.id, user.username), SessionEnd.BY_OWNER, but=but)


def _may_try(work: Work, user_id: UUID) -> bool:
    return work.actor.is_user(user_id) or work.actor.permissions.holds(Scope.SESSIONS_END)


def _reason(work: Work, user_id: UUID) -> SessionEnd:
    return SessionEnd.BY_OWNER if work.actor.is_user(user_id) else SessionEnd.BY_ADMINISTRATOR
