"""Comparisons of accounts with a directory that tells of whom a test says."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from auth.actor import HOST, SYSTEM
from auth.directory_sync import comparing
from auth.directory_sync.commands import WantedSync, begin_sync
from auth.directory_sync.queries import DirectorySyncRow, due_profiles, stored_sync
from auth.directory_sync.rules import SyncAction, SyncReason
from auth.directory_sync.running import CHANGED, CUT_OFF, FAULT, DirectorySyncs
from auth.settings.pages import DirectorySettings, SessionSettings
from auth.settings.queries import current
from auth.sources.identity import ExternalGroup, Unavailable
from auth.users.lifecycle import deactivate_user, reactivate_user
from models.external_identity import ExternalIdentity as Link
from models.identity_expectation import IdentityExpectation
from models.ldap_profile import DirectorySync, LdapProfile, SyncOutcome
from models.session import Session, SessionEnd
from models.user import AuthMethod, LoginIdentifier, User, UserStatus
from tests.support.house import NOON, ROOT, House
from tests.support.profiles import moved, person, profile_row, switch
from tests.support.readings import DOWN, Tree, synced, tree_of
from tests.support.trail import Told, hearing, nothing_changes

GONE, DISABLED, RETURNED = SyncReason.GONE, SyncReason.DISABLED, SyncReason.RETURNED
OFF, ON, KEEP = SyncAction.DEACTIVATE, SyncAction.REACTIVATE, SyncAction.KEEP
NAMES = ("asa", "bob", "cyd")


async def peopled(house: House, *names: str) -> tuple[LdapProfile, Tree]:
    """A directory with these people, who have accounts; the first three if none are named."""
    corp = await profile_row()
    for name in names or NAMES:
        await person(house, name, corp)
    return corp, await tree_of(corp)


async def active(house: House) -> set[str]:
    """Usernames of the accounts that are on, but the first administrator's."""
    assert house
    return {user.username for user in await User.filter(status=UserStatus.ACTIVE)} - {ROOT}


async def changes(house: House, row: DirectorySyncRow) -> set[tuple[str, SyncAction, SyncReason]]:
    """What a comparison did, by username."""
    assert house
    return {((await User.get(id=each.user_id)).username, each.action, each.reason) for each in row.changes}


async def finished() -> None:
    """Waits until no comparison is under way."""
    await asyncio.gather(*(task for task in asyncio.all_tasks() if task.get_name() == "directory sync"))


def counts(row: DirectorySyncRow) -> tuple[int, ...]:
    return (row.entries, row.checked, row.deactivated, row.reactivated, row.refreshed)


async def test_who_is_gone_or_disabled_there_is_deactivated_and_nobody_else(house: House) -> None:
    corp, tree = await peopled(house, *(f"u{number:02}" for number in range(20)))
    other = await profile_row("lab")
    elsewhere, local = await person(house, "dan", other), await house.user("eve")
    token = await house.open(await house.user_id("u03"))
    tree.without("u03").change("u04", is_disabled=True)
    async with hearing() as heard:
        row = await synced(house, tree, corp)
    assert (row.outcome, counts(row), row.failure) == (SyncOutcome.DONE, (19, 20, 2, 0, 0), None)
    assert await changes(house, row) == {("u03", OFF, GONE), ("u04", OFF, DISABLED)}
    assert {user.username for user in await User.filter(status=UserStatus.INACTIVE)} == {"u03", "u04"}
    assert {(await User.get(id=each)).status for each in (elsewhere, local)} == {UserStatus.ACTIVE}
    assert (await Session.get()).end_reason is SessionEnd.DEACTIVATED
    assert (await house.caller(token)).actor.permissions.reason == "SESSION_ENDED"
    assert [(told.action, told.target, told.reason) for told in heard.events] == [
        ("user.deactivated", "u03", None),
        ("session.ended", "u03", "DEACTIVATED"),
        ("user.deactivated", "u04", None),
        ("ldap_profile.synced", "corp", "DONE"),
    ]
    assert heard.events[-1].changes == {
        "entries": (None, 19),
        "accounts": (None, 20),
        "accounts_deactivated": (None, 2),
        "accounts_reactivated": (None, 0),
        "accounts_refreshed": (None, 0),
        "is_forced": (None, False),
    }
    assert (await LdapProfile.get(id=corp.id)).last_synced_at == NOON


async def test_a_second_comparison_finds_nothing_more(house: House) -> None:
    corp, tree = await peopled(house)
    await synced(house, tree.without("asa"), corp)
    row = await synced(house, tree, corp)
    assert (counts(row), row.changes, tree.readings) == ((2, 3, 0, 0, 0), (), 2)


async def test_sessions_are_left_to_run_where_the_settings_say_so(house: House) -> None:
    corp, tree = await peopled(house)
    await house.set(SessionSettings, end_on_deactivation=False)
    await house.open(await house.user_id("asa"))
    await synced(house, tree.without("asa"), corp)
    assert (await Session.get()).ended_at is None


async def test_who_returns_is_on_again_only_if_a_comparison_had_switched_them_off(house: House) -> None:
    corp, tree = await peopled(house)
    root = await house.root()
    bob = await house.user_id("bob")
    await house.do(root, lambda work: deactivate_user(work, bob))
    everybody = list(tree.people)
    row = await synced(house, tree.without("asa", "bob"), corp)
    assert await changes(house, row) == {("asa", OFF, GONE)}
    tree.people = everybody
    async with hearing() as heard:
        row = await synced(house, tree, corp)
    assert (await changes(house, row), row.reactivated) == ({("asa", ON, RETURNED)}, 1)
    assert await active(house) == {"asa", "cyd"}
    assert [told.action for told in heard.events] == ["user.reactivated", "ldap_profile.synced"]
    assert await Link.filter(disabled_by_sync_at__isnull=False).count() == 0


@pytest.mark.parametrize("by", ["off again", "on and off"])
async def test_what_somebody_decides_after_a_comparison_stands(house: House, by: str) -> None:
    corp, tree = await peopled(house)
    root, asa, everybody = await house.root(), await house.user_id("asa"), list(tree.people)
    await synced(house, tree.without("asa"), corp)
    async with hearing() as heard:
        if by == "on and off":
            await house.do(root, lambda work: reactivate_user(work, asa))
        await house.do(root, lambda work: deactivate_user(work, asa, "for good"))
    assert heard.events[-1] == Told("user.deactivated", ROOT, "asa")
    tree.people = everybody
    row = await synced(house, tree, corp)
    assert (row.changes, await active(house)) == ((), {"bob", "cyd"})


async def test_an_account_that_was_switched_off_by_hand_stays_so_and_is_told_once(house: House) -> None:
    root, asa = await house.root(), await house.user("asa")
    await house.do(root, lambda work: deactivate_user(work, asa))
    async with nothing_changes():
        await house.do(root, lambda work: deactivate_user(work, asa))


BROKEN: list[tuple[str, Callable[[Tree], object]]] = [
    ("down", lambda tree: setattr(tree, "breaks_after", 0)),
    ("after the first page", lambda tree: setattr(tree, "breaks_after", 1)),
    ("after the last page", lambda tree: setattr(tree, "breaks_after", 2)),
    ("empty", lambda tree: tree.without(*NAMES)),
]


@pytest.mark.parametrize(("kind", "spoil"), BROKEN, ids=[kind for kind, _ in BROKEN])
@pytest.mark.parametrize("force", [False, True])
async def test_an_answer_that_is_not_whole_says_nothing_about_anybody(
    house: House,
    kind: str,
    spoil: Callable[[Tree], object],
    force: bool,  # noqa: FBT001 — a table
) -> None:
    corp, tree = await peopled(house)
    tree.change("asa", is_disabled=True, first_name="Other")
    spoil(tree)
    before = await User.all().order_by("id").values(), await Link.all().order_by("id").values()
    async with hearing() as heard:
        row = await synced(house, tree, corp, force=force)
    assert (row.outcome, row.failure) == (
        SyncOutcome.UNAVAILABLE,
        comparing.NOBODY if kind == "empty" else DOWN.failure,
    )
    assert (row.deactivated, row.refreshed if kind == "empty" else 0, row.changes) == (0, 0, ())
    assert (await User.all().order_by("id").values(), await Link.all().order_by("id").values()) == before
    assert [(told.action, told.reason, told.refused) for told in heard.events] == [
        ("ldap_profile.sync_stopped", "UNAVAILABLE", True)
    ]
    assert (await LdapProfile.get(id=corp.id)).last_synced_at is None


async def test_the_brake_stops_too_many_changes_until_somebody_says_force(house: House) -> None:
    corp, tree = await peopled(house)
    tree.without("asa", "bob").change("cyd", first_name="Cy")
    before = await User.all().order_by("id").values()
    async with hearing() as heard:
        row = await synced(house, tree, corp)
    assert (row.outcome, counts(row)) == (SyncOutcome.TOO_MANY, (1, 3, 2, 0, 1))
    assert await changes(house, row) == {("asa", OFF, GONE), ("bob", OFF, GONE)}
    assert await User.all().order_by("id").values() == before
    assert [(told.action, told.reason) for told in heard.events] == [("ldap_profile.sync_stopped", "TOO_MANY")]
    row = await synced(house, tree, corp, force=True)
    assert (row.outcome, counts(row), await active(house)) == (SyncOutcome.DONE, (1, 3, 2, 0, 1), {"cyd"})


async def test_a_return_counts_for_the_brake_too(house: House) -> None:
    corp, tree = await peopled(house)
    everybody = list(tree.people)
    await synced(house, tree.without("asa", "bob"), corp, force=True)
    tree.people = everybody
    assert (await synced(house, tree, corp)).outcome is SyncOutcome.TOO_MANY
    assert await active(house) == {"cyd"}


@pytest.mark.parametrize("percent", [0, 100])
async def test_the_setting_says_where_the_brake_is(house: House, percent: int) -> None:
    corp, tree = await peopled(house)
    await house.set(DirectorySettings, sync_most_percent=percent)
    row = await synced(house, tree.without("asa", "bob") if percent else tree.without("asa"), corp)
    assert row.outcome is (SyncOutcome.DONE if percent else SyncOutcome.TOO_MANY)


async def test_a_dry_run_tells_what_would_change_and_changes_nothing(house: House) -> None:
    corp, tree = await peopled(house)
    tree.without("asa").change("bob", first_name="Bo", groups=(ExternalGroup("cn=a"),))
    before = await User.all().order_by("id").values(), await Link.all().order_by("id").values()
    async with hearing() as heard:
        asked = await synced(house, tree, corp, dry_run=True)
    assert (asked.outcome, tree.readings) == (SyncOutcome.ASKED_ONLY, 1)
    assert (await User.all().order_by("id").values(), await Link.all().order_by("id").values()) == before
    assert [(told.action, told.reason) for told in heard.events] == [("ldap_profile.synced", "ASKED_ONLY")]
    assert (await LdapProfile.get(id=corp.id)).last_synced_at is None
    made = await synced(house, tree, corp)
    assert (counts(made), made.changes) == (counts(asked), asked.changes)
    tree.people = [replace(tree.people[0], subject="somebody new")]
    assert (await synced(house, tree, corp, dry_run=True)).outcome is SyncOutcome.TOO_MANY


async def test_names_groups_and_places_are_brought_up_to_date(house: House) -> None:
    corp, tree = await peopled(house)
    groups = (ExternalGroup("cn=a,dc=x"), ExternalGroup("cn=b,dc=x", ("cn=a,dc=x",)))
    tree.change("asa", login_name="asa.ek", dn="uid=asa.ek", first_name="Åsa", last_name="Ek", groups=groups)
    tree.change("bob", email="Bob@Example.com")
    house.clock.turn(minutes=1)
    async with hearing() as heard:
        row = await synced(house, tree, corp)
    assert (row.outcome, counts(row), tree.readings) == (SyncOutcome.DONE, (3, 3, 0, 0, 2), 2)
    asa, bob = await User.get(username="asa"), await User.get(username="bob")
    assert (asa.first_name, asa.last_name, asa.display_name) == ("Åsa", "Ek", "Åsa Ek")
    assert (bob.email, bob.email_verified_at) == ("Bob@Example.com", None)
    assert await LoginIdentifier.exists(key="bob@example.com", user_id=bob.id)
    link = await Link.get(user_id=asa.id)
    assert (link.login_name, link.login_name_key, link.dn) == ("asa.ek", "asa.ek", "uid=asa.ek")
    assert link.groups_json == '[["cn=a,dc=x",[]],["cn=b,dc=x",["cn=a,dc=x"]]]'
    assert {each.last_seen_at for each in await Link.all()} == {NOON + timedelta(minutes=1)}
    assert sorted((told.action, told.actor, told.target) for told in heard.events) == [
        ("ldap_profile.synced", "system", "corp"),
        ("user.identity_renamed", "system", "asa"),
        ("user.updated", "system", "asa"),
        ("user.updated", "system", "bob"),
    ]
    assert counts(await synced(house, tree, corp)) == (3, 3, 0, 0, 0)


async def test_an_address_that_somebody_else_has_is_not_taken_and_not_asked_for_again(house: House) -> None:
    corp, tree = await peopled(house)
    await house.user("dan", email="asa@example.com")
    assert counts(await synced(house, tree.change("asa", email="asa@example.com"), corp)) == (3, 3, 0, 0, 1)
    assert (await User.get(username="asa")).email is None
    assert counts(await synced(house, tree, corp)) == (3, 3, 0, 0, 0)


async def test_who_is_off_by_hand_is_refreshed_and_stays_off(house: House) -> None:
    corp, tree = await peopled(house)
    await User.filter(username="asa").update(status=UserStatus.INACTIVE)
    assert counts(await synced(house, tree.change("asa", first_name="Åsa"), corp)) == (3, 3, 0, 0, 1)
    asa = await User.get(username="asa")
    assert (asa.first_name, asa.status) == ("Åsa", UserStatus.INACTIVE)


async def test_who_is_expected_or_checked_elsewhere_now_is_left_alone(house: House) -> None:
    corp, tree = await peopled(house)
    expected, local = await house.user("dan"), await house.user("eve")
    await User.filter(id=expected).update(auth_method=AuthMethod.LDAP, source_id=corp.id)
    await moved(local, corp)
    await User.filter(id=local).update(auth_method=AuthMethod.LOCAL, source_id=None)
    row = await synced(house, tree, corp)
    assert (counts(row), row.changes) == ((3, 3, 0, 0, 0), ())
    assert await IdentityExpectation.all().count() == 0
    assert {"dan", "eve"} <= await active(house)


async def test_the_last_administrator_is_kept_and_the_answer_tells_it(house: House) -> None:
    corp, tree = await peopled(house)
    await User.filter(username=ROOT).update(status=UserStatus.INACTIVE)
    await person(house, "ada", corp, "admin")
    await person(house, "adi", corp, "admin")
    tree = (await tree_of(corp)).without("ada", "adi")
    asked = await synced(house, tree, corp, dry_run=True, force=True)
    made = await synced(house, tree, corp, force=True)
    for row in (asked, made):
        assert await changes(house, row) == {("ada", OFF, GONE), ("adi", KEEP, SyncReason.LAST_ADMINISTRATOR)}
        assert (row.deactivated, row.outcome) == (1, SyncOutcome.DONE if row is made else SyncOutcome.ASKED_ONLY)
    assert await active(house) == {"adi", *NAMES}


def between(monkeypatch: pytest.MonkeyPatch, happening: Callable[[], Awaitable[object]]) -> None:
    """Has something happen between the plan and the deed, when the settings are read."""

    async def then(kind: type[DirectorySettings]) -> DirectorySettings:
        await happening()
        return await current(kind)

    monkeypatch.setattr(comparing, "current", then)


async def test_an_administrator_who_becomes_the_last_one_meanwhile_is_kept(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    corp = await profile_row()
    await person(house, "ada", corp, "admin")
    await person(house, "bob", corp)
    tree = (await tree_of(corp)).without("ada")

    between(monkeypatch, lambda: User.filter(username=ROOT).update(status=UserStatus.INACTIVE))
    row = await synced(house, tree, corp)
    assert await changes(house, row) == {("ada", KEEP, SyncReason.LAST_ADMINISTRATOR)}
    assert (row.deactivated, row.outcome) == (0, SyncOutcome.DONE)


async def test_what_changes_between_the_plan_and_the_deed_is_left_alone(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    corp, tree = await peopled(house)

    between(monkeypatch, lambda: User.filter(username="asa").update(auth_method=AuthMethod.LOCAL, source_id=None))
    row = await synced(house, tree.without("asa"), corp)
    assert (row.outcome, row.changes, await active(house)) == (SyncOutcome.DONE, (), set(NAMES))


async def off(profile: LdapProfile) -> None:
    await switch(profile, on=False)


async def edited(profile: LdapProfile) -> None:
    await LdapProfile.filter(id=profile.id).update(version=2)


async def removed(profile: LdapProfile) -> None:
    await LdapProfile.filter(id=profile.id).delete()


@pytest.mark.parametrize("change", [off, edited, removed])
async def test_a_profile_that_changes_meanwhile_stops_it(
    house: House, change: Callable[[LdapProfile], Awaitable[None]]
) -> None:
    corp, tree = await peopled(house)
    tree.without("asa").before_page = lambda: change(corp)
    done = await DirectorySyncs(house.units, tree).run(SYSTEM, WantedSync(corp.id))
    row = await stored_sync(done) if done else None
    assert (row is None) is (change is removed)
    if row is not None:
        assert (row.outcome, row.failure, row.finished_at) == (SyncOutcome.FAILED, CHANGED, NOON)
    assert await active(house) == set(NAMES)


async def test_a_fault_is_written_and_logged(house: House, caplog: pytest.LogCaptureFixture) -> None:
    corp, tree = await peopled(house)

    async def fault() -> None:
        raise RuntimeError("boom")

    tree.before_page = fault
    row = await synced(house, tree, corp)
    assert (row.outcome, row.failure) == (SyncOutcome.FAILED, FAULT)
    assert [record.exc_info is not None for record in caplog.records] == [True]


async def test_one_profile_is_compared_once_at_a_time(house: House) -> None:
    corp, tree = await peopled(house)
    lab = await profile_row("lab")
    gate, syncs = asyncio.Event(), DirectorySyncs(house.units, tree)
    tree.before_page = gate.wait
    first = await syncs.run(SYSTEM, WantedSync(corp.id), patience_seconds=0)
    assert first is not None
    again = await house.refusals(HOST, lambda work: begin_sync(work, WantedSync(corp.id)))
    assert again == [("SYNC_RUNNING", "profile_id")]
    assert await house.do(SYSTEM, lambda work: begin_sync(work, WantedSync(corp.id, is_scheduled=True))) is None
    assert await house.do(HOST, lambda work: begin_sync(work, WantedSync(lab.id))) is not None
    gate.set()
    await finished()
    row = await stored_sync(first)
    assert row is not None
    assert row.outcome is SyncOutcome.DONE


async def test_of_many_that_begin_at_once_one_does(house: House) -> None:
    corp, _ = await peopled(house)
    begun = await asyncio.gather(
        *(house.do(HOST, lambda work: begin_sync(work, WantedSync(corp.id))) for _ in range(10)), return_exceptions=True
    )
    assert sum(not isinstance(each, BaseException) for each in begun) == 1
    assert await DirectorySync.all().count() == 1


async def test_one_of_which_nothing_is_heard_is_given_up_and_may_not_go_on(house: House) -> None:
    corp, tree = await peopled(house)
    gate, syncs = asyncio.Event(), DirectorySyncs(house.units, tree)
    tree.without("asa").before_page = gate.wait
    frozen = await syncs.run(SYSTEM, WantedSync(corp.id), patience_seconds=0)
    house.clock.turn(minutes=3)
    assert frozen is not None
    async with hearing() as heard:
        fresh = await house.do(HOST, lambda work: begin_sync(work, WantedSync(corp.id)))
    assert fresh is not None
    assert [(told.action, told.reason) for told in heard.events] == [("ldap_profile.sync_stopped", "FAILED")]
    gate.set()
    await finished()
    outcomes = [(await DirectorySync.get(id=each)).outcome for each in (frozen, fresh.id)]
    assert outcomes == [SyncOutcome.FAILED, SyncOutcome.RUNNING]
    assert await active(house) == set(NAMES)


async def test_the_end_of_its_process_cuts_it_off(house: House) -> None:
    corp, tree = await peopled(house)
    syncs = DirectorySyncs(house.units, tree)
    tree.without("asa").before_page = asyncio.Event().wait
    cut = await syncs.run(SYSTEM, WantedSync(corp.id), patience_seconds=0.05)
    assert cut is not None
    await syncs.stop()
    row = await stored_sync(cut)
    assert row is not None
    assert (row.outcome, row.failure) == (SyncOutcome.FAILED, CUT_OFF)
    assert await active(house) == set(NAMES)


async def test_a_second_reading_that_breaks_off_is_told(house: House) -> None:
    corp, tree = await peopled(house)
    tree.without("asa").change("cyd", first_name="Cy")

    async def second() -> None:
        if tree.readings == 2:
            tree.breaks_after = 0

    tree.before_page = second
    row = await synced(house, tree, corp)
    assert (row.outcome, row.failure, counts(row)) == (SyncOutcome.FAILED, DOWN.failure, (2, 3, 1, 0, 0))
    assert await active(house) == {"bob", "cyd"}


async def test_the_last_fifty_of_a_profile_are_kept(house: House) -> None:
    corp, tree = await peopled(house, "asa")
    lab = await profile_row("lab")
    await house.do(HOST, lambda work: begin_sync(work, WantedSync(lab.id)))
    made: list[UUID] = []
    for _ in range(52):
        house.clock.turn(seconds=1)
        made.append((await synced(house, tree, corp)).id)
    kept = await DirectorySync.filter(profile_id=corp.id).order_by("started_at")
    assert [each.id for each in kept] == made[2:]
    assert await DirectorySync.filter(profile_id=lab.id).count() == 1


async def test_the_schedule_compares_every_profile_that_is_on_in_its_time(house: House) -> None:
    corp, tree = await peopled(house, "asa")
    lab = await profile_row("lab", is_enabled=False)
    syncs = DirectorySyncs(house.units, tree)
    for minutes, made in ((0, 1), (59, 1), (1, 2), (1, 2)):
        house.clock.turn(minutes=minutes)
        await syncs.run_due()
        assert await DirectorySync.filter(profile_id=corp.id, is_scheduled=True).count() == made
    assert await DirectorySync.filter(profile_id=lab.id).count() == 0
    await house.set(DirectorySettings, sync_interval_minutes=0)
    house.clock.turn(days=7)
    assert await due_profiles(house.clock.now()) == []


async def test_the_trail_tells_of_the_schedule_only_where_something_was_found(house: House) -> None:
    corp, tree = await peopled(house)
    syncs = DirectorySyncs(house.units, tree)
    async with hearing() as heard:
        await syncs.run_due()
    assert (list(heard.events), (await DirectorySync.get(profile_id=corp.id)).outcome) == ([], SyncOutcome.DONE)
    house.clock.turn(hours=1)
    tree.without("asa")
    async with hearing() as heard:
        await syncs.run_due()
    assert [told.action for told in heard.events] == ["user.deactivated", "ldap_profile.synced"]
    house.clock.turn(hours=1)
    tree.breaks_after = 0
    async with hearing() as heard:
        await syncs.run_due()
    assert [told.action for told in heard.events] == ["ldap_profile.sync_stopped"]


async def test_two_workers_compare_a_profile_once_and_asking_puts_nothing_off(house: House) -> None:
    corp, tree = await peopled(house, "asa")
    await synced(house, tree, corp, dry_run=True)
    await asyncio.gather(*(DirectorySyncs(house.units, tree).run_due() for _ in range(4)))
    assert await DirectorySync.filter(is_scheduled=True).count() == 1


async def test_the_schedule_gives_up_what_is_silent(house: House) -> None:
    corp, tree = await peopled(house, "asa")
    await house.set(DirectorySettings, sync_interval_minutes=0)
    run = await house.do(HOST, lambda work: begin_sync(work, WantedSync(corp.id)))
    assert run is not None
    house.clock.turn(minutes=3)
    await DirectorySyncs(house.units, tree).run_due()
    assert (await DirectorySync.get(id=run.id)).outcome is SyncOutcome.FAILED


async def test_what_cannot_be_compared_is_refused(house: House) -> None:
    corp, _ = await peopled(house, "asa")
    await off(corp)
    async with nothing_changes():
        assert await house.refusals(HOST, lambda work: begin_sync(work, WantedSync(corp.id))) == [
            ("PROFILE_OFF", "profile_id")
        ]
        gone = WantedSync((await User.get(username=ROOT)).id)
        assert await house.refusals(HOST, lambda work: begin_sync(work, gone)) == [("NOT_FOUND", "profile_id")]


async def test_a_password_whose_key_is_gone_is_told(house: House) -> None:
    corp, tree = await peopled(house, "asa")
    await LdapProfile.filter(id=corp.id).update(bind_password_sealed="gAAAAA")
    row = await synced(house, tree.without("asa"), corp)
    assert (row.outcome, row.failure, tree.readings) == (SyncOutcome.FAILED, comparing.SEALED, 0)
    assert isinstance(DOWN, Unavailable)
