"""Microsoft's issuer for several tenants, and Google's organisations: whose people may come."""

from collections.abc import AsyncGenerator
from typing import Any

import pytest

from auth.sources.failures import SsoFailure, SsoRefused
from auth.sources.provider import TENANT, Provider, ProviderKind
from tests.support.hostile_provider import HostileProvider, hostile_provider, public
from tests.support.sso import Client

OURS, THEIRS = "0f6d1c9e-0000-4000-8000-00000000000a", "0f6d1c9e-0000-4000-8000-00000000000b"


@pytest.fixture
async def there() -> AsyncGenerator[HostileProvider]:
    async with hostile_provider() as provider:
        provider.replies["/organizations/v2.0/.well-known/openid-configuration"] = provider.metadata
        provider.metadata["issuer"] = f"{provider.issuer}/{TENANT}/v2.0"
        provider.metadata.pop("authorization_response_iss_parameter_supported")
        provider.callback["iss"] = None
        provider.claims |= {"iss": f"{provider.issuer}/{OURS}/v2.0", "tid": OURS}
        yield provider


def microsoft(there: HostileProvider, *tenants: str) -> Provider:
    issuer = f"{there.issuer}/{TENANT}/v2.0"
    return there.provider(kind=ProviderKind.MICROSOFT, issuer=issuer, tenants=tenants or (OURS,))


async def test_people_of_an_allowed_tenant_sign_in(there: HostileProvider) -> None:
    found = await Client(there).signed_in(microsoft(there, THEIRS, OURS))
    assert found.issuer == f"{there.issuer}/{OURS}/v2.0"


@pytest.mark.parametrize(
    ("claims", "because"),
    [
        ({"tid": THEIRS}, SsoFailure.TENANT_NOT_ALLOWED),
        ({"tid": ...}, SsoFailure.TENANT_NOT_ALLOWED),
        ({"tid": [OURS]}, SsoFailure.TENANT_NOT_ALLOWED),
        ({"tid": OURS.upper()}, SsoFailure.TENANT_NOT_ALLOWED),
        ({"tid": TENANT}, SsoFailure.TENANT_NOT_ALLOWED),
        ({"iss": "https://evil.test/v2.0"}, SsoFailure.WRONG_ISSUER),
    ],
    ids=["other", "missing", "list", "capitals", "template", "issuer"],
)
async def test_nobody_else_does(there: HostileProvider, claims: dict[str, Any], because: SsoFailure) -> None:
    there.claims |= claims
    assert await Client(there).sign_in(microsoft(there)) == SsoRefused(because)


async def test_an_issuer_and_a_tenant_that_differ_are_refused(there: HostileProvider) -> None:
    there.claims["iss"] = f"{there.issuer}/{THEIRS}/v2.0"
    assert await Client(there).sign_in(microsoft(there, OURS, THEIRS)) == SsoRefused(SsoFailure.WRONG_ISSUER)


async def test_the_template_itself_is_no_issuer(there: HostileProvider) -> None:
    there.claims["iss"] = f"{there.issuer}/{TENANT}/v2.0"
    assert await Client(there).sign_in(microsoft(there)) == SsoRefused(SsoFailure.WRONG_ISSUER)


async def test_a_key_for_one_tenant_signs_for_no_other(there: HostileProvider) -> None:
    there.jwks = {"keys": [public(there.key, issuer=f"{there.issuer}/{THEIRS}/v2.0")]}
    assert await Client(there).sign_in(microsoft(there)) == SsoRefused(SsoFailure.WRONG_ISSUER)


@pytest.mark.parametrize("tenant", [OURS, TENANT], ids=["own", "any"])
async def test_a_key_for_the_tenant_or_for_any_does(there: HostileProvider, tenant: str) -> None:
    there.jwks = {"keys": [public(there.key, issuer=f"{there.issuer}/{tenant}/v2.0")]}
    await Client(there).signed_in(microsoft(there))


@pytest.mark.parametrize(
    ("domain", "signs_in"),
    [("example.com", True), ("Example.COM", True), ("evil.test", False), (None, False), (["example.com"], False)],
    ids=["own", "capitals", "other", "null", "list"],
)
async def test_people_of_an_allowed_organisation_sign_in(
    there: HostileProvider, domain: object, *, signs_in: bool
) -> None:
    there.metadata["issuer"] = there.claims["iss"] = there.issuer
    there.claims["hd"] = domain
    google = there.provider(kind=ProviderKind.GOOGLE, hosted_domains=("corp.example", "example.com"))
    found = await Client(there).sign_in(google)
    assert (found == SsoRefused(SsoFailure.WRONG_DOMAIN)) is not signs_in


async def test_what_userinfo_says_of_the_organisation_is_not_asked(there: HostileProvider) -> None:
    there.metadata["issuer"] = there.claims["iss"] = there.issuer
    there.userinfo["hd"] = "example.com"
    there.claims.pop("email")
    google = there.provider(kind=ProviderKind.GOOGLE, hosted_domains=("example.com",))
    assert await Client(there).sign_in(google) == SsoRefused(SsoFailure.WRONG_DOMAIN)
    assert "/userinfo" not in there.asked
