"""Makes accounts: the password is judged and hashed before the unit of work begins."""

from auth.credential import NewPassword
from auth.errors import DomainError, Refused
from auth.invitations.commands import invite_user
from auth.passwords.choice import chosen, generated
from auth.users.commands import create_user
from resolvers.context import Context
from resolvers.users.inputs import CreateUserInput, CredentialKind
from resolvers.users.payloads import CreateUserPayload


async def create(context: Context, wanted: CreateUserInput) -> CreateUserPayload:
    """Makes the account. Raises ``Refused``, ``HashingBusy``."""
    if wanted.credential is CredentialKind.INVITE:
        return await _invite(context, wanted)
    password, shown = await _credential(context, wanted)
    new, idempotency = wanted.new_user(), wanted.idempotency()
    created = await context.perform(lambda work: create_user(work, new, password, idempotency))
    return CreateUserPayload(user_id=created.user_id, temporary_password=None if created.earlier else shown)


async def _invite(context: Context, wanted: CreateUserInput) -> CreateUserPayload:
    if wanted.password is not None:
        raise Refused(_not_wanted())
    new, idempotency = wanted.new_user(), wanted.idempotency()
    invited = await context.perform(lambda work: invite_user(work, new, idempotency))
    return CreateUserPayload(user_id=invited.user_id, invitation_link=invited.link)


def _not_wanted() -> DomainError:
    return DomainError("PASSWORD_NOT_WANTED", "It goes with the credential PASSWORD alone.", "password")


async def _credential(context: Context, wanted: CreateUserInput) -> tuple[NewPassword | None, str | None]:
    """The password to store, and the one to show."""
    given = wanted.password
    match wanted.credential or (CredentialKind.NONE if given is None else CredentialKind.PASSWORD):
        case CredentialKind.PASSWORD if given is not None:
            names = tuple(name for name in (wanted.username, *wanted.names()) if name)
            return await chosen(context.hashing, given, names=names), None
        case CredentialKind.PASSWORD:
            raise Refused(DomainError("PASSWORD_REQUIRED", "Give the password, or ask for another kind.", "password"))
        case CredentialKind.TEMPORARY | CredentialKind.NONE if given is not None:
            raise Refused(_not_wanted())
        case CredentialKind.TEMPORARY:
            made = await generated(context.hashing)
            return made.new, made.password
        case CredentialKind.NONE | CredentialKind.INVITE:
            return None, None
