"""Enforces single sign-on, relaxes it, and says which accounts are exempt.

All of it happens behind the lock of the question whether an administrator can still get in, so that no break-glass
account loses its role, its second factor or its password while it is being named.
"""

from collections.abc import Sequence
from uuid import UUID

from auth.administrators.facts import administrators
from auth.administrators.question import keeps_an_administrator
from auth.administrators.rules import AdministratorFacts
from auth.enforcement.events import BreakGlassAccountsChanged, EnforcementState, SsoEnforced, SsoRelaxed
from auth.enforcement.rules import Proof, break_glass_problem, is_last_way, number_problem, proof_problem
from auth.errors import DomainError, NotFound, Problems, Refused
from auth.events import Event, Target
from auth.locking import locked_accounts
from auth.permissions import Scope, requires
from auth.sources.enforcement import is_enforced
from auth.step_up.asking import asks_fresh_factor
from auth.step_up.rules import StepUp
from auth.texts import check_note
from auth.unit_of_work import Work
from models.external_identity import ExternalIdentity
from models.identity_provider import BreakGlassAccount, IdentityProvider, SsoEnforcement
from models.user import User

THE_ONE = UUID("00000000-0000-7000-8000-000000000001")
"""The key of the one row that says that single sign-on is enforced."""


@requires(Scope.SSO_WRITE)
@asks_fresh_factor(StepUp.SOURCES)
@keeps_an_administrator
async def enforce_sso(work: Work, provider_id: UUID, user_ids: Sequence[UUID], note: str | None = None) -> None:
    """Refuses local passwords from now on, but for those of these accounts; where that is so already, of these instead.

    Sessions that are open stay open. Raises ``NotFound``; ``Refused``: the provider is off, no administrator has come
    in by it just now (``NOT_PROVEN``), or accounts are too few, too many or cannot be break-glass ones.
    """
    problems = Problems()
    problems.extend(check_note(note, "note"))
    provider = await IdentityProvider.select_for_update().get_or_none(id=provider_id)
    if provider is None:
        raise NotFound("identity provider", "provider")
    known = await _administrators(work)
    if not provider.is_enabled:
        problems.add("SOURCE_OFF", "This provider is switched off.", "provider")
    unproven = proof_problem(await _proof(provider, known), work.now)
    problems.extend([unproven] if unproven else [])
    users = await _judged(problems, user_ids, known)
    before = await state()
    await _put_in_force(work, provider)
    await _name(work, users)
    _tell(work, SsoEnforced(target=_target(provider), before=before, after=await state(), note=note))


@requires(Scope.SSO_WRITE)
@asks_fresh_factor(StepUp.SOURCES)
@keeps_an_administrator
async def set_break_glass_accounts(work: Work, user_ids: Sequence[UUID], note: str | None = None) -> None:
    """Exempts these accounts, and no others. Raises ``Refused``: nothing is enforced, or as ``enforce_sso``."""
    problems = Problems()
    problems.extend(check_note(note, "note"))
    problems.refuse()
    provider = await _enforced()
    users = await _judged(problems, user_ids, await _administrators(work))
    before = await state()
    await _name(work, users)
    _tell(work, BreakGlassAccountsChanged(target=_target(provider), before=before, after=await state(), note=note))


@requires(Scope.SSO_WRITE)
@asks_fresh_factor(StepUp.SOURCES)
async def relax_sso(work: Work, note: str | None = None) -> None:
    """Takes local passwords again; nobody is exempt from anything any more. Raises ``Refused`` where it is so."""
    problems = Problems()
    problems.extend(check_note(note, "note"))
    problems.refuse()
    provider, before = await _enforced(), await state()
    await SsoEnforcement.all().using_db(work.connection).delete()
    await BreakGlassAccount.all().using_db(work.connection).delete()
    work.record(SsoRelaxed(target=_target(provider), before=before, after=EnforcementState(), note=note))


async def exempt_recovered(work: Work, user: User) -> None:
    """Adds an account that the host lets in again to the break-glass ones, where single sign-on is enforced.

    Part of a command. It may have no second factor yet: its next sign-in sets one up.
    """
    row = await SsoEnforcement.filter(id=THE_ONE).select_for_update().prefetch_related("provider").first()
    if row is None or await BreakGlassAccount.exists(user_id=user.id):
        return
    before = await state()
    await BreakGlassAccount.create(user_id=user.id, named_at=work.now, named_by_id=work.actor.user_id)
    work.record(BreakGlassAccountsChanged(target=_target(row.provider), before=before, after=await state()))


async def refuse_last_way(work: Work) -> None:
    """Raises ``Refused`` where single sign-on is enforced and no administrator comes in by a provider any more.

    Part of a command that has just switched one off.
    """
    if await is_enforced() and is_last_way(await administrators(work.now)):
        message = (
            "Single sign-on is enforced, and no administrator would come in by a provider any more. Relax it first."
        )
        raise Refused(DomainError("SSO_ENFORCED", message, "id"))


async def state() -> EnforcementState:
    """What is in force, as the trail tells it."""
    row = await SsoEnforcement.filter(id=THE_ONE).prefetch_related("provider").first()
    user_ids = [each.user_id for each in await BreakGlassAccount.all()]
    names = await User.filter(id__in=user_ids).order_by("username_key") if user_ids else []
    return EnforcementState(row.provider.name if row else None, tuple(each.username for each in names))


async def _enforced() -> IdentityProvider:
    """The provider that it rests on, with the one row locked. Raises ``Refused``."""
    row = await SsoEnforcement.filter(id=THE_ONE).select_for_update().first()
    if row is None:
        raise Refused(DomainError("SSO_NOT_ENFORCED", "Single sign-on is not enforced."))
    return await IdentityProvider.get(id=row.provider_id)


async def _administrators(work: Work) -> dict[str, AdministratorFacts]:
    return {each.username: each for each in await administrators(work.now)}


async def _proof(provider: IdentityProvider, known: dict[str, AdministratorFacts]) -> Proof:
    by = await User.get_or_none(id=provider.proven_by_id) if provider.proven_by_id else None
    linked = by is not None and await ExternalIdentity.exists(user_id=by.id, source_id=provider.id)
    return Proof(provider.proven_at, known.get(by.username) if by else None, linked)


async def _judged(problems: Problems, user_ids: Sequence[UUID], known: dict[str, AdministratorFacts]) -> list[User]:
    """The accounts that are to be exempt, locked in the order of their ids. Raises ``Refused`` with all problems."""
    wanted = list(dict.fromkeys(user_ids))
    number = number_problem(len(wanted))
    if number is not None:
        problems.extend([number])
        problems.refuse()
    found = await locked_accounts(wanted)
    for index, user_id in enumerate(user_ids):
        user = found.get(user_id)
        if user is None:
            problems.extend([NotFound("account", f"break_glass.{index}")])
            continue
        problem = break_glass_problem(known.get(user.username), f"break_glass.{index}")
        problems.extend([problem] if problem else [])
    problems.refuse()
    return list(found.values())


async def _put_in_force(work: Work, provider: IdentityProvider) -> None:
    row = await SsoEnforcement.get_or_none(id=THE_ONE)
    if row is None:
        now, by = work.now, work.actor.user_id
        await SsoEnforcement.create(id=THE_ONE, provider_id=provider.id, enforced_at=now, enforced_by_id=by)
    elif row.provider_id != provider.id:
        row.provider_id = provider.id
        await row.save()


async def _name(work: Work, users: Sequence[User]) -> None:
    """Makes these accounts the exempt ones; those that were keep the moment of their naming."""
    wanted = {user.id for user in users}
    named = {row.user_id: row.id for row in await BreakGlassAccount.all()}
    gone = [row_id for user_id, row_id in named.items() if user_id not in wanted]
    await BreakGlassAccount.filter(id__in=gone).delete()
    for user_id in sorted(wanted - named.keys()):
        await BreakGlassAccount.create(user_id=user_id, named_at=work.now, named_by_id=work.actor.user_id)


def _tell(work: Work, told: Event) -> None:
    """Nothing is told where nothing is different."""
    if told.changes():
        work.record(told)


def _target(provider: IdentityProvider) -> Target:
    return Target("IDENTITY_PROVIDER", str(provider.id), provider.name)
