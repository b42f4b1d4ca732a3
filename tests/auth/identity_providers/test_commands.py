"""Making, changing, switching and ordering identity providers."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from auth.administrators.rules import WouldLockOut
from auth.errors import Forbidden, NotFound, Refused, VersionConflict
from auth.idempotency import Idempotency
from auth.identity_providers.commands import (
    MOST,
    create_identity_provider,
    disable_identity_provider,
    enable_identity_provider,
    reorder_identity_providers,
    update_identity_provider,
)
from auth.identity_providers.values import provider_of
from auth.roles.commands import delete_role
from auth.sources.provider import ClaimNames
from auth.unit_of_work import Command
from auth.users.lifecycle import deactivate_user
from auth.vault import Unopenable
from models.external_identity import ExternalIdentity
from models.identity_expectation import IdentityExpectation, IdentityKind
from models.identity_provider import GroupMatch, IdentityProvider, ProviderKind, RoleMapping
from models.role import GrantSource, Role, RoleGrant
from models.user import AuthMethod, User
from tests.support.house import STALE, House, all_but
from tests.support.identity_providers import ISSUER, SECRET, draft, from_provider, linked, provider, provider_row
from tests.support.keys import INSTALLATION
from tests.support.trail import Told, hearing, nothing_changes

VAULT = INSTALLATION.vault
NOBODY = UUID(int=1)
OTHER = "https://other.example.com"


async def update(house: House, provider_id: UUID, *more: Any, **changes: Any) -> list[Told]:  # noqa: ANN401 — fields of the values
    """Changes a provider; what was told."""
    root = await house.root()
    async with hearing() as heard:
        await house.do(root, lambda work: update_identity_provider(work, provider_id, changes, *more))
    return list(heard.events)


async def refused(house: House, provider_id: UUID, *more: Any, **changes: Any) -> list[tuple[str, str]]:  # noqa: ANN401 — as above
    root = await house.root()
    async with nothing_changes():
        return await house.refusals(root, lambda work: update_identity_provider(work, provider_id, changes, *more))


async def mapped(house: House, provider_id: UUID, role: str) -> None:
    """A mapping, as a row."""
    role_id, now = (await Role.get(name=role)).id, house.clock.now()
    kind = GroupMatch.EXACT
    await RoleMapping.create(
        provider_id=provider_id, kind=kind, value="staff", role_id=role_id, created_at=now, updated_at=now
    )


async def test_a_provider_is_made_switched_off_with_its_secret_sealed(house: House) -> None:
    root = await house.root()
    async with hearing() as heard:
        made = await provider(house, root, default_role="operator", email_domains=("Bücher.example",))
    row = await IdentityProvider.get(id=made)
    assert (row.slug, row.is_enabled, row.position, row.version) == ("corp", False, 1, 1)
    assert row.default_role_id == (await Role.get(name="operator")).id
    assert row.client_secret_sealed is not None
    assert SECRET not in row.client_secret_sealed
    told = heard.events[0]
    assert [(each.action, each.actor, each.target) for each in heard.events] == [
        ("identity_provider.created", "root", "corp")
    ]
    assert told.changes["client_secret"] == (None, "set")
    assert told.changes["email_domains"] == (None, ["xn--bcher-kva.example"])
    assert SECRET not in repr(heard.events)
    found = provider_of(row, VAULT)
    assert (found.client_secret, found.issuer, found.version, found.claims) == (SECRET, ISSUER, 1, ClaimNames())
    assert SECRET not in repr(found) + repr(draft())


async def test_the_same_request_makes_one_provider(house: House) -> None:
    root, key = await house.root(), Idempotency("once", "same")
    once = await house.do(root, lambda work: create_identity_provider(work, draft(), key))
    async with nothing_changes():
        assert await house.do(root, lambda work: create_identity_provider(work, draft(), key)) == once


async def test_everything_wrong_about_a_new_one_is_named_at_once(house: House) -> None:
    root = await house.root()
    wrong = draft(
        kind=ProviderKind.GOOGLE,
        name="",
        slug="A",
        issuer="http://x",
        client_secret=None,
        email_domains=("x",),
        default_role="api",
    )
    async with nothing_changes():
        assert await house.refusals(root, lambda work: create_identity_provider(work, wrong)) == [
            ("TOO_SHORT", "name"),
            ("HTTPS_REQUIRED", "issuer"),
            ("DOMAIN_INVALID", "email_domains.0"),
            ("SLUG_INVALID", "slug"),
            ("ROLE_NOT_ALLOWED", "default_role"),
            ("CLIENT_SECRET_REQUIRED", "client_secret"),
        ]


async def test_names_and_slugs_are_taken_once_and_providers_are_bounded(house: House) -> None:
    root = await house.root()
    await provider(house)
    for values, told in (
        ({"name": "CORP"}, ("PROVIDER_NAME_TAKEN", "name")),
        ({"name": "new", "slug": "corp"}, ("PROVIDER_SLUG_TAKEN", "slug")),
    ):
        new = draft(**values)
        async with nothing_changes():
            assert await house.refusals(root, lambda work, new=new: create_identity_provider(work, new)) == [told]
    other = await provider(house, name="Córp!")
    assert (await IdentityProvider.get(id=other)).slug == "corp-2"
    assert await refused(house, other, name="Corp") == [("PROVIDER_NAME_TAKEN", "name")]
    for number in range(MOST - 2):
        await provider_row(f"p{number}", position=10 + number)
    async with nothing_changes():
        assert await house.refusals(root, lambda work: create_identity_provider(work, draft(name="new"))) == [
            ("TOO_MANY", "")
        ]


async def test_two_at_once_get_places_and_slugs_of_their_own(house: House) -> None:
    made = await asyncio.gather(*(provider(house, name=f"p{'!' * number}") for number in range(4)))
    rows = await IdentityProvider.filter(id__in=made)
    assert sorted(row.position for row in rows) == [1, 2, 3, 4]
    assert sorted(row.slug for row in rows) == ["p", "p-2", "p-3", "p-4"]
    both = await asyncio.gather(*(provider(house, name="same") for _ in range(2)), return_exceptions=True)
    assert sorted(isinstance(each, Refused) for each in both) == [False, True]


async def test_who_may_not_or_has_no_fresh_factor_changes_nothing(house: House) -> None:
    made = await provider(house, is_on=True)
    helper = await house.acting("helper", *all_but("sso:write"), level=3)
    root = await house.root()
    house.clock.turn(minutes=16)
    commands: list[Command[object]] = [
        lambda work: create_identity_provider(work, draft(name="new")),
        lambda work: update_identity_provider(work, made, {"name": "new"}),
        lambda work: enable_identity_provider(work, made),
        lambda work: disable_identity_provider(work, made),
        lambda work: reorder_identity_providers(work, [made]),
    ]
    for command in commands:
        async with nothing_changes():
            with pytest.raises(Forbidden):
                await house.do(helper, command)
            assert await house.refusals(root, command) == STALE


async def test_what_is_not_there_is_not_found_and_a_stale_version_refused(house: House) -> None:
    root = await house.root()
    made = await provider(house)
    for command in (enable_identity_provider, disable_identity_provider):
        with pytest.raises(NotFound):
            await house.do(root, lambda work, command=command: command(work, NOBODY))
    with pytest.raises(NotFound):
        await house.do(root, lambda work: update_identity_provider(work, NOBODY, {}))
    await update(house, made, name="new")
    async with nothing_changes():
        with pytest.raises(VersionConflict):
            await house.do(root, lambda work: update_identity_provider(work, made, {"name": "x"}, version=1))


async def test_a_change_is_told_and_makes_another_version(house: House) -> None:
    made = await provider(house)
    told = await update(house, made, name="lab", groups_claim="realm_access.roles", amr=("mfa",))
    assert told == [
        Told(
            "identity_provider.updated",
            "root",
            "lab",
            changes={
                "name": ("corp", "lab"),
                "groups_claim": ("groups", "realm_access.roles"),
                "amr": ([], ["mfa"]),
            },
        )
    ]
    row = await IdentityProvider.get(id=made)
    assert (row.slug, row.version, row.name_key) == ("corp", 2, "lab")
    assert provider_of(row, VAULT).client_secret == SECRET


@pytest.mark.parametrize(
    "change",
    [
        {"issuer": OTHER},
        {"client_id": "other"},
        {"extra_hosts": ("evil.test",)},
        {"allows_private_addresses": True},
    ],
    ids=lambda change: next(iter(change)),
)
async def test_the_secret_goes_nowhere_it_was_not_given_for(house: House, change: dict[str, Any]) -> None:
    made = await provider(house)
    assert await refused(house, made, **change) == [("CLIENT_SECRET_REQUIRED", "client_secret")]
    told = await update(house, made, "an0ther", **change)
    assert told[0].changes["client_secret"] == ("set", "set anew")
    assert "an0ther" not in repr(told)
    row = await IdentityProvider.get(id=made)
    assert provider_of(row, VAULT).client_secret == "an0ther"


async def test_a_secret_can_be_taken_away_where_the_kind_needs_none(house: House) -> None:
    made = await provider(house)
    await update(house, made, None)
    assert provider_of(await IdentityProvider.get(id=made), VAULT).client_secret is None
    await update(house, made, issuer=OTHER)
    google = await provider(house, kind=ProviderKind.GOOGLE, name="google", issuer=None)
    assert await refused(house, google, None) == [("CLIENT_SECRET_REQUIRED", "client_secret")]
    assert await refused(house, google, " ") == [("TEXT_INVALID", "client_secret")]


async def test_an_issuer_stays_while_anybody_is_known_by_it(house: House) -> None:
    made = await provider(house)
    row = await IdentityProvider.get(id=made)
    asa = await house.user("asa")
    now = house.clock.now()
    waiting = await IdentityExpectation.create(
        user_id=asa, method=AuthMethod.OIDC, source_id=made, kind=IdentityKind.SUBJECT, value="1", created_at=now
    )
    assert await refused(house, made, SECRET, issuer=OTHER) == [("PROVIDER_IN_USE", "issuer")]
    await waiting.delete()
    link = await linked(asa, row)
    assert await refused(house, made, SECRET, issuer=OTHER) == [("PROVIDER_IN_USE", "issuer")]
    await link.delete()
    assert (await update(house, made, SECRET, issuer=OTHER))[0].changes["issuer"] == (ISSUER, OTHER)


async def test_that_an_administrator_came_through_counts_until_it_concerns_who_comes(house: House) -> None:
    made = await provider(house)
    for changes, stays in (({"name": "lab", "icon": "x"}, True), ({"trusts_email": True}, False)):
        await IdentityProvider.filter(id=made).update(proven_at=house.clock.now(), proven_by_id=NOBODY)
        await update(house, made, **changes)
        row = await IdentityProvider.get(id=made)
        assert (row.proven_at is not None, row.proven_by_id is not None) == (stays, stays)


async def test_nobody_gives_by_a_provider_what_they_do_not_hold(house: House) -> None:
    helper = await house.acting("helper", "sso:read", "sso:write", "users:read", level=1)
    root = await house.root()

    async def tries(command: Command[object]) -> list[tuple[str, str]]:
        async with nothing_changes():
            return await house.refusals(helper, command)

    named = draft(default_role="admin")
    assert await tries(lambda work: create_identity_provider(work, named)) == [("BEYOND_OWN_RIGHTS", "default_role")]
    made = await provider(house, root, default_role="admin")
    beyond = [("BEYOND_OWN_RIGHTS", "default_role")]
    assert await tries(lambda work: update_identity_provider(work, made, {"default_role": None})) == beyond
    opened = {"creates_accounts": True}
    assert await tries(lambda work: update_identity_provider(work, made, opened)) == [
        ("BEYOND_OWN_RIGHTS", "creates_accounts")
    ]
    await house.do(helper, lambda work: update_identity_provider(work, made, {"name": "renamed"}))
    other = await provider(house, root, name="lab", default_role="viewer")
    await house.do(helper, lambda work: update_identity_provider(work, other, {"trusts_email": True}))
    await mapped(house, other, "admin")
    assert await tries(lambda work: update_identity_provider(work, other, {"groups_claim": "mine"})) == [
        ("BEYOND_OWN_RIGHTS", "groups_claim")
    ]


async def test_unknown_roles_and_those_of_programs_are_refused(house: House) -> None:
    made = await provider(house)
    assert await refused(house, made, default_role="nothing") == [("ROLE_UNKNOWN", "default_role")]
    assert await refused(house, made, default_role="api") == [("ROLE_NOT_ALLOWED", "default_role")]


async def test_a_role_that_a_provider_or_mapping_gives_stays(house: House) -> None:
    root = await house.root()
    given, by_group = await house.role("given"), await house.role("by-group")
    made = await provider(house, default_role="given")
    await mapped(house, made, "by-group")
    for role_id in (given, by_group):
        async with nothing_changes():
            command: Command[object] = lambda work, role_id=role_id: delete_role(work, role_id)  # noqa: E731 — typed
            assert await house.refusals(root, command) == [("ROLE_IN_USE", "id")]
    await update(house, made, default_role=None)
    await house.do(root, lambda work: delete_role(work, given))


async def test_a_provider_is_switched_on_and_off_and_each_is_told_once(house: House) -> None:
    root, made = await house.root(), await provider(house)
    async with hearing() as heard:
        for command in (
            enable_identity_provider,
            enable_identity_provider,
            disable_identity_provider,
            disable_identity_provider,
        ):
            assert await house.do(root, lambda work, command=command: command(work, made)) == made
    assert [(each.action, each.target) for each in heard.events] == [
        ("identity_provider.enabled", "corp"),
        ("identity_provider.disabled", "corp"),
    ]
    assert (await IdentityProvider.get(id=made)).version == 3


async def test_the_provider_of_the_only_administrators_stays_on(house: House) -> None:
    row = await provider_row()
    asa = await from_provider(house, row, "asa", "admin")
    helper = await house.acting("helper", *all_but("roles:write"), level=3)
    local = (await User.get(username="root")).id
    await house.do(await house.actor(asa), lambda work: deactivate_user(work, local))
    async with nothing_changes():
        with pytest.raises(WouldLockOut):
            await house.do(helper, lambda work: disable_identity_provider(work, row.id))
    assert await IdentityProvider.exists(id=row.id, is_enabled=True)


async def test_what_a_provider_says_of_roles_shuts_out_no_last_administrator(house: House) -> None:
    row = await provider_row(default_role_id=(await Role.get(name="admin")).id)
    asa = await from_provider(house, row, "asa", "viewer")
    admin = (await Role.get(name="admin")).id
    await ExternalIdentity.filter(user_id=asa).update(groups_json="[]")
    await RoleGrant.create(
        user_id=asa, role_id=admin, source=GrantSource.PROVIDER, owner_id=row.id, granted_at=house.clock.now()
    )
    local, acting = (await User.get(username="root")).id, await house.actor(asa)
    await house.do(acting, lambda work: deactivate_user(work, local))
    shutting_out: tuple[dict[str, object], ...] = (
        {"default_role": "viewer"},
        {"default_role": None, "refuses_unmatched": True},
        {"email_domains": ("elsewhere.example",)},
    )
    for change in shutting_out:
        async with nothing_changes():
            with pytest.raises(WouldLockOut):
                await house.do(acting, lambda work, change=change: update_identity_provider(work, row.id, change))
    both = {"email_domains": ("elsewhere.example", "example.com")}
    await house.do(acting, lambda work: update_identity_provider(work, row.id, both))


async def test_providers_are_put_in_order(house: House) -> None:
    root = await house.root()
    ids = [await provider(house, name=name) for name in ("a", "b", "c")]
    async with hearing() as heard:
        for order in ([ids[2], ids[0], ids[1]], [ids[2], ids[0], ids[1]]):
            await house.do(root, lambda work, order=order: reorder_identity_providers(work, order))
    assert list(heard.events) == [
        Told("identity_provider.reordered", "root", None, changes={"providers": (["a", "b", "c"], ["c", "a", "b"])})
    ]
    rows = await IdentityProvider.all().order_by("position")
    assert [(row.name, row.position, row.version) for row in rows] == [("c", 1, 1), ("a", 2, 1), ("b", 3, 1)]
    for wrong in ([], ids[:2], [*ids, ids[0]], [ids[0], ids[0], ids[1]], [*ids[:2], NOBODY]):
        async with nothing_changes():
            command: Command[object] = lambda work, wrong=wrong: reorder_identity_providers(work, wrong)  # noqa: E731 — typed
            assert await house.refusals(root, command) == [("ORDER_INCOMPLETE", "provider_ids")]


async def test_of_two_that_want_one_name_at_once_one_gets_it(house: House) -> None:
    root = await house.root()
    one, two = await provider(house, name="one"), await provider(house, name="two")

    async def rename(provider_id: UUID) -> UUID:
        return await house.do(root, lambda work: update_identity_provider(work, provider_id, {"name": "same"}))

    both = await asyncio.gather(rename(one), rename(two), return_exceptions=True)
    assert sorted(isinstance(each, Refused) for each in both) == [False, True]
    assert await IdentityProvider.filter(name_key="same").count() == 1


async def test_an_order_beside_a_new_provider_leaves_each_its_place(house: House) -> None:
    root = await house.root()
    ids = [await provider(house, name=name) for name in ("a", "b")]
    order = ids[::-1]
    await asyncio.gather(
        house.do(root, lambda work: reorder_identity_providers(work, order)),
        provider(house, name="c"),
        return_exceptions=True,
    )
    rows = await IdentityProvider.all()
    assert sorted(row.position for row in rows) == [1, 2, 3]


async def test_a_provider_whose_secret_cannot_be_opened_any_more_can_still_be_changed(house: House) -> None:
    made = await provider(house)
    await IdentityProvider.filter(id=made).update(client_secret_sealed="v1.gone.key")
    with pytest.raises(Unopenable):
        provider_of(await IdentityProvider.get(id=made), VAULT)
    await update(house, made, name="renamed")
    await update(house, made, SECRET)
    assert provider_of(await IdentityProvider.get(id=made), VAULT).client_secret == SECRET
