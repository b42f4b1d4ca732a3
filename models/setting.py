"""Settings that an administrator changes at run time, one row for each page."""

from tortoise import fields
from tortoise.models import Model


class SettingsPage(Model):
    """The values of one page that differ from the shipped defaults, as a JSON object by field name."""

    name = fields.CharField(max_length=50, primary_key=True)
    values_json = fields.TextField()
    version = fields.IntField(default=1)
    updated_at = fields.DatetimeField()
    updated_by_id = fields.UUIDField(null=True)

    class Meta(Model.Meta):
        """Storage."""

        table = "settings_pages"
