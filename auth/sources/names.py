"""What people type at a sign-in, as a directory may be asked about it. Pure."""

import re
import unicodedata

from auth.texts import check_line
from models.columns import KEY_LENGTH

NAME_LENGTH_MOST = KEY_LENGTH
"""Characters of a name; a longer one is nobody's."""

PASSWORD_LENGTH_MOST = 1_024
"""Characters of a password; a longer one is nobody's."""

_ADDRESSES = frozenset({"userprincipalname", "mail"})
"""Attributes whose values look like ``name@domain``."""

_OF_A_DOMAIN = re.compile(r"[^\\]+\\([^\\]+)")

_COMPARED = re.compile(r"\(\s*([A-Za-z0-9.;-]+)\s*[~<>:]?=[^()]*\{username\}")


def names_to_try(typed: str, user_filter: str) -> tuple[str, ...]:
    r"""What takes the place of ``{username}``, one after the other while nobody is found; empty for nobody's name.

    ``DOMAIN\name`` is looked for as ``name``. ``name@domain`` is looked for as it is where the filter compares it to
    ``userPrincipalName`` or ``mail``, and then, or else at once, as ``name``.
    """
    if check_line(typed, "username", NAME_LENGTH_MOST, 1):
        return ()
    domain = _OF_A_DOMAIN.fullmatch(typed)
    name = domain[1] if domain else typed
    local, at, _ = name.partition("@")
    as_it_is = not at or bool(_ADDRESSES & {found.lower() for found in _COMPARED.findall(user_filter)})
    tried = [name] * as_it_is + [local] * bool(at)
    return tuple(each for each in tried if each.strip())


def password_octets(password: str) -> bytes | None:
    """What is sent of a password (RFC 4513 §5.1.3: UTF-8, as it was typed); ``None`` for what is never sent.

    That is a blank one, for which a server may say yes without any password (RFC 4513 §5.1.2), one without a visible
    character, which may be blank to a server that prepares it (RFC 4013), one with NUL, and one beyond all bounds.
    """
    if len(password) > PASSWORD_LENGTH_MOST or "\0" in password or not any(map(_is_visible, password)):
        return None
    try:
        return password.encode()
    except UnicodeEncodeError:
        return None


def _is_visible(character: str) -> bool:
    return not character.isspace() and unicodedata.category(character) not in {"Cc", "Cf", "Cs"}
