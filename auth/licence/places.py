"""Places: how much may be signed in at once (REQUIREMENTS H1).

What is counted are sessions that are worth something by the settings as they are now. So whoever signs out, or rests
too long, frees the place in that moment. Administrators take places like everybody and are never refused one. API
tokens take none.
"""

from collections.abc import Collection
from enum import StrEnum
from uuid import UUID

from auth.access.who import holds_all
from auth.licence.lock import lock_licence
from auth.licence.queries import terms_in_force
from auth.licence.rules import LicenceState, LicenceTerms, SignedIn, fits, terms_of
from auth.permissions import ADMINISTRATOR
from auth.reading import Statement, fetch
from auth.sessions.rows import FROM
from auth.sessions.states import AsOf, is_open
from auth.settings.pages import LicenceSettings, SessionSettings
from auth.unit_of_work import Work


class NoPlace(StrEnum):
    """Why there is no place for somebody who signs in."""

    FULL = "FULL"
    LICENCE_EXPIRED = "LICENCE_EXPIRED"


async def no_place(
    work: Work, user_id: UUID, freed: Collection[UUID], settings: SessionSettings, licence: LicenceSettings
) -> NoPlace | None:
    """Why an account may not open another session; ``None`` where it may.

    It is asked last, about an account that has proved who it is and is locked; ``freed`` are sessions that the new one
    ends, ``licence`` is what the settings say of it. Where there is a cap, one sign-in at a time is judged, until its
    unit of work ends: the count is exact.
    """
    terms = terms_of(licence, work.installation.licence.signed, work.now)
    if not _limits(terms) or await holds_all(user_id, ADMINISTRATOR, work.now):
        return None
    if terms.state is LicenceState.EXPIRED:
        return NoPlace.LICENCE_EXPIRED
    await lock_licence(work)
    terms = await terms_in_force(work.installation, work.now)
    before, after = await _before_and_after(AsOf(settings, work.now), user_id, freed)
    return None if fits(terms, before, after) else NoPlace.FULL


def _limits(terms: LicenceTerms) -> bool:
    return terms.max_users > 0 or terms.state is LicenceState.EXPIRED


async def _before_and_after(as_of: AsOf, user_id: UUID, freed: Collection[UUID]) -> tuple[SignedIn, SignedIn]:
    """What is signed in now, and what will be with a new session of this account instead of those that it ends."""
    statement = Statement()
    stays = f"NOT {statement.among('s.id', sorted(freed))}"
    others = f"CASE WHEN {stays} AND s.user_id <> {statement.bind(user_id)} THEN s.user_id END"
    statement.add(f"SELECT count(DISTINCT s.user_id), count(*), count(DISTINCT {others}),")
    statement.add(f"count(CASE WHEN {stays} THEN 1 END) {FROM} WHERE {is_open(statement, as_of)}")
    accounts, sessions, other_accounts, staying = (await fetch(statement))[0]
    return SignedIn(accounts, sessions), SignedIn(other_accounts + 1, staying + 1)
