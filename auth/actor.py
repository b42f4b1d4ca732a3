"""Who acts, with which permissions, from where."""

from dataclasses import dataclass, field
from uuid import UUID

from auth.permissions import EVERYTHING, NOBODY, PermissionSet
from models.audit_event import ActorKind


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request came from.

    Attributes:
        ip_address: The client's address in its canonical text form; ``None`` when there is no client.
        user_agent: As the client calls itself, at most 200 characters.
        request_id: By which the request is found in the log.
    """

    ip_address: str | None = None
    user_agent: str | None = None
    request_id: str | None = None


HERE = Origin()


@dataclass(frozen=True, slots=True)
class Actor:
    """A caller as of this request, derived anew for each.

    Attributes:
        kind: A person or service (``USER``), nobody yet, the system itself, or somebody on the host.
        user_id: The account; ``None`` unless ``kind`` is ``USER``.
        name: The account's username, for the audit trail.
        session_id: The session by which the caller came.
        token_id: The API token by which the caller came; its permissions are the token's share of the account's.
        level: The highest level among the roles held; 0 for nobody.
        permissions: What the caller may do.
        origin: Where from.
    """

    kind: ActorKind
    permissions: PermissionSet
    user_id: UUID | None = None
    name: str | None = None
    session_id: UUID | None = None
    token_id: UUID | None = None
    level: int = 0
    origin: Origin = field(default=HERE)

    def is_user(self, user_id: UUID) -> bool:
        """Whether the caller is this account."""
        return self.user_id == user_id


def anonymous(origin: Origin = HERE, reason: str | None = None) -> Actor:
    """Nobody, and why."""
    permissions = NOBODY if reason is None else PermissionSet(frozenset(), authenticated=False, reason=reason)
    return Actor(ActorKind.ANONYMOUS, permissions, origin=origin)


TOP_LEVEL = 3
"""The highest level a role can have: the built-in administrator's."""

SYSTEM = Actor(ActorKind.SYSTEM, EVERYTHING, name="system", level=TOP_LEVEL)
HOST = Actor(ActorKind.HOST, EVERYTHING, name="host", level=TOP_LEVEL)
