"""Which events of the trail tell of sessions, and what."""

from enum import StrEnum

OPENED = "login.succeeded"
ENDED = "session.ended"
ABOUT_SESSIONS = "session."
"""How the name of every other event about a session begins."""


class SessionEventKind(StrEnum):
    """What happened to a session."""

    OPENED = "OPENED"
    CHANGED = "CHANGED"
    ENDED = "ENDED"


def session_event_kind(action: str) -> SessionEventKind | None:
    """What an event of the trail means for its session; ``None`` when it is about something else."""
    if action == OPENED:
        return SessionEventKind.OPENED
    if action == ENDED:
        return SessionEventKind.ENDED
    return SessionEventKind.CHANGED if action.startswith(ABOUT_SESSIONS) else None
