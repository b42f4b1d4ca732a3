"""Reads who has a second factor, who must have one, and when it is due. No secret and no code is ever read here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from auth.actor import Actor
from auth.mfa.rules import Due, MfaFacts, due, lacking
from auth.reading import Statement, boolean, fetch, instant, key, optional_instant
from auth.role_grants import in_force
from auth.settings.pages import MfaSettings
from auth.settings.queries import current, page_of, parse
from auth.step_up.queries import codes_left
from models.session import SecondFactor
from models.user import UserKind

Condition: TypeAlias = Callable[[Statement], str]
"""A condition of SQL, written into the statement it is given."""

_FACTS = """
SELECT u.id, u.kind, u.created_at, u.mfa_enrolled_at, u.mfa_must_enrol, u.mfa_required, {by_role}, {proved}, {settings}
FROM users u WHERE
"""
_PROVED_THERE = """
(u.source_id IS NOT NULL AND EXISTS (
    SELECT 1 FROM sessions s
    WHERE s.user_id = u.id AND s.created_at = u.last_login_at AND s.second_factor = 'PROVIDER'
))
"""
_BY_ROLE = """
{user} IN (SELECT g.user_id FROM role_grants g WHERE {counts} AND g.role_id IN (
    WITH RECURSIVE asking(role_id) AS (
        SELECT r.id FROM roles r WHERE r.mfa_required
        UNION SELECT p.role_id FROM role_parents p JOIN asking a ON p.parent_id = a.role_id
    ) SELECT role_id FROM asking
))
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """How one account stands with second factors.

    Attributes:
        due: What the rules ask of it, be it enrolled or not.
    """

    facts: MfaFacts
    due: Due

    @property
    def lacking(self) -> Due:
        """What is due and not there, as lists tell it."""
        return lacking(self.facts, self.due)


@dataclass(frozen=True, slots=True)
class OwnMfa:
    """The caller's own second factor.

    Attributes:
        backup_codes_left: How many can still be used.
        acknowledged: Whether the client said that its backup codes were kept; false without a second factor.
    """

    standing: Standing
    backup_codes_left: int
    acknowledged: bool


async def standing_of(user_ids: Sequence[UUID]) -> dict[UUID, Standing]:
    """How accounts stand, in one statement. No permission is asked: the edge that leads here was guarded."""
    statement = Statement()
    parts = {"by_role": asked_by_role(statement), "proved": _PROVED_THERE, "settings": page_of(statement, MfaSettings)}
    statement.add(_FACTS.format(**parts))
    rows = await fetch(statement.add(statement.among("u.id", user_ids)))
    settings = parse(MfaSettings, rows[0][-1] if rows else None)
    facts = {
        key(id_): MfaFacts(
            kind=UserKind(kind),
            created_at=instant(created),
            enrolled_at=optional_instant(enrolled),
            must_enrol=boolean(must_enrol),
            required_for_account=boolean(required),
            required_by_role=boolean(by_role),
            proved_there=boolean(proved),
        )
        for id_, kind, created, enrolled, must_enrol, required, by_role, proved, _ in rows
    }
    return {user_id: Standing(each, due(each, settings)) for user_id, each in facts.items()}


async def own_mfa(actor: Actor) -> OwnMfa | None:
    """The caller's own; ``None`` for nobody."""
    if actor.user_id is None:
        return None
    standing = (await standing_of([actor.user_id])).get(actor.user_id)
    if standing is None:
        return None
    statement = Statement()
    user = statement.bind(actor.user_id)
    rows = await fetch(
        statement.add(
            "SELECT e.acknowledged_at FROM totp_enrolments e"
            f" WHERE e.user_id = {user} AND e.confirmed_at IS NOT NULL ORDER BY e.confirmed_at DESC LIMIT 1"
        )
    )
    acknowledged = bool(rows) and rows[0][0] is not None
    return OwnMfa(standing, await codes_left(actor.user_id), acknowledged)


async def methods_of(user_id: UUID) -> tuple[SecondFactor, ...]:
    """What an enrolled account can prove itself with now."""
    return (SecondFactor.TOTP, SecondFactor.BACKUP_CODE) if await codes_left(user_id) else (SecondFactor.TOTP,)


def having(*, enrolled: bool) -> Condition:
    """The condition on accounts ``u`` of a list that they have a second factor, or that they have none."""
    return lambda _: f"u.mfa_enrolled_at IS {'NOT NULL' if enrolled else 'NULL'}"


async def lacking_one() -> Condition:
    """The condition on accounts ``u`` of a list that they must have a second factor and have none.

    As ``rules.due`` and ``rules.lacking`` say; whether the grace period is over does not matter to it.
    """
    everyone = (await current(MfaSettings)).required_for_everyone
    return lambda statement: f"({_lacking(statement, everyone=everyone)})"


def _lacking(statement: Statement, *, everyone: bool) -> str:
    person = statement.bind(UserKind.HUMAN.value)
    lacks = f"u.kind = {person} AND u.mfa_enrolled_at IS NULL AND NOT {_PROVED_THERE}"
    return lacks if everyone else f"{lacks} AND (u.mfa_must_enrol OR u.mfa_required OR {asked_by_role(statement)})"


def asked_by_role(statement: Statement, user: str = "u.id") -> str:
    """The condition that a role held by an account asks for a second factor; ``user`` stands for its key."""
    return _BY_ROLE.format(user=user, counts=in_force(statement))
