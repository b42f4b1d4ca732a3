"""Reads what became of returns from providers, newest first.

What was told of a person is personal: it is opened only for who may read it of accounts, and that it was is told to the
trail. An attempt of which nothing is told any more still says why.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from auth.actor import Actor
from auth.paging import Order, Page, PageRequest, cut, encode_cursor, keyset, moment_value, order_by
from auth.permissions import PermissionSet, Scope, demand, requires
from auth.reading import Row, Statement, fetch, instant, key, optional_key
from auth.single_sign_on.attempt_events import AttemptsRead, AttemptsShown
from auth.single_sign_on.explanations import explanation
from auth.single_sign_on.told import Told, read
from auth.unit_of_work import Work
from auth.vault import Purpose, Unopenable, Vault
from auth.visibility import CONTACT, may_see_change
from models.provider_sign_in import SsoPurpose

SCOPES = (Scope.AUDIT_READ, Scope.SSO_READ)
"""What reading attempts needs."""

_TELLS_OF = ("email", "email_verified", "external_identities", "first_name", "last_name", "username")
"""Values of accounts that what was told tells of; where one of them is denied, nothing of it is shown."""


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """An attempt as a caller reads it.

    Attributes:
        told: What was told and decided; ``None`` where that may not be read, was not asked for, or is no more there.
        explanation: What became of it, in one sentence.
    """

    id: UUID
    reference: str
    provider_id: UUID
    provider_name: str
    purpose: SsoPurpose
    at: datetime
    code: str | None
    because: str | None
    step: str | None
    user_id: UUID | None
    asked_by_id: UUID | None
    explanation: str
    told: Told | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptFilter:
    """Which attempts to list; everything given must hold."""

    provider_id: UUID | None = None
    user_id: UUID | None = None
    purpose: SsoPurpose | None = None
    is_refused: bool | None = None
    because: tuple[str, ...] | None = None
    after: datetime | None = None
    before: datetime | None = None


NEWEST_FIRST = Order("at", "a.at", descending=True, value=moment_value)
_SELECT = (
    "SELECT a.id, a.reference, a.provider_id, a.provider_name, a.purpose, a.at, a.code, a.because, a.step, a.user_id,"
    " a.asked_by_id, {told} FROM sso_attempts a"
)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, and with what.

    Attributes:
        opens: Whether what was told is wanted too.
    """

    actor: Actor
    vault: Vault
    opens: bool = False

    @property
    def is_shown_all(self) -> bool:
        """Whether what was told is to be opened: it is wanted, and may be read."""
        return self.opens and may_read_told(self.actor.permissions)


def may_read_told(permissions: PermissionSet) -> bool:
    """Whether a caller may read what was told of people."""
    is_open = permissions.allows("SsoAttempt.told", CONTACT)
    return is_open and all(may_see_change(permissions, "", name) for name in _TELLS_OF)


async def list_attempts(reader: Reader, wanted: AttemptFilter, page: PageRequest) -> Page[AttemptRow]:
    """One page. Raises ``BadInput``, ``Forbidden``."""
    demand(reader.actor, "ssoAttempts", *SCOPES)
    page.check()
    statement = _selected(reader)
    conditions = _conditions(statement, wanted)
    start = keyset(statement, NEWEST_FIRST, page, "a.id")
    statement.add(f"WHERE {' AND '.join([*conditions, *([start] if start else [])]) or '1 = 1'}")
    rows = [_read(row, reader) for row in await fetch(statement.add(order_by(NEWEST_FIRST, page, "a.id")))]
    return cut(rows, [encode_cursor(NEWEST_FIRST, row.at.isoformat(), row.id) for row in rows], page)


async def count_attempts(actor: Actor, wanted: AttemptFilter, at_most: int | None = None) -> int:
    """How many the whole list has; counting stops at ``at_most``."""
    demand(actor, "ssoAttempts", *SCOPES)
    statement = Statement()
    where = " AND ".join(_conditions(statement, wanted)) or "1 = 1"
    limit = f" LIMIT {at_most:d}" if at_most is not None else ""
    text = f"SELECT count(*) FROM (SELECT 1 FROM sso_attempts a WHERE {where}{limit}) counted"
    return (await fetch(statement.add(text)))[0][0]


async def attempt_by_id(reader: Reader, attempt_id: UUID) -> AttemptRow | None:
    """One attempt, or ``None``."""
    return await _one(reader, "a.id", attempt_id)


async def attempt_by_reference(reader: Reader, reference: str) -> AttemptRow | None:
    """The attempt that somebody was told the reference of, in any spelling; or ``None``."""
    return await _one(reader, "a.reference", spelled(reference))


def spelled(reference: str) -> str:
    """A reference as it is stored: people leave dashes and case out."""
    letters = "".join(each for each in reference[:100].upper() if each.isascii() and each.isalnum())
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))


@requires(*SCOPES)
async def record_reading(work: Work, rows: Sequence[AttemptRow]) -> None:
    """Tells that what was told of people was read."""
    one = rows[0].reference if len(rows) == 1 else None
    work.record(AttemptsRead(after=AttemptsShown(len(rows), one)))


async def _one(reader: Reader, column: str, value: object) -> AttemptRow | None:
    demand(reader.actor, "ssoAttempt", *SCOPES)
    statement = _selected(reader)
    rows = await fetch(statement.add(f"WHERE {column} = {statement.bind(value)}"))
    return _read(rows[0], reader) if rows else None


def _selected(reader: Reader) -> Statement:
    return Statement().add(_SELECT.format(told="a.told_sealed" if reader.is_shown_all else "NULL"))


def _conditions(statement: Statement, wanted: AttemptFilter) -> list[str]:
    columns = {"provider_id": wanted.provider_id, "user_id": wanted.user_id, "purpose": wanted.purpose}
    found = [f"a.{name} = {statement.bind(_text(value))}" for name, value in columns.items() if value is not None]
    if wanted.is_refused is not None:
        found.append(f"a.code IS {'NOT ' if wanted.is_refused else ''}NULL")
    if wanted.because is not None:
        found.append(statement.among("a.because", wanted.because))
    found += [f"a.at > {statement.bind(wanted.after)}"] if wanted.after is not None else []
    found += [f"a.at < {statement.bind(wanted.before)}"] if wanted.before is not None else []
    return found


def _text(value: UUID | SsoPurpose) -> object:
    return value.value if isinstance(value, SsoPurpose) else value


def _read(row: Row, reader: Reader) -> AttemptRow:
    id_, reference, provider_id, name, purpose, at, code, because, step, user_id, asked_by, sealed = row
    return AttemptRow(
        id=key(id_),
        reference=reference,
        provider_id=key(provider_id),
        provider_name=name,
        purpose=SsoPurpose(purpose),
        at=instant(at),
        code=code,
        because=because,
        step=step,
        user_id=optional_key(user_id),
        asked_by_id=optional_key(asked_by),
        explanation=explanation(SsoPurpose(purpose), because, step),
        told=_opened(reader.vault, sealed),
    )


def _opened(vault: Vault, sealed: Any) -> Told | None:  # noqa: ANN401 — a column
    """``None`` also where the key it was sealed with is gone."""
    try:
        return None if sealed is None else read(vault.open(Purpose.SSO_ATTEMPT, sealed))
    except Unopenable:
        return None
