"""``create-admin`` and ``recover-admin``: the ways in that only somebody on the host has."""

import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated

import typer

from api.cli.options import AsJson
from api.cli.outcome import Answer, answer
from api.config import Config
from api.units import units_of
from auth.actor import HOST, SYSTEM
from auth.credential import NewPassword
from auth.passwords import administrators
from auth.passwords.choice import chosen, generated
from auth.passwords.hashing import PasswordHashing
from auth.roles.built_in import ensure_built_in_roles
from auth.unit_of_work import Units
from migrations.runner import require_current
from models.database import close_database, open_database

Username = Annotated[str, typer.Argument(help="Name to sign in with.")]
Email = Annotated[str | None, typer.Option(help="E-mail address of the new account.")]
FromStdin = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from standard input instead of making one up.")
]


@dataclass(frozen=True, slots=True)
class _Password:
    new: NewPassword
    shown: str | None


def create_admin(
    username: Username, *, email: Email = None, password_stdin: FromStdin = False, as_json: AsJson = False
) -> None:
    """Create an account with the administrator role."""

    async def create(config: Config) -> Answer:
        async with _opened(config) as units:
            password = await _password(username, from_stdin=password_stdin)
            await units.run(HOST, lambda work: administrators.create_administrator(work, username, password.new, email))
        return _told(f"Created the administrator {username}.", username, password)

    answer(create, as_json=as_json)


def recover_admin(username: Username, *, password_stdin: FromStdin = False, as_json: AsJson = False) -> None:
    """Give an existing account the administrator role and a new password, and switch it on."""

    async def recover(config: Config) -> Answer:
        async with _opened(config) as units:
            password = await _password(username, from_stdin=password_stdin)
            await units.run(HOST, lambda work: administrators.recover_administrator(work, username, password.new))
        return _told(f"{username} is an administrator and can sign in.", username, password)

    answer(recover, as_json=as_json)


@asynccontextmanager
async def _opened(config: Config) -> AsyncGenerator[Units]:
    await open_database(config.database_url)
    try:
        await require_current()
        units = units_of(config)
        await units.run(SYSTEM, ensure_built_in_roles)
        yield units
    finally:
        await close_database()


async def _password(username: str, *, from_stdin: bool) -> _Password:
    hashing = PasswordHashing()
    try:
        if from_stdin:
            typed = sys.stdin.readline().rstrip("\r\n")
            return _Password(await chosen(hashing, typed, names=(username,)), None)
        made = await generated(hashing)
        return _Password(made.new, made.password)
    finally:
        hashing.close()


def _told(message: str, username: str, password: _Password) -> Answer:
    fields = {"username": username, "password": password.shown}
    if password.shown is None:
        return Answer(message, fields)
    note = "Shown this once; to be changed at first sign-in."
    return Answer(f"{message}\n\n  Username  {username}\n  Password  {password.shown}\n\n{note}", fields)
