"""Sends a browser that is signed in to a provider: to be linked, to try it out, to prove once more who it is."""

from auth.errors import DomainError
from auth.single_sign_on.starting import BeginWish, Begun, begin
from auth.sources.return_to import RETURN_TO_LENGTH, read_return_to
from resolvers.context import Context


def path_of(return_to: str | None) -> str | None:
    """The path to come back to, as it was given. Raises ``DomainError`` for anything that is none of our own."""
    if return_to is not None and read_return_to(return_to) is None:
        message = f"Give a path of the product such as /users?page=2, of at most {RETURN_TO_LENGTH:,} characters."
        raise DomainError("RETURN_TO_INVALID", message, "return_to")
    return return_to


async def sent_away(context: Context, wish: BeginWish) -> str:
    """Where to; the browser keeps a cookie by which it is known when it comes back. Raises ``DomainError``."""
    begun = await begin(context.units, context.provers.redirects, context.actor, wish)
    if not isinstance(begun, Begun):
        raise DomainError(begun.value, begun.message, "provider")
    context.browser.sso = begun
    return begun.url
