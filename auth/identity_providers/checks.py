"""Which values of an identity provider are legal. Pure."""

import re
from collections.abc import Sequence

from auth.email_domains import canonical_domain
from auth.errors import DomainError
from auth.identity_providers.issuers import host_problem, is_at, issuer_problems, tenant_problems, url_problems
from auth.identity_providers.rules import CLAIMS, ProviderValues
from auth.sources.provider import ClaimNames
from auth.texts import canonical, check_line
from models.columns import TEXT_LENGTH
from models.identity_provider import GROUP_LENGTH, URL_LENGTH, ProviderKind, ProviderMfa

NAME_LENGTH = 50
LIST_MOST = 50
"""Values that any list of a provider has at most."""
CLAIM_LENGTH = TEXT_LENGTH
SECRET_LENGTH = 1_000
METHOD_LENGTH = 255

SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,48}[a-z0-9])?")
_ICON = re.compile(r"[a-z0-9-]{0,50}")
_VISIBLE = re.compile(r"[\x20-\x7e]+")
_TOKEN = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]+")


def value_problems(values: ProviderValues) -> list[DomainError]:
    """Everything illegal about a provider, each error naming its field; but for roles."""
    allows_private = values.allows_private_addresses
    errors = name_problems(values.name)
    if not _ICON.fullmatch(values.icon):
        errors.append(DomainError("ICON_INVALID", "An icon has up to 50 letters a to z, digits and hyphens.", "icon"))
    errors += issuer_problems(values.kind, values.issuer, allows_private=allows_private)
    errors += tenant_problems(values.kind, values.issuer, values.tenants)
    errors += _visible(values.client_id, "client_id", URL_LENGTH)
    errors += _list_problems(values)
    errors += [
        problem
        for place, host in enumerate(values.extra_hosts)
        if (problem := host_problem(host, _at("extra_hosts", place)))
    ]
    if values.api_url is not None:
        errors += url_problems(values.api_url, "api_url", allows_private=allows_private)
        if not errors and not is_at(values.api_url, values.issuer, values.extra_hosts):
            errors.append(DomainError("URL_ELSEWHERE", "Name its host among the extra hosts.", "api_url"))
    errors += check_line(values.required_group, "required_group", GROUP_LENGTH, least=1)
    return errors + _claim_problems(values) + _second_factor_problems(values) + _kind_problems(values)


def secret_problems(secret: str | None) -> list[DomainError]:
    """What is illegal about a client secret (RFC 6749 appendix A.2)."""
    return [] if secret is None else _visible(secret, "client_secret", SECRET_LENGTH)


def secret_required() -> DomainError:
    """One is missing, or was given for another issuer, client or host."""
    message = "Give the client secret: it is sent only where, and for whom, it was given for."
    return DomainError("CLIENT_SECRET_REQUIRED", message, "client_secret")


def needs_secret(kind: ProviderKind) -> bool:
    """Whether the provider takes nobody without one; elsewhere PKCE alone can protect a public client."""
    return kind in {ProviderKind.GOOGLE, ProviderKind.GITHUB}


def name_problems(name: str) -> list[DomainError]:
    """What is illegal about a provider's name."""
    errors = check_line(name, "name", NAME_LENGTH, least=1)
    if name != name.strip():
        errors.append(DomainError("NAME_INVALID", "A provider's name neither begins nor ends with a space.", "name"))
    if len(name) <= NAME_LENGTH and len(canonical(name)) > TEXT_LENGTH:
        errors.append(DomainError("TOO_LONG", "It is made of characters that stand for too many others.", "name"))
    return errors


def slug_problems(slug: str) -> list[DomainError]:
    """What is illegal about a provider's name in paths."""
    if SLUG.fullmatch(slug):
        return []
    rule = "A slug has 1 to 50 letters a to z, digits and hyphens, none at either end."
    return [DomainError("SLUG_INVALID", rule, "slug")]


def _list_problems(values: ProviderValues) -> list[DomainError]:
    """Bounds of every list, and its values one by one."""
    errors: list[DomainError] = []
    for field in (
        "scopes",
        "tenants",
        "algorithms",
        "extra_hosts",
        "hosted_domains",
        "username_claims",
        "amr",
        "acr",
        "email_domains",
    ):
        listed: Sequence[str] = getattr(values, field)
        if len(listed) > LIST_MOST:
            errors.append(DomainError("TOO_MANY", f"There are at most {LIST_MOST}.", field))
        if len(set(listed)) < len(listed):
            errors.append(DomainError("NAMED_TWICE", "Each is named once.", field))
    for field, length in (("scopes", TEXT_LENGTH), ("amr", METHOD_LENGTH), ("acr", METHOD_LENGTH)):
        errors += _tokens(getattr(values, field), field, length)
    for field in ("hosted_domains", "email_domains"):
        errors += _domains(getattr(values, field), field)
    if not values.algorithms:
        errors.append(DomainError("VALUE_REQUIRED", "Name at least one way of signing.", "algorithms"))
    if values.kind is not ProviderKind.GITHUB and "openid" not in values.scopes:
        errors.append(DomainError("OPENID_REQUIRED", "Without openid among them nobody signs in by OpenID.", "scopes"))
    return errors


def _tokens(listed: Sequence[str], field: str, most: int) -> list[DomainError]:
    """Words without spaces (RFC 6749 §3.3), because they are sent as one text with spaces between."""
    rule = f"It has 1 to {most} visible ASCII characters without spaces, quotes and backslashes."
    return [
        DomainError("TOKEN_INVALID", rule, _at(field, place))
        for place, word in enumerate(listed)
        if len(word) > most or not _TOKEN.fullmatch(word)
    ]


def _domains(listed: Sequence[str], field: str) -> list[DomainError]:
    rule = "Give a domain such as example.com, as it stands behind the @."
    return [
        DomainError("DOMAIN_INVALID", rule, _at(field, place))
        for place, domain in enumerate(listed)
        if canonical_domain(domain) != domain
    ]


def _claim_problems(values: ProviderValues) -> list[DomainError]:
    errors: list[DomainError] = []
    for place, claim in enumerate(values.username_claims):
        errors += check_line(claim, _at("username_claims", place), CLAIM_LENGTH, least=1)
    for name in CLAIMS:
        if name != "username_claims":
            errors += check_line(getattr(values, name), name, CLAIM_LENGTH, least=1)
    if values.required_group is not None and values.groups_claim is None:
        message = "A group can be required only where groups are told: name the claim of groups."
        errors.append(DomainError("GROUPS_NOT_TOLD", message, "required_group"))
    return errors


def _second_factor_problems(values: ProviderValues) -> list[DomainError]:
    if values.mfa is not ProviderMfa.THEIRS or values.amr or values.acr:
        return []
    message = "Say by which amr or acr the provider tells that there was a second factor."
    return [DomainError("VALUE_REQUIRED", message, "amr")]


def _kind_problems(values: ProviderValues) -> list[DomainError]:
    """What a kind does not have."""
    is_github = values.kind is ProviderKind.GITHUB
    found = {
        "hosted_domains": (bool(values.hosted_domains) and values.kind is not ProviderKind.GOOGLE, "GOOGLE alone"),
        "api_url": (values.api_url is not None and not is_github, "GITHUB alone"),
        "mfa": (is_github and values.mfa is ProviderMfa.THEIRS, "OpenID Connect alone: GitHub tells nothing of it"),
        "trusts_email": (is_github and values.trusts_email, "OpenID Connect alone: GitHub says which is proven"),
        "groups_claim": (is_github and values.claims != ClaimNames(), "OpenID Connect alone: GitHub has no claims"),
    }
    return [
        DomainError("NOT_FOR_KIND", f"It goes with {alone}.", name) for name, (is_so, alone) in found.items() if is_so
    ]


def _visible(text: str, field: str, most: int) -> list[DomainError]:
    errors = check_line(text, field, most, least=1)
    if not errors and not (_VISIBLE.fullmatch(text) and text.strip()):
        return [DomainError("TEXT_INVALID", "It is made of visible ASCII characters (RFC 6749 appendix A).", field)]
    return errors


def _at(field: str, place: int) -> str:
    return f"{field}.{place}"
