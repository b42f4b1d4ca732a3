"""Which groups are legal."""

import pytest

from auth.groups.rules import GroupDraft, draft_problems, members_problems


@pytest.mark.parametrize("name", ["a", "Sécurité & Réseau", "x" * 100, "组", "ﬁ" * 100])
def test_a_group_may_be_called_almost_anything(name: str) -> None:
    assert draft_problems(GroupDraft(name)) == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "TOO_SHORT"),
        ("x" * 101, "TOO_LONG"),
        ("a ", "NAME_INVALID"),
        ("\u00a0a", "NAME_INVALID"),
        ("a\tb", "CHARACTER_NOT_ALLOWED"),
        ("a\ud800", "CHARACTER_NOT_ALLOWED"),
        ("\ufdfa" * 23, "TOO_LONG"),
    ],
)
def test_another_name_is_refused(name: str, code: str) -> None:
    assert [(error.code, error.field) for error in draft_problems(GroupDraft(name))] == [(code, "name")]


@pytest.mark.parametrize(("count", "codes"), [(0, ["OUT_OF_BOUNDS"]), (1, []), (1_000, []), (1_001, ["OUT_OF_BOUNDS"])])
def test_one_call_names_from_one_to_a_thousand_accounts(count: int, codes: list[str]) -> None:
    assert [error.code for error in members_problems(count)] == codes
