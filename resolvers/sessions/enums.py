"""Closed lists of sessions as the schema shows them."""

from auth.sessions.rules import SessionState
from models.session import Delivery, SecondFactor, SessionEnd, SignInMethod
from resolvers.enums import described

__all__ = ["Delivery", "SecondFactor", "SessionEnd", "SessionState", "SignInMethod"]

described(
    Delivery,
    "How the caller keeps its session token.",
    COOKIE="A browser, in a cookie that scripts cannot read.",
    TOKEN="A program, to send as a bearer token (RFC 6750).",  # noqa: S106 — a description
)
described(
    SessionState,
    "Whether a session is worth something.",
    OPEN="It can be used.",
    ENDED="Somebody or something ended it.",
    SUSPENDED="It is refused for as long as the directory or identity provider behind it is switched off.",
    EXPIRED="Its time ran out: it was not used for too long, or it reached its absolute end.",
)
described(
    SignInMethod,
    "What somebody signed in with first.",
    PASSWORD="A password that is kept here.",  # noqa: S106 — a description
    DIRECTORY="A password that a directory checked.",
    PROVIDER="A sign-in at an identity provider.",
)
described(
    SecondFactor,
    "What somebody proved beside the first factor.",
    TOTP="A code of an authenticator app (RFC 6238).",
    BACKUP_CODE="One of the backup codes.",
    PROVIDER="A second factor that the identity provider asked for, where the provider is trusted with that.",
)
described(
    SessionEnd,
    "Who or what ended a session.",
    SIGNED_OUT="Its account signed out.",
    SIGNED_IN_AGAIN="Its browser signed in anew.",
    IDLE="It was not used for too long.",
    ABSOLUTE_LIFETIME="Its time was over, however much it was used.",
    SESSION_LIMIT="Its account opened more sessions than it may have.",
    BY_OWNER="Its account ended it from elsewhere.",
    BY_ADMINISTRATOR="Somebody else ended it.",
    PASSWORD_CHANGED="The password changed.",  # noqa: S106 — a description
    MFA_CHANGED="The second factor changed.",
    AUTH_METHOD_CHANGED="The account is checked in another way from now on.",
    LOCKED="The account was locked by hand.",
    DEACTIVATED="The account was deactivated.",
    DELETED="The account was deleted.",
    SIGNED_OUT_THERE="Its account signed out at the identity provider.",
    GONE_THERE="The identity provider lets its account in no more.",
    UNLINKED="The identity by which it was opened was unlinked from its account.",
)
