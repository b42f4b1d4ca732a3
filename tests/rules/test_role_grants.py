"""Whoever reads role grants leaves out those that have ended, by the one condition for it."""

import ast

import pytest

from tests.support.source import Source, broken, dotted, sample

STORED = {
    "auth/role_grants.py": "the home of the condition",
    "auth/source_ending/accounts.py": "takes away what a source that is gone had given",
    "auth/users/giving.py": "takes away what has ended",
    "auth/roles/refusals.py": "a role that a row still names cannot go; the job takes the row away within a minute",
    "auth/passwords/administrators.py": "looks for a role that never ends",
    "auth/users/commands.py": "takes away rows of roles that are in force",
    "auth/users/following.py": "confirms and takes away rows that directories own, which have no end",
}
"""Files that look at the rows themselves, as path to reason."""

QUERIES = ("filter", "exclude", "all", "get", "get_or_none")


def grants_that_may_have_ended(source: Source) -> list[str]:
    """Statements on ``role_grants`` without the condition, and queries on the bare table."""
    queries = [node for node in ast.walk(source.tree) if isinstance(node, ast.Attribute) and node.attr in QUERIES]
    found = [
        source.at(node, "ask grants_in_force(), not RoleGrant") for node in queries if dotted(node.value) == "RoleGrant"
    ]
    if source.text.count("role_grants g") > source.text.count("in_force("):
        found.append(source.at(source.tree, "add in_force(statement) to what is read of role_grants"))
    return found


@pytest.mark.parametrize(
    "text",
    ["held = await RoleGrant.filter(user_id=key)", 'sql = "SELECT 1 FROM role_grants g"', "RoleGrant.all().count()"],
)
def test_a_reader_that_forgets_is_found(text: str) -> None:
    assert grants_that_may_have_ended(sample(text))


@pytest.mark.parametrize(
    "text",
    [
        "held = await grants_in_force().filter(user_id=key)",
        's.add(f"SELECT 1 FROM role_grants g WHERE {in_force(s)}")',
        "RoleGrant(user_id=key)",
    ],
)
def test_a_reader_that_asks_and_a_writer_are_fine(text: str) -> None:
    assert grants_that_may_have_ended(sample(text)) == []


def test_no_reader_of_role_grants_forgets_that_they_end() -> None:
    assert broken(grants_that_may_have_ended, "auth", "resolvers", "api", allowed=STORED) == ""
