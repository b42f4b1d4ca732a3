"""Who an account is elsewhere: the one identity, of one provider or directory, that signs in as it."""

from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from models.columns import KEY_LENGTH, primary_key
from models.ldap_profile import DN_LENGTH
from models.user import AuthMethod, User

SUBJECT_LENGTH = 255
"""OpenID Connect Core 1.0 §2: a subject has at most 255 ASCII characters; unique ids of directories are shorter."""


class ExternalIdentity(Model):
    """A link between an account and what never changes about somebody elsewhere.

    Names and addresses are what they were there when the identity was last seen: for people to read, and for the
    preview of what a policy would give. Nobody is recognised by them.

    Attributes:
        source_id: The provider or directory profile.
        subject: By what it knows the person for good (OpenID Connect ``sub``, ``objectGUID``, ``entryUUID``).
        login_name: By what the person signs in there; ``login_name_key`` is its canonical form.
        dn: The entry's distinguished name, in a directory.
        groups_json: Names (DNs) of all groups, with those in which these are; ``None`` where none were told.
        disabled_by_sync_at: When a comparison with the source deactivated the account; ``None`` where it did not.
    """

    id = primary_key()
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "gatehouse.User", related_name="external_identities", on_delete=fields.CASCADE
    )
    user_id: UUID
    method = fields.CharEnumField(AuthMethod, max_length=10)
    source_id = fields.UUIDField()
    subject = fields.CharField(max_length=SUBJECT_LENGTH)
    login_name = fields.CharField(max_length=KEY_LENGTH)
    login_name_key = fields.CharField(max_length=KEY_LENGTH)
    dn = fields.CharField(max_length=DN_LENGTH, null=True)
    email = fields.CharField(max_length=KEY_LENGTH, null=True)
    groups_json = fields.TextField(null=True)
    linked_at = fields.DatetimeField()
    last_seen_at = fields.DatetimeField()
    disabled_by_sync_at = fields.DatetimeField(null=True)

    class Meta(Model.Meta):
        """Storage."""

        table = "external_identities"
        unique_together = (("source_id", "subject"), ("user", "source_id"))
        indexes = (("login_name_key",),)
