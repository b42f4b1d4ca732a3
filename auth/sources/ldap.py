"""Directories as sources: sign-ins, comparisons and tests ask them here. One object of a process holds what it takes."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager

from auth.sources.directory import Directory
from auth.sources.examination import ServerReport
from auth.sources.health import ServerHealth, ServerStanding
from auth.sources.identity import ExternalIdentity, Unavailable, Visit


class LdapSources:
    """The directories of a process: their threads, and the memory of dead servers. Loads nothing until it is asked."""

    def __init__(self, health: ServerHealth | None = None) -> None:
        self._health = health or ServerHealth()

    def source(self, directory: Directory) -> "LdapSource":
        """The source that signs people in by a directory. Opens nothing yet."""
        return LdapSource(directory)

    def reading(self, directory: Directory) -> "DirectoryReading":
        """The way to read everybody in a directory. Opens nothing yet."""
        return DirectoryReading(directory)

    def health_of(self, directory: Directory) -> list[ServerStanding]:
        """What this process last saw of each server."""
        return self._health.of(directory)

    async def examine(
        self, directory: Directory, *, test_username: str | None = None, password: str | None = None
    ) -> list[ServerReport]:
        """Tries every server step by step, all at once; see ``examination``. The memory of dead servers is not asked.

        Without a ``test_username`` the steps from ``TEST_USER`` on are skipped, without a ``password`` ``USER_BIND``.
        """
        raise NotImplementedError

    async def default_base_dn(self, directory: Directory) -> str | Unavailable:
        """What the directory itself suggests as base DN: ``defaultNamingContext`` (AD), else its only naming context."""
        raise NotImplementedError

    def close(self) -> None:
        """Gives up what is under way and takes no more."""


class LdapSource:
    """A ``PasswordSource``."""

    def __init__(self, directory: Directory) -> None:
        self.id = directory.id
        self.name = directory.name

    def visit(self) -> AbstractAsyncContextManager[Visit]:
        """A conversation within the directory's total time; what it holds is given back at its end."""
        raise NotImplementedError


class DirectoryReading:
    """Reads everybody, page by page, in the memory of one page."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def all_entries(self) -> AsyncIterator[Sequence[ExternalIdentity] | Unavailable]:
        """Everybody whom the user filter finds under the base DN, with any name; close it (``aclosing``) to stop early.

        It ends after the last page. Where the answer is not whole, the last thing that it gives is ``Unavailable``, and
        nothing may be concluded from what was missing. ``groups`` are the direct ones where the profile looks them up
        by ``MEMBER_OF``, ``None`` else. An entry without the id attribute is left out.
        """
        raise NotImplementedError
