"""Changes the licence's terms, where they are settings."""

from collections.abc import Mapping
from typing import Any

from auth.errors import DomainError
from auth.permissions import Scope, requires
from auth.settings.commands import write_page
from auth.settings.pages import LicenceSettings
from auth.settings.queries import Stored
from auth.step_up.asking import asks_fresh_factor
from auth.step_up.rules import StepUp
from auth.unit_of_work import Work


@requires(Scope.LICENCE_WRITE)
@asks_fresh_factor(StepUp.SETTINGS)
async def update_licence_settings(
    work: Work, given: Mapping[str, Any], version: int | None = None
) -> Stored[LicenceSettings]:
    """Changes the given values of the licence's page; nobody who is signed in or seated loses anything by it.

    Raises ``DomainError`` where a licence file rules, else as ``auth.settings.commands.update_settings``.
    """
    if work.installation.licence.signed is not None:
        raise DomainError("LICENCE_FILE_RULES", "A licence file rules here; these settings do not count.")
    return await write_page(work, LicenceSettings, given, version)
