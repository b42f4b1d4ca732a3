"""What a sign-in can come to."""

from datetime import datetime
from typing import Annotated, assert_never

import strawberry

from auth.login import outcomes
from auth.login.outcomes import LoginRefusal
from auth.sessions.caller import Caller
from auth.users.viewer import viewer as read_viewer
from resolvers.context import Context, Info
from resolvers.enums import described
from resolvers.errors import PasswordRuleResult, rule_results
from resolvers.mfa.enums import MfaRequiredBecause
from resolvers.permissions import plain
from resolvers.sessions.enums import Delivery, SecondFactor
from resolvers.sessions.types import ViewerSession
from resolvers.viewer.types import Viewer, viewer_session

described(
    LoginRefusal,
    "Why a sign-in was refused, as far as an unknown caller may know.",
    INVALID_CREDENTIALS="The name or the password is not right, or the account cannot be used.",
    SESSION_LIMIT="The account has as many sessions as it may.",
    SESSION_LIMIT_REACHED="As many are signed in as the licence allows; administrators are never refused for that.",
    LICENCE_EXPIRED="The licence file has expired and its grace period is over; only administrators can sign in.",
    RATE_LIMITED="Too many are signing in; try again after retryAfterSeconds.",
    PENDING_TOKEN_INVALID="The step has expired or was used already; sign in again.",  # noqa: S106 — a description
    CODE_WRONG="The code is not right, or it was used before; a few more tries are left.",
    DIRECTORY_UNAVAILABLE="As INVALID_CREDENTIALS, or a directory does not answer; try again after retryAfterSeconds.",
    PASSWORD_EXPIRED_ELSEWHERE="The password is right and must be changed in the directory first.",  # noqa: S106 — a description
    NO_ROLE="The password is right, and the directory's rules let this person in nowhere.",
)


@strawberry.type(description="A session is open. What is selected below is decided for the account that signed in.")
class LoginSucceeded:
    """The engine enters the new caller's context here (a boundary type)."""

    access_token: str | None = plain("Bearer token of the session, shown this once; null where a cookie carries it.")
    caller: strawberry.Private[Caller]

    @strawberry.field(description="The account that signed in.", graphql_type=Viewer)
    async def viewer(self, info: Info) -> object:
        """In the context of the new caller."""
        return await read_viewer(info.context.actor, info.selection)

    @strawberry.field(description="The session that was opened.", graphql_type=ViewerSession)
    async def session(self, info: Info) -> object:
        """In the context of the new caller."""
        return await viewer_session(info)


@strawberry.type(description="The password was right and must be changed first: go on with changeExpiredPassword.")
class PasswordChangeRequired:
    """A step that waits."""

    pending_token: str | None = plain("Good for this step, once; null where a cookie carries it.")
    expires_at: datetime = plain("Until when.")
    message: str = plain("The same in a sentence.")


@strawberry.type(description="The first factor was right; the second one is asked for: go on with verifyMfa.")
class MfaRequired:
    """A step that waits."""

    pending_token: str | None = plain("Good for this step, once, and for five codes; null where a cookie carries it.")
    methods: list[SecondFactor] = plain("What the account can prove itself with.")
    expires_at: datetime = plain("Until when; five minutes.")


@strawberry.type(description="The first factor was right; a second one is due: go on with enrolTotp and confirmTotp.")
class MfaEnrolmentRequired:
    """A step that waits."""

    pending_token: str | None = plain("Good for setting one up, and for nothing else; null where a cookie carries it.")
    expires_at: datetime = plain("Until when; a quarter of an hour.")
    due_reason: MfaRequiredBecause = plain("The rule that asks for it.")


@strawberry.type(description="The new password does not meet the policy; the step stays open.")
class PasswordRejected:
    """Try another."""

    message: str = plain("What it lacks, in a sentence.")
    rules: list[PasswordRuleResult] = plain("Every rule in force, met or not.")


@strawberry.type(description="No session was opened.")
class LoginRefused:
    """The same for every account, whatever the true reason."""

    code: LoginRefusal = plain("Why, as far as an unknown caller may know.")
    message: str = plain("The same in a sentence.")
    retry_after_seconds: int | None = plain("When to try again, in seconds; null where waiting does not help.")


LoginResult = Annotated[
    LoginSucceeded | MfaRequired | MfaEnrolmentRequired | PasswordChangeRequired | PasswordRejected | LoginRefused,
    strawberry.union("LoginResult", description="What a sign-in came to: a state, not an error."),
]


def shown(outcome: outcomes.ChangeOutcome, context: Context) -> LoginResult:
    """An outcome as the schema shows it; a browser is told what to keep."""
    match outcome:
        case outcomes.SignedIn():
            if outcome.delivery is Delivery.COOKIE:
                context.browser.session, context.browser.pending = outcome, None
            token = outcome.token if outcome.delivery is Delivery.TOKEN else None
            return LoginSucceeded(access_token=token, caller=outcome.caller)
        case outcomes.MfaDemanded() | outcomes.MustEnrolMfa() | outcomes.MustChangePassword():
            return _waiting(outcome, context)
        case outcomes.NewPasswordRejected():
            return PasswordRejected(message=outcome.message, rules=rule_results(outcome.rules))
        case outcomes.Refusal():
            code, retry = outcome.code, outcome.retry_after_seconds
            return LoginRefused(code=code, message=code.message, retry_after_seconds=retry)


def _waiting(
    outcome: outcomes.Waiting, context: Context
) -> MfaRequired | MfaEnrolmentRequired | PasswordChangeRequired:
    if outcome.delivery is Delivery.COOKIE:
        context.browser.pending = outcome
    token = outcome.token if outcome.delivery is Delivery.TOKEN else None
    until = outcome.expires_at
    match outcome:
        case outcomes.MfaDemanded():
            return MfaRequired(pending_token=token, methods=list(outcome.methods), expires_at=until)
        case outcomes.MustEnrolMfa():
            return MfaEnrolmentRequired(pending_token=token, expires_at=until, due_reason=outcome.because)
        case outcomes.MustChangePassword():
            message = "Your password must be changed before you can go on."
            return PasswordChangeRequired(pending_token=token, expires_at=until, message=message)
        case _:
            assert_never(outcome)
