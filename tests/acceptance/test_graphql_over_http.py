"""The GraphQL-over-HTTP specification, audited by its working group's own test package against the real server."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.journey import CHOSEN_PASSWORD, administrator, signed_in
from tests.support.node import packages, program
from tests.support.server import Home, Server, running

AUDITS = Path(__file__).with_name("audits.mjs")

DECLINED = {
    "MAY accept application/x-www-form-urlencoded formatted GET requests",
    "MAY allow URL-encoded JSON string {variables} parameter in GETs when accepting application/graphql-response+json",
    "MAY allow URL-encoded JSON string {variables} parameter in GETs when accepting application/json",
}
"""What the specification allows and SECURITY.md rules out: queries by GET could be forged by a link."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A fresh server on SQLite, whose administrator has chosen a password; HTTP is the same on both engines."""
    with running(Home(tmp_path_factory.mktemp("audited"))) as started:
        administrator(started)
        yield started


def audit(server: Server, token: str | None) -> list[tuple[str, str, str]]:
    """Every audit that did not pass, as (status, name, reason)."""
    place = packages("graphql-http", "graphql-http@1.23.1", "graphql@16.15.0")
    command = (program("node"), str(AUDITS), str(place), f"{server.url}/graphql", *([token] if token else []))
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    findings = json.loads(done.stdout)
    assert len(findings) > 50, "the audits did not run"
    return [(found["status"], found["name"], found["reason"]) for found in findings if found["status"] != "ok"]


def test_every_must_and_should_holds_for_an_anonymous_caller(server: Server) -> None:
    failed = [finding for finding in audit(server, None) if finding[1] not in DECLINED]
    assert failed == []


def test_every_must_and_should_holds_for_a_signed_in_caller(server: Server) -> None:
    failed = [
        finding
        for finding in audit(server, signed_in(server, "admin", CHOSEN_PASSWORD).token)
        if finding[1] not in DECLINED
    ]
    assert failed == []


@pytest.mark.parametrize(
    "document", ["{ __schema { types { name } } }", '{ __type(name: "User") { fields { name } } }']
)
def test_the_schema_is_introspected_only_by_whoever_is_signed_in(server: Server, document: str) -> None:
    refused = server.api().post(document)
    assert refused["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert "data" not in refused
    assert signed_in(server, "admin", CHOSEN_PASSWORD).data(document)
