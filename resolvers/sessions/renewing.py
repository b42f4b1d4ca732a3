"""Hands out the new token of a session that goes on with another one."""

from auth.login.outcomes import SignedIn
from auth.passwords.own import Renewed
from models.session import Delivery
from resolvers.context import Context


def kept(context: Context, renewed: Renewed) -> str | None:
    """The token for a program; a browser is told to keep it, or to forget the one it has."""
    if renewed.delivery is Delivery.TOKEN:
        return renewed.token
    if renewed.token is None:
        context.browser.session = None
    else:
        expiry = context.caller.expiry
        until = expiry.absolute_at if expiry and renewed.remembered else None
        context.browser.session = SignedIn(renewed.token, renewed.delivery, context.caller, until)
    return None
