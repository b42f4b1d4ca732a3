"""What decides how a sign-in of an account goes on, read in one statement.

Every sign-in asks for all of it, so it is one round trip. Whoever acts on it has locked the account before: a statement
that waits for a lock would give what was true before it waited (PostgreSQL 15 §13.2.1).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from auth.credential import PasswordHash
from auth.login.rules import PasswordAge
from auth.mfa.queries import asked_by_role
from auth.mfa.rules import Due, MfaFacts, due
from auth.reading import Row, Statement, boolean, fetch, instant, key, optional_instant
from auth.sessions.rules import SessionMoments
from auth.settings.pages import LicenceSettings, MfaSettings, PasswordSettings, SessionSettings
from auth.settings.queries import page_of, parse
from auth.sources.enforcement import ENFORCED, PasswordUse, breaks_glass_of, use_of
from models.user import User

_PAGES = (PasswordSettings, MfaSettings, SessionSettings, LicenceSettings)


@dataclass(frozen=True, slots=True)
class StoredPassword:
    """The password that an account has here."""

    hash: PasswordHash = field(repr=False)
    age: PasswordAge


@dataclass(frozen=True, slots=True)
class OpenMoments:
    """A session that nobody has ended, whether or not it has run out."""

    id: UUID
    created_at: datetime
    last_seen_at: datetime
    remembered: bool

    def moments(self, user: User) -> SessionMoments:
        """What its end is reckoned from."""
        return SessionMoments(self.created_at, self.last_seen_at, self.remembered, user.idle_timeout_minutes)


@dataclass(frozen=True, slots=True)
class Standing:
    """How an account stands at its sign-in.

    Attributes:
        password: ``None`` where it has none.
        use: What that is worth now.
        required_by_role: Whether a role that is held asks for a second factor.
        not_ended: Its sessions that nobody has ended.
    """

    password: StoredPassword | None
    use: PasswordUse
    required_by_role: bool
    passwords: PasswordSettings
    mfa: MfaSettings
    sessions: SessionSettings
    licence: LicenceSettings
    not_ended: Sequence[OpenMoments]

    def second_factor_due(self, user: User) -> Due:
        """What the rules ask of the account, be it enrolled or not."""
        return due(
            MfaFacts(
                kind=user.kind,
                created_at=user.created_at,
                must_enrol=user.mfa_must_enrol,
                required_for_account=user.mfa_required,
                required_by_role=self.required_by_role,
            ),
            self.mfa,
        )


async def standing_at_sign_in(user_id: UUID) -> Standing:
    """That of one account; the same statement where there is none."""
    statement = Statement()
    user = statement.bind(user_id)
    statement.add("SELECT c.password_hash, c.changed_at, c.extended_until, c.must_change,")
    statement.add(f"{ENFORCED}, {breaks_glass_of(user)}, {asked_by_role(statement, user)},")
    statement.add(", ".join(page_of(statement, page) for page in _PAGES))
    statement.add(", s.id, s.created_at, s.last_seen_at, s.remembered FROM (SELECT 1 AS one) AS always")
    statement.add(f"LEFT JOIN credentials c ON c.user_id = {user}")
    rows = await fetch(statement.add(f"LEFT JOIN sessions s ON s.user_id = {user} AND s.ended_at IS NULL"))
    stored, changed_at, extended_until, must_change, enforced, exempt, by_role, *pages = rows[0][:-4]
    passwords, mfa, sessions, licence = pages
    age = PasswordAge(instant(changed_at), optional_instant(extended_until), boolean(must_change)) if stored else None
    return Standing(
        password=StoredPassword(PasswordHash(stored), age) if age else None,
        use=use_of(enforced=boolean(enforced), exempt=boolean(exempt)),
        required_by_role=boolean(by_role),
        passwords=parse(PasswordSettings, passwords),
        mfa=parse(MfaSettings, mfa),
        sessions=parse(SessionSettings, sessions),
        licence=parse(LicenceSettings, licence),
        not_ended=[_open(row[-4:]) for row in rows if row[-4] is not None],
    )


def _open(row: Row) -> OpenMoments:
    id_, created_at, last_seen_at, remembered = row
    return OpenMoments(key(id_), instant(created_at), instant(last_seen_at), boolean(remembered))
