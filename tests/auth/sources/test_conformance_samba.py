"""The suite against Active Directory, by Samba."""

import pytest

from models.ldap_profile import GroupLookup
from tests.auth.sources.conformance import Conformance, Peer
from tests.support.samba import Samba, samba
from tests.support.samba_domain import samba_domain
from tests.support.samba_people import ANALYSTS, LOOP_A, LOOP_B, OPERATORS, PASSWORD, SECURITY
from tests.support.visits import visitor

__all__ = ["samba", "samba_domain", "visitor"]


@pytest.fixture
def peer(samba: Samba) -> Peer:
    return Peer(
        directory=samba.directory(),
        name="ann",
        password=PASSWORD,
        groups=frozenset({ANALYSTS, SECURITY, OPERATORS}),
        lonely="lena",
        circle="cora",
        in_circle=frozenset({LOOP_A, LOOP_B}),
        twins="(employeeID={username})",
        twin="7",
        lookups=(GroupLookup.AD_CHAIN, GroupLookup.RECURSIVE),
    )


class TestSamba(Conformance):
    """All of it."""
