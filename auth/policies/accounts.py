"""Reads the accounts whose roles directories and providers decide about.

With the groups in which they were last seen, and the roles they hold.
"""

from collections import defaultdict
from collections.abc import AsyncGenerator, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

import orjson

from auth.email_domains import domain_of
from auth.policies.next_sign_in import LinkedProvider, SourcedAccount
from auth.policies.rules import Person, canonical_dn
from auth.reading import Row, Statement, fetch, key, optional_key
from auth.role_grants import in_force
from models.role import GrantSource
from models.user import AuthMethod

Key = TypeVar("Key")

_WAITS = "EXISTS (SELECT 1 FROM identity_expectations x WHERE x.user_id = u.id AND x.used_at IS NULL)"

_DIRECTORY = f"""
SELECT u.id, u.username, u.username_key, u.source_id, e.login_name_key,
       CASE WHEN {_WAITS} THEN NULL ELSE e.groups_json END
FROM users u LEFT JOIN external_identities e ON e.user_id = u.id AND e.source_id = u.source_id
WHERE u.auth_method = {{ldap}}
"""  # noqa: S608 — a constant

_PROVIDERS = f"""
SELECT u.id, u.username, u.username_key, coalesce(e.source_id, u.source_id), u.auth_method,
       CASE WHEN {_WAITS} THEN NULL ELSE e.groups_json END, e.email
FROM users u LEFT JOIN external_identities e ON e.user_id = u.id AND e.method = {{oidc}}
     AND (u.auth_method = {{local}} OR e.source_id = u.source_id)
WHERE (u.auth_method = {{oidc}} OR (u.auth_method = {{local}} AND e.id IS NOT NULL))
"""  # noqa: S608 — a constant

_GRANTS = """
SELECT g.user_id, g.role_id, g.source, CASE WHEN g.source = {provider} THEN g.owner_id ELSE m.provider_id END
FROM role_grants g JOIN users u ON u.id = g.user_id
LEFT JOIN role_mappings m ON g.source = {mapping} AND m.id = g.owner_id
WHERE {in_force} AND (u.auth_method <> {local} OR EXISTS (SELECT 1 FROM external_identities i WHERE i.user_id = u.id))
"""

_IDS = """
SELECT u.id, u.username_key FROM users u
WHERE (u.auth_method <> {local} OR EXISTS (SELECT 1 FROM external_identities i WHERE i.user_id = u.id))
AND u.username_key > {after}
"""

PAGE = 500
"""Accounts that are looked at in one go, which takes some milliseconds."""


@dataclass(frozen=True, slots=True)
class Stored:
    """Rows of accounts, of the providers by which accounts sign in, and of grants, as they were read."""

    accounts: Sequence[Row]
    providers: Sequence[Row]
    grants: Sequence[Row]


async def stored_accounts(user_ids: Collection[UUID] | None = None) -> Stored:
    """Those of all accounts that sources check or are linked to, or of some. Three statements. No permission is asked.

    Whoever waits for their first sign-in has groups that nobody knows yet.
    """
    accounts, providers, grants = Statement(), Statement(), _grants()
    accounts.add(_DIRECTORY.format(ldap=accounts.bind(AuthMethod.LDAP.value)))
    oidc, local = providers.bind(AuthMethod.OIDC.value), providers.bind(AuthMethod.LOCAL.value)
    providers.add(_PROVIDERS.format(oidc=oidc, local=local))
    if user_ids is not None:
        for statement in (accounts, providers, grants):
            statement.add(f"AND {statement.among('u.id', list(user_ids))}")
    return Stored(await fetch(accounts), await fetch(providers), await fetch(grants))


async def every_account(user_ids: Collection[UUID] | None = None) -> AsyncGenerator[Stored]:
    """The same in pages by username, so that of many accounts only so many are in memory. Four statements for each."""
    after, is_last = "", False
    while not is_last:
        statement = Statement()
        statement.add(_IDS.format(local=statement.bind(AuthMethod.LOCAL.value), after=statement.bind(after)))
        if user_ids is not None:
            statement.add(f"AND {statement.among('u.id', list(user_ids))}")
        rows = await fetch(statement.add(f"ORDER BY u.username_key LIMIT {statement.bind(PAGE)}"))
        is_last = len(rows) < PAGE
        if rows:
            after = rows[-1][1]
            yield await stored_accounts([key(row[0]) for row in rows])


async def holders_of(role_ids: Collection[UUID]) -> list[UUID]:
    """The accounts that sources check or are linked to and that hold one of these roles."""
    statement = _grants()
    rows = await fetch(statement.add(f"AND {statement.among('g.role_id', list(role_ids))}"))
    return sorted({key(row[0]) for row in rows})


def accounts_of(stored: Stored) -> list[SourcedAccount]:
    """The accounts, by username."""
    held, groups = _held(stored.grants), _Groups()
    found = [(row[2], _directory_account(row, held, groups)) for row in stored.accounts]
    linked: defaultdict[UUID, list[Row]] = defaultdict(list)
    for row in stored.providers:
        linked[key(row[0])].append(row)
    found += [(rows[0][2], _linked_account(rows, held)) for rows in linked.values()]
    return [account for _, account in sorted(found, key=lambda each: each[0])]


def _grants() -> Statement:
    statement = Statement()
    return statement.add(
        _GRANTS.format(
            provider=statement.bind(GrantSource.PROVIDER.value),
            mapping=statement.bind(GrantSource.MAPPING.value),
            local=statement.bind(AuthMethod.LOCAL.value),
            in_force=in_force(statement),
        )
    )


@dataclass(frozen=True, slots=True)
class _Held:
    """Roles by account; those of providers by account and provider, and of mappings that are gone by account alone."""

    own: Mapping[UUID, set[UUID]]
    given: Mapping[UUID, set[UUID]]
    by_provider: Mapping[tuple[UUID, UUID | None], set[UUID]]


def _held(grants: Sequence[Row]) -> _Held:
    own, given = defaultdict[UUID, set[UUID]](set), defaultdict[UUID, set[UUID]](set)
    by_provider = defaultdict[tuple[UUID, UUID | None], set[UUID]](set)
    for user_id, role_id, told, provider_id in grants:
        user, role, source = key(user_id), key(role_id), GrantSource(told)
        (given if source.is_external else own)[user].add(role)
        if source in {GrantSource.MAPPING, GrantSource.PROVIDER}:
            by_provider[user, optional_key(provider_id)].add(role)
    return _Held(own, given, by_provider)


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


def _directory_account(row: Row, held: _Held, groups: _Groups) -> SourcedAccount:
    id_, username, username_key, source_id, login_name_key, groups_json = row
    user_id = key(id_)
    return SourcedAccount(
        id=user_id,
        username=username,
        profile_id=optional_key(source_id),
        person=Person(frozenset({username_key, login_name_key} - {None}), groups.keys(groups_json)),
        own=_of(held.own, user_id),
        given=_of(held.given, user_id),
    )


def _linked_account(rows: Sequence[Row], held: _Held) -> SourcedAccount:
    """The rows are of one account. What a deleted mapping gave it goes with its next sign-in, by whichever provider."""
    id_, username, username_key, *_ = rows[0]
    user_id = key(id_)
    orphaned = _of(held.by_provider, (user_id, None))
    providers = (
        LinkedProvider(
            id=provider_id,
            groups=None if groups_json is None else frozenset(name for name, _via in orjson.loads(groups_json)),
            given=_of(held.by_provider, (user_id, provider_id)) | orphaned,
            is_only_way=AuthMethod(method) is AuthMethod.OIDC,
            email_domain=domain_of(email) if email else None,
        )
        for *_, source_id, method, groups_json, email in rows
        if (provider_id := optional_key(source_id)) is not None
    )
    return SourcedAccount(
        id=user_id,
        username=username,
        profile_id=None,
        person=Person(frozenset({username_key}), None),
        own=_of(held.own, user_id),
        given=_of(held.given, user_id),
        providers=tuple(providers),
    )


def _of(roles: Mapping[Key, set[UUID]], whose: Key) -> frozenset[UUID]:
    return frozenset(roles.get(whose, ()))
