"""Any text in place of a token, and any change of a good one, ends in a refusal; none is an error of ours."""

import asyncio
import base64
import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auth.sources.failures import SsoFailed, SsoFailure
from auth.sources.provider_keys import KeySet, SigningKey, read_keys
from auth.sources.signed_tokens import SignedTokens
from tests.support.hostile_provider import HostileProvider, ec, encoded, okp, public, rsa, unpadded
from tests.support.rounds import rounds
from tests.support.sso import provider

FUZZ = settings(max_examples=rounds(100), deadline=None, suppress_health_check=[HealthCheck.too_slow])

KEYS = read_keys([public(rsa("k1")), public(ec("e1")), public(okp("o1"))])
GOOD = HostileProvider(claims={"sub": "ann-1"}).id_token()


class Keys:
    """Those above; there are no newer ones."""

    async def keys(self, _provider: object) -> KeySet:
        return KEYS

    async def newer(self, _provider: object, _seen: object) -> None:
        return None


def opened(token: object) -> object:
    """The subject in a token, or why there is none."""
    signed = SignedTokens(Keys())  # pyright: ignore[reportArgumentType] — keys that nobody fetches
    try:
        _algorithm, _key, claims = asyncio.run(signed.opened(provider(id=UUID(int=1)), token, frozenset()))
    except SsoFailed as failed:
        return failed.refused.because
    return claims.get("sub")


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=9)
    | st.sampled_from(["RS256", "ES256", "EdDSA", "JWT"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
HEADERS = st.dictionaries(st.sampled_from(["alg", "kid", "typ", "crit", "jwk", "x5c", "b64", "zip"]), JSON)
PARTS = st.one_of(
    st.text("AZaz09-_=", max_size=20),
    HEADERS.map(encoded),
    JSON.map(encoded),
    st.binary(max_size=40).map(unpadded),
)


@FUZZ
@given(st.one_of(st.text(), JSON, st.lists(PARTS, min_size=2, max_size=5).map(".".join)))
def test_anything_in_place_of_a_token_is_refused(token: object) -> None:
    assert isinstance(opened(token), SsoFailure)


@FUZZ
@given(HEADERS, JSON, st.binary(max_size=300))
def test_any_header_with_any_signature_is_refused(header: dict[str, Any], claims: object, signature: bytes) -> None:
    for algorithm in ("RS256", "PS256", "ES256", "EdDSA", "Ed25519"):
        token = f"{encoded({'alg': algorithm, **header})}.{encoded(claims)}.{unpadded(signature)}"
        assert isinstance(opened(token), SsoFailure)


@FUZZ
@given(st.integers(0, len(GOOD) - 1), st.sampled_from("Aa0-_.=\n é"))
def test_a_good_token_with_one_other_character_is_refused(at: int, character: str) -> None:
    changed = GOOD[:at] + character + GOOD[at + 1 :]
    assert opened(GOOD) == "ann-1"
    if _decoded(changed) != _decoded(GOOD):
        assert isinstance(opened(changed), SsoFailure)


def _decoded(token: str) -> object:
    """What is signed, as text, and the bytes of the signature: its last character has bits that mean nothing."""
    content, _, signature = token.rpartition(".")
    try:
        return content, base64.b64decode(signature + "==", altchars=b"-_", validate=True)
    except ValueError:
        return None


@FUZZ
@given(
    st.lists(st.one_of(JSON, st.dictionaries(st.sampled_from(["kty", "n", "e", "crv", "x", "y", "use", "alg"]), JSON)))
)
def test_any_set_of_keys_is_read(listed: list[object]) -> None:
    assert all(isinstance(key, SigningKey) for key in read_keys(listed).keys)


CHANGES: list[Callable[[dict[str, Any]], object]] = [
    lambda key: key.pop("n", None),
    lambda key: key.update(kty="oct"),
    lambda key: key.update(crv="P-521"),
    lambda key: key.update(x="AAAA"),
]


@FUZZ
@given(st.sampled_from([public(rsa("k1")), public(ec("e1")), public(okp("o1"))]), st.sampled_from(CHANGES))
def test_a_key_that_was_changed_does_no_harm(jwk: dict[str, Any], change: Callable[[dict[str, Any]], object]) -> None:
    changed = json.loads(json.dumps(jwk))
    change(changed)
    read_keys([changed])


def test_an_idle_process_has_none_of_the_libraries() -> None:
    modules = ["oidc", "github", "return_to", "claims", "outgoing", "provider_presets"]
    loads = "; ".join(f"import auth.sources.{module}" for module in modules)
    shown = (
        f"import sys; {loads}; print([m for m in ('authlib', 'httpx2', 'httpcore2', 'joserfc') if m in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", shown], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
