"""Reads the accounts that directories check, with the groups in which they were last seen and the roles they hold."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

import orjson

from auth.policies.next_sign_in import DirectoryAccount
from auth.policies.rules import Person, canonical_dn
from auth.reading import Row, Statement, fetch, key, optional_key
from auth.role_grants import in_force
from models.role import GrantSource
from models.user import AuthMethod

_ACCOUNTS = """
SELECT u.id, u.username, u.username_key, u.source_id, e.login_name_key,
       CASE WHEN EXISTS (SELECT 1 FROM identity_expectations x WHERE x.user_id = u.id AND x.used_at IS NULL)
            THEN NULL ELSE e.groups_json END
FROM users u LEFT JOIN external_identities e ON e.user_id = u.id AND e.source_id = u.source_id
WHERE u.auth_method = {method}
"""

_GRANTS = """
SELECT g.user_id, g.role_id, g.source FROM role_grants g JOIN users u ON u.id = g.user_id
WHERE u.auth_method = {method} AND {in_force}
"""


@dataclass(frozen=True, slots=True)
class Stored:
    """Rows of accounts and of their grants, as they were read."""

    accounts: Sequence[Row]
    grants: Sequence[Row]


async def stored_accounts(user_ids: Collection[UUID] | None = None) -> Stored:
    """Those of all accounts that directories check, or of some. Two statements. No permission is asked.

    Whoever waits for their first sign-in has groups that nobody knows yet.
    """
    accounts = Statement()
    accounts.add(_ACCOUNTS.format(method=accounts.bind(AuthMethod.LDAP.value)))
    grants = Statement()
    grants.add(_GRANTS.format(method=grants.bind(AuthMethod.LDAP.value), in_force=in_force(grants)))
    if user_ids is not None:
        for statement in (accounts, grants):
            statement.add(f"AND {statement.among('u.id', list(user_ids))}")
    return Stored(await fetch(accounts.add("ORDER BY u.username_key")), await fetch(grants))


async def holders_of(role_ids: Collection[UUID]) -> list[UUID]:
    """The accounts that directories check and that hold one of these roles."""
    statement = Statement()
    statement.add(_GRANTS.format(method=statement.bind(AuthMethod.LDAP.value), in_force=in_force(statement)))
    rows = await fetch(statement.add(f"AND {statement.among('g.role_id', list(role_ids))}"))
    return sorted({key(row[0]) for row in rows})


def accounts_of(stored: Stored) -> list[DirectoryAccount]:
    """The accounts, by username. It takes a while where there are many: not on the event loop."""
    held, groups = _Held(), _Groups()
    for user_id, role_id, source in stored.grants:
        roles = held.given if GrantSource(source).is_external else held.own
        roles[key(user_id)].add(key(role_id))
    return [_account(row, held, groups) for row in stored.accounts]


@dataclass(frozen=True, slots=True)
class _Held:
    own: defaultdict[UUID, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    given: defaultdict[UUID, set[UUID]] = field(default_factory=lambda: defaultdict(set))


class _Groups:
    """Names of groups in the form in which they are compared; many people share them."""

    def __init__(self) -> None:
        self._keys: dict[str, str | None] = {}

    def keys(self, groups_json: str | None) -> frozenset[str] | None:
        if groups_json is None:
            return None
        found = (self._key(name) for name, _via in orjson.loads(groups_json))
        return frozenset(each for each in found if each is not None)

    def _key(self, name: str) -> str | None:
        if name not in self._keys:
            self._keys[name] = canonical_dn(name)
        return self._keys[name]


def _account(row: Row, held: _Held, groups: _Groups) -> DirectoryAccount:
    id_, username, username_key, source_id, login_name_key, groups_json = row
    user_id, nothing = key(id_), set[UUID]()
    return DirectoryAccount(
        id=user_id,
        username=username,
        profile_id=optional_key(source_id),
        person=Person(frozenset({username_key, login_name_key} - {None}), groups.keys(groups_json)),
        own=frozenset(_of(held.own, user_id, nothing)),
        given=frozenset(_of(held.given, user_id, nothing)),
    )


def _of(roles: Mapping[UUID, set[UUID]], user_id: UUID, nothing: set[UUID]) -> set[UUID]:
    return roles.get(user_id, nothing)
