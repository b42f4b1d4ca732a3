"""What a sign-in can come to. Each is a state that the caller is told of, not an error."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from auth.mfa.rules import MfaRequiredBecause
from auth.opaque import Token
from auth.passwords.rules import Judgement
from auth.sessions.caller import Caller
from models.session import Delivery, SecondFactor


class LoginRefusal(StrEnum):
    """Why a sign-in was refused, as far as an unknown caller may know."""

    INVALID_CREDENTIALS = "INVALID_CREDENTIALS"
    SESSION_LIMIT = "SESSION_LIMIT"
    SESSION_LIMIT_REACHED = "SESSION_LIMIT_REACHED"
    LICENCE_EXPIRED = "LICENCE_EXPIRED"
    RATE_LIMITED = "RATE_LIMITED"
    PENDING_TOKEN_INVALID = "PENDING_TOKEN_INVALID"  # noqa: S105 — a code, not a secret
    CODE_WRONG = "CODE_WRONG"
    DIRECTORY_UNAVAILABLE = "DIRECTORY_UNAVAILABLE"
    PASSWORD_EXPIRED_ELSEWHERE = "PASSWORD_EXPIRED_ELSEWHERE"  # noqa: S105 — a code, not a secret
    NO_ROLE = "NO_ROLE"

    @property
    def message(self) -> str:
        """The sentence for a person; the same for everybody, whatever the true reason."""
        return _MESSAGES[self]


_MESSAGES = {
    LoginRefusal.INVALID_CREDENTIALS: "The name or the password is not right, or the account cannot be used.",
    LoginRefusal.SESSION_LIMIT: "This account has as many sessions as it may. End one of them first.",
    LoginRefusal.SESSION_LIMIT_REACHED: "As many are signed in as the licence allows. Try again later.",
    LoginRefusal.LICENCE_EXPIRED: "The licence has expired; only administrators can sign in. Tell one of them.",
    LoginRefusal.RATE_LIMITED: "Too many are signing in right now. Try again in a moment.",
    LoginRefusal.PENDING_TOKEN_INVALID: "This step has expired or was used already. Sign in again.",
    LoginRefusal.CODE_WRONG: "This code is not right, or it was used before.",
    LoginRefusal.DIRECTORY_UNAVAILABLE: (
        "The name or the password is not right, or the directory that knows them does not answer. Try again later."
    ),
    LoginRefusal.PASSWORD_EXPIRED_ELSEWHERE: (
        "The password is right, but has expired in the directory or must be changed there. Change it there first."
    ),
    LoginRefusal.NO_ROLE: "The password is right, but nothing here is open to you. Ask an administrator.",
}


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session was opened.

    Attributes:
        token: The session's secret, shown this once.
        caller: Who the caller has become.
        remembered_until: How long a cookie may keep the token; ``None`` for as long as the browser is open.
    """

    token: Token
    delivery: Delivery
    caller: Caller
    remembered_until: datetime | None


@dataclass(frozen=True, slots=True)
class MustChangePassword:
    """The password was right, and must be changed before anything else.

    Attributes:
        token: Good for ``changeExpiredPassword`` once, until ``expires_at``, and for nothing else.
    """

    token: Token
    delivery: Delivery
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class MfaDemanded:
    """The first factor was right; the second one is asked for.

    Attributes:
        token: Good for ``verifyMfa`` until ``expires_at`` or five wrong codes, and for nothing else.
        methods: What the account can prove itself with.
    """

    token: Token
    delivery: Delivery
    expires_at: datetime
    methods: tuple[SecondFactor, ...]


@dataclass(frozen=True, slots=True)
class MustEnrolMfa:
    """The first factor was right; a second one is due and must be set up before anything else.

    Attributes:
        token: Good for ``enrolTotp`` and ``confirmTotp`` until ``expires_at``, and for nothing else.
    """

    token: Token
    delivery: Delivery
    expires_at: datetime
    because: MfaRequiredBecause


@dataclass(frozen=True, slots=True)
class Refusal:
    """No session was opened.

    Attributes:
        hides_guess: Whether something was guessed that the code does not tell of.
    """

    code: LoginRefusal
    retry_after_seconds: int | None = None
    hides_guess: bool = False


@dataclass(frozen=True, slots=True)
class NewPasswordRejected:
    """The new password does not meet the policy; the step stays open."""

    rules: list[Judgement]
    message: str


Waiting: TypeAlias = MfaDemanded | MustChangePassword | MustEnrolMfa
LoginOutcome: TypeAlias = SignedIn | Waiting | Refusal
ChangeOutcome: TypeAlias = LoginOutcome | NewPasswordRejected
