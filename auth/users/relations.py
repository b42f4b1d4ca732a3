"""What hangs on accounts: one statement for each relation that is wanted, whatever the number of accounts."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TypeAlias
from uuid import UUID

from auth.groups.of_users import groups_of
from auth.licence.queries import licensed_of
from auth.reading import Statement, fetch
from auth.resources.of_users import owned_resources_of, resource_grants_of
from auth.selection import Selection
from auth.users.expectations_of import expected_identities_of
from auth.users.grants import grants_of
from auth.users.identities_of import account_sources_of, external_identities_of
from auth.users.invitation_of import invitations_of
from auth.users.locks_of import locks_of
from auth.users.owners import accounts_owned_by, owners_of
from auth.users.password_state import password_states_of
from auth.users.roles_of import roles_of
from auth.users.rows import UserRow, read_row, wanted_columns

Relation: TypeAlias = Callable[[Sequence[UUID], Selection], Awaitable[Mapping[UUID, object]]]
"""What each of these accounts has, of which a selection is wanted."""


async def users_by_id(user_ids: Sequence[UUID], selection: Selection) -> dict[UUID, UserRow]:
    """The named accounts by id. No permission is asked: the edge that leads here was guarded."""
    statement, columns = Statement(), wanted_columns(selection)
    named = ", ".join(["u.id", *(f"u.{name}" for name in columns)])
    statement.add(f"SELECT {named} FROM users u WHERE {statement.among('u.id', user_ids)}")
    rows = [read_row(columns, row) for row in await fetch(statement)]
    await add_relations(rows, selection)
    return {row.id: row for row in rows}


async def add_relations(rows: Sequence[UserRow], selection: Selection) -> None:
    """Adds to accounts what ``selection`` wants beside their columns."""
    ids = [row.id for row in rows]
    for name, relation in _RELATIONS.items():
        if name in selection and ids:
            found = await relation(ids, selection[name])
            for row in rows:
                setattr(row, name, found.get(row.id, None if name in _SINGLE else []))


async def _role_grants(ids: Sequence[UUID], _selection: Selection) -> Mapping[UUID, object]:
    return await grants_of(ids)


async def _groups(ids: Sequence[UUID], selection: Selection) -> Mapping[UUID, object]:
    return await groups_of(ids, selection, users_by_id)


async def _resource_grants(ids: Sequence[UUID], selection: Selection) -> Mapping[UUID, object]:
    return await resource_grants_of(ids, selection, users_by_id)


async def _owned_resources(ids: Sequence[UUID], selection: Selection) -> Mapping[UUID, object]:
    return await owned_resources_of(ids, selection, users_by_id)


async def _owner(ids: Sequence[UUID], selection: Selection) -> Mapping[UUID, object]:
    found = await owners_of(ids, wanted_columns(selection))
    await add_relations(list(found.values()), selection)
    return found


async def _owned_accounts(ids: Sequence[UUID], selection: Selection) -> Mapping[UUID, object]:
    found = await accounts_owned_by(ids, wanted_columns(selection))
    await add_relations([row for rows in found.values() for row in rows], selection)
    return found


_RELATIONS: dict[str, Relation] = {
    "password_state": password_states_of,
    "invitation": invitations_of,
    "expected_identity": expected_identities_of,
    "source": account_sources_of,
    "external_identities": external_identities_of,
    "roles": roles_of,
    "licensed": licensed_of,
    "locks": locks_of,
    "role_grants": _role_grants,
    "groups": _groups,
    "resource_grants": _resource_grants,
    "owned_resources": _owned_resources,
    "owner": _owner,
    "owned_accounts": _owned_accounts,
}
_SINGLE = frozenset({"owner", "invitation", "expected_identity", "source"})
