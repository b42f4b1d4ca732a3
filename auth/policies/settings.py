"""Changes the settings of directories, of which one decides between policies."""

from collections.abc import Mapping
from typing import Any

from auth.administrators.question import keeps_an_administrator
from auth.permissions import Scope, requires
from auth.policies.changing import after_change, before_change
from auth.settings.commands import update_settings
from auth.settings.pages import DirectorySettings
from auth.settings.queries import Stored
from auth.step_up.asking import asks_fresh_factor
from auth.step_up.rules import StepUp
from auth.unit_of_work import Work


@requires(Scope.SETTINGS_WRITE)
@asks_fresh_factor(StepUp.SETTINGS)
@keeps_an_administrator
async def update_directory_settings(
    work: Work, given: Mapping[str, Any], version: int | None = None, preview_fingerprint: str | None = None
) -> Stored[DirectorySettings]:
    """As ``update_settings``; refused where it would raise the caller's own roles, or lock everybody out.

    Raises ``PREVIEW_STALE``, too.
    """
    before = await before_change(preview_fingerprint)
    stored = await update_settings(work, DirectorySettings, given, version)
    await after_change(work, before)
    return stored
