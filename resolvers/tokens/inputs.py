"""What comes in about API tokens."""

from datetime import datetime

import orjson
import strawberry

from auth.idempotency import Idempotency
from auth.tokens.commands import WantedToken
from auth.tokens.queries import TokenFilter
from resolvers.node import decode_id
from resolvers.permissions import plain, telling
from resolvers.tokens.types import ApiTokenState


@strawberry.input(description="An API token to make.")
class CreateApiTokenInput:
    """Becomes a ``WantedToken``."""

    name: str = plain("By which its owner knows it, 1 to 200 characters.")
    user_id: strawberry.ID | None = plain(
        "The caller's own account if absent; or a service account that one owns or, by tokens:write, may manage.",
        default=None,
    )
    scopes: list[str] | None = plain(
        "What it carries: scopes that both the account and the caller hold. If absent, those by which one only reads.",
        default=None,
    )
    expires_in_days: int | None = plain(
        "1 to what the settings allow at most; 0 for ever, where they allow that. If absent, the settings' default.",
        default=None,
    )
    idempotency_key: str | None = plain(
        "1 to 200 characters; repeating the call gives the same token, whose secret cannot be shown again.",
        default=None,
    )

    def wanted(self) -> WantedToken:
        """For the command. Raises ``BadInput`` for an id that is none."""
        return WantedToken(
            name=self.name,
            user_id=None if self.user_id is None else decode_id(self.user_id, "usr", "input.userId"),
            scopes=None if self.scopes is None else tuple(self.scopes),
            expires_in_days=self.expires_in_days,
        )

    def idempotency(self) -> Idempotency | None:
        """The key with the input."""
        if self.idempotency_key is None:
            return None
        return Idempotency(self.idempotency_key, orjson.dumps(self.wanted()).decode())


@strawberry.input(description="An API token to end for good.")
class RevokeApiTokenInput:
    """One."""

    id: strawberry.ID = plain("The token.")


@strawberry.input(name="ApiTokenFilter", description="Which API tokens to list; everything given must hold.")
class ApiTokenFilterInput:
    """Becomes a ``TokenFilter``."""

    user: strawberry.ID | None = telling("ApiToken.userId", "Of this account.")
    state: ApiTokenState | None = telling("ApiToken.state", "In this state; all if absent.")
    prefix: str | None = telling("ApiToken.prefix", "Beginning with these 12 characters: to find one that leaked.")
    expires_before: datetime | None = telling("ApiToken.expiresAt", "That end by themselves before this moment.")
    last_used_before: datetime | None = telling(
        "ApiToken.lastUsedAt", "That were last used before this moment, or never."
    )

    def wanted(self) -> TokenFilter:
        """For the query. Raises ``BadInput`` for an id that is none."""
        return TokenFilter(
            user_id=None if self.user is None else decode_id(self.user, "usr", "filter.user"),
            state=self.state,
            prefix=self.prefix,
            expires_before=self.expires_before,
            last_used_before=self.last_used_before,
        )
