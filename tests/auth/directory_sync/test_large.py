"""A directory of any size is read in the memory of a page and with statements for each page."""

import tracemalloc
from collections.abc import AsyncGenerator, Sequence
from typing import Any

import pytest

from auth.sources.directory import Directory
from auth.sources.identity import ExternalGroup, ExternalIdentity, Unavailable
from models.ldap_profile import LdapProfile, SyncOutcome
from models.user import AuthMethod
from tests.support.house import House
from tests.support.profiles import person, profile_row
from tests.support.readings import synced
from tests.support.statements import statements

PAGE = 500
MEGABYTE = 1 << 20


class Crowd:
    """So many people, made page by page; the first of them has an account."""

    def __init__(self, profile: LdapProfile, pages: int) -> None:
        self.profile = profile
        self.pages = pages

    def reading(self, _directory: Directory) -> "Crowd":
        return self

    async def all_entries(self) -> AsyncGenerator[Sequence[ExternalIdentity] | Unavailable]:
        for page in range(self.pages):
            yield [self._person(page * PAGE + number) for number in range(PAGE)]

    def _person(self, number: int) -> ExternalIdentity:
        groups = tuple(ExternalGroup(f"cn=group {number} {each},ou=Groups,dc=example,dc=test") for each in range(10))
        subject = "subject of asa" if number == 0 else f"somebody {number}"
        return ExternalIdentity(
            self.profile.id, AuthMethod.LDAP, subject, f"user{number}", f"uid=user{number}", groups=groups
        )


async def compared(house: House, pages: int) -> tuple[int, int]:
    """Statements and bytes at most that a comparison with so many pages takes."""
    profile = await LdapProfile.get()
    crowd: Any = Crowd(profile, pages)
    tracemalloc.start()
    try:
        with statements() as seen:
            row = await synced(house, crowd, profile)
        assert (row.outcome, row.entries, row.checked) == (SyncOutcome.DONE, pages * PAGE, 1)
        return len(seen), tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_ten_times_as_many_people_take_no_more_memory_and_the_same_for_each_page(house: House) -> None:
    await person(house, "asa", await profile_row())
    await compared(house, 1)
    few, few_bytes = await compared(house, 2)
    more, _ = await compared(house, 3)
    many, many_bytes = await compared(house, 20)
    assert many - few == 18 * (more - few)
    assert many_bytes < few_bytes + 2 * MEGABYTE, (few_bytes, many_bytes)
