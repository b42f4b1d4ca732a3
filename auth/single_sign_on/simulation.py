"""What a sign-in with given claims would come to, if a provider told them: by the sign-in's own code, taken back."""

from dataclasses import dataclass
from typing import cast
from uuid import UUID

import orjson

from auth.actor import Actor
from auth.errors import DomainError, NotFound, Refused
from auth.events import Target
from auth.identity_providers.values import provider_of
from auth.login.events import LoginSimulated, SimulatedName
from auth.permissions import Scope, requires
from auth.single_sign_on.explained import told_of
from auth.single_sign_on.landing import Rehearsed
from auth.single_sign_on.rehearsal import rehearse
from auth.single_sign_on.told import Told
from auth.sources.claims import check_domain, facts_of, identity_of
from auth.sources.failures import SsoFailed, SsoFailure
from auth.sources.github import in_our_words
from auth.sources.provider import Provider
from auth.sources.redirect import SignedIn, Tokens
from auth.sources.token_claims import read_subject
from auth.unit_of_work import Units, Work
from auth.vault import Unopenable
from models.columns import TEXT_LENGTH
from models.identity_provider import IdentityProvider, ProviderKind

CLAIMS_BYTES = 65_536
"""Longest text of claims, in bytes of UTF-8."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which provider is meant.

    Attributes:
        is_enabled: Whether it is on; what a sign-in would come to is told as if it were.
    """

    provider: Provider
    is_enabled: bool


@dataclass(frozen=True, slots=True)
class ClaimsSimulation:
    """What was found out.

    Attributes:
        failure: What is wrong with the claims themselves; then nothing else is told.
        told: What is read in them, and what each mapping makes of it.
    """

    is_enabled: bool
    failure: SsoFailure | None = None
    told: Told | None = None
    rehearsed: Rehearsed | None = None


async def simulated_claims(units: Units, actor: Actor, provider_id: UUID, text: str) -> ClaimsSimulation:
    """What would follow if a provider told these claims, as a JSON object. Raises as ``simulate_provider_login``."""
    claims = read_claims_text(text)
    asked = await units.run(actor, lambda work: simulate_provider_login(work, provider_id, claims))
    try:
        signed_in = _signed_in(asked.provider, claims)
    except SsoFailed as failed:
        return ClaimsSimulation(asked.is_enabled, failure=failed.refused.because)
    rehearsed = await rehearse(units, actor, provider_id, signed_in)
    arrival = rehearsed.landed.arrival
    told = told_of(signed_in, arrival.evaluation, arrival.user) if arrival else None
    return ClaimsSimulation(asked.is_enabled, told=told, rehearsed=rehearsed)


@requires(Scope.SSO_READ)
async def simulate_provider_login(work: Work, provider_id: UUID, claims: dict[str, object]) -> Asked:
    """Tells the trail who asks about whom; gives the provider. Raises ``NotFound``, ``Refused``."""
    row = await IdentityProvider.get_or_none(id=provider_id)
    if row is None:
        raise NotFound("identity provider", "provider_id")
    try:
        provider = provider_of(row, work.installation.vault)
    except Unopenable as error:
        message = "The client secret was sealed with a secret key that is gone. Set it anew."
        raise Refused(DomainError("CLIENT_SECRET_REQUIRED", message, "provider_id")) from error
    target, subject = Target("IDENTITY_PROVIDER", str(row.id), row.name), claims.get("sub")
    name = subject[:TEXT_LENGTH] if isinstance(subject, str) else ""
    work.record(LoginSimulated(target=target, after=SimulatedName(name)))
    return Asked(provider, row.is_enabled)


def read_claims_text(text: str) -> dict[str, object]:
    """A JSON object. Raises ``Refused``: ``TOO_LONG``, ``CLAIMS_INVALID``."""
    try:
        encoded = text.encode()
    except UnicodeEncodeError:
        encoded = b""
    if len(encoded) > CLAIMS_BYTES:
        raise Refused(DomainError("TOO_LONG", f"Claims have at most {CLAIMS_BYTES:,} bytes.", "claims"))
    try:
        claims: object = orjson.loads(encoded)
    except orjson.JSONDecodeError:
        claims = None
    if not isinstance(claims, dict):
        raise Refused(DomainError("CLAIMS_INVALID", 'Give one JSON object, such as {"sub": "42"}.', "claims"))
    return cast("dict[str, object]", claims)


def _signed_in(provider: Provider, claims: dict[str, object]) -> SignedIn:
    """As it would come out of an ID token with these claims. Raises ``SsoFailed``."""
    known = in_our_words(provider) if provider.kind is ProviderKind.GITHUB else provider
    check_domain(known, claims)
    subject, issuer = read_subject(claims.get("sub")), claims.get("iss")
    return SignedIn(
        identity=identity_of(known, subject, [claims]),
        issuer=issuer if isinstance(issuer, str) else provider.issuer,
        facts=facts_of(known, [claims]),
        tokens=Tokens(access=""),
        claims=claims,
    )
