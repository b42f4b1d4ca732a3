"""What is read about administrators: everybody who is given the scopes, with what decides, equal to enforcement."""

from datetime import timedelta
from uuid import UUID

from auth.access.commands import NewOverride, deny_scope, grant_scope, set_field_rule
from auth.actor import SYSTEM
from auth.administrators.facts import administrators
from auth.administrators.rules import AdministratorShortcoming, in_name, shortcoming, who_get_in
from auth.permissions import decide
from models.permission import FieldEffect
from models.user import UserKind, UserStatus
from tests.support.house import House
from tests.support.statements import statements

EMAIL = "User.email"
USERS, ROLES, SETTINGS = "users:write", "roles:write", "settings:write"


async def _administrator(house: House, name: str, *roles: str) -> UUID:
    return await house.user(name, *(roles or ("admin",)), password=await house.password())


async def _given(house: House, user_id: UUID, scope: str, **span: float) -> None:
    ends_at = house.clock.now() + timedelta(**span) if span else None
    await house.do(SYSTEM, lambda work: grant_scope(work, user_id, NewOverride(scope, "Needed.", ends_at)))


async def _denied(house: House, user_id: UUID, scope: str, **span: float) -> None:
    ends_at = house.clock.now() + timedelta(**span) if span else None
    await house.do(SYSTEM, lambda work: deny_scope(work, user_id, NewOverride(scope, "Not now.", ends_at)))


async def _ruled(house: House, role_id: UUID, effect: FieldEffect) -> None:
    await house.do(SYSTEM, lambda work: set_field_rule(work, role_id, EMAIL, effect, frozenset({EMAIL})))


async def test_accounts_that_lack_a_scope_are_not_listed_and_others_with_their_shortcoming(house: House) -> None:
    await house.role("two", USERS, ROLES)
    await house.role("machine", USERS, ROLES, SETTINGS, api_only=True)
    await _administrator(house, "ada")
    await _administrator(house, "two-thirds", "two")
    off = await house.user("off", "admin", password=await house.password(), status=UserStatus.INACTIVE)
    await house.user("robot", "machine", kind=UserKind.SERVICE)
    await _denied(house, await _administrator(house, "bound"), SETTINGS)
    await _given(house, await _administrator(house, "guest", "two"), SETTINGS, days=1)
    await _given(house, await _administrator(house, "made", "two"), SETTINGS)
    assert off
    found = await administrators(house.clock.now())
    assert who_get_in(found) == ["ada", "made"]
    assert {each.username: each.because for each in in_name(found)} == {
        "bound": AdministratorShortcoming.SCOPE_DENIED,
        "guest": AdministratorShortcoming.TEMPORARY,
        "off": AdministratorShortcoming.INACTIVE,
        "robot": AdministratorShortcoming.SERVICE_ACCOUNT,
        "root": AdministratorShortcoming.NO_PASSWORD,
    }


async def test_overrides_that_have_ended_count_for_nothing(house: House) -> None:
    await house.role("two", USERS, ROLES)
    await _administrator(house, "other")
    await _given(house, await _administrator(house, "guest", "two"), SETTINGS, hours=1)
    await _denied(house, await _administrator(house, "bound"), SETTINGS, hours=1)
    house.clock.turn(hours=1)
    found = await administrators(house.clock.now())
    assert who_get_in(found) == ["bound", "other"]
    assert [each.username for each in in_name(found)] == ["root"]


async def test_a_role_gives_also_what_its_parents_carry(house: House) -> None:
    await house.role("grand", SETTINGS)
    await house.role("base", ROLES, parents=("grand",))
    await house.role("chief", USERS, parents=("base",))
    await _administrator(house, "ada", "chief")
    assert who_get_in(await administrators(house.clock.now())) == ["ada"]


async def test_field_rules_of_held_roles_bind_and_those_of_parents_do_not(house: House) -> None:
    base, strict = await house.role("base"), await house.role("strict")
    lenient = await house.role("lenient")
    await house.role("child", parents=("base",))
    for name, roles in {"ada": ("child",), "bea": ("strict",), "cleo": ("strict", "lenient")}.items():
        await _administrator(house, name, "admin", *roles)
    for role in (base, strict):
        await _ruled(house, role, FieldEffect.DENY)
    await _ruled(house, lenient, FieldEffect.ALLOW)
    found = {each.username: shortcoming(each) for each in await administrators(house.clock.now())}
    assert (found["ada"], found["bea"], found["cleo"]) == (None, AdministratorShortcoming.FIELDS_DENIED, None)


async def test_what_is_read_comes_to_what_is_enforced(house: House) -> None:
    strict = await house.role("strict", "audit:read", "users:read")
    await _ruled(house, strict, FieldEffect.DENY)
    ids = {
        name: await _administrator(house, name, *roles)
        for name, roles in {
            "ada": ("admin",),
            "bea": ("admin", "strict"),
            "cleo": ("operator", "strict"),
        }.items()
    }
    for scope in (USERS, ROLES, SETTINGS):
        await _given(house, ids["cleo"], scope)
    await _denied(house, ids["bea"], SETTINGS, hours=2)
    found = {each.username: each for each in await administrators(house.clock.now())}
    for name, user_id in ids.items():
        enforced = (await house.caller(await house.open(user_id))).actor.permissions
        assert decide(found[name].access) == enforced


async def test_the_number_of_statements_does_not_depend_on_the_number_of_accounts(house: House) -> None:
    counts: list[int] = []
    for number in range(3):
        await _given(house, await _administrator(house, f"ada{number}"), SETTINGS)
        with statements() as executed:
            assert len(await administrators(house.clock.now())) == number + 2
        counts.append(len(executed))
    assert len(set(counts)) == 1
