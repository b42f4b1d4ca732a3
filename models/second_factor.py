"""Second factors: what an authenticator shares with us, and codes on paper."""

from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from models.columns import primary_key
from models.user import User


class TotpEnrolment(Model):
    """An authenticator (RFC 6238) of one account. Waiting until ``confirmed_at``; then it counts for signing in.

    Attributes:
        secret_sealed: The shared secret, encrypted.
        last_step: The newest time step whose code was accepted; that one and older ones are refused.
        acknowledged_at: When the client said that its backup codes were kept.
    """

    id = primary_key()
    user: fields.ForeignKeyRelation["User"] = fields.ForeignKeyField(
        "gatehouse.User", related_name="totp_enrolments", on_delete=fields.CASCADE
    )
    user_id: UUID
    secret_sealed = fields.TextField()
    digits = fields.IntField()
    period_seconds = fields.IntField()
    last_step = fields.BigIntField(default=-1)
    created_at = fields.DatetimeField()
    confirmed_at = fields.DatetimeField(null=True)
    acknowledged_at = fields.DatetimeField(null=True)

    class Meta(Model.Meta):
        """Storage."""

        table = "totp_enrolments"
        indexes = (("user_id", "confirmed_at"),)


class BackupCode(Model):
    """A code on paper, good once in place of an authenticator.

    Attributes:
        lookup: A keyed short digest, so that one argon2 verification finds the code among its siblings.
    """

    id = primary_key()
    user: fields.ForeignKeyRelation["User"] = fields.ForeignKeyField(
        "gatehouse.User", related_name="backup_codes", on_delete=fields.CASCADE
    )
    user_id: UUID
    lookup = fields.CharField(max_length=16)
    code_hash = fields.CharField(max_length=300)
    created_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)

    class Meta(Model.Meta):
        """Storage."""

        table = "backup_codes"
        indexes = (("user_id", "lookup"),)
