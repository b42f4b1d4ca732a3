"""What a field rule denies vanishes everywhere: output, filter, order, search, look-up, cursor, audit differences."""

import pytest

from auth.access.commands import set_field_rule
from models.permission import FieldEffect
from models.role import Role
from tests.support.gate import Gate

READS = ("users:read", "users:read-contact", "audit:read", "roles:read")


async def deny(gate: Gate, *coordinates: str) -> None:
    """Has the clerk's role deny these coordinates."""
    role, root = await Role.get(name="clerk"), await gate.house.root()
    for coordinate in coordinates:
        await gate.house.do(
            root,
            lambda work, at=coordinate: set_field_rule(work, role.id, at, FieldEffect.DENY, frozenset(coordinates)),
        )


@pytest.fixture
async def scene(gate: Gate) -> Gate:
    """A clerk who reads everything, and an account whose e-mail is the only thing it could be found by."""
    await gate.holder("clerk", *READS)
    await gate.user("target", "viewer", email="zebra@example.com", external_id="x-1")
    return gate


ASKING = {
    "output": '{ user(by: {username: "target"}) { email } }',
    "order": "{ users(orderBy: {email: DESC}) { nodes { username } } }",
    "look-up": '{ user(by: {email: "zebra@example.com"}) { username } }',
    "cursor": "{ users(first: 1, orderBy: {email: DESC}) { pageInfo { endCursor } } }",
    "in a fragment": "{ users { nodes { ...F } } } fragment F on User { mail: email }",
    "behind a node": '{ node(id: "%s") { ... on User { email } } }',
}


@pytest.mark.parametrize("way", ASKING)
async def test_a_denied_field_is_refused_by_its_coordinate_wherever_it_is_named(scene: Gate, way: str) -> None:
    document = ASKING[way].replace("%s", await scene.user_id("target"))
    assert "errors" not in await scene.ask(document, as_="clerk")
    await deny(scene, "User.email")
    answer = await scene.ask(document, as_="clerk")
    assert [error["extensions"]["code"] for error in answer["errors"]] == ["FORBIDDEN"]
    assert answer["errors"][0]["extensions"]["coordinate"] in {"User.email", "UserOrder.email", "UserLookup.email"}
    assert "zebra" not in str(answer["data"])


async def test_variables_that_name_a_denied_field_are_refused_as_well(scene: Gate) -> None:
    await deny(scene, "User.email")
    document = (
        "query($by: UserLookup!, $order: UserOrder) { user(by: $by) { id } users(orderBy: $order) { totalCount } }"
    )
    answer = await scene.ask(document, {"by": {"email": "zebra@example.com"}, "order": {"email": "ASC"}}, "clerk")
    assert answer["data"] == {"user": None, "users": None}
    assert sorted(error["extensions"]["coordinate"] for error in answer["errors"]) == [
        "UserLookup.email",
        "UserOrder.email",
    ]


async def test_search_and_counts_are_blind_to_a_denied_field(scene: Gate) -> None:
    document = '{ users(search: "zebra") { totalCount nodes { username } } }'
    found = {"users": {"totalCount": 1, "nodes": [{"username": "target"}]}}
    assert await scene.data(document, as_="clerk") == found
    await deny(scene, "User.email")
    assert await scene.data(document, as_="clerk") == {"users": {"totalCount": 0, "nodes": []}}
    assert await scene.data(document) == found


async def test_audit_differences_leave_a_denied_field_out(scene: Gate) -> None:
    document = '{ auditEvents(filter: {actions: ["user.created"]}, first: 1) { nodes { changes { field } } } }'

    async def told() -> set[str]:
        nodes = (await scene.data(document, as_="clerk"))["auditEvents"]["nodes"]
        return {change["field"] for change in nodes[0]["changes"]}

    assert {"email", "external_id"} <= await told()
    await deny(scene, "User.email", "User.externalId")
    assert not {"email", "external_id"} & await told()


@pytest.mark.parametrize(
    ("coordinate", "document"),
    [
        ("User.lastLoginAt", '{ users(filter: {lastLoginBefore: "2030-01-01T00:00:00Z"}) { totalCount } }'),
        ("User.externalId", '{ users(filter: {externalId: "x-1"}) { totalCount } }'),
        ("User.tenantId", '{ users(filter: {tenantId: "t"}) { totalCount } }'),
        ("User.reviewDate", "{ users(orderBy: {reviewDate: ASC}) { totalCount } }"),
        ("AuditEvent.actorId", '{ auditEvents(filter: {actorId: "%s"}) { totalCount } }'),
        ("AuditEvent.targetId", '{ auditEvents(filter: {targetId: "%s"}) { totalCount } }'),
    ],
)
async def test_no_count_depends_on_a_denied_field(scene: Gate, coordinate: str, document: str) -> None:
    document = document.replace("%s", await scene.user_id("target"))
    assert "errors" not in await scene.ask(document, as_="clerk")
    await deny(scene, coordinate)
    answer = await scene.ask(document, as_="clerk")
    assert list(answer["data"].values()) == [None]
    assert len(answer["errors"]) == 1


async def test_the_viewers_own_account_shows_what_field_rules_deny_of_others(scene: Gate) -> None:
    await deny(scene, "User.email", "User.lastLoginAt")
    answer = await scene.data("{ viewer { email lastLoginAt } }", as_="clerk")
    assert answer == {"viewer": {"email": None, "lastLoginAt": None}}


async def test_a_caller_is_told_beforehand_what_is_open(scene: Gate) -> None:
    await deny(scene, "User.email")
    document = """{ viewer { can(coordinates: ["User.email", "UserOrder.email", "User.phone", "Mutation.createUser"])
        { coordinate allowed } typeAccess(types: ["UserLookup"]) { type readable settable } } }"""
    assert await scene.data(document, as_="clerk") == {
        "viewer": {
            "can": [
                {"coordinate": "User.email", "allowed": False},
                {"coordinate": "UserOrder.email", "allowed": False},
                {"coordinate": "User.phone", "allowed": True},
                {"coordinate": "Mutation.createUser", "allowed": False},
            ],
            "typeAccess": [{"type": "UserLookup", "readable": [], "settable": ["id", "username"]}],
        }
    }


@pytest.mark.parametrize(
    ("document", "argument"),
    [
        ('{ viewer { can(coordinates: ["User.nothing"]) { allowed } } }', "coordinates"),
        ('{ viewer { typeAccess(types: ["Nothing"]) { type } } }', "types"),
        ('{ whoCan(subject: {coordinate: "User.nothing"}) { roles { name } } }', "subject.coordinate"),
    ],
)
async def test_asking_about_what_does_not_exist_names_the_argument(gate: Gate, document: str, argument: str) -> None:
    (error,) = (await gate.ask(document, as_="root"))["errors"]
    assert (error["extensions"]["code"], error["extensions"]["argument"]) == ("BAD_USER_INPUT", argument)
