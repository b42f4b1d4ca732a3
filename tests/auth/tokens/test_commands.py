"""API tokens are made and revoked by whoever answers for the account, and carry no more than both hold."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from auth.actor import HOST, SYSTEM, Actor
from auth.errors import Forbidden, NotFound, Refused, Unauthenticated
from auth.idempotency import Idempotency
from auth.opaque import digest
from auth.resources.commands import transfer_ownership
from auth.settings.pages import TokenSettings
from auth.tokens.commands import IssuedToken, WantedToken, create_api_token, revoke_api_token
from auth.tokens.host import issue_by_name
from auth.tokens.spelling import NewToken, new_api_token
from auth.unit_of_work import Work
from models.api_token import ApiToken, ApiTokenScope
from models.user import User, UserKind
from tests.support.house import NOON, ROOT, House
from tests.support.tokens import come, issue, reason, robot, row_of
from tests.support.trail import Told, dump, hearing, nothing_changes

KEY = Idempotency("one-call", "the input")


def making(
    wanted: WantedToken, made: NewToken | None = None, key: Idempotency | None = None
) -> Callable[[Work], Awaitable[IssuedToken]]:
    """The command that makes a token."""
    secret = made or new_api_token()
    return lambda work: create_api_token(work, wanted, secret, key)


async def scopes_of(token: str) -> list[str]:
    return sorted(row.scope for row in await ApiTokenScope.filter(token__prefix=token[:12]))


async def by_token(house: House, user_id: UUID, *scopes: str) -> Actor:
    """The account as a caller by an API token."""
    return (await come(house, await issue(house, user_id=user_id, scopes=scopes))).actor


async def test_whoever_is_signed_in_makes_an_own_token_that_only_reads(house: House) -> None:
    asa = await house.acting("asa", "users:read", "users:write", "audit:read")
    assert asa.user_id is not None
    async with hearing() as heard:
        token = await issue(house, asa, "laptop")
    row = await row_of(token)
    assert (row.user_id, row.name, row.prefix, row.token_hash) == (asa.user_id, "laptop", token[:12], digest(token))
    assert (row.created_at, row.created_by_id, row.expires_at) == (NOON, asa.user_id, NOON + timedelta(days=90))
    assert (row.last_used_at, row.last_used_ip, row.revoked_at, row.revoked_by_id) == (None, None, None, None)
    assert await scopes_of(token) == ["audit:read", "users:read"]
    told: dict[str, tuple[object, object]] = {
        "token": (None, str(row.id)),
        "token_name": (None, "laptop"),
        "prefix": (None, token[:12]),
        "scopes": (None, ["audit:read", "users:read"]),
        "expires_at": (None, (NOON + timedelta(days=90)).isoformat()),
    }
    assert list(heard.events) == [Told("token.created", "asa", "asa", changes=told)]
    assert token not in str(await dump())


async def test_an_owner_makes_tokens_of_a_service_account_without_any_scope(house: House) -> None:
    user_id = await robot(house)
    owner = await house.acting("asa", "users:read")
    await User.filter(id=user_id).update(owner_id=owner.user_id)
    token = await issue(house, owner, user_id=user_id)
    assert await scopes_of(token) == ["users:read"], "groups:read is the account's and not the owner's"
    assert (await come(house, token)).actor.name == "robot"


async def test_others_need_tokens_write_and_do_not_learn_what_there_is(house: House) -> None:
    user_id, person = await robot(house), await house.user("bea")
    asa = await house.acting("asa", "users:read", "groups:read", "sessions:introspect")
    for target in (user_id, person, uuid4()):
        async with nothing_changes():
            with pytest.raises(Forbidden) as refused:
                await house.do(asa, making(WantedToken(name="x", user_id=target)))
        assert (refused.value.what, refused.value.scopes) == ("createApiToken for another account", ("tokens:write",))


async def test_whoever_manages_a_service_account_makes_its_tokens(house: House) -> None:
    user_id = await robot(house)
    asa = await house.acting("asa", "tokens:write", "users:read", "groups:read", "sessions:introspect")
    token = await issue(house, asa, user_id=user_id)
    assert await scopes_of(token) == ["groups:read", "users:read"]
    missing = making(WantedToken(name="x", user_id=uuid4()))
    assert await house.refusals(asa, missing) == [("NOT_FOUND", "user_id")]


async def test_a_service_account_with_more_rights_is_not_managed(house: House) -> None:
    user_id = await robot(house)
    asa = await house.acting("asa", "tokens:write", "users:read")
    async with nothing_changes():
        refused = await house.refusals(asa, making(WantedToken(name="x", user_id=user_id)))
    assert refused == [("BEYOND_OWN_RIGHTS", "user_id")]


async def test_nobody_makes_a_token_of_another_person_but_the_host(house: House) -> None:
    person = await house.user("bea")
    root = await house.root()
    async with nothing_changes():
        refused = await house.refusals(root, making(WantedToken(name="x", user_id=person)))
    assert refused == [("TOKEN_OF_A_PERSON", "user_id")]
    assert await reason(house, await issue(house, HOST, user_id=person)) is None


async def test_everything_wrong_with_what_is_asked_for_is_told_at_once_and_changes_nothing(house: House) -> None:
    asa = await house.acting("asa", "users:read")
    user_id = await robot(house)
    await User.filter(id=user_id).update(owner_id=asa.user_id)
    wanted = WantedToken(name="", user_id=user_id, scopes=("users:read", "groups:read", "users:write", "nothing:known"))
    async with nothing_changes():
        assert await house.refusals(asa, making(wanted)) == [
            ("TOO_SHORT", "name"),
            ("BEYOND_OWN_RIGHTS", "scopes.1"),
            ("SCOPE_NOT_HELD", "scopes.2"),
            ("SCOPE_UNKNOWN", "scopes.3"),
        ]
        for name in ("x" * 201, "two\nlines", "\0"):
            assert [field for _, field in await house.refusals(asa, making(replace(wanted, name=name, scopes=())))] == [
                "name"
            ]
        long = making(WantedToken(name="x", expires_in_days=366))
        assert await house.refusals(asa, long) == [("OUT_OF_BOUNDS", "expires_in_days")]


async def test_a_scope_that_is_named_twice_is_carried_once(house: House) -> None:
    asa = await house.acting("asa", "users:read")
    token = await issue(house, asa, scopes=("users:read", "users:read"))
    assert await scopes_of(token) == ["users:read"]


async def test_nobody_without_an_account_makes_one(house: House) -> None:
    for actor in (SYSTEM, HOST):
        async with nothing_changes():
            assert await house.refusals(actor, making(WantedToken(name="x"))) == [("NOT_FOUND", "user_id")]
    nobody = replace(await house.root(), permissions=(await house.caller("no token")).actor.permissions)
    with pytest.raises(Unauthenticated):
        await house.do(nobody, making(WantedToken(name="x")))


async def test_a_token_neither_makes_nor_revokes_tokens(house: House) -> None:
    root = await house.root()
    assert root.user_id is not None
    other = await issue(house, root, "other")
    actor = await by_token(house, root.user_id, "tokens:write", "tokens:read", "users:write")
    other_id = (await row_of(other)).id
    async with nothing_changes():
        assert await house.refusals(actor, making(WantedToken(name="x"))) == [("SESSION_REQUIRED", "")]
        assert await house.refusals(actor, lambda work: revoke_api_token(work, other_id)) == [("SESSION_REQUIRED", "")]


async def test_where_people_may_have_none_they_get_none_and_programs_do(house: House) -> None:
    asa, user_id = await house.acting("asa"), await robot(house)
    await house.set(TokenSettings, allow_personal_tokens=False)
    async with nothing_changes():
        assert await house.refusals(asa, making(WantedToken(name="x"))) == [("PERSONAL_TOKENS_OFF", "")]
        person = making(WantedToken(name="x", user_id=asa.user_id))
        assert await house.refusals(HOST, person) == [("PERSONAL_TOKENS_OFF", "")]
    assert await reason(house, await issue(house, user_id=user_id)) is None


async def test_only_tokens_that_are_good_count_for_the_limit(house: House) -> None:
    await house.set(TokenSettings, tokens_per_account=2)
    asa = await house.acting("asa")
    first, _ = await issue(house, asa, expires_in_days=1), await issue(house, asa)
    async with nothing_changes():
        assert await house.refusals(asa, making(WantedToken(name="x"))) == [("TOKEN_LIMIT", "")]
    house.clock.turn(days=1)
    third = await issue(house, asa)
    assert await house.refusals(asa, making(WantedToken(name="x"))) == [("TOKEN_LIMIT", "")]
    third_id = (await row_of(third)).id
    await house.do(asa, lambda work: revoke_api_token(work, third_id))
    assert await reason(house, await issue(house, asa)) is None
    assert await reason(house, first) == "TOKEN_EXPIRED"


async def test_racing_callers_get_no_more_tokens_than_allowed(house: House) -> None:
    await house.set(TokenSettings, tokens_per_account=3)
    asa = await house.acting("asa")
    done = await asyncio.gather(
        *(house.do(asa, making(WantedToken(name=f"t{number}"))) for number in range(12)), return_exceptions=True
    )
    refused = [each.errors[0].code for each in done if isinstance(each, Refused)]
    assert (len(refused), set(refused)) == (9, {"TOKEN_LIMIT"})
    assert await ApiToken.filter(user_id=asa.user_id).count() == 3


async def test_a_repeated_call_gives_the_same_token_and_makes_no_other(house: House) -> None:
    asa, wanted = await house.acting("asa"), WantedToken(name="once")
    first = await house.do(asa, making(wanted, key=KEY))
    async with nothing_changes():
        again = await house.do(asa, making(wanted, key=KEY))
    assert again == IssuedToken(first.token_id, earlier=True)
    with pytest.raises(Refused, match="IDEMPOTENCY_KEY_REUSED"):
        await house.do(asa, making(wanted, key=replace(KEY, fingerprint="another input")))
    assert await ApiToken.filter(user_id=asa.user_id).count() == 1


async def test_whoever_answers_for_a_token_revokes_it_once(house: House) -> None:
    user_id, asa = await robot(house), await house.acting("asa")
    await User.filter(id=user_id).update(owner_id=asa.user_id)
    for token in (await issue(house, asa, "mine"), await issue(house, HOST, "its", user_id=user_id)):
        row = await row_of(token)
        house.clock.turn(minutes=1)
        async with hearing() as heard:
            assert await house.do(asa, lambda work, of=row.id: revoke_api_token(work, of)) == row.id
        revoked = await row_of(token)
        assert (revoked.revoked_at, revoked.revoked_by_id) == (house.clock.now(), asa.user_id)
        assert [(told.action, told.actor, told.changes["prefix"]) for told in heard.events] == [
            ("token.revoked", "asa", (token[:12], None))
        ]
        assert await reason(house, token) == "TOKEN_REVOKED"
        house.clock.turn(minutes=1)
        async with nothing_changes():
            await house.do(asa, lambda work, of=row.id: revoke_api_token(work, of))


async def test_what_one_may_not_revoke_is_as_if_it_were_not_there(house: House) -> None:
    asa, person = await house.acting("asa", "users:write", "tokens:read"), await house.user("bea")
    token = await issue(house, user_id=person)
    for token_id in ((await row_of(token)).id, uuid4()):
        async with nothing_changes():
            refused = await house.refusals(asa, lambda work, of=token_id: revoke_api_token(work, of))
        assert refused == [("NOT_FOUND", "id")]
    assert await reason(house, token) is None


async def test_by_tokens_write_one_revokes_the_tokens_of_whom_one_may_manage(house: House) -> None:
    asa = await house.acting("asa", "tokens:write", level=1)
    lesser = await issue(house, user_id=await house.user("bea"))
    greater = await issue(house, user_id=(await User.get(username=ROOT)).id)
    lesser_id, greater_id = (await row_of(lesser)).id, (await row_of(greater)).id
    async with nothing_changes():
        refused = await house.refusals(asa, lambda work: revoke_api_token(work, greater_id))
        missing = await house.refusals(asa, lambda work: revoke_api_token(work, uuid4()))
    assert (refused, missing) == ([("BEYOND_OWN_RIGHTS", "id")], [("NOT_FOUND", "id")])
    await house.do(asa, lambda work: revoke_api_token(work, lesser_id))
    assert (await reason(house, lesser), await reason(house, greater)) == ("TOKEN_REVOKED", None)


async def test_whoever_takes_over_a_service_account_answers_for_its_tokens(house: House) -> None:
    user_id, asa, bea = await robot(house), await house.acting("asa"), await house.acting("bea")
    await User.filter(id=user_id).update(owner_id=asa.user_id)
    token, mine = await issue(house, asa, user_id=user_id), await issue(house, asa, "mine")
    giver, receiver = asa.user_id, bea.user_id
    assert giver is not None
    assert receiver is not None
    await house.do(SYSTEM, lambda work: transfer_ownership(work, giver, receiver))
    its, own = (await row_of(token)).id, (await row_of(mine)).id
    assert await house.refusals(asa, lambda work: revoke_api_token(work, its)) == [("NOT_FOUND", "id")]
    assert await house.refusals(bea, lambda work: revoke_api_token(work, own)) == [("NOT_FOUND", "id")]
    assert await reason(house, token) is None
    await house.do(bea, lambda work: revoke_api_token(work, its))
    assert (await reason(house, token), await reason(house, mine)) == ("TOKEN_REVOKED", None)


async def test_a_deleted_account_takes_its_tokens_along(house: House) -> None:
    user_id = await house.user("asa")
    token = await issue(house, user_id=user_id)
    await User.filter(id=user_id).delete()
    assert await reason(house, token) == "INVALID_TOKEN"
    assert (await ApiToken.all().count(), await ApiTokenScope.all().count()) == (0, 0)


async def test_the_host_makes_a_service_account_with_its_first_token(house: House) -> None:
    wanted, made = WantedToken(name="first"), new_api_token()
    with pytest.raises(NotFound):
        await house.do(HOST, lambda work: issue_by_name(work, "agent", wanted, made))
    await house.do(HOST, lambda work: issue_by_name(work, "agent", wanted, made, service=True))
    user = await User.get(username="agent")
    assert (user.kind, user.owner_id) == (UserKind.SERVICE, None)
    assert (await come(house, made.text)).actor.permissions.scopes == {"users:read", "groups:read"}
    again = new_api_token()
    await house.do(HOST, lambda work: issue_by_name(work, "AGENT", wanted, again, service=True))
    assert await ApiToken.filter(user_id=user.id).count() == 2
    async with nothing_changes():
        person = new_api_token()
        refused = await house.refusals(HOST, lambda work: issue_by_name(work, ROOT, wanted, person, service=True))
    assert refused == [("NOT_A_SERVICE_ACCOUNT", "username")]
