"""A provider is tried step by step: each thing that can be wrong is found at its step, and nothing goes elsewhere."""

import asyncio
import ssl
import time
from collections.abc import AsyncGenerator, Callable
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import orjson
import pytest

from auth.clock import Stopped
from auth.identity_providers.advice import REASONS, advice_for, reason_for
from auth.sources.failures import SsoFailure
from auth.sources.outgoing import Limits, Outgoing
from auth.sources.provider import SigningAlgorithm
from auth.sources.provider_examination import examine
from auth.sources.provider_report import CheckFailure, CheckState, Failure, ProviderCheck, ProviderReport
from models.identity_provider import ProviderKind
from tests.support.certificates import authority
from tests.support.hostile_provider import (
    CODE,
    REDIRECT,
    SECRET,
    HostileProvider,
    answered,
    basic,
    hostile_provider,
    listening,
    public,
    rsa,
)

PASSED, FAILED, ABSENT, SKIPPED = CheckState
DISCOVERY = "/.well-known/openid-configuration"
GOOD: dict[ProviderCheck, CheckState] = {
    ProviderCheck.LOCATION: PASSED,
    ProviderCheck.NAME_RESOLUTION: PASSED,
    ProviderCheck.CONNECTION: PASSED,
    ProviderCheck.TLS: SKIPPED,
    ProviderCheck.DISCOVERY: PASSED,
    ProviderCheck.ISSUER: PASSED,
    ProviderCheck.ENDPOINTS: PASSED,
    ProviderCheck.PKCE: PASSED,
    ProviderCheck.SIGNING: PASSED,
    ProviderCheck.ISSUER_PARAMETER: PASSED,
    ProviderCheck.SIGN_OUT: PASSED,
    ProviderCheck.BACKCHANNEL_LOGOUT: PASSED,
    ProviderCheck.KEYS: PASSED,
    ProviderCheck.API: SKIPPED,
    ProviderCheck.CLOCK: PASSED,
    ProviderCheck.CLIENT: PASSED,
}
SHORT = Limits(total_seconds=2, call_seconds=0.5, connect_seconds=0.5)


@pytest.fixture
async def there() -> AsyncGenerator[HostileProvider]:
    """A provider that has everything, tells the time, and knows our secret."""
    async with hostile_provider() as provider:
        provider.metadata |= {
            "code_challenge_methods_supported": ["plain", "S256"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "backchannel_logout_supported": True,
        }
        tells_time(provider)
        yield provider


def tells_time(there: HostileProvider, ahead: timedelta = timedelta()) -> None:
    """Has the discovery document come with a date."""

    async def raw(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        date = format_datetime(there.now + ahead, usegmt=True)
        await there.write(writer, answered(orjson.dumps(there.metadata), 200, f"Date: {date}"))

    there.raw[DISCOVERY] = raw


async def tried(there: HostileProvider, limits: Limits | None = None, **values: Any) -> ProviderReport:  # noqa: ANN401 — of a provider
    outgoing = Outgoing(limits or Limits())
    try:
        return await examine(outgoing, Stopped(there.now), there.provider(**values), REDIRECT)
    finally:
        outgoing.close()


def states(report: ProviderReport) -> dict[ProviderCheck, CheckState]:
    return {each.check: each.state for each in report.checks}


def failed(report: ProviderReport) -> dict[ProviderCheck, Failure | None]:
    return {each.check: each.failure for each in report.checks if each.state is FAILED}


async def test_a_good_provider_passes_everything_that_goes_with_it(there: HostileProvider) -> None:
    there.jwks["keys"].append({"kty": "oct", "k": "c2VjcmV0"})
    report = await tried(there)
    assert states(report) == GOOD
    assert report.is_good
    assert (report.usable_keys, report.unusable_keys, report.clock_ahead_seconds) == (1, 1, 0)
    for each in report.checks:
        assert (each.milliseconds is None) is (each.state is SKIPPED)
        assert (reason_for(each), advice_for(each)) == (None, None)
    assert dict(there.asked) == {DISCOVERY: 1, "/jwks": 1, "/token": 1}
    (form,) = there.forms
    assert (form["grant_type"], form["redirect_uri"]) == ("authorization_code", REDIRECT)
    assert form["code"] != CODE


async def test_what_is_not_told_is_absent_and_no_failure(there: HostileProvider) -> None:
    del there.raw[DISCOVERY]
    for member in (
        "code_challenge_methods_supported",
        "id_token_signing_alg_values_supported",
        "authorization_response_iss_parameter_supported",
        "end_session_endpoint",
    ):
        del there.metadata[member]
    there.metadata["backchannel_logout_supported"] = False
    report = await tried(there)
    absent = {check for check, state in states(report).items() if state is ABSENT}
    assert absent == {
        ProviderCheck.PKCE,
        ProviderCheck.SIGNING,
        ProviderCheck.ISSUER_PARAMETER,
        ProviderCheck.SIGN_OUT,
        ProviderCheck.BACKCHANNEL_LOGOUT,
        ProviderCheck.CLOCK,
    }
    assert (report.is_good, report.clock_ahead_seconds) == (True, None)


Spoil = Callable[[HostileProvider], object]


def says(**members: object) -> Spoil:
    return lambda there: there.metadata.update(members)


def replies(path: str, status: int, content: object) -> Spoil:
    def spoil(there: HostileProvider) -> None:
        there.replies[path], there.status[path] = content, status
        there.raw.pop(path, None)

    return spoil


def with_keys(*keys: dict[str, Any]) -> Spoil:
    return lambda there: there.jwks.update(keys=list(keys))


SPOILED: dict[str, tuple[Spoil, dict[str, Any], ProviderCheck, Failure]] = {
    "an issuer elsewhere": (
        says(),
        {"issuer": "ftp://127.0.0.1/"},
        ProviderCheck.LOCATION,
        SsoFailure.LOCATION_REFUSED,
    ),
    "http where it may not be": (
        says(),
        {"allows_private_addresses": False},
        ProviderCheck.LOCATION,
        SsoFailure.LOCATION_REFUSED,
    ),
    "a private address": (
        says(),
        {"allows_private_addresses": False, "issuer": "https://127.0.0.1:1"},
        ProviderCheck.NAME_RESOLUTION,
        SsoFailure.ADDRESS_REFUSED,
    ),
    "an unknown name": (
        says(),
        {"issuer": "https://nowhere.invalid"},
        ProviderCheck.NAME_RESOLUTION,
        SsoFailure.NAME_UNKNOWN,
    ),
    "nobody listens": (
        says(),
        {"issuer": "https://127.0.0.1:1"},
        ProviderCheck.CONNECTION,
        SsoFailure.UNREACHABLE,
    ),
    "another issuer": (
        says(issuer="https://other.example.com"),
        {},
        ProviderCheck.ISSUER,
        SsoFailure.ISSUER_MISMATCH,
    ),
    "no such page": (
        replies(DISCOVERY, 404, {}),
        {},
        ProviderCheck.DISCOVERY,
        SsoFailure.UNEXPECTED_STATUS,
    ),
    "out of order": (replies(DISCOVERY, 503, {}), {}, ProviderCheck.DISCOVERY, SsoFailure.UNAVAILABLE),
    "a page": (replies(DISCOVERY, 200, b"<html>"), {}, ProviderCheck.DISCOVERY, SsoFailure.NOT_JSON),
    "a list": (replies(DISCOVERY, 200, []), {}, ProviderCheck.DISCOVERY, SsoFailure.NOT_JSON),
    "sent elsewhere": (replies(DISCOVERY, 302, {}), {}, ProviderCheck.DISCOVERY, SsoFailure.REDIRECTED),
    "no token endpoint": (says(token_endpoint=None), {}, ProviderCheck.ENDPOINTS, SsoFailure.ENDPOINT_MISSING),
    "a token endpoint elsewhere": (
        says(token_endpoint="https://evil.example.com/token"),
        {},
        ProviderCheck.ENDPOINTS,
        SsoFailure.LOCATION_REFUSED,
    ),
    "no way to say who we are": (
        says(token_endpoint_auth_methods_supported=["private_key_jwt"]),
        {},
        ProviderCheck.ENDPOINTS,
        SsoFailure.CLIENT_AUTHENTICATION_UNSUPPORTED,
    ),
    "plain challenges only": (
        says(code_challenge_methods_supported=["plain"]),
        {},
        ProviderCheck.PKCE,
        CheckFailure.PKCE_UNSUPPORTED,
    ),
    "challenges as text": (
        says(code_challenge_methods_supported="S256"),
        {},
        ProviderCheck.PKCE,
        CheckFailure.PKCE_UNSUPPORTED,
    ),
    "shared secrets only": (
        says(id_token_signing_alg_values_supported=["HS256", "none"]),
        {},
        ProviderCheck.SIGNING,
        CheckFailure.NO_COMMON_ALGORITHM,
    ),
    "no algorithm in common": (
        says(),
        {"algorithms": (SigningAlgorithm.ES256,)},
        ProviderCheck.SIGNING,
        CheckFailure.NO_COMMON_ALGORITHM,
    ),
    "no keys": (with_keys(), {}, ProviderCheck.KEYS, SsoFailure.NO_USABLE_KEY),
    "keys for something else": (
        with_keys(public(rsa("k1"), use="enc")),
        {},
        ProviderCheck.KEYS,
        SsoFailure.NO_USABLE_KEY,
    ),
    "a clock behind": (
        lambda there: tells_time(there, timedelta(seconds=-40)),
        {},
        ProviderCheck.CLOCK,
        CheckFailure.CLOCK_DIFFERS,
    ),
    "a wrong secret": (
        replies("/token", 401, {"error": "invalid_client"}),
        {},
        ProviderCheck.CLIENT,
        SsoFailure.CLIENT_REFUSED,
    ),
    "tokens for any code": (
        replies("/token", 200, {"access_token": "a", "token_type": "Bearer", "id_token": "x.y.z"}),
        {},
        ProviderCheck.CLIENT,
        CheckFailure.ANY_CODE_TAKEN,
    ),
}


@pytest.mark.parametrize(("spoil", "values", "check", "failure"), SPOILED.values(), ids=SPOILED)
async def test_what_is_wrong_is_found_at_its_check(
    there: HostileProvider, spoil: Spoil, values: dict[str, Any], check: ProviderCheck, failure: Failure
) -> None:
    spoil(there)
    report = await tried(there, **values)
    found = failed(report)
    assert found.pop(check) is failure
    assert found in ({}, {ProviderCheck.KEYS: SsoFailure.NO_USABLE_KEY})
    assert not report.is_good
    (shown,) = [each for each in report.checks if each.check is check]
    assert reason_for(shown) == REASONS[failure][0]
    assert advice_for(shown) is not None
    assert there.elsewhere == 0


async def test_who_calls_itself_otherwise_is_sent_no_secret(there: HostileProvider) -> None:
    there.metadata["issuer"] = "https://other.example.com"
    report = await tried(there)
    assert states(report)[ProviderCheck.ENDPOINTS] is PASSED
    assert {states(report)[each] for each in (ProviderCheck.KEYS, ProviderCheck.CLIENT)} == {SKIPPED}
    assert dict(there.asked) == {DISCOVERY: 1}
    assert not there.forms


async def test_the_secret_is_sent_to_the_token_endpoint_alone_and_never_told(there: HostileProvider) -> None:
    report = await tried(there)
    carrying = [each for each in there.headers if "authorization" in each]
    assert [basic(each["authorization"])[1] for each in carrying] == [SECRET]
    assert SECRET not in repr(report)


async def test_a_refusal_that_says_nothing_of_the_client_is_no_failure(there: HostileProvider) -> None:
    replies("/token", 400, {"error": "invalid_request"})(there)
    assert states(await tried(there))[ProviderCheck.CLIENT] is ABSENT


async def test_how_far_a_clock_is_ahead_is_told(there: HostileProvider) -> None:
    tells_time(there, timedelta(seconds=25))
    report = await tried(there)
    assert (report.clock_ahead_seconds, states(report)[ProviderCheck.CLOCK]) == (25, PASSED)
    tells_time(there, timedelta(hours=1))
    report = await tried(there)
    assert (report.clock_ahead_seconds, failed(report)) == (3600, {ProviderCheck.CLOCK: CheckFailure.CLOCK_DIFFERS})


@pytest.mark.parametrize("text", ["", "yesterday", "Sat, 99 Nov 2026 12:00:00 GMT"])
async def test_a_date_that_is_none_is_not_told(there: HostileProvider, text: str) -> None:
    async def raw(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await there.write(writer, answered(orjson.dumps(there.metadata), 200, f"Date: {text}"))

    there.raw[DISCOVERY] = raw
    assert states(await tried(there))[ProviderCheck.CLOCK] is ABSENT


async def test_a_certificate_counts_only_where_somebody_who_is_trusted_vouches_for_it(tmp_path: Path) -> None:
    signed = authority(tmp_path / "tls")
    async with hostile_provider() as there, listening(there.serve, signed.server("127.0.0.1")) as port:
        issuer = f"https://127.0.0.1:{port}"
        there.metadata["issuer"] = issuer
        assert failed(await tried(there, issuer=issuer)) == {ProviderCheck.TLS: SsoFailure.TLS_FAILED}
        assert not there.asked
        trusting = Outgoing(trust=ssl.create_default_context(cafile=signed.file))
        report = await examine(trusting, Stopped(there.now), there.provider(issuer=issuer), REDIRECT)
        trusting.close()
        assert {states(report)[each] for each in (ProviderCheck.TLS, ProviderCheck.ISSUER)} == {PASSED}


async def test_who_says_nothing_when_it_should_encrypt_is_given_up() -> None:
    async def silent(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async with hostile_provider() as there, listening(silent) as port:
        report = await tried(there, SHORT, issuer=f"https://127.0.0.1:{port}")
    assert failed(report) == {ProviderCheck.TLS: SsoFailure.TIMED_OUT}


@pytest.mark.parametrize("path", [DISCOVERY, "/jwks", "/token"])
async def test_who_never_answers_is_given_up_in_bounded_time(there: HostileProvider, path: str) -> None:
    async def hang(_reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(60)

    there.raw[path] = hang
    begun = time.monotonic()
    report = await tried(there, SHORT)
    assert list(failed(report).values()) == [SsoFailure.TIMED_OUT]
    assert time.monotonic() - begun < 4


async def test_all_of_it_ends_in_time_and_what_was_under_way_has_failed(there: HostileProvider) -> None:
    async def hang(_reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(60)

    there.raw["/jwks"] = hang
    begun = time.monotonic()
    report = await tried(there, Limits(total_seconds=0.7, call_seconds=5))
    assert failed(report) == {ProviderCheck.KEYS: SsoFailure.TIMED_OUT}
    assert states(report)[ProviderCheck.CLIENT] is SKIPPED
    assert time.monotonic() - begun < 3


async def test_github_is_asked_what_fits(there: HostileProvider) -> None:
    there.replies["/api/v3"] = {"current_user_url": "x"}
    there.replies["/login/oauth/access_token"] = {"error": "bad_verification_code"}
    report = await tried(there, kind=ProviderKind.GITHUB)
    done = {check: state for check, state in states(report).items() if state is not SKIPPED}
    assert done == {
        ProviderCheck.LOCATION: PASSED,
        ProviderCheck.NAME_RESOLUTION: PASSED,
        ProviderCheck.CONNECTION: PASSED,
        ProviderCheck.API: PASSED,
        ProviderCheck.CLOCK: ABSENT,
        ProviderCheck.CLIENT: PASSED,
    }
    there.replies["/login/oauth/access_token"] = {"error": "incorrect_client_credentials"}
    report = await tried(there, kind=ProviderKind.GITHUB, api_url="https://api.elsewhere.example")
    assert failed(report) == {
        ProviderCheck.API: SsoFailure.LOCATION_REFUSED,
        ProviderCheck.CLIENT: SsoFailure.CLIENT_REFUSED,
    }
    (shown,) = [each for each in report.checks if each.check is ProviderCheck.API]
    assert advice_for(shown) == "Name the host of the API among the extra hosts."


def test_every_failure_of_the_way_and_of_an_answer_has_words() -> None:
    told = {each for _, _, _, each in SPOILED.values()}
    assert told <= REASONS.keys()
    assert set(CheckFailure) <= REASONS.keys()
