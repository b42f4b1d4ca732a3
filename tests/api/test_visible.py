import pytest

from api.visible import visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain text, 100 %", "plain text, 100 %"),
        ("Łódź 東京 👍", "Łódź 東京 👍"),
        ("two\nlines\r\n", r"two\nlines\r\n"),
        ("\x1b[31mred", r"\x1b[31mred"),
        ("a\u202eb", r"a\u202eb"),
        ("a\u2028b", r"a\u2028b"),
        ("\ud800", r"\ud800"),
        ("\x85", r"\x85"),
    ],
)
def test_what_could_forge_a_line_is_escaped(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_long_text_is_cut_and_says_so() -> None:
    assert visible("x" * 1_000_000, 10) == "x" * 10 + "…"
