"""Sends a browser that is signed in to a provider: to be linked, to try it out, to prove once more who it is."""

from auth.errors import DomainError
from auth.single_sign_on.starting import BeginWish, Begun, begin
from resolvers.context import Context


async def sent_away(context: Context, wish: BeginWish) -> str:
    """Where to; the browser keeps a cookie by which it is known when it comes back. Raises ``DomainError``."""
    begun = await begin(context.units, context.provers.redirects, context.actor, wish)
    if not isinstance(begun, Begun):
        raise DomainError(begun.value, begun.message, "provider")
    context.browser.sso = begun
    return begun.url
