"""A provider or directory that is only said to be there, by the registry that real ones are in."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from uuid import UUID

from auth.sources.registry import register, unregister
from auth.sources.rules import SourceFacts
from models.user import AuthMethod

CORP = SourceFacts(UUID(int=11), AuthMethod.OIDC, "corp")
LAB = SourceFacts(UUID(int=12), AuthMethod.OIDC, "lab")
TREE = SourceFacts(UUID(int=13), AuthMethod.LDAP, "tree")


class Given:
    """Sources that a test changes as it likes."""

    def __init__(self, *sources: SourceFacts) -> None:
        self.given = list(sources)

    async def sources(self, method: AuthMethod) -> Sequence[SourceFacts]:
        return [source for source in self.given if source.method is method]


@contextmanager
def configured(*sources: SourceFacts) -> Generator[Given]:
    """Within the block these exist."""
    given = Given(*sources)
    register(given)
    try:
        yield given
    finally:
        unregister(given)
