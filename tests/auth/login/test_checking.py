"""A candidate is checked for who is about to choose a password, and for nobody else."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from auth.actor import Actor, anonymous
from auth.errors import Unauthenticated
from auth.login.checking import Checked, Proofs, check_password
from auth.login.finish import Wish
from auth.login.outcomes import MustChangePassword
from auth.login.steps import LIFETIMES
from auth.opaque import Token, digest, new_token
from models.one_time_link import LinkPurpose, OneTimeLink
from models.pending_login import PendingStep
from models.session import Delivery
from models.user import User
from tests.support.house import CLIENT, PASSWORD, House, spoiled
from tests.support.trail import nothing_changes

STRANGER = anonymous(CLIENT)
NOTHING = Proofs()


async def check(house: House, proofs: Proofs, password: str = PASSWORD, actor: Actor = STRANGER) -> Checked:
    async with nothing_changes():
        return await check_password(house.hashing, actor, house.clock.now(), proofs, password)
    raise AssertionError


async def refused(house: House, *proofs: Proofs) -> None:
    for each in proofs:
        with pytest.raises(Unauthenticated):
            await check(house, each)


def unmet(checked: Checked) -> set[str]:
    return {each.rule.value for each in checked.rules if not each.met}


async def step_of(house: House, delivery: Delivery = Delivery.TOKEN) -> MustChangePassword:
    await house.user("asa", first_name="Gwendolyn", password=await house.password(must_change=True))
    step = await house.login("asa", wish=Wish(delivery))
    assert isinstance(step, MustChangePassword)
    return step


async def link(house: House, purpose: LinkPurpose, **columns: datetime) -> Token:
    user, token = await User.get(username="asa"), new_token()
    row: dict[str, Any] = {"created_at": house.clock.now(), "expires_at": house.clock.now() + timedelta(hours=1)}
    row.update(columns)
    await OneTimeLink.create(user_id=user.id, purpose=purpose, token_hash=digest(token), **row)
    return token


async def test_who_is_signed_in_is_told_every_rule_with_the_own_names(house: House) -> None:
    actor = await house.actor(await house.user("asa", first_name="Gwendolyn", email="asa@example.com"))
    assert unmet(await check(house, NOTHING, actor=actor)) == set()
    assert unmet(await check(house, NOTHING, "Gwendolyn-4-ever", actor)) == {"NOT_A_NAME"}
    weak = await check(house, NOTHING, "password", actor)
    assert unmet(weak) == {"MINIMUM_LENGTH", "UPPERCASE", "DIGIT", "SPECIAL", "NOT_COMMON"}
    assert (weak.strength.score, len(weak.rules)) == (0, 8)


async def test_a_stranger_is_told_nothing(house: House) -> None:
    await step_of(house)
    await refused(house, NOTHING, Proofs(pending=new_token()), Proofs(link=new_token()), Proofs(kept=new_token()))


async def test_a_step_that_waits_for_a_password_is_good_for_as_long_as_it_waits(house: House) -> None:
    step = await step_of(house)
    assert unmet(await check(house, Proofs(pending=step.token), "Gwendolyn-4-ever")) == {"NOT_A_NAME"}
    await refused(house, Proofs(kept=step.token), Proofs(link=step.token))
    await refused(house, *(Proofs(pending=text) for text in spoiled(step.token)))
    house.clock.moment += LIFETIMES[PendingStep.CHANGE_PASSWORD]
    await refused(house, Proofs(pending=step.token))


async def test_a_browser_brings_its_step_by_itself(house: House) -> None:
    step = await step_of(house, Delivery.COOKIE)
    assert unmet(await check(house, Proofs(kept=step.token))) == set()
    await refused(house, Proofs(pending=step.token))
    with pytest.raises(Unauthenticated):
        await check(house, Proofs(pending="", kept=step.token))


@pytest.mark.parametrize("purpose", [LinkPurpose.RESET_PASSWORD, LinkPurpose.INVITATION])
async def test_a_link_to_a_new_password_is_good_until_it_is_used_revoked_or_over(
    house: House, purpose: LinkPurpose
) -> None:
    await step_of(house)
    token, now = await link(house, purpose), house.clock.now()
    assert unmet(await check(house, Proofs(link=token), "Gwendolyn-4-ever")) == {"NOT_A_NAME"}
    await refused(house, Proofs(pending=token), Proofs(kept=token), *(Proofs(link=text) for text in spoiled(token)))
    for column in ("used_at", "revoked_at", "expires_at"):
        await refused(house, Proofs(link=await link(house, purpose, **{column: now})))


async def test_a_link_for_something_else_is_worth_nothing(house: House) -> None:
    await step_of(house)
    await refused(house, Proofs(link=await link(house, LinkPurpose.CONFIRM_EMAIL)))


async def test_no_password_of_anybody_is_looked_at(house: House) -> None:
    actor = await house.actor(await house.user("asa", password=await house.password()))
    await check(house, NOTHING, PASSWORD, actor)
    assert house.hashing.verified == 0
