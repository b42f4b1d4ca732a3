"""Passwords of people who are signed in already, checked at their directory."""

from dataclasses import dataclass
from uuid import UUID

from auth.errors import DomainError, Refused
from auth.login.seeking import Directories, Sought, seek
from auth.sources.identity import ExternalIdentity, Unavailable, Visit
from auth.vault import Vault
from models.external_identity import ExternalIdentity as Link
from models.user import User


@dataclass(frozen=True, slots=True)
class DirectoryPasswords:
    """Asks the directories of this process."""

    vault: Vault
    directories: Directories

    async def proven_by(self, user_id: UUID, password: str) -> UUID | None:
        """The directory that says that this is the account's password; ``None``: it is not.

        Raises ``Refused`` where the directory is off or does not answer.
        """
        user = await User.get_or_none(id=user_id)
        link = await Link.get_or_none(user_id=user_id, source_id=user.source_id) if user else None
        if link is None:
            return None
        directory = await self.directories.opened(link.source_id, self.vault)
        if directory is None:
            raise _unavailable()
        async with self.directories.source(directory).visit() as visit:
            return directory.id if await self._is_right(visit, link, password) else None

    async def _is_right(self, visit: Visit, link: Link, password: str) -> bool:
        found = await seek(visit, Sought((link.login_name,), link.subject))
        self.directories.note(link.source_id, found)
        if isinstance(found, Unavailable):
            raise _unavailable()
        if not isinstance(found, ExternalIdentity) or found.subject != link.subject or found.is_disabled:
            return False
        refused = await visit.prove(found, password)
        self.directories.note(link.source_id, refused, judged=True)
        if isinstance(refused, Unavailable):
            raise _unavailable()
        return refused is None


def _unavailable() -> Refused:
    message = "The directory that checks this account does not answer. Try again later."
    return Refused(DomainError("DIRECTORY_UNAVAILABLE", message, "password"))
