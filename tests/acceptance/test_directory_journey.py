"""A new administrator connects a directory, and its people sign in: with Active Directory, and with OpenLDAP."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from tests.support import slapd_people
from tests.support.directories import (
    created,
    enabled,
    group_policy,
    passed,
    refused,
    roles_of,
    simulated,
    states,
    tried,
    updated,
)
from tests.support.journey import administrator, signed_in
from tests.support.samba import Samba, running_samba
from tests.support.samba_domain import samba_domain
from tests.support.samba_people import (
    ANALYSTS,
    ANN,
    OPERATORS,
    PASSWORD,
    SECURITY,
    SERVICE_DN,
    SERVICE_PASSWORD,
    SUFFIX,
)
from tests.support.server import Api, Home, Server, running
from tests.support.slapd import HOST, Slapd, own_slapd

__all__ = ["own_slapd", "samba_domain"]

CONNECT_SECONDS, TOTAL_SECONDS = 3, 6
"""A profile's own, where nothing else is said."""
ME = "{ viewer { id username roles { name } } }"
GRANTS = "query ($id: ID!) { user(by: {id: $id}) { id roleGrants { role { name } source rule } } }"
ROLE = """
mutation { createRole(input: {name: "auditor", scopes: ["audit:read"]}) { errors { code message } } }
"""
GIVE = "mutation ($input: SetUserRolesInput!) { setUserRoles(input: $input) { errors { code message } } }"
TRAIL = """
{
  auditEvents(first: 250) {
    nodes { action outcome reason actorName targetName changes { field before after } }
  }
}
"""


@pytest.fixture
def controllers(samba_domain: Path) -> Generator[tuple[Samba, Samba]]:
    """Two controllers of one domain: what is changed, is changed at both, as AD itself sees to."""
    with running_samba(samba_domain) as first, running_samba(samba_domain) as second:
        yield first, second


@contextmanager
def trusting(home: Home, *controllers: Samba) -> Generator[Server]:
    """A server on a host that trusts who signed the controllers' certificates, as one in a company does."""
    bundle = home.directory / "authorities.pem"
    home.directory.mkdir(parents=True, exist_ok=True)
    bundle.write_text("".join(each.trusted.read_text(encoding="ascii") for each in controllers), encoding="ascii")
    with running(Home(home.directory, {**home.variables, "SSL_CERT_FILE": str(bundle)})) as server:
        yield server


def me(caller: Api) -> dict[str, Any]:
    """The caller's own account, with the names of its roles."""
    viewer = caller.data(ME)["viewer"]
    return {**viewer, "roles": sorted(role["name"] for role in viewer["roles"])}


def grants(admin: Api, user_id: str) -> dict[str, str]:
    """An account's roles with who gives them."""
    found = admin.data(GRANTS, id=user_id)["user"]["roleGrants"]
    return {grant["role"]["name"]: grant["source"] for grant in found}


@pytest.mark.timeout(300)
def test_an_active_directory_from_its_address_to_a_dead_controller(
    home: Home, controllers: tuple[Samba, Samba]
) -> None:
    first, second = controllers
    with trusting(home, first, second) as server:
        admin = administrator(server)
        profile = connect(admin, first)
        explain(admin, profile)
        enabled(admin, profile)
        ann = me(signed_in(server, "ann", PASSWORD))
        assert (ann["username"], ann["roles"]) == ("ann", ["operator"])
        assert refused(server, "ann", "Wr0ng-one!") == "INVALID_CREDENTIALS"
        rename(server, controllers, ann["id"])
        lose_the_group(server, admin, controllers, ann["id"])
        outlive_the_first(server, admin, profile, controllers)
        told(admin, controllers)
        assert PASSWORD not in server.output
        assert SERVICE_PASSWORD not in server.output


@pytest.mark.timeout(300)
def test_an_openldap_server_whose_groups_are_in_groups(home: Home, own_slapd: Slapd) -> None:
    with running(home) as server:
        admin = administrator(server)
        given = {
            "name": "Staff",
            "kind": "OPENLDAP",
            "servers": [{"host": HOST, "port": own_slapd.tls_port}],
            "caCertificate": own_slapd.signed_by.file.read_text(encoding="ascii"),
            "bindDn": slapd_people.SERVICE_DN,
            "bindPassword": slapd_people.SERVICE_PASSWORD,
            "groupLookup": "RECURSIVE",
        }
        found = tried(admin, values=given, testUsername="jörg", password=slapd_people.PASSWORD)
        assert states(found["servers"][0]) == passed()
        profile = created(admin, **given)
        assert (profile["name"], profile["baseDn"]) == ("Staff", slapd_people.SUFFIX)
        group_policy(admin, slapd_people.OPERATORS.upper(), "operator")
        enabled(admin, profile["id"])
        foreseen = simulated(admin, profile["id"], "jörg")
        joerg = me(signed_in(server, "jörg", slapd_people.PASSWORD))
        assert (joerg["username"], joerg["roles"]) == (foreseen["username"], ["operator"])
        assert joerg["roles"] == list(roles_of(foreseen["roles"]))
        dn = own_slapd.rename(slapd_people.JOERG, "cn=Jörg Maier", slapd_people.PARTNERS)
        own_slapd.set(dn, "uid", "jmaier")
        assert me(signed_in(server, "jmaier", slapd_people.PASSWORD)) == joerg
        own_slapd.leave(slapd_people.SECURITY, slapd_people.ANALYSTS)
        assert me(signed_in(server, "jmaier", slapd_people.PASSWORD)) == {**joerg, "roles": ["viewer"]}
        assert refused(server, "leo", slapd_people.PASSWORD) == "INVALID_CREDENTIALS"
        own_slapd.stop()
        assert refused(server, "jmaier", slapd_people.PASSWORD) == "DIRECTORY_UNAVAILABLE"
        own_slapd.start()
        assert me(signed_in(server, "jmaier", slapd_people.PASSWORD)) == {**joerg, "roles": ["viewer"]}


def connect(admin: Api, controller: Samba) -> str:
    """By nothing but its address, bind DN and password: tried first, then saved."""
    given = {"servers": [{"host": controller.address}], "bindDn": SERVICE_DN, "bindPassword": SERVICE_PASSWORD}
    found = tried(admin, values=given, testUsername="ann", password=PASSWORD)
    [report] = found["servers"]
    assert states(report) == passed()
    assert controller.address in report["certificate"]["names"]
    assert (report["defaultBaseDn"], report["person"]["dn"]) == (SUFFIX, ANN)
    wrong = tried(admin, values={**given, "bindPassword": "Wr0ng-one!"})
    bind = next(step for step in wrong["servers"][0]["steps"] if step["step"] == "BIND")
    assert (bind["state"], bind["failure"]) == ("FAILED", "BIND_REFUSED")
    assert bind["reason"]
    assert bind["advice"]
    profile = created(admin, **given)
    assert (profile["baseDn"], profile["isEnabled"], profile["hasBindPassword"]) == (SUFFIX, False, True)
    return profile["id"]


def explain(admin: Api, profile: str) -> None:
    """Why ann would become operator, before anybody can sign in."""
    group_policy(admin, OPERATORS, "operator")
    seen = simulated(admin, profile, "ann")
    via = {group["name"]: group["via"] for group in seen["person"]["groups"]}
    assert via[OPERATORS] == [ANALYSTS, SECURITY]
    assert [(each["value"], each["verdict"], each["roles"]) for each in seen["policies"]] == [
        (OPERATORS, "MATCHED", ["operator"])
    ]
    assert (seen["way"], seen["username"], seen["isEnabled"]) == ("CREATE", "ann", False)
    assert (seen["refusal"], roles_of(seen["roles"])) == (None, {"operator": "POLICY"})
    nobody = simulated(admin, profile, "dora")
    assert nobody["reason"], nobody


def rename(server: Server, controllers: tuple[Samba, Samba], user_id: str) -> None:
    """The entry gets another name, another place and another login name; the account is the same."""
    for controller in controllers:
        dn = controller.rename(ANN, "CN=Anna Bauer-Maier", f"CN=Users,{SUFFIX}")
        controller.set(dn, "sAMAccountName", "anna")
    anna = me(signed_in(server, "anna", PASSWORD))
    assert anna == {"id": user_id, "username": "ann", "roles": ["operator"]}


def lose_the_group(server: Server, admin: Api, controllers: tuple[Samba, Samba], user_id: str) -> None:
    """What the directory gave goes at the next sign-in; what was given by hand stays."""
    assert admin.data(ROLE) == {"createRole": {"errors": []}}
    given = {"id": user_id, "roles": ["operator", "auditor"]}
    assert admin.data(GIVE, input=given) == {"setUserRoles": {"errors": []}}
    assert grants(admin, user_id) == {"operator": "POLICY", "auditor": "BY_HAND"}
    for controller in controllers:
        controller.leave(SECURITY, ANALYSTS)
    assert grants(admin, user_id) == {"operator": "POLICY", "auditor": "BY_HAND"}, "at the next sign-in, not before"
    assert me(signed_in(server, "anna", PASSWORD))["roles"] == ["auditor", "viewer"]
    assert grants(admin, user_id) == {"viewer": "PROFILE", "auditor": "BY_HAND"}


def outlive_the_first(server: Server, admin: Api, profile: str, controllers: tuple[Samba, Samba]) -> None:
    """With a second address in the profile the first controller may hang, or end."""
    first, second = controllers
    servers = [{"host": each.address} for each in controllers]
    updated(admin, profile, servers=servers, bindPassword=SERVICE_PASSWORD)
    first.pause()
    begun = monotonic()
    assert me(signed_in(server, "anna", PASSWORD))["username"] == "ann"
    assert monotonic() - begun < TOTAL_SECONDS
    begun = monotonic()
    signed_in(server, "anna", PASSWORD)
    assert monotonic() - begun < CONNECT_SECONDS, "it is known to be dead"
    first.stop()
    second.stop()
    assert refused(server, "anna", PASSWORD) != "INVALID_CREDENTIALS", (
        "a directory that is down is not a wrong password"
    )
    second.start()
    assert me(signed_in(server, "anna", PASSWORD))["username"] == "ann"


def told(admin: Api, controllers: tuple[Samba, Samba]) -> None:
    """Every step stands in the trail, in its order, with who did it and what it changed."""
    first, second = (f"{each.address}:636" for each in controllers)
    renamed = f"CN=Anna Bauer-Maier,CN=Users,{SUFFIX}"
    expected: list[tuple[str, str | None, dict[str, Any]]] = [
        ("ldap_profile.tested", "admin", {"servers": [first], "test_username": "ann", "with_password": True}),
        ("ldap_profile.created", "admin", {"servers": [first], "bind_password": "set"}),
        ("policy.created", "admin", {"value": OPERATORS, "roles": ["operator"]}),
        ("login.simulated", "admin", {"simulated_name": "ann"}),
        ("ldap_profile.enabled", "admin", {}),
        ("user.created", "ann", {"username": "ann"}),
        ("user.identity_linked", "ann", {"dn": ANN}),
        ("user.roles_changed", None, {"roles": ["operator"], "reason": f"policy 1: {OPERATORS}"}),
        ("login.directory_proved", "ann", {"directory_server": first}),
        ("login.succeeded", "ann", {}),
        ("login.failed", None, {"directory_server": first}),
        ("user.identity_renamed", "ann", {"login_name": "anna", "dn": renamed}),
        ("login.succeeded", "ann", {}),
        ("user.roles_changed", "admin", {"roles": ["auditor", "operator"]}),
        ("user.roles_changed", None, {"roles": ["auditor", "viewer"]}),
        ("ldap_profile.updated", "admin", {"servers": [first, second]}),
        ("login.directory_proved", "ann", {"directory_server": second}),
        ("login.failed", None, {"directory_failure": "nothing listens at this port of the server"}),
        ("login.succeeded", "ann", {}),
    ]
    events = admin.data(TRAIL)["auditEvents"]["nodes"]
    told = iter([(event["action"], event["actorName"], _after(event)) for event in reversed(events)])
    for action, actor, after in expected:
        assert any(_is(event, action, actor, after) for event in told), f"{action} {after} is missing, or too early"


def _is(event: tuple[str, str | None, dict[str, Any]], action: str, actor: str | None, after: dict[str, Any]) -> bool:
    same = all(event[2].get(field) == value for field, value in after.items())
    return event[:2] == (action, actor) and same


def _after(event: dict[str, Any]) -> dict[str, Any]:
    return {change["field"]: change["after"] for change in event["changes"]}
