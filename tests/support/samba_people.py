"""Who is in the Active Directory of tests: groups within groups, and accounts in every state that AD tells apart."""

from tests.support.ldif import Values, added, changed

DOMAIN, REALM = "EXAMPLE", "EXAMPLE.TEST"
SUFFIX = "DC=example,DC=test"
PEOPLE, GROUPS, SERVICES = f"OU=Staff,{SUFFIX}", f"OU=Groups,{SUFFIX}", f"OU=Services,{SUFFIX}"
ROOT_DN, ROOT_PASSWORD = f"CN=Administrator,CN=Users,{SUFFIX}", "Adm1n-of-tests!"
SERVICE_DN, SERVICE_PASSWORD = f"CN=Gatehouse,{SERVICES}", "Serv1ce-of-gatehouse!"
PASSWORD = "Dir3ctory-of-tests!"
"""Everybody's."""

ANN = f"CN=Ann Bauer,{PEOPLE}"
JOERG = f'CN=Müller\\, Jörg \\"JM\\",{PEOPLE}'
BOB = f"CN=Bob Engel,{PEOPLE}"
"""His primary group is ENGINEERS."""
ANALYSTS, SECURITY, OPERATORS, ENGINEERS, BUILDERS = (
    f"CN={name},{GROUPS}" for name in ("SOC Analysts", "Security", "Gatehouse Operators", "Engineers", "Builders")
)
"""Analysts are in security, security in operators, engineers in builders."""
CORA = f"CN=Cora Kreis,{PEOPLE}"
LOOP_A, LOOP_B = f"CN=Loop A,{GROUPS}", f"CN=Loop B,{GROUPS}"
"""In each other; cora is in the first."""
DOMAIN_USERS = f"CN=Domain Users,CN=Users,{SUFFIX}"

_GLOBAL_SECURITY_GROUP = "-2147483646"
LONG_AGO = "132223104000000000"
"""The first of January of 2020, as AD has it; nobody may set when a password was set, or an account locked."""
_FOR_EVER = "-9223372036854775808"
NORMAL, DISABLED, NEVER_EXPIRES = "512", "514", "66048"


def quoted(password: str) -> bytes:
    """As ``unicodePwd`` has it (MS-ADTS §3.1.1.3.1.5)."""
    return f'"{password}"'.encode("utf-16-le")


def person(name: str, first: str, last: str, *, cn: str | None = None, **more: Values) -> str:
    """The change that adds somebody; ``cn`` is the plain text of the common name."""
    return added(_dn(cn or f"{first} {last}"), attributes_of(name, first, last) | more)


def attributes_of(name: str, first: str, last: str) -> dict[str, Values]:
    """What an account in good order has."""
    values: dict[str, Values] = {"objectClass": "user", "sAMAccountName": name, "givenName": first, "sn": last}
    values |= {"userPrincipalName": f"{name}@example.test", "mail": f"{name}@example.test"}
    return values | {"unicodePwd": quoted(PASSWORD), "userAccountControl": NORMAL}


def group(dn: str, *members: str) -> str:
    """The change that adds a group."""
    name = dn.split(",", 1)[0].removeprefix("CN=")
    values: dict[str, Values] = {"objectClass": "group", "sAMAccountName": name, "groupType": _GLOBAL_SECURITY_GROUP}
    return added(dn, {**values, "member": members})


def everybody() -> str:
    """All changes to a new domain but those that need what these made."""
    units = "".join(added(dn, {"objectClass": "organizationalUnit"}) for dn in (PEOPLE, GROUPS, SERVICES))
    service = attributes_of("svc-gatehouse", "Gate", "House")
    service |= {"unicodePwd": quoted(SERVICE_PASSWORD), "userAccountControl": NEVER_EXPIRES}
    return units + _lockout() + added(SERVICE_DN, service) + _people() + _groups()


def _lockout() -> str:
    values = {"lockoutThreshold": "100", "lockoutDuration": _FOR_EVER, "lockOutObservationWindow": _FOR_EVER}
    return "".join(changed(SUFFIX, "replace", name, value) for name, value in values.items())


def _people() -> str:
    people = (
        person("ann", "Ann", "Bauer"),
        person("joerg", "Jörg", "Müller", cn='Müller, Jörg "JM"'),
        person("bob", "Bob", "Engel"),
        person("dora", "Dora", "Disabled", userAccountControl=DISABLED),
        person("leo", "Leo", "Locked"),
        person("erin", "Erin", "Expired", accountExpires=LONG_AGO),
        person("max", "Max", "Must", pwdLastSet="0"),
        person("pia", "Pia", "Past"),
        person("nora", "Nora", "Never", logonHours=bytes(21)),
        person("cora", "Cora", "Kreis"),
        person("lena", "Lena", "Lonely"),
        person("twin1", "Tim", "Twin", employeeID="7"),
        person("twin2", "Tom", "Twin", employeeID="7"),
    )
    return "".join(people)


def _groups() -> str:
    members: dict[str, tuple[str, ...]] = {
        ANALYSTS: (ANN, JOERG),
        SECURITY: (ANALYSTS,),
        OPERATORS: (SECURITY,),
        ENGINEERS: (BOB,),
    }
    members |= {BUILDERS: (ENGINEERS,), LOOP_A: (CORA,), LOOP_B: (LOOP_A,)}
    circle = changed(LOOP_A, "add", "member", LOOP_B)
    return "".join(group(dn, *within) for dn, within in members.items()) + circle


def _dn(cn: str) -> str:
    escaped = cn.replace("\\", "\\\\").replace(",", "\\,").replace('"', '\\"')
    return f"CN={escaped},{PEOPLE}"
