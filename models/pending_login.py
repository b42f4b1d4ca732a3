"""Sign-ins that stopped before a session: what is still to do, by whom, until when."""

from enum import StrEnum
from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from models.columns import primary_key
from models.session import Delivery, SecondFactor, SignInMethod
from models.user import User


class PendingStep(StrEnum):
    """The one thing that a pending token is good for."""

    VERIFY_MFA = "VERIFY_MFA"
    ENROL_MFA = "ENROL_MFA"
    CHANGE_PASSWORD = "CHANGE_PASSWORD"  # noqa: S105 — a step, not a secret


class PendingLogin(Model):
    """A single-use token for the next step of one sign-in.

    Attributes:
        attempts: Wrong codes, or unfit passwords, that it brought so far.
        opened_by: The first factor, which was right.
        second_factor: The second, once it was right too.
        source_id: The provider by which it began, and ``sign_in_id`` what that gave; ``None`` for no provider.
        return_to: Where in the product a browser that came from a provider wanted to go.
    """

    id = primary_key()
    user: fields.ForeignKeyRelation["User"] = fields.ForeignKeyField(
        "gatehouse.User", related_name="pending_logins", on_delete=fields.CASCADE
    )
    user_id: UUID
    token_hash = fields.CharField(max_length=64, unique=True)
    step = fields.CharEnumField(PendingStep, max_length=20)
    delivery = fields.CharEnumField(Delivery, max_length=10)
    remembered = fields.BooleanField(default=False)
    opened_by = fields.CharEnumField(SignInMethod, max_length=20, default=SignInMethod.PASSWORD)
    second_factor = fields.CharEnumField(SecondFactor, max_length=20, null=True)
    source_id = fields.UUIDField(null=True)
    sign_in_id = fields.UUIDField(null=True)
    return_to = fields.CharField(max_length=2_048, null=True)
    attempts = fields.IntField(default=0)
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)

    class Meta(Model.Meta):
        """Storage."""

        table = "pending_logins"
