"""Who is in the OpenLDAP server of tests: people with difficult names, in groups within groups."""

from collections.abc import Mapping

from tests.support.ldif import Values, added, entry

SUFFIX = "dc=example,dc=org"
PEOPLE, GROUPS, PARTNERS = f"ou=People,{SUFFIX}", f"ou=Groups,{SUFFIX}", f"ou=Partners,{SUFFIX}"
ROOT_DN, ROOT_PASSWORD = f"cn=root,{SUFFIX}", "r00t of slapd"
SERVICE_DN, SERVICE_PASSWORD = f"cn=gatehouse,ou=Services,{SUFFIX}", "Serv1ce of gatehouse"
PASSWORD = "Dir3ctory of tests"
"""Everybody's."""

ANN = f"uid=ann,{PEOPLE}"
JOERG = f'cn=Müller\\, Jörg \\"JM\\",{PEOPLE}'
"""An umlaut, a comma, quotes and spaces."""
LEA = f"cn=\\ Lea  #1\\+\\=\\<2\\>\\;,{PEOPLE}"
"""Spaces at the beginning and in the middle, and whatever else a name must escape."""
MIA = f"cn=Mia Both+uid=mia,{PEOPLE}"
"""Two attributes in one name."""
PAREN = f"cn=Pat (ops) *\\\\,{PEOPLE}"
"""What a filter must escape."""
CORA = f"uid=cora,{PEOPLE}"
"""A member of one of two groups that are in each other."""
EVE = f"uid=eve,{PARTNERS}"
"""Outside the base."""

ANALYSTS, SECURITY, OPERATORS = (f"cn={name},{GROUPS}" for name in ("analysts", "security", "operators"))
"""Each is a member of the next; ann is in the first."""
LOOP_A, LOOP_B = f"cn=loop a,{GROUPS}", f"cn=loop b,{GROUPS}"
COMMA = f"cn=Support\\, 2nd level (Köln),{GROUPS}"

_LOCKED = {"pwdAccountLockedTime": "000001010000Z"}
_MUST_CHANGE = {"pwdReset": "TRUE"}
_EXPIRED = {"pwdPolicySubentry": f"cn=short,ou=Policies,{SUFFIX}", "pwdChangedTime": "20200101000000Z"}
_THREE_TRIES = {"pwdPolicySubentry": f"cn=three,ou=Policies,{SUFFIX}"}


def person(dn: str, uid: str, first: str, last: str, mail: str | None = None, **more: Values) -> str:
    """Somebody's entry as LDIF; the attributes of the DN are added to it."""
    return entry(dn, attributes_of(dn, uid, first, last, mail) | more)


def attributes_of(dn: str, uid: str, first: str, last: str, mail: str | None) -> dict[str, Values]:
    """What an entry of somebody has. Names with characters that a DN escapes are told by their plain text."""
    plain = {JOERG: 'Müller, Jörg "JM"', LEA: " Lea  #1+=<2>;", MIA: "Mia Both", PAREN: "Pat (ops) *\\"}
    values: dict[str, Values] = {"objectClass": "inetOrgPerson", "uid": uid, "givenName": first, "sn": last}
    values |= {"cn": plain.get(dn, f"{first} {last}"), "userPassword": PASSWORD}
    return values if mail is None else values | {"mail": mail}


def before_the_start() -> str:
    """What is in the database when the server starts."""
    units = ("People", "Groups", "Partners", "Services", "Policies")
    tree = [entry(SUFFIX, {"objectClass": ("dcObject", "organization"), "o": "Example", "dc": "example"})]
    tree += [entry(f"ou={name},{SUFFIX}", {"objectClass": "organizationalUnit", "ou": name}) for name in units]
    service = {"objectClass": ("applicationProcess", "simpleSecurityObject"), "cn": "gatehouse"}
    tree.append(entry(SERVICE_DN, {**service, "userPassword": SERVICE_PASSWORD}))
    rules = {"usual": {"pwdMustChange": "TRUE"}, "short": {"pwdMaxAge": "60"}, "three": {"pwdMaxFailure": "3"}}
    tree += [_policy(name, values) for name, values in rules.items()]
    return "".join(tree) + _people()


def _policy(name: str, values: Mapping[str, Values]) -> str:
    always = {"objectClass": ("device", "pwdPolicy"), "cn": name, "pwdAttribute": "userPassword", "pwdLockout": "TRUE"}
    return entry(f"cn={name},ou=Policies,{SUFFIX}", {**always, **values})


def _people() -> str:
    people = (
        person(ANN, "ann", "Ann", "Bauer", "ann@example.org"),
        person(JOERG, "jörg", "Jörg", "Müller", "joerg@example.org"),
        person(LEA, "lea", "Lea", "Raum", "lea@example.org"),
        person(MIA, "mia", "Mia", "Both", "mia@example.org"),
        person(PAREN, "pat(ops)*\\", "Pat", "Paren", "pat@example.org"),
        person(CORA, "cora", "Cora", "Kreis", "cora@example.org"),
        person(EVE, "eve", "Eve", "Elsewhere", "eve@example.com"),
        person(f"uid=noreply,{PEOPLE}", "noreply", "No", "Mail"),
        person(f"uid=twin1,{PEOPLE}", "twin1", "Tim", "Twin", "twin@example.org"),
        person(f"uid=twin2,{PEOPLE}", "twin2", "Tom", "Twin", "twin@example.org"),
        person(f"uid=leo,{PEOPLE}", "leo", "Leo", "Locked", "leo@example.org", **_LOCKED),
        person(f"uid=max,{PEOPLE}", "max", "Max", "Must", "max@example.org", **_MUST_CHANGE),
        person(f"uid=pia,{PEOPLE}", "pia", "Pia", "Past", "pia@example.org", **_EXPIRED),
        person(f"uid=lou,{PEOPLE}", "lou", "Lou", "Limit", "lou@example.org", **_THREE_TRIES),
    )
    return "".join(people)


def after_the_start() -> str:
    """Groups: memberOf is kept for those only that are added while the server runs."""
    members = {
        ANALYSTS: (ANN, JOERG),
        SECURITY: (ANALYSTS,),
        OPERATORS: (SECURITY, MIA),
        COMMA: (ANN, PAREN),
        LOOP_A: (CORA, LOOP_B),
        LOOP_B: (LOOP_A,),
    }
    return "".join(group(dn, *within) for dn, within in members.items())


def group(dn: str, *members: str) -> str:
    """The change that adds a group. Nobody is in it as well: ``groupOfNames`` may not be empty."""
    name = "Support, 2nd level (Köln)" if dn == COMMA else dn.split(",", 1)[0].removeprefix("cn=")
    return added(dn, {"objectClass": "groupOfNames", "cn": name, "member": (*members, f"cn=nobody,{SUFFIX}")})
