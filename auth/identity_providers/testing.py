"""Tries a provider with values that are stored or only might be. Nothing is saved; that it was tried is told.

What is sent where is decided inside the unit of work, and sent outside it: a stored secret goes only where it was given
for, as when a provider is changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from auth.errors import DomainError, NotFound, Problems, Refused
from auth.events import Target
from auth.identity_providers.addresses import callback_url
from auth.identity_providers.checks import needs_secret, secret_problems, secret_required, value_problems
from auth.identity_providers.drafts import ProviderDraft, filled
from auth.identity_providers.events import ProviderTested, TriedProvider
from auth.identity_providers.rules import ProviderValues, asks_secret_anew, role_problems
from auth.identity_providers.values import apply, provider_of, target_of, values_of
from auth.permissions import Scope, requires
from auth.roles.queries import catalogue
from auth.roles.rules import Holdings
from auth.settings.pages import AccountSettings
from auth.settings.queries import current
from auth.sources.provider import Provider
from auth.step_up.asking import asks_fresh_factor
from auth.step_up.rules import StepUp
from auth.unit_of_work import Work
from auth.unset import UNSET
from auth.vault import Unopenable
from models.identity_provider import IdentityProvider

UNSAVED = UUID(int=0)
"""The id of a provider that is not stored."""

UNSAVED_SLUG = "new"
"""Its name in the redirect URI that it is told."""

_WHATEVER = Holdings(frozenset(), 0, boundless=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderTrialWish:
    """What somebody wants tried.

    Attributes:
        provider_id: A stored provider: its values, or the secret that it has for those of ``draft``.
        draft: Values that are not stored; ``None`` for those that are.
        place: Where the draft stands in the input, for what is said about it.
    """

    provider_id: UUID | None = None
    draft: ProviderDraft | None = None
    place: str = "values."


@dataclass(frozen=True, slots=True)
class ProviderTrial:
    """What is tried, once it was judged.

    Attributes:
        redirect_uri: What the provider is told to send browsers back to; nobody goes there.
    """

    provider: Provider
    redirect_uri: str


@requires(Scope.SSO_WRITE)
@asks_fresh_factor(StepUp.SOURCES)
async def try_identity_provider(work: Work, wish: ProviderTrialWish) -> ProviderTrial:
    """Judges what is to be tried, and tells that it is. Nothing is sent yet.

    Raises ``NotFound``; ``Refused`` naming each value that is wrong, ``CLIENT_SECRET_REQUIRED`` where a stored secret
    would be sent where it was not given for.
    """
    row = await IdentityProvider.get_or_none(id=wish.provider_id) if wish.provider_id else None
    if wish.provider_id is not None and row is None:
        raise NotFound("identity provider", "id")
    provider = await _judged(work, wish, wish.draft, row) if wish.draft else _stored(work, row)
    target = target_of(row) if row else Target("IDENTITY_PROVIDER", "new", provider.name)
    work.record(ProviderTested(target=target, after=TriedProvider(tested_issuer=provider.issuer)))
    return ProviderTrial(provider, callback_url(work.installation, provider.slug))


def _stored(work: Work, row: IdentityProvider | None) -> Provider:
    if row is None:
        raise Refused(DomainError("VALUE_REQUIRED", "Name a provider, or give the values of one.", "id"))
    try:
        return provider_of(row, work.installation.vault)
    except Unopenable as error:
        raise Refused(secret_required()) from error


async def _judged(work: Work, wish: ProviderTrialWish, draft: ProviderDraft, row: IdentityProvider | None) -> Provider:
    """Values that are not stored, with their own secret, or the stored one where that was given for them."""
    roles = await catalogue()
    values = _filled(draft, (await current(AccountSettings)).default_role, wish.place)
    stored = values_of(row, {role.id: role.name for role in roles.values()}) if row else None
    borrows = stored is not None and stored.has_client_secret and draft.client_secret is None
    values = replace(values, has_client_secret=values.has_client_secret or borrows)
    errors = value_problems(values) + secret_problems(draft.client_secret)
    if draft.default_role is not UNSET:
        errors += role_problems(values, None, (), _WHATEVER, roles)
    is_elsewhere = stored is not None and (stored.kind is not values.kind or bool(asks_secret_anew(stored, values)))
    if (borrows and is_elsewhere) or (needs_secret(values.kind) and not values.has_client_secret):
        errors.append(secret_required())
    _refuse(errors, wish.place)
    secret = _stored(work, row).client_secret if borrows else draft.client_secret
    made = IdentityProvider(id=row.id if row else UNSAVED, slug=row.slug if row else UNSAVED_SLUG)
    apply(made, values, roles)
    return replace(provider_of(made, work.installation.vault), client_secret=secret)


def _filled(draft: ProviderDraft, default_role: str | None, place: str) -> ProviderValues:
    try:
        return filled(draft, default_role)
    except Refused as refused:
        _refuse(refused.errors, place)
        raise


def _refuse(errors: Sequence[DomainError], place: str) -> None:
    problems = Problems()
    problems.extend([DomainError(error.code, error.message, f"{place}{error.field}") for error in errors])
    problems.refuse()
