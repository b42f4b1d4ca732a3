"""Which groups a mapping is about, and which roles a provider gives: by table, and against the plainest reading."""

import re
from time import perf_counter
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auth.policies.rules import RoleGiven
from auth.role_mappings.rules import (
    MappedRoles,
    MappingFacts,
    MappingVerdict,
    ProviderRules,
    decide_mapped_roles,
    matches_group,
    matches_pattern,
)
from models.identity_provider import GroupMatch
from models.role import GrantSource

CORP, LAB = UUID(int=90), UUID(int=91)
VIEWER, OPERATOR, ADMIN = (RoleGiven(UUID(int=n), name, n) for n, name in enumerate(("viewer", "operator", "admin"), 1))
EXACT, GLOB = GroupMatch.EXACT, GroupMatch.GLOB
MATCHED, NOT_MATCHED, OFF, UNKNOWN = MappingVerdict


def mapping(number: int, kind: GroupMatch, value: str, role: RoleGiven, **more: object) -> MappingFacts:
    values: dict[str, object] = {"provider_id": CORP, "is_enabled": True, **more}
    return MappingFacts(id=UUID(int=number), kind=kind, value=value, role=role, **values)  # type: ignore[arg-type] # fields


def rules(default: RoleGiven | None = None, *, refuses: bool = False) -> ProviderRules:
    return ProviderRules(CORP, "corp", default, refuses)


def told(decided: MappedRoles) -> tuple[list[str], bool, bool]:
    return [owned.role.name for owned in decided.roles], decided.is_refused, decided.keeps


MAPPINGS = [
    mapping(11, EXACT, "ops", OPERATOR),
    mapping(12, EXACT, "ops", VIEWER),
    mapping(13, GLOB, "team-*", VIEWER),
    mapping(14, EXACT, "root", ADMIN, is_enabled=False),
    mapping(15, GLOB, "*", ADMIN, provider_id=LAB),
]

DECISIONS: dict[str, tuple[list[str] | None, ProviderRules, tuple[list[str], bool, bool]]] = {
    "one group with several roles": (["ops"], rules(), (["operator", "viewer"], False, False)),
    "several groups with one role": (["team-a", "team-b"], rules(), (["viewer"], False, False)),
    "everything that matches": (["team-a", "ops"], rules(), (["operator", "viewer", "viewer"], False, False)),
    "a match leaves the default out": (["team-a"], rules(ADMIN), (["viewer"], False, False)),
    "nothing matches": (["other"], rules(VIEWER), (["viewer"], False, False)),
    "nothing matches, and no default": (["other"], rules(), ([], False, False)),
    "nothing matches, and that is refused": (["other"], rules(VIEWER, refuses=True), ([], True, False)),
    "no groups": ([], rules(VIEWER), (["viewer"], False, False)),
    "no groups, and that is refused": ([], rules(refuses=True), ([], True, False)),
    "groups that were not told": (None, rules(VIEWER), (["viewer"], False, True)),
    "groups that were not told, where who matches nothing is refused": (None, rules(refuses=True), ([], True, True)),
    "one that is off": (["root"], rules(), ([], False, False)),
}


@pytest.mark.parametrize(("groups", "provider", "expected"), DECISIONS.values(), ids=DECISIONS)
def test_what_a_provider_gives(
    groups: list[str] | None, provider: ProviderRules, expected: tuple[list[str], bool, bool]
) -> None:
    assert told(decide_mapped_roles(groups, provider, MAPPINGS)) == expected


def test_each_mapping_of_the_provider_is_told_of_and_no_other() -> None:
    decided = decide_mapped_roles(["ops"], rules(), MAPPINGS)
    assert [(each.id.int, verdict) for each, verdict in decided.verdicts] == [
        (11, MATCHED),
        (12, MATCHED),
        (13, NOT_MATCHED),
        (14, OFF),
    ]
    untold = decide_mapped_roles(None, rules(), MAPPINGS)
    assert [verdict for _, verdict in untold.verdicts] == [UNKNOWN, UNKNOWN, UNKNOWN, OFF]


def test_a_role_knows_who_gives_it() -> None:
    (owned, _) = decide_mapped_roles(["ops"], rules(), MAPPINGS).roles
    assert (owned.source, owned.owner_id.int, owned.rule) == (GrantSource.MAPPING, 11, "mapping of corp: ops")
    (owned,) = decide_mapped_roles([], rules(VIEWER), MAPPINGS).roles
    assert (owned.source, owned.owner_id, owned.rule) == (GrantSource.PROVIDER, CORP, "provider corp: default role")


PATTERNS: dict[str, tuple[str, list[str], list[str]]] = {
    "no star": ("ops", ["ops"], ["Ops", "ops ", " ops", "opsx", "op", ""]),
    "a star alone": ("*", ["", "a", "ops*"], []),
    "at the end": ("ops-*", ["ops-", "ops-1", "ops-*"], ["ops", "xops-1", "OPS-1"]),
    "at the beginning": ("*-ops", ["-ops", "a-ops"], ["a-opsx", "ops"]),
    "in the middle": ("a*z", ["az", "abz", "azz"], ["a", "z", "azb"]),
    "several": ("a*b*c", ["abc", "aXbYc", "abbc"], ["acb", "ab", "bc"]),
    "one beside another": ("a**z", ["az", "abz"], ["a", "z"]),
    "both ends": ("*ops*", ["ops", "xopsx"], ["o ps"]),
    "parts do not share characters": ("aba*aba", ["abaaba", "abaXaba"], ["aba", "ababa"]),
    "nothing else has a meaning": (r"a?[b].+\*", [r"a?[b].+\ "], ["ax[b].+x", r"a?b.+\x", "aab"]),
    "lines are characters": ("a*z", ["a\nz"], []),
}


@pytest.mark.parametrize(("pattern", "fits", "others"), PATTERNS.values(), ids=PATTERNS)
def test_a_pattern_fits_whole_names(pattern: str, fits: list[str], others: list[str]) -> None:
    assert [name for name in fits + others if matches_pattern(pattern, name)] == fits
    assert [name for name in fits + others if matches_group(GLOB, pattern, name)] == fits


LOOK_ALIKES = {
    "case": "Admins",
    "a trailing space": "admins ",
    "a leading space": " admins",
    "a Cyrillic letter": "\u0430dmins",
    "full width": "\uff41\uff44\uff4d\uff49\uff4e\uff53",
    "a joiner": "ad\u200dmins",
    "a soft hyphen": "ad\u00admins",
    "a letter in two parts": "admi\u0301ns",
    "NUL": "admins\0",
    "a path": "/admins",
}


@pytest.mark.parametrize("group", LOOK_ALIKES.values(), ids=LOOK_ALIKES)
def test_what_looks_like_a_group_is_another_one(group: str) -> None:
    assert not matches_group(EXACT, "admins", group)
    assert not matches_group(GLOB, "admins", group)
    assert told(decide_mapped_roles([group], rules(), [mapping(1, EXACT, "admins", ADMIN)])) == ([], False, False)


def test_a_star_means_nothing_where_the_whole_name_is_compared() -> None:
    assert matches_group(EXACT, "a*", "a*")
    assert not matches_group(EXACT, "a*", "ab")


texts = st.text("ab*\u00e9", max_size=12)


@given(texts, texts)
def test_a_pattern_is_what_a_regular_expression_says(pattern: str, text: str) -> None:
    plain = ".*".join(re.escape(part) for part in pattern.split("*"))
    assert matches_pattern(pattern, text) is (re.fullmatch(plain, text, re.DOTALL) is not None)


@given(st.lists(texts, min_size=1, max_size=4), st.text("ab\u00e9", max_size=6))
def test_whatever_fills_the_stars_fits(parts: list[str], filling: str) -> None:
    literal = [part.replace("*", "") for part in parts]
    assert matches_pattern("*".join(literal), filling.join(literal))


def test_no_pattern_is_slow() -> None:
    begin = perf_counter()
    for _ in range(100):
        assert not matches_pattern("*a" * 10 + "*b", "a" * 1_000)
        assert not matches_pattern("*" + "a" * 499 + "b*", "a" * 1_000)
    assert perf_counter() - begin < 1
