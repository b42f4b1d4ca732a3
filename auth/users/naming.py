"""The names that belong to one account alone: those by which it signs in, and its external id.

Two callers may want one name at once. The tables' keys decide who gets it; here the other is told so.
"""

from tortoise.exceptions import IntegrityError

from auth.errors import DomainError, Problems, Refused
from auth.unit_of_work import Work
from models.user import IdentifierKind, LoginIdentifier, User


async def claim_names(user: User) -> None:
    """Tells all at once which names are taken; the tables' keys decide where two callers race."""
    keys = [key for key in (user.username_key, user.email_key) if key]
    taken = {row.key for row in await LoginIdentifier.filter(key__in=keys) if row.user_id != user.id}
    problems = Problems()
    if user.username_key in taken:
        problems.extend([_username_taken()])
    if user.email_key in taken:
        problems.extend([_email_taken()])
    others = User.filter(external_id=user.external_id).exclude(id=user.id)
    if user.external_id is not None and await others.exists():
        problems.extend([_external_id_taken()])
    problems.refuse()


async def insert_account(user: User) -> None:
    """Writes a new row. Raises ``Refused`` when another account took the external id meanwhile."""
    try:
        await user.save(force_create=True)
    except IntegrityError as error:
        raise Refused(_external_id_taken()) from error


async def write_identifiers(user: User) -> None:
    """Claims username and e-mail address of a new account. Raises ``Refused`` when another has one of them."""
    try:
        await LoginIdentifier.create(key=user.username_key, kind=IdentifierKind.USERNAME, user_id=user.id)
    except IntegrityError as error:
        raise Refused(_username_taken()) from error
    await write_email(user)


async def write_email(user: User) -> None:
    """Claims the account's e-mail address, if it has one. Raises ``Refused`` when another account signs in by it."""
    if not user.email_key:
        return
    try:
        await LoginIdentifier.create(key=user.email_key, kind=IdentifierKind.EMAIL, user_id=user.id)
    except IntegrityError as error:
        raise Refused(_email_taken()) from error


async def save_account(work: Work, user: User) -> None:
    """Writes a changed row, its next version and who changed it. Raises ``Refused`` when its external id is taken."""
    user.version += 1
    user.updated_at, user.updated_by_id = work.now, work.actor.user_id
    try:
        await user.save()
    except IntegrityError as error:
        raise Refused(_external_id_taken()) from error


def _username_taken() -> DomainError:
    return DomainError("USERNAME_TAKEN", "Another account signs in by this name.", "username")


def _email_taken() -> DomainError:
    return DomainError("EMAIL_TAKEN", "Another account signs in by this address.", "email")


def _external_id_taken() -> DomainError:
    return DomainError("EXTERNAL_ID_TAKEN", "Another account has this external id.", "external_id")
