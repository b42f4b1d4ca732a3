"""Changes the settings that name a role; whoever names one gives it."""

from collections.abc import Mapping
from typing import Any

from auth.errors import DomainError, Refused
from auth.permissions import ADMINISTRATOR, Scope, requires
from auth.roles.queries import by_name, catalogue
from auth.roles.rules import effective_scopes
from auth.settings.commands import update_settings
from auth.settings.pages import AccountSettings
from auth.settings.queries import Stored
from auth.unit_of_work import Work


@requires(Scope.SETTINGS_WRITE)
async def update_account_settings(
    work: Work, given: Mapping[str, Any], version: int | None = None
) -> Stored[AccountSettings]:
    """As ``update_settings``; the default role must exist, be for people, and not make administrators."""
    if "default_role" in given:
        problem = await _unfit(work, str(given["default_role"]))
        if problem:
            raise Refused(DomainError("ROLE_NOT_ALLOWED", problem, "default_role"))
    return await update_settings(work, AccountSettings, given, version)


async def _unfit(work: Work, name: str) -> str | None:
    roles = await catalogue()
    role = by_name(roles, name)
    if role is None:
        return "There is no role of that name."
    if role.api_only:
        return "New accounts are people, who cannot hold API roles."
    scopes = effective_scopes(role.id, roles)
    if scopes & ADMINISTRATOR:
        return "A role that may change accounts, roles or settings cannot be everybody's."
    return None if work.actor.permissions.holds(*scopes) else "The role carries more than you hold yourself."
