"""Changes the settings that name a role; whoever names one gives it."""

from collections.abc import Mapping
from typing import Any

from auth.errors import DomainError, Refused
from auth.permissions import Scope, requires
from auth.roles.queries import by_name, locked_catalogue
from auth.roles.rules import holdings, own_holdings, unfit_for_everybody
from auth.settings.commands import update_settings
from auth.settings.pages import AccountSettings
from auth.settings.queries import Stored
from auth.step_up.asking import asks_fresh_factor
from auth.step_up.rules import StepUp
from auth.unit_of_work import Work


@requires(Scope.SETTINGS_WRITE)
@asks_fresh_factor(StepUp.SETTINGS)
async def update_account_settings(
    work: Work, given: Mapping[str, Any], version: int | None = None
) -> Stored[AccountSettings]:
    """As ``update_settings``; the default role must exist, be for people, and not make administrators."""
    if "default_role" in given:
        problem = await _problem(work, str(given["default_role"]))
        if problem is not None:
            raise Refused(problem)
    return await update_settings(work, AccountSettings, given, version)


async def _problem(work: Work, name: str) -> DomainError | None:
    roles = await locked_catalogue()
    role = by_name(roles, name)
    if role is None:
        return DomainError("ROLE_UNKNOWN", "There is no role of that name.", "default_role")
    unfit = unfit_for_everybody(role.id, roles)
    if unfit is not None:
        return DomainError("ROLE_NOT_ALLOWED", unfit.why, "default_role")
    if not own_holdings(work.actor).covers(holdings([role.id], roles)):
        return DomainError("BEYOND_OWN_RIGHTS", f"{role.name} carries more than you hold yourself.", "default_role")
    return None
