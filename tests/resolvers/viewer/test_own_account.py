"""``updateViewer`` and ``viewer { auditTrail }``: one's own account without any scope."""

from typing import Any

from tests.support.gate import Gate
from tests.support.statements import statements
from tests.support.trail import Told, hearing, nothing_changes

OWN = "viewer { firstName lastName displayName phone contactNote version }"
UPDATE = f"""
mutation ($input: UpdateViewerInput!) {{
  updateViewer(input: $input) {{
    {OWN} errors {{ code path ... on VersionConflictError {{ currentVersion }} }}
  }}
}}
"""
TRAIL = """
query ($first: Int, $after: String) {
  viewer {
    auditTrail(first: $first, after: $after) {
      totalCount pageInfo { hasNextPage endCursor }
      nodes { action outcome reason actorKind isOwnAct ipAddress userAgent changes { field before after } }
    }
  }
}
"""
RENAME = (
    'mutation ($id: ID!) { updateUser(input: {id: $id, phone: "123", email: "new@example.com"}) { errors { code } } }'
)


async def trail(gate: Gate, as_: str, **page: object) -> dict[str, Any]:
    return (await gate.data(TRAIL, page, as_))["viewer"]["auditTrail"]


async def test_people_change_what_they_say_about_themselves(gate: Gate) -> None:
    await gate.actor("asa", "viewer")
    async with hearing() as heard:
        answer = await gate.ask(
            UPDATE, {"input": {"firstName": "Åsa", "phone": "+49 1", "contactNote": "by pigeon", "version": 1}}, "asa"
        )
    own = {"firstName": "Åsa", "lastName": "", "displayName": "Åsa", "phone": "+49 1", "contactNote": "by pigeon"}
    assert answer == {"data": {"updateViewer": {"viewer": {**own, "version": 2}, "errors": []}}}
    changes: dict[str, tuple[object, object]] = {
        "first_name": ("", "Åsa"),
        "display_name": ("asa", "Åsa"),
        "phone": (None, "+49 1"),
        "contact_note": (None, "by pigeon"),
    }
    assert list(heard.events) == [Told("user.updated", "asa", "asa", changes=changes)]


async def test_a_stale_or_illegal_change_is_refused(gate: Gate) -> None:
    await gate.actor("asa")
    async with nothing_changes():
        stale = (await gate.data(UPDATE, {"input": {"firstName": "x", "version": 7}}, "asa"))["updateViewer"]
        conflict = {"code": "VERSION_CONFLICT", "path": ["input", "version"], "currentVersion": 1}
        assert stale == {"viewer": None, "errors": [conflict]}
        long = (await gate.data(UPDATE, {"input": {"phone": "1" * 51}}, "asa"))["updateViewer"]
        assert long == {"viewer": None, "errors": [{"code": "TOO_LONG", "path": ["input", "phone"]}]}
        nobody = await gate.ask(UPDATE, {"input": {"firstName": "x"}})
        assert nobody["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


async def test_what_is_for_administrators_has_no_place_in_the_input(gate: Gate) -> None:
    await gate.actor("asa")
    async with nothing_changes():
        for name, value in {
            "username": '"x"',
            "email": '"x@example.com"',
            "emailVerified": "true",
            "classificationLevel": '"x"',
            "externalId": '"x"',
            "mfaRequired": "false",
            "sessionLimit": "0",
            "status": "ACTIVE",
            "id": '"x"',
        }.items():
            query = f"mutation {{ updateViewer(input: {{{name}: {value}}}) {{ errors {{ code }} }} }}"
            assert (await gate.send(query, None, "asa")).json()["errors"][0]["extensions"][
                "code"
            ] == "GRAPHQL_VALIDATION_FAILED", name


async def test_the_own_trail_tells_of_oneself_and_nothing_of_others(gate: Gate) -> None:
    user_id = await gate.actor("asa", email="asa@example.com")
    await gate.data(RENAME, {"id": user_id})
    await gate.data(UPDATE, {"input": {"firstName": "Asa"}}, "asa")
    async with hearing() as heard:
        found = await trail(gate, "asa", first=2)
    assert list(heard.events) == []
    own, other = found["nodes"]
    assert (own["action"], own["isOwnAct"], own["actorKind"]) == ("user.updated", True, "USER")
    assert own["ipAddress"] is not None
    assert other == {
        "action": "user.updated",
        "outcome": "SUCCESS",
        "reason": None,
        "actorKind": "USER",
        "isOwnAct": False,
        "ipAddress": None,
        "userAgent": None,
        "changes": [
            {"field": "email", "before": "asa@example.com", "after": "new@example.com"},
            {"field": "phone", "before": None, "after": "123"},
        ],
    }
    assert "root" not in str(found)


async def test_what_one_did_to_others_is_told_without_their_values(gate: Gate) -> None:
    user_id = await gate.actor("asa", email="asa@example.com")
    await gate.data(RENAME, {"id": user_id})
    (latest,) = (await trail(gate, "root", first=1))["nodes"]
    assert (latest["action"], latest["isOwnAct"], latest["changes"]) == ("user.updated", True, [])


async def test_the_own_trail_has_pages_and_ends(gate: Gate) -> None:
    await gate.actor("asa")
    for number in range(4):
        await gate.data(UPDATE, {"input": {"firstName": f"Asa {number}"}}, "asa")
    whole = await trail(gate, "asa", first=100)
    assert whole["totalCount"] == len(whole["nodes"])
    pages, after = list[Any](), None
    while True:
        page = await trail(gate, "asa", first=2, after=after)
        pages += page["nodes"]
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]
    assert pages == whole["nodes"]
    with statements() as executed:
        await trail(gate, "asa", first=100)
    assert sum("audit_events" in each for each in executed) <= 3
