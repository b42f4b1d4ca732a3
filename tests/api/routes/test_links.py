"""The plain pages of mailed links: their scripts at a real server, and what they may load."""

import json
import re
import socket
import subprocess
import time
from pathlib import Path
from typing import Any

import httpx2
import pytest

from api.routes.links import ASSETS, FOLDER, PAGES
from tests.support.app import client_of, config_for
from tests.support.journey import administrator
from tests.support.node import program
from tests.support.server import Api, Home, Server, running

NEW, NEWER = "An0ther-horse-battery", "Th1rd-horse-battery!"
DRIVER = Path(__file__).with_name("page_driver.js")
INVITE = """
mutation { inviteUser(input: {username: "asa", email: "asa@example.com"}) { invitationLink errors { code } } }
"""
FORGOT = 'mutation { requestPasswordReset(input: {login: "asa"}) { errors { code } } }'
CONFIRM = "mutation ($id: ID!) { sendEmailConfirmation(input: {id: $id}) { errors { code } } }"
READ = '{ user(by: {username: "asa"}) { id emailVerified displayName } }'
UNPROVEN = "mutation ($id: ID!) { updateUser(input: {id: $id, emailVerified: false}) { errors { code } } }"
LOGIN = 'mutation ($p: String!) { login(input: {username: "asa", password: $p}) { __typename } }'


def at_port(directory: Path) -> Home:
    """A server whose links lead to itself."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    return Home(directory).on_port(port)


def mailed_link(server: Server, page: str) -> str:
    """The newest link to a page; without a mail server each mail is a file."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        for file in sorted(server.home.directory.rglob("*.eml"), reverse=True):
            if found := re.search(rf"http://\S+/{page}#token=[\w-]+", file.read_text(encoding="utf-8")):
                return found.group()
        time.sleep(0.1)
    raise AssertionError("no mail was written")


def used(server: Server, link: str, *steps: dict[str, object]) -> dict[str, Any]:
    """What a page says after these steps, with the script that it really has, at the server that it really asks."""
    words = (program("node"), str(DRIVER), f"{server.url}/{link.split('/', 3)[3]}", json.dumps(steps))
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=True)
    return json.loads(done.stdout)


def typed(password: str, again: str) -> dict[str, object]:
    """A password that is typed twice and sent."""
    return {"set": {"password": password, "again": again}, "send": True}


def signs_in(api: Api, password: str) -> bool:
    return api.data(LOGIN, p=password)["login"]["__typename"] == "LoginSucceeded"


def test_people_accept_reset_and_confirm_by_pages_alone(tmp_path: Path) -> None:
    with running(at_port(tmp_path / "home")) as server:
        root = administrator(server)
        accepts(server, root)
        resets(server, root)
        confirms(server, root)
        bad = used(server, "http://x/reset-password#token=none", typed(NEWER, NEWER))
        assert bad["said"].startswith("This link is not good")
        empty = used(server, "http://x/confirm-email")
        assert (empty["said"][:28], empty["hidden"]) == ("This address is not complete", True)
        assert "token=" not in server.output


def accepts(server: Server, root: Api) -> None:
    link = root.data(INVITE)["inviteUser"]["invitationLink"]
    assert link.startswith(f"{server.url}/accept-invitation#token=")
    live = used(server, link, {"set": {"password": "asa"}, "wait": "at least 12"})
    assert "at least 12 characters" in live["unmet"]
    assert live["shown"] == ["/accept-invitation"]  # the token is off the address
    assert live["asked"] == ["/graphql"]
    assert used(server, link, typed(NEW, NEWER))["said"] == "The two passwords differ."
    assert used(server, link, typed("short", "short"))["said"].startswith("The password needs")
    done = used(server, link, {"set": {"firstName": "Asa"}}, typed(NEW, NEW))
    assert (done["said"], done["hidden"]) == ("The account is ready. Sign in as asa now.", True)
    assert root.data(READ)["user"]["displayName"] == "Asa"
    assert signs_in(server.api(), NEW)


def resets(server: Server, root: Api) -> None:
    assert root.data(FORGOT) == {"requestPasswordReset": {"errors": []}}
    done = used(server, mailed_link(server, "reset-password"), typed(NEWER, NEWER))
    assert done["said"] == "The password is set. Sign in as asa now."
    assert [signs_in(server.api(), password) for password in (NEW, NEWER)] == [False, True]


def confirms(server: Server, root: Api) -> None:
    asa = root.data(READ)["user"]
    assert asa["emailVerified"] is True
    root.data(UNPROVEN, id=asa["id"])
    root.data(CONFIRM, id=asa["id"])
    link = mailed_link(server, "confirm-email")
    used(server, link)
    assert root.data(READ)["user"]["emailVerified"] is False  # looking at the page uses nothing up
    assert used(server, link, {"send": True})["said"] == "The address is confirmed. You can close this page."
    assert root.data(READ)["user"]["emailVerified"] is True


@pytest.mark.parametrize("page", PAGES)
async def test_a_page_runs_and_loads_our_own_files_alone(page: str, database_url: str, tmp_path: Path) -> None:
    async with client_of(config_for(database_url, tmp_path)) as client:
        answer = await client.get(f"/{page}")
        files = [await client.get(f"/links/{name}") for name in ASSETS]
        assert (await client.get("/links/page.html")).status_code == 404
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert not {"unsafe", "http", "*"} & set(re.findall(r"unsafe|http|\*", policy))
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"
    assert re.findall(r'(?:src|href)="([^"]*)"', answer.text) == ["data:,", "/links/page.css", "/links/page.js"]
    assert not re.search(r"<script>|style=|\son\w+=", answer.text)
    assert [file.status_code for file in files] == [200, 200]
    assert {file.name for file in FOLDER.iterdir()} == {*ASSETS, *(f"{name}.html" for name in PAGES)}


@pytest.mark.parametrize("page", PAGES)
async def test_there_are_no_pages_beside_a_frontend(page: str, database_url: str, tmp_path: Path) -> None:
    config = config_for(database_url, tmp_path, SPA_URL="https://console.example.com")
    async with client_of(config) as client:
        answer: httpx2.Response = await client.get(f"/{page}")
    assert answer.status_code == 404
