"""Which values an account may have, which roles it may hold, and who may manage it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from auth.roles.rules import Holdings, RoleFacts
from auth.users.rules import (
    UserChanges,
    derived_display_name,
    grant_problems,
    manage_problems,
    named_roles,
    term_problems,
    value_problems,
)

TOO_LONG, NOT_ALLOWED, OUT = "TOO_LONG", "CHARACTER_NOT_ALLOWED", "OUT_OF_BOUNDS"
LINES = ("first_name", "last_name", "display_name", "classification_level", "external_id", "tenant_id")


def wrong(**values: Any) -> list[tuple[str, str]]:  # noqa: ANN401 — fields of any type
    return [(error.code, error.field) for error in value_problems(UserChanges(**values))]


@pytest.mark.parametrize("name", LINES)
def test_a_line_is_bounded_and_has_no_control_characters(name: str) -> None:
    assert wrong(**{name: "x" * 200}) == []
    assert wrong(**{name: "Łukasz O\u2019Neil 😀 \u202eabc"}) == []
    assert wrong(**{name: "x" * 201}) == [(TOO_LONG, name)]
    for mark in "\0\n\r\t\x1b\x7f\x85\u2028\u2029\ud800\uffff":
        assert wrong(**{name: f"a{mark}b"}) == [(NOT_ALLOWED, name)]


@pytest.mark.parametrize("name", [*LINES, "phone", "contact_note", "email"])
def test_nothing_is_a_legal_value_where_it_empties_a_field(name: str) -> None:
    if name not in {"first_name", "last_name"}:
        assert wrong(**{name: None}) == []


def test_an_external_id_is_not_empty_because_it_is_unique() -> None:
    assert wrong(external_id="") == [("TOO_SHORT", "external_id")]
    assert wrong(tenant_id="", first_name="") == []


def test_a_note_has_lines_and_two_thousand_characters() -> None:
    assert wrong(contact_note="line\n\tline" + "x" * 1_990) == []
    assert wrong(contact_note="x" * 2_001) == [(TOO_LONG, "contact_note")]
    assert wrong(contact_note="a\rb") == [(NOT_ALLOWED, "contact_note")]
    assert wrong(phone="1" * 51) == [(TOO_LONG, "phone")]


@pytest.mark.parametrize(("name", "most"), [("idle_timeout_minutes", 525_600), ("session_limit", 1_000)])
def test_overrides_are_from_nought_to_their_bound(name: str, most: int) -> None:
    assert wrong(**{name: 0}) == wrong(**{name: most}) == []
    assert wrong(**{name: -1}) == wrong(**{name: most + 1}) == [(OUT, name)]


def test_everything_wrong_is_told_at_once() -> None:
    assert wrong(first_name="\0", email="nobody", session_limit=-1) == [
        (NOT_ALLOWED, "first_name"),
        ("EMAIL_INVALID", "email"),
        (OUT, "session_limit"),
    ]


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [("Åsa", "Öberg", "Åsa Öberg"), ("Åsa", "", "Åsa"), ("", "Öberg", "Öberg"), ("", "", "asa")],
)
def test_an_account_is_called_by_its_names_or_else_its_username(first: str, last: str, shown: str) -> None:
    assert derived_display_name(first, last, "asa") == shown


def role(value: int, name: str, *scopes: str, level: int = 0, api_only: bool = False) -> RoleFacts:
    return RoleFacts(UUID(int=value), name, level, frozenset(scopes), frozenset(), api_only=api_only)


VIEWER, HELPDESK, BOSS, ROBOT = (
    role(1, "viewer"),
    role(2, "Helpdesk", "users:read", level=1),
    role(3, "boss", "users:read", level=3),
    role(4, "robot", "users:read", api_only=True),
)
ROLES = {each.id: each for each in (VIEWER, HELPDESK, BOSS, ROBOT)}


@pytest.mark.parametrize(
    ("names", "for_service", "found", "errors"),
    [
        (["viewer", "HELPDESK"], False, {VIEWER.id, HELPDESK.id}, []),
        (["viewer", "Viewer"], False, {VIEWER.id}, []),
        (["robot"], True, {ROBOT.id}, []),
        (["viewer", "nope"], False, {VIEWER.id}, [("ROLE_UNKNOWN", "roles.1")]),
        (["robot"], False, set[UUID](), [("ROLE_NOT_ALLOWED", "roles.0")]),
        (["viewer"], True, set[UUID](), [("ROLE_NOT_ALLOWED", "roles.0")]),
        (list[str](), False, set[UUID](), [("ROLE_REQUIRED", "roles")]),
    ],
)
def test_roles_are_found_by_name_and_people_and_programs_hold_different_ones(
    *, names: list[str], for_service: bool, found: set[UUID], errors: list[tuple[str, str]]
) -> None:
    wanted, problems = named_roles(names, ROLES, for_service=for_service)
    assert (set(wanted), [(error.code, error.field) for error in problems]) == (found, errors)


HELPER = Holdings(frozenset({"users:read"}), 1)


@pytest.mark.parametrize(
    ("wanted", "held", "refused"),
    [
        ((VIEWER, HELPDESK), (), False),
        ((VIEWER,), (HELPDESK,), False),
        ((BOSS,), (), True),
        ((VIEWER,), (BOSS,), True),
        ((BOSS, VIEWER), (BOSS,), False),
    ],
)
def test_nobody_gives_or_takes_more_than_they_hold_and_what_stays_is_not_asked_about(
    *, wanted: tuple[RoleFacts, ...], held: tuple[RoleFacts, ...], refused: bool
) -> None:
    problems = grant_problems({each.id: each for each in wanted}, frozenset(each.id for each in held), HELPER, ROLES)
    assert [(error.code, error.field) for error in problems] == [("BEYOND_OWN_RIGHTS", "roles")] * refused


@pytest.mark.parametrize(
    ("target", "refused"),
    [
        (Holdings(frozenset(), 0), False),
        (HELPER, False),
        (Holdings(frozenset(), 2), True),
        (Holdings(frozenset({"users:write"}), 0), True),
    ],
)
def test_nobody_manages_an_account_that_may_do_more(*, target: Holdings, refused: bool) -> None:
    problems = manage_problems(HELPER, target)
    assert [(error.code, error.field) for error in problems] == [("BEYOND_OWN_RIGHTS", "id")] * refused


NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("reason", "ends", "told"),
    [
        (None, None, []),
        ("Why.", timedelta(microseconds=1), []),
        ("x" * 200, timedelta(days=3_653), []),
        ("", timedelta(0), [("TOO_SHORT", "reason"), ("ENDS_IN_PAST", "expires_at")]),
        ("x" * 201, timedelta(days=-1), [("TOO_LONG", "reason"), ("ENDS_IN_PAST", "expires_at")]),
        ("a\nb", timedelta(days=3_653, microseconds=1), [("CHARACTER_NOT_ALLOWED", "reason"), (OUT, "expires_at")]),
    ],
)
def test_a_role_is_given_for_a_short_reason_and_until_a_moment_within_ten_years(
    reason: str | None, ends: timedelta | None, told: list[tuple[str, str]]
) -> None:
    problems = term_problems(reason, None if ends is None else NOW + ends, NOW)
    assert [(problem.code, problem.field) for problem in problems] == told
