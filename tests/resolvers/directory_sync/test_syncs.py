"""``syncDirectory`` and what is read of comparisons, on a real directory."""

from datetime import timedelta
from typing import Any

import pytest

from api.cookies import LOOPBACK_NAME
from models.external_identity import ExternalIdentity
from models.ldap_profile import DirectorySync, LdapProfile, SyncOutcome
from models.session import Session
from models.user import User, UserStatus
from resolvers.node import encode_id
from tests.support.answers import CURSOR, MOMENT, TEXT, Like, bad_argument, denied, refusal
from tests.support.gate import Gate
from tests.support.profiles import person, profile_row
from tests.support.slapd import Slapd, slapd
from tests.support.slapd_people import ANALYSTS, ANN, COMMA
from tests.support.slapd_profile import account_of, slapd_profile
from tests.support.trail import hearing, nothing_changes

__all__ = ["slapd"]

SYNC_ID = Like(r"syn_[0-9a-f]{32}")
FIELDS = """
  id profileId startedAt finishedAt isScheduled startedById outcome entries checked deactivated reactivated refreshed
  failure changes { userId action reason user { username status } }
"""
SYNC = f"""
mutation ($input: SyncDirectoryInput!) {{
  syncDirectory(input: $input) {{ sync {{ {FIELDS} }} errors {{ code path message }} }}
}}"""
LIST = f"query ($id: ID!) {{ directorySyncs(profileId: $id) {{ totalCount edges {{ cursor }} nodes {{ {FIELDS} }} }} }}"


def ldp(profile: LdapProfile) -> str:
    return encode_id("ldp", profile.id)


async def synced(gate: Gate, profile: LdapProfile, **wanted: Any) -> Any:  # noqa: ANN401 — an answer
    answer = await gate.data(SYNC, {"input": {"profileId": ldp(profile), **wanted}})
    assert answer["syncDirectory"]["errors"] == []
    return answer["syncDirectory"]["sync"]


async def scene(gate: Gate, slapd: Slapd) -> LdapProfile:
    """Accounts of two people who are there, and of one who is not any more."""
    profile = await slapd_profile(slapd)
    await account_of(gate.house, slapd, profile, "ann")
    await account_of(gate.house, slapd, profile, "cora")
    gate.tokens["zoe"] = await gate.house.open(await person(gate.house, "zoe", profile))
    return profile


async def test_a_dry_run_tells_all_and_the_real_one_does_it(gate: Gate, slapd: Slapd) -> None:
    profile = await scene(gate, slapd)
    zoe = await gate.user_id("zoe")
    expected: dict[str, Any] = {
        "id": SYNC_ID,
        "profileId": ldp(profile),
        "startedAt": MOMENT,
        "finishedAt": MOMENT,
        "isScheduled": False,
        "startedById": await gate.user_id("root"),
        "outcome": "ASKED_ONLY",
        "entries": 13,
        "checked": 3,
        "deactivated": 1,
        "reactivated": 0,
        "refreshed": 2,
        "failure": None,
        "changes": [
            {
                "userId": zoe,
                "action": "DEACTIVATE",
                "reason": "GONE",
                "user": {"username": "zoe", "status": "ACTIVE"},
            }
        ],
    }
    assert await synced(gate, profile, dryRun=True) == expected
    assert (await User.get(username="zoe")).status is UserStatus.ACTIVE
    async with hearing() as heard:
        made = await synced(gate, profile)
    expected["outcome"], expected["changes"][0]["user"]["status"] = "DONE", "INACTIVE"
    assert made == expected
    assert {(told.action, told.actor, told.target) for told in heard.events} == {
        ("user.deactivated", "root", "zoe"),
        ("session.ended", "root", "zoe"),
        ("user.updated", "root", "ann"),
        ("user.updated", "root", "cora"),
        ("ldap_profile.synced", "root", "slapd"),
    }
    ann = await User.get(username="ann")
    assert (ann.first_name, ann.last_name, ann.email) == ("Ann", "Bauer", "ann@example.org")
    link = await ExternalIdentity.get(user_id=ann.id)
    assert link.dn == ANN
    assert ANALYSTS in (link.groups_json or "")
    assert COMMA.split(",", 1)[0].split("\\")[0] in (link.groups_json or "")
    answer = await gate.data(
        "query ($id: ID!) { node(id: $id) { ... on DirectorySync { outcome } } }", {"id": made["id"]}
    )
    assert answer == {"node": {"outcome": "DONE"}}


async def test_they_are_listed_the_newest_first(gate: Gate) -> None:
    profile, other = await profile_row(), await profile_row("lab")
    now = gate.house.clock.now()
    for ago, outcome in ((5, SyncOutcome.DONE), (1, SyncOutcome.RUNNING), (3, SyncOutcome.TOO_MANY)):
        moment = now - timedelta(minutes=ago)
        await DirectorySync.create(profile_id=profile.id, started_at=moment, alive_at=moment, outcome=outcome)
    answer = (await gate.data(LIST, {"id": ldp(profile)}))["directorySyncs"]
    assert [node["outcome"] for node in answer["nodes"]] == ["RUNNING", "TOO_MANY", "DONE"]
    assert (answer["totalCount"], [edge["cursor"] for edge in answer["edges"]]) == (3, [CURSOR] * 3)
    of = "directorySyncs(profileId: $id, first: 1, after: $after)"
    page = f"query ($id: ID!, $after: String!) {{ {of} {{ nodes {{ outcome }} }} }}"
    second = await gate.data(page, {"id": ldp(profile), "after": answer["edges"][0]["cursor"]})
    assert second == {"directorySyncs": {"nodes": [{"outcome": "TOO_MANY"}]}}
    assert (await gate.data(LIST, {"id": ldp(other)}))["directorySyncs"]["totalCount"] == 0
    last = await gate.data("{ ldapProfiles { nodes { name lastSync { outcome } } } }")
    assert last == {
        "ldapProfiles": {
            "nodes": [{"name": "corp", "lastSync": {"outcome": "RUNNING"}}, {"name": "lab", "lastSync": None}]
        }
    }


async def test_a_directory_that_is_down_says_nothing_about_anybody(gate: Gate) -> None:
    profile = await profile_row()
    await person(gate.house, "zoe", profile)
    answer = await synced(gate, profile, force=True)
    assert (answer["outcome"], answer["failure"], answer["changes"]) == ("UNAVAILABLE", TEXT, [])
    assert (await User.get(username="zoe")).status is UserStatus.ACTIVE


async def test_the_trail_of_a_profile_is_found_by_its_id(gate: Gate) -> None:
    profile, other = await profile_row(), await profile_row("lab")
    for each in (profile, other):
        await synced(gate, each)
    events = "auditEvents(filter: {targetId: $id}) { nodes { action reason targetId targetName } }"
    query = f"query ($id: ID!) {{ {events} }}"
    found = await gate.data(query, {"id": ldp(profile)})
    told = {"action": "ldap_profile.sync_stopped", "reason": "UNAVAILABLE"}
    assert found["auditEvents"]["nodes"] == [{**told, "targetId": ldp(profile), "targetName": "corp"}]


async def test_what_cannot_be_done_names_its_field(gate: Gate) -> None:
    profile = await profile_row(is_enabled=False)
    gone = encode_id("ldp", (await User.get(username="root")).id)
    async with nothing_changes():
        for wanted, errors in (
            (ldp(profile), [refusal("PROFILE_OFF", "profileId")]),
            (gone, [refusal("NOT_FOUND", "profileId")]),
        ):
            answer = await gate.data(SYNC, {"input": {"profileId": wanted}})
            assert answer == {"syncDirectory": {"sync": None, "errors": errors}}
        for bad in ("", "ldp_1", await gate.user_id("root")):
            answer = await gate.ask(SYNC, {"input": {"profileId": bad}}, as_="root")
            assert answer["errors"] == [bad_argument("input.profileId", ["syncDirectory"])]
            answer = await gate.ask(LIST, {"id": bad}, as_="root")
            assert answer["errors"] == [bad_argument("profileId", ["directorySyncs"])]


async def test_comparing_asks_for_a_fresh_factor_and_reading_for_less(gate: Gate) -> None:
    profile = await profile_row()
    await gate.holder("reader", "ldap:read")
    await gate.holder("writer", "ldap:read", "ldap:write")
    sent = {"input": {"profileId": ldp(profile)}}
    await Session.filter(user_id=await gate.house.user_id("writer")).update(fresh_at=None)
    async with nothing_changes():
        *_, error = (await gate.ask(SYNC, sent, as_="writer"))["errors"]
        assert (error["path"], error["extensions"]["code"]) == (["syncDirectory"], "FRESH_FACTOR_REQUIRED")
        answer = await gate.ask(SYNC, sent, as_="reader")
        assert answer["data"] == {"syncDirectory": None}
        assert answer["errors"][-1] == denied("Mutation.syncDirectory", "ldap:write", path="syncDirectory")
        assert (await gate.ask(LIST, {"id": ldp(profile)}, as_="helpdesk"))["data"] == {"directorySyncs": None}


async def test_whom_it_changed_is_told_by_id_to_who_may_not_read_accounts(gate: Gate, slapd: Slapd) -> None:
    profile = await scene(gate, slapd)
    await synced(gate, profile)
    await gate.holder("reader", "ldap:read")
    answer = await gate.ask(LIST, {"id": ldp(profile)}, as_="reader")
    (change,) = answer["data"]["directorySyncs"]["nodes"][0]["changes"]
    assert change == {"userId": await gate.user_id("zoe"), "action": "DEACTIVATE", "reason": "GONE", "user": None}
    assert answer["errors"] == [denied("DirectorySyncChange.user", "users:read")]


@pytest.mark.parametrize("way", ["cookie", "bearer", "api token"])
async def test_a_switched_off_directory_refuses_the_session_and_keeps_the_cookie(gate: Gate, way: str) -> None:
    profile = await profile_row()
    token = await gate.house.open(await person(gate.house, "zoe", profile))
    gate.tokens["zoe"] = token
    if way == "api token":
        made = 'mutation { createApiToken(input: {name: "x"}) { secret errors { code } } }'
        gate.tokens["zoe"] = (await gate.data(made, as_="zoe"))["createApiToken"]["secret"]
    headers = {"cookie": f"{LOOPBACK_NAME}={token}", "origin": "http://127.0.0.1:8000"} if way == "cookie" else {}
    as_ = None if way == "cookie" else "zoe"
    viewer = "{ viewer { username } licence { maxUsers } }"
    await LdapProfile.filter(id=profile.id).update(is_enabled=False)
    refused = await gate.send(viewer, as_=as_, **headers)
    assert refused.json()["data"] == {"viewer": None, "licence": None}
    assert refused.json()["errors"][0]["extensions"]["reason"] == "SOURCE_OFF"
    assert "set-cookie" not in refused.headers
    await LdapProfile.filter(id=profile.id).update(is_enabled=True)
    again = await gate.send("{ viewer { username } }", as_=as_, **headers)
    assert again.json()["data"] == {"viewer": {"username": "zoe"}}
