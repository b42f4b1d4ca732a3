"""A real OpenLDAP server for the tests (0.3 s): TLS, memberOf, groups within groups, password policies.

``slapd`` is shared by the tests of one process, which leave it as they found it; ``own_slapd`` belongs to one test.
"""

import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from auth.sources.directory import Attributes, Directory, Server
from models.ldap_profile import GroupLookup, LdapConnection
from tests.support import ldif
from tests.support.certificates import Authority, authority
from tests.support.peers import absent
from tests.support.redis import free_port
from tests.support.slapd_people import (
    GROUPS,
    PEOPLE,
    ROOT_DN,
    ROOT_PASSWORD,
    SERVICE_DN,
    SERVICE_PASSWORD,
    SUFFIX,
    after_the_start,
    attributes_of,
    before_the_start,
)

HOST = "127.0.0.1"
START_SECONDS = 30
ATTRIBUTES = Attributes("uid", "givenName", "sn", "mail", "entryUUID")

CONFIGURATION = """
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath {modules}
moduleload back_mdb
moduleload memberof
moduleload refint
moduleload ppolicy
TLSCertificateFile {certificate}
TLSCertificateKeyFile {certificate}
TLSCACertificateFile {authority}
threads 4
database mdb
maxsize 1073741824
dbnosync
directory {folder}/data
suffix "{suffix}"
rootdn "{root}"
rootpw "{password}"
index objectClass,uid,mail,member,memberOf,entryUUID eq
limits dn.exact="{service}" size.prtotal=unlimited
access to attrs=userPassword by anonymous auth by * none
access to * by dn.exact="{service}" read by self read by anonymous auth by * none
overlay memberof
memberof-refint TRUE
overlay refint
refint_attributes member
refint_nothing "cn=nobody,{suffix}"
overlay ppolicy
ppolicy_default "cn=usual,ou=Policies,{suffix}"
ppolicy_use_lockout
"""


@dataclass
class Slapd(ldif.Editable):
    """One server. It can be stopped, and started again on the same ports with what it knew.

    Attributes:
        signed_by: Who signed its certificate.
        certificate: Its certificate and key, PEM.
    """

    folder: Path
    signed_by: Authority
    certificate: Path
    port: int = field(default_factory=free_port)
    tls_port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    def make(self) -> None:
        """Writes its configuration and fills its database."""
        (self.folder / "data").mkdir()
        values = {"suffix": SUFFIX, "root": ROOT_DN, "password": ROOT_PASSWORD, "service": SERVICE_DN}
        files = {"certificate": self.certificate, "authority": self.signed_by.file, "folder": self.folder}
        self._file.write_text(CONFIGURATION.format(modules=_modules(), **files, **values), encoding="ascii")
        self.load(before_the_start())

    def load(self, entries: str) -> None:
        """Adds entries (LDIF) to the database at once, while the server does not run."""
        words = (_program("slapadd"), "-q", "-f", self._file)
        done = subprocess.run(words, input=entries, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr

    def start(self) -> None:
        """Starts it and waits until it takes connections on both ports."""
        urls = f"ldap://{HOST}:{self.port} ldaps://{HOST}:{self.tls_port}"
        words = (*_with_us(), _program("slapd"), "-d", "0", "-f", self._file, "-h", urls)
        self.process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + START_SECONDS
        for port in (self.port, self.tls_port):
            while not _listens(port):
                assert self.process.poll() is None, f"slapd ended with {self.process.returncode}"
                assert time.monotonic() < deadline, "slapd does not answer"
                time.sleep(0.01)

    def stop(self) -> None:
        """Ends it: from now on connections are refused."""
        if self.process is not None:
            self.process.send_signal(signal.SIGCONT)
            self.process.terminate()
            self.process.wait(START_SECONDS)
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
        ldif.apply(f"ldap://{HOST}:{self.port}", ROOT_DN, ROOT_PASSWORD, changes)

    def value(self, dn: str, attribute: str) -> str:
        """The only value of an attribute."""
        return ldif.value(f"ldap://{HOST}:{self.port}", ROOT_DN, ROOT_PASSWORD, dn, attribute).decode()

    def entry_uuid(self, dn: str) -> str:
        """What stays of an entry."""
        return self.value(dn, "entryUUID")

    def spelled(self, dn: str) -> str:
        """A name as the server writes it."""
        return self.value(dn, "entryDN")

    def add(self, uid: str, *groups: str, first: str = "Kim", last: str = "Test", mail: str | None = None) -> str:
        """Adds a person, and to groups; gives the DN."""
        dn = f"uid={uid},{PEOPLE}"
        self.change(ldif.added(dn, attributes_of(dn, uid, first, last, mail)))
        for group in groups:
            self.join(group, dn)
        return dn

    def directory(self, **changes: Any) -> Directory:  # noqa: ANN401 — fields of a directory
        """How it is talked to: by LDAPS unless ``changes`` say otherwise; plain and StartTLS have the other port."""
        connection: LdapConnection = changes.get("connection", LdapConnection.LDAPS)
        port = self.tls_port if connection is LdapConnection.LDAPS else self.port
        usual = Directory(
            id=UUID(int=5),
            name="slapd",
            servers=(Server(HOST, port),),
            connection=LdapConnection.LDAPS,
            ca_certificate=self.signed_by.file.read_text(encoding="ascii"),
            checks_host_name=True,
            bind_dn=SERVICE_DN,
            bind_password=SERVICE_PASSWORD,
            base_dn=PEOPLE,
            user_filter="(uid={username})",
            group_lookup=GroupLookup.RECURSIVE,
            group_filter="(member={user_dn})",
            group_base_dn=GROUPS,
            group_depth=5,
            primary_group=False,
            attributes=ATTRIBUTES,
            emails_verified=False,
            connect_timeout_seconds=10,
            total_timeout_seconds=20,
        )
        return replace(usual, **changes)

    @property
    def _file(self) -> Path:
        return self.folder / "slapd.conf"


@contextmanager
def running_slapd(*names: str, days: int = 1, entries: str = "") -> Generator[Slapd]:
    """A server for the length of a block, whose certificate has these names (127.0.0.1) and so many days left.

    ``entries`` (LDIF) are added before it starts. Skips, or fails where peers are required.
    """
    _program("slapd")
    with tempfile.TemporaryDirectory(prefix="gatehouse-slapd-") as name:
        folder = Path(name)
        signed_by = authority(folder / "tls")
        server = Slapd(folder, signed_by, signed_by.signed(*(names or (HOST,)), days=days))
        server.make()
        if entries:
            server.load(entries)
        try:
            server.start()
            server.change(after_the_start())
            yield server
        finally:
            server.stop()


@pytest.fixture(scope="session")
def slapd() -> Generator[Slapd]:
    """A server that the tests of this process share: who changes it changes it back."""
    with running_slapd() as server:
        yield server


@pytest.fixture
def own_slapd() -> Generator[Slapd]:
    """A server of one's own."""
    with running_slapd() as server:
        yield server


def _program(name: str) -> str:
    found = shutil.which(name, path="/usr/sbin:/usr/local/sbin:/usr/libexec:/usr/bin")
    if found is None or shutil.which("ldapmodify") is None:
        absent("OpenLDAP (apt-get install --no-install-recommends slapd ldap-utils)")
    return found


def _modules() -> Path:
    found = next((Path(place) for place in ("/usr/lib/ldap", "/usr/lib/openldap") if Path(place).is_dir()), None)
    if found is None:
        absent("OpenLDAP's modules (apt-get install --no-install-recommends slapd)")
    return found


def _with_us() -> tuple[str, ...]:
    """Where possible it also ends when the process that runs the tests dies."""
    return () if shutil.which("setpriv") is None else ("setpriv", "--pdeathsig", "KILL")


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection((HOST, port), timeout=1):
        return True
    return False
