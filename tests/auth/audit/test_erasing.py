"""Erasing one account's values out of the trail: they are gone, the chain is whole, and it is told."""

import orjson
import pytest

from auth.actor import HOST, SYSTEM
from auth.audit.erasing import BATCH, SeveralAccounts, account_named, erase_account
from auth.audit.rules import Flaw
from auth.errors import NotFound
from auth.users.commands import update_user
from auth.users.lifecycle import deactivate_user
from auth.users.rules import UserChanges
from models.audit_event import AuditEvent, AuditOutcome
from models.user import User
from tests.support.chain import flaws, forge, seal, verified
from tests.support.house import PASSWORD, House
from tests.support.trail import dump

SECRETS = ("asa", "asa@example.com", "555-0199", "Åsa", "her own remark")


async def furnish(house: House) -> tuple[str, str]:
    """An account that left traces of every kind, and another; gives their ids."""
    await house.role("keeper", "users:read", "users:write")
    asa = await house.user(
        "asa", "keeper", password=await house.password(), email="asa@example.com", phone="555-0199", first_name="Åsa"
    )
    bob = await house.user("bob", "keeper", email="bob@example.com")
    await house.sign_in("asa")
    await house.login("asa", "wrong" + PASSWORD)
    actor = await house.actor(asa)
    await house.do(actor, lambda work: deactivate_user(work, bob, "her own remark"))
    changes = UserChanges(phone=None)
    await house.do(SYSTEM, lambda work: update_user(work, asa, changes))
    return str(asa), str(bob)


async def text_of_trail() -> str:
    return orjson.dumps(await AuditEvent.all().values(), default=str).decode()


async def test_personal_values_are_gone_and_the_chain_is_whole(house: House) -> None:
    asa, _ = await furnish(house)
    await seal(house)
    before, accounts = await AuditEvent.all().count(), await dump()
    assert [secret for secret in SECRETS if secret not in await text_of_trail()] == []
    erased = await erase_account(house.units, HOST, await account_named("asa"))
    text = await text_of_trail()
    assert [secret for secret in SECRETS if f'"{secret}"' in text.replace("\\", "")] == []
    assert await dump() == accounts
    found = await verified()
    assert (found.is_whole, found.erased_events, found.erased_values) == (True, erased.events, erased.values)
    assert erased.events >= 5
    told = await AuditEvent.get(action="audit.erased")
    assert await AuditEvent.all().count() == before + 1
    assert (told.actor_name, told.target_id, told.target_name) == ("host", asa, None)
    assert told.outcome is AuditOutcome.SUCCESS
    await seal(house)
    assert (await verified()).is_whole


async def test_what_is_somebody_elses_stays(house: House) -> None:
    asa, bob = await furnish(house)
    await erase_account(house.units, HOST, await account_named(asa))
    by_asa = await AuditEvent.get(action="user.deactivated")
    assert (by_asa.actor_name, by_asa.ip_address, by_asa.user_agent, by_asa.note) == (None, None, None, None)
    assert (by_asa.target_name, by_asa.target_id, str(by_asa.actor_id)) == ("bob", bob, asa)
    of_bob = await AuditEvent.get(action="user.created", target_id=bob)
    assert "bob@example.com" in of_bob.changes_json
    of_asa = await AuditEvent.get(action="user.created", target_id=asa)
    kept = {each["field"]: each["after"] for each in orjson.loads(of_asa.changes_json)}
    assert (kept["email"], kept["username"], kept["kind"], kept["status"]) == (None, None, "HUMAN", "ACTIVE")
    assert of_asa.actor_name == "system"


async def test_erasing_before_sealing_is_as_good(house: House) -> None:
    await furnish(house)
    await erase_account(house.units, HOST, await account_named("asa"))
    await seal(house)
    found = await verified()
    assert found.is_whole
    assert found.erased_values > 5


async def test_erasing_again_erases_nothing_and_tells_nothing(house: House) -> None:
    await furnish(house)
    account = await account_named("asa")
    await erase_account(house.units, HOST, account)
    again = await erase_account(house.units, HOST, account)
    assert (again.events, again.values) == (0, 0)
    assert await AuditEvent.filter(action="audit.erased").count() == 1


async def test_many_rows_are_erased_in_batches_that_are_each_told(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("auth.audit.erasing.erase_batch.__defaults__", (3,))
    await furnish(house)
    erased = await erase_account(house.units, HOST, await account_named("asa"))
    told = await AuditEvent.filter(action="audit.erased")
    counted = [{each["field"]: each["after"] for each in orjson.loads(event.changes_json)} for event in told]
    assert len(told) > 1
    assert sum(each["values"] for each in counted) == erased.values
    assert sum(each["events"] for each in counted) == erased.events
    assert BATCH == 250
    assert (await verified()).is_whole


async def test_one_value_more_than_was_erased_is_found_out(house: House) -> None:
    """That something was erased of one account is no excuse for another."""
    _, bob = await furnish(house)
    await seal(house)
    await erase_account(house.units, HOST, await account_named("asa"))
    created = await AuditEvent.get(action="user.created", target_id=bob)
    await AuditEvent.filter(id=created.id).update(changes_json="[]", salts_json="{}", actor_name=None, target_name=None)
    assert {flaw for flaw, _ in flaws(await verified())} == {Flaw.ALTERED, Flaw.ERASED_WITHOUT_RECORD}


async def test_accounts_are_found_by_name_or_id_also_when_they_are_deleted(house: House) -> None:
    user = await house.user("Asa")
    gone = await house.user("gone")
    for name in ("asa", "ASA", str(user), user.hex, f"usr_{user.hex}"):
        assert await account_named(name) == user
    await AuditEvent.filter(target_id=str(gone), action="user.created").update(action="user.deleted")
    await User.filter(id=gone).delete()
    assert await account_named("gone") == gone
    with pytest.raises(NotFound):
        await account_named("nobody")


async def test_a_name_that_several_accounts_had_is_refused_with_their_ids(house: House) -> None:
    gone = await house.user("asa")
    await AuditEvent.filter(target_id=str(gone), action="user.created").update(action="user.deleted")
    await forge("DELETE FROM users WHERE username = 'asa'")
    now = await house.user("asa")
    with pytest.raises(SeveralAccounts) as refused:
        await account_named("asa")
    assert str(gone) in refused.value.message
    assert str(now) in refused.value.message
