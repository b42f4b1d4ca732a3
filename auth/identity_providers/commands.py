"""Creates and changes identity providers, switches them on and off and puts them in order.

Each change makes a new ``version``: what was fetched for an earlier one is not used, and whoever is away at the
provider meanwhile is refused when they come back.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from tortoise.exceptions import IntegrityError

from auth.administrators.question import keeps_an_administrator
from auth.enforcement.commands import refuse_last_way
from auth.errors import DomainError, NotFound, Problems, Refused, VersionConflict
from auth.idempotency import Idempotency, earlier_result, remember_result
from auth.identity_providers.checks import (
    needs_secret,
    secret_problems,
    secret_required,
    slug_problems,
    value_problems,
)
from auth.identity_providers.drafts import ProviderDraft, filled, followed, slug_of, tidied
from auth.identity_providers.events import (
    SET,
    SET_ANEW,
    ProviderCreated,
    ProviderDisabled,
    ProviderEnabled,
    ProviderOrder,
    ProvidersReordered,
    ProviderUpdated,
)
from auth.identity_providers.rules import (
    ProviderValues,
    asks_secret_anew,
    changed,
    knows_others,
    role_problems,
    rules_changed,
)
from auth.identity_providers.values import apply, state_of, target_of, values_of
from auth.permissions import Scope, requires
from auth.policies.changing import after_change, before_change, foreseen_administrators, refuse_shut_out
from auth.roles.queries import locked_catalogue
from auth.roles.rules import own_holdings
from auth.settings.pages import AccountSettings
from auth.settings.queries import current
from auth.sources.ordering import put_in_order
from auth.step_up.asking import asks_fresh_factor
from auth.step_up.rules import StepUp
from auth.texts import canonical
from auth.unit_of_work import Work
from auth.unset import UNSET, Unset
from auth.vault import Purpose
from models.external_identity import ExternalIdentity
from models.identity_expectation import IdentityExpectation
from models.identity_provider import IdentityProvider, RoleMapping

CREATE = "create_identity_provider"
"""What idempotency keys of providers are for."""

MOST = 50
"""Providers that an installation may have."""


@requires(Scope.SSO_WRITE)
@asks_fresh_factor(StepUp.SOURCES)
async def create_identity_provider(work: Work, draft: ProviderDraft, idempotency: Idempotency | None = None) -> UUID:
    """Makes a provider that is switched off, the last in order, and gives back its id.

    Raises ``Refused`` naming each field that is wrong.
    """
    earlier = await earlier_result(work, CREATE, idempotency)
    if earlier is not None:
        return earlier
    roles = await locked_catalogue()  # lets one change of providers in at a time
    values = filled(draft, (await current(AccountSettings)).default_role)
    named = values if draft.default_role is not UNSET else replace(values, default_role=None)
    problems = secret_problems(draft.client_secret) + (slug_problems(draft.slug) if draft.slug is not None else [])
    problems += role_problems(named, None, (), own_holdings(work.actor), roles)
    rows = await IdentityProvider.all().order_by("position").only("id", "slug", "name_key", "position")
    _check(values, problems, {row.name_key for row in rows})
    if len(rows) >= MOST:
        raise Refused(DomainError("TOO_MANY", f"There are at most {MOST} identity providers."))
    taken = {row.slug for row in rows}
    if draft.slug in taken:
        raise Refused(DomainError("PROVIDER_SLUG_TAKEN", "There is a provider of that slug already.", "slug"))
    row = IdentityProvider(slug=draft.slug or slug_of(values.name, values.kind, taken))
    row.position = rows[-1].position + 1 if rows else 1
    row.created_at = row.updated_at = work.now
    apply(row, values, roles)
    _seal(work, row, draft.client_secret)
    await remember_result(work, CREATE, idempotency, row.id)
    await _store(row, is_new=True)
    work.record(ProviderCreated(target=target_of(row), after=state_of(row, values)))
    return row.id


@requires(Scope.SSO_WRITE)
@asks_fresh_factor(StepUp.SOURCES)
@keeps_an_administrator
async def update_identity_provider(
    work: Work,
    provider_id: UUID,
    changes: Mapping[str, Any],
    client_secret: str | Unset | None = UNSET,
    version: int | None = None,
    preview_fingerprint: str | None = None,
) -> UUID:
    """Changes the given ones of ``ProviderValues``; kind and slug stay. The secret stays unless one is sent.

    That an administrator came through it counts no more where it matters who comes in.

    Raises ``NotFound``; ``VersionConflict``; ``Refused`` naming each field that is wrong: ``CLIENT_SECRET_REQUIRED``
    where the stored secret would be sent where it was not given for, ``PROVIDER_IN_USE`` where accounts are linked and
    its people would be others; and, for what it says of roles, as ``auth.policies.commands.update_policy``:
    ``WouldLockOut``, ``OWN_ROLES``, ``PREVIEW_STALE``.
    """
    standing = await before_change(preview_fingerprint)
    roles = standing.roles
    row = await locked_provider(provider_id, version)
    names = {role.id: role.name for role in roles.values()}
    before = values_of(row, names)
    is_sent = client_secret is not UNSET
    has_secret = client_secret is not None if is_sent else before.has_client_secret
    after = tidied(replace(before, **followed(changes, before), has_client_secret=has_secret))
    problems = secret_problems(client_secret) if client_secret is not UNSET else []
    if not is_sent and has_secret and asks_secret_anew(before, after):
        problems.append(secret_required())
    mapped = {mapping.role_id for mapping in await RoleMapping.filter(provider_id=row.id).only("id", "role_id")}
    problems += role_problems(after, before, mapped, own_holdings(work.actor), roles)
    problems += await _people_problems(row, before, after)
    others = await IdentityProvider.exclude(id=row.id).only("id", "name_key")
    _check(after, problems, {other.name_key for other in others})
    apply(row, after, roles)
    if is_sent:
        _seal(work, row, None if client_secret is UNSET else client_secret)
    if is_sent or changed(before, after):
        row.proven_at = row.proven_by_id = None  # type: ignore[assignment] # nullable columns are typed as set
    row.updated_at, row.version = work.now, row.version + 1
    await _store(row, is_new=False)
    told = state_of(row, after, SET_ANEW if is_sent else SET)
    work.record(ProviderUpdated(target=target_of(row), before=state_of(row, before), after=told))
    await after_change(work, standing, next(iter(rules_changed(before, after)), ""))
    return provider_id


@requires(Scope.SSO_WRITE)
@asks_fresh_factor(StepUp.SOURCES)
@keeps_an_administrator
async def enable_identity_provider(work: Work, provider_id: UUID) -> UUID:
    """Lets people sign in by a provider. Already on: nothing happens. Raises ``NotFound``."""
    row = await locked_provider(provider_id)
    if not row.is_enabled:
        await _switch(work, row, on=True)
        work.record(ProviderEnabled(target=target_of(row)))
    return provider_id


@requires(Scope.SSO_WRITE)
@asks_fresh_factor(StepUp.SOURCES)
@keeps_an_administrator
async def disable_identity_provider(work: Work, provider_id: UUID) -> UUID:
    """Lets nobody sign in by a provider; sessions that it opened are refused while it is off. Already off: nothing.

    Raises ``NotFound``; ``WouldLockOut``, also where the others administer Gatehouse until their next sign-in only;
    ``Refused`` while single sign-on is enforced and no administrator comes by another one.
    """
    row = await locked_provider(provider_id)
    if not row.is_enabled:
        return provider_id
    foreseen = await foreseen_administrators(work)
    await _switch(work, row, on=False)
    await refuse_last_way(work)
    work.record(ProviderDisabled(target=target_of(row)))
    await refuse_shut_out(work, foreseen)
    return provider_id


@requires(Scope.SSO_WRITE)
@asks_fresh_factor(StepUp.SOURCES)
async def reorder_identity_providers(work: Work, provider_ids: Sequence[UUID]) -> None:
    """Puts all providers in this order, in which a sign-in page shows them. In it already: nothing happens.

    Raises ``Refused`` where the ids are not those of all providers, each once.
    """
    await locked_catalogue()  # as create_identity_provider
    incomplete = DomainError("ORDER_INCOMPLETE", "Name every provider there is exactly once.", "provider_ids")
    orders = await put_in_order(IdentityProvider, provider_ids, incomplete)
    if orders is None:
        return
    names = [ProviderOrder(tuple(row.name for row in order)) for order in orders]
    work.record(ProvidersReordered(before=names[0], after=names[1]))


async def locked_provider(provider_id: UUID, version: int | None = None, field: str = "id") -> IdentityProvider:
    """A provider, locked until the unit of work ends. Raises ``NotFound``, ``VersionConflict``."""
    row = await IdentityProvider.filter(id=provider_id).select_for_update().get_or_none()
    if row is None:
        raise NotFound("identity provider", field)
    if version is not None and version != row.version:
        raise VersionConflict(row.version)
    return row


def _check(values: ProviderValues, more: Sequence[DomainError], taken: Collection[str]) -> None:
    problems = Problems()
    problems.extend(value_problems(values))
    problems.extend(more)
    if needs_secret(values.kind) and not values.has_client_secret:
        problems.extend([secret_required()])
    problems.refuse()
    if canonical(values.name) in taken:
        raise Refused(_name_taken())


async def _people_problems(row: IdentityProvider, before: ProviderValues, after: ProviderValues) -> list[DomainError]:
    """Accounts are known by what this issuer said of its people; another's would come in as them."""
    if not knows_others(before, after):
        return []
    waiting = IdentityExpectation.filter(source_id=row.id, used_at=None)
    if not await ExternalIdentity.exists(source_id=row.id) and not await waiting.exists():
        return []
    message = "Accounts are linked to people of this issuer already. Make another provider and move them there."
    return [DomainError("PROVIDER_IN_USE", message, "issuer")]


async def _switch(work: Work, row: IdentityProvider, *, on: bool) -> None:
    row.is_enabled, row.updated_at, row.version = on, work.now, row.version + 1
    await row.save()


def _seal(work: Work, row: IdentityProvider, secret: str | None) -> None:
    vault = work.installation.vault
    sealed: Any = None if secret is None else vault.seal(Purpose.SSO_CLIENT, secret)  # a text column is typed as str
    row.client_secret_sealed = sealed


async def _store(row: IdentityProvider, *, is_new: bool) -> None:
    """Writes a provider; the table's keys decide where two callers race for a name."""
    try:
        await row.save(force_create=is_new)
    except IntegrityError as error:
        raise Refused(_name_taken()) from error


def _name_taken() -> DomainError:
    return DomainError("PROVIDER_NAME_TAKEN", "There is an identity provider of that name already.", "name")
