"""A directory that tells of whom a test says, in pages, and that can break off."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import replace
from typing import Any

from auth.actor import SYSTEM, Actor
from auth.directory_sync.commands import WantedSync
from auth.directory_sync.queries import DirectorySyncRow, stored_sync
from auth.directory_sync.running import DirectorySyncs
from auth.sources.directory import Directory
from auth.sources.identity import ExternalIdentity, Unavailable
from models.external_identity import ExternalIdentity as Link
from models.ldap_profile import LdapProfile
from models.user import AuthMethod, User
from tests.support.house import House

DOWN = Unavailable("No server answered.")


class Tree:
    """People of one directory, as ``LdapSources`` would read them.

    Attributes:
        people: Whom it tells of.
        breaks_after: After how many pages it breaks off with ``DOWN``; ``None`` for never.
        readings: How often it was read.
        before_page: Something to happen before each page.
    """

    def __init__(self, *people: ExternalIdentity, page: int = 2) -> None:
        self.people = list(people)
        self.page = page
        self.breaks_after: int | None = None
        self.readings = 0
        self.before_page: Callable[[], Any] | None = None

    def reading(self, directory: Directory) -> "Tree":
        assert directory.name
        return self

    async def all_entries(self) -> AsyncGenerator[Sequence[ExternalIdentity] | Unavailable]:
        self.readings += 1
        for number, start in enumerate(range(0, len(self.people), self.page)):
            if self.before_page is not None:
                await self.before_page()
            if self.breaks_after is not None and number >= self.breaks_after:
                yield DOWN
                return
            await asyncio.sleep(0)
            yield self.people[start : start + self.page]
        if self.breaks_after is not None and self.breaks_after * self.page >= len(self.people):
            yield DOWN

    def without(self, *names: str) -> "Tree":
        """These are gone from now on."""
        self.people = [person for person in self.people if person.login_name not in names]
        return self

    def change(self, name: str, **values: Any) -> "Tree":  # noqa: ANN401 — of the person
        """Somebody is told of otherwise from now on."""
        self.people = [replace(each, **values) if each.login_name == name else each for each in self.people]
        return self


async def tree_of(profile: LdapProfile, **more: Any) -> Tree:  # noqa: ANN401 — as Tree
    """A directory that has exactly the people of a profile's accounts, as they are stored."""
    links = await Link.filter(source_id=profile.id).order_by("id")
    return Tree(*[await _person(link) for link in links], **more)


async def _person(link: Link) -> ExternalIdentity:
    user = await User.get(id=link.user_id)
    return ExternalIdentity(
        source_id=link.source_id,
        method=AuthMethod.LDAP,
        subject=link.subject,
        login_name=link.login_name,
        dn=link.dn,
        email=link.email,
        first_name=user.first_name,
        last_name=user.last_name,
    )


async def synced(
    house: House,
    tree: Tree,
    profile: LdapProfile,
    actor: Actor = SYSTEM,
    **wanted: bool,
) -> DirectorySyncRow:
    """What became of a comparison that somebody asks for."""
    done = await DirectorySyncs(house.units, tree).run(actor, WantedSync(profile.id, **wanted))
    assert done is not None
    row = await stored_sync(done)
    assert row is not None
    return row
