"""The vault: what is sealed comes back, for its purpose only, also after the keys were rotated."""

import pytest

from auth.vault import Purpose, Unopenable, Vault
from tests.support.keys import KEY

NEWER = "r" * 43 + "="


def vault(*keys: str) -> Vault:
    return Vault(lambda: keys)


def test_what_is_sealed_comes_back_and_does_not_show() -> None:
    sealed = vault(KEY).seal(Purpose.TOTP, "JBSWY3DPEHPK3PXP")
    assert "JBSWY3DPEHPK3PXP" not in sealed
    assert vault(KEY).open(Purpose.TOTP, sealed) == "JBSWY3DPEHPK3PXP"
    assert sealed != vault(KEY).seal(Purpose.TOTP, "JBSWY3DPEHPK3PXP")


def test_another_purpose_another_key_and_a_changed_text_open_nothing() -> None:
    sealed = vault(KEY).seal(Purpose.TOTP, "secret")
    for opening in (
        lambda: vault(KEY).open(Purpose.MAIL, sealed),
        lambda: vault(NEWER).open(Purpose.TOTP, sealed),
        lambda: vault(KEY).open(Purpose.TOTP, sealed[:-4] + "AAAA"),
        lambda: vault(KEY).open(Purpose.TOTP, ""),
    ):
        with pytest.raises(Unopenable):
            opening()


def test_after_a_rotation_old_and_new_are_opened_and_new_is_sealed_with_the_new_key() -> None:
    old = vault(KEY).seal(Purpose.MAIL, "before")
    rotated = vault(NEWER, KEY)
    assert rotated.open(Purpose.MAIL, old) == "before"
    assert vault(NEWER).open(Purpose.MAIL, rotated.seal(Purpose.MAIL, "after")) == "after"


def test_digests_are_keyed_and_the_newest_keys_comes_first() -> None:
    (alone,) = vault(NEWER).digests(Purpose.BACKUP_CODE, "ABCD")
    first, second = vault(NEWER, KEY).digests(Purpose.BACKUP_CODE, "ABCD")
    assert (first, second) == (alone, vault(KEY).digests(Purpose.BACKUP_CODE, "ABCD")[0])
    assert first != vault(NEWER).digests(Purpose.TOTP, "ABCD")[0]
