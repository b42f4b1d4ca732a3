import asyncio
import sys
from asyncio.subprocess import PIPE, Process, create_subprocess_exec
from pathlib import Path

import pytest

from api.config import Config, ConfigurationError
from api.first_start import FirstAdministrator, prepare
from migrations.runner import DatabaseIsOlder
from models.database import close_database, open_database
from models.user import Credential, User
from tests.support.app import client_of, config_for
from tests.support.source import ROOT

PASSWORD = "Correct-horse-battery-7"

LOGIN = """
mutation ($password: String!) {
  login(input: {username: "Admin", password: $password}) {
    __typename
    ... on LoginSucceeded { viewer { username roles { name } } }
  }
}
"""


async def started(program: str, *words: str) -> Process:
    return await create_subprocess_exec(sys.executable, "-c", program, *words, cwd=ROOT, stdout=PIPE)


async def login(config: Config, password: str) -> dict[str, object]:
    async with client_of(config) as client:
        answer = await client.post("/graphql", json={"query": LOGIN, "variables": {"password": password}})
    return answer.json()["data"]["login"]


async def test_the_first_start_makes_tables_key_and_an_administrator_who_must_change_the_password(
    empty_database_url: str, tmp_path: Path
) -> None:
    config = config_for(empty_database_url, tmp_path / "data")
    administrator = await prepare(config, may_migrate=True)
    assert administrator is not None
    assert (administrator.username, len(administrator.password or "")) == ("admin", 27)
    assert await login(config, administrator.password or "") == {"__typename": "PasswordChangeRequired"}


async def test_a_bootstrap_password_counts_as_chosen(empty_database_url: str, tmp_path: Path) -> None:
    config = config_for(empty_database_url, tmp_path, BOOTSTRAP_ADMIN_PASSWORD=PASSWORD)
    assert await prepare(config, may_migrate=True) == FirstAdministrator("admin", None)
    assert await login(config, PASSWORD) == {
        "__typename": "LoginSucceeded",
        "viewer": {"username": "admin", "roles": [{"name": "admin"}]},
    }


async def test_a_second_start_changes_nothing(empty_database_url: str, tmp_path: Path) -> None:
    config = config_for(empty_database_url, tmp_path, BOOTSTRAP_ADMIN_PASSWORD=PASSWORD)
    other = config_for(empty_database_url, tmp_path, BOOTSTRAP_ADMIN_PASSWORD=f"{PASSWORD}-other")
    renamed = config_for(empty_database_url, tmp_path, BOOTSTRAP_ADMIN_USERNAME="root")
    assert await prepare(config, may_migrate=True) is not None
    assert await prepare(other, may_migrate=True) is None
    assert await prepare(renamed, may_migrate=True) is None
    await open_database(empty_database_url)
    assert [user.username for user in await User.all()] == ["admin"]
    await close_database()
    assert (await login(config, PASSWORD))["__typename"] == "LoginSucceeded"


async def test_a_bootstrap_password_that_the_policy_refuses_stops_the_start(
    empty_database_url: str, tmp_path: Path
) -> None:
    config = config_for(empty_database_url, tmp_path, BOOTSTRAP_ADMIN_PASSWORD="short")
    with pytest.raises(ConfigurationError) as caught:
        await prepare(config, may_migrate=True)
    (name, problem), *more = caught.value.problems.items()
    assert (name, more) == ("GATEHOUSE_BOOTSTRAP_ADMIN_PASSWORD", [])
    assert problem.startswith("was refused. The password needs at least 12 characters")
    await open_database(empty_database_url)
    assert await User.all().count() == await Credential.all().count() == 0
    await close_database()


async def test_without_leave_to_migrate_an_older_database_is_refused(empty_database_url: str, tmp_path: Path) -> None:
    with pytest.raises(DatabaseIsOlder):
        await prepare(config_for(empty_database_url, tmp_path), may_migrate=False)


async def test_processes_that_start_at_once_make_one_administrator(empty_database_url: str, tmp_path: Path) -> None:
    program = (
        "import asyncio, sys; from pathlib import Path; from api.first_start import prepare; "
        "from tests.support.app import config_for; "
        "print(asyncio.run(prepare(config_for(sys.argv[1], Path(sys.argv[2])), may_migrate=True)) is not None)"
    )
    starts = [await started(program, empty_database_url, str(tmp_path)) for _ in range(3)]
    outputs = await asyncio.gather(*(process.communicate() for process in starts))
    assert sorted(output.decode().strip() for output, _ in outputs) == ["False", "False", "True"]
    await open_database(empty_database_url)
    assert await User.all().count() == 1
    await close_database()
