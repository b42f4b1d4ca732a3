"""An account that Gatehouse checks again: it needs a way to a password, which is a new one at the next sign-in."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from auth.administrators.facts import administrators
from auth.administrators.rules import WouldLockOut, who_get_in
from auth.login.outcomes import LoginRefusal, MustChangePassword, Refusal
from auth.methods.rules import ConsequenceKind as Kind
from auth.unit_of_work import Units
from auth.users.expectations import CheckWish
from models.identity_expectation import IdentityExpectation
from models.one_time_link import LinkPurpose, OneTimeLink
from models.outbox_mail import OutboxMail
from models.user import AuthMethod, Credential
from tests.support.house import PASSWORD, House
from tests.support.keys import INSTALLATION, write_events
from tests.support.methods import HERE, LINK, SHOWN, SUBJECT, asa_of, change, refused
from tests.support.sources import CORP, TREE, configured
from tests.support.sources import Given as GivenSources
from tests.support.trail import hearing, nothing_changes

GONE = ("LOCAL", "OIDC"), (None, "corp"), (None, "VERIFIED_EMAIL åsa@corp.example")


@pytest.fixture
def corp() -> Iterator[GivenSources]:
    with configured(CORP) as given:
        yield given


@pytest.mark.usefixtures("corp")
async def test_back_with_a_temporary_password_which_serves_once(house: House) -> None:
    root, asa = await house.root(), await asa_of(house)
    await change(house, root, asa)
    async with nothing_changes():
        asked = await change(house, root, asa, HERE, credential=SHOWN, confirm=False)
    assert ([each.kind for each in asked.consequences], asked.shown) == (
        [Kind.PASSWORD_SHOWN, Kind.IDENTITY_FORGOTTEN],
        None,
    )
    async with hearing() as heard:
        done = await change(house, root, asa, HERE, credential=SHOWN)
    assert [told.action for told in heard.events] == ["user.auth_method_changed", "password.changed"]
    method, source, expected = (each[::-1] for each in GONE)
    assert heard.events[0].changes == {"auth_method": method, "source": source, "expected_identity": expected}
    assert done.shown is not None
    assert await IdentityExpectation.all().count() == 0
    assert isinstance(await house.login("asa", done.shown), MustChangePassword)
    assert await house.login("asa", PASSWORD) == Refusal(LoginRefusal.INVALID_CREDENTIALS)
    assert done.shown not in repr(heard.events) + repr(done)


@pytest.mark.usefixtures("corp")
@pytest.mark.parametrize("with_password", [True, False])
async def test_back_with_a_mailed_link_and_what_was_stored_serves_for_one_sign_in(
    house: House, *, with_password: bool
) -> None:
    root, asa = await house.root(), await asa_of(house)
    await change(house, root, asa)
    if not with_password:
        await Credential.filter(user_id=asa).delete()
    assert await refused(house, root, asa, HERE, credential=LINK) == [("MAIL_NOT_SENT", "credential")]
    house.units = Units(house.clock, write_events, replace(INSTALLATION, sends_mail=True))
    async with nothing_changes():
        asked = await change(house, root, asa, HERE, credential=LINK, confirm=False)
    done = await change(house, root, asa, HERE, credential=LINK)
    kept = [Kind.PASSWORD_CHANGE] if with_password else []
    assert [each.kind for each in asked.consequences] == [Kind.LINK_MAILED, *kept, Kind.IDENTITY_FORGOTTEN]
    assert (done.consequences, done.shown) == (asked.consequences, None)
    mail, link = await OutboxMail.get(), await OneTimeLink.get()
    assert (mail.kind, mail.recipient, link.purpose) == (
        "password_reset",
        "asa@example.com",
        LinkPurpose.RESET_PASSWORD,
    )
    kind = MustChangePassword if with_password else Refusal
    assert isinstance(await house.login("asa"), kind)


@pytest.mark.usefixtures("corp")
async def test_back_needs_a_way_to_a_password(house: House) -> None:
    root, asa = await house.root(), await house.user("asa")
    with configured(TREE):
        await change(house, root, asa, CheckWish(AuthMethod.LDAP, SUBJECT))
    assert await refused(house, root, asa, HERE) == [("CREDENTIAL_REQUIRED", "credential")]
    assert await refused(house, root, asa, HERE, credential=LINK) == [("EMAIL_REQUIRED", "id")]
    hashed = house.hashing.hashed
    assert await refused(house, root, asa, CheckWish(AuthMethod.LOCAL, SUBJECT), credential=SHOWN) == [
        ("IDENTITY_NOT_WANTED", "expected_identity")
    ]
    assert house.hashing.hashed == hashed, "what is refused costs no hash"


@pytest.mark.parametrize("confirm", [False, True])
async def test_the_last_administrator_does_not_come_back_without_a_way_in(
    house: House, corp: GivenSources, *, confirm: bool
) -> None:
    root = await house.root()
    ada = await house.user("ada", "admin", email="ada@example.com", password=await house.password())
    await change(house, root, ada)
    assert who_get_in(await administrators(house.clock.now())) == ["ada"]
    await Credential.filter(user_id=ada).delete()
    house.units = Units(house.clock, write_events, replace(INSTALLATION, sends_mail=True))
    async with nothing_changes():
        with pytest.raises(WouldLockOut) as locked_out:
            await change(house, root, ada, HERE, credential=LINK, confirm=confirm)
    assert locked_out.value.before == ["ada"]
    corp.given = []
    await change(house, root, ada, HERE, credential=SHOWN, confirm=True)
    assert who_get_in(await administrators(house.clock.now())) == ["ada"]
