"""Which values of a provider are legal, what is usual for each kind, what is doubtful and what asks for the secret."""

from dataclasses import replace
from typing import Any

import pytest

from auth.email_domains import canonical_domain, domain_of
from auth.errors import Refused
from auth.identity_providers.checks import LIST_MOST, secret_problems, slug_problems, value_problems
from auth.identity_providers.drafts import ProviderDraft, filled, followed, slug_of, tidied
from auth.identity_providers.rules import (
    ProviderValues,
    ProviderWarning,
    asks_secret_anew,
    changed,
    knows_others,
    warnings_of,
)
from auth.sources.provider import TENANT, ClaimNames
from models.identity_provider import ProviderKind, ProviderMfa
from tests.support.identity_providers import ISSUER, draft

GOOGLE, MICROSOFT, GITHUB = ProviderKind.GOOGLE, ProviderKind.MICROSOFT, ProviderKind.GITHUB
KEYCLOAK, GENERIC = ProviderKind.KEYCLOAK, ProviderKind.GENERIC
ONE, TWO = "11111111-1111-1111-1111-111111111111", "22222222-2222-2222-2222-22222222222a"
SEVERAL = f"https://login.microsoftonline.com/{TENANT}/v2.0"


def short(each: object) -> str:
    """A case's name."""
    return ascii(each)[:60]


def values(**given: Any) -> ProviderValues:  # noqa: ANN401 — fields of a draft
    return filled(draft(**given), "viewer")


def found(**given: Any) -> list[tuple[str, str]]:  # noqa: ANN401 — as above
    return [(error.code, error.field) for error in value_problems(values(**given))]


@pytest.mark.parametrize(
    ("given", "issuer", "more"),
    [
        ({"kind": GOOGLE}, "https://accounts.google.com", {"name": "Google", "icon": "google", "groups_claim": None}),
        (
            {"kind": MICROSOFT, "tenants": (ONE,)},
            f"https://login.microsoftonline.com/{ONE}/v2.0",
            {"icon": "microsoft"},
        ),
        ({"kind": MICROSOFT, "tenants": (ONE.upper(), TWO)}, SEVERAL, {"tenants": (ONE, TWO)}),
        ({"kind": GITHUB}, "https://github.com", {"scopes": ("read:user", "user:email", "read:org")}),
        ({"kind": GITHUB, "enterprise_host": "git.corp.test"}, "https://git.corp.test", {"extra_hosts": ()}),
        (
            {"kind": KEYCLOAK, "base_url": "https://id.corp.test/", "realm": "a b"},
            "https://id.corp.test/realms/a%20b",
            {"name": "Keycloak", "scopes": ("openid", "email", "profile")},
        ),
        ({"kind": KEYCLOAK, "issuer": ISSUER}, ISSUER, {}),
        ({"kind": GENERIC, "issuer": ISSUER, "name": "corp"}, ISSUER, {"icon": ""}),
    ],
    ids=["google", "tenant", "tenants", "github", "enterprise", "realm", "keycloak-issuer", "generic"],
)
def test_each_kind_takes_what_is_usual(given: dict[str, Any], issuer: str, more: dict[str, object]) -> None:
    made = filled(ProviderDraft(client_id="x", client_secret="y", **given), "viewer")
    assert made.issuer == issuer
    assert {name: getattr(made, name) for name in more} == more
    assert (made.default_role, made.creates_accounts, made.links_verified_email) == ("viewer", False, False)
    assert value_problems(made) == []


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"kind": GENERIC}, [("VALUE_REQUIRED", "issuer")]),
        ({"kind": KEYCLOAK}, [("VALUE_REQUIRED", "issuer")]),
        ({"kind": KEYCLOAK, "base_url": "https://x.test"}, [("VALUE_REQUIRED", "realm")]),
        ({"kind": KEYCLOAK, "realm": "x"}, [("VALUE_REQUIRED", "base_url")]),
        ({"kind": GENERIC, "realm": "x", "issuer": ISSUER}, [("NOT_FOR_KIND", "realm")]),
        (
            {"kind": KEYCLOAK, "base_url": "https://x.test", "realm": "x", "issuer": ISSUER},
            [("VALUE_NOT_WANTED", "base_url"), ("VALUE_NOT_WANTED", "realm")],
        ),
        (
            {"kind": KEYCLOAK, "base_url": "", "realm": "\ud800"},
            [("TOO_SHORT", "base_url"), ("CHARACTER_NOT_ALLOWED", "realm")],
        ),
        ({"kind": GOOGLE, "enterprise_host": "x.test"}, [("NOT_FOR_KIND", "enterprise_host")]),
    ],
    ids=["generic", "keycloak", "no-realm", "no-base", "other-kind", "both", "unsuitable", "no-github"],
)
def test_where_a_provider_is_has_to_be_said_once(given: dict[str, Any], told: list[tuple[str, str]]) -> None:
    with pytest.raises(Refused) as refused:
        filled(ProviderDraft(client_id="x", **given), None)
    assert [(error.code, error.field) for error in refused.value.errors] == told


@pytest.mark.parametrize(
    ("issuer", "code"),
    [
        ("", "TOO_SHORT"),
        ("id.example.com", "ISSUER_INVALID"),
        ("ftp://id.example.com", "ISSUER_INVALID"),
        ("http://id.example.com", "HTTPS_REQUIRED"),
        ("http://127.0.0.1:8080", "HTTPS_REQUIRED"),
        ("http://localhost", "HTTPS_REQUIRED"),
        ("https://user@id.example.com", "ISSUER_INVALID"),
        ("https://user:word@id.example.com", "ISSUER_INVALID"),
        ("https://id.example.com?tenant=1", "ISSUER_INVALID"),
        ("https://id.example.com/#x", "ISSUER_INVALID"),
        ("https://id.example.com.", "ISSUER_INVALID"),
        ("https://id..example.com", "ISSUER_INVALID"),
        ("https://id.example.com/a/../b", "ISSUER_INVALID"),
        ("https://id.example.com/..", "ISSUER_INVALID"),
        ("https://id.example.com\\@evil.test", "ISSUER_INVALID"),
        ("https://id.example.com:0", "ISSUER_INVALID"),
        ("https://id.example.com:65536", "ISSUER_INVALID"),
        ("https://іd.example.com", "ISSUER_INVALID"),  # noqa: RUF001 — a Cyrillic letter
        ("https://169.254.169.254", "ADDRESS_REFUSED"),
        ("https://10.0.0.1", "ADDRESS_REFUSED"),
        ("https://[::1]", "ADDRESS_REFUSED"),
        (SEVERAL, "ISSUER_INVALID"),
        ("https://id.example.com/" + "x" * 1_000, "TOO_LONG"),
        ("https://id.example.com/\n", "CHARACTER_NOT_ALLOWED"),
    ],
    ids=short,
)
def test_an_issuer_is_an_https_address_in_one_spelling(issuer: str, code: str) -> None:
    problems = found(issuer=issuer)
    assert [field for _, field in problems] == ["issuer"]
    assert problems[0][0] == code


@pytest.mark.parametrize(
    "issuer", ["http://127.0.0.1:8080", "http://localhost/realms/x", "https://10.0.0.1", "http://[::1]:9"], ids=str
)
def test_a_private_address_is_legal_where_it_is_allowed(issuer: str) -> None:
    assert found(issuer=issuer, allows_private_addresses=True) == []


@pytest.mark.parametrize(
    ("issuer", "code"),
    [
        ("http://id.example.com", "HTTPS_REQUIRED"),
        ("http://10.0.0.1", "HTTPS_REQUIRED"),
        ("https://169.254.169.254", "ADDRESS_REFUSED"),
    ],
    ids=short,
)
def test_what_is_allowed_there_is_no_more_than_that(issuer: str, code: str) -> None:
    assert found(issuer=issuer, allows_private_addresses=True) == [(code, "issuer")]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"name": ""}, [("TOO_SHORT", "name")]),
        ({"name": " corp"}, [("NAME_INVALID", "name")]),
        ({"name": "x" * 51}, [("TOO_LONG", "name")]),
        ({"icon": "Corp"}, [("ICON_INVALID", "icon")]),
        ({"icon": "x" * 51}, [("ICON_INVALID", "icon")]),
        ({"client_id": ""}, [("TOO_SHORT", "client_id")]),
        ({"client_id": " "}, [("TEXT_INVALID", "client_id")]),
        ({"client_id": "gäste"}, [("TEXT_INVALID", "client_id")]),
        ({"scopes": ("email",)}, [("OPENID_REQUIRED", "scopes")]),
        ({"scopes": ("openid", "e mail")}, [("TOKEN_INVALID", "scopes.1")]),
        ({"scopes": ("openid", "openid")}, [("NAMED_TWICE", "scopes")]),
        ({"scopes": ("openid", *(f"s{each}" for each in range(LIST_MOST)))}, [("TOO_MANY", "scopes")]),
        ({"algorithms": ()}, [("VALUE_REQUIRED", "algorithms")]),
        ({"tenants": (ONE,)}, [("NOT_FOR_KIND", "tenants")]),
        ({"extra_hosts": ("https://x.test",)}, [("HOST_INVALID", "extra_hosts.0")]),
        ({"extra_hosts": ("x.test", "x.test.")}, [("HOST_INVALID", "extra_hosts.1")]),
        ({"extra_hosts": ("x.test:0",)}, [("HOST_INVALID", "extra_hosts.0")]),
        ({"extra_hosts": ("x.test:8443", "[2001:db9::1]:8443")}, []),
        ({"hosted_domains": ("x.test",)}, [("NOT_FOR_KIND", "hosted_domains")]),
        ({"email_domains": ("nowhere",)}, [("DOMAIN_INVALID", "email_domains.0")]),
        ({"email_domains": ("a@x.test",)}, [("DOMAIN_INVALID", "email_domains.0")]),
        ({"email_domains": ("x.test.",)}, [("DOMAIN_INVALID", "email_domains.0")]),
        ({"email_domains": ("x.test", "X.Test")}, [("NAMED_TWICE", "email_domains")]),
        ({"email_claim": ""}, [("TOO_SHORT", "email_claim")]),
        ({"username_claims": ("x" * 201,)}, [("TOO_LONG", "username_claims.0")]),
        ({"groups_claim": "a\0b"}, [("CHARACTER_NOT_ALLOWED", "groups_claim")]),
        ({"groups_claim": None, "required_group": "staff"}, [("GROUPS_NOT_TOLD", "required_group")]),
        ({"required_group": ""}, [("TOO_SHORT", "required_group")]),
        ({"required_group": "x" * 1_001}, [("TOO_LONG", "required_group")]),
        ({"api_url": "https://id.example.com/api"}, [("NOT_FOR_KIND", "api_url")]),
        ({"mfa": ProviderMfa.THEIRS}, [("VALUE_REQUIRED", "amr")]),
        ({"mfa": ProviderMfa.THEIRS, "acr": ("urn:two",)}, []),
        ({"mfa": ProviderMfa.THEIRS, "amr": ("a b",)}, [("TOKEN_INVALID", "amr.0")]),
        ({"amr": ("x" * 256,)}, [("TOKEN_INVALID", "amr.0")]),
    ],
    ids=short,
)
def test_each_value_has_its_bounds(given: dict[str, Any], told: list[tuple[str, str]]) -> None:
    assert found(**given) == told


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"tenants": ()}, [("TENANTS_REQUIRED", "tenants")]),
        ({"tenants": ("common", ONE)}, [("TENANT_INVALID", "tenants.0")]),
        (
            {"tenants": (ONE,), "issuer": f"https://login.microsoftonline.com/{TWO}/v2.0"},
            [("TENANT_ELSEWHERE", "tenants")],
        ),
        ({"tenants": (), "issuer": f"https://login.microsoftonline.com/{TWO}/v2.0"}, []),
        ({"tenants": (ONE,), "issuer": SEVERAL}, []),
    ],
    ids=short,
)
def test_microsoft_is_told_whose_people_come(given: dict[str, Any], told: list[tuple[str, str]]) -> None:
    assert found(**{"kind": MICROSOFT, "issuer": None, **given}) == told


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"issuer": "https://github.com/"}, [("ISSUER_INVALID", "issuer")]),
        ({"api_url": "https://api.github.com/v4"}, []),
        ({"api_url": "https://elsewhere.test"}, [("URL_ELSEWHERE", "api_url")]),
        ({"api_url": "http://api.github.com"}, [("HTTPS_REQUIRED", "api_url")]),
        ({"mfa": ProviderMfa.THEIRS, "amr": ("mfa",)}, [("NOT_FOR_KIND", "mfa")]),
        ({"trusts_email": True}, [("NOT_FOR_KIND", "trusts_email")]),
        ({"email_claim": "mail"}, [("NOT_FOR_KIND", "groups_claim")]),
    ],
    ids=short,
)
def test_github_has_no_openid_and_an_api(given: dict[str, Any], told: list[tuple[str, str]]) -> None:
    assert found(**{"kind": GITHUB, "issuer": None, **given}) == told


@pytest.mark.parametrize(
    ("secret", "code"),
    [
        (None, None),
        ("x", None),
        ("x" * 1_000, None),
        ("", "TOO_SHORT"),
        ("x" * 1_001, "TOO_LONG"),
        (" ", "TEXT_INVALID"),
        ("schlüssel", "TEXT_INVALID"),
    ],
    ids=["none", "one", "longest", "empty", "too-long", "blank", "umlaut"],
)
def test_a_secret_is_visible_ascii(secret: str | None, code: str | None) -> None:
    assert [error.code for error in secret_problems(secret)] == ([code] if code else [])


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("example.com", "example.com"),
        ("EXAMPLE.com", "example.com"),
        ("bücher.example", "xn--bcher-kva.example"),
        ("BÜCHER.example", "xn--bcher-kva.example"),
        ("straße.example", "xn--strae-oqa.example"),
        ("strasse.example", "strasse.example"),
        ("ex\N{FULLWIDTH LATIN SMALL LETTER A}mple.com", "example.com"),
        ("ex\N{CYRILLIC SMALL LETTER A}mple.com", "xn--exmple-4nf.com"),
        ("example.com.", None),
        (".example.com", None),
        ("localhost", None),
        ("10.0.0.1", None),
        ("exa mple.com", None),
        ("", None),
        ("x" * 64 + ".com", None),
        ("\ud800.com", None),
    ],
    ids=ascii,
)
def test_a_domain_has_one_form(text: str, domain: str | None) -> None:
    assert canonical_domain(text) == domain
    assert domain_of(f"asa@{text}") == domain


def test_slugs_are_made_of_names() -> None:
    assert slug_of("Åsa & Söner AB", GENERIC, ()) == "asa-soner-ab"
    assert slug_of("会社", KEYCLOAK, ()) == "keycloak"
    assert slug_of("corp", GENERIC, {"corp", "corp-2"}) == "corp-3"
    assert slug_of("x" * 60, GENERIC, {"x" * 50}) == "x" * 48 + "-2"
    for name in ("Åsa & Söner AB", "会社", "-" * 50, "x" * 60):
        assert slug_problems(slug_of(name, GENERIC, ())) == []
    for slug in ("", "-x", "x-", "X", "x" * 51, "x/y", "..", "ä"):
        assert [error.code for error in slug_problems(slug)] == ["SLUG_INVALID"]


WARN = ProviderWarning


@pytest.mark.parametrize(
    ("given", "has_mappings", "warnings"),
    [
        ({}, False, []),
        ({"creates_accounts": True}, False, [WARN.ANYBODY_GETS_AN_ACCOUNT]),
        ({"creates_accounts": True, "email_domains": ("x.test",)}, False, []),
        ({"creates_accounts": True, "required_group": "staff"}, False, []),
        ({"creates_accounts": True, "refuses_unmatched": True}, False, []),
        ({"trusts_email": True}, False, []),
        ({"trusts_email": True, "links_verified_email": True}, False, [WARN.UNPROVEN_EMAIL_LINKS]),
        ({"default_role": None}, False, [WARN.NOBODY_GETS_A_ROLE]),
        ({"default_role": None}, True, []),
        ({"groups_claim": None}, True, [WARN.GROUPS_NOT_TOLD]),
        ({"client_secret": None}, False, [WARN.NO_CLIENT_SECRET]),
        ({"issuer": "http://localhost", "allows_private_addresses": True}, False, [WARN.INSECURE_CONNECTION]),
        (
            {"kind": GITHUB, "issuer": None, "scopes": ("read:user",), "required_group": "a/b"},
            False,
            [WARN.GROUPS_NOT_TOLD],
        ),
    ],
    ids=short,
)
def test_what_is_doubtful_is_told(given: dict[str, Any], has_mappings: bool, warnings: list[ProviderWarning]) -> None:  # noqa: FBT001 — a case
    made = values(**given)
    assert warnings_of(made, has_mappings=has_mappings, base_is_loopback=False) == warnings
    both = [*warnings, WARN.BASE_URL_IS_LOOPBACK]
    assert warnings_of(made, has_mappings=has_mappings, base_is_loopback=True) == both


@pytest.mark.parametrize(
    ("change", "asks"),
    [
        ({"issuer": "https://other.example.com"}, ["issuer"]),
        ({"client_id": "other"}, ["client_id"]),
        ({"tenants": (ONE, TWO)}, ["tenants"]),
        ({"tenants": ()}, []),
        ({"extra_hosts": ("a.test", "b.test")}, ["extra_hosts"]),
        ({"extra_hosts": ()}, []),
        ({"api_url": "https://a.test"}, ["api_url"]),
        ({"allows_private_addresses": True}, ["allows_private_addresses"]),
        ({"name": "other", "scopes": ("openid",), "default_role": "operator"}, []),
    ],
    ids=short,
)
def test_a_secret_stays_only_where_it_was_given_for(change: dict[str, Any], asks: list[str]) -> None:
    before = replace(values(), tenants=(ONE,), extra_hosts=("a.test",))
    assert asks_secret_anew(before, replace(before, **change)) == asks


def test_another_issuer_has_other_people_and_another_tenant_beside_does_not() -> None:
    generic = values()
    assert knows_others(generic, replace(generic, issuer="https://other.example.com"))
    assert not knows_others(generic, replace(generic, name="other"))
    one = values(kind=MICROSOFT, issuer=None, tenants=(ONE,))
    both = tidied(replace(one, **followed({"tenants": (ONE, TWO.upper())}, one)))
    assert both.issuer == SEVERAL
    assert not knows_others(one, both)
    assert not knows_others(both, one)
    other = replace(one, **followed({"tenants": (TWO,)}, one))
    assert knows_others(one, other)
    assert followed({"tenants": (TWO,), "issuer": SEVERAL}, one)["issuer"] == SEVERAL


def test_what_a_page_shows_concerns_nobody_who_comes_in() -> None:
    before = values()
    assert changed(before, replace(before, name="other", icon="x", signs_out_there=False)) == []
    assert changed(before, replace(before, trusts_email=True, mfa=ProviderMfa.THEIRS)) == ["trusts_email", "mfa"]


def test_claims_are_as_the_client_needs_them() -> None:
    made = values(username_claims=("upn",), groups_claim="realm_access.roles", email_claim="mail")
    assert made.claims == ClaimNames(username=("upn",), email="mail", groups="realm_access.roles")
