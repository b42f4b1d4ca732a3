"""One mail of each kind, made up: to try an operator's templates before they are needed."""

from datetime import UTC, datetime

from auth.mail.messages import (
    KINDS,
    AccountLockedMail,
    BreakGlassUsedMail,
    ConfirmEmailMail,
    EmailChangedMail,
    InvitationMail,
    Mail,
    NewDeviceMail,
    PasswordChangedMail,
    PasswordResetMail,
    RolesChangedMail,
    SecondFactorChangedMail,
    SignInWayChangedMail,
    TemporaryPasswordIssuedMail,
    TestMail,
)
from auth.mail.templates import NotWritten, Templates

_AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
_LINK = "https://console.example.com/confirm?purpose=sample&token=not-a-token"

SAMPLES: tuple[Mail, ...] = (
    PasswordResetMail(link=_LINK, expires_at=_AT),
    InvitationMail(link=_LINK, expires_at=_AT, invited_by="Grace Hopper"),
    ConfirmEmailMail(link=_LINK, expires_at=_AT, new_email="ann@example.com"),
    EmailChangedMail(at=_AT),
    PasswordChangedMail(at=_AT),
    TemporaryPasswordIssuedMail(at=_AT),
    AccountLockedMail(until=_AT, automatic=True),
    SecondFactorChangedMail(what="an authenticator app was added", at=_AT),
    SignInWayChangedMail(what="corp was linked to it", at=_AT),
    RolesChangedMail(roles=("operator", "viewer")),
    NewDeviceMail(device="Firefox on Linux", ip_address="192.0.2.7", at=_AT),
    BreakGlassUsedMail(username="rescue", ip_address="192.0.2.7", at=_AT),
    TestMail(at=_AT),
)


def problems(templates: Templates) -> dict[str, str]:
    """What is wrong with overridden templates, by kind."""
    found: dict[str, str] = {}
    samples = {each.kind: each for each in SAMPLES}
    for kind in templates.overridden() & KINDS.keys():
        try:
            templates.try_overrides(kind, {"name": "Ann Example", **samples[kind].values()})
        except NotWritten as error:
            found[kind] = str(error)
    return found
