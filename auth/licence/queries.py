"""Reads the terms in force and what of them is used."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from auth.actor import Actor
from auth.installation import CountedBy, Installation
from auth.licence.rules import LicenceState, LicenceTerms, SignedIn, TermsSource, grace_ends_at, terms_of
from auth.permissions import Scope, demand
from auth.reading import Statement, fetch, key
from auth.role_grants import in_force
from auth.selection import Selection
from auth.sessions.rows import FROM
from auth.sessions.states import AsOf, is_open
from auth.settings.pages import LicenceSettings, SessionSettings
from auth.settings.queries import current


@dataclass(frozen=True, slots=True)
class LicenceRow:
    """The terms in force and what of them is used, as of one moment.

    Attributes:
        file_id: The licence file's own, as are the next four; ``None`` where the settings rule.
        grace_ends_at: From when on only administrators can sign in, unless it is renewed.
    """

    source: TermsSource
    state: LicenceState
    max_users: int
    counted_by: CountedBy
    max_seats: int
    signed_in_accounts: int
    open_sessions: int
    seats_used: int
    file_id: str | None = None
    licensee: str | None = None
    valid_from: datetime | None = None
    expires_at: datetime | None = None
    grace_ends_at: datetime | None = None


async def terms_in_force(installation: Installation, now: datetime) -> LicenceTerms:
    """What the installation may do now. No permission is asked."""
    return terms_of(await current(LicenceSettings), installation.licence.signed, now)


async def read_licence_row(actor: Actor, installation: Installation, now: datetime) -> LicenceRow:
    """The terms and their use, for a caller who may see them."""
    demand(actor, "licence", Scope.LICENCE_READ)
    return await licence_row(installation, now)


async def licence_row(installation: Installation, now: datetime) -> LicenceRow:
    """The terms and their use. No permission is asked."""
    terms = await terms_in_force(installation, now)
    using, signed = await signed_in(AsOf(await current(SessionSettings), now)), terms.signed
    return LicenceRow(
        source=terms.source,
        state=terms.state,
        max_users=terms.max_users,
        counted_by=terms.counted_by,
        max_seats=terms.max_seats,
        signed_in_accounts=using.accounts,
        open_sessions=using.sessions,
        seats_used=await seats_used(now),
        file_id=signed and signed.id,
        licensee=signed and signed.licensee,
        valid_from=signed and signed.valid_from,
        expires_at=signed and signed.expires_at,
        grace_ends_at=signed and grace_ends_at(signed),
    )


async def signed_in(as_of: AsOf) -> SignedIn:
    """What is signed in, as the settings are now, whether or not anybody has written what ran out."""
    statement = Statement()
    statement.add(f"SELECT count(DISTINCT s.user_id), count(*) {FROM} WHERE {is_open(statement, as_of)}")
    return SignedIn(*(await fetch(statement))[0])


async def seats_used(now: datetime) -> int:
    """How many accounts hold a licensed role themselves, deactivated ones too."""
    statement = Statement()
    rows = await fetch(statement.add(f"SELECT count(DISTINCT g.user_id) {_seated(statement, now)}"))
    return rows[0][0]


async def licensed_of(user_ids: Sequence[UUID], _selection: Selection) -> Mapping[UUID, bool]:
    """Which of these accounts hold a licensed role themselves."""
    statement = Statement()
    statement.add(f"SELECT DISTINCT g.user_id {_seated(statement)} AND {statement.among('g.user_id', user_ids)}")
    held = {key(row[0]) for row in await fetch(statement)}
    return {user_id: user_id in held for user_id in user_ids}


def is_licensed(statement: Statement) -> str:
    """The condition that the account ``u`` takes a seat."""
    return f"u.id IN (SELECT g.user_id {_seated(statement)})"


def _seated(statement: Statement, now: datetime | None = None) -> str:
    return f"FROM role_grants g JOIN roles r ON r.id = g.role_id WHERE r.licensed AND {in_force(statement, now=now)}"
