"""Where accounts come from and who their people are there: to read, to filter by, to export, and of oneself."""

from typing import Any

from models.ldap_profile import LdapProfile
from models.user import User
from resolvers.node import encode_id
from tests.support.answers import MOMENT, bad_argument, denied
from tests.support.gate import Gate
from tests.support.profiles import person, profile_row
from tests.support.statements import statements

GROUPS = '[["cn=a,dc=x", []], ["cn=b,dc=x", ["cn=a,dc=x"]]]'
READ = """
query ($name: String!) {
  user(by: {username: $name}) {
    source { id name method }
    externalIdentities {
      source { name } subject loginName dn email groups { name via } linkedAt lastSeenAt disabledBySyncAt
    }
  }
}"""
LIST = "query ($filter: UserFilter) { users(filter: $filter) { totalCount nodes { username source { name } } } }"


async def read(gate: Gate, name: str, as_: str = "root") -> Any:  # noqa: ANN401 — an answer
    return (await gate.data(READ, {"name": name}, as_))["user"]


async def test_an_account_of_a_directory_shows_where_it_comes_from(gate: Gate) -> None:
    corp, asa = await profile_row(), {"email": "asa@corp.test", "groups_json": GROUPS, "login_name": "ASA"}
    await person(gate.house, "asa", corp, **asa)
    assert await read(gate, "asa") == {
        "source": {"id": encode_id("ldp", corp.id), "name": "corp", "method": "LDAP"},
        "externalIdentities": [
            {
                "source": {"name": "corp"},
                "subject": "subject of asa",
                "loginName": "ASA",
                "dn": "uid=asa,ou=people,dc=example,dc=test",
                "email": "asa@corp.test",
                "groups": [{"name": "cn=a,dc=x", "via": []}, {"name": "cn=b,dc=x", "via": ["cn=a,dc=x"]}],
                "linkedAt": MOMENT,
                "lastSeenAt": MOMENT,
                "disabledBySyncAt": None,
            }
        ],
    }
    assert await read(gate, "root") == {"source": None, "externalIdentities": []}


async def test_what_is_gone_or_was_not_told_is_null(gate: Gate) -> None:
    corp = await profile_row()
    await person(gate.house, "asa", corp, disabled_by_sync_at=gate.house.clock.now())
    await LdapProfile.filter(id=corp.id).delete()
    found = await read(gate, "asa")
    (identity,) = found["externalIdentities"]
    assert (found["source"], identity["source"], identity["groups"]) == (None, None, None)
    assert identity["disabledBySyncAt"] == MOMENT


async def test_who_may_not_read_contact_details_reads_the_source_alone(gate: Gate) -> None:
    await person(gate.house, "asa", await profile_row())
    answer = await gate.ask(READ, {"name": "asa"}, as_="helpdesk")
    assert answer["data"]["user"]["source"]["name"] == "corp"
    assert answer["data"]["user"]["externalIdentities"] is None
    assert answer["errors"] == [denied("User.externalIdentities", "users:read-contact", path="user.externalIdentities")]


async def test_accounts_are_listed_by_their_source(gate: Gate) -> None:
    corp, lab = await profile_row(), await profile_row("lab")
    for name, profile in (("asa", corp), ("bob", lab), ("cyd", corp)):
        await person(gate.house, name, profile)
    found = await gate.data(LIST, {"filter": {"source": encode_id("ldp", corp.id)}})
    nodes = [{"username": name, "source": {"name": "corp"}} for name in ("asa", "cyd")]
    assert found["users"] == {"totalCount": 2, "nodes": nodes}
    both = {"source": encode_id("ldp", lab.id), "authMethod": "LDAP"}
    assert (await gate.data(LIST, {"filter": both}))["users"]["totalCount"] == 1
    assert (await gate.data(LIST, {"filter": {**both, "authMethod": "LOCAL"}}))["users"]["totalCount"] == 0
    for bad in ("", "ldp_1", await gate.user_id("asa")):
        answer = await gate.ask(LIST, {"filter": {"source": bad}}, as_="root")
        assert answer["errors"] == [bad_argument("filter.source", ["users"])]


async def test_a_denied_source_is_no_filter_either(gate: Gate) -> None:
    corp = await profile_row()
    role = (await gate.data('{ role(by: {name: "helpdesk"}) { id } }'))["role"]["id"]
    rule = '{roleId: $r, coordinate: "User.source", effect: DENY}'
    deny = f"mutation ($r: ID!) {{ setFieldRule(input: {rule}) {{ errors {{ code }} }} }}"
    assert (await gate.data(deny, {"r": role}))["setFieldRule"]["errors"] == []
    answer = await gate.ask(LIST, {"filter": {"source": encode_id("ldp", corp.id)}}, as_="helpdesk")
    assert answer["data"] == {"users": None}


async def test_a_list_reads_them_in_a_statement_or_two_for_all(gate: Gate) -> None:
    corp = await profile_row()
    query = "{ users { nodes { source { name } externalIdentities { subject } } } }"

    async def counted() -> int:
        with statements() as seen:
            await gate.data(query)
        return len(seen)

    await person(gate.house, "asa", corp)
    few = await counted()
    for number in range(20):
        await person(gate.house, f"more{number}", corp)
    assert await counted() == few


async def test_ones_own_account_shows_where_its_password_is_changed(gate: Gate) -> None:
    corp = await profile_row()
    gate.tokens["asa"] = await gate.house.open(await person(gate.house, "asa", corp))
    own = "{ viewer { source { name method } } }"
    assert await gate.data(own, as_="asa") == {"viewer": {"source": {"name": "corp", "method": "LDAP"}}}
    assert await gate.data(own, as_="viewer") == {"viewer": {"source": None}}


async def test_an_export_tells_who_somebody_is_elsewhere_and_it_goes_with_the_account(gate: Gate) -> None:
    await person(gate.house, "asa", await profile_row(), groups_json=GROUPS)
    sent = {"input": {"id": await gate.user_id("asa"), "export": True}}
    answer = await gate.data(
        "mutation ($input: DeleteUserInput!) { deleteUser(input: $input) { export errors { code } } }", sent
    )
    (told,) = answer["deleteUser"]["export"]["externalIdentities"]
    assert (told["subject"], told["source"]["name"], told["groups"][1]["via"]) == (
        "subject of asa",
        "corp",
        ["cn=a,dc=x"],
    )
    assert not await User.filter(username="asa").exists()
