"""Who comes back from a provider, and what became of it: what the parts of the way hand to each other."""

from dataclasses import dataclass, field
from uuid import UUID

from auth.login.outcomes import LoginOutcome
from auth.provisioning.apply import Arrival
from auth.single_sign_on.codes import SsoCode
from auth.single_sign_on.told import Told
from auth.sources.redirect import SignedIn
from auth.users.grants import RoleGrantRow
from models.identity_provider import IdentityProvider
from models.provider_sign_in import SsoPurpose


@dataclass(frozen=True, slots=True, kw_only=True)
class Landed:
    """What became of it.

    Attributes:
        outcome: What the sign-in came to; ``None`` for other purposes and where it never got so far.
        code: What the browser is told; ``None`` where it was good.
        because: The true reason, for the attempt; ``None`` where it was good.
        user_id: Whose account it came to.
        told: What was told and decided, for the attempt; ``None`` for what the provider told alone.
        reference: Of the attempt, where whoever settled it has recorded it; it is recorded for them else.
        arrival: Where a sign-in arrived, also where the rules denied it; ``None`` for other purposes.
    """

    outcome: LoginOutcome | None = None
    code: SsoCode | None = None
    because: str | None = None
    user_id: UUID | None = None
    told: Told | None = field(default=None, repr=False)
    reference: str | None = None
    arrival: Arrival | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsed:
    """What a sign-in would come to: it was done and taken back.

    Attributes:
        landed: As the sign-in itself gives it; what its ids name is gone again.
        grants: What the account would hold then; empty where it is refused.
        administrator_id: Whose account it is, where it was theirs before and is an administrator's who gets in.
    """

    landed: Landed
    grants: tuple[RoleGrantRow, ...] = ()
    administrator_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Back:
    """Somebody whom a provider has proven, in the browser that left for it.

    Whatever settles it is run as who was signed in when it began, and is so still: ``work.actor`` has ``user_id`` and
    ``session_id`` of below. A sign-in alone is run as whoever the browser is.

    Attributes:
        provider: Read in the same unit of work, in the version with which the browser left.
        user_id: Who was signed in when it began, with ``session_id``. Of a sign-in, ``session_id`` is the session that
            the new one takes the place of, if the browser had one, and ``user_id`` is whose that was.
        return_to: Where in the product they wanted to go.
        remembered: Whether they want to be remembered.
        rehearsed: For a test, what a sign-in would come to.
    """

    provider: IdentityProvider
    signed_in: SignedIn
    purpose: SsoPurpose
    user_id: UUID | None = None
    session_id: UUID | None = None
    return_to: str | None = None
    remembered: bool = False
    rehearsed: Rehearsed | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Landing:
    """Where a browser is sent.

    Attributes:
        purpose: What it had left for; ``None`` where nobody knows.
        reference: By which an administrator finds the attempt; ``None`` where none was recorded.
        retry_after_seconds: When to try again; ``None`` where waiting does not help.
    """

    purpose: SsoPurpose | None = None
    outcome: LoginOutcome | None = None
    code: SsoCode | None = None
    reference: str | None = None
    return_to: str | None = None
    retry_after_seconds: int | None = None
