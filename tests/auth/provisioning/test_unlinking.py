"""Taking an identity at a provider away from an account, and everything that came by it."""

from uuid import UUID, uuid4

import pytest

from auth.actor import Actor
from auth.administrators.rules import WouldLockOut
from auth.methods.rules import ConsequenceKind, LocalCredential
from auth.permissions import Scope
from auth.provisioning.unlinking import unlink_identity
from auth.users.expectations import CheckWish, ExpectedIdentity
from models.external_identity import ExternalIdentity
from models.identity_expectation import IdentityKind
from models.identity_provider import IdentityProvider, SsoEnforcement
from models.outbox_mail import OutboxMail
from models.pending_login import PendingLogin, PendingStep
from models.provider_sign_in import ProviderSignIn
from models.session import Delivery, Session, SessionEnd, SignInMethod
from models.user import AuthMethod, Credential, User
from tests.support.arrivals import SUBJECT, corp, gets_in, maps, somebody
from tests.support.house import NOON, ROOT, STALE, House
from tests.support.identity_providers import from_provider, linked
from tests.support.methods import change
from tests.support.people import roles_of
from tests.support.profiles import person, profile_row
from tests.support.provider_sign_ins import came_by
from tests.support.trail import hearing, nothing_changes

BOTH = (Scope.SSO_WRITE, Scope.USERS_WRITE)


async def asa(house: House, provider: IdentityProvider, *roles: str) -> tuple[UUID, ExternalIdentity]:
    """A local account with a password that came by a provider, too, which gave it a role."""
    password = await house.password()
    user_id = await house.user("asa", *(roles or ("viewer",)), password=password, email="asa@example.com")
    identity = await linked(user_id, provider, subject=SUBJECT)
    await maps(provider, "ops", "operator")
    await gets_in(house, provider, somebody(provider, groups=["ops"]))
    return user_id, identity


async def refused(house: House, actor: Actor, identity_id: UUID) -> list[tuple[str, str]]:
    async with nothing_changes():
        return await house.refusals(actor, lambda work: unlink_identity(work, identity_id))


async def test_what_came_by_an_identity_goes_with_it(house: House) -> None:
    provider, other = await corp(), await corp("other")
    user_id, identity = await asa(house, provider)
    kept = await linked(user_id, other)
    token, _ = await came_by(house, user_id, provider)
    beside, _ = await came_by(house, user_id, other)
    await PendingLogin.create(
        user_id=user_id,
        token_hash="x",
        step=PendingStep.VERIFY_MFA,
        delivery=Delivery.COOKIE,
        opened_by=SignInMethod.PROVIDER,
        source_id=provider.id,
        created_at=house.clock.now(),
        expires_at=house.clock.turn(minutes=5),
    )
    actor = await house.actor(user_id)
    async with hearing() as heard:
        assert await house.do(actor, lambda work: unlink_identity(work, identity.id)) == user_id
    assert [event.action for event in heard.events] == [
        "user.identity_unlinked",
        "session.ended",
        "user.roles_changed",
    ]
    assert heard.events[0].changes["identity_source"] == ("corp", None)
    assert heard.events[0].changes["subject"] == (SUBJECT, None)
    assert [row.id for row in await ExternalIdentity.filter(user_id=user_id)] == [kept.id]
    assert await roles_of("asa") == ["viewer BY_HAND"]
    assert (await Session.get(source_id=provider.id)).end_reason is SessionEnd.UNLINKED
    assert (await house.caller(token)).actor.user_id is None
    assert (await house.caller(beside)).actor.user_id == user_id
    assert [row.provider_id for row in await ProviderSignIn.all()] == [other.id]
    assert (await PendingLogin.get(token_hash="x")).used_at is not None
    assert [mail.kind for mail in await OutboxMail.filter(user_id=user_id)] == ["sign_in_way_changed"]


async def test_the_only_way_in_stays(house: House) -> None:
    provider, other = await corp(), await corp("other", is_enabled=False)
    user_id, identity = await asa(house, provider)
    actor = await house.actor(user_id)
    await linked(user_id, other)
    credential = await Credential.get(user_id=user_id)
    await credential.delete()
    assert await refused(house, actor, identity.id) == [("ONLY_WAY_IN", "id")]
    await IdentityProvider.filter(id=other.id).update(is_enabled=True)
    await house.do(actor, lambda work: unlink_identity(work, identity.id))
    assert await ExternalIdentity.filter(user_id=user_id).count() == 1


async def test_a_password_is_no_way_in_while_single_sign_on_is_enforced(house: House) -> None:
    provider = await corp()
    user_id, identity = await asa(house, provider)
    await SsoEnforcement.create(provider_id=provider.id, enforced_at=NOON)
    assert await refused(house, await house.actor(user_id), identity.id) == [("ONLY_WAY_IN", "id")]


async def test_an_account_of_a_provider_does_not_lose_its_person_by_itself(house: House) -> None:
    provider = await corp()
    user_id = await from_provider(house, provider, "asa")
    identity = await ExternalIdentity.get(user_id=user_id)
    assert await refused(house, await house.actor(user_id), identity.id) == [("ONLY_WAY_IN", "id")]
    root = await house.root()
    await house.do(root, lambda work: unlink_identity(work, identity.id))
    assert await ExternalIdentity.all().count() == 0


async def test_who_may_unlink(house: House) -> None:
    provider = await corp()
    user_id, identity = await asa(house, provider)
    await house.role("scarce", *BOTH)
    for scopes in ((), (Scope.SSO_WRITE,), (Scope.USERS_WRITE,)):
        stranger = await house.acting(f"stranger{len(scopes)}{scopes[0] if scopes else ''}".replace(":", ""), *scopes)
        assert await refused(house, stranger, identity.id) == [("NOT_FOUND", "id")]
    helper = await house.acting("helper", *BOTH)  # level 0: the account's operator role is above it
    assert await refused(house, helper, identity.id) == [("BEYOND_OWN_RIGHTS", "id")]
    root = await house.root()
    assert await refused(house, root, uuid4()) == [("NOT_FOUND", "id")]
    await Session.filter(id=root.session_id).update(fresh_at=None)
    assert await refused(house, root, identity.id) == STALE
    await house.freshen(root)
    await house.do(root, lambda work: unlink_identity(work, identity.id))
    assert await roles_of("asa") == ["viewer BY_HAND"]
    assert (await User.get(id=user_id)).auth_method is AuthMethod.LOCAL


async def test_a_person_in_a_directory_is_not_unlinked(house: House) -> None:
    user_id = await person(house, "tree", await profile_row("tree"))
    identity = await ExternalIdentity.get(user_id=user_id)
    assert await refused(house, await house.root(), identity.id) == [("IDENTITY_OF_DIRECTORY", "id")]


async def test_the_last_administrator_is_not_unlinked(house: House) -> None:
    provider = await corp()
    user_id = await from_provider(house, provider, "boss", "admin")
    identity = await ExternalIdentity.get(user_id=user_id)
    helper = await house.acting("helper", *Scope, level=3)
    await User.filter(username_key=ROOT).update(locked_at=NOON)
    await User.filter(id=helper.user_id).update(locked_at=NOON)  # so that boss alone counts
    async with nothing_changes():
        with pytest.raises(WouldLockOut):
            await house.do(helper, lambda work: unlink_identity(work, identity.id))


@pytest.mark.parametrize("to", [AuthMethod.LOCAL, AuthMethod.LDAP, AuthMethod.OIDC])
async def test_a_change_of_method_unlinks_what_it_leaves_behind(house: House, to: AuthMethod) -> None:
    provider, root = await corp(), await house.root()
    if to is AuthMethod.LOCAL:
        user_id = await from_provider(house, provider, "asa")
        await maps(provider, "ops", "operator")
        await gets_in(house, provider, somebody(provider, groups=["ops"]))
        wish, credential = CheckWish(), LocalCredential.TEMPORARY_PASSWORD
    else:
        user_id, _ = await asa(house, provider)
        await (profile_row("next") if to is AuthMethod.LDAP else corp("next"))
        wish, credential = CheckWish(to, ExpectedIdentity(IdentityKind.SUBJECT, "s"), "next"), None
    changed = await change(house, root, user_id, wish, credential=credential)
    found = {each.kind: each for each in changed.consequences}
    assert found[ConsequenceKind.IDENTITIES_UNLINKED].count == 1
    assert found[ConsequenceKind.ROLES_LOST].roles == ("operator",)
    assert await ExternalIdentity.all().count() == 0
    assert "operator MAPPING" not in await roles_of("asa")


async def test_a_change_of_method_that_is_only_asked_about_unlinks_nothing(house: House) -> None:
    provider, root = await corp(), await house.root()
    user_id = await from_provider(house, provider, "asa")
    async with nothing_changes():
        asked = await change(
            house, root, user_id, CheckWish(), credential=LocalCredential.TEMPORARY_PASSWORD, confirm=False
        )
    assert ConsequenceKind.IDENTITIES_UNLINKED in {each.kind for each in asked.consequences}


async def test_unlinking_what_somebody_else_has_just_unlinked_is_told(house: House) -> None:
    provider = await corp()
    user_id, identity = await asa(house, provider)
    actor = await house.actor(user_id)
    await house.do(actor, lambda work: unlink_identity(work, identity.id))
    assert await refused(house, actor, identity.id) == [("NOT_FOUND", "id")]
