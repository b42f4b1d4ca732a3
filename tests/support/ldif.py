"""Changes to a real directory, by OpenLDAP's own client."""

import base64
import os
import re
import shutil
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import TypeAlias

from tests.support.peers import absent

SECONDS = 30
Values: TypeAlias = str | bytes | Iterable[str | bytes]


def entry(dn: str, attributes: Mapping[str, Values]) -> str:
    """A whole entry as LDIF (RFC 2849), with a blank line after it."""
    return _block(dn, _lines(attributes))


def added(dn: str, attributes: Mapping[str, Values]) -> str:
    """The change that adds an entry."""
    return _block(dn, ["changetype: add", *_lines(attributes)])


def changed(dn: str, what: str, attribute: str, *values: str | bytes) -> str:
    """The change of one attribute; ``what``: ``add``, ``delete`` or ``replace``."""
    lines = [_line(attribute, each) for each in values]
    return _block(dn, ["changetype: modify", f"{what}: {attribute}", *lines, "-"])


def renamed(dn: str, to: str, under: str | None = None) -> str:
    """The change of an entry's name to the RDN ``to``, and of its place in the tree."""
    lines = ["changetype: modrdn", _line("newrdn", to), "deleteoldrdn: 1"]
    return _block(dn, lines if under is None else [*lines, _line("newsuperior", under)])


def deleted(dn: str) -> str:
    """The change that takes an entry away."""
    return _block(dn, ["changetype: delete"])


def apply(url: str, bind_dn: str, password: str, changes: str) -> None:
    """Makes changes; each must be accepted."""
    done = _client("ldapmodify", url, bind_dn, password, changes=changes)
    assert done.returncode == 0, f"{done.stderr}\n{changes}"


def value(url: str, bind_dn: str, password: str, dn: str, attribute: str) -> bytes:
    """The only value of an attribute of an entry."""
    words = ("-LLL", "-o", "ldif-wrap=no", "-b", dn, "-s", "base", "(objectClass=*)", attribute)
    done = _client("ldapsearch", url, bind_dn, password, *words)
    assert done.returncode == 0, done.stderr
    found = [line.removeprefix(f"{attribute}:") for line in done.stdout.splitlines() if line.startswith(attribute)]
    assert len(found) == 1, done.stdout
    return base64.b64decode(found[0][1:]) if found[0].startswith(":") else found[0].strip().encode()


def binds(url: str, bind_dn: str, password: str) -> bool:
    """Whether this is a name and its password; ``False`` also where nobody answers."""
    root_entry = ("-b", "", "-s", "base", "1.1")
    return _client("ldapsearch", url, bind_dn, password, *root_entry).returncode == 0


def parent_of(dn: str) -> str:
    """The name without its first part; a comma behind a backslash ends none."""
    return re.split(r"(?<!\\),", dn, maxsplit=1)[1]


class Editable(ABC):
    """A directory that tests change."""

    @abstractmethod
    def change(self, changes: str) -> None:
        """Makes changes (LDIF), each of which must be accepted."""

    def set(self, dn: str, attribute: str, *values: str | bytes) -> None:
        """Replaces the values of an attribute."""
        self.change(changed(dn, "replace", attribute, *values))

    def rename(self, dn: str, to: str, under: str | None = None) -> str:
        """Gives an entry another RDN, and another place; gives the new DN. Its unique id stays."""
        self.change(renamed(dn, to, under))
        return f"{to},{under or parent_of(dn)}"

    def delete(self, dn: str) -> None:
        """Takes an entry away; it is in no group any more."""
        self.change(deleted(dn))

    def join(self, group: str, dn: str) -> None:
        """Adds a member to a group."""
        self.change(changed(group, "add", "member", dn))

    def leave(self, group: str, dn: str) -> None:
        """Takes a member out of a group."""
        self.change(changed(group, "delete", "member", dn))


def _client(
    name: str, url: str, bind_dn: str, password: str, *words: str, changes: str = ""
) -> "subprocess.CompletedProcess[str]":
    """Certificates are not its business: what tests ask for here is no secret."""
    program = shutil.which(name)
    if program is None:
        absent(f"{name} (apt-get install --no-install-recommends ldap-utils)")
    return subprocess.run(
        (program, "-x", "-H", url, "-D", bind_dn, "-w", password, *words),
        input=changes,
        env={**os.environ, "LDAPTLS_REQCERT": "never"},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


def _block(dn: str, lines: list[str]) -> str:
    return "\n".join([_line("dn", dn), *lines]) + "\n\n"


def _lines(attributes: Mapping[str, Values]) -> list[str]:
    return [_line(name, each) for name, values in attributes.items() for each in _several(values)]


def _line(name: str, value: str | bytes) -> str:
    """Every value in base64, so that none needs a second look."""
    raw = value.encode() if isinstance(value, str) else value
    return f"{name}:: {base64.b64encode(raw).decode('ascii')}"


def _several(values: Values) -> Iterable[str | bytes]:
    return [values] if isinstance(values, (str, bytes)) else values
