from pathlib import Path

import pytest
from tortoise.connection import get_connections

from migrations.runner import DatabaseIsNewer, DatabaseIsOlder
from models.availability import DatabaseUnavailable
from models.database import close_database, open_database
from tests.support.app import client_of, config_for

PUBLIC = {"BASE_URL": "https://accounts.example.com"}


FORGET = "DELETE FROM aerich"
FROM_THE_FUTURE = "INSERT INTO aerich (version, app, content) VALUES ('999_future.py', 'gatehouse', '{}')"


async def executed(url: str, statement: str) -> None:
    await open_database(url)
    await get_connections().get("default").execute_script(statement)
    await close_database()


async def test_a_running_application_is_healthy_and_ready(database_url: str, tmp_path: Path) -> None:
    async with client_of(config_for(database_url, tmp_path)) as client:
        health, ready = await client.get("/healthz"), await client.get("/readyz")
    assert (health.status_code, health.json()) == (200, {"status": "ok"})
    assert (ready.status_code, ready.json()) == (
        200,
        {"ready": True, "checks": {"database": "ok", "migrations": "ok", "keys": "ok"}},
    )


async def test_it_answers_graphql_with_all_that_every_answer_carries(database_url: str, tmp_path: Path) -> None:
    async with client_of(config_for(database_url, tmp_path, **PUBLIC)) as client:
        answer = await client.post("/graphql", json={"query": "{ viewer { username } }"})
    assert answer.status_code == 200
    assert answer.json()["data"] == {"viewer": None}
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["strict-transport-security"] == "max-age=63072000"
    assert len(answer.headers["x-request-id"]) == 22


async def test_a_forged_request_does_not_reach_the_api(database_url: str, tmp_path: Path) -> None:
    async with client_of(config_for(database_url, tmp_path, **PUBLIC)) as client:
        headers = {"origin": "https://evil.example", "cookie": "__Host-gatehouse=x"}
        answer = await client.post("/graphql", json={"query": "{ viewer { username } }"}, headers=headers)
    assert answer.status_code == 403
    assert answer.json()["errors"][0]["extensions"] == {"code": "CSRF_REFUSED"}


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_a_database_that_lost_its_versions_is_not_ready(database_url: str, tmp_path: Path) -> None:
    async with client_of(config_for(database_url, tmp_path)) as client:
        await get_connections().get("default").execute_script(FORGET)
        answer = await client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["migrations"] == "not applied; run `gatehouse migrate`"


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_keys_that_are_gone_make_it_not_ready(database_url: str, tmp_path: Path) -> None:
    config = config_for(database_url, tmp_path / "data", SECRET_KEYS="")
    async with client_of(config) as client:
        answer = await client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {
        "ready": False,
        "checks": {"database": "ok", "migrations": "ok", "keys": "not readable"},
    }


async def test_an_older_or_newer_database_is_not_served(database_url: str, tmp_path: Path) -> None:
    config = config_for(database_url, tmp_path)
    await executed(database_url, FROM_THE_FUTURE)
    with pytest.raises(DatabaseIsNewer):
        async with client_of(config):
            pass
    await executed(database_url, FORGET)
    with pytest.raises(DatabaseIsOlder):
        async with client_of(config):
            pass


async def test_a_database_that_does_not_answer_is_said_so(tmp_path: Path) -> None:
    config = config_for("postgres://nobody@127.0.0.1:1/nothing", tmp_path)
    with pytest.raises(DatabaseUnavailable):
        async with client_of(config):
            pass


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_graphiql_is_for_development_only(database_url: str, tmp_path: Path) -> None:
    async with client_of(config_for(database_url, tmp_path)) as client:
        front = await client.get("/")
        assert (front.status_code, front.headers["location"]) == (302, "/graphiql")
        assert (await client.get("/graphiql")).status_code == 200
    async with client_of(config_for(database_url, tmp_path, **PUBLIC)) as client:
        assert "POST /graphql" in (await client.get("/")).text
        for path in ("/graphiql", "/graphiql/assets/page.js"):
            assert (await client.get(path)).status_code == 404


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("path", ["/nothing", "/graphql/", "/healthz/x", "/%00", "/" + "x" * 5_000])
async def test_an_address_that_leads_nowhere_is_answered_in_json(database_url: str, tmp_path: Path, path: str) -> None:
    async with client_of(config_for(database_url, tmp_path)) as client:
        answer = await client.get(path)
    assert answer.status_code == 404
    assert answer.json()["errors"][0]["extensions"] == {"code": "NOT_FOUND"}


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "HEAD", "TRACE", "OPTIONS"])
async def test_the_endpoint_takes_post_alone(database_url: str, tmp_path: Path, method: str) -> None:
    async with client_of(config_for(database_url, tmp_path)) as client:
        answer = await client.request(method, "/graphql")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "POST"
