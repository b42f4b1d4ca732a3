"""Pure decisions about one-time links: where they lead, how long they serve, how often somebody may ask for one."""

from datetime import timedelta
from typing import assert_never

from auth.opaque import Token
from auth.settings.pages import LinkSettings
from models.one_time_link import LinkPurpose

MOST_ATTEMPTS = 20
"""Unfit passwords that one link may bring."""

MOST_ASKED = 3
ASKED_WITHIN = timedelta(hours=1)
"""How many links of one purpose an account is mailed within this time because somebody asked for it themselves."""

PATHS = {
    LinkPurpose.RESET_PASSWORD: "reset-password",
    LinkPurpose.INVITATION: "accept-invitation",
    LinkPurpose.CONFIRM_EMAIL: "confirm-email",
}
"""Where each leads, on the frontend or else on this server's own plain pages."""


def lifetime(purpose: LinkPurpose, settings: LinkSettings) -> timedelta:
    """How long a new link serves."""
    match purpose:
        case LinkPurpose.RESET_PASSWORD:
            return timedelta(minutes=settings.reset_minutes)
        case LinkPurpose.INVITATION:
            return timedelta(days=settings.invitation_days)
        case LinkPurpose.CONFIRM_EMAIL:
            return timedelta(hours=settings.confirm_email_hours)
        case _:
            assert_never(purpose)


def link_url(frontend: str, purpose: LinkPurpose, token: Token) -> str:
    """The link as it is mailed. The token stands in the fragment, which reaches no server, log or ``Referer``."""
    return f"{frontend.rstrip('/')}/{PATHS[purpose]}#token={token}"
