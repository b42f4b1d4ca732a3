"""Sign-in by cookie: flags, forgery, fixation, and stale cookies."""

from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.support.gate import Gate, opened
from tests.support.house import PASSWORD
from tests.support.trail import nothing_changes

BASE = "https://accounts.example.com"
SESSION, PENDING = "__Host-gatehouse", "__Host-gatehouse-pending"
LOGIN = """
mutation ($name: String!, $password: String!, $remember: Boolean! = false) {
  login(input: {username: $name, password: $password, delivery: COOKIE, rememberMe: $remember}) {
    __typename
    ... on LoginSucceeded { accessToken viewer { username } }
    ... on PasswordChangeRequired { pendingToken }
  }
}
"""
WHO = "{ viewer { username } }"
CREATE = 'mutation { createUser(input: {username: "forged"}) { errors { code } } }'


@pytest.fixture
async def site(database_url: str, tmp_path: Path) -> AsyncGenerator[Gate]:
    """A gate behind https, whose client is a browser, with an administrator who has a password."""
    async with opened(database_url, tmp_path / "data", BASE_URL=BASE) as gate:
        await gate.user("asa", "admin", password=await gate.house.password())
        yield gate


async def sign_in(site: Gate, name: str = "asa", **more: object) -> httpx2.Response:
    """Signs the browser in."""
    return await site.send(LOGIN, {"name": name, "password": PASSWORD, **more}, None, origin=BASE)


def cookie(response: httpx2.Response, name: str) -> str | None:
    """The line that sets a cookie."""
    lines = [line for line in response.headers.get_list("set-cookie") if line.startswith(f"{name}=")]
    assert len(lines) <= 1
    return lines[0] if lines else None


async def who(site: Gate) -> Any:  # noqa: ANN401 — JSON
    """Who the browser is."""
    return (await site.send(WHO, None, None, origin=BASE)).json()["data"]["viewer"]


async def test_a_cookie_is_bound_to_the_host_and_hidden_from_scripts_and_the_answer(site: Gate) -> None:
    response = await sign_in(site)
    line = cookie(response, SESSION)
    assert line is not None
    value, *flags = line.split("; ")
    assert {flag.lower() for flag in flags} == {"httponly", "secure", "samesite=strict", "path=/"}
    assert value.split("=", 1)[1] not in response.text
    assert response.json()["data"] == {
        "login": {"__typename": "LoginSucceeded", "accessToken": None, "viewer": {"username": "asa"}}
    }
    assert await who(site) == {"username": "asa"}


async def test_a_remembered_cookie_outlives_the_browser(site: Gate) -> None:
    line = cookie(await sign_in(site, remember=True), SESSION)
    assert line is not None
    (age,) = [int(flag.split("=")[1]) for flag in line.lower().split("; ") if flag.startswith("max-age=")]
    assert 29 * 86_400 < age <= 30 * 86_400


async def test_signing_out_makes_the_browser_forget(site: Gate) -> None:
    await sign_in(site)
    response = await site.send("mutation { logout { signedOut } }", None, None, origin=BASE)
    assert response.json()["data"] == {"logout": {"signedOut": True}}
    line = cookie(response, SESSION)
    assert line is not None
    assert "max-age=0" in line.lower()
    assert SESSION not in site.client.cookies


FORGED: list[dict[str, str]] = [
    {"origin": "https://evil.example"},
    {"origin": "https://accounts.example.com.evil.example"},
    {"origin": "http://accounts.example.com"},
    {"origin": "https://accounts.example.com:444"},
    {"origin": "null"},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"origin": BASE, "sec-fetch-site": "cross-site"},
]


@pytest.mark.parametrize("headers", FORGED)
async def test_a_page_of_another_origin_changes_nothing(site: Gate, headers: dict[str, str]) -> None:
    await sign_in(site)
    async with nothing_changes():
        response = await site.client.post("/graphql", json={"query": CREATE}, headers=headers)
    assert response.status_code == 403
    assert response.json()["errors"][0]["extensions"] == {"code": "CSRF_REFUSED"}


@pytest.mark.parametrize("headers", FORGED[:5])
async def test_a_page_of_another_origin_signs_nobody_in(site: Gate, headers: dict[str, str]) -> None:
    body = {"query": LOGIN, "variables": {"name": "asa", "password": PASSWORD}}
    async with nothing_changes():
        response = await site.client.post("/graphql", json=body, headers=headers)
    assert (response.status_code, cookie(response, SESSION)) == (403, None)


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "text/plain; application/json",
        "application/jsonx",
        "application/json, text/plain",
        "",
    ],
)
async def test_what_a_form_can_send_is_not_read(site: Gate, content_type: str) -> None:
    await sign_in(site)
    body = b'{"query": "mutation { createUser(input: {username: \\"forged\\"}) { errors { code } } }"}'
    async with nothing_changes():
        response = await site.client.post(
            "/graphql", content=body, headers={"content-type": content_type, "origin": BASE}
        )
    assert response.status_code == 415
    assert response.json()["errors"][0]["extensions"]["code"] == "UNSUPPORTED_MEDIA_TYPE"


async def test_a_bearer_token_needs_no_origin_and_no_cookie(site: Gate) -> None:
    for headers in ({}, {"origin": "https://evil.example"}):
        response = await site.send(WHO, None, "root", **headers)
        assert response.json()["data"] == {"viewer": {"username": "root"}}


async def test_a_bearer_token_does_not_open_the_door_for_the_cookie(site: Gate) -> None:
    await sign_in(site)
    async with nothing_changes():
        response = await site.send(CREATE, None, "root", origin="https://evil.example")
    assert response.status_code == 403


async def test_a_stale_cookie_is_cleared_and_blocks_nothing(site: Gate) -> None:
    for stale in ("x" * 43, "x", "x" * 300, str(site.tokens["root"])[:-1]):
        site.client.cookies.clear()
        headers = {"cookie": f"{SESSION}={stale}"}
        response = await site.send(WHO, None, None, origin=BASE, **headers)
        assert response.json()["data"] == {"viewer": None}
        line = cookie(response, SESSION)
        assert line is not None
        assert "max-age=0" in line.lower()
        body = {"name": "asa", "password": PASSWORD}
        done = await site.send(LOGIN, body, None, origin=BASE, **headers)
        assert done.json()["data"]["login"]["__typename"] == "LoginSucceeded"


async def test_a_token_set_before_the_sign_in_is_never_adopted(site: Gate) -> None:
    headers = {"cookie": f"{SESSION}=planted-planted-planted-planted-planted-plan"}
    response = await site.send(LOGIN, {"name": "asa", "password": PASSWORD}, None, origin=BASE, **headers)
    line = cookie(response, SESSION)
    assert line is not None
    assert "planted" not in line


async def test_a_new_sign_in_ends_the_session_of_the_old_cookie(site: Gate) -> None:
    await sign_in(site)
    old = site.client.cookies[SESSION]
    await sign_in(site)
    assert site.client.cookies[SESSION] != old
    site.client.cookies.clear()
    again = await site.send(WHO, None, None, origin=BASE, cookie=f"{SESSION}={old}")
    assert again.json()["data"] == {"viewer": None}


async def test_a_step_that_waits_is_carried_by_a_cookie_of_its_own(site: Gate) -> None:
    await site.user("eva", password=await site.house.password(must_change=True))
    response = await sign_in(site, "eva")
    assert response.json()["data"] == {"login": {"__typename": "PasswordChangeRequired", "pendingToken": None}}
    line = cookie(response, PENDING)
    assert line is not None
    assert {"httponly", "secure", "samesite=strict", "path=/"} <= {flag.lower() for flag in line.split("; ")}
    assert await who(site) is None
    step = """
    mutation {
      changeExpiredPassword(input: {newPassword: "An0ther-good-word!"}) {
        __typename ... on LoginSucceeded { accessToken }
      }
    }
    """
    done = await site.send(step, None, None, origin=BASE)
    assert done.json()["data"] == {"changeExpiredPassword": {"__typename": "LoginSucceeded", "accessToken": None}}
    assert PENDING not in site.client.cookies
    assert await who(site) == {"username": "eva"}


async def test_the_cookie_of_a_waiting_step_is_no_session(site: Gate) -> None:
    await site.user("eva", password=await site.house.password(must_change=True))
    await sign_in(site, "eva")
    pending = site.client.cookies[PENDING]
    site.client.cookies.clear()
    response = await site.send(WHO, None, None, origin=BASE, cookie=f"{SESSION}={pending}")
    assert response.json()["data"] == {"viewer": None}
