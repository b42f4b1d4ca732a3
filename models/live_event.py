"""What just happened, for whoever listens: a short-lived sequence that all processes read."""

from tortoise import fields
from tortoise.models import Model

from models.columns import primary_key


class LiveEvent(Model):
    """One thing to tell listeners of, written in the transaction that made it happen, kept for minutes.

    Attributes:
        topic: Which subscription.
        what: What happened to it.
        entity_id: To what; listeners read it anew, with their own rights.
        user_id: Whose it is; ``None`` where it is nobody's.
    """

    id = primary_key()
    topic = fields.CharField(max_length=20)
    what = fields.CharField(max_length=20)
    entity_id = fields.UUIDField()
    user_id = fields.UUIDField(null=True)
    created_at = fields.DatetimeField(db_index=True)

    class Meta(Model.Meta):
        """Storage."""

        table = "live_events"
