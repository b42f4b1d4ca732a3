"""Deletes an identity provider, and says what becomes of whoever came by it.

Without ``confirm`` the very same deletion is made and taken back; see ``auth.source_ending.telling``.
"""

from dataclasses import dataclass
from uuid import UUID

from tortoise.expressions import Q

from auth.administrators.question import keeps_an_administrator
from auth.errors import DomainError, Problems, Refused
from auth.identity_providers.commands import locked_provider
from auth.identity_providers.consequences import AccountsBecome, ProviderConsequence, ProviderConsequenceKind
from auth.identity_providers.endings import FIELD, end_accounts, end_links, provider_required
from auth.identity_providers.events import ProviderDeleted, ProviderEnding
from auth.identity_providers.values import target_of
from auth.permissions import Scope, requires
from auth.policies.changing import foreseen_administrators, refuse_shut_out
from auth.role_grants import grants_in_force
from auth.source_ending.telling import Deleted
from auth.step_up.asking import asks_fresh_factor
from auth.step_up.rules import StepUp
from auth.texts import check_note
from auth.unit_of_work import Work
from models.external_identity import ExternalIdentity
from models.identity_expectation import IdentityExpectation
from models.identity_provider import IdentityProvider, RoleMapping, SsoEnforcement
from models.session import Session
from models.user import AuthMethod, User, UserStatus

MOST = {
    AccountsBecome.DEACTIVATE: 10_000,
    AccountsBecome.MOVE_TO_LOCAL: 1_000,
    AccountsBecome.MOVE_TO_PROVIDER: 10_000,
}
"""Accounts that one deletion changes at most: others wait for it, and to each that becomes local a link is mailed."""

MOST_CONCERNED = 20_000
"""Accounts from which one deletion takes a link, a session or a role at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderDeletion:
    """How a provider is to be deleted.

    Attributes:
        accounts: What becomes of the accounts that come by it alone.
        to_provider_id: The provider they move to, where they do.
        confirm: Whether to do it; otherwise only what would follow is told.
        version: The version that was read; a newer one refuses the deletion.
        note: For the audit trail.
    """

    provider_id: UUID
    accounts: AccountsBecome
    to_provider_id: UUID | None = None
    confirm: bool = False
    version: int | None = None
    note: str | None = None


@requires(Scope.SSO_WRITE)
@asks_fresh_factor(StepUp.SOURCES)
@keeps_an_administrator
async def delete_identity_provider(work: Work, wanted: ProviderDeletion) -> Deleted[ProviderConsequence]:
    """Deletes a provider with its mappings, links, sign-ins, the sessions it opened and the roles it gave.

    It tells what followed. Unless it is confirmed, it is taken back: nothing changes.

    Raises ``NotFound``; ``VersionConflict``; ``WouldLockOut``, as ``disable_identity_provider``; ``Refused``: single
    sign-on is enforced by it (``SSO_ENFORCED``), the caller comes by it, more accounts than are changed at once, and
    whatever speaks against moving them.
    """
    row, other = await _both(wanted)
    foreseen = await foreseen_administrators(work)
    mappings = await RoleMapping.filter(provider_id=row.id).order_by("value", "id")
    owners = {row.id, *(mapping.id for mapping in mappings)}
    own, everybody = await _accounts(work, row, wanted.accounts, owners)
    unlinked = await ExternalIdentity.filter(source_id=row.id, user_id__in=_others(row, everybody)).count()
    followed = await end_accounts(work, own, row, wanted.accounts, other, wanted.note)
    followed.add(ProviderConsequenceKind.IDENTITIES_UNLINKED, unlinked)
    await end_links(work, row, everybody, owners, followed)
    followed.mappings = tuple(mapping.value for mapping in mappings)
    await IdentityExpectation.filter(source_id=row.id, used_at=None).delete()
    target = target_of(row)
    await row.delete()
    found = followed.consequences()
    moved_to = other.name if other else None
    told = ProviderEnding(wanted.accounts.value, len(own), moved_to, followed.mappings, unlinked)
    work.record(ProviderDeleted(target=target, after=told, note=wanted.note))
    await refuse_shut_out(work, foreseen)
    if not wanted.confirm:
        work.take_back()
    return Deleted(found, is_deleted=wanted.confirm)


async def _both(wanted: ProviderDeletion) -> tuple[IdentityProvider, IdentityProvider | None]:
    """The provider and the one that its accounts go to, if they go to one."""
    problems = Problems()
    problems.extend(check_note(wanted.note, "note"))
    moves = wanted.accounts is AccountsBecome.MOVE_TO_PROVIDER
    if moves and wanted.to_provider_id is None:
        problems.extend([provider_required()])
    if not moves and wanted.to_provider_id is not None:
        problems.add("PROVIDER_NOT_WANTED", "It goes with MOVE_TO_PROVIDER alone.", FIELD)
    if wanted.to_provider_id == wanted.provider_id:
        problems.add("SAME_PROVIDER", "Another provider has to take them over.", FIELD)
    problems.refuse()
    row = await locked_provider(wanted.provider_id, wanted.version)
    if await SsoEnforcement.exists(provider_id=row.id):
        message = "Single sign-on is enforced by this provider. Relax it first, or enforce it by another one."
        raise Refused(DomainError("SSO_ENFORCED", message, "id"))
    return row, await locked_provider(wanted.to_provider_id, field=FIELD) if wanted.to_provider_id else None


async def _accounts(
    work: Work, row: IdentityProvider, become: AccountsBecome, owners: set[UUID]
) -> tuple[list[User], list[User]]:
    """The accounts that change, and all that lose anything, locked in the order of their ids.

    So two callers never wait for each other.
    """
    meant = User.filter(source_id=row.id, auth_method=AuthMethod.OIDC)
    if work.actor.user_id is not None and await meant.filter(id=work.actor.user_id).exists():
        message = "Your own account comes by this provider. Somebody else has to delete it."
        raise Refused(DomainError("OWN_ACCOUNT", message, "id"))
    linked = await ExternalIdentity.filter(source_id=row.id).values_list("user_id", flat=True)
    signed_in = await Session.filter(source_id=row.id, ended_at=None).values_list("user_id", flat=True)
    given = await grants_in_force().filter(owner_id__in=list(owners)).values_list("user_id", flat=True)
    others = list({*linked, *signed_in, *given})
    if len(others) > MOST_CONCERNED:
        message = f"One call takes links and roles from at most {MOST_CONCERNED:,} accounts. Unlink some of them first."
        raise Refused(DomainError("TOO_MANY", message, "id"))
    everybody = await User.filter(Q(source_id=row.id) | Q(id__in=others)).order_by("id").select_for_update()
    own = [user for user in everybody if user.source_id == row.id]
    if become is AccountsBecome.DEACTIVATE:
        own = [user for user in own if user.status is UserStatus.ACTIVE]
    if len(own) > MOST[become]:
        message = f"One call changes at most {MOST[become]:,} accounts so. Deactivate some of them first."
        raise Refused(DomainError("TOO_MANY", message, "accounts"))
    return own, everybody


def _others(row: IdentityProvider, everybody: list[User]) -> list[UUID]:
    """Those that come by it beside another way."""
    return [user.id for user in everybody if user.source_id != row.id]
