"""What accounts expect of their next sign-in from outside: one statement, and what sources take, for any number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from auth.reading import Statement, fetch, instant, key, optional_instant
from auth.selection import Selection
from auth.sources.registry import sources_of
from models.identity_expectation import IdentityKind
from models.user import AuthMethod

_NEWEST = """
SELECT e.user_id, e.kind, e.value, e.method, e.source_id, e.created_at, e.used_at
FROM identity_expectations e JOIN users u ON u.id = e.user_id AND u.auth_method = e.method WHERE
"""


@dataclass(frozen=True, slots=True)
class ExpectedIdentityRow:
    """By what an account is, or was, found.

    Attributes:
        source: Name of the provider or directory; ``None`` where it is gone.
        used_at: When a sign-in found the account by it; ``None`` while it waits for one.
    """

    kind: IdentityKind
    value: str
    source: str | None
    created_at: datetime
    used_at: datetime | None


async def expected_identities_of(
    user_ids: Sequence[UUID], _selection: Selection
) -> Mapping[UUID, ExpectedIdentityRow | None]:
    """The newest of each account that is checked elsewhere now and has any."""
    statement = Statement().add(_NEWEST)
    rows = await fetch(statement.add(f"{statement.among('e.user_id', user_ids)} ORDER BY e.id"))
    methods = sorted({AuthMethod(method) for _, _, _, method, *_ in rows})
    names = {source.id: source.name for method in methods for source in await sources_of(method)}
    return {
        key(user_id): ExpectedIdentityRow(
            kind=IdentityKind(kind),
            value=value,
            source=names.get(key(source_id)),
            created_at=instant(created_at),
            used_at=optional_instant(used_at),
        )
        for user_id, kind, value, _, source_id, created_at, used_at in rows
    }
