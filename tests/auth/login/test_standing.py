"""What decides a sign-in is read in one statement, whoever it is about."""

from uuid import uuid4

from auth.login.standing import standing_at_sign_in
from auth.mfa.rules import MfaRequiredBecause
from auth.session_ending.commands import end_session
from auth.settings.pages import MfaSettings, PasswordSettings, SessionSettings
from auth.sources.enforcement import PasswordUse
from models.role import Role
from models.user import Credential, User
from tests.support.house import NOON, House
from tests.support.statements import statements


async def test_an_account_stands_as_its_rows_and_the_settings_say(house: House) -> None:
    user_id = await house.user("asa", "viewer", password=await house.password())
    await Credential.filter(user_id=user_id).update(must_change=True)
    await house.set(PasswordSettings, maximum_age_days=30)
    await house.set(SessionSettings, sessions_per_account=7)
    await Role.filter(name_key="viewer").update(mfa_required=True)
    with statements() as executed:
        found = await standing_at_sign_in(user_id)
    assert len(executed) == 1
    stored = await Credential.get(user_id=user_id)
    assert found.password is not None
    assert (found.password.hash, found.password.age.must_change) == (stored.password_hash, True)
    assert found.password.age.changed_at == stored.changed_at
    assert found.use is PasswordUse.FREE
    assert (found.passwords.maximum_age_days, found.sessions.sessions_per_account) == (30, 7)
    due = found.second_factor_due(await User.get(id=user_id))
    assert (due.because, due.at) == (MfaRequiredBecause.ROLE, NOON)


async def test_nobody_and_whoever_has_no_password_stand_with_nothing(house: House) -> None:
    await house.set(MfaSettings, required_for_everyone=True)
    for user_id in (uuid4(), await house.user("asa")):
        with statements() as executed:
            found = await standing_at_sign_in(user_id)
        assert len(executed) == 1
        assert (found.password, found.required_by_role, list(found.not_ended)) == (None, False, [])
        assert found.mfa.required_for_everyone


async def test_sessions_that_somebody_ended_do_not_count(house: House) -> None:
    user_id = await house.user("asa", password=await house.password())
    first = (await house.sign_in("asa")).caller.actor.session_id
    second = (await house.sign_in("asa")).caller.actor.session_id
    found = await standing_at_sign_in(user_id)
    assert {session.id for session in found.not_ended} == {first, second}
    assert {session.created_at for session in found.not_ended} == {NOON}
    assert found.password is not None
    assert found.password.hash not in repr(found)
    root = await house.root()
    assert first is not None
    await house.do(root, lambda work: end_session(work, first))
    assert {session.id for session in (await standing_at_sign_in(user_id)).not_ended} == {second}
