"""Fills the templates: shipped ones in ``templates/``, single files of which an operator's folder may replace."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from auth.mail.messages import Value

if TYPE_CHECKING:
    from jinja2 import Environment

log = structlog.get_logger("mail")

SHIPPED = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What every mail may name beside its own values."""

    base_url: str
    support_contact: str | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """A mail in words."""

    subject: str
    text: str
    html: str


class NotWritten(Exception):
    """A template cannot be filled; the message says which and why, and holds no value."""


class Templates:
    """Writes mails. Slow at its first use (it reads files); call it in a thread."""

    def __init__(self, letterhead: Letterhead, overrides: Path | None = None) -> None:
        """``overrides`` is a folder whose files stand before the shipped ones of the same name."""
        self._letterhead = letterhead
        self._overrides = overrides

    def write(self, kind: str, values: Mapping[str, Value]) -> Written:
        """The words of one mail. Raises ``NotWritten``.

        A broken override costs no mail: the shipped templates are used, and the log says what is wrong.
        """
        if self._overrides is not None:
            try:
                return self._filled(self._own, kind, values)
            except NotWritten as error:
                log.warning("the shipped template is used instead of a broken one", mail=kind, problem=str(error))
        return self._filled(self._shipped, kind, values)

    def try_overrides(self, kind: str, values: Mapping[str, Value]) -> None:
        """Raises ``NotWritten`` where ``write`` would use the shipped templates instead."""
        self._filled(self._own, kind, values)

    def overridden(self) -> set[str]:
        """Kinds that the operator's folder changes: all of them where it replaces a base."""
        given = {path.name for path in self._overrides.iterdir()} if self._overrides else set[str]()
        shipped = {path.name for path in SHIPPED.iterdir()}
        changed = {Path(name).stem for name in given & shipped}
        return {Path(name).stem for name in shipped} - {"base"} if "base" in changed else changed

    @cached_property
    def _shipped(self) -> "Environment":
        return _environment(SHIPPED)

    @cached_property
    def _own(self) -> "Environment":
        return _environment(*([self._overrides] if self._overrides else []), SHIPPED)

    def _filled(self, environment: "Environment", kind: str, values: Mapping[str, Value]) -> Written:
        try:
            written = _write(environment, kind, {**self._facts(), **{name: _plain(values[name]) for name in values}})
        except Exception as error:  # noqa: BLE001 — an operator's template may raise anything
            raise NotWritten(_problem(error)) from None
        link = values.get("link")
        if link is not None and not (str(link) in written.text and _in_html(str(link)) in written.html):
            raise NotWritten("the link is missing")
        return written

    def _facts(self) -> dict[str, str | None]:
        return {"base_url": self._letterhead.base_url, "support_contact": self._letterhead.support_contact}


def _environment(*folders: Path) -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape  # noqa: PLC0415 — heavy

    environment = Environment(
        loader=FileSystemLoader(folders),
        autoescape=select_autoescape(["html"], default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["moment"] = _moment  # pyright: ignore[reportArgumentType] — typed by jinja2's own filters
    return environment


def _write(environment: "Environment", kind: str, values: Mapping[str, object]) -> Written:
    template = environment.get_template(f"{kind}.txt")
    context = template.new_context(dict(values))
    subject = " ".join("".join(template.blocks["subject"](context)).split())
    text = re.sub(r"\n{3,}", "\n\n", template.render(values)).strip("\n") + "\n"
    html = environment.get_template(f"{kind}.html").render({**values, "subject": subject})
    if not subject:
        raise ValueError
    return Written(subject, text, html.strip("\n") + "\n")


def _moment(moment: str) -> str:
    """``21 November 2026, 12:00 UTC``."""
    when = datetime.fromisoformat(moment).astimezone(UTC)
    return f"{when.day} {when:%B %Y, %H:%M} UTC"


def _plain(value: Value) -> Value:
    """A value that stays within its line, wherever it came from."""
    if isinstance(value, list):
        return [_line(each) for each in value]
    return _line(value) if isinstance(value, str) else value


def _line(text: str) -> str:
    marks = (" " if unicodedata.category(mark) in {"Cc", "Cs", "Zl", "Zp"} else mark for mark in text)
    return "".join(marks)


def _in_html(text: str) -> str:
    from markupsafe import escape  # noqa: PLC0415 — comes with jinja2

    return str(escape(text))


def _problem(error: Exception) -> str:
    """Kind and place: messages of templates may quote values."""
    name, line = getattr(error, "name", None), getattr(error, "lineno", None)
    place = f" in {name}" * bool(name) + f", line {line}" * bool(line)
    return f"{type(error).__name__}{place}"
