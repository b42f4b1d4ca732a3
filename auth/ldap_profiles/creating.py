"""Makes a profile; where its base DN is not given, the directory is asked for it first."""

from dataclasses import replace
from uuid import UUID

from auth.actor import Actor
from auth.errors import DomainError, Refused
from auth.idempotency import Idempotency, earlier_result
from auth.ldap_profiles.commands import CREATE, create_ldap_profile
from auth.ldap_profiles.drafts import ProfileDraft
from auth.ldap_profiles.testing import Trial, Trials, TrialWish, try_ldap_profile
from auth.sources.identity import Unavailable
from auth.unit_of_work import Units, Work


async def create_profile(
    units: Units, ldap: Trials, actor: Actor, draft: ProfileDraft, idempotency: Idempotency | None = None
) -> UUID:
    """Makes a profile and gives back its id. Raises as ``create_ldap_profile``, and before the directory is asked.

    ``BASE_DN_REQUIRED`` where it does not answer or suggests none. That it was asked is told as any trial is, unless
    the profile that comes of it tells so.
    """
    if draft.base_dn is not None:
        return await units.run(actor, lambda work: create_ldap_profile(work, draft, idempotency))
    trial = await units.run(actor, lambda work: _to_ask(work, draft, idempotency))
    try:
        whole = replace(draft, base_dn=await _suggested(ldap, trial) if trial else None)
        return await units.run(actor, lambda work: create_ldap_profile(work, whole, idempotency))
    except (DomainError, Refused):
        if trial:
            await units.run(actor, lambda work: try_ldap_profile(work, _wish(draft)))
        raise


async def _to_ask(work: Work, draft: ProfileDraft, idempotency: Idempotency | None) -> Trial | None:
    """What is asked; ``None`` where the same request made the profile before."""
    if await earlier_result(work, CREATE, idempotency) is not None:
        return None
    return await try_ldap_profile(work, _wish(draft), is_told=False)


def _wish(draft: ProfileDraft) -> TrialWish:
    return TrialWish(draft=draft, place="")


async def _suggested(ldap: Trials, trial: Trial) -> str:
    found = await ldap.default_base_dn(trial.directory)
    if isinstance(found, Unavailable):
        message = f"The directory did not say where its entries are: {found.failure}. Give the base DN, or test first."
        raise Refused(DomainError("BASE_DN_REQUIRED", message, "base_dn"))
    return found
