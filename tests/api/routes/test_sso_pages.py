"""What a person sees who comes back from a provider while no frontend is configured."""

import base64
import hashlib
import re
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from auth.settings.pages import MfaSettings
from auth.single_sign_on.codes import SsoCode
from tests.support.browser_way import PENDING, Visitor, configured, there, visitor
from tests.support.gate import Gate, opened
from tests.support.hostile_provider import HostileProvider

__all__ = ["there"]

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
CONTACT = "<b>help@example.com</b>"


@pytest.fixture
async def house(database_url: str, tmp_path: Path) -> AsyncGenerator[Gate]:
    async with opened(database_url, tmp_path / "data", SUPPORT_CONTACT=CONTACT) as gate:
        yield gate


@pytest.fixture
async def ann(house: Gate) -> AsyncGenerator[Visitor]:
    async with visitor(house) as made:
        yield made


async def test_somebody_who_is_signed_in_is_told_so(ann: Visitor, there: HostileProvider) -> None:
    await configured(there)
    answer = await ann.sign_in(there, returnTo="/users")
    assert answer.headers["location"] == "/auth/signed-in"
    page = await ann.at("/auth/signed-in")
    assert (page.status_code, "You are signed in" in page.text) == (200, True)
    assert await ann.viewer() == "ann"


async def test_somebody_who_is_refused_is_told_why_and_whom_to_ask(ann: Visitor, there: HostileProvider) -> None:
    await configured(there, creates_accounts=False)
    answer = await ann.sign_in(there, returnTo="/users")
    location = answer.headers["location"]
    found = re.fullmatch(r"/auth/error\?error=NOT_ALLOWED&reference=([2-9A-Z]{4}(?:-[2-9A-Z]{4}){2})", location)
    assert found is not None
    page = await ann.at(location)
    assert page.status_code == 200
    assert SsoCode.NOT_ALLOWED.message in page.text
    assert found[1] in page.text
    assert "&lt;b&gt;help@example.com&lt;/b&gt;" in page.text
    assert CONTACT not in page.text


@pytest.mark.parametrize("code", list(SsoCode))
async def test_each_code_has_a_sentence(code: SsoCode, ann: Visitor) -> None:
    page = await ann.at(f"/auth/error?error={code}")
    assert code.message in page.text
    assert f"Code: {code}" in page.text


@pytest.mark.parametrize(
    "query",
    [
        "error=<script>alert(1)</script>&reference=<script>alert(1)</script>",
        "error=%3Cscript%3E&error_description=%3Cscript%3Ealert(1)%3C/script%3E",
        "reference=CALL-0900-EVIL-1%22",
        "reference=CALL-0900-EVIL-CALL-0900",
        "",
    ],
    ids=["script", "escaped script", "quote", "too long", "nothing"],
)
async def test_nothing_of_the_address_is_shown_that_is_not_ours(query: str, ann: Visitor) -> None:
    page = await ann.at(f"/auth/error?{query}")
    assert SsoCode.FAILED.message in page.text
    assert "Reference" not in page.text
    assert "script" not in page.text.lower()
    assert "EVIL" not in page.text


async def test_a_page_holds_no_script_and_loads_nothing(ann: Visitor) -> None:
    page = await ann.at("/auth/error?error=FAILED")
    [style] = re.findall(r"<style>(.*)</style>", page.text, re.DOTALL)
    proof = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert page.headers["content-security-policy"] == (
        f"default-src 'none'; style-src 'sha256-{proof}'; img-src data:; "
        "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    )
    assert "src=" not in page.text
    assert page.headers["cache-control"] == "no-store"
    assert page.headers["referrer-policy"] == "no-referrer"


async def test_a_step_that_waits_is_told(ann: Visitor, there: HostileProvider, house: Gate) -> None:
    await house.house.set(MfaSettings, required_for_everyone=True, grace_days=0)
    await configured(there)
    answer = await ann.sign_in(there)
    assert answer.headers["location"] == "/auth/signed-in?step=enrol"
    assert ann.cookies.keys() == {PENDING}
    assert "One more step" in (await ann.at(answer.headers["location"])).text


async def test_a_page_takes_nothing_but_get(ann: Visitor) -> None:
    assert [(await ann.client.request(method, "/auth/error")).status_code for method in ("HEAD", "POST")] == [405, 405]
