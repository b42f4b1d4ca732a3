"""Identity providers over GraphQL: made, read, changed, switched, ordered, deleted; whole answers compared."""

from typing import Any

import pytest

from auth.sources.provider import SigningAlgorithm
from models.identity_provider import GroupMatch, IdentityProvider, RoleMapping
from models.role import Role
from resolvers.node import encode_id
from tests.support.answers import MOMENT, TEXT, Like, bad_argument, denied, refusal
from tests.support.gate import Gate
from tests.support.identity_providers import ISSUER, SECRET, from_provider, linked
from tests.support.statements import statements
from tests.support.trail import dump, hearing, nothing_changes, trail

PROVIDER_ID = Like(r"idp_[0-9a-f]{32}")
NO_PROVIDER = "idp_" + "0" * 32
BASE = "http://127.0.0.1:8000"
ERRORS = "errors { code path message }"
WHOLE = """
id slug position isEnabled kind name icon issuer clientId hasClientSecret scopes tenants algorithms extraHosts
allowsPrivateAddresses hostedDomains usernameClaims emailClaim emailVerifiedClaim firstNameClaim lastNameClaim nameClaim
groupsClaim trustsEmail apiUrl mfa amr acr createsAccounts defaultRole emailDomains requiredGroup linksVerifiedEmail
refusesUnmatched rolesFollow signsOutThere accountCount linkedCount mappingCount mappings { value role } lastProvenAt
callbackUrl loginUrl backchannelLogoutUrl postLogoutRedirectUrl warnings { kind message } createdAt updatedAt version
"""
CREATE = f"""
mutation ($input: CreateIdentityProviderInput!) {{
  createIdentityProvider(input: $input) {{ identityProvider {{ {WHOLE} }} {ERRORS} }}
}}"""
UPDATE = f"""
mutation ($input: UpdateIdentityProviderInput!) {{
  updateIdentityProvider(input: $input) {{
    identityProvider {{ name hasClientSecret tenants groupsClaim defaultRole version }}
    {ERRORS[:-1]} ... on VersionConflictError {{ currentVersion }} }}
  }}
}}"""


def switching(verb: str) -> str:
    """``enable`` or ``disable``."""
    return f"""
mutation ($input: {verb.capitalize()}IdentityProviderInput!) {{
  {verb}IdentityProvider(input: $input) {{ identityProvider {{ isEnabled version }} {ERRORS} }}
}}"""


ENABLE, DISABLE = switching("enable"), switching("disable")
REORDER = f"""
mutation ($input: ReorderIdentityProvidersInput!) {{
  reorderIdentityProviders(input: $input) {{ identityProviders {{ name position }} {ERRORS} }}
}}"""
DELETE = f"""
mutation ($input: DeleteIdentityProviderInput!) {{
  deleteIdentityProvider(input: $input) {{ deletedId consequences {{ kind message count names }} {ERRORS} }}
}}"""
GIVEN: dict[str, Any] = {"kind": "KEYCLOAK", "issuer": ISSUER, "clientId": "gatehouse", "clientSecret": SECRET}
EVERY_ALGORITHM = [each.name for each in SigningAlgorithm]
SHOWN: dict[str, Any] = {
    "id": PROVIDER_ID,
    "slug": "keycloak",
    "position": 1,
    "isEnabled": False,
    "kind": "KEYCLOAK",
    "name": "Keycloak",
    "icon": "keycloak",
    "issuer": ISSUER,
    "clientId": "gatehouse",
    "hasClientSecret": True,
    "scopes": ["openid", "email", "profile"],
    "tenants": [],
    "algorithms": EVERY_ALGORITHM,
    "extraHosts": [],
    "allowsPrivateAddresses": False,
    "hostedDomains": [],
    "usernameClaims": ["preferred_username"],
    "emailClaim": "email",
    "emailVerifiedClaim": "email_verified",
    "firstNameClaim": "given_name",
    "lastNameClaim": "family_name",
    "nameClaim": "name",
    "groupsClaim": "groups",
    "trustsEmail": False,
    "apiUrl": None,
    "mfa": "OURS",
    "amr": [],
    "acr": [],
    "createsAccounts": False,
    "defaultRole": "viewer",
    "emailDomains": [],
    "requiredGroup": None,
    "linksVerifiedEmail": False,
    "refusesUnmatched": False,
    "rolesFollow": "EACH_LOGIN",
    "signsOutThere": True,
    "accountCount": 0,
    "linkedCount": 0,
    "mappingCount": 0,
    "mappings": [],
    "lastProvenAt": None,
    "callbackUrl": f"{BASE}/auth/sso/keycloak/callback",
    "loginUrl": f"{BASE}/auth/sso/keycloak/login",
    "backchannelLogoutUrl": f"{BASE}/auth/sso/keycloak/backchannel-logout",
    "postLogoutRedirectUrl": f"{BASE}/auth/logged-out",
    "warnings": [{"kind": "BASE_URL_IS_LOOPBACK", "message": TEXT}],
    "createdAt": MOMENT,
    "updatedAt": MOMENT,
    "version": 1,
}


async def made(gate: Gate, name: str = "corp", **values: Any) -> str:  # noqa: ANN401 — fields of an input
    """A provider; gives its public id."""
    answer = (await gate.data(CREATE, {"input": {**GIVEN, "name": name, **values}}))["createIdentityProvider"]
    assert answer["errors"] == []
    return answer["identityProvider"]["id"]


async def test_a_provider_is_made_of_its_issuer_a_client_and_a_secret(gate: Gate) -> None:
    response = await gate.send(CREATE, {"input": GIVEN}, "root")
    assert response.json()["data"] == {"createIdentityProvider": {"identityProvider": SHOWN, "errors": []}}
    assert SECRET not in response.text


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({"kind": "GOOGLE"}, {"issuer": "https://accounts.google.com", "slug": "google", "groupsClaim": None}),
        ({"kind": "GITHUB"}, {"issuer": "https://github.com", "slug": "github", "icon": "github"}),
        ({"kind": "GITHUB", "enterpriseHost": "git.corp.test"}, {"issuer": "https://git.corp.test"}),
        (
            {"kind": "KEYCLOAK", "baseUrl": "https://id.corp.test", "realm": "staff"},
            {"issuer": "https://id.corp.test/realms/staff"},
        ),
        (
            {"kind": "MICROSOFT", "tenants": ["11111111-2222-3333-4444-555555555555"]},
            {"issuer": "https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555/v2.0"},
        ),
    ],
    ids=["google", "github", "enterprise", "keycloak", "microsoft"],
)
async def test_each_kind_asks_for_what_is_its_own(gate: Gate, given: dict[str, Any], shown: dict[str, Any]) -> None:
    answer = await gate.data(CREATE, {"input": {**given, "clientId": "x", "clientSecret": SECRET}})
    found = answer["createIdentityProvider"]
    assert found["errors"] == []
    assert {name: found["identityProvider"][name] for name in shown} == shown


async def test_a_repeated_create_gives_the_same_provider(gate: Gate) -> None:
    given = {**GIVEN, "idempotencyKey": "k"}
    once, again = [await gate.data(CREATE, {"input": given}) for _ in range(2)]
    assert once == again
    for other in ({"defaultRole": None}, {"groupsClaim": None}, {"name": "other"}):
        async with nothing_changes():
            answer = await gate.data(CREATE, {"input": {**given, **other}})
        assert answer["createIdentityProvider"]["errors"] == [refusal("IDEMPOTENCY_KEY_REUSED", "idempotencyKey")]


async def test_illegal_values_are_refused_by_name(gate: Gate) -> None:
    wrong: list[tuple[dict[str, Any], list[dict[str, Any]]]] = [
        ({"issuer": None}, [refusal("VALUE_REQUIRED", "issuer")]),
        ({"issuer": "http://id.example.com"}, [refusal("HTTPS_REQUIRED", "issuer")]),
        ({"slug": "A/B"}, [refusal("SLUG_INVALID", "slug")]),
        ({"scopes": ["email"]}, [refusal("OPENID_REQUIRED", "scopes")]),
        ({"emailDomains": ["x.test", "a@b"]}, [refusal("DOMAIN_INVALID", "emailDomains", "1")]),
        ({"mfa": "THEIRS"}, [refusal("VALUE_REQUIRED", "amr")]),
        ({"kind": "GOOGLE", "issuer": None, "clientSecret": None}, [refusal("CLIENT_SECRET_REQUIRED", "clientSecret")]),
        ({"defaultRole": "nobody"}, [refusal("ROLE_UNKNOWN", "defaultRole")]),
    ]
    for given, errors in wrong:
        async with nothing_changes():
            answer = await gate.data(CREATE, {"input": {**GIVEN, **given}})
        assert answer["createIdentityProvider"] == {"identityProvider": None, "errors": errors}


async def test_providers_are_listed_in_their_order_with_what_depends_on_them(gate: Gate) -> None:
    first, second = await made(gate), await made(gate, "lab")
    row = await IdentityProvider.get(name="lab")
    await from_provider(gate.house, row, "asa")
    await linked(await gate.house.user("bea"), row)
    now, role_id = gate.house.clock.now(), (await Role.get(name="operator")).id
    for value, is_enabled in (("staff", True), ("old", False)):
        await RoleMapping.create(
            provider_id=row.id,
            kind=GroupMatch.EXACT,
            value=value,
            role_id=role_id,
            is_enabled=is_enabled,
            created_at=now,
            updated_at=now,
        )
    query = """{ identityProviders { nodes { id accountCount linkedCount mappingCount mappings { value providerId } }
    totalCount } }"""
    mappings = [{"value": value, "providerId": second} for value in ("staff", "old")]
    counts: dict[str, Any] = {"accountCount": 0, "linkedCount": 0, "mappingCount": 0, "mappings": []}
    expected: list[dict[str, Any]] = [
        {"id": first, **counts},
        {"id": second, "accountCount": 1, "linkedCount": 1, "mappingCount": 1, "mappings": mappings},
    ]
    assert await gate.data(query) == {"identityProviders": {"nodes": expected, "totalCount": 2}}
    pages = """query ($a: String) {
      identityProviders(first: 1, after: $a) { nodes { name } pageInfo { hasNextPage endCursor } }
    }"""
    page = (await gate.data(pages))["identityProviders"]
    assert (page["nodes"], page["pageInfo"]["hasNextPage"]) == ([{"name": "corp"}], True)
    page = (await gate.data(pages, {"a": page["pageInfo"]["endCursor"]}))["identityProviders"]
    assert (page["nodes"], page["pageInfo"]["hasNextPage"]) == ([{"name": "lab"}], False)
    one = "query ($by: IdentityProviderLookup!) { identityProvider(by: $by) { name } }"
    for by in ({"id": second}, {"slug": "lab"}):
        assert await gate.data(one, {"by": by}) == {"identityProvider": {"name": "lab"}}
    for by in ({"id": NO_PROVIDER}, {"slug": "nothing"}):
        assert await gate.data(one, {"by": by}) == {"identityProvider": None}
    node = "query ($id: ID!) { node(id: $id) { id ... on IdentityProvider { name } } }"
    assert await gate.data(node, {"id": second}) == {"node": {"id": second, "name": "lab"}}
    wrong = await gate.ask("{ identityProviders(first: 0) { nodes { id } } }", None, "root")
    assert wrong["errors"] == [bad_argument("first", ["identityProviders"])]


async def test_the_number_of_statements_of_a_list_does_not_depend_on_its_length(gate: Gate) -> None:
    counts: list[int] = []
    for name in ("one", "two", "three"):
        await made(gate, name)
        with statements() as executed:
            await gate.data(f"{{ identityProviders {{ nodes {{ {WHOLE} }} }} }}")
        counts.append(len(executed))
    assert len(set(counts)) == 1


async def test_a_provider_is_changed_where_something_is_given(gate: Gate) -> None:
    provider = await made(gate)
    given = {"id": provider, "name": "Corp", "groupsClaim": None, "defaultRole": None, "version": 1}
    answer = await gate.ask(UPDATE, {"input": given}, "root")
    shown: dict[str, Any] = {
        "name": "Corp",
        "hasClientSecret": True,
        "tenants": [],
        "groupsClaim": None,
        "defaultRole": None,
        "version": 2,
    }
    assert answer == {"data": {"updateIdentityProvider": {"identityProvider": shown, "errors": []}}}
    stale = {**refusal("VERSION_CONFLICT", "version"), "currentVersion": 2}
    required = refusal("CLIENT_SECRET_REQUIRED", "clientSecret")
    for given, error in (
        ({"version": 1}, stale),
        ({"issuer": "https://evil.test"}, required),
        ({"clientId": "other"}, required),
        ({"extraHosts": ["evil.test"]}, required),
        ({"tenants": ["x"]}, None),
        ({"requiredGroup": "staff"}, refusal("GROUPS_NOT_TOLD", "requiredGroup")),
        ({"icon": "A"}, refusal("ICON_INVALID", "icon")),
    ):
        async with nothing_changes():
            answer = await gate.data(UPDATE, {"input": {"id": provider, **given}})
        errors = [error] if error else [refusal("NOT_FOR_KIND", "tenants"), required]
        assert answer["updateIdentityProvider"] == {"identityProvider": None, "errors": errors}
    anew = {"id": provider, "issuer": "https://new.test", "clientSecret": "an0ther"}
    assert (await gate.data(UPDATE, {"input": anew}))["updateIdentityProvider"]["errors"] == []
    bare = await gate.data(UPDATE, {"input": {"id": provider, "clientSecret": None}})
    assert bare["updateIdentityProvider"]["identityProvider"]["hasClientSecret"] is False


async def test_a_change_of_what_it_says_of_roles_is_bound_to_what_was_seen(gate: Gate) -> None:
    provider = await made(gate)
    given = {"id": provider, "defaultRole": None, "previewFingerprint": "x"}
    async with nothing_changes():
        answer = await gate.data(UPDATE, {"input": given})
    assert answer["updateIdentityProvider"]["errors"] == [refusal("PREVIEW_STALE", "previewFingerprint")]


async def test_providers_are_switched_and_put_in_order(gate: Gate) -> None:
    one, two = await made(gate, "one"), await made(gate, "two")
    on = await gate.data(ENABLE, {"input": {"id": one}})
    assert on["enableIdentityProvider"] == {"identityProvider": {"isEnabled": True, "version": 2}, "errors": []}
    off = await gate.data(DISABLE, {"input": {"id": one}})
    assert off["disableIdentityProvider"] == {"identityProvider": {"isEnabled": False, "version": 3}, "errors": []}
    order = await gate.data(REORDER, {"input": {"providerIds": [two, one]}})
    places = [{"name": "two", "position": 1}, {"name": "one", "position": 2}]
    assert order["reorderIdentityProviders"] == {"identityProviders": places, "errors": []}
    async with nothing_changes():
        answer = await gate.data(REORDER, {"input": {"providerIds": [two]}})
    assert answer["reorderIdentityProviders"]["errors"] == [refusal("ORDER_INCOMPLETE", "providerIds")]
    for query, name in (
        (ENABLE, "enableIdentityProvider"),
        (DISABLE, "disableIdentityProvider"),
        (UPDATE, "updateIdentityProvider"),
    ):
        async with nothing_changes():
            answer = await gate.data(query, {"input": {"id": NO_PROVIDER}})
        assert answer[name] == {"identityProvider": None, "errors": [refusal("NOT_FOUND", "id")]}


async def test_a_deletion_is_told_then_made(gate: Gate) -> None:
    corp, lab = await made(gate), await made(gate, "lab")
    await from_provider(gate.house, await IdentityProvider.get(name="corp"), "asa")
    wanted = {"id": corp, "accounts": "MOVE_TO_PROVIDER", "toProviderId": lab}
    told: list[dict[str, Any]] = [{"kind": "ACCOUNTS_MOVED", "message": TEXT, "count": 1, "names": []}]
    async with nothing_changes():
        asked = await gate.data(DELETE, {"input": wanted})
    assert asked["deleteIdentityProvider"] == {"deletedId": None, "consequences": told, "errors": []}
    done = await gate.data(DELETE, {"input": {**wanted, "confirm": True, "version": 1}})
    assert done["deleteIdentityProvider"] == {"deletedId": corp, "consequences": told, "errors": []}
    async with nothing_changes():
        gone = await gate.data(DELETE, {"input": {"id": corp, "accounts": "DEACTIVATE", "confirm": True}})
    errors = [refusal("NOT_FOUND", "id")]
    assert gone["deleteIdentityProvider"] == {"deletedId": None, "consequences": [], "errors": errors}
    listed = await gate.data("{ identityProviders { nodes { name accountCount } } }")
    assert listed == {"identityProviders": {"nodes": [{"name": "lab", "accountCount": 1}]}}


async def test_a_sign_in_page_is_told_which_are_on_and_nothing_secret(gate: Gate) -> None:
    one, _, three = await made(gate, "one"), await made(gate, "two"), await made(gate, "three", kind="GENERIC")
    for provider in (three, one):
        await gate.data(ENABLE, {"input": {"id": provider}})
    query = "{ signInOptions { providers { slug name icon kind loginUrl } } }"
    shown = [
        {"slug": name, "name": name, "icon": icon, "kind": kind, "loginUrl": f"{BASE}/auth/sso/{name}/login"}
        for name, icon, kind in (("one", "keycloak", "KEYCLOAK"), ("three", "", "GENERIC"))
    ]
    with statements() as executed:
        assert await gate.data(query, None, None) == {"signInOptions": {"providers": shown}}
    assert len([text for text in executed if "identity_providers" in str(text)]) == 1


async def test_an_account_of_a_provider_shows_it_and_is_found_by_it(gate: Gate) -> None:
    provider = await made(gate)
    row = await IdentityProvider.get(name="corp")
    await from_provider(gate.house, row, "asa")
    await linked(await gate.house.user("bea"), row)
    source = {"id": provider, "name": "corp", "method": "OIDC"}
    query = "query ($f: UserFilter) { users(filter: $f) { nodes { username source { id name method } } } }"
    found = await gate.data(query, {"f": {"source": provider}})
    assert found == {"users": {"nodes": [{"username": "asa", "source": source}]}}
    one = '{ user(by: {username: "bea"}) { source { id } externalIdentities { source { id } subject } } }'
    identities = [{"source": {"id": provider}, "subject": "subject of bea"}]
    assert await gate.data(one) == {"user": {"source": None, "externalIdentities": identities}}


async def test_the_trail_names_the_provider_by_its_id_and_no_secret_is_anywhere(
    gate: Gate, capsys: pytest.CaptureFixture[str]
) -> None:
    answers: list[str] = []
    async with hearing():
        for query, given in (
            (CREATE, {**GIVEN, "issuer": "http://wrong"}),
            (CREATE, {**GIVEN, "clientSecret": f"{SECRET}\n"}),
            (CREATE, {**GIVEN, "idempotencyKey": "k"}),
            (CREATE, {**GIVEN, "clientSecret": [SECRET]}),
        ):
            answers.append((await gate.send(query, {"input": given}, "root")).text)
    row = await IdentityProvider.get(slug="keycloak")
    provider = encode_id("idp", row.id)
    for query, given in (
        (UPDATE, {"id": provider, "clientSecret": f"{SECRET}-anew"}),
        (ENABLE, {"id": provider}),
        (DELETE, {"id": provider, "accounts": "DEACTIVATE"}),
    ):
        answers.append((await gate.send(query, {"input": given}, "root")).text)
    events = "{ auditEvents(first: 250) { nodes { action targetId changes { field before after } } } }"
    answers.append((await gate.send(events, None, "root")).text)
    answers.append((await gate.send(f"{{ identityProviders {{ nodes {{ {WHOLE} }} }} }}", None, "root")).text)
    assert f'"targetId":"{provider}"' in answers[-2]
    logged = "".join(capsys.readouterr())
    for text in (*answers, logged, str(await dump()), str(await trail())):
        assert SECRET not in text


@pytest.mark.parametrize("who", ["auditor", "helpdesk", "operator"])
async def test_who_may_not_reads_and_changes_nothing(gate: Gate, who: str) -> None:
    provider = await made(gate)
    answer = await gate.ask("{ identityProviders { nodes { id } } }", None, who)
    assert answer["data"] == {"identityProviders": None}
    assert answer["errors"] == [denied("Query.identityProviders", "sso:read", path="identityProviders")]
    for query, name, given in (
        (CREATE, "createIdentityProvider", GIVEN),
        (UPDATE, "updateIdentityProvider", {"id": provider, "name": "x"}),
        (ENABLE, "enableIdentityProvider", {"id": provider}),
        (DISABLE, "disableIdentityProvider", {"id": provider}),
        (REORDER, "reorderIdentityProviders", {"providerIds": [provider]}),
        (DELETE, "deleteIdentityProvider", {"id": provider, "accounts": "DEACTIVATE", "confirm": True}),
    ):
        async with nothing_changes():
            answer = await gate.ask(query, {"input": given}, who)
        assert answer["data"] == {name: None}
        assert denied(f"Mutation.{name}", "sso:write", path=name) in answer["errors"]
