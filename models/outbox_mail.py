"""Mail that is to be sent: written with what causes it, sent by the worker."""

from tortoise import fields
from tortoise.models import Model

from models.columns import KEY_LENGTH, primary_key


class OutboxMail(Model):
    """One message to one address. What it says may hold a one-time link, so it is kept encrypted until it is sent.

    Attributes:
        kind: Which template.
        content_sealed: Subject and bodies, encrypted; empty once it was sent.
        due_at: When to try (again).
        claimed_until: Until when one sender has it to itself.
        abandoned_at: When it was given up.
        last_error: What the server said last, without addresses.
    """

    id = primary_key()
    user_id = fields.UUIDField(null=True)
    kind = fields.CharField(max_length=40)
    recipient = fields.CharField(max_length=KEY_LENGTH)
    content_sealed = fields.TextField()
    created_at = fields.DatetimeField()
    due_at = fields.DatetimeField()
    claimed_until = fields.DatetimeField(null=True)
    attempts = fields.IntField(default=0)
    sent_at = fields.DatetimeField(null=True)
    abandoned_at = fields.DatetimeField(null=True)
    last_error = fields.CharField(max_length=200, null=True)

    class Meta(Model.Meta):
        """Storage."""

        table = "outbox_mails"
        indexes = (("sent_at", "due_at"),)
