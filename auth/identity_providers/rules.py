"""Pure decisions about identity providers: what is doubtful about one, may its secret stay, who may say so."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from auth.errors import DomainError
from auth.identity_providers.issuers import populations
from auth.roles.rules import Holdings, RoleFacts, holdings
from auth.sources.provider import ClaimNames, SigningAlgorithm
from auth.texts import canonical
from models.identity_provider import ProviderKind, ProviderMfa
from models.ldap_profile import RolesFollow

CLAIMS = {
    "username_claims": "username",
    "email_claim": "email",
    "email_verified_claim": "email_verified",
    "first_name_claim": "first_name",
    "last_name_claim": "last_name",
    "name_claim": "name",
    "groups_claim": "groups",
}
"""What a provider's values call each of ``ClaimNames``."""

_HARMLESS = frozenset({"name", "icon", "signs_out_there"})
"""Values on which it does not depend who comes in, or with which roles."""

_RULES = ("default_role", "refuses_unmatched", "required_group", "email_domains", "roles_follow")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderValues:
    """A provider as somebody wants it; the attributes are those of the table, in words where it has keys.

    Attributes:
        has_client_secret: Whether one is stored or given; itself it is never among the values.
        default_role: Name of the role.
        username_claims: As ``ClaimNames`` has them; so are the other claims.
    """

    kind: ProviderKind
    name: str
    icon: str
    issuer: str
    client_id: str
    has_client_secret: bool
    scopes: tuple[str, ...]
    tenants: tuple[str, ...]
    algorithms: tuple[SigningAlgorithm, ...]
    extra_hosts: tuple[str, ...]
    allows_private_addresses: bool
    hosted_domains: tuple[str, ...]
    username_claims: tuple[str, ...]
    email_claim: str
    email_verified_claim: str
    first_name_claim: str
    last_name_claim: str
    name_claim: str
    groups_claim: str | None
    trusts_email: bool
    api_url: str | None
    mfa: ProviderMfa
    amr: tuple[str, ...]
    acr: tuple[str, ...]
    creates_accounts: bool
    default_role: str | None
    email_domains: tuple[str, ...]
    required_group: str | None
    links_verified_email: bool
    refuses_unmatched: bool
    roles_follow: RolesFollow
    signs_out_there: bool

    @property
    def claims(self) -> ClaimNames:
        """As the client needs them."""
        return ClaimNames(**{claim: getattr(self, name) for name, claim in CLAIMS.items()})


class ProviderWarning(StrEnum):
    """What is legal about a provider and doubtful."""

    ANYBODY_GETS_AN_ACCOUNT = "ANYBODY_GETS_AN_ACCOUNT"
    UNPROVEN_EMAIL_LINKS = "UNPROVEN_EMAIL_LINKS"
    NOBODY_GETS_A_ROLE = "NOBODY_GETS_A_ROLE"
    GROUPS_NOT_TOLD = "GROUPS_NOT_TOLD"
    NO_CLIENT_SECRET = "NO_CLIENT_SECRET"  # noqa: S105 — a warning, not a secret
    INSECURE_CONNECTION = "INSECURE_CONNECTION"
    BASE_URL_IS_LOOPBACK = "BASE_URL_IS_LOOPBACK"


def warnings_of(values: ProviderValues, *, has_mappings: bool, base_is_loopback: bool) -> list[ProviderWarning]:
    """What somebody should think about again."""
    bounds = (values.email_domains, values.required_group, values.hosted_domains, values.tenants)
    tells_groups = values.groups_claim is not None
    if values.kind is ProviderKind.GITHUB:
        tells_groups = not {"read:org", "write:org", "admin:org"}.isdisjoint(values.scopes)
    found = {
        ProviderWarning.ANYBODY_GETS_AN_ACCOUNT: values.creates_accounts
        and not any(bounds)
        and not values.refuses_unmatched,
        ProviderWarning.UNPROVEN_EMAIL_LINKS: values.trusts_email and values.links_verified_email,
        ProviderWarning.NOBODY_GETS_A_ROLE: values.default_role is None and not has_mappings,
        ProviderWarning.GROUPS_NOT_TOLD: not tells_groups and (has_mappings or values.required_group is not None),
        ProviderWarning.NO_CLIENT_SECRET: not values.has_client_secret,
        ProviderWarning.INSECURE_CONNECTION: values.issuer.startswith("http:"),
        ProviderWarning.BASE_URL_IS_LOOPBACK: base_is_loopback,
    }
    return [warning for warning, is_so in found.items() if is_so]


def asks_secret_anew(before: ProviderValues, after: ProviderValues) -> list[str]:
    """Which changes would send the stored secret somewhere, or to somebody, it was not given for.

    A host or tenant that goes, or another order, sends it nowhere new.
    """
    found = {
        "issuer": before.issuer != after.issuer,
        "tenants": not set(before.tenants).issuperset(after.tenants),
        "client_id": before.client_id != after.client_id,
        "api_url": after.api_url is not None and before.api_url != after.api_url,
        "extra_hosts": not set(before.extra_hosts).issuperset(after.extra_hosts),
        "allows_private_addresses": after.allows_private_addresses and not before.allows_private_addresses,
    }
    return [name for name, is_so in found.items() if is_so]


def knows_others(before: ProviderValues, after: ProviderValues) -> bool:
    """Whether it would be other people's provider: accounts are known by what an issuer said of their people."""
    return populations(before.issuer, before.tenants).isdisjoint(populations(after.issuer, after.tenants))


def changed(before: ProviderValues, after: ProviderValues) -> list[str]:
    """Which values are other ones on which it depends who comes in, or with which roles."""
    names = (name for name in ProviderValues.__dataclass_fields__ if name not in _HARMLESS)
    return [name for name in names if getattr(before, name) != getattr(after, name)]


def rules_changed(before: ProviderValues, after: ProviderValues) -> list[str]:
    """Which values that decide about roles are other ones."""
    return [name for name in _RULES if getattr(before, name) != getattr(after, name)]


def role_problems(
    after: ProviderValues,
    before: ProviderValues | None,
    mapped: Collection[UUID],
    own: Holdings,
    roles: Mapping[UUID, RoleFacts],
) -> list[DomainError]:
    """Naming a role is giving it: nobody names one that carries more than they hold, nor takes such a one out.

    Nor does anybody say who comes in with one, as the default or ``mapped``.
    """
    by_key = {canonical(role.name): role for role in roles.values()}
    was, wanted = (
        by_key.get(canonical(values.default_role)) if values is not None and values.default_role is not None else None
        for values in (before, after)
    )
    errors: list[DomainError] = []
    if after.default_role is not None and wanted is None:
        errors.append(DomainError("ROLE_UNKNOWN", "There is no role of that name.", "default_role"))
    elif wanted is not None and wanted.api_only and wanted != was:
        errors.append(DomainError("ROLE_NOT_ALLOWED", "People cannot hold API roles.", "default_role"))
    named = {role.id: role for role in (was, wanted) if role is not None}
    concerned: list[tuple[str, RoleFacts]] = [("default_role", role) for role in named.values() if was != wanted]
    others = [name for name in (changed(before, after) if before else ()) if name != "default_role"]
    if others:
        given = [*named, *mapped]
        concerned += [(others[0], roles[role_id]) for role_id in dict.fromkeys(given) if role_id in roles]
    for field, role in concerned:
        if not own.covers(holdings([role.id], roles)):
            errors.append(DomainError("BEYOND_OWN_RIGHTS", f"{role.name} carries more than you hold yourself.", field))
    return errors
