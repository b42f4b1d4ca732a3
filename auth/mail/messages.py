"""Every mail there is: one frozen class for each kind, with the values that its templates may use.

A kind ``password_reset`` is written by ``templates/password_reset.txt`` and ``.html``. Beside its own values each
template has ``name`` (whom it greets; may be empty), ``base_url`` and ``support_contact`` (may be ``None``).
"""

from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import ClassVar, TypeAlias, TypeVar

Value: TypeAlias = str | bool | list[str] | None
"""As a value is kept until the mail is written: a moment in ISO 8601."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """What every kind has. The class docstring of a kind says when it is sent."""

    kind: ClassVar[str]

    def values(self) -> dict[str, Value]:
        """What it says, by name."""
        return {each.name: _kept(getattr(self, each.name)) for each in fields(self)}


def _kept(value: object) -> Value:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return [str(each) for each in value]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] — of a value typed as object
    return value if isinstance(value, bool) or value is None else str(value)


KINDS: dict[str, type[Mail]] = {}
"""Every kind by its name."""

MailT = TypeVar("MailT", bound=Mail)


def mail(kind: type[MailT]) -> type[MailT]:
    """Registers a kind."""
    KINDS[kind.kind] = kind
    return kind


@mail
@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordResetMail(Mail):
    """A link by which the account sets a new password, once."""

    kind: ClassVar[str] = "password_reset"

    link: str = field(repr=False)
    expires_at: datetime


@mail
@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationMail(Mail):
    """A link by which a new account sets its first password. ``invited_by`` is a name, or ``None`` for the system."""

    kind: ClassVar[str] = "invitation"

    link: str = field(repr=False)
    expires_at: datetime
    invited_by: str | None


@mail
@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmEmailMail(Mail):
    """Sent to an address that is to become, or is, the account's: a link that proves that its owner reads it."""

    kind: ClassVar[str] = "confirm_email"

    link: str = field(repr=False)
    expires_at: datetime
    new_email: str = field(repr=False)


@mail
@dataclass(frozen=True, slots=True, kw_only=True)
class EmailChangedMail(Mail):
    """Sent to the old address: it is no longer the account's."""

    kind: ClassVar[str] = "email_changed"

    at: datetime


@mail
@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordChangedMail(Mail):
    """The password is another one now. ``by_administrator``: somebody else set it."""

    kind: ClassVar[str] = "password_changed"

    at: datetime
    by_administrator: bool = False


@mail
@dataclass(frozen=True, slots=True, kw_only=True)
class TemporaryPasswordIssuedMail(Mail):
    """An administrator made a temporary password, which the mail does not hold."""

    kind: ClassVar[str] = "temporary_password"

    at: datetime


@mail
@dataclass(frozen=True, slots=True, kw_only=True)
class AccountLockedMail(Mail):
    """The account is locked: by itself after failed sign-ins (``automatic``), or by hand; ``until`` is when it ends."""

    kind: ClassVar[str] = "account_locked"

    until: datetime | None
    automatic: bool


@mail
@dataclass(frozen=True, slots=True, kw_only=True)
class SecondFactorChangedMail(Mail):
    """A second factor came, went or was reset. ``what`` is a short sentence without a full stop, for a person."""

    kind: ClassVar[str] = "second_factor_changed"

    what: str
    at: datetime


@mail
@dataclass(frozen=True, slots=True, kw_only=True)
class SignInWayChangedMail(Mail):
    """A way into the account came or went. ``what`` is a short sentence without a full stop, for a person."""

    kind: ClassVar[str] = "sign_in_way_changed"

    what: str
    at: datetime


@mail
@dataclass(frozen=True, slots=True, kw_only=True)
class RolesChangedMail(Mail):
    """The account holds these roles now."""

    kind: ClassVar[str] = "roles_changed"

    roles: tuple[str, ...]


@mail
@dataclass(frozen=True, slots=True, kw_only=True)
class NewDeviceMail(Mail):
    """Somebody signed in with a device that the account has not used before."""

    kind: ClassVar[str] = "new_device"

    device: str
    ip_address: str | None
    at: datetime


@mail
@dataclass(frozen=True, slots=True, kw_only=True)
class BreakGlassUsedMail(Mail):
    """Sent to every administrator: while single sign-on is enforced, a break-glass account signed in."""

    kind: ClassVar[str] = "break_glass_used"

    username: str
    ip_address: str | None
    at: datetime


@mail
@dataclass(frozen=True, slots=True, kw_only=True)
class TestMail(Mail):
    """An operator asks whether mail arrives."""

    __test__: ClassVar[bool] = False  # no class of tests

    kind: ClassVar[str] = "test"

    at: datetime
