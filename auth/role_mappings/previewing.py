"""Looks at what a change of role mappings, or of what a provider says of roles, would come to."""

from auth.administrators.question import keeps_an_administrator
from auth.permissions import Scope, requires
from auth.policies.previewing import Outlook, RuleChange, outlook
from auth.step_up.asking import asks_fresh_factor
from auth.step_up.rules import StepUp
from auth.unit_of_work import Work


@requires(Scope.SSO_WRITE)
@asks_fresh_factor(StepUp.SOURCES)
@keeps_an_administrator
async def preview_role_mapping_change(work: Work, change: RuleChange) -> Outlook:
    """Performs a change of mappings or of a provider and takes it back."""
    return await outlook(work, change)
