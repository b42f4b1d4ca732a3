"""What an account owns, and handing all of it to another."""

from collections.abc import Sequence
from dataclasses import dataclass

from auth.events import user_target
from auth.resources.events import Handover, OwnershipTransferred
from auth.unit_of_work import Work
from auth.users.accounts import manage
from auth.users.owners import OwnerIsNoPerson
from models.resource import Resource
from models.user import User, UserKind


@dataclass(frozen=True, slots=True)
class Owned:
    """What an account owns, locked until the unit of work ends."""

    accounts: Sequence[User]
    resources: Sequence[Resource]

    def __bool__(self) -> bool:
        """Whether it owns anything."""
        return bool(self.accounts or self.resources)


async def owned_by(owner: User) -> Owned:
    """What an account owns. The caller has locked the account, so nothing more becomes its own meanwhile."""
    return Owned(
        await User.filter(owner_id=owner.id).order_by("id").select_for_update(),
        await Resource.filter(owner_id=owner.id).order_by("id").select_for_update(),
    )


async def hand_over(
    work: Work,
    owned: Owned,
    giver: User,
    receiver: User,
    note: str | None = None,
    fields: tuple[str, str] = ("from", "to"),
) -> list[OwnershipTransferred]:
    """Makes everything that one account owns another's; part of a command that has locked both.

    Gives back what the caller is to record. ``fields`` are the input fields that name the two.

    Raises ``OwnerIsNoPerson``; ``Refused`` when a service account may do more than the caller.
    """
    if owned.accounts and receiver.kind is not UserKind.HUMAN:
        raise OwnerIsNoPerson(fields[1])
    for account in owned.accounts:
        await manage(work, account.id, fields[0])
        account.owner_id, account.version = receiver.id, account.version + 1
        account.updated_at, account.updated_by_id = work.now, work.actor.user_id
        await account.save(update_fields=["owner_id", "version", "updated_at", "updated_by_id"])
    moved = [resource.id for resource in owned.resources]
    await Resource.filter(id__in=moved).update(owner_id=receiver.id, updated_at=work.now)
    return _told(owned, giver, receiver, note) if owned else []


def _told(owned: Owned, giver: User, receiver: User, note: str | None) -> list[OwnershipTransferred]:
    accounts = tuple(account.username for account in owned.accounts)
    resources = tuple(f"{resource.type_id}/{resource.external_id}" for resource in owned.resources)
    after = Handover(str(receiver.id), accounts, resources)
    return [
        OwnershipTransferred(
            target=user_target(side.id, side.username), before=Handover(str(giver.id)), after=after, note=note
        )
        for side in (giver, receiver)
    ]
