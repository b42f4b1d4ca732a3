"""API tokens for scenes, made through the command."""

from typing import Any
from uuid import UUID

from auth.actor import HOST, Actor
from auth.opaque import Token
from auth.sessions.caller import Caller
from auth.tokens.caller import token_caller
from auth.tokens.commands import WantedToken, create_api_token
from auth.tokens.spelling import new_api_token
from models.api_token import ApiToken
from models.user import UserKind
from tests.support.house import CLIENT, House


async def issue(house: House, actor: Actor = HOST, name: str = "ci", **wanted: Any) -> Token:  # noqa: ANN401 — fields
    """A token that somebody makes, by default the host."""
    made = new_api_token()
    await house.do(actor, lambda work: create_api_token(work, WantedToken(name=name, **wanted), made))
    return made.text


async def robot(house: House, name: str = "robot", **values: Any) -> UUID:  # noqa: ANN401 — as House.user
    """A service account with the role api."""
    return await house.user(name, "api", kind=UserKind.SERVICE, **values)


async def come(house: House, token: str) -> Caller:
    """Who comes with an API token now."""
    return await token_caller(token, CLIENT, house.clock.now())


async def reason(house: House, token: str) -> str | None:
    """Why whoever comes with it is nobody; ``None`` for somebody."""
    caller = await come(house, token)
    assert (caller.actor.user_id is None) is (caller.actor.permissions.reason is not None)
    assert (caller.actor.token_id is None) is (caller.actor.user_id is None)
    return caller.actor.permissions.reason


async def row_of(token: str) -> ApiToken:
    """What is stored of a token."""
    return await ApiToken.get(prefix=token[:12])
