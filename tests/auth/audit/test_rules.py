"""The chain's rules on made-up rows: whatever somebody without the key does to a trail is found."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auth.audit.content import without
from auth.audit.keys import key_ring
from auth.audit.rules import Flaw, Stored, erased_labels
from tests.support.chain import NEWER, ROTATED, findings, row_of, sealed
from tests.support.keys import RING

CHAIN = sealed([row_of(number) for number in range(1, 8)])
PLACES = st.integers(0, len(CHAIN) - 1)


def with_content(row: Stored, **values: object) -> Stored:
    return replace(row, content={**(row.content or {}), **values})


def erased(row: Stored, *labels: str) -> Stored:
    kept = {label: salt for label, salt in row.salts.items() if label not in labels}
    return replace(row, content=without(row.content or {}, labels), salts=kept)


def renamed(row: Stored) -> Stored:
    return with_content(row, actor_name="somebody else")


def changed(row: Stored) -> Stored:
    return with_content(row, changes=[{"field": "email", "before": None, "after": "forged@example.com"}])


EDITS: list[Callable[[Stored], Stored]] = [
    renamed,
    changed,
    lambda row: with_content(row, action="user.created"),
    lambda row: with_content(row, occurred_at="2020-01-01T00:00:00.000000+00:00"),
    lambda row: with_content(row, outcome="REFUSED"),
    lambda row: with_content(row, note="added"),
    lambda row: with_content(row, target_id="somebody"),
    lambda row: with_content(row, changes=[]),
    lambda row: with_content(row, changes=None),
    lambda row: with_content(row, actor_name=None),
    lambda row: replace(row, content=None),
    lambda row: replace(row, mac="0" * 64),
    lambda row: replace(row, mac="ü"),
    lambda row: replace(row, seal="0" * 64),
    lambda row: replace(row, seal=None),
    lambda row: replace(row, key_id="?"),
    lambda row: replace(row, seal_key_id="?"),
    lambda row: replace(row, salts={}),
    lambda row: replace(row, salts={**row.salts, "actor_name": "x"}),
    lambda row: replace(row, commitments={}),
    lambda row: replace(row, commitments={**row.commitments, "note": "0" * 64}),
    lambda row: replace(row, commitments={**row.commitments, "changes.9.after": "0" * 64}),
    lambda row: replace(row, commitments={**row.commitments, "nonsense": "0" * 64}),
    lambda row: replace(row, id="another"),
]


def test_a_trail_as_it_was_written_has_no_flaw() -> None:
    assert findings(CHAIN) == []


@given(place=PLACES, edit=st.sampled_from(EDITS))
def test_every_edit_is_found_at_its_row_or_the_next(place: int, edit: Callable[[Stored], Stored]) -> None:
    forged = [*CHAIN]
    forged[place] = edit(CHAIN[place])
    found = findings(forged)
    assert found
    assert {finding.position for finding in found} <= {place + 1, place + 2}
    assert place + 1 in {finding.position for finding in found}


@given(first=PLACES, second=PLACES)
def test_two_rows_that_change_places_are_both_named(first: int, second: int) -> None:
    forged = [*CHAIN]
    one, other = CHAIN[first], CHAIN[second]
    forged[first] = replace(other, position=one.position)
    forged[second] = replace(one, position=other.position)
    named = {finding.event_id for finding in findings(forged)}
    assert named >= ({one.id, other.id} if first != second else set())
    assert bool(named) is (first != second)


@given(gone=st.sets(PLACES, min_size=1, max_size=len(CHAIN) - 1))
def test_rows_that_are_gone_are_missed_unless_they_are_the_end(gone: set[int]) -> None:
    left = [row for place, row in enumerate(CHAIN) if place not in gone]
    missing = {place + 1 for place in gone if place + 1 < (left[-1].position or 0)}
    found = findings(left)
    assert {finding.flaw for finding in found} == ({Flaw.REMOVED} if missing else set())
    told = {position for each in found for position in range(each.position or 0, (each.until or 0) + 1)}
    assert told == missing


@given(place=PLACES)
def test_a_row_that_is_put_between_is_found(place: int) -> None:
    later = [replace(row, position=(row.position or 0) + 1) for row in CHAIN[place:]]
    copy = replace(CHAIN[place], id="copied")
    assert findings([*CHAIN[:place], copy, *later])


def test_positions_that_no_row_can_have_are_found() -> None:
    for position in (1.5, 1, 0, -1):
        row = replace(CHAIN[2], position=position)  # type: ignore[arg-type] # as SQLite would store it
        assert Flaw.OUT_OF_PLACE in {finding.flaw for finding in findings([*CHAIN[:2], row])}


def test_erased_values_leave_the_chain_whole() -> None:
    labels = ("actor_name", "changes.0.after")
    gone = erased(CHAIN[3], *labels)
    assert findings([*CHAIN[:3], gone, *CHAIN[4:]]) == []
    assert erased_labels(gone) == list(labels)
    assert erased_labels(CHAIN[3]) == []


@pytest.mark.parametrize("label", ["actor_name", "changes.0.after"])
def test_a_value_in_the_place_of_an_erased_one_is_found(label: str) -> None:
    gone = erased(CHAIN[3], label)
    back = renamed(gone) if label == "actor_name" else changed(gone)
    assert [(each.flaw, each.position) for each in findings([*CHAIN[:3], back, *CHAIN[4:]])] == [(Flaw.ALTERED, 4)]
    with_salt = replace(back, salts={**back.salts, label: "made up"})
    assert [each.flaw for each in findings([*CHAIN[:3], with_salt, *CHAIN[4:]])] == [Flaw.ALTERED]


def test_an_edited_personal_value_is_named_and_not_shown() -> None:
    (found,) = findings([*CHAIN[:3], renamed(CHAIN[3]), *CHAIN[4:]])
    assert found.detail == "actor_name is not what was written."


def test_old_keys_go_on_proving_what_they_made() -> None:
    mixed = sealed([row_of(1, RING), row_of(2, ROTATED)], ROTATED)
    assert findings(mixed, ROTATED) == []
    assert {each.flaw for each in findings(mixed, RING)} == {Flaw.KEY_UNKNOWN}
    assert {each.flaw for each in findings(mixed, key_ring([NEWER]))} == {Flaw.KEY_UNKNOWN}
