"""What a sign-in reads of directories: no password of one that it does not ask."""

import pytest

from auth.login.outcomes import LoginRefusal, Refusal, SignedIn
from auth.vault import Purpose, Vault
from models.ldap_profile import LdapProfile
from tests.support.directory import THERE
from tests.support.house import PASSWORD, House
from tests.support.keys import INSTALLATION
from tests.support.people import corp
from tests.support.profiles import person
from tests.support.statements import statements
from tests.support.trail import hearing

SECRET = "bind-s3cret"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every sealed bind password that was opened."""
    found: list[str] = []
    real = Vault.open

    def spy(self: Vault, purpose: Purpose, sealed: str) -> str:
        if purpose is Purpose.LDAP_BIND:
            found.append(sealed)
        return real(self, purpose, sealed)

    monkeypatch.setattr(Vault, "open", spy)
    return found


def sealed() -> str:
    return INSTALLATION.vault.seal(Purpose.LDAP_BIND, SECRET)


async def directories() -> tuple[LdapProfile, LdapProfile]:
    return await corp(bind_password_sealed=sealed()), await corp("lab", bind_password_sealed=sealed())


@pytest.mark.parametrize("password", [PASSWORD, "wrong"], ids=["right", "wrong"])
async def test_a_sign_in_by_a_password_of_ours_reads_which_directories_are_on_and_nothing_else_of_them(
    house: House, opened: list[str], password: str
) -> None:
    await directories()
    await house.user("local", password=await house.password())
    with statements() as executed:
        outcome = await house.login("local", password)
    assert isinstance(outcome, SignedIn) == (password == PASSWORD)
    about = [text for text in executed if "ldap_profiles p" in text and "token_hash" not in text]
    (door,) = [text for text in about if "login_identifiers" in text]
    assert "EXISTS (SELECT 1 FROM ldap_profiles p WHERE p.is_enabled)" in door
    assert [text for text in about if text != door] == [
        "SELECT p.id FROM ldap_profiles p WHERE p.is_enabled ORDER BY p.position"
    ]
    assert not any("bind_password" in text for text in executed)
    assert opened == []


async def test_a_password_is_opened_at_the_first_question_to_its_directory(house: House, opened: list[str]) -> None:
    first, second = await directories()
    house.ldap.person(first, "asa")
    house.ldap.person(second, "bob")
    await house.sign_in("asa", THERE)
    assert opened == [first.bind_password_sealed]
    opened.clear()
    await house.sign_in("bob", THERE)
    assert opened == [first.bind_password_sealed, second.bind_password_sealed]
    opened.clear()
    await house.sign_in("bob", THERE)
    assert opened == [second.bind_password_sealed]


async def test_a_directory_whose_password_cannot_be_opened_is_as_if_it_were_off(house: House) -> None:
    profile = await corp(bind_password_sealed="gAAAAA")
    house.ldap.person(profile, "asa")
    await person(house, "bob", profile)
    for name, reason in (("asa", "UNKNOWN_ACCOUNT"), ("bob", "SOURCE_OFF")):
        async with hearing() as heard:
            assert await house.login(name, THERE) == Refusal(LoginRefusal.INVALID_CREDENTIALS)
        assert [told.reason for told in heard.events if told.action == "login.failed"] == [reason]
    assert house.ldap.sought == []
