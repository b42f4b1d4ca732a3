"""Every way in which a provider can misbehave, by way of the browser: a refusal, an event, an attempt, no session."""

import shutil
from collections.abc import AsyncGenerator
from pathlib import Path

import httpx2
import pytest
import pytest_asyncio

from auth.login.events import FailedBecause
from auth.single_sign_on.codes import SsoCode
from auth.single_sign_on.reasons import because_of, code_of
from auth.sources.failures import SsoFailure
from auth.sources.outgoing import Limits, Outgoing
from models.external_identity import ExternalIdentity
from models.provider_sign_in import ProviderSignIn, SsoAttempt
from models.session import Session
from models.user import User
from tests.support.browser_way import SPA, configured, sso_gate, told, visitor
from tests.support.gate import Gate
from tests.support.hostile_provider import hostile_provider
from tests.support.hostile_ways import Way, ways
from tests.support.trail import Heard, hearing

WAYS = list(ways())
BRIEF = Limits(total_seconds=4, call_seconds=0.6, connect_seconds=0.5)
"""What never answers is given up at once."""
LONGEST_THAT_A_CLIENT_SENDS = 40_000
Scene = tuple[Gate, Outgoing]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def scene(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Scene]:
    """One application for all of them: what one way leaves behind is no help to the next."""
    folder = tmp_path_factory.mktemp("hostile")
    shutil.copy(migrated_file, folder / "gatehouse.sqlite3")
    async with sso_gate(f"sqlite://{folder / 'gatehouse.sqlite3'}", folder / "data") as made:
        yield made


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
async def test_nobody_signs_in_by_a_provider_that_misbehaves(way: Way, scene: Scene) -> None:
    gate, outgoing = scene
    outgoing.limits = BRIEF if way.ends_in.because is SsoFailure.TIMED_OUT else Limits()
    async with hostile_provider() as there, visitor(gate) as ann:
        slug = f"p{there.port}"
        provider = await configured(there, slug)
        way.misbehave(there)
        there.callback = {name: text and text[:LONGEST_THAT_A_CLIENT_SENDS] for name, text in there.callback.items()}
        before = await counted()
        async with hearing() as heard:
            answer = await ann.sign_in(there, slug, returnTo="/users")
        reference = refused(way, answer)
        recorded(way, heard, slug, reference)
        attempt = await SsoAttempt.get(reference=reference)
        assert (attempt.provider_id, attempt.because, attempt.step) == (provider.id, true_reason(way), step_of(way))
        assert (attempt.code, attempt.user_id) == (told(answer)["error"], None)
        assert await counted() == before
        assert await ann.viewer() is None
        assert there.elsewhere == 0
        assert ann.cookies.keys() == set(ann.under_way), "nothing but ways to providers is kept"
        assert bool(ann.under_way) == (way.ends_in.because is SsoFailure.WRONG_STATE), "what was begun is over"


def failed_because(way: Way) -> FailedBecause:
    """In the words of sign-ins. A state that is not known is refused before it is known whose it might be."""
    is_unknown = way.ends_in.because is SsoFailure.WRONG_STATE
    return FailedBecause.STATE_UNKNOWN if is_unknown else because_of(way.ends_in)


def true_reason(way: Way) -> str:
    """What the attempt says."""
    is_unknown = way.ends_in.because is SsoFailure.WRONG_STATE
    return FailedBecause.STATE_UNKNOWN if is_unknown else way.ends_in.because


def step_of(way: Way) -> str | None:
    """At which request."""
    return way.ends_in.step and way.ends_in.step.value


async def counted() -> list[int]:
    """How many accounts, sessions and traces of somebody there are."""
    return [await kind.all().count() for kind in (User, Session, ExternalIdentity, ProviderSignIn)]


def refused(way: Way, answer: httpx2.Response) -> str:
    """What the browser is told: a code and a reference in an address of ours, and nothing of the provider's."""
    said, code = told(answer), code_of(failed_because(way))
    reference = said.pop("reference")
    assert answer.status_code == 302
    assert answer.headers["location"].startswith(f"{SPA}/?")
    assert said == {"error": code} | ({} if code is SsoCode.EXPIRED else {"returnTo": "/users"})
    assert answer.text == ""
    return reference


def recorded(way: Way, heard: Heard, provider: str, reference: str) -> None:
    """One event, with what was wrong in our own words."""
    [event] = heard.events
    assert (event.action, event.reason, event.refused) == ("login.failed", failed_because(way), True)
    expected: dict[str, str | None] = {"provider": provider, "sso_attempt": reference}
    if failed_because(way) is not FailedBecause.STATE_UNKNOWN:
        expected |= {"sso_failure": way.ends_in.because.value, "sso_step": step_of(way)}
    known = {name: value for name, value in expected.items() if value is not None}
    assert {name: after for name, (_, after) in event.changes.items()} == known
