"""Commands that ask for a fresh factor, whichever entrance they are called from."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

import pytest

from auth.access.commands import NewOverride, grant_scope, set_field_rule
from auth.actor import HOST, SYSTEM, Actor
from auth.deletion.commands import Deletion, delete_user
from auth.errors import Forbidden, FreshFactorRequired
from auth.groups.commands import create_group, delete_group
from auth.groups.rules import GroupDraft
from auth.mfa.commands import reset_mfa
from auth.permissions import Scope
from auth.policies.commands import create_policy
from auth.policies.drafts import PolicyDraft
from auth.resources.commands import transfer_ownership
from auth.roles.commands import RoleChanges, RoleDraft, create_role, delete_role, update_role
from auth.settings.commands import update_settings
from auth.settings.pages import ApiSettings, MfaSettings, StepUpSettings
from auth.step_up.rules import FRESH_FOR, StepUp
from auth.tokens.commands import WantedToken, create_api_token
from auth.tokens.spelling import new_api_token
from auth.unit_of_work import Work
from auth.users.commands import NewUser, create_user, set_user_roles, update_user
from auth.users.rules import UserChanges
from models.permission import FieldEffect
from models.policy import PolicyType
from models.session import Session
from tests.support.authenticator import Person, person
from tests.support.house import STALE, House, all_but
from tests.support.tokens import come, issue, robot
from tests.support.trail import nothing_changes

Command = Callable[[Work], Awaitable[object]]
SWITCHED = [each for each in StepUp if each.setting]
SWITCHES = [each.setting for each in SWITCHED if each.setting]


class Scene:
    """What the commands of the tables below are about."""

    def __init__(self, house: House, asa: UUID, bob: UUID, role: UUID, group: UUID) -> None:
        self.house, self.asa, self.bob, self.role, self.group = house, asa, bob, role, group


@pytest.fixture
async def scene(house: House) -> Scene:
    role = await house.role("tester")
    asa = (await person(house)).user_id
    group = await house.do(SYSTEM, lambda work: create_group(work, GroupDraft("crew")))
    return Scene(house, asa, await house.user("bob"), role, group)


def commands(scene: Scene) -> dict[StepUp, list[Command]]:
    """Some commands of each kind."""
    made = new_api_token()
    return {
        StepUp.ROLES: [
            lambda work: create_role(work, RoleDraft("new")),
            lambda work: update_role(work, scene.role, RoleChanges(description="x")),
            lambda work: set_field_rule(work, scene.role, "A.b", FieldEffect.DENY, frozenset({"A.b"})),
            lambda work: delete_role(work, scene.role),
        ],
        StepUp.SETTINGS: [lambda work: update_settings(work, ApiSettings, {"introspection": False})],
        StepUp.SOURCES: [
            lambda work: create_policy(work, PolicyDraft(type=PolicyType.USER, value="asa", roles=("viewer",))),
        ],
        StepUp.ROLE_ASSIGNMENT: [
            lambda work: set_user_roles(work, scene.asa, ("viewer", "tester")),
            lambda work: grant_scope(work, scene.asa, NewOverride(Scope.USERS_READ, "why")),
            lambda work: create_user(work, NewUser(username="named", roles=("viewer",))),
        ],
        StepUp.MFA_RESET: [lambda work: reset_mfa(work, scene.asa)],
        StepUp.API_TOKENS: [lambda work: create_api_token(work, WantedToken(name="mine"), made)],
        StepUp.DELETION: [
            lambda work: transfer_ownership(work, scene.asa, scene.bob),
            lambda work: delete_group(work, scene.group),
            lambda work: delete_user(work, scene.bob, Deletion()),
        ],
    }


async def stale(house: House) -> Actor:
    """The first administrator in a session whose factor has just become old."""
    root = await house.root()
    at = house.clock.now() - FRESH_FOR
    await Session.filter(id=root.session_id).update(fresh_at=at)
    return root


async def refresh(house: House, actor: Actor) -> None:
    """The moment before it becomes old."""
    at = house.clock.now() - FRESH_FOR + timedelta(microseconds=1)
    await Session.filter(id=actor.session_id).update(fresh_at=at)


@pytest.mark.parametrize("about", [each for each in StepUp if each is not StepUp.OWN_ACCOUNT])
async def test_a_stale_session_changes_nothing_and_a_fresh_one_does(house: House, scene: Scene, about: StepUp) -> None:
    await house.set(StepUpSettings, api_tokens=True)
    root = await stale(house)
    for command in commands(scene)[about]:
        async with nothing_changes():
            assert await house.refusals(root, command) == STALE
    await refresh(house, root)
    for command in commands(scene)[about]:
        await house.do(root, command)


@pytest.mark.parametrize("about", SWITCHED)
async def test_what_is_switched_off_asks_no_more_and_the_rest_still_does(
    house: House, scene: Scene, about: StepUp
) -> None:
    await house.set(StepUpSettings, **{name: name != about.setting for name in SWITCHES})
    root = await stale(house)
    for other, several in commands(scene).items():
        for command in several:
            if other is not about:
                async with nothing_changes():
                    assert await house.refusals(root, command) == STALE
    for command in commands(scene)[about]:
        await house.do(root, command)


async def test_what_names_no_role_asks_for_nothing(house: House) -> None:
    root = await stale(house)
    made = await house.do(root, lambda work: create_user(work, NewUser(username="plain")))
    await house.do(root, lambda work: update_user(work, made.user_id, UserChanges(first_name="P")))


async def test_who_lacks_the_scope_is_told_that_first(house: House) -> None:
    caller = await house.acting("helper", *all_but(Scope.ROLES_WRITE), level=3)
    await Session.filter(id=caller.session_id).update(fresh_at=None)
    with pytest.raises(Forbidden):
        await house.do(caller, lambda work: create_role(work, RoleDraft("new")))


async def test_neither_the_host_nor_the_system_is_asked(house: House) -> None:
    for number, actor in enumerate((HOST, SYSTEM)):
        await house.do(actor, lambda work, number=number: create_role(work, RoleDraft(f"role{number}")))


async def test_a_session_that_ended_has_no_fresh_factor(house: House) -> None:
    root = await house.root()
    await Session.filter(id=root.session_id).update(ended_at=house.clock.now())
    assert await house.refusals(root, lambda work: create_role(work, RoleDraft("new"))) == STALE


@pytest.mark.parametrize(
    ("enrolled", "codes", "methods"),
    [(False, 10, ("PASSWORD",)), (True, 10, ("TOTP", "BACKUP_CODE")), (True, 0, ("TOTP",))],
)
async def test_the_refusal_says_by_what_and_for_how_long(
    house: House, *, enrolled: bool, codes: int, methods: tuple[str, ...]
) -> None:
    user_id = await house.user("boss", "admin", password=await house.password())
    if enrolled:
        await Person(house, "boss", user_id).enrol()
    await house.set(MfaSettings, backup_codes=codes)
    actor = (await house.caller(await house.open(user_id, fresh_at=None))).actor
    with pytest.raises(FreshFactorRequired) as refused:
        await house.do(actor, lambda work: create_role(work, RoleDraft("new")))
    assert (refused.value.methods, refused.value.max_age_seconds) == (methods, 900)


async def test_a_password_does_not_count_any_more_once_there_is_a_second_factor(house: House) -> None:
    user_id = await house.user("boss", "admin", password=await house.password())
    actor = await house.actor(user_id)
    house.clock.turn(seconds=1)
    await Person(house, "boss", user_id).enrol()
    assert await house.refusals(actor, lambda work: create_role(work, RoleDraft("new"))) == STALE


async def test_an_api_token_has_no_fresh_factor(house: House) -> None:
    root, own = await house.root(), await robot(house)
    assert root.user_id is not None
    await house.do(SYSTEM, lambda work: set_scopes(work, own))
    personal = (await come(house, await issue(house, root, scopes=(Scope.ROLES_WRITE,)))).actor
    service = (await come(house, await issue(house, user_id=own, scopes=(Scope.ROLES_WRITE,)))).actor
    for actor in (personal, service):
        async with nothing_changes():
            with pytest.raises(FreshFactorRequired) as refused:
                await house.do(actor, lambda work: create_role(work, RoleDraft("new")))
        assert refused.value.methods == ()
    await house.set(StepUpSettings, service_accounts_exempt=True)
    async with nothing_changes():
        assert await house.refusals(personal, lambda work: create_role(work, RoleDraft("new"))) == STALE
    await house.do(service, lambda work: create_role(work, RoleDraft("new")))
    old = await stale(house)
    async with nothing_changes():
        assert await house.refusals(old, mint) == STALE


async def set_scopes(work: Work, user_id: UUID) -> None:
    """Lets the program manage roles."""
    await grant_scope(work, user_id, NewOverride(Scope.ROLES_WRITE, "it manages roles"))


async def mint(work: Work) -> object:
    """Makes a token."""
    return await create_api_token(work, WantedToken(name="way round"), new_api_token())
