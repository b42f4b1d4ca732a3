"""Where a provider is: which issuers and hosts are legal, and how each kind spells its own. Pure."""

import re
from ipaddress import ip_address
from urllib.parse import quote

from auth.errors import DomainError
from auth.sources.locations import hosts_of, is_this_machine, located, may_connect, named_host
from auth.sources.provider import TENANT
from auth.texts import check_line
from models.identity_provider import URL_LENGTH, ProviderKind

MICROSOFT = "https://login.microsoftonline.com"
HOST_LENGTH = 260
"""Longest host with its port, in characters."""

_TENANT_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_DOT_SEGMENT = re.compile(r"/\.{1,2}(?:/|$)")


def microsoft_issuer(tenants: tuple[str, ...]) -> str:
    """Of one tenant its own, because most applications are registered for one; of several the endpoint for all."""
    return f"{MICROSOFT}/{tenants[0] if len(tenants) == 1 else TENANT}/v2.0"


def keycloak_issuer(base_url: str, realm: str) -> str:
    """Keycloak names an issuer by the address of the server and the realm."""
    return f"{base_url.removesuffix('/')}/realms/{quote(realm, safe='')}"


def populations(issuer: str, tenants: tuple[str, ...]) -> frozenset[str]:
    """The issuers whose people a provider knows: one, or that of each tenant."""
    return frozenset(issuer.replace(TENANT, tenant) for tenant in tenants) if TENANT in issuer else frozenset({issuer})


def issuer_problems(kind: ProviderKind, issuer: str, *, allows_private: bool) -> list[DomainError]:
    """What is illegal about an issuer (OpenID Connect Discovery §3); Microsoft's may stand for several tenants."""
    errors = check_line(issuer, "issuer", URL_LENGTH, least=1)
    if errors:
        return errors
    plain = issuer.replace(TENANT, "common") if kind is ProviderKind.MICROSOFT else issuer
    errors = url_problems(plain, "issuer", allows_private=allows_private)
    place = located(plain)
    if not errors and kind is ProviderKind.GITHUB and place is not None and place.target:
        return [DomainError("ISSUER_INVALID", "Of GitHub give scheme and host alone, without a slash.", "issuer")]
    return errors


def url_problems(text: str, field: str, *, allows_private: bool) -> list[DomainError]:
    """What is illegal about an address: https, or http on this machine itself; no user, query, fragment."""
    errors = check_line(text, field, URL_LENGTH, least=1)
    if errors:
        return errors
    place = located(text)
    code = "ISSUER_INVALID" if field == "issuer" else "URL_INVALID"
    if place is None or "?" in place.target or _DOT_SEGMENT.search(place.target) or not _is_named(place.host):
        rule = "Give an address such as https://id.example.com/realms/corp: no user, query, fragment or dot segments."
        return [DomainError(code, rule, field)]
    if place.scheme != "https" and not (allows_private and is_this_machine(place.host)):
        rule = "Give an https address. Plain http is taken of this machine alone, where private addresses are allowed."
        return [DomainError("HTTPS_REQUIRED", rule, field)]
    if _is_address(place.host) and not may_connect(place.host, plain=False, allows_private=allows_private):
        rule = "Nothing is sent to this address. Private ones can be allowed; link-local and reserved ones cannot."
        return [DomainError("ADDRESS_REFUSED", rule, field)]
    return []


def is_at(url: str, issuer: str, extra_hosts: tuple[str, ...]) -> bool:
    """Whether a legal address is where the provider may be."""
    place = located(url)
    return place is not None and (place.host, place.port) in hosts_of(issuer, extra_hosts)


def host_problem(text: str, field: str) -> DomainError | None:
    """What is illegal about a further host."""
    found = named_host(text) if len(text) <= HOST_LENGTH else None
    if found is not None and _is_named(found[0]):
        return None
    return DomainError("HOST_INVALID", "Give a host name, or host:port, alone: no scheme, no path.", field)


def tenant_problems(kind: ProviderKind, issuer: str, tenants: tuple[str, ...]) -> list[DomainError]:
    """Tenants are Microsoft's; an issuer that stands for several says for which, and any other is of one alone."""
    if kind is not ProviderKind.MICROSOFT:
        return [DomainError("NOT_FOR_KIND", "Tenants go with MICROSOFT alone.", "tenants")] if tenants else []
    if TENANT in issuer and not tenants:
        return [DomainError("TENANTS_REQUIRED", "Say whose people may come: the id of each tenant.", "tenants")]
    errors = [
        DomainError(
            "TENANT_INVALID", "Give the tenant's id: 32 digits 0 to 9, a to f with hyphens.", f"tenants.{place}"
        )
        for place, tenant in enumerate(tenants)
        if not _TENANT_ID.fullmatch(tenant)
    ]
    if not errors and TENANT not in issuer and any(tenant not in issuer for tenant in tenants):
        return [DomainError("TENANT_ELSEWHERE", "The issuer is another tenant's.", "tenants")]
    return errors


def _is_address(host: str) -> bool:
    try:
        return bool(ip_address(host))
    except ValueError:
        return False


def _is_named(host: str) -> bool:
    """Neither a dot at the end nor two in a row: another spelling of a host would be taken for another host."""
    return ":" in host or all(host.split("."))
