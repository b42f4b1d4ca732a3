"""Reads how fresh a session's factor is and what its account can prove itself with. No secret is read here."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from auth.actor import Actor
from auth.reading import Statement, boolean, fetch, key, optional_instant
from auth.settings.pages import MfaSettings, StepUpSettings
from auth.settings.queries import current
from auth.sources.enforcement import ENFORCED, breaks_glass_of
from auth.step_up.rules import FreshMethod, StepUp, asks, fresh_until
from models.identity_provider import ProviderKind
from models.session import Delivery
from models.user import AuthMethod, UserKind


@dataclass(frozen=True, slots=True)
class Freshness:
    """How fresh the factor of a session is.

    Attributes:
        fresh_at: When it was last given; ``None`` for never.
        enrolled_at: Since when its account has a second factor; ``None`` for none.
        has_password: Whether its account has a password that it signs in by, here or in a directory.
        is_elsewhere: Whether a directory checks that.
        providers: By which providers it can sign in once more in the same browser: their slugs, in order. None for a
            session that a program keeps, which no browser could bring its new token.
    """

    user_id: UUID
    fresh_at: datetime | None
    enrolled_at: datetime | None
    has_password: bool
    is_elsewhere: bool = False
    providers: tuple[str, ...] = ()

    @property
    def until(self) -> datetime | None:
        """Until when it counts, which may be over."""
        return fresh_until(self.fresh_at, self.enrolled_at)


async def freshness_of(session_id: UUID | None) -> Freshness | None:
    """That of an open session; ``None`` where there is none."""
    if session_id is None:
        return None
    statement = Statement()
    local, directory = statement.bind(AuthMethod.LOCAL.value), statement.bind(AuthMethod.LDAP.value)
    rows = await fetch(
        statement.add(
            "SELECT s.user_id, s.fresh_at, u.mfa_enrolled_at,"
            f" u.auth_method = {local} AND EXISTS (SELECT 1 FROM credentials c WHERE c.user_id = u.id)"
            f" AND (NOT {ENFORCED} OR {breaks_glass_of('u.id')}),"
            f" u.auth_method = {directory}, s.delivery"
            " FROM sessions s JOIN users u ON u.id = s.user_id"
            f" WHERE s.id = {statement.bind(session_id)} AND s.ended_at IS NULL"
        )
    )
    if not rows:
        return None
    user_id, fresh_at, enrolled_at, is_kept, is_elsewhere, delivery = rows[0]
    at, since, elsewhere = optional_instant(fresh_at), optional_instant(enrolled_at), boolean(is_elsewhere)
    providers = await _providers(key(user_id)) if delivery == Delivery.COOKIE else ()
    return Freshness(key(user_id), at, since, boolean(is_kept) or elsewhere, elsewhere, providers)


async def _providers(user_id: UUID) -> tuple[str, ...]:
    """Those that are on, know the account's person and can ask for a new sign-in; GitHub's protocol cannot."""
    statement = Statement().add("SELECT p.slug FROM identity_providers p")
    statement.add("JOIN external_identities e ON e.source_id = p.id JOIN users u ON u.id = e.user_id WHERE")
    statement.add(f"u.id = {statement.bind(user_id)} AND p.is_enabled AND COALESCE(u.source_id, p.id) = p.id")
    statement.add(f"AND p.kind <> {statement.bind(ProviderKind.GITHUB.value)} ORDER BY p.position")
    return tuple(slug for (slug,) in await fetch(statement))


async def fresh_methods(found: Freshness | None) -> tuple[FreshMethod, ...]:
    """What a session's account can prove itself with; nothing without a session, as with an API token."""
    if found is None:
        return ()
    if found.enrolled_at is None:
        password = (FreshMethod.PASSWORD,) if found.has_password else ()
        return (*password, FreshMethod.PROVIDER) if found.providers else password
    return (FreshMethod.TOTP, FreshMethod.BACKUP_CODE) if await codes_left(found.user_id) else (FreshMethod.TOTP,)


async def codes_left(user_id: UUID) -> int:
    """How many backup codes of an account can still be used; none where the settings have switched them off."""
    if not (await current(MfaSettings)).backup_codes:
        return 0
    statement = Statement()
    user = statement.bind(user_id)
    rows = await fetch(
        statement.add(f"SELECT count(*) FROM backup_codes c WHERE c.user_id = {user} AND c.used_at IS NULL")
    )
    return rows[0][0]


async def asked_of(actor: Actor) -> frozenset[StepUp]:
    """For what kinds of commands a caller needs a fresh factor now, by the settings in force."""
    settings = await current(StepUpSettings)
    if await is_exempt(actor, settings):
        return frozenset()
    return frozenset(about for about in StepUp if asks(about, settings))


async def is_exempt(actor: Actor, settings: StepUpSettings) -> bool:
    """Whether the caller is a service account by its API token, where the settings let those do without."""
    if actor.token_id is None or not settings.service_accounts_exempt:
        return False
    statement = Statement()
    user, service = statement.bind(actor.user_id), statement.bind(UserKind.SERVICE.value)
    return bool(await fetch(statement.add(f"SELECT 1 FROM users u WHERE u.id = {user} AND u.kind = {service}")))
