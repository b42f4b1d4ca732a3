"""Keys of the trail: one for each use, all from the secret keys."""

from auth.audit.keys import key_ring
from tests.support.chain import NEWER, ROTATED
from tests.support.keys import KEY, RING


def test_every_use_has_a_key_of_its_own() -> None:
    key = RING.current
    assert len({key.commitment, key.event, key.chain, key.signing.private_bytes_raw(), KEY.encode()}) == 5
    assert {len(each) for each in (key.commitment, key.event, key.chain)} == {32}


def test_the_same_secret_always_gives_the_same_keys() -> None:
    again = key_ring([KEY])
    assert again == RING
    assert again.current.id == "bd27a0db72ed2d6d"
    assert again.current.signing.private_bytes_raw() == RING.current.signing.private_bytes_raw()


def test_the_newest_writes_and_all_are_found_by_their_ids() -> None:
    assert ROTATED.current == key_ring([NEWER]).current
    assert ROTATED.named(RING.current.id) == RING.current
    assert ROTATED.named("unknown") is None
    assert ROTATED.named(None) is None


def test_no_key_shows_in_what_is_printed() -> None:
    assert repr(RING) == f"KeyRing(keys=(AuditKey(id='{RING.current.id}'),))"
