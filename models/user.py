"""Accounts and the names by which they sign in."""

from enum import StrEnum
from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from models.columns import KEY_LENGTH, TEXT_LENGTH, primary_key


class UserKind(StrEnum):
    """Who stands behind an account."""

    HUMAN = "HUMAN"
    SERVICE = "SERVICE"


class UserStatus(StrEnum):
    """Whether an account may be used at all."""

    ACTIVE = "ACTIVE"
    INACTIVE = "INACTIVE"


class AuthMethod(StrEnum):
    """Who checks the person behind an account."""

    LOCAL = "LOCAL"
    LDAP = "LDAP"
    OIDC = "OIDC"


class IdentifierKind(StrEnum):
    """What a sign-in name is to its account."""

    USERNAME = "USERNAME"
    EMAIL = "EMAIL"


class User(Model):
    """One account.

    ``*_key`` columns hold the canonical form (NFKC, casefold, trimmed) for equality and order; ``*_search`` columns
    hold it without accents, for substring search that works alike on both engines. That names are unique is the
    business of ``LoginIdentifier``. A service account may have an ``owner``, who answers for it.

    Attributes:
        source_id: The provider or directory profile that checks the person; ``None`` where Gatehouse does.
        email_verified_at: When the account proved that its e-mail address is its own; ``None`` while it has not.
        mfa_required: Whether this one account must have a second factor, whatever the settings say.
        mfa_enrolled_at: When its second factor was confirmed; ``None`` while it has none.
        mfa_must_enrol: Whether its next sign-in must enrol: an administrator took its second factor away.
        failed_attempts: Since the last success or unlocking, over all entrances and factors.
        auto_locked_at: When it was locked for failed attempts; new sign-ins only are refused.
        auto_locked_until: When that lock ends by itself; ``None`` beside a lock: when somebody unlocks it.
        locked_at: When an administrator locked it by hand, which has no end and ends sessions.
    """

    id = primary_key()
    username = fields.CharField(max_length=50)
    username_key = fields.CharField(max_length=KEY_LENGTH)
    email = fields.CharField(max_length=KEY_LENGTH, null=True)
    email_key = fields.CharField(max_length=KEY_LENGTH, null=True)
    email_verified_at = fields.DatetimeField(null=True)
    first_name = fields.CharField(max_length=TEXT_LENGTH, default="")
    last_name = fields.CharField(max_length=TEXT_LENGTH, default="")
    display_name = fields.CharField(max_length=TEXT_LENGTH)
    display_name_is_own = fields.BooleanField(default=False)
    display_name_key = fields.CharField(max_length=3 * TEXT_LENGTH)
    first_name_key = fields.CharField(max_length=3 * TEXT_LENGTH, default="")
    last_name_key = fields.CharField(max_length=3 * TEXT_LENGTH, default="")
    username_search = fields.CharField(max_length=KEY_LENGTH)
    email_search = fields.CharField(max_length=KEY_LENGTH, null=True)
    names_search = fields.TextField(default="")
    phone = fields.CharField(max_length=50, null=True)
    contact_note = fields.TextField(null=True)
    kind = fields.CharEnumField(UserKind, max_length=10, default=UserKind.HUMAN)
    auth_method = fields.CharEnumField(AuthMethod, max_length=10, default=AuthMethod.LOCAL)
    source_id = fields.UUIDField(null=True)
    status = fields.CharEnumField(UserStatus, max_length=10, default=UserStatus.ACTIVE)
    classification_level = fields.CharField(max_length=TEXT_LENGTH, null=True)
    external_id = fields.CharField(max_length=TEXT_LENGTH, null=True, unique=True)
    tenant_id = fields.CharField(max_length=TEXT_LENGTH, null=True)
    review_date = fields.DateField(null=True)
    owner: fields.ForeignKeyNullableRelation["User"] = fields.ForeignKeyField(
        "gatehouse.User", related_name="owned_accounts", on_delete=fields.RESTRICT, null=True
    )
    owner_id: UUID | None
    idle_timeout_minutes = fields.IntField(default=0)
    session_limit = fields.IntField(default=0)
    mfa_required = fields.BooleanField(default=False)
    mfa_enrolled_at = fields.DatetimeField(null=True)
    mfa_must_enrol = fields.BooleanField(default=False)
    failed_attempts = fields.IntField(default=0)
    auto_locked_at = fields.DatetimeField(null=True)
    auto_locked_until = fields.DatetimeField(null=True)
    locked_at = fields.DatetimeField(null=True)
    locked_by_id = fields.UUIDField(null=True)
    lock_reason = fields.CharField(max_length=TEXT_LENGTH, null=True)
    last_login_at = fields.DatetimeField(null=True)
    created_at = fields.DatetimeField()
    created_by_id = fields.UUIDField(null=True)
    updated_at = fields.DatetimeField()
    updated_by_id = fields.UUIDField(null=True)
    version = fields.IntField(default=1)

    class Meta(Model.Meta):
        """Storage."""

        table = "users"
        indexes = (
            ("username_key", "id"),
            ("email_key", "id"),
            ("display_name_key", "id"),
            ("first_name_key", "id"),
            ("last_name_key", "id"),
            ("last_login_at", "id"),
            ("created_at", "id"),
            ("updated_at", "id"),
            ("owner_id", "id"),
            ("source_id", "id"),
        )


class LoginIdentifier(Model):
    """A name by which an account signs in.

    Usernames and e-mail addresses share this one space of canonical forms, so the primary key makes sure that nobody's
    username is another's e-mail address.
    """

    key = fields.CharField(max_length=KEY_LENGTH, primary_key=True)
    kind = fields.CharEnumField(IdentifierKind, max_length=10)
    user: fields.ForeignKeyRelation["User"] = fields.ForeignKeyField(
        "gatehouse.User", related_name="identifiers", on_delete=fields.CASCADE
    )
    user_id: UUID

    class Meta(Model.Meta):
        """Storage."""

        table = "login_identifiers"


class Credential(Model):
    """The password of a local account; an account without a row has none."""

    id = primary_key()
    user: fields.OneToOneRelation["User"] = fields.OneToOneField(
        "gatehouse.User", related_name="credential", on_delete=fields.CASCADE
    )
    user_id: UUID
    password_hash = fields.CharField(max_length=300)
    changed_at = fields.DatetimeField()
    extended_until = fields.DatetimeField(null=True)
    must_change = fields.BooleanField(default=False)

    class Meta(Model.Meta):
        """Storage."""

        table = "credentials"


class FormerPassword(Model):
    """A password that an account had before, by its hash, so that it is not chosen again."""

    id = primary_key()
    user: fields.ForeignKeyRelation["User"] = fields.ForeignKeyField(
        "gatehouse.User", related_name="former_passwords", on_delete=fields.CASCADE
    )
    user_id: UUID
    password_hash = fields.CharField(max_length=300)
    replaced_at = fields.DatetimeField()

    class Meta(Model.Meta):
        """Storage."""

        table = "former_passwords"
        indexes = (("user_id", "replaced_at"),)
