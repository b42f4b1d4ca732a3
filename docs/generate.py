"""Writes what is generated from the code: ``schema.graphql`` and ``docs/reference``.

``python -m docs.generate`` writes; with ``--check`` it only says what is out of date and ends with 1.
"""

import sys
from collections.abc import Mapping
from difflib import unified_diff
from pathlib import Path

from docs.command_line import command_line
from docs.limits import limits
from docs.pages import audit_events, configuration, error_codes, scopes, settings
from docs.schema import schema

ROOT = Path(__file__).parent.parent
PAGES = {
    "schema.graphql": schema,
    "docs/reference/configuration.md": configuration,
    "docs/reference/scopes.md": scopes,
    "docs/reference/settings.md": settings,
    "docs/reference/error-codes.md": error_codes,
    "docs/reference/audit-events.md": audit_events,
    "docs/reference/limits.md": limits,
    "docs/reference/command-line.md": command_line,
}


def outdated(wanted: Mapping[str, str], root: Path = ROOT) -> dict[str, str]:
    """The files that differ from what the code says now, with the difference as text."""
    found: dict[str, str] = {}
    for name, text in wanted.items():
        path = root / name
        old = path.read_text(encoding="utf-8") if path.exists() else ""
        if old != text:
            found[name] = "\n".join(unified_diff(old.splitlines(), text.splitlines(), name, "the code", "", "", 1, ""))
    return found


def main(words: list[str]) -> int:
    """Writes or checks; gives the exit code."""
    wanted = {name: page() for name, page in PAGES.items()}
    changed = outdated(wanted)
    if "--check" in words:
        for difference in changed.values():
            sys.stdout.write(f"{difference}\n")
        sys.stdout.write(
            "Run `make schema` and commit the result.\n" if changed else "Generated files are up to date.\n"
        )
        return int(bool(changed))
    for name in changed:
        (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / name).write_text(wanted[name], encoding="utf-8")
        sys.stdout.write(f"wrote {name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
