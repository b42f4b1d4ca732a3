"""Providers as rows, as values, as their clients need them and as the audit trail tells of them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields, replace
from typing import Any, cast
from uuid import UUID

import orjson

from auth.events import Target
from auth.identity_providers.events import SET, ProviderState
from auth.identity_providers.rules import CLAIMS, ProviderValues
from auth.roles.queries import by_name
from auth.roles.rules import RoleFacts
from auth.sources.provider import ClaimNames, Provider, SecondFactorRule, SigningAlgorithm
from auth.texts import canonical
from auth.vault import Purpose, Vault
from models.identity_provider import IdentityProvider, ProviderMfa

_LISTS = ("scopes", "tenants", "extra_hosts", "hosted_domains", "amr", "acr", "email_domains")
_OTHERWISE = frozenset({"has_client_secret", "default_role", "algorithms", *_LISTS, *CLAIMS})
_SAME = tuple(item.name for item in fields(ProviderValues) if item.name not in _OTHERWISE)
"""What a row has by the same name and in the same form."""


def provider_of(row: IdentityProvider, vault: Vault) -> Provider:
    """With its secret opened. Raises ``Unopenable`` where the key it was sealed with is gone."""
    sealed = cast("str | None", row.client_secret_sealed)  # a text column is typed as str
    return Provider(
        id=row.id,
        slug=row.slug,
        name=row.name,
        kind=row.kind,
        issuer=row.issuer,
        client_id=row.client_id,
        client_secret=vault.open(Purpose.SSO_CLIENT, sealed) if sealed is not None else None,
        scopes=read_list(row.scopes_json),
        version=row.version,
        tenants=read_list(row.tenants_json),
        algorithms=tuple(SigningAlgorithm(each) for each in read_list(row.algorithms_json)),
        extra_hosts=read_list(row.extra_hosts_json),
        allows_private_addresses=row.allows_private_addresses,
        hosted_domains=read_list(row.hosted_domains_json),
        claims=read_claims(row.claims_json),
        trusts_email=row.trusts_email,
        second_factor=second_factor_of(row),
        api_url=row.api_url,
    )


def second_factor_of(row: IdentityProvider) -> SecondFactorRule | None:
    """When the provider's second factor stands for ours; ``None`` for never."""
    if row.mfa is not ProviderMfa.THEIRS:
        return None
    return SecondFactorRule(frozenset(read_list(row.amr_json)), frozenset(read_list(row.acr_json)))


def written_list(values: Sequence[str]) -> str:
    """Several texts for one column."""
    return orjson.dumps(list(values)).decode()


def read_list(stored: str) -> tuple[str, ...]:
    """What ``written_list`` wrote."""
    return tuple(cast("list[str]", orjson.loads(stored)))


def written_claims(claims: ClaimNames) -> str:
    """Names of claims for one column."""
    return orjson.dumps(asdict(claims)).decode()


def read_claims(stored: str) -> ClaimNames:
    """What ``written_claims`` wrote."""
    found = cast("dict[str, Any]", orjson.loads(stored))
    return replace(ClaimNames(**found), username=tuple(found["username"]))


def values_of(row: IdentityProvider, roles: Mapping[UUID, str]) -> ProviderValues:
    """The values of a row; ``roles`` are the names of all."""
    claims = read_claims(row.claims_json)
    same: dict[str, Any] = {name: getattr(row, name) for name in _SAME}
    listed: dict[str, Any] = {name: read_list(getattr(row, f"{name}_json")) for name in _LISTS}
    named: dict[str, Any] = {name: getattr(claims, claim) for name, claim in CLAIMS.items()}
    return ProviderValues(
        has_client_secret=cast("str | None", row.client_secret_sealed) is not None,
        default_role=roles[row.default_role_id] if row.default_role_id else None,
        algorithms=tuple(SigningAlgorithm(each) for each in read_list(row.algorithms_json)),
        **same,
        **listed,
        **named,
    )


def apply(row: IdentityProvider, values: ProviderValues, roles: Mapping[UUID, RoleFacts]) -> None:
    """Writes values that were judged into a row; but for its secret, which is not among them."""
    for name in _SAME:
        setattr(row, name, getattr(values, name))
    for name in (*_LISTS, "algorithms"):
        setattr(row, f"{name}_json", written_list(getattr(values, name)))
    row.name_key, row.claims_json = canonical(values.name), written_claims(values.claims)
    role = by_name(roles, values.default_role) if values.default_role is not None else None
    row.default_role_id = role.id if role else None


def state_of(row: IdentityProvider, values: ProviderValues, client_secret: str = SET) -> ProviderState:
    """Values for the audit trail; ``client_secret`` is what it says of one where there is one."""
    told: dict[str, Any] = {item.name: getattr(values, item.name) for item in fields(ProviderValues)}
    told["client_secret"] = client_secret if told.pop("has_client_secret") else None
    return ProviderState(slug=row.slug, **told)


def target_of(row: IdentityProvider) -> Target:
    """A provider as the audit trail names it."""
    return Target("IDENTITY_PROVIDER", str(row.id), row.name)
