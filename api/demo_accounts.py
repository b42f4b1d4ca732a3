"""Two hundred made-up accounts, the same every time, in every state that an account can be in.

Addresses end in ``.example`` (RFC 2606 §3), so that no mail can ever reach anybody.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from random import Random

from auth.permissions import Scope
from auth.roles.drafts import RoleDraft
from auth.unset import UNSET
from auth.users.commands import NewUser
from auth.users.rules import UserChanges
from models.user import UserKind, UserStatus

PEOPLE = 190
SERVICES = 10
COUNT = PEOPLE + SERVICES

ROLES = (
    RoleDraft("helpdesk", "Looks accounts up, without their e-mail addresses.", 2, (Scope.USERS_READ,)),
    RoleDraft("auditor", "Reads accounts and the audit trail.", 2, (Scope.AUDIT_READ,), parents=("helpdesk",)),
)

_SEED = 20_261_121
_FIRST = "Ada Åsa Bao Chidi Dóra Elif Emeka Farah Goran Hana İpek Jón Kwame Lior Mei Noor Oksana Priya Rui Søren"
_LAST = "Adeyemi Berg Çelik D'Arcy Eze Fjord García Hoàng Ito Jansen Kovač Łaska Müller Nguyễn O'Neill Papa Sato"
_TENANTS = ("north", "south", None)
_CLASSES = ("public", "internal", "confidential", None, None)


class Credential(Enum):
    """How a demo account signs in."""

    PASSWORD = "a password"  # noqa: S105 — not one
    TEMPORARY = "a temporary password, to be changed at the next sign-in"
    NONE = "no password yet"


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One account and what is to have happened to it.

    Attributes:
        age: How long ago it was created.
        signed_in: How long ago it signed in last; ``None`` if never.
        mistyped: How many sign-ins failed.
        leaves: Whether it is deactivated afterwards.
        returns: Whether it is reactivated after that.
    """

    new: NewUser
    credential: Credential
    age: timedelta
    signed_in: timedelta | None = None
    mistyped: int = 0
    leaves: bool = False
    returns: bool = False


def accounts(now: datetime) -> list[DemoAccount]:
    """All of them; only dates in the future of somebody's review depend on ``now``."""
    chance = Random(_SEED)  # noqa: S311 — the same accounts every time; nothing secret comes of it
    return [_person(chance, number, now) for number in range(PEOPLE)] + [_service(number) for number in range(SERVICES)]


def _person(chance: Random, number: int, now: datetime) -> DemoAccount:
    first, last = chance.choice(_FIRST.split()), chance.choice(_LAST.split())
    username = f"demo{number + 1:03}"
    values = UserChanges(
        first_name="" if number % 31 == 0 else first,
        last_name="" if number % 31 == 0 else last,
        email=None if number % 17 == 0 else f"{username}@people.example",
        display_name=f"{last}, {first}" if number % 23 == 0 else UNSET,
        phone=f"+1 555 01{number % 100:02}" if number % 5 == 0 else UNSET,
        contact_note="Calls back after lunch.\nSpeaks French." if number % 41 == 0 else UNSET,
        classification_level=chance.choice(_CLASSES),
        external_id=f"hr-{10_000 + number}" if number % 3 == 0 else UNSET,
        tenant_id=chance.choice(_TENANTS),
        review_date=(now + timedelta(days=number - 60)).date() if number % 13 == 0 else UNSET,
        idle_timeout_minutes=15 if number % 29 == 0 else UNSET,
        session_limit=1 if number % 37 == 0 else UNSET,
    )
    status = UserStatus.INACTIVE if number % 43 == 1 else UserStatus.ACTIVE
    credential = _credential(number)
    usable = credential is Credential.PASSWORD and status is UserStatus.ACTIVE
    age = timedelta(days=1 + chance.randrange(160), minutes=chance.randrange(1440))
    return DemoAccount(
        NewUser(username=username, roles=_roles(number), status=status, values=values),
        credential,
        age,
        signed_in=age * chance.random() ** 3 if usable and number % 3 else None,
        mistyped=chance.randrange(1, 4) if number % 19 == 0 else 0,
        leaves=status is UserStatus.ACTIVE and (number + 9) % 14 == 0,
        returns=(number + 23) % 28 == 0,
    )


def _roles(number: int) -> tuple[str, ...] | None:
    """Mostly the default role; some of each other, and some with two."""
    named = {2: ("admin",), 50: ("admin",), 7: ("helpdesk", "viewer"), 8: ("auditor",)}
    if number in named:
        return named[number]
    return {0: ("operator",), 3: ("helpdesk",)}.get(number % 10)


def _credential(number: int) -> Credential:
    return {4: Credential.TEMPORARY, 9: Credential.NONE}.get(number % 12, Credential.PASSWORD)


def _service(number: int) -> DemoAccount:
    values = UserChanges(display_name=f"Integration {number + 1}")
    new = NewUser(username=f"demo-service{number + 1}", roles=("api",), kind=UserKind.SERVICE, values=values)
    return DemoAccount(new, Credential.NONE, timedelta(days=20 * number + 1), leaves=number == SERVICES - 1)
