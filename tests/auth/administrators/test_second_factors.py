"""A second factor that is asked for, missing or taken away keeps nobody from being an administrator who can get in."""

from auth.actor import anonymous
from auth.administrators.facts import administrators
from auth.administrators.rules import who_get_in
from auth.login.enrolment import confirm_pending_totp, enrol_pending_totp
from auth.login.outcomes import MustEnrolMfa, SignedIn
from auth.login.steps import presented
from auth.mfa.commands import Shown, reset_mfa
from auth.settings.pages import MfaSettings
from auth.users.lifecycle import deactivate_user
from models.user import User
from tests.support.authenticator import Person, Phone
from tests.support.house import CLIENT, ROOT, House


async def test_past_the_grace_period_the_last_administrator_still_gets_in_by_enrolling(house: House) -> None:
    await house.user("ada", "admin", password=await house.password())
    await house.set(MfaSettings, required_for_everyone=True, grace_days=0)
    assert "ada" in who_get_in(await administrators(house.clock.now()))
    step = await house.login("ada")
    assert isinstance(step, MustEnrolMfa)
    token, caller = presented(step.token, None), anonymous(CLIENT)
    shown = await house.do(caller, lambda work: enrol_pending_totp(work, token))
    assert isinstance(shown, Shown)
    code = Phone(shown.uri).code(house.clock.now())
    done = await confirm_pending_totp(house.units, house.hashing, caller, token, code)
    assert isinstance(done.outcome, SignedIn)
    assert {"users:write", "roles:write", "settings:write"} <= done.outcome.caller.actor.permissions.scopes


async def test_one_administrator_resets_the_other_who_is_the_last_to_get_in(house: House) -> None:
    ada = Person(house, "ada", await house.user("ada", "admin", password=await house.password()))
    await ada.enrol()
    root = await house.root()
    assert root.user_id == (await User.get(username_key=ROOT)).id
    assert who_get_in(await administrators(house.clock.now())) == ["ada"]  # root has no password in this house
    await house.do(root, lambda work: reset_mfa(work, ada.user_id))
    assert who_get_in(await administrators(house.clock.now())) == ["ada"]
    refused = await house.refusals(root, lambda work: deactivate_user(work, ada.user_id))
    assert refused == [("WOULD_LOCK_OUT", "")]
