"""Erases the personal values of one account out of the trail, for a legal request; only the command line asks for it.

Values go together with their salts; their commitments stay, so the chain stays whole and a verification tells what was
erased. A row's own values are: what names the actor and where they came from, where the account acted; its name and
the changes of its values, where the row is about it; and remarks in both. Remarks and names that others wrote
elsewhere are not found.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

import orjson

from auth.actor import Actor
from auth.audit.content import Json, without
from auth.audit.events import AuditErased, Erasure
from auth.audit.rows import accounts_once_named, of_account, stored_id
from auth.audit.rules import Stored
from auth.errors import DomainError, NotFound
from auth.events import user_target
from auth.texts import canonical
from auth.unit_of_work import Units, Work
from models.audit_event import ActorKind, AuditEvent
from models.user import User

BATCH = 250
"""Rows in one transaction."""

_CAME_FROM = ("ip_address", "user_agent")


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased: this many values of this many events. ``last`` is the last row that was looked at."""

    events: int
    values: int
    last: str | None = None


class SeveralAccounts(DomainError):
    """A name belonged to more than one account."""

    def __init__(self, accounts: Iterable[UUID]) -> None:
        """``accounts`` are the ids to choose from."""
        ids = ", ".join(str(account) for account in accounts)
        super().__init__("SEVERAL_ACCOUNTS", f"Several accounts had this name. Give one of their ids: {ids}", "name")


async def account_named(name: str) -> UUID:
    """The account with this username or id, also when it is deleted. Raises ``NotFound``, ``SeveralAccounts``."""
    user = await User.get_or_none(username_key=canonical(name))
    found = [user.id] if user is not None else []
    found += [account for account in await accounts_once_named(name) if account not in found]
    if len(found) > 1:
        raise SeveralAccounts(found)
    account = found[0] if found else _id(name)
    if account is None:
        raise NotFound("account", "name")
    return account


async def erase_account(units: Units, actor: Actor, account: UUID) -> Erased:
    """Erases all of an account's personal values, batch by batch, each with an event of its own."""
    events = values = 0
    last: str | None = None
    while True:
        batch = await units.run(actor, lambda work, after=last: erase_batch(work, account, after))
        events, values, last = events + batch.events, values + batch.values, batch.last
        if last is None:
            return Erased(events, values)


async def erase_batch(work: Work, account: UUID, after: str | None, most: int = BATCH) -> Erased:
    """Erases what the next rows hold; ``last`` is ``None`` when there were no more."""
    rows = await of_account(account, after, most)
    events = values = 0
    for row in rows:
        labels = _of(row, str(account))
        if labels:
            await _erase(row, labels)
            events, values = events + 1, values + len(labels)
    if values:
        work.record(AuditErased(target=user_target(account, None), after=Erasure(events, values)))
    return Erased(events, values, rows[-1].id if len(rows) == most else None)


def _of(row: Stored, account: str) -> list[str]:
    """The labels of values that are the account's and still there."""
    if row.content is None:
        return []
    acted, about = row.content["actor_id"] == account, row.content["target_id"] == account
    by_itself = acted or (about and row.content["actor_kind"] == ActorKind.ANONYMOUS)
    wanted = {"note", *(_CAME_FROM if by_itself else ())}
    wanted |= {"actor_name"} if acted else set()
    wanted |= {"target_name"} if about else set()
    return [label for label in row.salts if label in wanted or (about and label.startswith("changes."))]


async def _erase(row: Stored, labels: list[str]) -> None:
    content: Json = without(row.content or {}, labels)
    kept = {label: salt for label, salt in row.salts.items() if label not in labels}
    columns = {label: None for label in labels if not label.startswith("changes.")}
    await AuditEvent.filter(id=stored_id(row.id)).update(
        **columns,
        changes_json=orjson.dumps(content["changes"]).decode(),
        salts_json=orjson.dumps(kept).decode(),
    )


def _id(name: str) -> UUID | None:
    """The key in a public id, or the key itself."""
    text = name.removeprefix("usr_")
    try:
        return UUID(text) if len(text) in {32, 36} else None
    except ValueError:
        return None
