"""Single sign-on from the first click to the last: a real provider, a real browser, the page of a product."""

from collections.abc import Callable
from datetime import UTC, datetime
from time import monotonic, sleep
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.support.authenticator import Phone
from tests.support.browser import chromium
from tests.support.journey import CHOSEN_PASSWORD, SIGN_IN
from tests.support.look import Look
from tests.support.openid_provider import OpenIdProvider, openid_provider
from tests.support.server import Home, running
from tests.support.single_sign_on import CLIENT, SLUG, Scene, Visit, done, scene

__all__ = ["chromium", "openid_provider"]

pytestmark = pytest.mark.timeout(240)

WHY = """
query ($name: String!, $reference: String!) {
  user(by: {username: $name}) { roleGrants { role { name } source rule } }
  ssoAttempt(by: {reference: $reference}) {
    providerName purpose code because step explanation
    user { username }
    told { username groups }
  }
}
"""
ENROL = "mutation { enrolTotp(input: {}) { enrolment { uri } errors { code } } }"
CONFIRM = "mutation ($code: String!) { confirmTotp(input: {code: $code}) { errors { code } } }"
MAKE = """
mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id } errors { code message path } } }
"""
SWITCH = """
mutation ($input: ChangeAuthMethodInput!) {
  changeAuthMethod(input: $input) { isChanged consequences { kind } errors { code message path } }
}
"""
BREAK = """
mutation ($username: String!, $password: String!) {
  login(input: {username: $username, password: $password}) { __typename ... on MfaRequired { pendingToken } }
}
"""
VERIFY = """
mutation ($token: String!, $code: String!) { verifyMfa(input: {pendingToken: $token, code: $code}) { __typename } }
"""
BROKEN = """
{ auditEvents(filter: {actions: ["login.break_glass_used"]}) { nodes { targetName } } }
"""
ENFORCE = """
mutation ($input: EnforceSsoInput!) { enforceSso(input: $input) { errors { code message path } } }
"""
RELAX = "mutation { relaxSso(input: {}) { errors { code message path } } }"
OFTEN = "mutation { updateSsoSettings(input: {checkIntervalMinutes: 1}) { errors { code } } }"
ENDED = """
{ auditEvents(filter: {actions: ["session.ended"]}) { nodes { targetName reason } } }
"""
FAILED = """
{ auditEvents(filter: {actions: ["login.failed"]}) { nodes { targetName reason ssoAttemptReference } } }
"""
WAIT_SECONDS = 30
LINK = """
mutation {
  linkIdentity(input: {provider: "corp", returnTo: "/settings"}) { authorizationUrl errors { code message } }
}
"""
FRESH = "mutation { startFreshFactor(input: {}) { authorizationUrl errors { code message } } }"
TRY = """
mutation ($id: ID!) { startProviderTest(input: {id: $id}) { authorizationUrl errors { code message } } }
"""
OPTIONS = "{ signInOptions { passwordSignIn providers { slug name icon kind loginUrl } } }"


def test_a_person_comes_moves_on_and_goes(home: Home, openid_provider: OpenIdProvider, chromium: Browser) -> None:
    there = openid_provider
    there.person("ann", groups=("staff", "analysts"))
    with scene(home, there, chromium, requiredGroup="staff", defaultRole=None) as here:
        here.map("analysts", "viewer")
        here.map("sec-*", "operator", "GLOB")
        with here.person("ann") as ann:
            comes(here, ann)
            opens_tabs(ann)
            moves_on(here, there, ann)
            goes(here, there, ann)


def comes(here: Scene, ann: Visit) -> None:
    """The first time: an account by one click, with what the group gives, at the place where she wanted to go."""
    ann.signs_in("/reports?year=2026#top")
    assert ann.seen == {"state": "signed in", "here": "/reports?year=2026#top", "username": "ann", "roles": "viewer"}
    user = here.user("ann")
    assert (user["authMethod"], user["email"], user["emailVerified"]) == ("OIDC", "ann@example.com", True)
    assert [identity["subject"] for identity in user["externalIdentities"]] == ["sub-of-ann"]
    [grant] = user["roleGrants"]
    assert (grant["role"]["name"], grant["source"]) == ("viewer", "MAPPING")
    assert "analysts" in grant["rule"]


def opens_tabs(ann: Visit) -> None:
    """Two sign-ins at once in one browser: both come back, each to its own place."""
    ann.context.clear_cookies()
    other = ann.another_tab()
    ann.leaves("/one")
    other.leaves("/two")
    ann.proves()
    ann.settled()
    other.proves()
    other.settled()
    assert (ann.seen["here"], ann.seen["state"]) == ("/one", "signed in")
    assert (other.seen["here"], other.seen["state"]) == ("/two", "signed in")
    other.tab.close()


def moves_on(here: Scene, there: OpenIdProvider, ann: Visit) -> None:
    """Another group there is another role here, from the next sign-in on; that there are other keys changes nothing."""
    there.change("ann", groups=("staff", "sec-ops"))
    there.rotate()
    ann.opens()
    assert ann.seen["roles"] == "viewer"
    ann.again()
    assert ann.seen["roles"] == "operator"
    [grant] = here.user("ann")["roleGrants"]
    assert (grant["role"]["name"], grant["source"]) == ("operator", "MAPPING")
    assert "sec-*" in grant["rule"]


def goes(here: Scene, there: OpenIdProvider, ann: Visit) -> None:
    """Who has left the required group is told a code; an administrator reads why by one query."""
    there.change("ann", groups=("sec-ops",))
    ann.again("/reports")
    assert ann.seen == {"state": "signed out", "code": "NOT_ALLOWED", "here": "/reports"}
    why = here.admin.data(WHY, name="ann", reference=ann.reference)
    [grant] = why["user"]["roleGrants"]
    assert (grant["role"]["name"], grant["source"]) == ("operator", "MAPPING"), "what she had, at her last sign-in"
    told = why["ssoAttempt"]["told"]
    assert (told["username"], told["groups"]) == ("ann", ["sec-ops"])
    assert "group" in why["ssoAttempt"]["explanation"]
    assert why["ssoAttempt"] | {"told": None, "explanation": None} == {
        "providerName": "Corp",
        "purpose": "SIGN_IN",
        "code": "NOT_ALLOWED",
        "because": "GROUP_MISSING",
        "step": None,
        "user": {"username": "ann"},
        "told": None,
        "explanation": None,
    }
    [failed] = here.admin.data(FAILED)["auditEvents"]["nodes"]
    assert failed == {"targetName": "ann", "reason": "GROUP_MISSING", "ssoAttemptReference": ann.reference}
    there.change("ann", groups=("staff", "sec-ops"), is_disabled=True)
    ann.context.clear_cookies()
    ann.leaves()
    ann.proves()
    assert "Not let in" in ann.tab.inner_text("body"), "the provider's own answer"
    ann.tab.click("button:has-text('Cancel')")
    ann.settled()
    assert ann.seen["code"] == "CANCELLED"
    assert "Cancelled by the person" not in ann.tab.inner_text("body")


def test_second_factors_are_our_own_or_the_provider_s(
    home: Home, openid_provider: OpenIdProvider, chromium: Browser
) -> None:
    there = openid_provider
    there.person("bob", groups=("staff",), amr=("pwd",))
    with scene(home, there, chromium) as here, here.person("bob") as bob:
        bob.signs_in()
        phone = Phone(done(bob.asks(ENROL)["enrolTotp"])["enrolment"]["uri"])
        done(bob.asks(CONFIRM, code=phone.code(now()))["confirmTotp"])
        bob.again("/reports/7")
        assert bob.seen["state"] == "waits for VERIFY_MFA"
        assert bob.seen["wanted"] == "/reports/7"
        assert bob.asks("{ viewer { username } }") == {"viewer": None}
        bob.tab.fill("[name=code]", phone.code(now(), steps=1))
        bob.tab.click("#mfa button")
        bob.tab.wait_for_url("**/reports/7")
        bob.settled()
        assert (bob.seen["state"], bob.seen["here"]) == ("signed in", "/reports/7")
        here.change(mfa="THEIRS", amr=["otp"])
        bob.again()
        assert bob.seen["state"] == "waits for VERIFY_MFA", "the provider tells of a password alone"
        there.change("bob", amr=("pwd", "otp"))
        bob.context.clear_cookies()
        bob.signs_in()
        assert bob.seen["state"] == "signed in"


def test_an_administrator_is_switched_and_passwords_are_refused(
    home: Home, openid_provider: OpenIdProvider, chromium: Browser
) -> None:
    there = openid_provider
    there.person("eve", email="boss@example.com")
    with scene(home, there, chromium, createsAccounts=False, defaultRole=None) as here, here.person("eve") as eve:
        eve.signs_in()
        assert eve.seen["code"] == "NOT_ALLOWED", "nobody is created, and no address finds an administrator"
        boss = switched(here)
        eve.again()
        assert (eve.seen["username"], eve.seen["roles"]) == ("boss", "admin")
        assert refused(here, "boss") == "INVALID_CREDENTIALS"
        assert here.user("boss")["externalIdentities"] == [{"subject": "sub-of-eve", "loginName": "eve"}]
        enforced(here, eve, boss)


def switched(here: Scene) -> str:
    """A local administrator, who is found by an expected identity from now on."""
    given = {"username": "boss", "password": CHOSEN_PASSWORD, "roles": ["admin"], "email": "boss@example.com"}
    boss = done(here.admin.data(MAKE, input=given)["createUser"])["user"]["id"]
    wish = {"id": boss, "method": "OIDC", "source": "Corp", "expectedIdentity": {"subject": "sub-of-eve"}}
    told = done(here.admin.data(SWITCH, input=wish)["changeAuthMethod"])
    assert not told["isChanged"]
    assert told["consequences"]
    assert done(here.admin.data(SWITCH, input={**wish, "confirm": True})["changeAuthMethod"])["isChanged"]
    return boss


def enforced(here: Scene, eve: Visit, boss: str) -> None:
    """Single sign-on alone, once an administrator has come through; one local administrator is kept back."""
    admin = here.user("admin")["id"]
    wish = {"provider": here.provider_id, "breakGlass": [admin]}
    assert codes(here.admin.data(ENFORCE, input=wish)["enforceSso"]), "without a second factor nobody is kept back"
    phone = Phone(done(here.admin.data(ENROL)["enrolTotp"])["enrolment"]["uri"])
    done(here.admin.data(CONFIRM, code=phone.code(now()))["confirmTotp"])
    given = {"username": "joe", "password": CHOSEN_PASSWORD}
    done(here.admin.data(MAKE, input=given)["createUser"])
    assert here.server.api().data(OPTIONS)["signInOptions"]["passwordSignIn"]
    done(here.admin.data(ENFORCE, input=wish)["enforceSso"])
    options = here.server.api().data(OPTIONS)["signInOptions"]
    assert not options["passwordSignIn"]
    assert [each["slug"] for each in options["providers"]] == [SLUG]
    assert refused(here, "joe") == "INVALID_CREDENTIALS"
    outcome = here.server.api().data(BREAK, username="admin", password=CHOSEN_PASSWORD)["login"]
    assert outcome["__typename"] == "MfaRequired"
    code = phone.code(now(), steps=1)
    entered = here.server.api().data(VERIFY, token=outcome["pendingToken"], code=code)["verifyMfa"]
    assert entered == {"__typename": "LoginSucceeded"}
    assert here.admin.data(BROKEN)["auditEvents"]["nodes"] == [{"targetName": "admin"}]
    eve.again()
    assert eve.seen["username"] == "boss"
    done(here.admin.data(RELAX)["relaxSso"])
    assert here.server.api().data(OPTIONS)["signInOptions"]["passwordSignIn"]
    assert boss


def test_who_is_signed_in_links_an_identity_and_proves_themselves_anew(
    home: Home, openid_provider: OpenIdProvider, chromium: Browser
) -> None:
    there = openid_provider
    for login in ("pat", "quin", "zoe"):
        there.person(login)
    with scene(home, there, chromium) as here:
        for name in ("patricia", "peter"):
            done(here.admin.data(MAKE, input={"username": name, "password": CHOSEN_PASSWORD})["createUser"])
        with here.person("pat") as pat, here.person("quin") as quin:
            links(here, pat)
            quin.signs_in()
            before = quin.session
            quin.comes_back(done(quin.asks(FRESH)["startFreshFactor"])["authorizationUrl"])
            assert (quin.seen["done"], quin.seen["username"]) == ("FRESH_FACTOR", "quin")
            assert quin.session != before, "another token, as after every factor"
        with here.person("quin") as peter:
            peter.enters("peter", CHOSEN_PASSWORD)
            peter.comes_back(done(peter.asks(LINK)["linkIdentity"])["authorizationUrl"])
            assert (peter.seen["code"], peter.seen["username"]) == ("NOT_LINKED", "peter"), "it is quin's already"
        with here.person("zoe") as tester:
            tester.enters("admin", CHOSEN_PASSWORD)
            url = done(tester.asks(TRY, id=here.provider_id)["startProviderTest"])["authorizationUrl"]
            tester.comes_back(url)
            assert (tester.seen["done"], tester.seen["username"]) == ("TEST", "admin")
            assert here.user("zoe") is None, "nothing is made"


def links(here: Scene, pat: Visit) -> None:
    """A local account has a further way in."""
    pat.enters("patricia", CHOSEN_PASSWORD)
    pat.comes_back(done(pat.asks(LINK)["linkIdentity"])["authorizationUrl"])
    assert pat.seen["done"] == "LINK"
    assert pat.seen["here"] == "/settings"
    pat.again()
    assert (pat.seen["state"], pat.seen["username"]) == ("signed in", "patricia")
    assert here.user("patricia")["authMethod"] == "LOCAL"


def test_a_session_ends_here_there_and_by_what_the_provider_says(
    home: Home, openid_provider: OpenIdProvider, chromium: Browser
) -> None:
    there = openid_provider
    there.person("kim")
    with scene(home, there, chromium) as here, here.person("kim") as kim:
        kim.signs_in()
        there.sign_out("kim", CLIENT)
        kim.opens()
        assert kim.seen["state"] == "signed out", "back-channel logout"
        kim.signs_in()
        kim.signs_out("#logout")
        kim.settled()
        assert kim.seen["state"] == "signed out"
        kim.leaves()
        assert kim.tab.locator("[name=login]").count(), "signed out there, too"
        kim.proves()
        kim.settled()
        assert kim.seen["state"] == "signed in"


def test_an_account_that_is_disabled_there_is_noticed_while_its_session_is_open(
    home: Home, rows: Look, openid_provider: OpenIdProvider, chromium: Browser
) -> None:
    there = openid_provider
    for login in ("leo", "mia"):
        there.person(login)
    with scene(home, there, chromium) as here, here.person("leo") as leo, here.person("mia") as mia:
        assert here.admin.data(OFTEN) == {"updateSsoSettings": {"errors": []}}
        leo.signs_in()
        mia.signs_in()
        there.change("leo", is_disabled=True)
        here.server.stop()
        rows.ask("UPDATE provider_sign_ins SET checked_at = '2026-01-01 00:00:00+00:00'")
        with running(here.server.home):
            until(lambda: leo.sees("signed out"))
            assert mia.sees("signed in")
            ended = {"targetName": "leo", "reason": "GONE_THERE"}
            assert ended in here.admin.data(ENDED)["auditEvents"]["nodes"]


def test_without_a_page_of_a_product_plain_pages_do(
    home: Home, openid_provider: OpenIdProvider, chromium: Browser
) -> None:
    there = openid_provider
    there.person("ned")
    with scene(home, there, chromium, has_page=False) as here, here.person("ned") as ned:
        base, tab = here.server.url, ned.tab
        tab.goto(f"{base}/auth/sso/{SLUG}/login")
        ned.proves()
        tab.wait_for_url(f"{base}/auth/signed-in")
        assert "You are signed in" in tab.inner_text("h1")
        tab.goto(f"{base}/auth/logout")
        ned.signs_out("button")
        tab.wait_for_url(f"{base}/auth/logged-out**")
        assert "You are signed out" in tab.inner_text("h1")
        tab.goto(f"{base}/auth/sso/{SLUG}/login")
        tab.click("button:has-text('Cancel')")
        tab.wait_for_url(f"{base}/auth/error**")
        assert "CANCELLED" in tab.inner_text("main")
        assert "Cancelled by the person" not in tab.content()


def until(holds: Callable[[], bool]) -> None:
    """Waits for what work beside the requests brings about."""
    deadline = monotonic() + WAIT_SECONDS
    while not holds():
        assert monotonic() < deadline, f"not within {WAIT_SECONDS} s"
        sleep(0.2)


def now() -> datetime:
    return datetime.now(UTC)


def refused(here: Scene, name: str) -> str:
    """The code with which a right password is refused."""
    outcome = here.server.api().data(SIGN_IN, username=name, password=CHOSEN_PASSWORD)["login"]
    assert outcome["__typename"] == "LoginRefused", outcome
    return outcome["code"]


def codes(payload: dict[str, Any]) -> list[str]:
    return [error["code"] for error in payload["errors"]]
