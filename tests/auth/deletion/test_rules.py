"""What stands in the way of a deletion."""

import pytest

from auth.deletion.rules import Ties, obstacles


@pytest.mark.parametrize(
    ("ties", "end_sessions", "has_successor", "codes"),
    [
        (Ties(), False, False, []),
        (Ties(sessions=1), False, False, ["SESSIONS_OPEN"]),
        (Ties(sessions=1), False, True, ["SESSIONS_OPEN"]),
        (Ties(sessions=1), True, False, []),
        (Ties(accounts=1), True, False, ["OWNS_THINGS"]),
        (Ties(resources=1), True, False, ["OWNS_THINGS"]),
        (Ties(accounts=1, resources=1), True, True, []),
        (Ties(1, 1, 1), False, False, ["SESSIONS_OPEN", "OWNS_THINGS"]),
    ],
)
def test_sessions_must_end_and_belongings_need_a_successor(
    ties: Ties,
    end_sessions: bool,  # noqa: FBT001 — a column of the table
    has_successor: bool,  # noqa: FBT001 — as above
    codes: list[str],
) -> None:
    assert [error.code for error in obstacles(ties, end_sessions=end_sessions, has_successor=has_successor)] == codes
