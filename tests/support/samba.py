"""A real Active Directory domain controller for the tests, by Samba.

Each is a copy of one domain (0.5 s; ``samba_domain`` makes it). Their ports are fixed: each has a loopback address of
its own, and needs root. ``samba`` is shared by the tests of one process, which leave it as they found it;
``own_samba`` belongs to one test.
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from auth.sources.directory import Attributes, Directory, Server
from models.ldap_profile import GroupLookup, LdapConnection
from tests.support import ldif
from tests.support.certificates import authority
from tests.support.samba_people import (
    DOMAIN,
    PEOPLE,
    REALM,
    ROOT_DN,
    ROOT_PASSWORD,
    SERVICE_DN,
    SERVICE_PASSWORD,
    SUFFIX,
    attributes_of,
)

START_SECONDS = 60
PLAIN, TLS = 389, 636
NAME = "dc1.example.test"
ATTRIBUTES = Attributes("sAMAccountName", "givenName", "sn", "mail", "objectGUID")


CONFIGURATION = """
[global]
netbios name = DC1
realm = {realm}
workgroup = {domain}
server role = active directory domain controller
server services = ldap
bind interfaces only = yes
interfaces = {address}/8
private dir = {folder}/private
state directory = {folder}/state
cache directory = {folder}/cache
lock directory = {folder}
pid directory = {folder}
binddns dir = {folder}/bind-dns
log file = {folder}/log.%m
"""
CERTIFICATE = """
tls certfile = {folder}/certificate.pem
tls keyfile = {folder}/certificate.pem
tls cafile = {folder}/authority/authority.pem
"""


@dataclass
class Samba(ldif.Editable):
    """One domain controller. It can be stopped, and started again with what it knew.

    Attributes:
        address: Its own, of the loopback network.
        trusted: The certificate (PEM) of who signed its own.
    """

    folder: Path
    address: str
    trusted: Path
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Starts it and waits until it answers."""
        words = ("samba", "-i", "--no-process-group", "--model=single", "-d", "0", "-s", str(self.folder / "smb.conf"))
        with (self.folder / "log").open("ab") as log:
            # It ends when its input does: at the latest with the process that runs the tests.
            self.process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=log, stderr=log)
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            assert self.process.poll() is None, (self.folder / "log").read_text()
            assert time.monotonic() < deadline, "samba does not answer"
            time.sleep(0.05)

    def stop(self) -> None:
        """Ends it: from now on connections are refused."""
        if self.process is not None:
            self.process.send_signal(signal.SIGCONT)
            self.process.terminate()
            self.process.communicate(timeout=START_SECONDS)
            self.process = None

    def pause(self) -> None:
        """From now on it accepts connections and says nothing, as a hanging server does."""
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """It goes on."""
        assert self.process is not None
        self.process.send_signal(signal.SIGCONT)

    def change(self, changes: str) -> None:
        """Makes changes (LDIF), each of which must be accepted."""
        ldif.apply(self._url, ROOT_DN, ROOT_PASSWORD, changes)

    def value(self, dn: str, attribute: str) -> bytes:
        """The only value of an attribute."""
        return ldif.value(self._url, ROOT_DN, ROOT_PASSWORD, dn, attribute)

    def add(self, name: str, *groups: str, first: str = "Kim", last: str | None = None) -> str:
        """Adds an account in good order, and to groups; gives the DN."""
        dn = f"CN={first} {last or name},{PEOPLE}"
        self.change(ldif.added(dn, attributes_of(name, first, last or name)))
        for group in groups:
            self.join(group, dn)
        return dn

    def takes(self, name: str, password: str) -> bool:
        """Whether this is a name and its password, by OpenLDAP's client."""
        return ldif.binds(self._url, name, password)

    def directory(self, **changes: Any) -> Directory:  # noqa: ANN401 — fields of a directory
        """How it is talked to: by LDAPS unless ``changes`` say otherwise."""
        connection: LdapConnection = changes.get("connection", LdapConnection.LDAPS)
        usual = Directory(
            id=UUID(int=6),
            name="samba",
            servers=(Server(self.address, TLS if connection is LdapConnection.LDAPS else PLAIN),),
            connection=LdapConnection.LDAPS,
            ca_certificate=self.trusted.read_text(encoding="ascii"),
            checks_host_name=True,
            bind_dn=SERVICE_DN,
            bind_password=SERVICE_PASSWORD,
            base_dn=SUFFIX,
            user_filter="(sAMAccountName={username})",
            group_lookup=GroupLookup.AD_CHAIN,
            group_filter="(member={user_dn})",
            group_base_dn=SUFFIX,
            group_depth=5,
            primary_group=True,
            attributes=ATTRIBUTES,
            emails_verified=False,
            connect_timeout_seconds=10,
            total_timeout_seconds=20,
        )
        return replace(usual, **changes)

    @property
    def _url(self) -> str:
        return f"ldaps://{self.address}:{TLS}"

    def _answers(self) -> bool:
        return self.takes(ROOT_DN, ROOT_PASSWORD)


@contextmanager
def running_samba(domain: Path, *names: str, days: int = 1, makes_own_certificate: bool = False) -> Generator[Samba]:
    """A controller for the length of a block, as a copy of a ``domain``.

    Its certificate has these names (its address and ``NAME``) and so many days left, or is the one that Samba makes.
    """
    with tempfile.TemporaryDirectory(prefix="gatehouse-samba-") as name:
        folder, address = Path(name) / "dc", _address()
        shutil.copytree(domain, folder)
        signed_by = authority(folder / "authority")
        signed_by.signed(*(names or (address, NAME)), days=days).rename(folder / "certificate.pem")
        text = CONFIGURATION if makes_own_certificate else CONFIGURATION + CERTIFICATE
        filled = text.format(folder=folder, realm=REALM, domain=DOMAIN, address=address)
        (folder / "smb.conf").write_text(filled, encoding="ascii")
        trusted = folder / "private" / "tls" / "ca.pem" if makes_own_certificate else signed_by.file
        server = Samba(folder, address, trusted)
        try:
            server.start()
            yield server
        finally:
            server.stop()


@pytest.fixture(scope="session")
def samba(samba_domain: Path) -> Generator[Samba]:
    """A controller that the tests of this process share: who changes it changes it back."""
    with running_samba(samba_domain) as server:
        yield server


@pytest.fixture
def own_samba(samba_domain: Path) -> Generator[Samba]:
    """A controller of one's own."""
    with running_samba(samba_domain) as server:
        yield server


def _address() -> str:
    """A loopback address on which nobody listens; processes of tests begin at different ones."""
    for number in count(os.getpid() << 6):
        address = ".".join(str(part) for part in (127, *((number & 0xFFFFFF) | 0x100).to_bytes(3, "big")))
        with socket.socket() as probe, suppress(OSError):
            probe.bind((address, TLS))
            return address
    raise AssertionError("no address is free")
