"""What a directory gives an account and takes away at a sign-in; what it was given in other ways stays."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import pytest

from auth.actor import SYSTEM
from auth.administrators.facts import administrators
from auth.administrators.rules import who_get_in
from auth.errors import Refused
from auth.permissions import Scope
from auth.settings.pages import LicenceSettings
from auth.sources.rules import SourceFacts
from auth.unit_of_work import Work
from auth.users.commands import set_user_roles
from auth.users.following import NO_RULE, Followed, Owned, follow
from models.role import NO_OWNER, GrantSource, Role, RoleGrant
from models.user import AuthMethod, User, UserStatus
from tests.support.house import House
from tests.support.profiles import moved, profile_row
from tests.support.sources import configured
from tests.support.statements import statements
from tests.support.trail import Told, hearing, nothing_changes

ONE, TWO, CORP = UUID(int=1), UUID(int=2), UUID(int=9)
NOTHING = Followed()


@dataclass(frozen=True)
class Named:
    id: UUID


@dataclass(frozen=True)
class Decided:
    role: Named
    owner_id: UUID
    source: GrantSource = GrantSource.POLICY

    @property
    def rule(self) -> str:
        return f"{self.source.value.lower()} {self.owner_id.int}"


async def decided(name: str, owner_id: UUID = ONE, source: GrantSource = GrantSource.POLICY) -> Decided:
    return Decided(Named((await Role.get(name_key=name)).id), owner_id, source)


async def followed(house: House, user_id: UUID, *wanted: Owned) -> Followed:
    async def sign_in(work: Work) -> Followed:
        return await follow(work, await User.select_for_update().get(id=user_id), wanted)

    return await house.do(SYSTEM, sign_in)


async def held(user_id: UUID) -> list[tuple[str, str, int]]:
    grants = await RoleGrant.filter(user_id=user_id).select_related("role")
    return sorted((grant.role.name, grant.source.value, grant.owner_id.int) for grant in grants)


def changed(before: Sequence[str], after: Sequence[str], reason: str) -> Told:
    roles: dict[str, tuple[object, object]] = {} if before == after else {"roles": (list(before), list(after))}
    return Told("user.roles_changed", "system", "asa", changes={**roles, "reason": (None, reason)})


async def test_what_is_decided_is_given_once_with_its_rule_and_confirmed_from_then_on(house: House) -> None:
    asa, operator = await house.user("asa"), await decided("operator")
    async with hearing() as heard:
        assert await followed(house, asa, operator) == Followed(gained=("operator",))
    assert list(heard.events) == [changed(["viewer"], ["operator", "viewer"], "policy 1")]
    given = await RoleGrant.get(user_id=asa, source=GrantSource.POLICY)
    first = house.clock.now()
    assert (given.owner_id, given.reason, given.granted_by_id) == (ONE, "policy 1", None)
    assert (given.granted_at, given.last_confirmed_at, given.expires_at) == (first, first, None)
    version = (await User.get(id=asa)).version
    later = house.clock.turn(hours=1)
    async with hearing() as heard:
        assert await followed(house, asa, operator) == NOTHING
    assert heard.events == []
    again = await RoleGrant.get(id=given.id)
    assert (again.granted_at, again.last_confirmed_at) == (first, later)
    assert (await User.get(id=asa)).version == version == 2


async def test_nothing_new_costs_two_statements(house: House) -> None:
    asa, operator = await house.user("asa"), await decided("operator")
    await followed(house, asa, operator)
    with statements() as counted:
        await followed(house, asa, operator)
    assert len(counted) == 3, counted  # the account's own row is the first


async def test_only_what_directories_gave_is_taken_away(house: House) -> None:
    asa = await house.user("asa", "viewer")
    await house.role("auditor", Scope.AUDIT_READ)
    await followed(house, asa, await decided("operator"), await decided("auditor", CORP, GrantSource.PROFILE))
    async with hearing() as heard:
        assert await followed(house, asa) == Followed(lost=("auditor", "operator"))
    assert list(heard.events) == [changed(["auditor", "operator", "viewer"], ["viewer"], NO_RULE)]
    assert await held(asa) == [("viewer", "BY_HAND", 0)]


async def test_a_role_held_by_hand_too_is_neither_gained_nor_lost(house: House) -> None:
    asa, operator = await house.user("asa", "operator"), await decided("operator")
    assert await followed(house, asa, operator) == NOTHING
    assert await held(asa) == [("operator", "BY_HAND", 0), ("operator", "POLICY", 1)]
    assert await followed(house, asa) == NOTHING
    assert await held(asa) == [("operator", "BY_HAND", 0)]


async def test_another_rule_for_the_same_role_is_told(house: House) -> None:
    asa = await house.user("asa")
    await followed(house, asa, await decided("operator"))
    async with hearing() as heard:
        assert await followed(house, asa, await decided("operator", TWO)) == NOTHING
    both = ["operator", "viewer"]
    assert list(heard.events) == [changed(both, both, "policy 2")]
    assert await held(asa) == [("operator", "POLICY", 2), ("viewer", "DEFAULT", 0)]


async def test_two_rules_may_give_one_role(house: House) -> None:
    asa = await house.user("asa")
    async with hearing() as heard:
        await followed(house, asa, await decided("operator"), await decided("operator", TWO))
    assert list(heard.events) == [changed(["viewer"], ["operator", "viewer"], "policy 1; policy 2")]
    assert [owner for _, source, owner in await held(asa) if source == "POLICY"] == [1, 2]
    assert await followed(house, asa, await decided("operator", TWO)) == NOTHING


async def test_what_an_earlier_directory_gave_goes_with_the_decision_of_the_next(house: House) -> None:
    asa = await house.user("asa")
    await followed(house, asa, await decided("operator", CORP, GrantSource.PROFILE))
    await followed(house, asa, await decided("operator", TWO, GrantSource.PROFILE))
    assert await held(asa) == [("operator", "PROFILE", 2), ("viewer", "DEFAULT", 0)]


async def test_a_role_that_was_deleted_meanwhile_is_refused(house: House) -> None:
    asa, gone = await house.user("asa"), Decided(Named(UUID(int=77)), ONE)
    async with nothing_changes():
        with pytest.raises(Refused) as refused:
            await followed(house, asa, gone)
    assert [error.code for error in refused.value.errors] == ["ROLE_UNKNOWN"]


async def licensed(house: House, *names: str, seats: int) -> None:
    for name in names:
        await house.role(name, licensed=True)
    await house.set(LicenceSettings, max_seats=seats)


async def test_a_licensed_role_without_a_seat_is_left_out_and_told_and_the_rest_is_given(house: House) -> None:
    await licensed(house, "analyst", seats=1)
    await house.user("bea", "analyst")
    asa, both = await house.user("asa"), [await decided("analyst"), await decided("operator", TWO)]
    left_out = Told(
        "user.roles_withheld",
        "system",
        "asa",
        reason="SEATS_EXHAUSTED",
        changes={"withheld_roles": (None, ["analyst"])},
        refused=True,
    )
    async with hearing() as heard:
        assert await followed(house, asa, *both) == Followed(gained=("operator",), withheld=("analyst",))
    assert list(heard.events) == [changed(["viewer"], ["operator", "viewer"], "policy 2"), left_out]
    assert await held(asa) == [("operator", "POLICY", 2), ("viewer", "DEFAULT", 0)]
    version = (await User.get(id=asa)).version
    async with hearing() as heard:
        assert await followed(house, asa, *both) == Followed(withheld=("analyst",))
    assert (list(heard.events), (await User.get(id=asa)).version) == ([left_out], version)


async def test_a_free_seat_is_taken_at_the_next_sign_in(house: House) -> None:
    await licensed(house, "analyst", seats=1)
    bea = await house.user("bea", "analyst")
    asa, analyst = await house.user("asa"), await decided("analyst")
    assert (await followed(house, asa, analyst)).withheld == ("analyst",)
    await house.do(SYSTEM, lambda work: set_user_roles(work, bea, ("viewer",)))
    assert await followed(house, asa, analyst) == Followed(gained=("analyst",))


async def test_who_changes_one_licensed_role_for_another_keeps_the_seat(house: House) -> None:
    await licensed(house, "analyst", "forensic", seats=1)
    asa = await house.user("asa")
    assert await followed(house, asa, await decided("analyst")) == Followed(gained=("analyst",))
    swapped = await followed(house, asa, await decided("forensic"))
    assert swapped == Followed(gained=("forensic",), lost=("analyst",))


async def test_who_has_a_seat_by_hand_takes_no_second_one(house: House) -> None:
    await licensed(house, "analyst", "forensic", seats=1)
    asa = await house.user("asa", "analyst")
    assert await followed(house, asa, await decided("analyst")) == NOTHING
    assert await followed(house, asa, await decided("forensic")) == Followed(gained=("forensic",))


async def admin_of(house: House, name: str) -> tuple[UUID, SourceFacts]:
    """An administrator by a policy alone, and the directory they come from."""
    profile, user_id = await profile_row(), await house.user(name)
    await moved(user_id, profile)
    await followed(house, user_id, await decided("admin"))
    return user_id, SourceFacts(profile.id, AuthMethod.LDAP, "corp")


async def test_the_last_administrator_keeps_what_no_rule_gives_any_more_and_it_is_told(house: House) -> None:
    asa, corp = await admin_of(house, "asa")
    await User.filter(username_key="root").update(status=UserStatus.INACTIVE)
    with configured(corp):
        assert who_get_in(await administrators(house.clock.now())) == ["asa"]
        kept = Told(
            "user.roles_kept",
            "system",
            "asa",
            reason="WOULD_LOCK_OUT",
            changes={"kept_roles": (None, ["admin"])},
            refused=True,
        )
        async with hearing() as heard:
            operator = await decided("operator", TWO)
            assert await followed(house, asa, operator) == Followed(gained=("operator",), kept=("admin",))
        assert list(heard.events) == [
            changed(["admin", "viewer"], ["admin", "operator", "viewer"], "policy 2"),
            kept,
        ]
        assert await held(asa) == [("admin", "POLICY", 1), ("operator", "POLICY", 2), ("viewer", "DEFAULT", 0)]


async def test_another_administrator_is_enough_to_take_the_role(house: House) -> None:
    asa, corp = await admin_of(house, "asa")
    await house.user("bea", "admin", password=await house.password())
    with configured(corp):
        assert await followed(house, asa) == Followed(lost=("admin",))
    assert await held(asa) == [("viewer", "DEFAULT", 0)]


async def test_the_owner_of_what_is_given_by_hand_is_nobody(house: House) -> None:
    asa = await house.user("asa")
    assert {grant.owner_id for grant in await RoleGrant.filter(user_id=asa)} == {NO_OWNER}
