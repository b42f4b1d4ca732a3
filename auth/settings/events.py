"""Audit events of settings."""

from dataclasses import dataclass
from typing import ClassVar

from auth.events import Event, event
from auth.settings.pages import Page


@event
@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsChanged(Event):
    """A page of settings was changed."""

    action: ClassVar[str] = "settings.changed"
    before: Page
    after: Page
