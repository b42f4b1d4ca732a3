"""Reads whose name somebody typed, and what a sign-in waits for, for whoever holds its token."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from auth.credential import PasswordHash
from auth.ldap_profiles.queries import ANY_ENABLED
from auth.login.steps import Presented, open_step
from auth.mfa.queries import methods_of
from auth.reading import Statement, boolean, fetch, key, optional_key, storable
from auth.settings.pages import PasswordSettings
from auth.settings.queries import page_of, parse
from auth.texts import canonical
from models.columns import KEY_LENGTH
from models.pending_login import PendingStep
from models.session import SecondFactor
from models.user import AuthMethod

NO_NAME = ""
"""Looked for in place of a name that is too long to be anybody's."""


@dataclass(frozen=True, slots=True)
class NamedAccount:
    """The account of a sign-in name.

    Attributes:
        source_id: The directory profile or provider that checks its person; ``None`` where Gatehouse does.
        password_hash: ``None`` where it has no password.
    """

    user_id: UUID
    method: AuthMethod
    source_id: UUID | None
    password_hash: PasswordHash | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class AtTheDoor:
    """What is known of a sign-in before anything is counted or asked.

    Attributes:
        account: Whose name was given; ``None`` where nobody has it.
        directories: Whether any directory is switched on.
    """

    account: NamedAccount | None
    passwords: PasswordSettings
    directories: bool


@dataclass(frozen=True, slots=True)
class PendingRow:
    """A sign-in that waits. It does not say whose.

    Attributes:
        methods: What the second factor can be given by; empty for other steps.
        return_to: Where in the product a browser that came from a provider wanted to go.
    """

    step: PendingStep
    methods: tuple[SecondFactor, ...]
    expires_at: datetime
    return_to: str | None = None


async def pending_login(given: Presented, now: datetime) -> PendingRow | None:
    """What the holder of a token is to do next; ``None`` for a token that is worth nothing (any more)."""
    row = await open_step(given, now, *PendingStep)
    if row is None:
        return None
    methods = await methods_of(row.user_id) if row.step is PendingStep.VERIFY_MFA else ()
    return PendingRow(row.step, methods, row.expires_at, row.return_to)


async def at_the_door(name: str) -> AtTheDoor:
    """What a sign-in by this name, in any spelling, begins with; the same statement for every name, known or not."""
    wanted = canonical(name[:KEY_LENGTH])
    fits = len(name) <= KEY_LENGTH and len(wanted) <= KEY_LENGTH
    statement = Statement()
    statement.add(f"SELECT {page_of(statement, PasswordSettings)}, {ANY_ENABLED},")
    statement.add("u.id, u.auth_method, u.source_id, c.password_hash FROM (SELECT 1 AS one) AS always")
    statement.add(f"LEFT JOIN login_identifiers i ON i.key = {statement.bind(storable(wanted) if fits else NO_NAME)}")
    statement.add("LEFT JOIN users u ON u.id = i.user_id LEFT JOIN credentials c ON c.user_id = u.id")
    page, directories, user_id, method, source_id, stored = (await fetch(statement))[0]
    account = None
    if user_id is not None:
        stored = stored and PasswordHash(stored)
        account = NamedAccount(key(user_id), AuthMethod(method), optional_key(source_id), stored)
    return AtTheDoor(account, parse(PasswordSettings, page), boolean(directories))
