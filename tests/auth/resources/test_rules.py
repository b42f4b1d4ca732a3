"""Which grants groups bring to whom, and which resources are named legally."""

from uuid import UUID, uuid5

import pytest

from auth.resources.rules import Due, GroupGrant, ResourceDraft, draft_problems, grants_due

SPACE = UUID(int=7)


def uid(name: str) -> UUID:
    """The id of something, the same in every run."""
    return uuid5(SPACE, name)


G, H, ASA, KIM, ONE, TWO = (uid(name) for name in ("G", "H", "asa", "kim", "one", "two"))
WHOLE = GroupGrant(G, "report", None, "why")
SINGLE = GroupGrant(G, "report", ONE, "other")


def due(user: UUID, resource: UUID, reason: str | None = "why", group: UUID = G) -> Due:
    """A grant of the type of all here."""
    return Due(user, group, "report", resource, reason)


@pytest.mark.parametrize(
    ("users", "grants", "live", "expected"),
    [
        ([], [WHOLE], (), []),
        ([ASA], [], (), []),
        ([ASA], [WHOLE], (), [due(ASA, ONE), due(ASA, TWO)]),
        ([ASA, KIM], [SINGLE], (), [due(ASA, ONE, "other"), due(KIM, ONE, "other")]),
        ([ASA], [WHOLE, SINGLE], (), [due(ASA, ONE), due(ASA, TWO)]),
        ([ASA], [SINGLE, WHOLE], (), [due(ASA, ONE, "other"), due(ASA, TWO)]),
        ([ASA], [WHOLE], {(ASA, G, ONE)}, [due(ASA, TWO)]),
        ([ASA, KIM], [SINGLE], {(KIM, G, ONE)}, [due(ASA, ONE, "other")]),
        ([ASA], [SINGLE], {(ASA, H, ONE)}, [due(ASA, ONE, "other")]),
        ([ASA], [GroupGrant(G, "device", None)], (), []),
        (
            [ASA],
            [SINGLE, GroupGrant(H, "report", ONE)],
            (),
            [due(ASA, ONE, "other"), due(ASA, ONE, None, H)],
        ),
    ],
)
def test_each_member_receives_each_resource_once_from_each_group(
    users: list[UUID], grants: list[GroupGrant], live: set[tuple[UUID, UUID, UUID]], expected: list[Due]
) -> None:
    assert grants_due(users, grants, {"report": [ONE, TWO]}, live) == expected


@pytest.mark.parametrize("name", ["a", "report", "acme:device.v2_x-y", "x" * 50])
def test_a_type_has_a_plain_name(name: str) -> None:
    assert draft_problems(ResourceDraft(name, "7", "Seven")) == []


@pytest.mark.parametrize("name", ["", "A", "1a", "-a", "a b", "a/b", "é", "x" * 51, "a\n", "a\0"])
def test_another_name_of_a_type_is_refused(name: str) -> None:
    assert [(error.code, error.field) for error in draft_problems(ResourceDraft(name, "7", "Seven"))] == [
        ("TYPE_INVALID", "type")
    ]


def test_everything_wrong_about_a_resource_is_told_at_once() -> None:
    errors = draft_problems(ResourceDraft("", "", "x" * 201))
    assert [(error.code, error.field) for error in errors] == [
        ("TYPE_INVALID", "type"),
        ("TOO_SHORT", "id"),
        ("TOO_LONG", "label"),
    ]
