"""Sign-ins by a provider: under way, done, refused; and what is kept of one while its session is open."""

from enum import StrEnum
from uuid import UUID

from tortoise import fields
from tortoise.models import Model

from models.columns import TEXT_LENGTH, primary_key
from models.external_identity import SUBJECT_LENGTH
from models.identity_provider import URL_LENGTH, IdentityProvider
from models.user import User

RETURN_TO_LENGTH = 2_048
"""Longest path to come back to, in characters."""


class SsoPurpose(StrEnum):
    """What somebody was sent to a provider for."""

    SIGN_IN = "SIGN_IN"
    TEST = "TEST"
    LINK = "LINK"
    FRESH_FACTOR = "FRESH_FACTOR"


class SsoState(Model):
    """Somebody who is away at a provider. It is used once, by the browser that holds its cookie.

    Attributes:
        state_hash: Of the ``state`` parameter; ``browser_hash`` of what the browser's cookie holds.
        secrets_sealed: Nonce and PKCE verifier as a JSON list, sealed for ``Purpose.SSO_STATE``.
        provider_version: The provider's when the browser left; one that was changed meanwhile is refused.
        user_id: Who is signed in already, with ``session_id``; ``None`` for a sign-in.
        return_to: Where in the product somebody wanted to go.
    """

    id = primary_key()
    provider: fields.ForeignKeyRelation[IdentityProvider] = fields.ForeignKeyField(
        "gatehouse.IdentityProvider", related_name="states", on_delete=fields.CASCADE
    )
    provider_id: UUID
    provider_version = fields.IntField()
    purpose = fields.CharEnumField(SsoPurpose, max_length=20)
    state_hash = fields.CharField(max_length=64, unique=True)
    browser_hash = fields.CharField(max_length=64)
    secrets_sealed = fields.TextField()
    issuer = fields.CharField(max_length=URL_LENGTH)
    redirect_uri = fields.CharField(max_length=URL_LENGTH)
    max_age_seconds = fields.IntField(null=True)
    remembered = fields.BooleanField(default=False)
    return_to = fields.CharField(max_length=RETURN_TO_LENGTH, null=True)
    user_id = fields.UUIDField(null=True)
    session_id = fields.UUIDField(null=True)
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    used_at = fields.DatetimeField(null=True)

    class Meta(Model.Meta):
        """Storage."""

        table = "sso_states"
        indexes = (("expires_at",),)


class ProviderSignIn(Model):
    """What a provider gave with one sign-in; it lives as long as the session, or the step that waits, which it opened.

    Attributes:
        sid: The session there, by which the provider tells that it has ended; ``None`` where it names none.
        id_token_sealed: The hint for signing out there, sealed for ``Purpose.SSO_TOKENS``; so is the refresh token.
        checked_at: When the provider last said that the account is still good there.
        claimed_until: Until when somebody is asking it; others leave it alone.
        session_id: The session that was opened; ``None`` while a step waits.
    """

    id = primary_key()
    provider: fields.ForeignKeyRelation[IdentityProvider] = fields.ForeignKeyField(
        "gatehouse.IdentityProvider", related_name="sign_ins", on_delete=fields.CASCADE
    )
    provider_id: UUID
    user: fields.ForeignKeyRelation[User] = fields.ForeignKeyField(
        "gatehouse.User", related_name="provider_sign_ins", on_delete=fields.CASCADE
    )
    user_id: UUID
    issuer = fields.CharField(max_length=URL_LENGTH)
    subject = fields.CharField(max_length=SUBJECT_LENGTH)
    sid = fields.CharField(max_length=SUBJECT_LENGTH, null=True)
    id_token_sealed = fields.TextField(null=True)
    refresh_token_sealed = fields.TextField(null=True)
    signed_in_at = fields.DatetimeField()
    checked_at = fields.DatetimeField()
    claimed_until = fields.DatetimeField(null=True)
    session_id = fields.UUIDField(null=True, unique=True)

    class Meta(Model.Meta):
        """Storage."""

        table = "provider_sign_ins"
        indexes = (("provider_id", "subject"), ("provider_id", "sid"), ("checked_at",))


class SpentLogoutToken(Model):
    """A logout token that was taken, so that it is not taken twice (Back-Channel Logout 1.0 §2.6)."""

    id = primary_key()
    provider: fields.ForeignKeyRelation[IdentityProvider] = fields.ForeignKeyField(
        "gatehouse.IdentityProvider", related_name="spent_logout_tokens", on_delete=fields.CASCADE
    )
    provider_id: UUID
    jti_hash = fields.CharField(max_length=64)
    expires_at = fields.DatetimeField()

    class Meta(Model.Meta):
        """Storage."""

        table = "spent_logout_tokens"
        unique_together = (("provider", "jti_hash"),)
        indexes = (("expires_at",),)


class SsoAttempt(Model):
    """What became of one return from a provider, for an administrator who is asked why.

    Attributes:
        reference: What the person who was refused is shown, and can tell.
        provider_id: ``provider_name`` stays readable when the provider is gone.
        code: What the browser was told; ``None`` for who got in.
        because: The true reason: of the protocol, of the rules, or of the account; ``None`` for who got in.
        step: At which request to the provider it failed.
        user_id: Whose account it came to; ``None`` for nobody's.
        told_sealed: What the provider told and what was decided, as JSON, sealed for ``Purpose.SSO_ATTEMPT``; ``None``
            once the person was erased, and where it came to nothing that could be told.
    """

    id = primary_key()
    reference = fields.CharField(max_length=20, unique=True)
    provider_id = fields.UUIDField()
    provider_name = fields.CharField(max_length=TEXT_LENGTH)
    purpose = fields.CharEnumField(SsoPurpose, max_length=20)
    at = fields.DatetimeField()
    code = fields.CharField(max_length=50, null=True)
    because = fields.CharField(max_length=50, null=True)
    step = fields.CharField(max_length=20, null=True)
    user_id = fields.UUIDField(null=True)
    asked_by_id = fields.UUIDField(null=True)
    told_sealed = fields.TextField(null=True)

    class Meta(Model.Meta):
        """Storage."""

        table = "sso_attempts"
        indexes = (("at", "id"), ("provider_id", "at"), ("user_id", "at"))
