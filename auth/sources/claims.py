"""What claims (OpenID Connect Core 1.0 §5.1) say of a person, and what of that is believed. Pure.

What the ID token says is looked at before what the userinfo endpoint says.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias, cast

from auth.sources.failures import SsoFailed, SsoFailure, require
from auth.sources.identity import ExternalGroup, ExternalIdentity
from auth.sources.provider import ClaimNames, Provider
from auth.sources.redirect import SignInFacts
from auth.sources.token_claims import moment
from auth.texts import canonical, check_email, check_line
from models.columns import KEY_LENGTH, TEXT_LENGTH
from models.user import AuthMethod

Documents: TypeAlias = Sequence[Mapping[str, object]]
"""ID token, then userinfo where it was asked."""

MOST_GROUPS = 5_000
"""More are refused: a list cut short would take away roles."""

GROUP_LENGTH = 1_000
"""Longest name of a group, in characters."""

_FACT_LENGTH = 255
_MOST_METHODS = 50


@dataclass(frozen=True, slots=True)
class Email:
    """An address, and whether it is proven. ``is_unusable``: something was told that is none by our rules."""

    address: str | None = None
    is_verified: bool = False
    is_unusable: bool = False


def identity_of(provider: Provider, subject: str, documents: Documents) -> ExternalIdentity:
    """Who it is, in the form in which every source tells it. Raises ``SsoFailed``."""
    email, names = email_of(provider, documents), _names(provider.claims, documents)
    candidates = [_first(documents, claim) for claim in provider.claims.username]
    return ExternalIdentity(
        source_id=provider.id,
        method=AuthMethod.OIDC,
        subject=subject,
        login_name=_login_name([*candidates, email.address], subject),
        email=email.address,
        email_verified=email.is_verified,
        first_name=names[0],
        last_name=names[1],
        groups=groups_of(provider.claims, documents),
    )


def facts_of(provider: Provider, documents: Documents) -> SignInFacts:
    """What is told of the sign-in, by the ID token alone: the userinfo endpoint is not part of it."""
    claims = documents[0]
    told, acr = claims.get("amr"), _short(claims.get("acr"))
    listed = cast("list[object]", told)[:_MOST_METHODS] if isinstance(told, list) else []
    amr = tuple(text for each in listed if (text := _short(each)) is not None)
    rule = provider.second_factor
    return SignInFacts(
        amr=amr,
        acr=acr,
        auth_time=moment(claims.get("auth_time")),
        sid=_short(claims.get("sid")),
        has_second_factor=rule is not None and rule.is_met(amr, acr),
        groups_too_many=is_overage(provider.claims, documents),
        email_unusable=email_of(provider, documents).is_unusable,
    )


def is_enough(provider: Provider, claims: Mapping[str, object]) -> bool:
    """Whether an ID token alone tells what is needed: name to sign in by, address, a name, groups."""
    names = provider.claims
    has_groups = names.groups is None or _at(claims, names.groups) is not None or is_overage(names, [claims])
    has_address = names.email in claims and (provider.trusts_email or names.email_verified in claims)
    has_login_name = not names.username or any(claim in claims for claim in (*names.username, names.email))
    has_name = any(claim in claims for claim in (names.first_name, names.last_name, names.name))
    return has_groups and has_address and has_login_name and has_name


def check_domain(provider: Provider, claims: Mapping[str, object]) -> None:
    """Google's organisation of the account (``hd``, which only the ID token proves). Raises ``SsoFailed``."""
    if provider.hosted_domains:
        domain = claims.get("hd")
        allowed = {canonical(each) for each in provider.hosted_domains}
        require(isinstance(domain, str) and canonical(domain) in allowed, SsoFailure.WRONG_DOMAIN)


def email_of(provider: Provider, documents: Documents) -> Email:
    """The address, with what the very same document says of it (§5.7). Raises ``SsoFailed``: ``EMAIL_MALFORMED``.

    Proven is what the boolean ``true`` stands beside; and, where the provider is trusted with that, what nothing is
    said of. An address that we would take from nobody is left out; what cannot be one at all refuses the sign-in.
    """
    names = provider.claims
    told = [
        (address, each.get(names.email_verified))
        for each in documents
        if (address := _address(each.get(names.email))) is not None
    ]
    if not told:
        return Email()
    address, word = next((pair for pair in told if pair[1] is not None), told[0])
    if check_email(address):
        return Email(is_unusable=True)
    return Email(address, provider.trusts_email if word is None else word is True)


def _address(value: object) -> str | None:
    """What may be an address; ``None`` where none is told, which some providers spell as an empty text."""
    if value is None or value == "":
        return None
    if not isinstance(value, str) or value.count("@") > 1 or check_line(value, "email", KEY_LENGTH):
        raise SsoFailed(SsoFailure.EMAIL_MALFORMED)
    return value


def _login_name(candidates: Sequence[object], subject: str) -> str:
    """The first that can be a name to sign in by; nobody is recognised by it. The subject always can."""
    return next((name for each in candidates if (name := _line(each, KEY_LENGTH)) and _fits(name)), subject)


def _fits(name: str) -> bool:
    return 0 < len(canonical(name)) <= KEY_LENGTH


def groups_of(names: ClaimNames, documents: Documents) -> tuple[ExternalGroup, ...] | None:
    """Every group, spelled as the provider does; ``None`` where none were told, which is not "none".

    Raises ``SsoFailed``: ``GROUPS_MALFORMED`` for anything but a list of texts, ``TOO_MANY_GROUPS``.
    """
    if names.groups is None or is_overage(names, documents):
        return None
    told = next((value for each in documents if (value := _at(each, names.groups)) is not None), None)
    return None if told is None else read_groups(told)


def read_groups(told: object) -> tuple[ExternalGroup, ...]:
    """A list of names. Raises ``SsoFailed``."""
    if not isinstance(told, list):
        raise SsoFailed(SsoFailure.GROUPS_MALFORMED)
    listed = cast("list[object]", told)
    require(len(listed) <= MOST_GROUPS, SsoFailure.TOO_MANY_GROUPS)
    found = [_line(each, GROUP_LENGTH) for each in listed]
    require(all(found), SsoFailure.GROUPS_MALFORMED)
    return tuple(ExternalGroup(name) for name in dict.fromkeys(found) if name)


def is_overage(names: ClaimNames, documents: Documents) -> bool:
    """Whether Entra says that the groups did not fit. Where they would be is never asked: anything may stand there."""
    if names.groups is None or any(_at(each, names.groups) is not None for each in documents):
        return False
    return any(_points_elsewhere(each, names.groups) or each.get("hasgroups") is True for each in documents)


def _points_elsewhere(claims: Mapping[str, object], claim: str) -> bool:
    """A distributed claim (§5.6.2)."""
    sources = claims.get("_claim_names")
    return isinstance(sources, dict) and claim in sources


def _at(claims: Mapping[str, object], path: str) -> object:
    """The claim of this name, or else the value at the path; ``None`` where there is none."""
    if path in claims:
        return claims[path]
    name, _, rest = path.partition(".")
    inner = claims.get(name)
    return _at(cast("dict[str, object]", inner), rest) if rest and isinstance(inner, dict) else None


def _names(names: ClaimNames, documents: Documents) -> tuple[str, str]:
    """First and last name; of a whole name, what is before and behind its last blank."""
    first, last, whole = (
        _line(_first(documents, claim), TEXT_LENGTH) or "" for claim in (names.first_name, names.last_name, names.name)
    )
    if first or last:
        return first, last
    before, _, behind = whole.strip().rpartition(" ")
    return before.strip(), behind


def _first(documents: Documents, claim: str) -> object:
    return next((each[claim] for each in documents if each.get(claim) is not None), None)


def _line(value: object, most: int) -> str | None:
    """A text of one line that is not blank; ``None`` for anything else."""
    if not isinstance(value, str) or not value.strip() or check_line(value, "claim", most):
        return None
    return value


def _short(value: object) -> str | None:
    return _line(value, _FACT_LENGTH)
