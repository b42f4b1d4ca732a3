"""Where an address is, by a file of the host's that may be missing, broken or of the wrong kind."""

import logging
from pathlib import Path

import pytest

from auth.sessions.places import NOWHERE, Places, PlacesUnreadable, open_places
from tests.support.mmdb import write_mmdb

LONDON = {"city": {"names": {"en": "London", "de": "London"}}, "country": {"names": {"en": "United Kingdom"}}}
PLACES = {
    "192.0.2.0/25": LONDON,
    "192.0.2.128/25": {"country": {"names": {"en": "Norway", "de": "Norwegen"}}},
    "198.51.100.0/24": {"country": {"names": {"de": "Norwegen"}}, "city": "Oslo"},
    "203.0.113.7/32": ["nowhere"],
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write_mmdb(tmp_path / "places.mmdb", PLACES)


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("192.0.2.7", "London, United Kingdom"),
        ("192.0.2.200", "Norway"),
        ("198.51.100.1", None),
        ("203.0.113.7", None),
        ("203.0.113.8", None),
        ("2001:db8::1", None),
        ("nonsense", None),
        ("", None),
        (None, None),
    ],
)
def test_a_place_has_its_english_names_as_far_as_they_are_known(
    file: Path, address: str | None, place: str | None
) -> None:
    places = Places(file)
    assert places.of(address) == place
    places.close()
    assert places.of("192.0.2.7") is None


def test_without_a_file_there_are_no_places() -> None:
    assert NOWHERE.of("192.0.2.7") is None


def test_a_file_that_cannot_be_used_is_told_once_and_is_no_error(
    file: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    empty, text = tmp_path / "empty.mmdb", tmp_path / "text.mmdb"
    empty.write_bytes(b"")
    text.write_text("no database")
    for bad in (tmp_path / "missing.mmdb", tmp_path, empty, text):
        with pytest.raises(PlacesUnreadable, match=str(bad)):
            open_places(bad)
        places = Places(bad)
        with caplog.at_level(logging.WARNING):
            assert places.of("192.0.2.7") is places.of("192.0.2.8") is None
        assert len(caplog.records) == 1
        caplog.clear()
    assert Places(file).of("192.0.2.7") == "London, United Kingdom"


def test_a_damaged_file_never_raises(file: Path) -> None:
    whole = file.read_bytes()
    for place in range(0, len(whole), 3):
        file.write_bytes(whole[:place] + b"\xff" + whole[place + 1 :])
        assert isinstance(Places(file).of("192.0.2.7"), str | None)
        file.write_bytes(whole[:place])
        assert isinstance(Places(file).of("192.0.2.7"), str | None)
