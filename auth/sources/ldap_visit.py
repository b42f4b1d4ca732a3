"""A sign-in's conversation with a directory: who is meant, and whether the password is theirs."""

from functools import partial

from auth.sources.directory import Directory
from auth.sources.identity import ExternalIdentity, Found, NotProven, Refused, Unavailable
from auth.sources.ldap_conversation import Conversation
from auth.sources.ldap_threads import Talk
from auth.sources.names import names_to_try, password_octets


class LdapVisit:
    """A ``Visit``."""

    def __init__(self, directory: Directory, conversation: Conversation, talk: Talk) -> None:
        self._directory = directory
        self._conversation = conversation
        self._talk = talk

    @property
    def server(self) -> str | None:
        """Which server is talked to."""
        server = self._conversation.server
        return None if server is None else str(server)

    @property
    def words(self) -> str | None:
        """What the server said beside its last result."""
        return self._conversation.words

    async def find(self, name: str) -> Found:
        """Somebody by the name they typed, with all of their groups."""
        names = names_to_try(name, self._directory.user_filter)
        if not names:
            return Refused(NotProven.NO_ENTRY)
        return await self._talk.ask(partial(self._conversation.find, names))

    async def prove(self, identity: ExternalIdentity, password: str) -> Refused | Unavailable | None:
        """Whether this is their password, by binding with it."""
        octets = password_octets(password)
        if octets is None or not identity.dn or identity.source_id != self._directory.id:
            return Refused(NotProven.WRONG_PASSWORD)
        return await self._talk.ask(partial(self._conversation.prove, identity.dn, octets))
