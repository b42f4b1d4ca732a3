"""Domains of e-mail addresses, in the one form in which they are compared: RFC 5890 §2.3.2.1, in lower case."""

import re

_LENGTH = 253
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")


def canonical_domain(text: str) -> str | None:
    """A domain with its letters beyond ASCII as A-labels, so that two that only look alike stay two; ``None`` for none.

    It has two labels at least and no dot at its end.
    """
    if len(text) > _LENGTH:
        return None
    ascii_form = text.lower() if text.isascii() else _encoded(text)
    labels = (ascii_form or "").split(".")
    if ascii_form is None or len(labels) < 2 or len(ascii_form) > _LENGTH:  # noqa: PLR2004 — see above
        return None
    if labels[-1].isdigit() or not all(_LABEL.fullmatch(label) for label in labels):
        return None
    return ascii_form


def domain_of(address: str) -> str | None:
    """The domain of an e-mail address in that form; ``None`` where it has none that could be compared."""
    return canonical_domain(address.rpartition("@")[2])


def _encoded(text: str) -> str | None:
    import idna  # noqa: PLC0415 — its tables take a megabyte, and most domains are ASCII

    try:
        return idna.encode(text, uts46=True).decode("ascii")
    except UnicodeError:
        return None
