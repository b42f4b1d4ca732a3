"""Whom an account expects: the identity from outside by which its next sign-in finds it."""

from enum import StrEnum
from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from models.columns import KEY_LENGTH, primary_key
from models.user import AuthMethod, User


class IdentityKind(StrEnum):
    """By what an identity from outside is recognised."""

    VERIFIED_EMAIL = "VERIFIED_EMAIL"
    SUBJECT = "SUBJECT"
    LOGIN_NAME = "LOGIN_NAME"


class IdentityExpectation(Model):
    """An identity that somebody said is this account's. It is used once: what follows is known by its subject.

    Attributes:
        source_id: The provider or directory profile that has to bring it.
        value: The e-mail address or login name in its canonical form, or the subject exactly as the source spells it.
        open_key: Stands for all of what is expected, so that no two accounts wait for one identity; ``None`` once used.
        used_at: When a sign-in found the account by it.
    """

    id = primary_key()
    user: fields.ForeignKeyRelation["User"] = fields.ForeignKeyField(
        "gatehouse.User", related_name="identity_expectations", on_delete=fields.CASCADE
    )
    user_id: UUID
    method = fields.CharEnumField(AuthMethod, max_length=10)
    source_id = fields.UUIDField()
    kind = fields.CharEnumField(IdentityKind, max_length=20)
    value = fields.CharField(max_length=KEY_LENGTH)
    open_key = fields.CharField(max_length=64, null=True, unique=True)
    created_at = fields.DatetimeField()
    created_by_id = fields.UUIDField(null=True)
    used_at = fields.DatetimeField(null=True)

    class Meta(Model.Meta):
        """Storage."""

        table = "identity_expectations"
        indexes = (("user_id", "method"),)
