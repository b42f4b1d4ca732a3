"""The suite against OpenLDAP."""

import pytest

from models.ldap_profile import GroupLookup
from tests.auth.sources.conformance import Conformance, Peer
from tests.support.slapd import Slapd, slapd
from tests.support.slapd_people import ANALYSTS, LOOP_A, LOOP_B, OPERATORS, PASSWORD, SECURITY
from tests.support.visits import visitor

__all__ = ["slapd", "visitor"]


@pytest.fixture
def peer(slapd: Slapd) -> Peer:
    return Peer(
        directory=slapd.directory(),
        name="ann",
        password=PASSWORD,
        groups=frozenset({ANALYSTS, SECURITY, OPERATORS}),
        lonely="noreply",
        circle="cora",
        in_circle=frozenset({LOOP_A, LOOP_B}),
        twins="(mail={username})",
        twin="twin@example.org",
        lookups=(GroupLookup.RECURSIVE,),
    )


class TestSlapd(Conformance):
    """All of it."""
