"""Pure decisions about sources: which one is meant, and whether it lets anybody in."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from auth.errors import DomainError
from auth.texts import canonical
from models.user import AuthMethod


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """One provider or directory profile, as far as accounts depend on it.

    Attributes:
        name: Unique among the sources of its method, in any spelling.
        is_enabled: Whether anybody can sign in by it now.
        roles: Names of the roles that it gives and takes away at each sign-in.
    """

    id: UUID
    method: AuthMethod
    name: str
    is_enabled: bool = True
    roles: tuple[str, ...] = ()


class SourceState(StrEnum):
    """Whether the source of an account lets it in."""

    ENABLED = "ENABLED"
    OFF = "OFF"
    NONE = "NONE"


def state_of(sources: Sequence[SourceFacts], source_id: UUID | None) -> SourceState:
    """The state of an account's source; ``None`` stands for any of them, where the account names none."""
    meant = [source for source in sources if source_id is None or source.id == source_id]
    if not meant:
        return SourceState.NONE
    return SourceState.ENABLED if any(source.is_enabled for source in meant) else SourceState.OFF


def chosen_source(sources: Sequence[SourceFacts], name: str | None) -> SourceFacts:
    """The enabled source of a name; without one, the only one that is enabled.

    Raises ``DomainError``: ``NO_SOURCE``, ``SOURCE_OFF``, ``SOURCE_UNKNOWN``, ``SOURCE_REQUIRED``.
    """
    if not sources:
        raise DomainError("NO_SOURCE", "No provider or directory is configured that could let anybody in.", "method")
    if name is None:
        enabled = [source for source in sources if source.is_enabled]
        if not enabled:
            raise DomainError("SOURCE_OFF", "Every provider or directory of this method is switched off.", "method")
        if len(enabled) > 1:
            raise DomainError("SOURCE_REQUIRED", "There are several providers or directories. Name one.", "source")
        return enabled[0]
    named = next((source for source in sources if canonical(source.name) == canonical(name)), None)
    if named is None:
        raise DomainError("SOURCE_UNKNOWN", "There is no provider or directory of this name.", "source")
    if not named.is_enabled:
        raise DomainError("SOURCE_OFF", "This provider or directory is switched off.", "source")
    return named
