"""What becomes of accounts when a provider is deleted. All of it is part of that command, which locked them."""

from collections.abc import Collection, Sequence
from typing import assert_never
from uuid import UUID

from auth.errors import DomainError, Refused
from auth.identity_providers.consequences import AccountsBecome, Followed
from auth.identity_providers.consequences import ProviderConsequenceKind as Kind
from auth.sessions.commands import end
from auth.source_ending.accounts import (
    Counts,
    Going,
    Taking,
    deactivate,
    identity_taken,
    move_elsewhere,
    move_to_local,
    take_roles,
    target_of,
)
from auth.texts import canonical
from auth.unit_of_work import Work
from models.external_identity import ExternalIdentity
from models.identity_expectation import IdentityKind
from models.identity_provider import IdentityProvider
from models.pending_login import PendingLogin
from models.session import Session, SessionEnd
from models.user import AuthMethod, User

FIELD = "to_provider_id"


async def end_accounts(
    work: Work,
    users: Sequence[User],
    row: IdentityProvider,
    become: AccountsBecome,
    other: IdentityProvider | None,
    note: str | None,
) -> Followed:
    """What was wanted for those that come by it alone; ``other`` is where they move, if they do.

    Raises ``Refused``: ``PROVIDER_REQUIRED``, ``EMAIL_REQUIRED``, ``IDENTITY_TAKEN``.
    """
    match become:
        case AccountsBecome.DEACTIVATE:
            counts = await deactivate(work, users, note)
        case AccountsBecome.MOVE_TO_LOCAL:
            counts = await move_to_local(work, users, going(row), note)
        case AccountsBecome.MOVE_TO_PROVIDER:
            if other is None:
                raise Refused(provider_required())
            counts = await _move(work, users, row, other, note)
        case _:
            assert_never(become)
    return _followed(counts)


async def end_links(
    work: Work, row: IdentityProvider, everybody: Sequence[User], owners: Collection[UUID], followed: Followed
) -> None:
    """Takes from everybody what came by it: who they are there, sessions and steps that it opened, roles it gave."""
    await ExternalIdentity.filter(source_id=row.id).delete()
    by_id = {user.id: user for user in everybody}
    opened = Session.filter(source_id=row.id, user_id__in=list(by_id), ended_at=None)
    for session in await opened.order_by("id").only("id", "user_id"):
        ended = await end(work, session.id, target_of(by_id[session.user_id]), SessionEnd.UNLINKED)
        followed.add(Kind.SESSIONS_END, int(ended))
    waiting = PendingLogin.filter(source_id=row.id, used_at=None, expires_at__gt=work.now)
    followed.add(Kind.SIGN_INS_END, await waiting.update(used_at=work.now))
    followed.add(Kind.ROLES_TAKEN, await take_roles(work, everybody, going(row).reason, owners))


def going(row: IdentityProvider) -> Going:
    """The provider, as what is common to all sources needs it."""
    return Going(row.id, row.name, f"The identity provider {row.name} was deleted.")


def provider_required() -> DomainError:
    """Nobody said where accounts move."""
    return DomainError("PROVIDER_REQUIRED", "Say which provider checks the accounts from now on.", FIELD)


async def _move(
    work: Work, users: Sequence[User], row: IdentityProvider, other: IdentityProvider, note: str | None
) -> Counts:
    """Each is found at the other by its e-mail address, which has to be proven there."""
    addresses = {user.id: user.email_key for user in users if user.email_key is not None}
    if len(addresses) < len(users):
        message = "An account without an e-mail address could not be found at the other provider."
        raise Refused(DomainError("EMAIL_REQUIRED", message, "accounts"))
    by_address = {address: user_id for user_id, address in addresses.items()}
    for link in await ExternalIdentity.filter(source_id=other.id).exclude(user_id__in=list(addresses)):
        if link.email is not None and canonical(link.email) in by_address:
            raise Refused(identity_taken(FIELD))
    there = Taking(other.id, other.name, AuthMethod.OIDC, IdentityKind.VERIFIED_EMAIL, FIELD)
    return await move_elsewhere(work, users, going(row), there, addresses, note)


def _followed(counts: Counts) -> Followed:
    return Followed({Kind(kind.value): count for kind, count in counts.items()})
