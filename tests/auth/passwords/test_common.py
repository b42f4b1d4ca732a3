"""The list of passwords that everybody tries first."""

import pytest

from auth.passwords.choice import judged
from auth.passwords.common import common_passwords, is_common
from auth.settings.pages import PasswordSettings
from tests.support.source import ROOT


@pytest.mark.parametrize(
    ("password", "common"),
    [
        ("password", True),
        ("PassWord", True),
        ("Password123!", True),
        ("password...2026", True),
        ("\uff30assword", True),
        ("Qwertyuiop12!", True),
        ("123456", True),
        ("Trustno1", True),
        ("Trustno77!!", True),
        ("123456789012345!", False),
        ("1Password-of-mine", False),
        ("Corr3ct-horse-battery", False),
        ("passwordd", False),
        ("!!!", False),
        ("", False),
        ("\ud800", False),
    ],
)
def test_a_password_is_common_in_any_case_and_with_any_digits_and_marks_at_its_end(
    *, password: str, common: bool
) -> None:
    assert is_common(password) is common


def test_the_list_is_long_clean_and_says_whose_it_is() -> None:
    note, _, entries = (ROOT / "auth/passwords/common.txt").read_text("utf-8").partition("\n\n")
    listed = entries.splitlines()
    assert "MIT License" in note
    assert "zxcvbn" in note
    assert listed == sorted(set(listed))
    assert len(listed) >= 10_000
    assert all(entry == entry.strip().casefold() and entry for entry in listed)
    assert len([entry for entry in listed if len(entry) >= 8]) >= 10_000
    assert set(common_passwords().decode().split("\n")) >= set(listed)


def test_the_rule_is_listed_where_it_is_in_force() -> None:
    def rules(*, refused: bool) -> dict[str, bool]:
        settings = PasswordSettings(common_refused=refused)
        return {each.rule: each.met for each in judged("Password123!", settings, ())}

    assert rules(refused=True)["NOT_COMMON"] is False
    assert "NOT_COMMON" not in rules(refused=False)
