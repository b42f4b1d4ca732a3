"""What sign-ins by a directory cost those who read meanwhile, and what a dead server of a directory costs."""

from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import Any

from benchmarks.logins import CREATE, UNLIMITED, flooded, p99, reads
from benchmarks.logins import PASSWORD as LOCAL_PASSWORD
from benchmarks.measure import heading, line
from tests.support.journey import SIGN_IN, unhurried
from tests.support.server import Api, Server
from tests.support.slapd import HOST, Slapd, running_slapd
from tests.support.slapd_people import PASSWORD, PEOPLE, SERVICE_DN, SERVICE_PASSWORD, person

CLIENTS = 50
READS = 3_000
ROUNDS = 9
MAKE = """
mutation ($i: CreateLdapProfileInput!) { createLdapProfile(input: $i) { ldapProfile { id } errors { code message } } }
"""
ENABLE = "mutation ($id: ID!) { enableLdapProfile(input: {id: $id}) { errors { code message } } }"
CHANGE = "mutation ($i: UpdateLdapProfileInput!) { updateLdapProfile(input: $i) { errors { code message } } }"


@dataclass(frozen=True, slots=True)
class Profile:
    """A profile of a server under test."""

    api: Api
    id: str

    def use(self, *servers: Slapd) -> None:
        """Has other servers from now on, whom it trusts."""
        self._change(servers=places(*servers), bindPassword=SERVICE_PASSWORD, caCertificate=trusted(*servers))

    def _change(self, **changes: object) -> None:
        done = self.api.data(CHANGE, i={"id": self.id, **changes})["updateLdapProfile"]
        assert done == {"errors": []}, done


def compare(engine: str, server: Server, api: Api) -> None:
    """Prints ratios to reads that nobody hinders, and to sign-ins of which no server is dead."""
    unhurried(api)
    api.data(UNLIMITED)
    names = [f"person{number}" for number in range(CLIENTS)]
    people = "".join(person(f"uid={name},{PEOPLE}", name, "Kim", name) for name in names)
    with running_slapd(entries=people) as slapd, running_slapd() as other:
        profile = connected(api, slapd, "staff")
        for name in names:
            sign_in(server, name)
        heading(f"{CLIENTS} people who sign in by a directory at once, on {engine}")
        _reads_beside(server, api, names)
        heading(f"A directory whose first server hangs, on {engine}")
        _dead(server, profile, slapd, other)


def connected(api: Api, slapd: Slapd, name: str) -> Profile:
    """A profile of an OpenLDAP server, switched on."""
    given: dict[str, Any] = {
        "name": name,
        "kind": "OPENLDAP",
        "servers": places(slapd),
        "caCertificate": trusted(slapd),
        "bindDn": SERVICE_DN,
        "bindPassword": SERVICE_PASSWORD,
        "baseDn": PEOPLE,
    }
    made = api.data(MAKE, i=given)["createLdapProfile"]
    assert made["errors"] == [], made
    assert api.data(ENABLE, id=made["ldapProfile"]["id"]) == {"enableLdapProfile": {"errors": []}}
    return Profile(api, made["ldapProfile"]["id"])


def places(*servers: Slapd) -> list[dict[str, object]]:
    """Where servers are, as a profile has it."""
    return [{"host": HOST, "port": server.tls_port} for server in servers]


def trusted(*servers: Slapd) -> str:
    """Who signed their certificates."""
    return "".join(server.signed_by.file.read_text(encoding="ascii") for server in servers)


def sign_in(server: Server, name: str) -> float:
    """How many ms a sign-in takes, which succeeds."""
    begun = perf_counter()
    outcome = server.api().data(SIGN_IN, username=name, password=PASSWORD)["login"]
    assert outcome["__typename"] == "LoginSucceeded", outcome
    return (perf_counter() - begun) * 1000


def _reads_beside(server: Server, api: Api, names: list[str]) -> None:
    local = [f"local{number}" for number in range(CLIENTS)]
    for name in local:
        api.data(CREATE, i={"username": name, "password": LOCAL_PASSWORD})
    nobody = reads(api, lambda read: read < READS)
    alone = p99(nobody)
    ours = flooded(server, api, local, LOCAL_PASSWORD, CLIENTS)
    theirs = flooded(server, api, names, PASSWORD, CLIENTS)
    line("half of reads beside them ÷ alone", f"{median(theirs.reads_ms) / median(nobody):.2f}")
    line("99 % of reads beside them ÷ alone", f"{p99(theirs.reads_ms) / alone:.1f}")
    line("99 % of reads beside them ÷ beside as many local ones", f"{p99(theirs.reads_ms) / p99(ours.reads_ms):.2f}")
    line("(alone, beside local ones, beside them)", _ms(alone, p99(ours.reads_ms), p99(theirs.reads_ms)))
    rates = (theirs.succeeded / theirs.seconds, ours.succeeded / ours.seconds)
    line("sign-ins a second ÷ local ones a second", f"{rates[0] / rates[1]:.2f} ({rates[0]:.0f} and {rates[1]:.0f})")
    line("CPU per sign-in ÷ CPU per local one", f"{theirs.cpu_ms / ours.cpu_ms:.2f}")
    line("refused", f"{theirs.refused} of {theirs.refused + theirs.succeeded}")


def _dead(server: Server, profile: Profile, slapd: Slapd, dead: Slapd) -> None:
    usual = median(sign_in(server, "person0") for _ in range(ROUNDS))
    profile.use(dead, slapd)
    dead.pause()
    first = sign_in(server, "person0")
    after = median(sign_in(server, "person0") for _ in range(ROUNDS))
    profile.use(slapd)
    line("the first sign-in ÷ one without a dead server", f"{first / usual:.1f}")
    line("those after it ÷ one without a dead server", f"{after / usual:.2f}")
    line("(without, the first, those after)", _ms(usual, first, after))


def _ms(*values: float) -> str:
    return ", ".join(f"{value:.1f} ms" for value in values)
