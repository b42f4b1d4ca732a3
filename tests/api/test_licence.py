"""The licence file: what stops the start, what a running server makes of a change, and what the host is told."""

import json
import os
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from api.config import Config, ConfigurationError, load_config
from api.licence import LicenceFile, LicenceUnusable, licence_of
from auth.clock import SystemClock
from tests.support.licences import SIGNED, Vendor
from tests.support.server import Home

VENDOR = Vendor()


def config_of(**environ: str) -> Config:
    return load_config({f"GATEHOUSE_{name}": text for name, text in environ.items()})


def written(folder: Path, text: str) -> Path:
    file = folder / "licence.jws"
    file.write_text(text, encoding="utf-8")
    return file


def changed(file: Path, text: str) -> None:
    """Writes a file so that its moment differs for sure."""
    before = file.stat().st_mtime_ns
    file.write_text(text, encoding="utf-8")
    os.utime(file, ns=(before + 1, before + 1))


def read(file: Path) -> LicenceFile:
    return LicenceFile(file, VENDOR.public, SystemClock())


def pem(encoding: Encoding) -> bytes:
    return VENDOR.key.public_key().public_bytes(encoding, PublicFormat.SubjectPublicKeyInfo)


@pytest.mark.parametrize(
    "key",
    [VENDOR.variable, VENDOR.variable.rstrip("="), pem(Encoding.PEM).decode(), pem(Encoding.PEM).decode().strip()],
    ids=["base64", "unpadded", "pem", "stripped"],
)
def test_the_key_is_pem_or_base64(tmp_path: Path, key: str) -> None:
    config = config_of(LICENCE_FILE=str(written(tmp_path, VENDOR.licence())), LICENCE_KEY=key)
    assert config.licence_key == VENDOR.public
    assert licence_of(config).signed == SIGNED


def test_without_a_file_the_settings_rule() -> None:
    assert licence_of(config_of()).signed is None


@pytest.mark.parametrize(
    "key",
    ["short", "é", VENDOR.variable[:-4], VENDOR.variable * 2, "-----BEGIN PUBLIC KEY-----"],
    ids=["short", "accented", "cut", "twice", "heading"],
)
def test_what_is_no_key_is_named(tmp_path: Path, key: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        config_of(LICENCE_FILE=str(written(tmp_path, VENDOR.licence())), LICENCE_KEY=key)
    assert list(caught.value.problems) == ["GATEHOUSE_LICENCE_KEY"]


def test_a_file_needs_its_key_and_a_key_its_file(tmp_path: Path) -> None:
    for given, missing in (
        ({"LICENCE_FILE": str(written(tmp_path, ""))}, "GATEHOUSE_LICENCE_KEY"),
        ({"LICENCE_KEY": VENDOR.variable}, "GATEHOUSE_LICENCE_FILE"),
    ):
        with pytest.raises(ConfigurationError) as caught:
            config_of(**given)
        assert list(caught.value.problems) == [missing]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "compact JWS"),
        ("\ufeffé", "compact JWS"),
        (Vendor().licence(), "GATEHOUSE_LICENCE_KEY"),
        (VENDOR.licence(maxUsers="many"), "maxUsers"),
        (VENDOR.licence(validFrom="2098-01-01T00:00:00Z"), "not yet"),
    ],
    ids=["empty", "accented", "another vendor's", "no number", "not yet"],
)
def test_a_file_that_is_not_good_is_refused_at_the_start(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(LicenceUnusable, match=why):
        read(written(tmp_path, text))


async def test_a_changed_file_counts_and_one_that_is_not_good_changes_nothing(tmp_path: Path) -> None:
    file = written(tmp_path, VENDOR.licence())
    held = read(file)
    changed(file, VENDOR.licence(maxUsers=9))
    await held.renew()
    assert held.signed is not None
    assert held.signed.max_users == 9
    for bad in (Vendor().licence(), "", VENDOR.licence(validFrom="2098-01-01T00:00:00Z")):
        changed(file, bad)
        await held.renew()
        assert held.signed.max_users == 9
    file.unlink()
    await held.renew()
    assert held.signed.max_users == 9
    written(tmp_path, VENDOR.licence(maxUsers=4))
    await held.renew()
    assert held.signed.max_users == 4


def test_the_host_is_told_and_a_forged_file_stops_the_start(tmp_path: Path) -> None:
    file = written(tmp_path, VENDOR.licence())
    variables = {"GATEHOUSE_LICENCE_FILE": str(file), "GATEHOUSE_LICENCE_KEY": VENDOR.variable}
    home = Home(tmp_path / "home", variables)
    assert home.run("migrate").returncode == 0
    shown = json.loads(home.run("licence", "show", "--json").stdout)
    assert {name: shown[name] for name in ("ok", "source", "state", "maxUsers", "maxSeats", "fileId", "expiresAt")} == {
        "ok": True,
        "source": "FILE",
        "state": "VALID",
        "maxUsers": 2,
        "maxSeats": 3,
        "fileId": "L-1",
        "expiresAt": "2099-01-01T00:00:00+00:00",
    }
    text = home.run("licence", "show").stdout
    assert "0 of 2 accounts" in text
    assert "0 of 3" in text
    assert finding(home) == "passed"
    changed(file, VENDOR.licence(expiresAt="2026-01-02T00:00:00Z"))
    assert finding(home) == "failed"
    changed(file, Vendor().licence())
    assert finding(home) == "failed"
    stopped = home.run("serve")
    assert (stopped.returncode, stopped.stdout) == (3, "")
    assert f"The licence file {file} was not signed with the key" in stopped.stderr


def finding(home: Home) -> str:
    found = json.loads(home.run("check", "--json").stdout)["findings"]
    return next(each["result"] for each in found if each["name"] == "licence")
