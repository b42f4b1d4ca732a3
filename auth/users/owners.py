"""Who answers for service accounts."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from auth.errors import DomainError, NotFound
from auth.locking import locked_account
from auth.reading import Statement, fetch, key
from auth.unit_of_work import Work
from auth.unset import UNSET, Unset
from auth.users.rows import UserRow, read_row
from models.user import UserKind


class OwnerIsNoPerson(DomainError):
    """A program cannot answer for a program."""

    def __init__(self, field: str) -> None:
        """``field`` names the owner."""
        super().__init__("OWNER_NOT_A_PERSON", "A person answers for a service account, not another program.", field)


async def lock_owner(work: Work, owner_id: UUID | Unset | None, kind: UserKind) -> UUID | None:
    """The owner of a new account, who is there until the unit of work ends; ``UNSET`` takes the caller, if a person.

    Raises ``DomainError``.
    """
    if owner_id is UNSET and kind is UserKind.SERVICE:
        caller = await locked_account(work.actor.user_id)
        return caller.id if caller and caller.kind is UserKind.HUMAN else None
    if owner_id is UNSET or owner_id is None:
        return None
    if kind is not UserKind.SERVICE:
        raise DomainError("OWNER_NOT_WANTED", "People answer for themselves.", "owner")
    owner = await locked_account(owner_id)
    if owner is None:
        raise NotFound("account", "owner")
    if owner.kind is not UserKind.HUMAN:
        raise OwnerIsNoPerson("owner")
    return owner_id


async def owners_of(user_ids: Sequence[UUID], columns: Sequence[str]) -> dict[UUID, UserRow]:
    """The owner of each account that has one, with these columns."""
    statement = Statement().add(f"SELECT u.id, {_listed('o', columns)} FROM users u JOIN users o ON o.id = u.owner_id")
    rows = await fetch(statement.add(f"WHERE {statement.among('u.id', user_ids)}"))
    return {key(user_id): read_row(columns, row) for user_id, *row in rows}


async def accounts_owned_by(user_ids: Sequence[UUID], columns: Sequence[str]) -> dict[UUID, list[UserRow]]:
    """The service accounts of each account by username, with these columns."""
    statement = Statement().add(f"SELECT a.owner_id, {_listed('a', columns)} FROM users a")
    statement.add(f"WHERE {statement.among('a.owner_id', user_ids)} ORDER BY a.username_key")
    found: dict[UUID, list[UserRow]] = defaultdict(list)
    for owner_id, *row in await fetch(statement):
        found[key(owner_id)].append(read_row(columns, row))
    return found


def _listed(table: str, columns: Sequence[str]) -> str:
    return ", ".join(f"{table}.{name}" for name in ("id", *columns))
