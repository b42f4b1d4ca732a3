"""GitHub, on a server that speaks its API: who somebody is, and what is not believed."""

from collections.abc import AsyncGenerator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from auth.clock import Stopped
from auth.sources.failures import SsoFailed, SsoFailure, SsoRefused, SsoStep
from auth.sources.github import Api, GitHubSource
from auth.sources.identity import ExternalGroup, ExternalIdentity
from auth.sources.outgoing import Outgoing
from auth.sources.provider import Provider, ProviderKind
from auth.sources.provider_presets import PRESETS
from auth.sources.redirect import Authorization, SignedIn, SignInFacts, Wish
from models.user import AuthMethod
from tests.support.hostile_provider import ACCESS, CLIENT, CODE, REDIRECT, SECRET, HostileProvider, hostile_provider
from tests.support.sso import WISH, provider

API = "/api/v3"


@pytest.fixture
async def there() -> AsyncGenerator[HostileProvider]:
    async with hostile_provider() as made:
        made.replies |= {
            "/login/oauth/access_token": {
                "access_token": ACCESS,
                "token_type": "bearer",
                "scope": "read:org,read:user,user:email",
            },
            f"{API}/user": {"id": 583231, "login": "ann", "name": "Ann Lee", "email": "public@example.com"},
            f"{API}/user/emails": [
                {"email": "old@example.com", "primary": False, "verified": True},
                {"email": "ann@example.com", "primary": True, "verified": True},
            ],
            f"{API}/user/orgs": [{"login": "corp"}],
            f"{API}/user/teams": [{"slug": "admins", "organization": {"login": "corp"}}],
        }
        yield made


def github(there: HostileProvider, **values: Any) -> Provider:  # noqa: ANN401 — any of its values
    preset = PRESETS[ProviderKind.GITHUB]
    return there.provider(**{"kind": ProviderKind.GITHUB, "scopes": preset.scopes, "claims": preset.claims, **values})


async def sign_in(there: HostileProvider, configured: Provider | None = None) -> SignedIn | SsoRefused:
    configured = configured or github(there)
    source = GitHubSource(Outgoing(), Stopped(there.now))
    sent = await source.authorization(configured, WISH)
    assert isinstance(sent, Authorization), sent
    back = [("code", CODE), ("state", sent.started.state)]
    return await source.complete(configured, sent.started, back)


async def test_somebody_signs_in_by_their_number(there: HostileProvider) -> None:
    found = await sign_in(there)
    assert isinstance(found, SignedIn), found
    assert found.identity == ExternalIdentity(
        source_id=github(there).id,
        method=AuthMethod.OIDC,
        subject="583231",
        login_name="ann",
        email="ann@example.com",
        email_verified=True,
        first_name="Ann",
        last_name="Lee",
        groups=(ExternalGroup("corp"), ExternalGroup("corp/admins")),
    )
    assert (found.issuer, found.facts) == (there.issuer, SignInFacts())
    [form] = there.forms
    assert (form["client_id"], form["client_secret"], form["code"]) == (CLIENT, SECRET, CODE)
    assert form["code_verifier"]
    assert {each["authorization"] for each in there.headers[1:]} == {f"Bearer {ACCESS}"}


async def test_where_the_browser_goes(there: HostileProvider) -> None:
    wish = Wish(redirect_uri=REDIRECT, login_hint="ann")
    sent = await GitHubSource(Outgoing(), Stopped(there.now)).authorization(github(there), wish)
    assert isinstance(sent, Authorization)
    assert sent.url.startswith(f"{there.issuer}/login/oauth/authorize?")
    asked = dict(parse_qsl(urlsplit(sent.url).query))
    assert asked["scope"] == "read:user user:email read:org"
    assert (asked["code_challenge_method"], asked["login"], asked["state"]) == ("S256", "ann", sent.started.state)
    assert not there.asked


async def test_the_public_github_has_its_api_elsewhere() -> None:
    preset = PRESETS[ProviderKind.GITHUB]
    asked: list[str] = []

    def lookup(host: str, _port: int) -> list[str]:
        asked.append(host)
        raise OSError("not from here")

    public = provider(issuer=preset.issuer, kind=ProviderKind.GITHUB, extra_hosts=preset.extra_hosts)
    with pytest.raises(SsoFailed, match="NAME_UNKNOWN"):
        await Api(Outgoing(lookup=lookup), public, "token").value(SsoStep.ACCOUNT, "/user")
    assert asked == ["api.github.com"]


async def test_an_enterprise_may_have_its_api_anywhere_that_is_configured(there: HostileProvider) -> None:
    async with hostile_provider() as api:
        api.replies |= {path.removeprefix(API): reply for path, reply in there.replies.items()}
        base = f"http://localhost:{api.port}"
        refused = await sign_in(there, github(there, api_url=base))
        assert isinstance(refused, SsoRefused)
        assert refused.because is SsoFailure.LOCATION_REFUSED
        assert not api.asked
        found = await sign_in(there, github(there, api_url=base, extra_hosts=(f"localhost:{api.port}",)))
    assert isinstance(found, SignedIn), found


async def test_what_the_scopes_do_not_show_is_not_asked_for(there: HostileProvider) -> None:
    there.replies["/login/oauth/access_token"]["scope"] = "read:user"
    found = await sign_in(there)
    assert isinstance(found, SignedIn)
    assert (found.identity.email, found.identity.email_verified, found.identity.groups) == (None, False, None)
    assert set(there.asked) == {"/login/oauth/access_token", f"{API}/user"}


async def test_who_is_in_no_organisation_has_no_groups_which_is_told(there: HostileProvider) -> None:
    there.replies |= {f"{API}/user/orgs": [], f"{API}/user/teams": []}
    found = await sign_in(there)
    assert isinstance(found, SignedIn)
    assert found.identity.groups == ()


@pytest.mark.parametrize(
    ("emails", "email", "verified"),
    [
        ([{"email": "ann@example.com", "primary": True, "verified": False}], "ann@example.com", False),
        ([{"email": "ann@example.com", "primary": True, "verified": "true"}], "ann@example.com", False),
        ([{"email": "ann@example.com", "primary": False, "verified": True}], None, False),
        ([{"email": "ann@example.com", "primary": "true", "verified": True}], None, False),
        ([], None, False),
    ],
    ids=["unverified", "text", "not primary", "primary as text", "none"],
)
async def test_the_primary_address_is_proven_where_github_says_so(
    there: HostileProvider, emails: list[dict[str, Any]], email: str | None, *, verified: bool
) -> None:
    there.replies[f"{API}/user/emails"] = emails
    found = await sign_in(there)
    assert isinstance(found, SignedIn)
    assert (found.identity.email, found.identity.email_verified) == (email, verified)


async def test_groups_come_in_pages(there: HostileProvider) -> None:
    pages = [[{"login": f"org-{n}"} for n in range(100)], [{"login": "last"}]]
    good = there.reply

    def paged(path: str, form: dict[str, str]) -> tuple[int, Any]:
        if path == f"{API}/user/orgs":
            return 200, pages.pop(0)
        return good(path, form)

    there.reply = paged
    found = await sign_in(there)
    assert isinstance(found, SignedIn)
    assert found.identity.groups is not None
    assert len(found.identity.groups) == 100 + 1 + 1
    assert there.asked[f"{API}/user/orgs"] == 2


REFUSED: dict[str, tuple[SsoFailure, SsoStep | None, str, Any]] = {
    "a name as number": (SsoFailure.SUBJECT_MALFORMED, SsoStep.ACCOUNT, "/user", {"id": "583231", "login": "ann"}),
    "no number": (SsoFailure.SUBJECT_MALFORMED, SsoStep.ACCOUNT, "/user", {"login": "ann"}),
    "true as number": (SsoFailure.SUBJECT_MALFORMED, SsoStep.ACCOUNT, "/user", {"id": True}),
    "nought": (SsoFailure.SUBJECT_MALFORMED, SsoStep.ACCOUNT, "/user", {"id": 0}),
    "a fraction": (SsoFailure.SUBJECT_MALFORMED, SsoStep.ACCOUNT, "/user", {"id": 1.5}),
    "a list as account": (SsoFailure.ACCOUNT_MALFORMED, SsoStep.ACCOUNT, "/user", [{"id": 1}]),
    "HTML": (SsoFailure.NOT_JSON, SsoStep.ACCOUNT, "/user", b"<html>"),
    "emails as object": (SsoFailure.ACCOUNT_MALFORMED, SsoStep.EMAILS, "/user/emails", {"email": "a@example.com"}),
    "emails as texts": (SsoFailure.ACCOUNT_MALFORMED, SsoStep.EMAILS, "/user/emails", ["a@example.com"]),
    "an email with two @": (
        SsoFailure.EMAIL_MALFORMED,
        None,
        "/user/emails",
        [{"email": "a@b@example.com", "primary": True, "verified": True}],
    ),
    "an email in a list": (
        SsoFailure.EMAIL_MALFORMED,
        None,
        "/user/emails",
        [{"email": ["a@example.com"], "primary": True, "verified": True}],
    ),
    "organisations as text": (SsoFailure.ACCOUNT_MALFORMED, SsoStep.GROUPS, "/user/orgs", "corp"),
    "an organisation without a name": (SsoFailure.GROUPS_MALFORMED, SsoStep.GROUPS, "/user/orgs", [{}]),
    "an organisation like a team": (SsoFailure.GROUPS_MALFORMED, SsoStep.GROUPS, "/user/orgs", [{"login": "a/b"}]),
    "a team of nobody": (SsoFailure.GROUPS_MALFORMED, SsoStep.GROUPS, "/user/teams", [{"slug": "admins"}]),
    "a team of a text": (
        SsoFailure.GROUPS_MALFORMED,
        SsoStep.GROUPS,
        "/user/teams",
        [{"slug": "admins", "organization": "corp"}],
    ),
    "an organisation with a line end": (SsoFailure.GROUPS_MALFORMED, None, "/user/orgs", [{"login": "corp\nadmins"}]),
    "organisations without end": (
        SsoFailure.TOO_MANY_GROUPS,
        SsoStep.GROUPS,
        "/user/orgs",
        [{"login": f"org-{n}"} for n in range(100)],
    ),
    "20,000 organisations in a page": (
        SsoFailure.TOO_MANY_GROUPS,
        SsoStep.GROUPS,
        "/user/orgs",
        [{"login": f"{n}"} for n in range(20_000)],
    ),
}


@pytest.mark.parametrize(("because", "step", "path", "reply"), REFUSED.values(), ids=REFUSED.keys())
async def test_what_cannot_be_right_signs_nobody_in(
    there: HostileProvider, because: SsoFailure, step: SsoStep | None, path: str, reply: object
) -> None:
    there.replies[API + path] = reply
    assert await sign_in(there) == SsoRefused(because, step)


async def test_a_code_that_is_refused_in_a_good_answer(there: HostileProvider) -> None:
    there.replies["/login/oauth/access_token"] = {"error": "bad_verification_code", "error_description": "<script>"}
    assert await sign_in(there) == SsoRefused(SsoFailure.GRANT_REFUSED, SsoStep.TOKEN)


async def test_a_place_that_is_down(there: HostileProvider) -> None:
    there.status[f"{API}/user/teams"] = 502
    assert await sign_in(there) == SsoRefused(SsoFailure.UNAVAILABLE, SsoStep.GROUPS)


async def test_how_old_a_sign_in_is_cannot_be_told(there: HostileProvider) -> None:
    source, wish = GitHubSource(Outgoing(), Stopped(there.now)), Wish(redirect_uri=REDIRECT, max_age_seconds=0)
    sent = await source.authorization(github(there), wish)
    assert sent == SsoRefused(SsoFailure.SIGN_IN_TOO_OLD)
