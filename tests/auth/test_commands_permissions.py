"""Every command there is, by whoever lacks any of its scopes: refused with what it needs, and nothing has changed."""

import importlib
import pkgutil
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

import auth
from auth.actor import anonymous
from auth.errors import Forbidden, Unauthenticated
from auth.permissions import EVERY_KNOWN_SCOPE, Requirement, requirement_of
from auth.unit_of_work import Work
from tests.support.house import CLIENT, ROOT, House, all_but
from tests.support.tokens import come, issue
from tests.support.trail import nothing_changes

Command = Callable[..., Awaitable[Any]]


def declared() -> dict[str, Command]:
    """Every function of auth that declares what it needs, by its name."""
    modules = [importlib.import_module(each.name) for each in pkgutil.walk_packages(auth.__path__, "auth.")]
    found: list[Any] = [value for module in modules for value in vars(module).values() if callable(value)]
    return {each.__name__: each for each in found if "requirement" in getattr(each, "__dict__", {})}


COMMANDS = declared()
SCOPED = {name: requirement_of(command) for name, command in COMMANDS.items()}


OWN = {name for name, needed in SCOPED.items() if needed == ((),)}
"""Commands about the caller's own account, which ask only for being signed in."""


def test_the_commands_of_the_product_are_found() -> None:
    known = {"create_user", "update_role", "set_user_roles", "update_settings", "sign_out", "extend_password_expiry"}
    assert known <= COMMANDS.keys()
    assert SCOPED["create_user"] == (("users:write",),)
    assert SCOPED["sign_out"] == ((),)


def scopes_of(requirement: Requirement | None) -> set[str]:
    return {scope for alternative in requirement or () for scope in alternative}


async def test_whoever_lacks_any_scope_of_a_command_is_refused_and_nothing_changes(house: House) -> None:
    lacking = {scope: await house.acting(f"no-{place}", *all_but(scope), level=3)
               for place, scope in enumerate(sorted(EVERY_KNOWN_SCOPE))}  # fmt: skip
    tried = 0
    async with nothing_changes():
        for name, command in COMMANDS.items():
            for scope in scopes_of(SCOPED[name]):
                with pytest.raises(Forbidden) as refused:
                    await house.do(lacking[scope], command)
                assert (refused.value.what, scope in refused.value.scopes) == (name, True)
                tried += 1
    assert tried >= len(COMMANDS) - len(OWN)


async def test_whoever_comes_by_an_api_token_performs_nothing_that_asks_for_no_scope(house: House) -> None:
    root = await house.user_id(ROOT)
    program = (await come(house, await issue(house, user_id=root, scopes=tuple(EVERY_KNOWN_SCOPE)))).actor
    assert {"sign_out", "create_api_token", "revoke_api_token"} <= OWN
    async with nothing_changes():
        for name in sorted(OWN):
            assert await house.refusals(program, COMMANDS[name]) == [("SESSION_REQUIRED", "")], name


async def test_nobody_is_asked_to_sign_in_first_and_told_why_they_are_nobody(house: House) -> None:
    stranger = anonymous(CLIENT, "SESSION_ENDED")
    async with nothing_changes():
        for command in COMMANDS.values():
            with pytest.raises(Unauthenticated) as refused:
                await house.do(stranger, command)
            assert refused.value.reason == "SESSION_ENDED"


async def test_a_command_that_declares_nothing_is_found_out() -> None:
    async def undeclared(_work: Work) -> None: ...

    with pytest.raises(TypeError):
        requirement_of(undeclared)
