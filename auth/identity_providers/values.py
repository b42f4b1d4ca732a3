"""A provider as it is stored, and as its client needs it."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any, cast

import orjson

from auth.sources.provider import ClaimNames, Provider, SecondFactorRule, SigningAlgorithm
from auth.vault import Purpose, Vault
from models.identity_provider import IdentityProvider, ProviderMfa


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
