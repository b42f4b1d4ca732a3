"""Closed enums of accounts."""

from models.user import AuthMethod, UserKind, UserStatus
from resolvers.enums import described

__all__ = ["AuthMethod", "UserKind", "UserStatus"]

described(
    UserKind,
    "Who stands behind an account.",
    HUMAN="A person, who signs in.",
    SERVICE="A program; it never signs in by password and holds API roles only.",
)
described(
    UserStatus,
    "Whether an account may be used at all.",
    ACTIVE="It may.",
    INACTIVE="Every way of signing in is blocked.",
)
described(AuthMethod, "Who checks the person behind an account.", LOCAL="Gatehouse, by password.")
