"""Directory profiles of a real server, as an administrator has them over GraphQL."""

from collections.abc import Sequence
from typing import Any

from tests.support.journey import SIGN_IN
from tests.support.server import Api, Server

TEST = """
mutation ($input: TestLdapProfileInput!) {
  testLdapProfile(input: $input) {
    servers {
      server defaultBaseDn
      steps { step state failure refusal reason advice }
      certificate { subject names }
      person { dn loginName groups { name via } }
    }
    roles { roles { role source rule } isRefused groupsUnknown }
    warnings { kind }
    errors { code message path }
  }
}
"""
CREATE = """
mutation ($input: CreateLdapProfileInput!) {
  createLdapProfile(input: $input) {
    ldapProfile { id name baseDn isEnabled hasBindPassword }
    errors { code message path }
  }
}
"""
UPDATE = """
mutation ($input: UpdateLdapProfileInput!) { updateLdapProfile(input: $input) { errors { code message path } } }
"""
ENABLE = """
mutation ($id: ID!) { enableLdapProfile(input: {id: $id}) { ldapProfile { isEnabled } errors { code message path } } }
"""
POLICY = """
mutation ($input: CreatePolicyInput!) { createPolicy(input: $input) { policy { id } errors { code message path } } }
"""
SIMULATE = """
mutation ($profile: ID!, $username: String!) {
  simulateLogin(input: {profileId: $profile, username: $username}) {
    simulation {
      isEnabled server notFound failure way username reason groupsUnknown step refusal
      person { subject dn loginName groups { name via } }
      policies { value position verdict roles }
      roles { role source rule }
    }
    errors { code message path }
  }
}
"""


def tried(administrator: Api, **given: object) -> dict[str, Any]:
    """What ``testLdapProfile`` finds out."""
    return _done(administrator.data(TEST, input=given)["testLdapProfile"])


def created(administrator: Api, **given: object) -> dict[str, Any]:
    """A profile, which is off."""
    return _done(administrator.data(CREATE, input=given)["createLdapProfile"])["ldapProfile"]


def updated(administrator: Api, profile: str, **changes: object) -> None:
    """Changes a profile."""
    _done(administrator.data(UPDATE, input={"id": profile, **changes})["updateLdapProfile"])


def enabled(administrator: Api, profile: str) -> None:
    """Switches a profile on."""
    done = _done(administrator.data(ENABLE, id=profile)["enableLdapProfile"])
    assert done["ldapProfile"] == {"isEnabled": True}


def group_policy(administrator: Api, group: str, *roles: str) -> str:
    """Has the members of a group get roles."""
    given = {"type": "GROUP", "value": group, "roles": roles}
    return _done(administrator.data(POLICY, input=given)["createPolicy"])["policy"]["id"]


def simulated(administrator: Api, profile: str, username: str) -> dict[str, Any]:
    """What ``simulateLogin`` says."""
    return _done(administrator.data(SIMULATE, profile=profile, username=username)["simulateLogin"])["simulation"]


def refused(server: Server, username: str, password: str) -> str:
    """The code with which a sign-in is refused."""
    outcome = server.api().data(SIGN_IN, username=username, password=password)["login"]
    assert outcome["__typename"] == "LoginRefused", outcome
    return outcome["code"]


def states(report: dict[str, Any]) -> dict[str, str]:
    """What became of each step with one server."""
    return {step["step"]: step["state"] for step in report["steps"]}


def passed(*skipped: str) -> dict[str, str]:
    """Every step passed but these."""
    steps = ("NAME_RESOLUTION", "TCP", "TLS", "BIND", "BASE_DN", "TEST_USER", "GROUPS", "USER_BIND")
    return {step: "SKIPPED" if step in skipped else "PASSED" for step in steps}


def roles_of(found: Sequence[dict[str, Any]]) -> dict[str, str]:
    """Roles with who gives them."""
    return {each["role"]: each["source"] for each in found}


def _done(payload: dict[str, Any]) -> dict[str, Any]:
    assert payload["errors"] == [], payload["errors"]
    return payload
