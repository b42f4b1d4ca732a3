"""What somebody wants of a new provider, filled up with what is usual for its kind."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from auth.email_domains import canonical_domain
from auth.errors import Problems
from auth.identity_providers.issuers import keycloak_issuer, microsoft_issuer
from auth.identity_providers.rules import CLAIMS, ProviderValues
from auth.sources.provider import DEFAULT_ALGORITHMS, SigningAlgorithm
from auth.sources.provider_presets import PRESETS
from auth.texts import check_line
from auth.unset import UNSET, Unset, given
from models.columns import TEXT_LENGTH
from models.identity_provider import ProviderKind, ProviderMfa
from models.ldap_profile import RolesFollow

SLUG_LENGTH = 50

NAMES = {
    ProviderKind.GOOGLE: "Google",
    ProviderKind.MICROSOFT: "Microsoft",
    ProviderKind.GITHUB: "GitHub",
    ProviderKind.KEYCLOAK: "Keycloak",
}
"""What people call a provider of a kind; its icon is named so too, in small letters."""

_IN_PLACE = {
    "base_url": ProviderKind.KEYCLOAK,
    "realm": ProviderKind.KEYCLOAK,
    "enterprise_host": ProviderKind.GITHUB,
}
"""What stands in place of an issuer, and with which kind."""

_NO_SLUG = re.compile(r"[^a-z0-9]+")
_DOMAINS = ("email_domains", "hosted_domains")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderDraft:
    """A provider as somebody wants it. What is ``None`` takes what is usual for its kind; see ``ProviderValues``.

    Attributes:
        name: ``None`` for that of the product.
        slug: ``None`` for one that is made of the name.
        base_url: With ``realm``, of Keycloak, in place of the issuer.
        enterprise_host: Of an enterprise's own GitHub, in place of the issuer.
        default_role: ``UNSET`` for the default role of new accounts, ``None`` for no role.
        groups_claim: ``UNSET`` for what is usual, ``None`` where groups are not asked for.
    """

    kind: ProviderKind
    client_id: str
    client_secret: str | None = field(default=None, repr=False)
    name: str | None = None
    slug: str | None = None
    icon: str | None = None
    issuer: str | None = None
    base_url: str | None = None
    realm: str | None = None
    enterprise_host: str | None = None
    scopes: tuple[str, ...] | None = None
    tenants: tuple[str, ...] = ()
    algorithms: tuple[SigningAlgorithm, ...] = DEFAULT_ALGORITHMS
    extra_hosts: tuple[str, ...] | None = None
    allows_private_addresses: bool = False
    hosted_domains: tuple[str, ...] = ()
    username_claims: tuple[str, ...] | None = None
    email_claim: str | None = None
    email_verified_claim: str | None = None
    first_name_claim: str | None = None
    last_name_claim: str | None = None
    name_claim: str | None = None
    groups_claim: str | Unset | None = UNSET
    trusts_email: bool = False
    api_url: str | None = None
    mfa: ProviderMfa = ProviderMfa.OURS
    amr: tuple[str, ...] = ()
    acr: tuple[str, ...] = ()
    creates_accounts: bool = False
    default_role: str | Unset | None = UNSET
    email_domains: tuple[str, ...] = ()
    required_group: str | None = None
    links_verified_email: bool = False
    refuses_unmatched: bool = False
    roles_follow: RolesFollow = RolesFollow.EACH_LOGIN
    signs_out_there: bool = True


_AS_GIVEN = (
    "kind",
    "client_id",
    "tenants",
    "algorithms",
    "allows_private_addresses",
    *_DOMAINS,
    "trusts_email",
    "api_url",
    "mfa",
    "amr",
    "acr",
    "creates_accounts",
    "required_group",
    "links_verified_email",
    "refuses_unmatched",
    "roles_follow",
    "signs_out_there",
)


def filled(draft: ProviderDraft, default_role: str | None) -> ProviderValues:
    """A draft with everything that is usual. Raises ``Refused`` where it does not say where the provider is."""
    preset, issuer = PRESETS[draft.kind], _issuer(draft)
    is_usual = issuer == preset.issuer or draft.kind is ProviderKind.MICROSOFT
    usual_hosts = preset.extra_hosts if is_usual else ()
    as_given: dict[str, Any] = {name: getattr(draft, name) for name in _AS_GIVEN}
    claims: dict[str, Any] = {
        name: getattr(preset.claims, claim) if getattr(draft, name) in {None, UNSET} else getattr(draft, name)
        for name, claim in CLAIMS.items()
    }
    claims["groups_claim"] = given(draft.groups_claim, preset.claims.groups)
    return tidied(
        ProviderValues(
            name=NAMES.get(draft.kind, "") if draft.name is None else draft.name,
            icon=NAMES.get(draft.kind, "").lower() if draft.icon is None else draft.icon,
            issuer=issuer,
            has_client_secret=draft.client_secret is not None,
            scopes=preset.scopes if draft.scopes is None else draft.scopes,
            extra_hosts=usual_hosts if draft.extra_hosts is None else draft.extra_hosts,
            default_role=given(draft.default_role, default_role),
            **claims,
            **as_given,
        )
    )


def tidied(values: ProviderValues) -> ProviderValues:
    """Domains and tenants in the form in which they are compared; what is none stays as it was given."""
    return replace(
        values,
        tenants=tuple(tenant.lower() for tenant in values.tenants),
        hosted_domains=_canonical(values.hosted_domains),
        email_domains=_canonical(values.email_domains),
    )


def followed(changes: Mapping[str, Any], before: ProviderValues) -> Mapping[str, Any]:
    """Changes with the issuer that Microsoft's tenants ask for, where it was theirs before and no other is given."""
    tenants = changes.get("tenants")
    theirs = microsoft_issuer(before.tenants) if before.tenants else None
    if before.kind is not ProviderKind.MICROSOFT or not tenants or "issuer" in changes or before.issuer != theirs:
        return changes
    return {**changes, "issuer": microsoft_issuer(tuple(tenant.lower() for tenant in tenants))}


def slug_of(name: str, kind: ProviderKind, taken: Collection[str]) -> str:
    """A name for paths: of the name's letters, or of the kind where there are none; numbered where it is taken."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    wanted = _NO_SLUG.sub("-", plain).strip("-")[:SLUG_LENGTH].strip("-") or kind.value.lower()
    number, found = 2, wanted
    while found in taken:
        end = f"-{number}"
        number, found = number + 1, wanted[: SLUG_LENGTH - len(end)].rstrip("-") + end
    return found


def _issuer(draft: ProviderDraft) -> str:
    """Where it is: as it is given, or put together of what the kind asks for in its place. Raises ``Refused``."""
    problems = Problems()
    for name, kind in _IN_PLACE.items():
        text: str | None = getattr(draft, name)
        problems.extend(check_line(text, name, TEXT_LENGTH, least=1))
        if text is not None and draft.kind is not kind:
            problems.add("NOT_FOR_KIND", f"It goes with {kind} alone.", name)
        elif text is not None and draft.issuer is not None:
            problems.add("VALUE_NOT_WANTED", "The issuer says where it is already.", name)
    problems.refuse()
    for name, other in (("base_url", draft.realm), ("realm", draft.base_url)):
        if other is not None and getattr(draft, name) is None:
            problems.add("VALUE_REQUIRED", "Give the server's address and the realm, or the issuer.", name)
    problems.refuse()
    found = _put_together(draft)
    if found is None:
        problems.add("VALUE_REQUIRED", "Give the issuer: the address that the provider says of itself.", "issuer")
    problems.refuse()
    return found or ""


def _put_together(draft: ProviderDraft) -> str | None:
    if draft.issuer is not None:
        return draft.issuer
    if draft.kind is ProviderKind.MICROSOFT:
        return microsoft_issuer(tuple(tenant.lower() for tenant in draft.tenants))
    if draft.enterprise_host is not None:
        return f"https://{draft.enterprise_host}"
    if draft.base_url is not None and draft.realm is not None:
        return keycloak_issuer(draft.base_url, draft.realm)
    return PRESETS[draft.kind].issuer


def _canonical(domains: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(canonical_domain(domain) or domain for domain in domains)
