"""Deactivation blocks everything and keeps everything; reactivation brings it back exactly."""

from typing import Any
from uuid import UUID

import pytest

from auth.actor import SYSTEM, anonymous
from auth.errors import Refused
from auth.login.outcomes import LoginRefusal, MustChangePassword, Refusal, SignedIn
from auth.login.pending import change_expired_password
from auth.login.steps import presented
from auth.permissions import Scope
from auth.settings.pages import SessionSettings
from auth.users.lifecycle import deactivate_user, reactivate_user
from models.audit_event import AuditEvent
from models.pending_login import PendingLogin
from models.session import Session, SessionEnd
from models.user import User, UserStatus
from tests.support.house import CLIENT, PASSWORD, House
from tests.support.trail import Dump, Told, dump, hearing, nothing_changes

NOBODY = UUID(int=1)


async def test_deactivation_ends_the_sessions_at_once_and_is_told_with_its_note(house: House) -> None:
    root = await house.root()
    user_id = await house.user("asa")
    token = await house.open(user_id)
    house.clock.turn(minutes=1)
    async with hearing() as heard:
        await house.do(root, lambda work: deactivate_user(work, user_id, "left\nus"))
    caller = await house.caller(token)
    assert (caller.actor.user_id, caller.actor.permissions.reason) == (None, "SESSION_ENDED")
    session = await Session.get(user_id=user_id)
    assert (session.ended_at, session.end_reason) == (house.clock.now(), SessionEnd.DEACTIVATED)
    user = await User.get(id=user_id)
    assert (user.status, user.version, user.updated_by_id) == (UserStatus.INACTIVE, 2, root.user_id)
    assert Told("user.deactivated", "root", "asa") in heard.events
    event = await AuditEvent.get(action="user.deactivated")
    assert event.note == "left\nus"


async def test_an_inactive_account_cannot_sign_in_and_its_open_step_is_closed(house: House) -> None:
    user_id = await house.user("asa", password=await house.password(must_change=True))
    step = await house.login("asa")
    assert isinstance(step, MustChangePassword)
    await house.do(SYSTEM, lambda work: deactivate_user(work, user_id))
    outcome = await change_expired_password(
        house.units, house.hashing, anonymous(CLIENT), presented(step.token, None), "N3w-" + PASSWORD
    )
    assert outcome == Refusal(LoginRefusal.PENDING_TOKEN_INVALID)
    assert await house.login("asa") == Refusal(LoginRefusal.INVALID_CREDENTIALS)


def without(rows: Dump, *names: str) -> dict[str, list[dict[str, Any]]]:
    """A dump without what deactivating and reactivating may leave behind."""
    return {
        table: [{key: value for key, value in row.items() if key not in names} for row in found]
        for table, found in rows.items()
        if table not in {"Session", "PendingLogin"}
    }


async def test_reactivation_brings_back_password_roles_and_address_exactly(house: House) -> None:
    root = await house.root()
    user_id = await house.user("asa", "operator", email="asa@example.com", password=await house.password())
    before = await dump()
    await house.do(root, lambda work: deactivate_user(work, user_id))
    async with hearing() as heard:
        await house.do(root, lambda work: reactivate_user(work, user_id, "back"))
    stamps = ("version", "updated_at", "updated_by_id")
    assert without(await dump(), *stamps) == without(before, *stamps)
    assert list(heard.events) == [Told("user.reactivated", "root", "asa")]
    assert isinstance(await house.login("asa@example.com"), SignedIn)


async def test_sessions_that_were_ended_stay_ended_after_reactivation(house: House) -> None:
    user_id = await house.user("asa")
    token = await house.open(user_id)
    await house.do(SYSTEM, lambda work: deactivate_user(work, user_id))
    await house.do(SYSTEM, lambda work: reactivate_user(work, user_id))
    assert (await house.caller(token)).actor.permissions.reason == "SESSION_ENDED"


async def test_where_the_settings_say_so_open_sessions_run_on_and_new_ones_are_refused(house: House) -> None:
    user_id = await house.user("asa", password=await house.password())
    token = await house.open(user_id)
    await house.set(SessionSettings, end_on_deactivation=False)
    await house.do(SYSTEM, lambda work: deactivate_user(work, user_id))
    assert (await house.caller(token)).actor.user_id == user_id
    assert await house.login("asa") == Refusal(LoginRefusal.INVALID_CREDENTIALS)
    await house.set(SessionSettings, end_on_deactivation=True)
    assert (await house.caller(token)).actor.permissions.reason == "SESSION_ENDED"


@pytest.mark.parametrize("command", [deactivate_user, reactivate_user])
async def test_doing_it_twice_changes_nothing_and_tells_nothing(house: House, command: Any) -> None:  # noqa: ANN401 — two commands
    user_id = await house.user("asa", status=UserStatus.INACTIVE if command is deactivate_user else UserStatus.ACTIVE)
    async with nothing_changes():
        assert await house.do(SYSTEM, lambda work: command(work, user_id)) == user_id


@pytest.mark.parametrize("command", [deactivate_user, reactivate_user])
async def test_unfit_notes_unknown_accounts_and_higher_ones_are_refused(house: House, command: Any) -> None:  # noqa: ANN401 — two commands
    clerk = await house.acting("clerk", Scope.USERS_WRITE, level=1)
    await house.role("senior", level=2)
    senior = await house.user("senior", "senior")
    plain = await house.user("plain")
    for user_id, note, told in (
        (NOBODY, None, ("NOT_FOUND", "id")),
        (senior, None, ("BEYOND_OWN_RIGHTS", "id")),
        (plain, "x" * 2_001, ("TOO_LONG", "note")),
        (plain, "\0", ("CHARACTER_NOT_ALLOWED", "note")),
    ):
        async with nothing_changes():
            refusals = await house.refusals(
                clerk, lambda work, user_id=user_id, note=note: command(work, user_id, note)
            )
        assert refusals == [told]


async def test_nobody_deactivates_their_own_account(house: House) -> None:
    root = await house.root()
    async with nothing_changes():
        with pytest.raises(Refused) as refused:
            await house.do(root, lambda work: deactivate_user(work, root.user_id or NOBODY))
    assert [error.code for error in refused.value.errors] == ["OWN_ACCOUNT"]
    assert await PendingLogin.all().count() == 0
