"""Fills a database with the demo accounts, through the same commands as everybody else.

The clock is an argument of every unit of work, so the accounts get a past: created, signed in and left on other days.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from api.demo_accounts import COUNT, ROLES, Credential, DemoAccount, accounts
from auth.actor import HOST, Origin, anonymous
from auth.clock import Clock
from auth.credential import NewPassword
from auth.lockout.commands import count_attempt
from auth.login.finish import Wish
from auth.login.password import Verified, settle_password_login
from auth.passwords.choice import chosen, generated
from auth.passwords.hashing import PasswordHashing
from auth.roles.commands import create_role
from auth.roles.queries import by_name, catalogue
from auth.unit_of_work import Units
from auth.users.commands import create_user
from auth.users.lifecycle import deactivate_user, reactivate_user
from models.session import Delivery
from models.user import LoginIdentifier

_CALLER = anonymous(Origin(ip_address="192.0.2.10", user_agent="demo"))
"""An address for documentation (RFC 5737)."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What came of it.

    Attributes:
        created: How many accounts were missing and have been made.
        password: The password of those that have one; ``None`` when none was made.
    """

    created: int
    password: str | None
    total: int = COUNT


@dataclass(slots=True)
class _Story:
    """Moves the clock of the units of work to where the story is."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment


async def fill(clock: Clock, hashing: PasswordHashing, units_at: Callable[[Clock], Units]) -> Filled:
    """Makes the demo accounts that are missing; doing it again changes nothing."""
    now = clock.now()
    present = {row.key for row in await LoginIdentifier.filter(key__startswith="demo")}
    missing = [account for account in accounts(now) if account.new.username not in present]
    if not missing:
        return Filled(0, None)
    password = (await generated(hashing)).password
    # One hash serves all, because the password is one: two hundred hashes would only take longer.
    kept = await chosen(hashing, password, names=())
    story = _Story(now - timedelta(days=200))
    units = units_at(story)
    await _make_roles(units)
    for account in missing:
        await _tell(units, story, now, account, kept)
    return Filled(len(missing), password)


async def _make_roles(units: Units) -> None:
    present = await catalogue()
    for draft in ROLES:
        if by_name(present, draft.name) is None:
            await units.run(HOST, lambda work, draft=draft: create_role(work, draft))


async def _tell(units: Units, story: _Story, now: datetime, account: DemoAccount, kept: NewPassword) -> None:
    """Lives through one account's past."""
    story.moment = now - account.age
    password = _password(account, kept)
    created = await units.run(HOST, lambda work: create_user(work, account.new, password))
    user_id = created.user_id
    for _ in range(account.mistyped):
        story.moment += timedelta(seconds=20)
        await _sign_in(units, user_id, kept, right=False)
    if account.signed_in is not None:
        story.moment = now - account.signed_in
        await _sign_in(units, user_id, kept, right=True)
    if account.leaves:
        await _leave(units, story, user_id, returns=account.returns)


def _password(account: DemoAccount, kept: NewPassword) -> NewPassword | None:
    if account.credential is Credential.NONE:
        return None
    return NewPassword(kept.hash, must_change=account.credential is Credential.TEMPORARY)


async def _sign_in(units: Units, user_id: UUID, kept: NewPassword, *, right: bool) -> None:
    counted = await units.run(_CALLER, lambda work: count_attempt(work, user_id))
    verified = Verified(user_id, kept.hash, right, counted)
    await units.run(_CALLER, lambda work: settle_password_login(work, verified, Wish(Delivery.TOKEN)))


async def _leave(units: Units, story: _Story, user_id: UUID, *, returns: bool) -> None:
    story.moment += timedelta(minutes=30)
    await units.run(HOST, lambda work: deactivate_user(work, user_id, "Left the company."))
    if returns:
        story.moment += timedelta(minutes=30)
        await units.run(HOST, lambda work: reactivate_user(work, user_id, "Came back."))
