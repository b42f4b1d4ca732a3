"""The Active Directory domain of the tests, made once in a run (6 s): every controller is a copy of it."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from filelock import FileLock

from tests.support.peers import absent
from tests.support.samba import running_samba
from tests.support.samba_people import BOB, DOMAIN, ENGINEERS, LONG_AGO, REALM, ROOT_PASSWORD, SUFFIX, everybody

PACKAGES = "samba-ad-dc samba-ad-provision samba-dsdb-modules samba-vfs-modules winbind ldap-utils"

WRITE = """
import sys, ldb
path, name, attribute, value = sys.argv[1:]
database = ldb.Ldb(path)
[found] = database.search(expression=f"(sAMAccountName={name})", attrs=[attribute])
found[attribute] = ldb.MessageElement(value, ldb.FLAG_MOD_REPLACE, attribute)
database.modify(found)
"""


def make_domain(place: Path) -> Path:
    """A domain with everybody in it, to be copied; gives its folder. Skips, or fails where peers are required."""
    if any(shutil.which(name) is None for name in ("samba", "samba-tool", "ldapmodify")):
        absent(f"Samba (apt-get install --no-install-recommends {PACKAGES})")
    if os.geteuid() != 0:
        absent("root, for Samba's domain controller")
    _provision(place / "new")
    with running_samba(place / "new") as server:
        server.change(everybody())
        server.set(BOB, "primaryGroupID", str(int.from_bytes(server.value(ENGINEERS, "objectSid")[-4:], "little")))
        server.stop()
        _write(server.folder, "leo", "lockoutTime", LONG_AGO)
        _write(server.folder, "pia", "pwdLastSet", LONG_AGO)
        shutil.copytree(server.folder, place / "domain", ignore=shutil.ignore_patterns("ldapi", "*.pid", "log*"))
    return place / "domain"


def _provision(folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    empty = folder.parent / "empty.conf"
    empty.write_text("[global]\n", encoding="ascii")
    domain = (f"--realm={REALM}", f"--domain={DOMAIN}", "--server-role=dc", "--dns-backend=NONE", "--host-name=dc1")
    here = ("--host-ip=127.0.0.1", "--option=interfaces=lo", "--option=bind interfaces only=yes")
    words = (*domain, *here, f"--adminpass={ROOT_PASSWORD}", "--option=vfs objects=acl_xattr", f"--targetdir={folder}")
    done = subprocess.run(
        ("samba-tool", "domain", "provision", "-s", str(empty), *words),
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2_000:]


def _write(folder: Path, name: str, attribute: str, value: str) -> None:
    """Sets what nobody but the controller itself may set: written past it, by Samba's own Python."""
    python = (
        Path(str(shutil.which("samba-tool"))).read_text(encoding="utf-8").splitlines()[0].removeprefix("#!").split()
    )
    database = folder / "private" / "sam.ldb.d" / f"{SUFFIX.upper()}.ldb"
    subprocess.run((*python, "-c", WRITE, str(database), name, attribute, value), check=True, timeout=60)


@pytest.fixture(scope="session")
def samba_domain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A domain that all processes of this run copy."""
    own = tmp_path_factory.getbasetemp()
    place = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "samba"
    with FileLock(place.with_suffix(".lock")):
        return place / "domain" if (place / "domain").exists() else make_domain(place)
