"""Who comes with an API token: derived anew for each request, never more than the account may at that moment."""

from datetime import datetime, timedelta

import pytest

from auth.access.commands import NewOverride, deny_scope, grant_scope, set_field_rule
from auth.actor import HOST, SYSTEM
from auth.events import user_target
from auth.opaque import new_token
from auth.permissions import EVERY_KNOWN_SCOPE
from auth.roles.commands import update_role
from auth.roles.drafts import RoleChanges
from auth.sessions.commands import end_all
from auth.settings.pages import ApiSettings, SessionSettings, TokenSettings
from auth.tokens.commands import note_use, revoke_api_token
from auth.tokens.spelling import new_api_token
from auth.users.commands import set_user_roles
from auth.users.lifecycle import deactivate_user, reactivate_user
from models.audit_event import ActorKind
from models.permission import FieldEffect
from models.role import Role
from models.session import SessionEnd
from models.user import User
from tests.support.house import CLIENT, ROOT, House, spoiled
from tests.support.statements import statements
from tests.support.tokens import come, issue, reason, robot, row_of
from tests.support.trail import nothing_changes


async def test_a_token_gives_its_account_with_what_it_carries(house: House) -> None:
    root = await User.get(username=ROOT)
    token = await issue(house, user_id=root.id, scopes=("users:read", "audit:read"))
    caller = await come(house, token)
    actor = caller.actor
    assert (actor.kind, actor.user_id, actor.name) == (ActorKind.USER, root.id, ROOT)
    assert (actor.token_id, actor.session_id) == ((await row_of(token)).id, None)
    assert (actor.permissions.scopes, actor.level, actor.origin) == ({"users:read", "audit:read"}, 3, CLIENT)
    assert actor.permissions.authenticated
    assert (caller.expiry, caller.is_due_for_touch, caller.api) == (None, True, ApiSettings())


async def test_it_takes_one_statement_and_a_slip_of_the_pen_takes_none(house: House) -> None:
    token = await issue(house, user_id=await robot(house))
    with statements() as seen:
        assert await reason(house, token) is None
    assert len(seen) == 1, seen
    with statements() as seen:
        for near in spoiled(token):
            assert await reason(house, near) == "INVALID_TOKEN", near
    assert seen == []


async def test_a_well_spelled_text_that_nobody_made_is_nobody(house: House) -> None:
    await issue(house, user_id=await robot(house))
    assert await reason(house, new_api_token().text) == "INVALID_TOKEN"


async def test_a_session_is_no_token_and_a_token_no_session(house: House) -> None:
    root = await User.get(username=ROOT)
    token, session = await issue(house, user_id=root.id), await house.open(root.id)
    assert (await house.caller(token)).actor.permissions.reason == "INVALID_TOKEN"
    assert await reason(house, session) == "INVALID_TOKEN"
    assert await reason(house, new_token()) == "INVALID_TOKEN"


async def test_it_ends_by_itself(house: House) -> None:
    token = await issue(house, user_id=await robot(house), expires_in_days=1)
    house.clock.turn(hours=23, minutes=59)
    assert await reason(house, token) is None
    house.clock.turn(minutes=1)
    assert await reason(house, token) == "TOKEN_EXPIRED"


async def test_it_is_refused_from_the_moment_that_it_is_revoked(house: House) -> None:
    token = await issue(house, user_id=await robot(house))
    token_id = (await row_of(token)).id
    await house.do(HOST, lambda work: revoke_api_token(work, token_id))
    assert await reason(house, token) == "TOKEN_REVOKED"


async def test_an_account_that_is_off_has_no_token_whatever_the_settings_say_of_sessions(house: House) -> None:
    await house.set(SessionSettings, end_on_deactivation=False)
    user_id = await house.user("asa")
    token = await issue(house, user_id=user_id)
    await house.do(SYSTEM, lambda work: deactivate_user(work, user_id))
    assert await reason(house, token) == "ACCOUNT_NOT_ACTIVE"
    await house.do(SYSTEM, lambda work: reactivate_user(work, user_id))
    assert await reason(house, token) is None


async def test_an_account_that_is_locked_by_hand_has_no_token(house: House) -> None:
    user_id = await robot(house)
    token = await issue(house, user_id=user_id)
    await User.filter(id=user_id).update(locked_at=house.clock.now())
    assert await reason(house, token) == "ACCOUNT_NOT_ACTIVE"


async def test_the_automatic_lock_stops_sign_ins_and_no_token(house: House) -> None:
    user_id = await house.user("asa")
    token = await issue(house, user_id=user_id)
    await User.filter(id=user_id).update(auto_locked_at=house.clock.now(), failed_attempts=5)
    assert await reason(house, token) is None


async def test_peoples_tokens_are_refused_while_the_settings_say_so(house: House) -> None:
    mine, its = await issue(house, user_id=await house.user("asa")), await issue(house, user_id=await robot(house))
    await house.set(TokenSettings, allow_personal_tokens=False)
    assert (await reason(house, mine), await reason(house, its)) == ("PERSONAL_TOKENS_OFF", None)
    await house.set(TokenSettings, allow_personal_tokens=True)
    assert await reason(house, mine) is None


async def test_the_end_of_its_accounts_sessions_is_not_its_end(house: House) -> None:
    user_id = await house.user("asa")
    token = await issue(house, user_id=user_id)
    await house.actor(user_id)
    await house.do(SYSTEM, lambda work: end_all(work, user_target(user_id, "asa"), SessionEnd.BY_ADMINISTRATOR))
    assert await reason(house, token) is None


async def test_whatever_the_account_loses_its_tokens_lose_at_the_next_request(house: House) -> None:
    await house.role("clerk", "users:read", "groups:read", level=1)
    user_id = await house.user("asa", "clerk")
    token = await issue(house, user_id=user_id, scopes=("users:read", "groups:read"))

    async def scopes() -> set[str]:
        return set((await come(house, token)).actor.permissions.scopes)

    assert await scopes() == {"users:read", "groups:read"}
    await house.do(SYSTEM, lambda work: deny_scope(work, user_id, NewOverride("users:read", "a test")))
    assert await scopes() == {"groups:read"}
    role = (await Role.get(name="clerk")).id
    await house.do(SYSTEM, lambda work: update_role(work, role, RoleChanges(scopes=("audit:read",))))
    assert await scopes() == set()
    await house.do(SYSTEM, lambda work: update_role(work, role, RoleChanges(scopes=("groups:read", "audit:read"))))
    assert await scopes() == {"groups:read"}, "what the account gains the token does not, but what it carries"
    await house.do(SYSTEM, lambda work: set_user_roles(work, user_id, ("viewer",)))
    assert await scopes() == set()
    assert (await come(house, token)).actor.level == 1


async def test_a_grant_that_ends_leaves_the_token_too(house: House) -> None:
    user_id = await house.user("asa")
    ends = house.clock.now() + timedelta(hours=1)
    await house.do(SYSTEM, lambda work: grant_scope(work, user_id, NewOverride("users:read", "a test", ends)))
    token = await issue(house, user_id=user_id, scopes=("users:read",))
    assert (await come(house, token)).actor.permissions.scopes == {"users:read"}
    house.clock.turn(hours=1)
    assert (await come(house, token)).actor.permissions.scopes == frozenset()


async def test_what_is_denied_to_the_account_stays_denied_to_its_tokens(house: House) -> None:
    await house.role("clerk", "users:read", "users:read-contact")
    token = await issue(house, user_id=await house.user("asa", "clerk"))
    role, deniable = (await Role.get(name="clerk")).id, frozenset({"User.email"})
    await house.do(SYSTEM, lambda work: set_field_rule(work, role, "User.email", FieldEffect.DENY, deniable))
    assert (await come(house, token)).actor.permissions.denied == {"User.email"}


async def test_every_scope_of_an_administrator_is_spelled_out_and_cut_to_what_it_carries(house: House) -> None:
    root = await User.get(username=ROOT)
    every = await issue(house, user_id=root.id, scopes=tuple(EVERY_KNOWN_SCOPE))
    assert (await come(house, every)).actor.permissions.scopes == EVERY_KNOWN_SCOPE
    none = await issue(house, name="none", user_id=root.id, scopes=())
    assert (await come(house, none)).actor.permissions.scopes == frozenset()


async def test_its_last_use_is_written_at_most_once_in_a_minute(house: House) -> None:
    token = await issue(house, user_id=await robot(house))
    used: list[datetime] = []
    for _ in range(13):
        caller = await come(house, token)
        token_id = caller.actor.token_id
        assert token_id is not None
        if caller.is_due_for_touch:
            used.append(house.clock.now())
            await house.do(caller.actor, lambda work, of=token_id: note_use(work, of))
            row = await row_of(token)
            assert (row.last_used_at, row.last_used_ip) == (house.clock.now(), CLIENT.ip_address)
        house.clock.turn(seconds=10)
    assert [later - used[0] for later in used] == [timedelta(seconds=seconds) for seconds in (0, 60, 120)]


async def test_a_use_is_not_written_twice_and_not_of_a_revoked_token(house: House) -> None:
    token = await issue(house, user_id=await robot(house))
    actor, token_id = (await come(house, token)).actor, (await row_of(token)).id
    await house.do(actor, lambda work: note_use(work, token_id))
    house.clock.turn(seconds=30)
    async with nothing_changes():
        await house.do(actor, lambda work: note_use(work, token_id))
    await house.do(HOST, lambda work: revoke_api_token(work, token_id))
    house.clock.turn(minutes=5)
    async with nothing_changes():
        await house.do(actor, lambda work: note_use(work, token_id))


@pytest.mark.parametrize("text", ["", "gth_", "gth_" + "A" * 49, "gth_" + "é" * 49, "\ud800" * 53, "gth_" + "\0" * 49])
async def test_nonsense_is_nobody_and_no_fault(house: House, text: str) -> None:
    assert await reason(house, text) == "INVALID_TOKEN"
