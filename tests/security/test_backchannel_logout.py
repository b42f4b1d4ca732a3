"""``POST /auth/sso/{slug}/backchannel-logout`` as the world meets it: what ends a session, and what does not."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from urllib.parse import quote_plus, urlencode

import httpx2
import pytest

from auth.settings.pages import LockoutSettings
from models.audit_event import AuditEvent
from models.session import Session, SessionEnd
from tests.support.gate import Gate
from tests.support.hostile_provider import HostileProvider, hostile_provider
from tests.support.identity_providers import from_provider
from tests.support.logout_tokens import FORGED, REFUSED, logout_token
from tests.support.provider_sign_ins import came_by, row_of
from tests.support.trail import Told, nothing_changes, trail

PATH = "/auth/sso/corp/backchannel-logout"
FORM = "application/x-www-form-urlencoded"
ME = "{ viewer { username } }"
BAD = {"error": "invalid_request", "error_description": "The logout token was refused."}


@dataclass
class Scene:
    """Somebody who came by a provider."""

    gate: Gate
    there: HostileProvider

    async def post(self, token: str, path: str = PATH, **headers: str) -> httpx2.Response:
        given = {"content-type": FORM} | {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.gate.client.post(path, content=urlencode({"logout_token": token}), headers=given)

    async def is_signed_in(self) -> bool:
        return (await self.gate.data(ME, None, "asa"))["viewer"] is not None


@pytest.fixture
async def scene(gate: Gate) -> AsyncGenerator[Scene]:
    async with hostile_provider() as there:
        corp = await row_of(there)
        asa = await from_provider(gate.house, corp, "asa")
        gate.tokens["asa"], _ = await came_by(gate.house, asa, corp, subject="ann-1", sid="s-1")
        yield Scene(gate, there)


async def test_a_good_one_ends_the_session_at_once_and_is_taken_once(scene: Scene) -> None:
    assert await scene.is_signed_in()
    token = logout_token(scene.there)
    answer = await scene.post(token)
    assert (answer.status_code, answer.json(), answer.headers["cache-control"]) == (200, {}, "no-store")
    assert not await scene.is_signed_in()
    assert (await Session.get(end_reason=SessionEnd.SIGNED_OUT_THERE)).ended_by_id is None
    async with nothing_changes(Told("sso.logout_refused", None, "corp", "REPLAYED", refused=True)):
        again = await scene.post(token)
    assert (again.status_code, again.json()) == (400, BAD)


async def test_every_token_that_is_none_is_refused_alike_and_told_to_the_trail_alone(scene: Scene) -> None:
    for name, (because, members) in REFUSED.items():
        told = Told("sso.logout_refused", None, "corp", because.value, refused=True)
        token = logout_token(scene.there, **members)
        if len(token) < 60_000:
            async with nothing_changes(told):
                answer = await scene.post(token)
            assert (answer.status_code, answer.json()) == (400, BAD), name
            assert answer.headers["cache-control"] == "no-store"
    assert await scene.is_signed_in()
    assert scene.there.elsewhere == 0


@pytest.mark.parametrize("name", [name for name in FORGED if name != "long"])
async def test_no_other_token_is_one(scene: Scene, name: str) -> None:
    forge, because = FORGED[name]
    token = forge(scene.there)
    async with nothing_changes(Told("sso.logout_refused", None, "corp", because.value, refused=True)):
        answer = await scene.post(token)
    assert (answer.status_code, answer.json()) == (400, BAD)
    assert await scene.is_signed_in()


async def test_what_is_no_such_request_asks_nobody_and_changes_nothing(scene: Scene) -> None:
    client, token = scene.gate.client, logout_token(scene.there)
    good = f"logout_token={quote_plus(token)}"
    requests: list[tuple[int, str, bytes, dict[str, str]]] = [
        (415, "POST", good.encode(), {}),
        (415, "POST", good.encode(), {"content-type": "application/json"}),
        (415, "POST", good.encode(), {"content-type": f"{FORM}; charset=latin-1"}),
        (415, "POST", good.encode(), {"content-type": f"multipart/form-data; x={FORM}"}),
        (415, "POST", good.encode(), {"content-type": FORM, "content-encoding": "gzip"}),
        (413, "POST", b"logout_token=" + b"x" * 70_000, {"content-type": FORM}),
        (400, "POST", b"", {"content-type": FORM}),
        (400, "POST", b"other=1", {"content-type": FORM}),
        (400, "POST", f"{good}&{good}".encode(), {"content-type": FORM}),
        (400, "POST", b"logout_token=%ff%fe", {"content-type": FORM}),
        (400, "POST", b"\xff\xfe=1", {"content-type": FORM}),
        (400, "POST", b"&".join(b"a=1" for _ in range(50)), {"content-type": FORM}),
        (405, "GET", b"", {}),
        (405, "PUT", good.encode(), {"content-type": FORM}),
        (403, "POST", good.encode(), {"content-type": FORM, "origin": "https://evil.example"}),
        (403, "POST", good.encode(), {"content-type": FORM, "sec-fetch-site": "cross-site"}),
    ]
    async with nothing_changes():
        for status, method, body, headers in requests:
            answer = await client.request(method, PATH, content=body, headers=headers)
            assert answer.status_code == status, (method, body[:40], headers, answer.text)
    assert not scene.there.asked
    assert await scene.is_signed_in()


@pytest.mark.parametrize("slug", ["nobody", "CORP", "%00", "%ff", "x" * 5_000], ids=lambda slug: slug[:6])
async def test_an_unknown_provider_is_no_other_answer(scene: Scene, slug: str) -> None:
    async with nothing_changes():
        answer = await scene.post(logout_token(scene.there), f"/auth/sso/{slug}/backchannel-logout")
    assert (answer.status_code, answer.json()) == (400, BAD)
    assert not scene.there.asked


async def test_a_flood_is_cut_off_and_fills_no_tables(scene: Scene) -> None:
    await scene.gate.house.set(
        LockoutSettings, attempts_per_minute_per_address=3, attempts_per_hour_per_address=100_000
    )
    before = await AuditEvent.all().count()
    found = [(await scene.post("x")).status_code for _ in range(200)]
    assert (found[:180], found[180:]) == ([400] * 180, [429] * 20)
    assert await AuditEvent.all().count() == before + 3
    answer = await scene.post("x")
    assert int(answer.headers["retry-after"]) >= 1


async def test_no_event_tells_more_than_a_reason(scene: Scene) -> None:
    await scene.post(logout_token(scene.there, sub="ann-1-secret", nonce="n"))
    told = [each for each in await trail() if each.action == "sso.logout_refused"]
    assert [(each.reason, each.changes) for each in told] == [("LOGOUT_WITH_NONCE", {})]
