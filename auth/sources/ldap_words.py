"""What a server says beside a result, in the form in which the audit trail is told of it; nobody else is.

The words are the server's, so anything may stand in them: line ends, a megabyte, the password that was just sent.
"""

import unicodedata
from base64 import b64encode
from collections.abc import Iterable
from urllib.parse import quote

WORDS_MOST = 200
"""Characters that are told."""

READ_MOST = 10_000
"""Characters that are looked at; of more than that nothing is told."""

SHARED = 6
"""So many characters in a row that a secret has, too, are too many; a shorter secret counts as a whole."""

_NO_TEXT = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def words_of(message: str, unsaid: Iterable[str]) -> str | None:
    """One line of a server's words; ``None`` where there are none, or a part of a secret is in them.

    A secret is looked for in any case, with anything between that is no letter or digit, and in base64, hexadecimal and
    percent-encoding. A server that means to hide it from this needs no message of ours to tell it.
    """
    if not message or len(message) > READ_MOST:
        return None
    said = f"{_bare(message)}\n{_folded(message)}"
    if any(part in said for secret in unsaid for form in _forms(secret) for part in _parts(form)):
        return None
    line = " ".join("".join(" " if unicodedata.category(each) in _NO_TEXT else each for each in message).split())
    return line[:WORDS_MOST].rstrip() or None


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _bare(text: str) -> str:
    """Letters and digits alone, in one case; the text itself where it has none of them."""
    folded = _folded(text)
    return "".join(each for each in folded if each.isalnum()) or folded.strip()


def _forms(secret: str) -> list[str]:
    octets = secret.encode("utf-8", "surrogatepass")
    every = [secret, secret[::-1], b64encode(octets).decode().rstrip("="), octets.hex(), quote(octets)]
    return [bare for each in every if (bare := _bare(each))]


def _parts(form: str) -> list[str]:
    return [form[at : at + SHARED] for at in range(max(1, len(form) - SHARED + 1))]
