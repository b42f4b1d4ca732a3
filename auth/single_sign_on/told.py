"""What a provider told of somebody and what was decided about them: plain values, sealed while they are kept. Pure.

Personal, so only administrators who may read the trail are shown them, and for so many days. No token is among them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, cast
from uuid import UUID

import orjson

from auth.sources.redirect import SignedIn

GROUPS_KEPT = 500
"""Names of groups that are kept, of those that were told."""

CLAIMS_BYTES = 65_536
"""Longest text of claims that is kept, as JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldMapping:
    """One role mapping, and whether it matched.

    Attributes:
        kind: How it compares, ``value`` with what, as in ``RoleMapping``.
        group: The group that matched; ``None`` where none did.
    """

    id: UUID
    kind: str
    value: str
    role: str
    is_matched: bool
    group: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What was told and decided.

    Attributes:
        groups: At most ``GROUPS_KEPT``, of ``groups_count``; ``None`` where the provider told none, which is not empty.
        amr: How the provider says that somebody signed in there, with ``acr`` and ``auth_time``.
        has_second_factor: Whether that is a second factor by the provider's rule.
        claims: What was told word for word; only where an administrator tries a provider out.
        way: How they came to an account (``provisioning.rules.Way``); ``None`` where nothing was decided.
        username: The account's, or what a new one would be called.
        roles: Names of the roles that the provider gives.
    """

    issuer: str | None = None
    subject: str | None = None
    login_name: str | None = None
    email: str | None = None
    email_verified: bool = False
    email_unusable: bool = False
    first_name: str = ""
    last_name: str = ""
    groups: tuple[str, ...] | None = None
    groups_count: int = 0
    groups_too_many: bool = False
    amr: tuple[str, ...] = ()
    acr: str | None = None
    auth_time: datetime | None = None
    has_second_factor: bool = False
    claims: Mapping[str, object] | None = field(default=None, repr=False)
    way: str | None = None
    username: str | None = None
    roles: tuple[str, ...] = ()
    mappings: tuple[ToldMapping, ...] = ()


def told_by(signed_in: SignedIn, *, with_claims: bool = False) -> Told:
    """What a provider told. What was decided is added with ``replace``."""
    identity, facts = signed_in.identity, signed_in.facts
    names = None if identity.groups is None else tuple(group.name for group in identity.groups)
    return Told(
        issuer=signed_in.issuer,
        subject=identity.subject,
        login_name=identity.login_name,
        email=identity.email,
        email_verified=identity.email_verified,
        email_unusable=facts.email_unusable,
        first_name=identity.first_name,
        last_name=identity.last_name,
        groups=None if names is None else names[:GROUPS_KEPT],
        groups_count=len(names or ()),
        groups_too_many=facts.groups_too_many,
        amr=facts.amr,
        acr=facts.acr,
        auth_time=facts.auth_time,
        has_second_factor=facts.has_second_factor,
        claims=_fitting(signed_in.claims) if with_claims else None,
    )


def written(told: Told) -> str:
    """As one text."""
    return orjson.dumps(told, default=_plain).decode()


def read(text: str) -> Told:
    """What ``written`` wrote."""
    found = cast("dict[str, Any]", orjson.loads(text))
    told = Told(**found)
    return replace(
        told,
        groups=None if told.groups is None else tuple(told.groups),
        amr=tuple(told.amr),
        auth_time=_moment(found["auth_time"]),
        roles=tuple(told.roles),
        mappings=tuple(_mapping(each) for each in found["mappings"]),
    )


def _plain(value: object) -> str:
    """A key as PostgreSQL's driver gives it, which is of a class of its own. Raises ``TypeError`` for all else."""
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(type(value).__name__)


def _mapping(found: Mapping[str, Any]) -> ToldMapping:
    values: dict[str, Any] = {**found, "id": UUID(found["id"])}
    return ToldMapping(**values)


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _fitting(claims: Mapping[str, object]) -> Mapping[str, object] | None:
    """What is small enough to be kept; ``None`` for more."""
    try:
        return claims if len(orjson.dumps(claims)) <= CLAIMS_BYTES else None
    except TypeError:  # a number that JSON's readers do not agree about
        return None
