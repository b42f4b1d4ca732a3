"""Somebody whose password a directory checks proves once more who they are."""

from uuid import UUID

import pytest

from auth.actor import Actor
from auth.errors import Refused
from auth.login.elsewhere import DirectoryPasswords
from auth.mfa.fresh_factor import FactorGiven, prove_again
from auth.opaque import Token
from auth.passwords.hashing import PasswordHashing
from auth.passwords.own import Renewed
from auth.sources.identity import NotProven
from auth.step_up.queries import fresh_methods, freshness_of
from auth.step_up.rules import FreshMethod
from auth.unit_of_work import Units
from models.external_identity import ExternalIdentity
from models.ldap_profile import LdapProfile
from models.session import Session
from models.user import AuthMethod, User
from tests.support.directory import THERE, StandIn
from tests.support.house import PASSWORD, House
from tests.support.people import corp
from tests.support.trail import Told, hearing, nothing_changes, only_counted

WRONG = Told("mfa.fresh_factor_refused", "asa", "asa", "WRONG_FACTOR", refused=True)
UNAVAILABLE = [("DIRECTORY_UNAVAILABLE", "password")]


@pytest.fixture
async def profile(house: House) -> LdapProfile:
    made = await corp()
    house.ldap.person(made, "asa")
    return made


async def stale(house: House) -> Token:
    """The token of a session that is not fresh."""
    signed = await house.sign_in("asa", THERE)
    await Session.filter(ended_at=None).update(fresh_at=None)
    return signed.token


async def actor_of(house: House, token: Token) -> Actor:
    return (await house.caller(token)).actor


async def refusal(house: House, token: Token, password: str) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        await prove_again(*proving(house), await actor_of(house, token), FactorGiven(password=password))
    return [(error.code, error.field) for error in refused.value.errors]


def proving(house: House) -> tuple[Units, PasswordHashing, DirectoryPasswords]:
    return house.units, house.hashing, house.elsewhere


def silent(ldap: StandIn, profile: LdapProfile, when: str) -> None:
    ldap.silent[profile.id] = when


async def test_the_password_of_the_directory_makes_the_session_fresh(house: House, profile: LdapProfile) -> None:
    assert profile.is_enabled
    token = await stale(house)
    actor = await actor_of(house, token)
    assert await fresh_methods(await freshness_of(actor.session_id)) == (FreshMethod.PASSWORD,)
    async with hearing() as heard:
        renewed = await prove_again(*proving(house), actor, FactorGiven(password=THERE))
    assert isinstance(renewed, Renewed)
    assert [event.action for event in heard.events] == ["session.fresh_factor", "session.renewed"]
    assert renewed.token is not None
    assert (await Session.get(user__username_key="asa", ended_at=None)).fresh_at == house.clock.now()
    assert await attempts() == 0


async def attempts() -> int:
    return (await User.get(username_key="asa")).failed_attempts


@pytest.mark.parametrize("password", ["wrong", " ", PASSWORD], ids=["wrong", "blank", "kept here"])
async def test_a_wrong_one_counts_as_at_a_sign_in(house: House, profile: LdapProfile, password: str) -> None:
    assert profile.is_enabled
    token = await stale(house)
    async with only_counted(WRONG):
        assert await refusal(house, token, password) == [("FACTOR_WRONG", "password")]
    assert await attempts() == 1


async def test_an_account_that_is_locked_asks_its_directory_nothing(house: House, profile: LdapProfile) -> None:
    assert profile.is_enabled
    token = await stale(house)
    for _ in range(5):
        await refusal(house, token, "wrong")
    house.ldap.tried.clear()
    assert await refusal(house, token, THERE) == [("TOO_MANY_ATTEMPTS", "password")]
    assert house.ldap.tried == []


@pytest.mark.parametrize("when", ["find", "prove"])
async def test_a_directory_that_does_not_answer_counts_nothing(house: House, profile: LdapProfile, when: str) -> None:
    token = await stale(house)
    silent(house.ldap, profile, when)
    async with nothing_changes():
        assert await refusal(house, token, THERE) == UNAVAILABLE


async def test_somebody_else_by_the_same_name_proves_nothing(house: House, profile: LdapProfile) -> None:
    token = await stale(house)
    entry = house.ldap.people[profile.id].pop()
    house.ldap.person(profile, "asa", subject="another")
    assert await refusal(house, token, THERE) == [("FACTOR_WRONG", "password")]
    house.ldap.people[profile.id][:] = [entry]
    entry.refusal = NotProven.DISABLED
    assert await refusal(house, token, THERE) == [("FACTOR_WRONG", "password")]
    await ExternalIdentity.filter(source_id=profile.id).delete()
    assert await refusal(house, token, THERE) == [("FACTOR_WRONG", "password")]


async def test_what_a_directory_said_counts_for_nothing_once_the_account_is_checked_elsewhere(
    house: House, profile: LdapProfile
) -> None:
    assert profile.is_enabled
    token = await stale(house)
    elsewhere = house.elsewhere

    class Moving:
        """The account moves while its directory is asked."""

        async def proven_by(self, user_id: UUID, password: str) -> UUID | None:
            source_id = await elsewhere.proven_by(user_id, password)
            await User.filter(id=user_id).update(auth_method=AuthMethod.LOCAL, source_id=None)
            return source_id

    actor, given = await actor_of(house, token), FactorGiven(password=THERE)
    with pytest.raises(Refused) as refused:
        await prove_again(house.units, house.hashing, Moving(), actor, given)
    assert refused.value.errors[0].code == "FACTOR_WRONG"
