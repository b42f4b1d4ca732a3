"""Second factors of people who come by a provider: the provider's where that stands for ours, else ours."""

from datetime import datetime, timedelta

import pytest

from auth.access.commands import NewOverride, deny_scope
from auth.actor import SYSTEM, anonymous
from auth.login.enrolment import confirm_pending_totp, enrol_pending_totp
from auth.login.finish import Proven
from auth.login.flow import advance
from auth.login.outcomes import LoginOutcome, MfaDemanded, MustEnrolMfa, SignedIn
from auth.login.steps import presented
from auth.mfa.commands import Shown
from auth.mfa.queries import lacking_one, standing_of
from auth.passwords.commands import require_password_change
from auth.reading import Statement, fetch
from auth.settings.pages import MfaSettings
from auth.step_up.queries import freshness_of
from models.identity_provider import IdentityProvider
from models.role import Role
from models.session import SecondFactor, Session, SignInMethod
from models.user import User
from tests.support.authenticator import Phone, person
from tests.support.house import CLIENT, TOKEN, House
from tests.support.identity_providers import from_provider, linked, provider_row

THEIRS, NONE = SecondFactor.PROVIDER, None


async def come(
    house: House, name: str, corp: IdentityProvider, factor: SecondFactor | None, at: datetime | None = None
) -> LoginOutcome:
    """Comes by the provider, which told of a factor or of none."""
    user = await User.get(username=name)
    proven = Proven(SignInMethod.PROVIDER, at, factor, source_id=corp.id)
    return await house.do(anonymous(CLIENT), lambda work: advance(work, user, TOKEN, proven))


async def session_of(outcome: LoginOutcome) -> Session:
    assert isinstance(outcome, SignedIn), outcome
    return await Session.get(id=outcome.caller.actor.session_id)


async def _everyone(house: House) -> None:
    await house.set(MfaSettings, required_for_everyone=True, grace_days=0)


async def _account(_house: House) -> None:
    await User.filter(username="ann").update(mfa_required=True)


async def _role(_house: House) -> None:
    await Role.filter(name="viewer").update(mfa_required=True)


async def _reset(_house: House) -> None:
    await User.filter(username="ann").update(mfa_must_enrol=True)


@pytest.mark.parametrize("rule", [_everyone, _account, _role, _reset])
async def test_theirs_counts_for_whatever_rule_asks_and_without_it_ours_is_set_up(house: House, rule: object) -> None:
    corp = await provider_row("corp")
    await from_provider(house, corp, "ann", "viewer")
    await rule(house)  # type: ignore[operator] # each of the above
    session = await session_of(await come(house, "ann", corp, THEIRS))
    assert (session.opened_by, session.second_factor, session.source_id) == (
        SignInMethod.PROVIDER,
        SecondFactor.PROVIDER,
        corp.id,
    )
    assert isinstance(await come(house, "ann", corp, NONE), MustEnrolMfa)


async def test_whoever_has_ours_gives_it_unless_theirs_was_given(house: House) -> None:
    corp, asa = await provider_row("corp"), await person(house)
    await linked(asa.user_id, corp)
    assert (await session_of(await come(house, "asa", corp, THEIRS))).second_factor is SecondFactor.PROVIDER
    step = await come(house, "asa", corp, NONE)
    assert isinstance(step, MfaDemanded)
    session = await session_of(await asa.verify(step.token, asa.code()))
    assert (session.opened_by, session.second_factor) == (SignInMethod.PROVIDER, SecondFactor.TOTP)
    assert (session.source_id, session.fresh_at) == (corp.id, house.clock.now())


async def test_ours_is_set_up_on_the_way_in_where_a_rule_asks_and_the_provider_says_nothing(house: House) -> None:
    corp = await provider_row("corp")
    await from_provider(house, corp, "ann", "viewer")
    await _everyone(house)
    step = await come(house, "ann", corp, NONE)
    assert isinstance(step, MustEnrolMfa)
    token, nobody = presented(step.token, None), anonymous(CLIENT)
    shown = await house.do(nobody, lambda work: enrol_pending_totp(work, token))
    assert isinstance(shown, Shown)
    code = Phone(shown.uri).code(house.clock.now())
    done = await confirm_pending_totp(house.units, house.hashing, nobody, token, code)
    session = await session_of(done.outcome)
    assert (session.opened_by, session.second_factor) == (SignInMethod.PROVIDER, SecondFactor.TOTP)
    assert isinstance(await come(house, "ann", corp, NONE), MfaDemanded)


async def test_within_the_grace_nobody_is_asked(house: House) -> None:
    corp = await provider_row("corp")
    await from_provider(house, corp, "ann", "viewer")
    await house.set(MfaSettings, required_for_everyone=True)
    assert (await session_of(await come(house, "ann", corp, NONE))).second_factor is None


async def test_an_expired_password_is_no_matter_to_whoever_comes_by_a_provider(house: House) -> None:
    corp = await provider_row("corp")
    bob = await house.user("bob", password=await house.password())
    await linked(bob, corp)
    await house.do(SYSTEM, lambda work: require_password_change(work, bob))
    await session_of(await come(house, "bob", corp, NONE))


@pytest.mark.parametrize(
    ("ago", "is_fresh"), [(0, True), (14, True), (15, False), (600, False), (None, False)], ids=str
)
async def test_a_session_is_as_fresh_as_the_sign_in_at_the_provider(
    house: House, ago: int | None, *, is_fresh: bool
) -> None:
    corp = await provider_row("corp")
    await from_provider(house, corp, "ann")
    proven_at = None if ago is None else house.clock.now() - timedelta(minutes=ago)
    session = await session_of(await come(house, "ann", corp, NONE, proven_at))
    found = await freshness_of(session.id)
    assert found is not None
    assert (found.until is not None and found.until > house.clock.now()) is is_fresh


async def _due(house: House) -> tuple[set[str], bool]:
    """Who is listed as lacking a second factor, and whether ann's own page says that one is due."""
    statement = Statement().add("SELECT u.username FROM users u WHERE")
    rows = await fetch(statement.add((await lacking_one())(statement)))
    ann = await house.user_id("ann")
    return {name for (name,) in rows}, (await standing_of([ann]))[ann].lacking.required


async def test_whose_last_sign_in_brought_theirs_is_not_listed_as_lacking_one(house: House) -> None:
    corp = await provider_row("corp")
    await from_provider(house, corp, "ann", "viewer")
    bob = await house.user("bob", password=await house.password())
    await linked(bob, corp)
    await house.set(MfaSettings, required_for_everyone=True)
    assert await _due(house) == ({"ann", "bob", "root"}, True)
    for name in ("ann", "bob"):
        await session_of(await come(house, name, corp, THEIRS))
    assert await _due(house) == ({"bob", "root"}, False), "who has a password here, too, lacks one for that"
    house.clock.turn(hours=1)
    await session_of(await come(house, "ann", corp, NONE))
    assert await _due(house) == ({"ann", "bob", "root"}, True)


async def test_an_administrator_who_comes_by_a_provider_proves_it(house: House) -> None:
    corp = await provider_row("corp")
    boss, ann = await from_provider(house, corp, "boss", "admin"), await from_provider(house, corp, "ann")
    await session_of(await come(house, "ann", corp, NONE))
    assert ((await IdentityProvider.get(id=corp.id)).proven_at, ann) == (None, ann)
    await house.do(SYSTEM, lambda work: deny_scope(work, ann, NewOverride("users:read", "Not needed.")))
    await session_of(await come(house, "boss", corp, NONE))
    row = await IdentityProvider.get(id=corp.id)
    assert (row.proven_at, row.proven_by_id) == (house.clock.now(), boss)


async def test_an_administrator_whose_sign_in_waits_for_a_step_has_proven_nothing_yet(house: House) -> None:
    corp = await provider_row("corp")
    await from_provider(house, corp, "boss", "admin")
    await _everyone(house)
    assert isinstance(await come(house, "boss", corp, NONE), MustEnrolMfa)
    assert (await IdentityProvider.get(id=corp.id)).proven_at is None
