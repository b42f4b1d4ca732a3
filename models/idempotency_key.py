"""Keys by which a program repeats a create without making two."""

from tortoise import fields
from tortoise.models import Model

from models.columns import primary_key


class IdempotencyKey(Model):
    """One create that was done for one caller: what was asked and what came of it."""

    id = primary_key()
    actor_id = fields.UUIDField()
    operation = fields.CharField(max_length=60)
    key_hash = fields.CharField(max_length=64)
    input_hash = fields.CharField(max_length=64)
    result_id = fields.UUIDField()
    created_at = fields.DatetimeField()

    class Meta(Model.Meta):
        """Storage."""

        table = "idempotency_keys"
        unique_together = (("actor_id", "operation", "key_hash"),)
