"""What a sign-in would come to: told by the sign-in's own code, equal to what it then does, and nothing of it stays."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from uuid import UUID

import pytest

from auth.actor import Actor
from auth.errors import Forbidden, NotFound, Refused
from auth.login.outcomes import LoginOutcome, LoginRefusal, MfaDemanded, MustEnrolMfa, Refusal, SignedIn
from auth.login.simulation import Simulation, simulated
from auth.policies.rules import RolesDecision
from auth.provisioning.rules import Way
from auth.settings.pages import LicenceSettings, LockoutSettings, MfaSettings, SessionSettings
from auth.sources.identity import ExternalGroup, ExternalIdentity, NotProven, Unavailable
from auth.sources.identity import Refused as NotFoundThere
from models.identity_expectation import IdentityKind
from models.ldap_profile import LdapProfile, RolesFollow
from models.role import Role
from models.user import AuthMethod, User, UserStatus
from tests.support.directory import SERVER, SILENT, THERE
from tests.support.house import House
from tests.support.people import OPS, STAFF, corp, policy, roles_of, waiting
from tests.support.profiles import person, switch
from tests.support.trail import Told, hearing, nothing_changes

Scene = Callable[[House], Awaitable[LdapProfile]]


def asked(name: str) -> Told:
    return Told("login.simulated", "helper", "corp", changes={"simulated_name": (None, name)})


async def helper(house: House) -> Actor:
    return await house.acting("helper", "ldap:read")


async def simulate(house: House, actor: Actor, profile: LdapProfile, name: str) -> Simulation:
    return await simulated(house.units, house.directories, actor, profile.id, name)


async def unknown(house: House) -> LdapProfile:
    profile = await corp()
    await policy(OPS, "operator")
    house.ldap.person(profile, "asa", OPS, email="asa@corp.test")
    return profile


async def taken_address(house: House) -> LdapProfile:
    profile = await unknown(house)
    await house.user("berg", email="asa@corp.test")
    return profile


async def known(house: House) -> LdapProfile:
    profile = await unknown(house)
    await person(house, "asa", profile, "viewer")
    return profile


async def renamed(house: House) -> LdapProfile:
    profile = await known(house)
    house.ldap.people[profile.id][0].identity = replace(
        house.ldap.people[profile.id][0].identity, first_name="Åsa", groups=(ExternalGroup(STAFF),)
    )
    return profile


async def expected(house: House) -> LdapProfile:
    profile = await unknown(house)
    await waiting(house, "asa", profile, IdentityKind.SUBJECT, "subject of asa")
    return profile


async def no_groups_told(house: House) -> LdapProfile:
    profile = await known(house)
    entry = house.ldap.people[profile.id][0]
    entry.identity = replace(entry.identity, groups=None)
    return profile


async def nobody_makes_accounts(house: House) -> LdapProfile:
    profile = await unknown(house)
    await LdapProfile.filter(id=profile.id).update(creates_accounts=False)
    return profile


async def no_rule_matches(house: House) -> LdapProfile:
    profile = await corp(refuses_unmatched=True)
    house.ldap.person(profile, "asa")
    return profile


async def no_role_at_all(house: House) -> LdapProfile:
    profile = await corp(user_role=None)
    house.ldap.person(profile, "asa")
    return profile


async def roles_never_follow(house: House) -> LdapProfile:
    profile = await unknown(house)
    await LdapProfile.filter(id=profile.id).update(roles_follow=RolesFollow.NEVER)
    return profile


async def inactive(house: House) -> LdapProfile:
    profile = await known(house)
    await User.filter(username_key="asa").update(status=UserStatus.INACTIVE)
    return profile


async def locked_by_hand(house: House) -> LdapProfile:
    profile = await known(house)
    await User.filter(username_key="asa").update(locked_at=house.clock.now())
    return profile


async def locked_automatically(house: House) -> LdapProfile:
    profile = await known(house)
    await User.filter(username_key="asa").update(auto_locked_at=house.clock.now(), failed_attempts=5)
    return profile


async def last_attempt(house: House) -> LdapProfile:
    profile = await known(house)
    await User.filter(username_key="asa").update(failed_attempts=4)
    return profile


async def checked_here(house: House) -> LdapProfile:
    profile = await unknown(house)
    await house.user("asa", password=await house.password())
    return profile


async def moved_away(house: House) -> LdapProfile:
    profile = await known(house)
    await User.filter(username_key="asa").update(auth_method=AuthMethod.LOCAL, source_id=None)
    return profile


async def disabled_there(house: House) -> LdapProfile:
    profile = await unknown(house)
    entry = house.ldap.people[profile.id][0]
    entry.identity = replace(entry.identity, is_disabled=True)
    return profile


async def must_enrol(house: House) -> LdapProfile:
    profile = await unknown(house)
    await house.set(MfaSettings, required_for_everyone=True, grace_days=0)
    return profile


async def asks_second_factor(house: House) -> LdapProfile:
    profile = await known(house)
    await User.filter(username_key="asa").update(mfa_enrolled_at=house.clock.now())
    return profile


async def licence_is_full(house: House) -> LdapProfile:
    profile = await unknown(house)
    await house.open(await house.user("bea"))
    await house.set(LicenceSettings, max_users=1)
    return profile


async def no_seat(house: House) -> LdapProfile:
    profile = await unknown(house)
    await Role.filter(name_key="operator").update(licensed=True)
    await house.user("bea", "operator")
    await house.set(LicenceSettings, max_seats=1)
    return profile


async def as_many_sessions_as_may_be(house: House) -> LdapProfile:
    profile = await known(house)
    await house.set(SessionSettings, sessions_per_account=1, at_limit="REFUSE")
    await house.open(await house.user_id("asa"))
    return profile


async def found_twice(house: House) -> LdapProfile:
    profile = await unknown(house)
    house.ldap.person(profile, "asa")
    return profile


async def not_found(house: House) -> LdapProfile:
    assert house.ldap.people == {}
    return await corp()


async def silent(house: House) -> LdapProfile:
    profile = await known(house)
    house.ldap.silent[profile.id] = "find"
    return profile


SCENES: list[Scene] = [
    unknown,
    taken_address,
    known,
    renamed,
    expected,
    no_groups_told,
    nobody_makes_accounts,
    no_rule_matches,
    no_role_at_all,
    roles_never_follow,
    inactive,
    locked_by_hand,
    locked_automatically,
    last_attempt,
    checked_here,
    moved_away,
    disabled_there,
    must_enrol,
    asks_second_factor,
    licence_is_full,
    no_seat,
    as_many_sessions_as_may_be,
    found_twice,
    not_found,
    silent,
]


def kind(outcome: LoginOutcome) -> object:
    return outcome.code if isinstance(outcome, Refusal) else type(outcome)


ENDS: dict[Scene, object] = {
    unknown: SignedIn,
    must_enrol: MustEnrolMfa,
    asks_second_factor: MfaDemanded,
    licence_is_full: LoginRefusal.SESSION_LIMIT_REACHED,
    as_many_sessions_as_may_be: LoginRefusal.SESSION_LIMIT,
    no_rule_matches: LoginRefusal.NO_ROLE,
    inactive: LoginRefusal.INVALID_CREDENTIALS,
    silent: LoginRefusal.DIRECTORY_UNAVAILABLE,
}
"""How some of them end, so that not all are alike in being nothing."""


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
async def test_what_is_foreseen_is_what_then_happens_and_foreseeing_changes_nothing(house: House, scene: Scene) -> None:
    profile, actor = await scene(house), await helper(house)
    async with nothing_changes(asked("asa")):
        simulation = await simulate(house, actor, profile, "asa")
    settled = simulation.foreseen.settled
    async with hearing() as heard:
        outcome = await house.login("asa", THERE)
    happened = next((event.reason for event in heard.events if event.action == "login.failed"), None)
    assert kind(settled.outcome) == kind(outcome) == ENDS.get(scene, kind(outcome))
    if scene not in {checked_here, moved_away, not_found, licence_is_full, as_many_sessions_as_may_be}:
        assert (settled.because and settled.because.value) == happened
    arrival = settled.arrival
    if arrival is not None and arrival.user is not None:
        account = await User.get(username_key=arrival.evaluation.username.casefold())
        assert (account.auth_method, account.source_id) == (AuthMethod.LDAP, profile.id)
        assert account.username == arrival.user.username
        told = sorted(f"{grant.role.name} {grant.source}" for grant in simulation.foreseen.grants)
        assert told == await roles_of(account.username_key)
        created = any(event.action == "user.created" for event in heard.events)
        assert created is (arrival.evaluation.decision.way is Way.CREATE)
        withheld = any(event.action == "user.roles_withheld" for event in heard.events)
        assert withheld is bool(arrival.followed.withheld)
    else:
        assert isinstance(outcome, Refusal)
        assert simulation.foreseen.grants == ()


async def test_it_shows_the_server_the_entry_the_policies_and_the_rules_behind_the_roles(house: House) -> None:
    profile = await corp()
    await policy(OPS, "operator")
    await policy(STAFF, "viewer")
    house.ldap.person(profile, "asa", groups=(ExternalGroup(STAFF), ExternalGroup(OPS, via=(STAFF,))))
    simulation = await simulate(house, await helper(house), profile, "CORP\\asa")
    assert (simulation.server, simulation.is_enabled) == (SERVER, True)
    assert isinstance(simulation.found, ExternalIdentity)
    assert simulation.found.groups == (ExternalGroup(STAFF), ExternalGroup(OPS, via=(STAFF,)))
    arrival = simulation.foreseen.settled.arrival
    assert arrival is not None
    assert isinstance(arrival.evaluation.roles, RolesDecision)
    assert [verdict.value for _, verdict in arrival.evaluation.roles.verdicts] == ["MATCHED", "SHADOWED"]
    assert [(grant.role.name, grant.rule) for grant in simulation.foreseen.grants] == [("operator", f"policy 1: {OPS}")]
    assert house.ldap.tried == []


async def test_a_username_that_is_taken_gets_a_number_in_both(house: House) -> None:
    profile = await checked_here(house)
    simulation = await simulate(house, await helper(house), profile, "CORP\\asa")
    arrival = simulation.foreseen.settled.arrival
    assert arrival is not None
    assert (arrival.evaluation.decision.way, arrival.evaluation.username) == (Way.CREATE, "asa-2")
    assert (await house.sign_in("CORP\\asa", THERE)).caller.actor.name == "asa-2"


async def test_a_profile_that_is_off_is_simulated_as_if_it_were_on(house: House) -> None:
    profile = await unknown(house)
    await switch(profile, on=False)
    actor = await helper(house)
    async with nothing_changes(asked("asa")):
        simulation = await simulate(house, actor, profile, "asa")
    assert (simulation.is_enabled, kind(simulation.foreseen.settled.outcome)) == (False, SignedIn)
    assert await house.login("asa", THERE) == Refusal(LoginRefusal.INVALID_CREDENTIALS)


async def test_who_is_not_found_or_not_to_be_asked_is_told_so(house: House) -> None:
    profile = await corp()
    actor = await helper(house)
    nobody = await simulate(house, actor, profile, "asa")
    assert nobody.found == NotFoundThere(NotProven.NO_ENTRY)
    house.ldap.silent[profile.id] = "find"
    unasked = await simulate(house, actor, profile, "asa")
    assert (unasked.found, unasked.server) == (SILENT, None)
    assert isinstance(unasked.found, Unavailable)


async def test_it_needs_its_scope_and_then_nothing_is_asked(house: House) -> None:
    profile = await unknown(house)
    stranger = await house.acting("stranger", "users:read", "settings:read")
    async with nothing_changes():
        with pytest.raises(Forbidden):
            await simulate(house, stranger, profile, "asa")
    actor = await helper(house)
    async with nothing_changes():
        for name in ("", "x" * 321, "a\nb", "\0"):
            with pytest.raises(Refused):
                await simulate(house, actor, profile, name)
        with pytest.raises(NotFound):
            await simulated(house.units, house.directories, actor, UUID(int=5), "asa")
    assert house.ldap.sought == []


async def test_it_counts_no_attempt_however_often_it_is_asked(house: House) -> None:
    profile, actor = await known(house), await helper(house)
    await house.set(LockoutSettings, failed_attempts_allowed=2)
    for _ in range(5):
        assert kind((await simulate(house, actor, profile, "asa")).foreseen.settled.outcome) is SignedIn
    assert (await User.get(username_key="asa")).failed_attempts == 0
