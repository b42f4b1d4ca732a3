"""Derives the caller of a request from its API token, in one statement."""

from dataclasses import replace
from datetime import datetime

from auth.actor import Origin, anonymous
from auth.opaque import digest
from auth.reading import key, optional_instant
from auth.sessions.caller import Caller
from auth.sessions.holder import holder_of, items
from auth.settings.pages import TokenSettings
from auth.settings.queries import parse
from auth.tokens.rules import Account, TokenFacts, refusal, share
from auth.tokens.spelling import is_well_spelled
from models.user import UserKind

_CARRIED = """c.id, c.expires_at, c.revoked_at, c.last_used_at, u.kind,
       (SELECT {join}(s.scope{comma}) FROM api_token_scopes s WHERE s.token_id = c.id),
       (SELECT values_json FROM settings_pages WHERE name = 'tokens')"""


async def token_caller(text: str, origin: Origin, now: datetime) -> Caller:
    """Whose API token this is, with what of the account's rights it carries. Anything else is nobody, with the reason.

    A text whose checksum is wrong is refused without asking the database.
    """
    found = await holder_of("api_tokens", _CARRIED, digest(text), now) if is_well_spelled(text) else None
    if found is None:
        return Caller(anonymous(origin, "INVALID_TOKEN"))
    holder, (id_, expires, revoked, used, kind, scopes, values) = found
    token = TokenFacts(optional_instant(expires), optional_instant(revoked), optional_instant(used))
    account = Account(UserKind(kind), is_on=holder.is_active and not holder.is_locked, is_let_in=holder.is_let_in)
    reason = refusal(token, account, parse(TokenSettings, values), now)
    if reason is not None:
        return Caller(anonymous(origin, reason))
    actor = replace(holder.actor(origin), token_id=key(id_), permissions=share(holder.permissions, items(scopes)))
    return Caller(actor, is_due_for_touch=token.is_due_for_touch(now), api=holder.api)
