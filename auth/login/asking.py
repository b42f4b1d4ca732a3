"""Asks the directories whether a name and a password are right. Nothing here is inside a unit of work but the counting.

An attempt at a known account is counted once it is known whose it is, before a directory judges the password; one that
may not be judged is not.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from auth.actor import Actor
from auth.lockout.commands import Counted, count_attempt
from auth.login.events import DirectoryAsked, FailedBecause
from auth.login.queries import NamedAccount
from auth.login.reasons import NOT_PROVEN
from auth.login.seeking import Directories, seek, sought
from auth.provisioning.evaluation import account_meant
from auth.settings.pages import PasswordSettings
from auth.sources.directory import Directory
from auth.sources.identity import ExternalIdentity, NotProven, Refused, Unavailable, Visit
from auth.unit_of_work import Units


@dataclass(frozen=True, slots=True)
class Asking:
    """A name and a password on their way to the directories.

    Attributes:
        account: Whose sign-in name it is here.
        among: The directories that are asked, in this order.
    """

    name: str
    password: str = field(repr=False)
    account: NamedAccount | None
    among: Sequence[UUID]
    passwords: PasswordSettings

    @property
    def user_id(self) -> UUID | None:
        """The account of the name."""
        return self.account.user_id if self.account else None


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of it.

    Attributes:
        user_id: The account at which the attempt was counted; ``None`` where nobody here is meant.
        identity: Who it is, proven; ``None`` where nobody was.
        because: Why nobody was.
        asked: Which directory decided, or did not answer; ``None`` where none knew the name.
        was_asked: Whether any directory was asked.
    """

    user_id: UUID | None
    counted: Counted
    identity: ExternalIdentity | None = field(default=None, repr=False)
    because: FailedBecause | None = None
    asked: DirectoryAsked | None = None
    was_asked: bool = True


async def ask(units: Units, directories: Directories, actor: Actor, asking: Asking) -> Answer:
    """The answer of the first directory that knows the name. One that does not answer says nothing about anybody.

    A directory's password is opened when it is that directory's turn.
    """
    who, silent, was_asked = await sought(asking.name, asking.account), None, False
    for directory_id in asking.among:
        directory = await directories.opened(directory_id, units.installation.vault)
        if directory is None:
            continue
        was_asked = True
        async with directories.source(directory).visit() as visit:
            found = await seek(visit, who)
            directories.note(directory.id, found)
            if isinstance(found, Unavailable):
                silent = _told(directory, visit, found)
            elif found != Refused(NotProven.NO_ENTRY):
                return await _Judging(units, directories, actor, asking, directory).judge(visit, found)
    counted = await units.run(actor, lambda work: count_attempt(work, asking.user_id))
    if silent:
        because = FailedBecause.DIRECTORY_UNAVAILABLE
    else:
        because = FailedBecause.NO_ENTRY if was_asked or asking.account is None else FailedBecause.SOURCE_OFF
    return Answer(asking.user_id, counted, because=because, asked=silent, was_asked=was_asked)


@dataclass(frozen=True, slots=True)
class _Judging:
    """The directory that knows the name."""

    units: Units
    directories: Directories
    actor: Actor
    asking: Asking
    directory: Directory

    async def judge(self, visit: Visit, found: ExternalIdentity | Refused) -> Answer:
        known = await account_meant(found) if isinstance(found, ExternalIdentity) else None
        user_id = known or self.asking.user_id
        counted = await self.units.run(self.actor, lambda work: count_attempt(work, user_id))
        asked = _told(self.directory, visit, found)
        if isinstance(found, Refused):
            return Answer(user_id, counted, because=NOT_PROVEN[found.because], asked=asked)
        if user_id is not None and not counted.admitted:
            return Answer(user_id, counted, because=FailedBecause.LOCKED_AUTOMATICALLY, asked=asked)
        refused = await visit.prove(found, self.asking.password)
        self.directories.note(self.directory.id, refused, judged=True)
        asked = _told(self.directory, visit, refused)
        if isinstance(refused, Unavailable):
            return Answer(user_id, counted, because=FailedBecause.DIRECTORY_UNAVAILABLE, asked=asked)
        if refused is not None:
            return Answer(user_id, counted, because=NOT_PROVEN[refused.because], asked=asked)
        return Answer(user_id, counted, identity=found, asked=asked)


def _told(directory: Directory, visit: Visit, answer: object) -> DirectoryAsked:
    """What the trail is told of an answer."""
    failure = answer.failure if isinstance(answer, Unavailable) else None
    return DirectoryAsked(directory.name, visit.server, failure, visit.words)
