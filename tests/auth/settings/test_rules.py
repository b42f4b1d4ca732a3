"""Every number and text of every page is held within its declared bounds."""

from dataclasses import fields
from typing import Any

import pytest

from auth.settings.pages import PAGES, Bounds, MfaSettings, Page
from auth.settings.rules import violations

BOUNDED = [
    (kind, item.name, item.metadata["bounds"], item.default)
    for kind in PAGES.values()
    for item in fields(kind)
    if "bounds" in item.metadata
]
IDS = [f"{kind.__name__}.{name}" for kind, name, _, _ in BOUNDED]


def of_size(size: int, default: object) -> object:
    return "x" * size if isinstance(default, str) else size


@pytest.mark.parametrize(("kind", "name", "bounds", "default"), BOUNDED, ids=IDS)
def test_least_and_most_are_accepted_and_one_beyond_is_refused_by_name(
    kind: type[Page],
    name: str,
    bounds: Bounds,
    default: Any,  # noqa: ANN401 — of any setting
) -> None:
    for size in (bounds.least, bounds.most):
        assert violations(kind, {name: of_size(size, default)}) == []
    for size in (max(bounds.least, 1) - 1 if isinstance(default, str) else bounds.least - 1, bounds.most + 1):
        errors = violations(kind, {name: of_size(size, default)})
        assert [(error.code, error.field) for error in errors] == [("OUT_OF_BOUNDS", name)]
        assert str(bounds.least) in errors[0].message
        assert str(bounds.most) in errors[0].message


@pytest.mark.parametrize("kind", PAGES.values())
def test_every_shipped_value_is_within_its_own_bounds(kind: type[Page]) -> None:
    assert violations(kind, {item.name: item.default for item in fields(kind)}) == []


@pytest.mark.parametrize("kind", PAGES.values())
def test_every_value_says_what_it_means_and_every_number_has_bounds(kind: type[Page]) -> None:
    for item in fields(kind):
        assert item.metadata["meaning"].endswith(".")
        if type(item.default) in (int, str):
            assert isinstance(item.metadata["bounds"], Bounds)


def test_everything_out_of_bounds_is_told_at_once() -> None:
    errors = violations(PAGES["sessions"], {"idle_timeout_minutes": 0, "remember_me_days": 366})
    assert [error.field for error in errors] == ["idle_timeout_minutes", "remember_me_days"]


@pytest.mark.parametrize("text", ["\0", "Gate\0house", "\x1b[31m", "two\nlines", "\ud800"])
def test_a_text_is_one_line_without_control_characters(text: str) -> None:
    found = [(error.code, error.field) for error in violations(MfaSettings, {"issuer": text})]
    assert found == [("CHARACTER_NOT_ALLOWED", "issuer")]
