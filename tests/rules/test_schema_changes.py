"""What clients rely on does not break, and what was guarded does not open, without somebody having said so.

The measure is the schema of the last release, or before the first one the schema last committed. Two kinds of change
are told: a break must have been announced by ``@deprecated``; a requirement that asks for less, or for other scopes
instead, must be named by its coordinate under "Unreleased" in the changelog.
"""

import subprocess

import pytest
from graphql import GraphQLSchema, build_schema, find_breaking_changes

from tests.support.schema import exported
from tests.support.sdl import Alternatives, Sdl, directive, requirements
from tests.support.source import ROOT

OPEN: Alternatives | None = None


def broken_promises(old: Sdl, new: Sdl) -> list[str]:
    """Changes that break clients, other than taking away what was deprecated."""
    announced = {name for name, node in [*old.fields(), *old.input_fields()] if directive(node, "deprecated")}
    changes = find_breaking_changes(_built(old), _built(new))
    return [change.description for change in changes if not _names_one_of(change.description, announced)]


def _built(sdl: Sdl) -> GraphQLSchema:
    return build_schema(sdl.text, assume_valid=True)


def _names_one_of(description: str, coordinates: set[str]) -> bool:
    return any(description.endswith(f" {coordinate} was removed.") for coordinate in coordinates)


def weakened(old: Sdl, new: Sdl) -> list[str]:
    """Coordinates that somebody may use now who could not before. Ones that are gone are not weaker."""
    before, after = requirements(old), requirements(new)
    places = {*new.composites, *(name for name, _ in [*new.fields(), *new.arguments(), *new.input_fields()])}
    return sorted(name for name in before.keys() & places if _asks_less(before[name], after.get(name)))


def _asks_less(before: Alternatives, after: Alternatives | None) -> bool:
    """Whether some set of scopes satisfies ``after`` and not ``before``."""
    if after is None:
        return True
    return not all(any(needed <= enough for needed in before) for enough in after)


def unexplained(coordinates: list[str], changelog: str) -> list[str]:
    """Weakened coordinates that the changelog's unreleased part does not name."""
    unreleased = changelog.partition("## Unreleased")[2].partition("\n## ")[0]
    return [coordinate for coordinate in coordinates if f"`{coordinate}`" not in unreleased]


def last_promised() -> Sdl | None:
    """The schema of the last release, else the one last committed; ``None`` before there was one."""
    tag = _git("describe", "--tags", "--abbrev=0", "--match", "v*")
    text = _git("show", f"{(tag or 'HEAD').strip()}:schema.graphql")
    return Sdl(text) if text else None


def _git(*words: str) -> str | None:
    done = subprocess.run(("git", *words), cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout if done.returncode == 0 else None


OLD = """
directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION
directive @requiresScopesToSet(scopes: [[String!]!]!) on ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION
directive @authenticated on FIELD_DEFINITION
type Query {
  users(search: String @requiresScopesToSet(scopes: [["b"]])): [String] @requiresScopes(scopes: [["a"]])
  roles: [String] @authenticated
  old: String @deprecated(reason: "use roles")
}
"""


@pytest.mark.parametrize(
    ("good", "bad"), [("  roles: [String] @authenticated\n", ""), ("roles: [String]", "roles: [Int]")]
)
def test_a_break_is_found(good: str, bad: str) -> None:
    assert broken_promises(Sdl(OLD), Sdl(OLD.replace(good, bad)))


@pytest.mark.parametrize(
    ("before", "after"), [('  old: String @deprecated(reason: "use roles")\n', ""), ("old:", "new: Int\n  old:")]
)
def test_what_was_announced_and_what_is_new_break_nothing(before: str, after: str) -> None:
    assert broken_promises(Sdl(OLD), Sdl(OLD.replace(before, after))) == []


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ('@requiresScopes(scopes: [["a"]])', "", "Query.users"),
        ('@requiresScopes(scopes: [["a"]])', "@authenticated", "Query.users"),
        ('[["a"]]', '[["a"], ["c"]]', "Query.users"),
        ('[["a"]]', '[["c"]]', "Query.users"),
        ("roles: [String] @authenticated", "roles: [String]", "Query.roles"),
        (' @requiresScopesToSet(scopes: [["b"]])', "", "Query.users(search:)"),
    ],
)
def test_a_weaker_requirement_is_found(before: str, after: str, found: str) -> None:
    assert weakened(Sdl(OLD), Sdl(OLD.replace(before, after, 1))) == [found]


@pytest.mark.parametrize(("before", "after"), [('[["a"]]', '[["a", "c"]]'), ("[String] @auth", "[String]  @auth")])
def test_an_equal_or_stricter_requirement_is_fine(before: str, after: str) -> None:
    assert weakened(Sdl(OLD), Sdl(OLD.replace(before, after))) == []


def test_a_changelog_line_explains_only_what_it_names_and_only_while_unreleased() -> None:
    changelog = "# Changes\n\n## Unreleased\n- `Query.users` is open.\n\n## 1.0\n- `Query.roles` is open.\n"
    assert unexplained(["Query.users", "Query.roles"], changelog) == ["Query.roles"]


@pytest.fixture
def promised() -> Sdl:
    """The schema to measure by."""
    found = last_promised()
    if found is None:
        pytest.skip("no schema.graphql has been committed yet")
    return found


def test_no_promise_to_clients_is_broken(promised: Sdl) -> None:
    assert broken_promises(promised, exported()) == []


def test_nothing_opened_without_a_line_in_the_changelog(promised: Sdl) -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert unexplained(weakened(promised, exported()), changelog) == []
