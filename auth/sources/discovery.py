"""What a provider says of itself (OpenID Connect Discovery 1.0): the few members that are used, and no others."""

from dataclasses import dataclass
from enum import StrEnum
from typing import cast

from auth.sources.failures import SsoFailed, SsoFailure, SsoStep, require
from auth.sources.fresh import Fresh
from auth.sources.locations import Location, permitted
from auth.sources.outgoing import Ask, Outgoing
from auth.sources.provider import TENANT, Provider

WELL_KNOWN = "/.well-known/openid-configuration"
"""OpenID Connect Discovery §4: behind the issuer, without its last slash."""

_SEVERAL_TENANTS = "organizations"


class ClientAuthentication(StrEnum):
    """How we say to the token endpoint who we are (RFC 6749 §2.3.1; OpenID Connect Core §9)."""

    BASIC = "client_secret_basic"
    POST = "client_secret_post"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Metadata:
    """What was found out, each place checked.

    Attributes:
        userinfo: ``None`` where there is none, and so with ``end_session``.
        answers_with_issuer: Whether each answer by way of the browser names its issuer (RFC 9207 §3).
    """

    authorization: Location
    token: Location
    keys: Location
    userinfo: Location | None
    end_session: Location | None
    client_authentication: ClientAuthentication
    answers_with_issuer: bool


class Discovery:
    """Asks each provider once in an hour."""

    def __init__(self, outgoing: Outgoing) -> None:
        """Nothing is asked yet."""
        self._outgoing = outgoing
        self._kept: Fresh[Metadata] = Fresh()

    async def metadata(self, provider: Provider) -> Metadata:
        """What a provider says of itself. Raises ``SsoFailed``."""
        return await self._kept.value(provider, lambda: self._fetch(provider))

    async def _fetch(self, provider: Provider) -> Metadata:
        answer = await self._outgoing.fetch(provider, Ask(SsoStep.DISCOVERY, discovery_place(provider)))
        return read_metadata(provider, answer.good().object())


def discovery_place(provider: Provider) -> Location:
    """Where a provider says it. Raises ``SsoFailed``."""
    issuer = provider.issuer.replace(TENANT, _SEVERAL_TENANTS).removesuffix("/")
    return permitted(provider, issuer + WELL_KNOWN, SsoStep.DISCOVERY)


def read_metadata(provider: Provider, said: dict[str, object]) -> Metadata:
    """The members that are used (Discovery §3). Raises ``SsoFailed``.

    The issuer must be the configured one to the letter (§4.3); one place where nothing of the provider may be refuses
    the whole.
    """
    require(said.get("issuer") == provider.issuer, SsoFailure.ISSUER_MISMATCH, SsoStep.DISCOVERY)
    return Metadata(
        authorization=_needed(provider, said, "authorization_endpoint"),
        token=_needed(provider, said, "token_endpoint"),
        keys=_needed(provider, said, "jwks_uri"),
        userinfo=_optional(provider, said, "userinfo_endpoint"),
        end_session=_optional(provider, said, "end_session_endpoint"),
        client_authentication=_authentication(provider, said.get("token_endpoint_auth_methods_supported")),
        answers_with_issuer=said.get("authorization_response_iss_parameter_supported") is True,
    )


def _needed(provider: Provider, said: dict[str, object], member: str) -> Location:
    place = _optional(provider, said, member)
    if place is None:
        raise SsoFailed(SsoFailure.ENDPOINT_MISSING, SsoStep.DISCOVERY)
    return place


def _optional(provider: Provider, said: dict[str, object], member: str) -> Location | None:
    text = said.get(member)
    return None if text is None else permitted(provider, text, SsoStep.DISCOVERY)


def _authentication(provider: Provider, supported: object) -> ClientAuthentication:
    """Basic where it is supported, which it is where nothing is said (Discovery §3); else in the body."""
    if provider.client_secret is None:
        return ClientAuthentication.NONE
    offered = [ClientAuthentication.BASIC] if supported is None else supported
    for way in (ClientAuthentication.BASIC, ClientAuthentication.POST):
        if isinstance(offered, list) and way.value in cast("list[object]", offered):
            return way
    raise SsoFailed(SsoFailure.CLIENT_AUTHENTICATION_UNSUPPORTED, SsoStep.DISCOVERY)
