"""Makes and revokes API tokens, and keeps when one was used last.

An API token is made and revoked by people who are signed in, and on the host; never by a token.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from tortoise.expressions import Q

from auth.access.queries import rules_about
from auth.access.rules import access_of, in_force
from auth.errors import DomainError, NotFound, Problems, Refused
from auth.events import user_target
from auth.idempotency import Idempotency, earlier_result, remember_result
from auth.locking import locked_account
from auth.permissions import Scope, decide, demand, open_to_anyone, requires
from auth.roles.queries import known_scopes
from auth.roles.rules import own_holdings
from auth.settings.pages import TokenSettings
from auth.settings.queries import current
from auth.step_up.asking import asks_fresh_factor
from auth.step_up.rules import StepUp
from auth.texts import check_line
from auth.tokens.events import ApiTokenCreated, ApiTokenRevoked, TokenTold
from auth.tokens.rules import TOUCH_AFTER, Offer, ends_at
from auth.tokens.spelling import NewToken
from auth.unit_of_work import Work
from auth.users.accounts import manage
from models.api_token import ApiToken, ApiTokenScope
from models.user import User, UserKind


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedToken:
    """A token as somebody wants it.

    Attributes:
        name: By which its owner knows it, 1 to 200 characters.
        user_id: The account it is for; ``None`` for the caller's own.
        scopes: What it carries; ``None`` for what the account can read.
        expires_in_days: 0 for ever, where the settings allow that; ``None`` for the settings' default.
    """

    name: str
    user_id: UUID | None = None
    scopes: tuple[str, ...] | None = None
    expires_in_days: int | None = None


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A token that was made; ``earlier`` when the same request had made it before, and its text was shown then."""

    token_id: UUID
    earlier: bool = False


@requires()
@asks_fresh_factor(StepUp.API_TOKENS)
async def create_api_token(
    work: Work, wanted: WantedToken, made: NewToken, idempotency: Idempotency | None = None
) -> IssuedToken:
    """Makes a token: one's own, or for a service account that one answers for or, by ``tokens:write``, may manage.

    Raises ``Forbidden`` for another account without ``tokens:write``; ``NotFound``; ``Refused`` naming each value that
    is wrong, scopes that the account or the caller does not hold, people's tokens that are not one's own or switched
    off, and one token too many.
    """
    earlier = await earlier_result(work, "create_api_token", idempotency)
    if earlier is not None:
        return IssuedToken(earlier, earlier=True)
    user, settings = await _account(work, wanted.user_id or work.actor.user_id), await current(TokenSettings)
    _refuse_person(user, settings)
    scopes = await _scopes(work, user, wanted)
    token = ApiToken(
        user_id=user.id,
        name=wanted.name,
        prefix=made.shown,
        token_hash=made.hash,
        created_at=work.now,
        created_by_id=work.actor.user_id,
        expires_at=ends_at(wanted.expires_in_days, settings, work.now),
    )
    await _refuse_one_too_many(work, user, settings)
    await remember_result(work, "create_api_token", idempotency, token.id)
    await token.save(force_create=True)
    await ApiTokenScope.bulk_create([ApiTokenScope(token_id=token.id, scope=scope) for scope in scopes])
    work.record(ApiTokenCreated(target=user_target(user.id, user.username), after=_told(token, scopes)))
    return IssuedToken(token.id)


@requires()
async def revoke_api_token(work: Work, token_id: UUID) -> UUID:
    """Ends a token for good: one's own, one of a service account that one answers for, or by ``tokens:write`` any.

    It is refused from the next request on. Already revoked: nothing happens. Raises ``NotFound``, also for whoever may
    not know of it; ``Refused`` when the account may do more than the caller.
    """
    token = await ApiToken.get_or_none(id=token_id)
    owner = await User.get_or_none(id=token.user_id) if token else None
    if token is None or owner is None or not _answers_for(work, owner):
        if token is None or not work.actor.permissions.holds(Scope.TOKENS_WRITE):
            raise NotFound("API token", "id")
        owner = (await manage(work, token.user_id)).user
    ended = await ApiToken.filter(id=token_id, revoked_at=None).update(
        revoked_at=work.now, revoked_by_id=work.actor.user_id
    )
    if ended:
        scopes = [row.scope for row in await ApiTokenScope.filter(token_id=token_id).order_by("scope")]
        work.record(ApiTokenRevoked(target=user_target(owner.id, owner.username), before=_told(token, scopes)))
    return token_id


@open_to_anyone("writes only that an API token which was just accepted is in use")
async def note_use(work: Work, token_id: UUID) -> None:
    """Writes when and from where a token was used; not again within ``TOUCH_AFTER``. No event: it is not a change."""
    stale = Q(last_used_at=None) | Q(last_used_at__lte=work.now - TOUCH_AFTER)
    await ApiToken.filter(stale, id=token_id, revoked_at=None).update(
        last_used_at=work.now, last_used_ip=work.actor.origin.ip_address
    )


async def _account(work: Work, user_id: UUID | None) -> User:
    """The account of a new token, locked. Whoever may not make one for it does not learn whether it exists."""
    user = await locked_account(user_id)
    if user is not None and _answers_for(work, user):
        return user
    demand(work.actor, "createApiToken for another account", Scope.TOKENS_WRITE)
    if user is None:
        raise NotFound("account", "user_id")
    managed = await manage(work, user.id, "user_id")
    if user.kind is UserKind.HUMAN and not own_holdings(work.actor).boundless:
        raise Refused(DomainError("TOKEN_OF_A_PERSON", "People make their own API tokens.", "user_id"))
    return managed.user


def _answers_for(work: Work, user: User) -> bool:
    """Whether an account is the caller's own, or a service account that the caller owns."""
    return work.actor.user_id is not None and work.actor.user_id in {user.id, user.owner_id}


def _refuse_person(user: User, settings: TokenSettings) -> None:
    if user.kind is UserKind.HUMAN and not settings.allow_personal_tokens:
        off = "API tokens of people are switched off in the settings. Use a service account."
        raise Refused(DomainError("PERSONAL_TOKENS_OFF", off))


async def _scopes(work: Work, user: User, wanted: WantedToken) -> list[str]:
    """What the token is to carry. Raises ``Refused`` for everything that is wrong about what was asked for."""
    rules = in_force(await rules_about(user.id), work.now)
    held = decide(access_of(rules)).scopes
    offer = Offer(await known_scopes(), held, own_holdings(work.actor))
    problems = Problems()
    problems.extend(check_line(wanted.name, "name", least=1))
    problems.extend(offer.problems(wanted.scopes or ()))
    problems.refuse()
    return sorted(offer.read_only if wanted.scopes is None else set(wanted.scopes))


async def _refuse_one_too_many(work: Work, user: User, settings: TokenSettings) -> None:
    """The account is locked, so whoever else makes a token for it waits and counts this one too."""
    good = Q(expires_at=None) | Q(expires_at__gt=work.now)
    if await ApiToken.filter(good, user_id=user.id, revoked_at=None).count() >= settings.tokens_per_account:
        full = f"The account has {settings.tokens_per_account} API tokens, as many as it may. Revoke one first."
        raise Refused(DomainError("TOKEN_LIMIT", full))


def _told(token: ApiToken, scopes: Sequence[str]) -> TokenTold:
    until = token.expires_at.isoformat() if token.expires_at else None
    return TokenTold(str(token.id), token.name, token.prefix, tuple(scopes), until)
