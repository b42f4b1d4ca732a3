"""Finds the entry of somebody in a directory, and reads off it who that is."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from auth.distinguished_names import rdns
from auth.sources.directory import Directory
from auth.sources.identity import ExternalIdentity, NotProven
from auth.sources.ldap_answers import Entry
from auth.sources.ldap_connection import Connection
from auth.sources.ldap_results import check_search
from auth.sources.ldap_search import USERNAME, Search, filled
from auth.texts import canonical, check_email, check_line
from models.columns import KEY_LENGTH, TEXT_LENGTH
from models.external_identity import SUBJECT_LENGTH
from models.ldap_profile import DN_LENGTH, GroupLookup
from models.user import AuthMethod

MEMBER_OF = "memberOf"
OBJECT_SID = "objectSid"
PRIMARY_GROUP_ID = "primaryGroupID"

MOST_LOOKED_AT = 20
"""Entries that are read where one is looked for: two are too many already."""

_CONTROL, _EXPIRES = "userAccountControl", "accountExpires"
_LOCKED_389, _LOCKED_OPENLDAP = "nsAccountLock", "pwdAccountLockedTime"

_ACCOUNT_DISABLE = 0x2
"""MS-ADTS §2.2.16."""
_NEVER = (0, 2**63 - 1)
_WINDOWS_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_FOR_GOOD = b"000001010000Z"
"""How OpenLDAP writes that somebody is locked until an administrator unlocks them."""


def attributes_of(directory: Directory) -> list[str]:
    """What is asked of the entries of people."""
    named = directory.attributes
    asked = [named.username, named.first_name, named.last_name, named.email, named.id]
    asked += [_CONTROL, _EXPIRES, _LOCKED_389, _LOCKED_OPENLDAP]
    if directory.group_lookup in {GroupLookup.MEMBER_OF, GroupLookup.AD_CHAIN}:
        asked.append(MEMBER_OF)
    if directory.primary_group:
        asked += [OBJECT_SID, PRIMARY_GROUP_ID]
    return list(dict.fromkeys(asked))


def entry_of(connection: Connection, directory: Directory, names: Sequence[str]) -> tuple[Entry, str] | NotProven:
    """The one entry of the first of these names that has any, with that name; or why there is none.

    Raises ``Failed``.
    """
    for name in names:
        search = Search(
            base=directory.base_dn,
            filter=filled(directory.user_filter, USERNAME, name),
            attributes=attributes_of(directory),
            size_limit=2,
        )
        found = connection.search(search, MOST_LOOKED_AT)
        if len(found.entries) > 1:
            return NotProven.SEVERAL_ENTRIES
        check_search(found.result)
        if found.entries:
            return found.entries[0], name
    return NotProven.NO_ENTRY


def identity_of(directory: Directory, entry: Entry, name: str | None, now: datetime) -> ExternalIdentity | NotProven:
    """Who an entry is, without groups; or why it is nobody. ``name``: what it was looked for by."""
    dn = dn_of(entry.dn)
    if dn is None or not is_within(dn, directory.base_dn):
        return NotProven.OUTSIDE_BASE
    named = directory.attributes
    subject = subject_of(named.id, entry.values(named.id))
    if subject is None:
        return NotProven.NO_SUBJECT
    email = _email(entry.values(named.email))
    return ExternalIdentity(
        source_id=directory.id,
        method=AuthMethod.LDAP,
        subject=subject,
        login_name=_login_name(entry.values(named.username), name),
        dn=dn,
        email=email,
        email_verified=email is not None and directory.emails_verified,
        first_name=_line(entry.values(named.first_name), TEXT_LENGTH) or "",
        last_name=_line(entry.values(named.last_name), TEXT_LENGTH) or "",
        is_disabled=is_disabled(entry, now),
    )


def dn_of(raw: bytes) -> str | None:
    """A name of an entry as text; ``None`` for what can be none: empty, too long, with control characters."""
    text = _text(raw)
    return None if text is None or check_line(text, "dn", DN_LENGTH, 1) else text


def is_within(dn: str, base_dn: str) -> bool:
    """Whether an entry is the base or below it."""
    if not base_dn:
        return True
    steps, base = rdns(dn), rdns(base_dn)
    return steps is not None and base is not None and steps[-len(base) :] == base


def subject_of(attribute: str, values: Sequence[bytes]) -> str | None:
    """What never changes of an entry, as text; ``None`` unless there is exactly one value that can be it.

    ``objectGUID`` is a UUID in the order of octets that Microsoft uses (MS-DTYP §2.3.4.2).
    """
    if len(values) != 1:
        return None
    if attribute.lower() == "objectguid":
        return str(UUID(bytes_le=values[0])) if len(values[0]) == 16 else None  # noqa: PLR2004 — octets of a UUID
    text = _line(values, SUBJECT_LENGTH)
    return text.lower() if text and attribute.lower() == "entryuuid" else text


def is_disabled(entry: Entry, now: datetime) -> bool:
    """Whether the entry says that nobody may sign in by it, as far as it can be read.

    A lock that ends by itself does not count: it is about passwords that were guessed, not about the person.
    """
    if (_number(entry.values(_CONTROL)) or 0) & _ACCOUNT_DISABLE:
        return True
    if entry.values(_LOCKED_389)[:1] and entry.values(_LOCKED_389)[0].lower() == b"true":
        return True
    return _FOR_GOOD in entry.values(_LOCKED_OPENLDAP) or _has_expired(_number(entry.values(_EXPIRES)), now)


def _has_expired(expires: int | None, now: datetime) -> bool:
    """``accountExpires``: tenths of microseconds since 1601 (MS-ADTS §2.2.16)."""
    return (
        expires is not None
        and expires not in _NEVER
        and (now - _WINDOWS_EPOCH) // timedelta(microseconds=1) >= expires // 10
    )


def _login_name(values: Sequence[bytes], name: str | None) -> str:
    """The one of the entry's names by which it was found, else the first; empty where the entry has none.

    What was typed is never taken: it may have been found by an attribute that its owner can write.
    """
    texts = [_line([value], KEY_LENGTH) for value in values]
    names = [text for text in texts if text is not None and len(canonical(text)) <= KEY_LENGTH]
    same = [text for text in names if name is not None and canonical(text) == canonical(name)]
    return next(iter(same + names), "")


def _email(values: Sequence[bytes]) -> str | None:
    text = _line(values, KEY_LENGTH)
    return None if text is None or check_email(text) else text


def _line(values: Sequence[bytes], most: int) -> str | None:
    """The first value, where it is one line of text and not longer than it may be."""
    text = _text(values[0]) if values else None
    return None if text is None or check_line(text, "value", most, 1) else text


def _text(raw: bytes) -> str | None:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return None


def _number(values: Sequence[bytes]) -> int | None:
    text = _line(values, 20)
    return int(text) if text is not None and text.isascii() and text.removeprefix("-").isdigit() else None
