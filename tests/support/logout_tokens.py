"""Logout tokens of the hostile provider: a good one, and everything that is none."""

from collections.abc import Callable
from typing import Any

from auth.sources.failures import SsoFailure
from auth.sources.logout_tokens import EVENT
from tests.support.hostile_provider import CLIENT, HostileProvider, encoded, rsa


def claims(there: HostileProvider, **members: object) -> dict[str, Any]:
    """What a good one says; ``...`` as a value leaves a member out."""
    at = int(there.now.timestamp())
    usual: dict[str, Any] = {
        "iss": there.issuer,
        "aud": CLIENT,
        "iat": at,
        "exp": at + 120,
        "jti": "one",
        "sub": "ann-1",
        "sid": "s-1",
    }
    usual |= {"events": {EVENT: {}}, **members}
    return {name: value for name, value in usual.items() if value is not ...}


def logout_token(there: HostileProvider, header: dict[str, Any] | None = None, **members: object) -> str:
    """A signed one; ``...`` as a value leaves a member out."""
    return there.signed({**there.header, "typ": "logout+jwt", **(header or {})}, claims(there, **members))


REFUSED: dict[str, tuple[SsoFailure, dict[str, Any]]] = {
    "issuer of another": (SsoFailure.WRONG_ISSUER, {"iss": "https://evil.test"}),
    "issuer missing": (SsoFailure.WRONG_ISSUER, {"iss": ...}),
    "audience of another": (SsoFailure.WRONG_AUDIENCE, {"aud": "another"}),
    "audience with another": (SsoFailure.WRONG_AUDIENCE, {"aud": [CLIENT, "another"]}),
    "audience missing": (SsoFailure.WRONG_AUDIENCE, {"aud": ...}),
    "expired": (SsoFailure.EXPIRED, {"exp": 1}),
    "no end": (SsoFailure.TIME_MISSING, {"exp": ...}),
    "no beginning": (SsoFailure.TIME_MISSING, {"iat": ...}),
    "two hours old": (SsoFailure.EXPIRED, {"iat": 1_500_000_000, "exp": 4_000_000_000}),
    "of tomorrow": (SsoFailure.NOT_YET_VALID, {"iat": 4_000_000_000, "exp": 4_000_000_001}),
    "no event": (SsoFailure.NO_LOGOUT_EVENT, {"events": ...}),
    "another event": (SsoFailure.NO_LOGOUT_EVENT, {"events": {"http://evil.test/event": {}}}),
    "an event as text": (SsoFailure.NO_LOGOUT_EVENT, {"events": {EVENT: "yes"}}),
    "events in a list": (SsoFailure.NO_LOGOUT_EVENT, {"events": [EVENT]}),
    "events as text": (SsoFailure.NO_LOGOUT_EVENT, {"events": EVENT}),
    "with a nonce": (SsoFailure.LOGOUT_WITH_NONCE, {"nonce": "n"}),
    "with a nonce that is null": (SsoFailure.LOGOUT_WITH_NONCE, {"nonce": None}),
    "no id": (SsoFailure.NO_TOKEN_ID, {"jti": ...}),
    "an empty id": (SsoFailure.NO_TOKEN_ID, {"jti": ""}),
    "a number as id": (SsoFailure.NO_TOKEN_ID, {"jti": 1}),
    "an id of 100 kB": (SsoFailure.NO_TOKEN_ID, {"jti": "j" * 100_000}),
    "nobody": (SsoFailure.NOBODY_NAMED, {"sub": ..., "sid": ...}),
    "a session that is none": (SsoFailure.NOBODY_NAMED, {"sid": 1}),
    "an empty session": (SsoFailure.NOBODY_NAMED, {"sid": ""}),
    "an empty subject": (SsoFailure.SUBJECT_MALFORMED, {"sub": ""}),
    "a subject in a list": (SsoFailure.SUBJECT_MALFORMED, {"sub": ["ann-1"]}),
}


def _unsigned(there: HostileProvider) -> str:
    return f"{encoded({'alg': 'none'})}.{encoded(claims(there))}."


def _unsigned_with_signature(there: HostileProvider) -> str:
    return f"{encoded({'alg': 'none'})}.{encoded(claims(there))}.AAAA"


def _of_another(there: HostileProvider) -> str:
    there.key = rsa("other")
    return there.signed(there.header, claims(there))


def _id_token(there: HostileProvider) -> str:
    return there.id_token()


def _access_token(there: HostileProvider) -> str:
    return there.signed({**there.header, "typ": "at+jwt"}, claims(there))


FORGED: dict[str, tuple[Callable[[HostileProvider], str], SsoFailure]] = {
    "unsigned": (_unsigned, SsoFailure.TOKEN_MALFORMED),
    "none": (_unsigned_with_signature, SsoFailure.ALGORITHM_REFUSED),
    "another's": (_of_another, SsoFailure.WRONG_SIGNATURE),
    "id token": (_id_token, SsoFailure.NO_LOGOUT_EVENT),
    "access token": (_access_token, SsoFailure.HEADER_REFUSED),
    "nothing": (lambda _there: "", SsoFailure.TOKEN_MALFORMED),
    "letters": (lambda _there: "é.ü.ö", SsoFailure.TOKEN_MALFORMED),
    "long": (lambda _there: "a.b.c" * 100_000, SsoFailure.TOKEN_MALFORMED),
}
