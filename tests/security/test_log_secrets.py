"""Planted secrets are looked for in everything that the server writes, at its most talkative."""

import json
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.support.server import Home, running

PASSWORD = "Planted-Password-4711"
WRONG = "Planted-Wrong-0815"
ASKED = "planted-in-the-query-string"
LOGIN = (
    'mutation { login(input: {username: "%s", password: "%s"}) { __typename ... on LoginSucceeded { accessToken } } }'
)
CREATE = """
mutation ($password: String) {
  createUser(input: {username: "someone", credential: PASSWORD, password: $password}) { errors { code } }
}
"""


@pytest.mark.parametrize("log_format", ["text", "json"])
def test_no_secret_reaches_the_log(tmp_path: Path, log_format: str) -> None:
    variables = {"BOOTSTRAP_ADMIN_PASSWORD": PASSWORD, "LOG_LEVEL": "debug", "LOG_FORMAT": log_format}
    home = Home(tmp_path, {f"GATEHOUSE_{name}": text for name, text in variables.items()})
    with running(home) as server:
        api = server.api()
        token: Any = api.data(LOGIN % ("admin", PASSWORD))["login"]["accessToken"]
        api.post(LOGIN % ("admin", WRONG))
        api.post(LOGIN % (WRONG, WRONG))
        server.api(token).post(CREATE, password=f"{WRONG}-Abc")
        server.api(token).post(CREATE, password=WRONG + "\0")
        server.api(token).post("{ broken(" + WRONG)
        carried = {"cookie": f"gatehouse-dev={WRONG}", "authorization": f"Bearer {WRONG}"}
        httpx2.get(f"{server.url}/nothing?x={ASKED}", headers=carried)
        server.stop()
        written = server.output
        key = (tmp_path / "state" / "secret.key").read_text(encoding="ascii").strip()
    for secret in (PASSWORD, WRONG, ASKED, token, key):
        assert secret not in written
    assert written.count("/graphql") >= 6
    if log_format == "json":
        lines = [line for line in written.splitlines() if line.startswith("{")]
        assert all("request_id" in json.loads(line) for line in lines if '"request"' in line)
