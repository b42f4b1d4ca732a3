"""Roles that end by themselves: worth nothing from then on wherever grants are read, and taken away with an event."""

import asyncio
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from auth.access.commands import NewOverride, grant_scope
from auth.access.queries import explain_access
from auth.access.who import listing_who_can, who_can
from auth.actor import HOST, SYSTEM
from auth.administrators.facts import administrators
from auth.administrators.rules import AdministratorShortcoming, WouldLockOut, in_name, who_get_in
from auth.deletion.export import export_of
from auth.paging import PageRequest
from auth.passwords.administrators import recover_administrator
from auth.permissions import EVERY_KNOWN_SCOPE, Scope
from auth.roles.commands import RoleChanges, update_role
from auth.users.commands import NewUser, create_user, set_user_roles, update_user
from auth.users.giving import Terms, take_all_ended_roles, take_ended_roles
from auth.users.queries import UserFilter, UserListing, list_users, user_by_id
from auth.users.rules import UserChanges
from models.role import GrantSource, RoleGrant
from models.user import User
from tests.support.house import House
from tests.support.trail import Told, hearing, nothing_changes

NOTHING: list[str] = []


async def give(house: House, user_id: UUID, *names: str, reason: str | None = None, **span: float) -> datetime | None:
    """Gives roles on terms, by the system."""
    ends = house.clock.now() + timedelta(**span) if span else None
    await house.do(SYSTEM, lambda work: set_user_roles(work, user_id, names, terms=Terms(reason, ends)))
    return ends


async def test_new_roles_are_given_on_the_terms_and_those_held_keep_theirs(house: House) -> None:
    root, user_id = await house.root(), await house.user("asa")
    ends = house.clock.now() + timedelta(days=30)
    terms = Terms("Stands in for Eva.", ends)
    async with hearing() as heard:
        await house.do(root, lambda work: set_user_roles(work, user_id, ("viewer", "operator"), terms=terms))
    grants = {(await grant.role).name: grant for grant in await RoleGrant.filter(user_id=user_id)}
    assert (grants["viewer"].reason, grants["viewer"].expires_at) == (None, None)
    assert (grants["operator"].reason, grants["operator"].expires_at) == ("Stands in for Eva.", ends)
    changes: dict[str, tuple[object, object]] = {
        "roles": (["viewer"], ["operator", "viewer"]),
        "expires_at": (None, ends.isoformat()),
        "reason": (None, "Stands in for Eva."),
    }
    assert list(heard.events) == [Told("user.roles_changed", "root", "asa", changes=changes)]


async def test_terms_that_no_role_is_given_on_are_refused(house: House) -> None:
    root, user_id = await house.root(), await house.user("asa")
    terms = Terms("Longer.", house.clock.now() + timedelta(days=1))
    async with nothing_changes():
        told = await house.refusals(root, lambda work: set_user_roles(work, user_id, ("viewer",), terms=terms))
    assert told == [("NO_ROLE_GIVEN", "reason"), ("NO_ROLE_GIVEN", "expires_at")]


async def test_illegal_terms_are_refused_with_everything_else(house: House) -> None:
    root, user_id, now = await house.root(), await house.user("asa"), house.clock.now()
    async with nothing_changes():
        terms = Terms("a\nb", now)
        told = await house.refusals(root, lambda work: set_user_roles(work, user_id, ("nope",), terms=terms))
        assert told == [
            ("ROLE_UNKNOWN", "roles.0"),
            ("CHARACTER_NOT_ALLOWED", "reason"),
            ("ENDS_IN_PAST", "expires_at"),
        ]
        new = NewUser(username="b", reason="x" * 201)
        told = await house.refusals(root, lambda work: create_user(work, new))
        assert told == [("USERNAME_INVALID", "username"), ("TOO_LONG", "reason")]


async def test_a_new_account_keeps_why_it_got_its_roles(house: House) -> None:
    new = NewUser(username="asa", roles=("operator",), reason="Night shift.")
    created = await house.do(SYSTEM, lambda work: create_user(work, new))
    row = await user_by_id(SYSTEM, created.user_id, {"role_grants": {}})
    assert row is not None
    assert [(grant.source, grant.rule, grant.reason) for grant in row.role_grants] == [
        (GrantSource.BY_HAND, None, "Night shift.")
    ]


async def test_a_default_role_names_the_setting_that_gave_it_and_is_never_confirmed(house: House) -> None:
    row = await user_by_id(SYSTEM, await house.user("asa"), {"role_grants": {}})
    assert row is not None
    (grant,) = row.role_grants
    assert (grant.source, grant.rule) == (GrantSource.DEFAULT, "defaultRole of account settings")
    assert (grant.reason, grant.expires_at, grant.last_confirmed_at) == (None, None, None)


async def _everywhere(house: House, asked: UUID) -> dict[str, object]:
    """What every reader of grants says about an account."""
    root, now = await house.root(), house.clock.now()
    actor = await house.actor(asked)
    row = await user_by_id(SYSTEM, asked, {"roles": {}, "role_grants": {}})
    listed = await list_users(SYSTEM, UserListing(UserFilter(roles=("auditor",))), {})
    counted = await listing_who_can("audit:read", (("audit:read",),), now, PageRequest(), is_coordinate=False)
    explained = await explain_access(root, asked, "audit:read", None, now)
    assert row is not None
    return {
        "scopes": sorted(actor.permissions.scopes),
        "level": actor.level,
        "roles": [role.name for role in row.roles],
        "grants": [grant.role.name for grant in row.role_grants],
        "listed": [each.id for each in listed.rows],
        "who can": [each.id for each in (await who_can(root, counted, {})).rows if each.id == asked],
        "explained": [(rule.role, rule.reason, rule.ends_at) for rule in explained.deciding],
        "allowed": explained.allowed,
        "exported": [role.role for role in (await export_of(root, asked)).roles],
    }


async def test_an_ended_role_is_worth_nothing_anywhere_from_that_very_moment(house: House) -> None:
    await house.role("auditor", Scope.AUDIT_READ, level=2)
    asa = await house.user("asa")
    ends = await give(house, asa, "auditor", reason="Audit of 2026.", hours=1)
    house.clock.turn(minutes=59, seconds=59)
    assert await _everywhere(house, asa) == {
        "scopes": ["audit:read"],
        "level": 2,
        "roles": ["auditor"],
        "grants": ["auditor"],
        "listed": [asa],
        "who can": [asa],
        "explained": [("auditor", "Audit of 2026.", ends)],
        "allowed": True,
        "exported": ["auditor"],
    }
    house.clock.turn(seconds=1)
    empty = {"scopes": NOTHING, "level": 0, "roles": NOTHING, "grants": NOTHING, "listed": NOTHING, "who can": NOTHING}
    assert await _everywhere(house, asa) == {**empty, "explained": NOTHING, "allowed": False, "exported": NOTHING}
    assert await RoleGrant.filter(user_id=asa).count() == 1


async def test_whose_greater_role_ended_may_be_managed_again_and_manages_nobody(house: House) -> None:
    clerk = await house.acting("clerk", Scope.USERS_WRITE, level=1)
    asa = await house.user("asa")
    await give(house, asa, "admin", hours=1)
    token = await house.open(asa)
    change = UserChanges(first_name="Åsa")
    async with nothing_changes():
        told = await house.refusals(clerk, lambda work: update_user(work, asa, change))
    assert told == [("BEYOND_OWN_RIGHTS", "id")]
    assert (await house.caller(token)).actor.permissions.scopes == EVERY_KNOWN_SCOPE
    house.clock.turn(hours=1)
    assert (await house.caller(token)).actor.permissions.scopes == frozenset()
    await house.do(clerk, lambda work: update_user(work, asa, change))


async def test_nobody_raises_a_role_that_they_hold_until_it_has_ended(house: House) -> None:
    role_id, raised = await house.role("old"), RoleChanges(scopes=(Scope.AUDIT_READ,))
    await house.role("author", Scope.ROLES_WRITE)
    asa = await house.user("asa", "author")
    await house.do(SYSTEM, lambda work: grant_scope(work, asa, NewOverride(Scope.AUDIT_READ, "Beside.")))
    await give(house, asa, "author", "old", hours=1)
    author = await house.actor(asa)
    async with nothing_changes():
        told = await house.refusals(author, lambda work: update_role(work, role_id, raised))
    assert told == [("OWN_ROLES", "scopes")]
    house.clock.turn(hours=1)
    await house.freshen(author)
    await house.do(author, lambda work: update_role(work, role_id, raised))


async def test_the_job_takes_ended_roles_away_and_the_account_stays(house: House) -> None:
    asa, eva = await house.user("asa"), await house.user("eva")
    await give(house, asa, "operator", hours=1)
    await give(house, eva, "viewer", "operator", hours=1)
    lasting = await house.user("ida")
    await give(house, lasting, "operator", hours=2)
    house.clock.turn(hours=1)
    async with hearing() as heard:
        assert await take_all_ended_roles(house.units) == 2
    told = sorted(heard.events, key=lambda event: event.target or "")
    gone: dict[str, tuple[object, object]] = {"roles": (["operator"], [])}
    kept: dict[str, tuple[object, object]] = {"roles": (["operator", "viewer"], ["viewer"])}
    assert told == [
        Told("user.roles_expired", "system", "asa", changes=gone),
        Told("user.roles_expired", "system", "eva", changes=kept),
    ]
    user = await User.get(id=asa)
    assert (user.version, user.updated_at, user.updated_by_id) == (3, house.clock.now(), None)
    actor = (await house.caller(await house.open(asa))).actor
    assert (actor.is_user(asa), actor.permissions.scopes, actor.level) == (True, frozenset(), 0)
    async with nothing_changes():
        assert await take_all_ended_roles(house.units) == 0


async def test_many_jobs_at_once_take_a_role_away_once(house: House) -> None:
    asa = await house.user("asa")
    await give(house, asa, "operator", hours=1)
    house.clock.turn(hours=1)
    async with hearing() as heard:
        taken = await asyncio.gather(*(take_all_ended_roles(house.units) for _ in range(20)))
    assert (sum(taken), len(heard.events)) == (1, 1)


async def test_an_account_that_went_meanwhile_is_no_fault(house: House) -> None:
    asa = await house.user("asa")
    await give(house, asa, "operator", hours=1)
    house.clock.turn(hours=1)
    await User.filter(id=asa).delete()
    async with nothing_changes():
        assert not await house.do(SYSTEM, lambda work: take_ended_roles(work, asa))


async def test_an_ended_role_can_be_given_anew_before_the_job_came(house: House) -> None:
    asa = await house.user("asa")
    await give(house, asa, "operator", hours=1)
    house.clock.turn(hours=1)
    async with hearing() as heard:
        await give(house, asa, "operator", reason="Once more.")
    assert [event.action for event in heard.events] == ["user.roles_expired", "user.roles_changed"]
    (grant,) = await RoleGrant.filter(user_id=asa)
    assert (grant.reason, grant.expires_at) == ("Once more.", None)


async def test_an_administrator_for_a_while_is_not_the_last_one_who_counts(house: House) -> None:
    ada = await house.user("ada", "admin", password=await house.password())
    eva = await house.user("eva", password=await house.password())
    await give(house, eva, "admin", days=1)
    found = await administrators(house.clock.now())
    assert who_get_in(found) == ["ada"]
    assert ("eva", AdministratorShortcoming.TEMPORARY) in [(each.username, each.because) for each in in_name(found)]
    async with nothing_changes():
        with pytest.raises(WouldLockOut):
            await house.do(SYSTEM, lambda work: set_user_roles(work, ada, ("viewer",)))
    house.clock.turn(days=1)
    assert "eva" not in [each.username for each in in_name(await administrators(house.clock.now()))]


async def test_whoever_owns_the_host_makes_an_administrator_for_good_of_one_for_a_while(house: House) -> None:
    eva, password = await house.user("eva"), await house.password()
    await give(house, eva, "viewer", "admin", days=1)
    await house.do(HOST, lambda work: recover_administrator(work, "eva", password))
    house.clock.turn(days=1)
    assert who_get_in(await administrators(house.clock.now())) == ["eva"]
    assert {(await grant.role).name for grant in await RoleGrant.filter(user_id=eva)} == {"viewer", "admin"}
