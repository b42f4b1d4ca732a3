"""Compares the accounts of a profile with its directory.

The directory is read to the end before anything is changed: one that is down, or that does not tell everybody, says
nothing about anybody. What is kept of the first reading is which accounts have their person there. Where names or
groups differ it is read once more and those are taken over page by page, so memory does not grow with the directory.
"""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Protocol, TypeVar
from uuid import UUID

from auth.actor import Actor
from auth.administrators.facts import administrators
from auth.administrators.rules import WouldLockOut, who_get_in
from auth.clock import moment
from auth.directory_sync.accounts import known_people, linked_accounts
from auth.directory_sync.commands import Ending, Run, Stopped, change_account, go_on, note_seen, refresh_person
from auth.directory_sync.rules import (
    Change,
    KnownPerson,
    SyncAction,
    SyncReason,
    change_of,
    differs,
    keeping_one,
    most_changes,
    touched,
)
from auth.ldap_profiles.queries import directory_of
from auth.provisioning.evaluation import Collided
from auth.provisioning.groups import stored_groups
from auth.provisioning.values import is_recognisable, legal
from auth.settings.pages import DirectorySettings
from auth.settings.queries import current
from auth.sources.directory import Directory
from auth.sources.identity import ExternalIdentity, Unavailable
from auth.unit_of_work import Command, Units
from auth.vault import Unopenable
from models.ldap_profile import LdapProfile, SyncOutcome

T = TypeVar("T")

SEEN_AT_ONCE = 500
"""Accounts of which one statement notes that they are still there."""

NOBODY = "The directory told of nobody. An answer without anybody is never taken for everybody being gone."
SEALED = "Its bind password was sealed with a secret key that is gone. Give the password anew."


class Reading(Protocol):
    """A way to read everybody in one directory."""

    def all_entries(self) -> AsyncGenerator[Sequence[ExternalIdentity] | Unavailable]:
        """Everybody, page by page; where the answer is not whole, the last thing is ``Unavailable``."""
        ...


class Readings(Protocol):
    """What makes a reading of a directory."""

    def reading(self, directory: Directory, /) -> Reading:
        """The reading; nothing is opened yet."""
        ...


@dataclass(slots=True)
class Found:
    """What the directory told, and what was done about it so far.

    Attributes:
        entries: People that it told of.
        lets_in: Whether they may sign in there, by their account; accounts without a person are not in it.
        differing: Accounts whose names or groups differ.
    """

    entries: int = 0
    checked: int = 0
    lets_in: dict[UUID, bool] = field(default_factory=dict[UUID, bool])
    differing: int = 0
    changes: list[Change] = field(default_factory=list[Change])

    def ending(self, outcome: SyncOutcome, failure: str | None = None) -> Ending:
        """How the comparison ended, with all of that."""
        actions = [change.action for change in self.changes]
        return Ending(
            outcome=outcome,
            entries=self.entries,
            checked=self.checked,
            deactivated=actions.count(SyncAction.DEACTIVATE),
            reactivated=actions.count(SyncAction.REACTIVATE),
            refreshed=self.differing,
            changes=tuple(self.changes),
            failure=failure,
        )


class Comparison:
    """One comparison."""

    def __init__(self, units: Units, readings: Readings, actor: Actor, run: Run) -> None:
        """``run`` was begun by ``actor``."""
        self._units = units
        self._readings = readings
        self._actor = actor
        self._run = run
        self._found = Found()

    def failed(self, why: str) -> Ending:
        """How it ended where it did not come to its end: with what was found and done until then."""
        return self._found.ending(SyncOutcome.FAILED, why)

    async def made(self) -> Ending:
        """Makes the comparison and tells how it ended. Raises ``Stopped``."""
        row = await LdapProfile.get_or_none(id=self._run.profile_id)
        if row is None:
            raise Stopped
        try:
            reading = self._readings.reading(await directory_of(row, self._units.installation.vault))
        except Unopenable:
            return Ending(SyncOutcome.FAILED, failure=SEALED)
        failure = await self._look(reading)
        if failure is not None or not self._found.entries:
            return Ending(SyncOutcome.UNAVAILABLE, failure=failure or NOBODY)
        planned = await self._planned()
        percent = (await current(DirectorySettings)).sync_most_percent
        if not self._run.wanted.force and touched(planned) > most_changes(self._found.checked, percent):
            return self._as_planned(SyncOutcome.TOO_MANY, planned)
        if self._run.wanted.dry_run:
            return self._as_planned(SyncOutcome.ASKED_ONLY, planned)
        await self._change(planned)
        failure = await self._refresh(reading)
        return self._found.ending(SyncOutcome.FAILED if failure else SyncOutcome.DONE, failure)

    def _as_planned(self, outcome: SyncOutcome, planned: list[Change]) -> Ending:
        self._found.changes = planned
        return self._found.ending(outcome)

    async def _look(self, reading: Reading) -> str | None:
        """Reads everybody and notes who is there; tells why that could not be done to the end, if so."""
        async with aclosing(reading.all_entries()) as pages:
            async for page in pages:
                if isinstance(page, Unavailable):
                    return page.failure
                await self._do(lambda work: go_on(work, self._run))
                self._found.entries += len(page)
                for person, known in await self._known(page):
                    there = self._found.lets_in.get(known.user_id, False)
                    self._found.lets_in[known.user_id] = there or not person.is_disabled
                    self._found.differing += differs(known, person, stored_groups(person.groups))
        return None

    async def _known(self, page: Sequence[ExternalIdentity]) -> list[tuple[ExternalIdentity, KnownPerson]]:
        """Those of a page who have an account, with legal values, beside what is stored of them."""
        people = [legal(person) for person in page if is_recognisable(person)]
        known = await known_people(self._run.profile_id, [person.subject for person in people])
        return [(person, known[person.subject]) for person in people if person.subject in known]

    async def _planned(self) -> list[Change]:
        """What is to be done to accounts' status, in the order of their ids."""
        changes, of_directory = list[Change](), list[UUID]()
        names = set(who_get_in(await administrators(moment())))
        async for account in linked_accounts(self._run.profile_id):
            self._found.checked += 1
            change = change_of(account, self._found.lets_in)
            changes += [change] if change else []
            of_directory += [account.user_id] if account.username in names else []
        return keeping_one(changes, of_directory, others=len(names) > len(of_directory))

    async def _change(self, planned: Sequence[Change]) -> None:
        """Each account is a transaction of its own; what was changed meanwhile by somebody else is left alone."""
        for change in planned:
            if change.action is SyncAction.KEEP:
                self._found.changes.append(change)
                continue
            try:
                done = await self._do(lambda work, each=change: change_account(work, self._run, each))
            except WouldLockOut:
                kept = Change(change.user_id, SyncAction.KEEP, SyncReason.LAST_ADMINISTRATOR)
                self._found.changes.append(kept)
            else:
                self._found.changes += [change] if done else []

    async def _refresh(self, reading: Reading) -> str | None:
        """Takes over names and groups that differ, and notes who is still there."""
        seen, wanted = list(self._found.lets_in), self._found.differing
        for start in range(0, len(seen), SEEN_AT_ONCE):
            piece = seen[start : start + SEEN_AT_ONCE]
            await self._do(lambda work, ids=piece: note_seen(work, self._run, ids))
        self._found.differing = 0
        if not wanted:
            return None
        async with aclosing(reading.all_entries()) as pages:
            async for page in pages:
                if isinstance(page, Unavailable):
                    return page.failure
                for person, known in await self._known(page):
                    if differs(known, person, stored_groups(person.groups)):
                        self._found.differing += await self._refreshed(known.user_id, person)
        return None

    async def _do(self, command: Command[T]) -> T:
        return await self._units.run(self._actor, command)

    async def _refreshed(self, user_id: UUID, person: ExternalIdentity) -> bool:
        try:
            return await self._do(lambda work: refresh_person(work, self._run, user_id, person))
        except Collided:
            return False  # somebody took the address in this moment: the next comparison looks again
