"""Finds the groups of somebody, the way that the profile says. A search that fails is never taken for "no groups"."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias, assert_never

from auth.distinguished_names import Rdn, rdns
from auth.sources.directory import Directory
from auth.sources.examination import FailureKind
from auth.sources.identity import ExternalGroup
from auth.sources.ldap_answers import Entry
from auth.sources.ldap_connection import Connection
from auth.sources.ldap_people import MEMBER_OF, OBJECT_SID, PRIMARY_GROUP_ID, dn_of
from auth.sources.ldap_results import INVALID_DN_SYNTAX, NO_SUCH_OBJECT, Failed, check_search
from auth.sources.ldap_search import EVERY_ENTRY, NO_ATTRIBUTES, USER_DN, Search, escaped, filled
from models.ldap_profile import GroupLookup

GroupKey: TypeAlias = tuple[Rdn, ...] | str

MOST_GROUPS = 5_000
"""Groups of one person. With more the directory counts as one that cannot answer: a part of them would be wrong."""

MOST_WALKED = 1_000
"""The same where each group has to be looked for in others."""

GROUPS_AT_ONCE = 20
"""Groups of which one search asks whether any is in others."""

PAGE = 500
"""Groups that are asked for at a time; Active Directory gives at most 1,000 at once."""

_CHAIN = "(member:1.2.840.113556.1.4.1941:={})"
"""Active Directory walks up by itself (LDAP_MATCHING_RULE_IN_CHAIN)."""

_RANGE = re.compile(r"memberof;range=\d+-(\d+|\*)")
_SID_HEAD = 8
_SID_PART = 4


def groups_of(connection: Connection, directory: Directory, entry: Entry) -> tuple[ExternalGroup, ...]:
    """Every group of an entry, with the paths to those through others where they are known. Raises ``Failed``."""
    dn = dn_of(entry.dn) or ""
    if directory.group_lookup is GroupLookup.AD_CHAIN:
        return _chain(connection, directory, entry)
    primary = primary_group(connection, directory, entry) if directory.primary_group else []
    match directory.group_lookup:
        case GroupLookup.MEMBER_OF:
            return paths([*direct_groups(connection, entry), *primary], {}, 0)
        case GroupLookup.MEMBER_SEARCH:
            found = _search(connection, directory, filled(directory.group_filter, USER_DN, dn))
            return paths([*_names(found), *primary], {}, 0)
        case GroupLookup.RECURSIVE:
            own = _names(_search(connection, directory, filled(directory.group_filter, USER_DN, dn)))
            return _walk(connection, directory, [*own, *primary])
        case _:
            assert_never(directory.group_lookup)


def paths(direct: Iterable[str], parents: Mapping[GroupKey, Sequence[str]], depth: int) -> tuple[ExternalGroup, ...]:
    """Every group that is reached in at most ``depth`` steps up, each once, by a shortest way. Circles end."""
    here = [(name, tuple[str, ...]()) for name in direct]
    found: dict[GroupKey, ExternalGroup] = {}
    for _ in range(depth + 1):
        above: list[tuple[str, tuple[str, ...]]] = []
        for name, via in here:
            if group_key(name) not in found:
                found[group_key(name)] = ExternalGroup(name, via)
                above += [(parent, (*via, name)) for parent in parents.get(group_key(name), ())]
        here = above
    return tuple(found.values())


def group_key(name: str) -> GroupKey:
    """By which two spellings of one group are the same."""
    return rdns(name) or name.casefold()


def direct_groups(connection: Connection, entry: Entry) -> list[str]:
    """What ``memberOf`` of an entry says, also where the server gives it in parts (MS-ADTS §3.1.1.3.1.3.3)."""
    values = list(entry.values(MEMBER_OF))
    part, rest = _part(entry)
    while rest is not None:
        values += part
        if len(values) > MOST_GROUPS or rest == "*":
            break
        search = Search(
            base=dn_of(entry.dn) or "",
            filter=EVERY_ENTRY,
            attributes=[f"{MEMBER_OF};range={int(rest) + 1}-*"],
            is_base=True,
        )
        found = connection.search(search, 1)
        check_search(found.result)
        part, rest = _part(found.entries[0]) if found.entries else ((), None)
        if not part:
            raise Failed(FailureKind.NOT_LDAP)
    return _named(values)


def primary_group(connection: Connection, directory: Directory, entry: Entry) -> list[str]:
    """Active Directory's primary group, which stands in no ``member``; empty where there is none or it is hidden."""
    return _names(_primary(connection, directory, entry, NO_ATTRIBUTES))


def primary_group_sid(entry: Entry) -> bytes | None:
    """The security identifier of an entry's primary group: of its own domain (MS-DTYP §2.4.2.2)."""
    sids, numbers = entry.values(OBJECT_SID), entry.values(PRIMARY_GROUP_ID)
    if len(sids) != 1 or len(numbers) != 1 or not numbers[0].isdigit() or int(numbers[0][:11]) >= 2**32:
        return None
    sid = sids[0]
    if len(sid) <= _SID_HEAD or len(sid) != _SID_HEAD + _SID_PART * sid[1]:
        return None
    return sid[:-_SID_PART] + int(numbers[0]).to_bytes(_SID_PART, "little")


def _sid_text(sid: bytes) -> str:
    parts = [int.from_bytes(sid[at : at + _SID_PART], "little") for at in range(_SID_HEAD, len(sid), _SID_PART)]
    return "-".join(["S", str(sid[0]), str(int.from_bytes(sid[2:_SID_HEAD], "big")), *map(str, parts)])


def _primary(connection: Connection, directory: Directory, entry: Entry, attributes: Sequence[str]) -> list[Entry]:
    """The entry of the primary group."""
    sid = primary_group_sid(entry)
    if sid is None:
        return []
    by_sid = Search(base=f"<SID={_sid_text(sid)}>", filter=EVERY_ENTRY, attributes=attributes, is_base=True)
    found = connection.search(by_sid, 1)
    if found.result.code in {NO_SUCH_OBJECT, INVALID_DN_SYNTAX}:
        return _search(connection, directory, f"({OBJECT_SID}={escaped(sid)})", attributes)
    check_search(found.result)
    return found.entries


def _chain(connection: Connection, directory: Directory, entry: Entry) -> tuple[ExternalGroup, ...]:
    """What the server walked to by itself. The paths come from what each group says that it is in."""
    above = _primary(connection, directory, entry, [MEMBER_OF]) if directory.primary_group else []
    primary = _names(above)
    starts = [dn_of(entry.dn) or "", *primary]
    entries = [
        found
        for start in starts
        for found in _search(connection, directory, _CHAIN.format(escaped(start)), [MEMBER_OF])
    ]
    every = _names(entries)
    parents: dict[GroupKey, Sequence[str]] = {
        group_key(name): _named(found.values(MEMBER_OF)) for found in entries for name in _names([found])
    }
    parents |= {group_key(name): direct_groups(connection, found) for found in above for name in _names([found])}
    keys = {group_key(name) for name in every}
    direct = [name for name in direct_groups(connection, entry) if group_key(name) in keys]
    reached = paths([*direct, *primary], parents, len(every))
    known = {group_key(group.name) for group in reached}
    within = keys | {group_key(name) for name in primary}
    others = paths([name for name in every if group_key(name) not in known], {}, 0)
    return tuple(group for group in (*reached, *others) if group_key(group.name) in within)


def _walk(connection: Connection, directory: Directory, own: Sequence[str]) -> tuple[ExternalGroup, ...]:
    """Breadth first, as many steps up as the profile says; a group that was seen is not asked about again."""
    parents: dict[GroupKey, Sequence[str]] = {}
    here = _once(own, parents)
    for _ in range(directory.group_depth):
        if len(parents) + len(here) > MOST_WALKED:
            raise Failed(FailureKind.TOO_MUCH)
        above: list[str] = []
        for at in range(0, len(here), GROUPS_AT_ONCE):
            parents |= _parents(connection, directory, here[at : at + GROUPS_AT_ONCE])
        for name in here:
            above += parents[group_key(name)]
        here = _once(above, parents)
    return paths(own, parents, directory.group_depth)


def _parents(connection: Connection, directory: Directory, names: Sequence[str]) -> dict[GroupKey, Sequence[str]]:
    """Which groups each of these is in. One question says that none is in any; else it is asked of each half."""
    filters = [filled(directory.group_filter, USER_DN, name) for name in names]
    found = _names(_search(connection, directory, filters[0] if len(filters) == 1 else f"(|{''.join(filters)})"))
    if not found or len(names) == 1:
        return {group_key(name): found for name in names}
    half = len(names) // 2
    return _parents(connection, directory, names[:half]) | _parents(connection, directory, names[half:])


def _once(names: Iterable[str], seen: Mapping[GroupKey, object]) -> list[str]:
    return [name for key, name in {group_key(name): name for name in names}.items() if key not in seen]


def _search(
    connection: Connection, directory: Directory, text: str, attributes: Sequence[str] = NO_ATTRIBUTES
) -> list[Entry]:
    """Every group that a filter finds, in pages. Raises ``Failed``."""
    entries: list[Entry] = []
    cookie: bytes | None = b""
    while cookie is not None:
        search = Search(base=directory.group_base_dn, filter=text, attributes=attributes, page_size=PAGE, cookie=cookie)
        found = connection.search(search, MOST_GROUPS)
        check_search(found.result)
        entries += found.entries
        if len(entries) > MOST_GROUPS or (found.cookie and not found.entries):
            raise Failed(FailureKind.TOO_MUCH)
        cookie = found.cookie or None
    return entries


def _part(entry: Entry) -> tuple[Sequence[bytes], str | None]:
    """A part of ``memberOf``, with the number of its last value, or ``*``; ``None`` where it is not given in parts."""
    for description, values in entry.attributes.items():
        told = _RANGE.fullmatch(description)
        if told:
            return values, told[1]
    return (), None


def _names(entries: Iterable[Entry]) -> list[str]:
    return _named(entry.dn for entry in entries)


def _named(raws: Iterable[bytes]) -> list[str]:
    """Names as texts. What can be no name is left out: no policy can be about it."""
    names = [name for raw in raws if (name := dn_of(raw)) is not None]
    if len(names) > MOST_GROUPS:
        raise Failed(FailureKind.TOO_MUCH)
    return names
