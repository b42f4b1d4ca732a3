"""The first API token without a browser. Only the command line calls this."""

from dataclasses import replace

from auth.errors import DomainError, NotFound
from auth.permissions import Scope, requires
from auth.roles.built_in import API
from auth.texts import canonical
from auth.tokens.commands import IssuedToken, WantedToken, create_api_token
from auth.tokens.spelling import NewToken
from auth.unit_of_work import Work
from auth.users.commands import NewUser, create_user
from models.user import User, UserKind


@requires(Scope.TOKENS_WRITE, Scope.USERS_WRITE, Scope.ROLES_ASSIGN)
async def issue_by_name(
    work: Work, username: str, wanted: WantedToken, made: NewToken, *, service: bool = False
) -> IssuedToken:
    """Makes a token for the account of that name; with ``service`` the service account too, where there is none.

    Raises ``NotFound``; ``DomainError`` where ``service`` names a person; ``Refused`` as ``create_api_token``.
    """
    user = await User.get_or_none(username_key=canonical(username))
    if user is None and not service:
        raise NotFound("account", "username")
    if user is None:
        new = NewUser(username=username, roles=(API,), kind=UserKind.SERVICE)
        user_id = (await create_user(work, new)).user_id
    elif service and user.kind is not UserKind.SERVICE:
        raise DomainError("NOT_A_SERVICE_ACCOUNT", "The account of that name is a person's.", "username")
    else:
        user_id = user.id
    return await create_api_token(work, replace(wanted, user_id=user_id), made)
