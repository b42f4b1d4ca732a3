"""What mails say, with the shipped templates and an operator's."""

import re
from dataclasses import fields
from pathlib import Path

import pytest
import structlog.testing

from auth.mail.messages import KINDS
from auth.mail.samples import SAMPLES, problems
from auth.mail.templates import SHIPPED, NotWritten, Templates
from tests.support.mails import LETTERHEAD, SNAPSHOTS, looks
from tests.support.source import ROOT

VALUES = {"name": "Ann", "link": "https://example.com/?a=1&b=2", "expires_at": "2026-11-21T12:00:00+00:00"}
RESET = "password_reset"


def test_every_kind_has_a_sample_and_both_templates() -> None:
    assert [each.kind for each in SAMPLES] == list(KINDS)
    assert {path.stem for path in SHIPPED.glob("*.txt")} == {*KINDS, "base"}
    assert {path.stem for path in SHIPPED.glob("*.html")} == {*KINDS, "base"}


def test_the_names_of_kinds_fit_their_column() -> None:
    assert all(len(kind) <= 40 for kind in KINDS)


def test_mails_look_as_they_did() -> None:
    """After a change on purpose: ``.venv/bin/python -m tests.support.mails``."""
    assert looks() == {path.stem: path.read_text(encoding="utf-8") for path in SNAPSHOTS.iterdir()}


def test_a_link_stands_alone_in_its_line_of_text_and_is_readable_in_html() -> None:
    written = Templates(LETTERHEAD).write(RESET, VALUES)
    assert VALUES["link"] in written.text.splitlines()
    assert ">https://example.com/?a=1&amp;b=2</a>" in written.html


@pytest.mark.parametrize("name", ["", None])
def test_without_a_name_nobody_is_named(name: str | None) -> None:
    written = Templates(LETTERHEAD).write(RESET, {**VALUES, "name": name})
    assert written.text.startswith("Hello,\n")
    assert "<p>Hello,</p>" in written.html


@pytest.mark.parametrize("mark", ["\r\nBcc: x@example.com", "\n\nNew paragraph", "\u2028", "\x1b[31m", "\0"])
def test_a_value_stays_within_its_line(mark: str) -> None:
    written = Templates(LETTERHEAD).write(RESET, {**VALUES, "name": f"Ann{mark}Evil"})
    first = written.text.splitlines()[0]
    assert first.startswith("Hello Ann ")
    assert first.endswith("Evil,")
    assert all(mark not in part for part in (written.subject, written.text, written.html))


def test_a_value_is_no_template_and_no_html() -> None:
    written = Templates(LETTERHEAD).write(RESET, {**VALUES, "name": "{{ link }} <script>alert(1)</script>"})
    assert written.text.startswith("Hello {{ link }} <script>")
    assert "&lt;script&gt;" in written.html
    assert "<script>" not in written.html


def test_an_unknown_kind_and_a_missing_value_are_told_without_values() -> None:
    with pytest.raises(NotWritten, match=r"^TemplateNotFound in nothing.txt$"):
        Templates(LETTERHEAD).write("nothing", VALUES)
    with pytest.raises(NotWritten, match=r"^UndefinedError$"):
        Templates(LETTERHEAD).write(RESET, {"name": "Ann", "expires_at": VALUES["expires_at"]})


def overridden(folder: Path, **files: str) -> Templates:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        stem, _, suffix = name.rpartition("_")
        (folder / f"{stem}.{suffix}").write_text(text, encoding="utf-8")
    return Templates(LETTERHEAD, folder)


OWN_TEXT = """{% extends "base.txt" %}{% block subject %}Neues Kennwort für {{ name }}{% endblock %}
{% block body %}{{ link }}{% endblock %}"""


def test_a_single_file_is_replaced_and_the_others_stay(tmp_path: Path) -> None:
    templates = overridden(tmp_path, password_reset_txt=OWN_TEXT)
    written, shipped = templates.write(RESET, VALUES), Templates(LETTERHEAD).write(RESET, VALUES)
    assert written.subject == "Neues Kennwort für Ann"
    assert written.text == shipped.text.replace(
        shipped.text[shipped.text.index("Somebody") : shipped.text.index("\n\n-- ")], f"{VALUES['link']}"
    )
    assert written.html == shipped.html.replace(shipped.subject, written.subject)
    assert templates.overridden() == {RESET}
    assert problems(templates) == {}


def test_a_base_is_replaced_for_every_kind(tmp_path: Path) -> None:
    templates = overridden(tmp_path, base_txt="{% block subject %}{% endblock %}Ours: {% block body %}{% endblock %}")
    assert "Ours: " in templates.write(RESET, VALUES).text
    assert templates.overridden() == set(KINDS)


BROKEN = {
    "syntax": ("{% block subject %}", "TemplateSyntaxError in password_reset.txt, line 1"),
    "unknown value": (OWN_TEXT.replace("{{ name }}", "{{ nmae }}"), "UndefinedError"),
    "division": (OWN_TEXT.replace("{{ name }}", "{{ 1 / 0 }}"), "ZeroDivisionError"),
    "recursion": ('{% include "password_reset.txt" %}{% block subject %}x{% endblock %}', "RecursionError"),
    "no link": (OWN_TEXT.replace("{{ link }}", "Call us."), "the link is missing"),
    "no subject": (OWN_TEXT.replace("Neues Kennwort für {{ name }}", ""), "ValueError"),
    "no block": ("Hello {{ link }}", "KeyError"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_override_costs_no_mail_and_is_told(kind: str, tmp_path: Path) -> None:
    text, problem = BROKEN[kind]
    templates = overridden(tmp_path, password_reset_txt=text)
    with structlog.testing.capture_logs() as logs:
        written = templates.write(RESET, VALUES)
    assert written == Templates(LETTERHEAD).write(RESET, VALUES)
    event = "the shipped template is used instead of a broken one"
    assert logs == [{"event": event, "log_level": "warning", "mail": RESET, "problem": problem}]
    assert problems(templates) == {RESET: problem}


def test_a_file_that_is_not_text_is_a_broken_override(tmp_path: Path) -> None:
    (tmp_path / "password_reset.txt").write_bytes(b"\xff\xfe\x00")
    assert problems(Templates(LETTERHEAD, tmp_path)) == {RESET: "UnicodeDecodeError"}


def test_a_file_that_is_mended_is_used_at_once(tmp_path: Path) -> None:
    templates = overridden(tmp_path, password_reset_txt="{% broken")
    templates.write(RESET, VALUES)
    overridden(tmp_path, password_reset_txt=OWN_TEXT)
    assert templates.write(RESET, VALUES).subject == "Neues Kennwort für Ann"


def test_the_guide_names_every_value_of_every_template() -> None:
    guide = (ROOT / "docs" / "guide" / "mail.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1:3] for line in guide.splitlines() if line.startswith("| `") and "://" not in line]
    told = {
        kind: set(re.findall("`([a-z_]+)`", values))
        for kinds, values in rows
        for kind in re.findall("`([a-z_]+)`", kinds)
    }
    assert told == {kind: {each.name for each in fields(mail)} for kind, mail in KINDS.items()}
