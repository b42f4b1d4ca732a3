"""How groups are found where a server does not just tell them: in parts, by walking, as Active Directory does."""

from collections.abc import Callable, Sequence

import pytest

from auth.sources.examination import FailureKind
from auth.sources.identity import ExternalGroup
from auth.sources.ldap_answers import Entry
from auth.sources.ldap_groups import GROUPS_AT_ONCE, GroupKey, group_key, paths, primary_group_sid
from models.ldap_profile import GroupLookup
from tests.support import ldap_bytes as out
from tests.support.ldap_server import PASSWORD, Asked, LdapServer, Talk, serving
from tests.support.small_directory import ALICE, GROUPS, STAFF, directory, group, small_server
from tests.support.visits import Visitor, groups_of, unavailable, visitor

__all__ = ["visitor"]

A, B, C, D = (f"cn={name},{GROUPS}" for name in "abcd")
UP = {A: [B], B: [C, D], C: [A], D: [C]}


def _by_key(parents: dict[str, list[str]]) -> dict[GroupKey, list[str]]:
    return {group_key(name): above for name, above in parents.items()}


@pytest.mark.parametrize(
    ("depth", "expected"),
    [
        (0, {A: ()}),
        (1, {A: (), B: (A,)}),
        (2, {A: (), B: (A,), C: (A, B), D: (A, B)}),
        (9, {A: (), B: (A,), C: (A, B), D: (A, B)}),
    ],
)
def test_each_group_is_reached_once_by_a_shortest_way(depth: int, expected: dict[str, tuple[str, ...]]) -> None:
    found = paths([A, A.upper()], _by_key(UP), depth)
    assert found == tuple(ExternalGroup(name, via) for name, via in expected.items())


def test_a_group_of_one_s_own_is_not_shown_as_one_through_others() -> None:
    assert paths([A, B], _by_key(UP), 1)[:2] == (ExternalGroup(A), ExternalGroup(B))


SID = bytes.fromhex("010500000000000515000000" + "01000000" + "02000000" + "03000000" + "50040000")
SIDS = {
    "usual": (((SID,), (b"513",)), SID[:-4] + (513).to_bytes(4, "little")),
    "no number": (((SID,), ()), None),
    "no identifier": (((), (b"513",)), None),
    "two of them": (((SID, SID), (b"513",)), None),
    "cut off": (((SID[:-1],), (b"513",)), None),
    "empty": (((b"",), (b"513",)), None),
    "no parts": (((b"\x01\x00" + b"\0" * 6,), (b"513",)), None),
    "a number that is none": (((SID,), (b"x",)), None),
    "a negative number": (((SID,), (b"-1",)), None),
    "a number too large": (((SID,), (b"4294967296",)), None),
    "a number without end": (((SID,), (b"9" * 10_000,)), None),
}


@pytest.mark.parametrize("which", list(SIDS))
def test_a_primary_group_is_of_the_same_domain(which: str) -> None:
    (sids, numbers), expected = SIDS[which]
    assert primary_group_sid(Entry(b"", {"objectsid": sids, "primarygroupid": numbers})) == expected


Answers = Callable[[Asked], Sequence[tuple[str, dict[str, list[str | bytes]]]] | int | None]


def _answering(answers: Answers) -> LdapServer:
    """Answers some searches by entries, or by a result code; the others as usual."""

    def way(talk: Talk, asked: Asked) -> bool:
        shown = answers(asked) if asked.what == "search" else None
        if shown is None:
            return False
        entries = [] if isinstance(shown, int) else [out.message(asked.id, out.entry(*each)) for each in shown]
        code = shown if isinstance(shown, int) else 0
        talk.send(b"".join([*entries, out.message(asked.id, out.result(out.DONE, code))]))
        return True

    return small_server(way=way)


def _in_parts(last: str) -> Answers:
    """``memberOf`` comes 1,500 at a time, as from Active Directory."""
    every = [f"cn=group{number},{GROUPS}" for number in range(4_000)]

    def answers(asked: Asked) -> list[tuple[str, dict[str, list[str | bytes]]]] | None:
        if asked.scope == 0:
            start = int(asked.attributes[0].partition("=")[2].partition("-")[0])
        elif b"alice" in asked.filter[1] and asked.dn != GROUPS:
            start = 0
        else:
            return None
        end = min(start + 1_500, len(every))
        told = last if end == len(every) else str(end - 1)
        part: list[str | bytes] = list(every[start:end])
        return [(ALICE, {"uid": ["alice"], "entryUUID": ["1"], "memberOf": [], f"memberOf;range={start}-{told}": part})]

    return answers


async def test_what_comes_in_parts_is_put_together(visitor: Visitor) -> None:
    with serving(_answering(_in_parts("*"))) as made:
        asked = directory(made, group_lookup=GroupLookup.MEMBER_OF)
        found = groups_of(await visitor.signed_in(asked, "alice", PASSWORD))
    assert list(found) == [f"cn=group{number},{GROUPS}" for number in range(4_000)]


async def test_parts_that_end_in_nothing_are_no_answer(visitor: Visitor) -> None:
    with serving(_answering(_in_parts("3999"))) as made:
        asked = directory(made, group_lookup=GroupLookup.MEMBER_OF)
        assert await visitor.signed_in(asked, "alice", PASSWORD) == unavailable(FailureKind.NOT_LDAP)


OTHER = "cn=elsewhere,ou=other,dc=example,dc=test"
USERS, E = f"cn=users,{GROUPS}", f"cn=e,{GROUPS}"


def _active_directory(by_sid: int | None) -> Answers:
    """Alice is in staff and, as her primary group, in users; staff is in a, a in b, users in d, d in c."""

    users: tuple[str, dict[str, list[str | bytes]]] = (USERS, {"memberOf": [D, OTHER]})

    def answers(asked: Asked) -> list[tuple[str, dict[str, list[str | bytes]]]] | int | None:
        text = asked.filter[1]
        if asked.dn.startswith("<SID="):
            assert asked.dn == "<SID=S-1-5-21-1-2-3-513>"
            return [users] if by_sid is None else by_sid
        if b"objectSid" in text:
            return [users]
        if asked.filter[0] == 0xA9:
            assert b"1.2.840.113556.1.4.1941" in text
            staff: list[str | bytes] = [A, OTHER]
            if b"uid=alice" in text:
                return [(B, {}), (STAFF, {"memberOf": staff}), (A, {"memberOf": [B]}), (E, {})]
            return [(C, {"memberOf": [D]}), (D, {"memberOf": [C]})]
        if b"alice" in text:
            own: list[str | bytes] = [STAFF, OTHER]
            return [
                (
                    ALICE,
                    {
                        "uid": ["alice"],
                        "entryUUID": ["1"],
                        "memberOf": own,
                        "objectSid": [SID],
                        "primaryGroupID": ["513"],
                    },
                )
            ]
        return None

    return answers


@pytest.mark.parametrize("by_sid", [None, 32, 34], ids=["by its SID", "not by its SID", "by no SID at all"])
async def test_active_directory_walks_and_the_ways_are_worked_out(visitor: Visitor, by_sid: int | None) -> None:
    with serving(_answering(_active_directory(by_sid))) as made:
        asked = directory(made, group_lookup=GroupLookup.AD_CHAIN)
        found = groups_of(await visitor.signed_in(asked, "alice", PASSWORD))
    expected = {STAFF: (), USERS: (), A: (STAFF,), B: (STAFF, A), D: (USERS,), C: (USERS, D), E: ()}
    assert found == expected, "what is elsewhere does not count"
    assert len([each for each in made.asked if each.what == "search"]) == (4 if by_sid is None else 5)


async def test_without_the_primary_group_nobody_asks_for_it(visitor: Visitor) -> None:
    with serving(_answering(_active_directory(80))) as made:
        asked = directory(made, group_lookup=GroupLookup.AD_CHAIN, primary_group=False)
        found = groups_of(await visitor.signed_in(asked, "alice", PASSWORD))
    assert found == {STAFF: (), A: (STAFF,), B: (STAFF, A), E: ()}


async def test_a_primary_group_that_cannot_be_asked_for_is_not_none(visitor: Visitor) -> None:
    with serving(_answering(_active_directory(50))) as made:
        asked = directory(made, group_lookup=GroupLookup.MEMBER_OF)
        assert await visitor.signed_in(asked, "alice", PASSWORD) == unavailable(FailureKind.NOT_PERMITTED)


async def test_many_groups_that_are_in_nothing_cost_few_questions(visitor: Visitor) -> None:
    names = [f"cn=group{number},{GROUPS}" for number in range(40)]
    with serving(small_server()) as made:
        made.entries |= {name: group(ALICE) for name in names}
        made.entries[A] = group(names[17])
        found = groups_of(await visitor.found(directory(made, total_timeout_seconds=10), "alice"))
    assert found[A] == (names[17],)
    searches = [asked for asked in made.asked if asked.dn == GROUPS]
    assert len(searches) < 2 * 3 * GROUPS_AT_ONCE
