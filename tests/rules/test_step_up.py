"""Whatever is as good as administrator asks for a fresh factor, and the schema says what the command does."""

from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import pytest

import auth
from auth.permissions import Requirement, Scope, requires
from auth.step_up.asking import asks_fresh_factor
from auth.step_up.rules import ALWAYS, StepUp
from auth.unit_of_work import Work
from tests.support.schema import exported
from tests.support.sdl import Sdl, directive, requirement

AS_GOOD_AS_ADMINISTRATOR = frozenset(
    {Scope.ROLES_WRITE.value, Scope.SETTINGS_WRITE.value, Scope.LDAP_WRITE.value, Scope.SSO_WRITE.value}
)


def unasked(name: str, declared: dict[str, Any]) -> list[str]:
    """A command that is as good as administrator and does not always ask."""
    needed: Requirement = declared.get("requirement") or ()
    powerful = any(AS_GOOD_AS_ADMINISTRATOR.intersection(scopes) for scopes in needed)
    return [name] if powerful and declared.get("step_up") not in ALWAYS else []


def unsaid(sdl: Sdl) -> list[str]:
    """Mutations that are as good as administrator and do not say that they always ask."""
    return [
        name
        for name, field in sdl.fields("Mutation")
        if any(AS_GOOD_AS_ADMINISTRATOR & scopes for scopes in requirement(field) or ())
        and ((said := directive(field, "requiresFreshFactor")) is None or said.arguments)
    ]


def commands() -> dict[str, dict[str, Any]]:
    """What every command declares, by its full name."""
    return {
        f"{module.name}.{name}": vars(value)
        for module in walk_packages(auth.__path__, "auth.")
        for name, value in vars(import_module(module.name)).items()
        if getattr(value, "__module__", None) == module.name and "requirement" in getattr(value, "__dict__", {})
    }


@requires(Scope.USERS_WRITE, Scope.SETTINGS_WRITE)
async def silent(work: Work) -> None:
    """Does not ask."""


@requires(Scope.ROLES_WRITE)
@asks_fresh_factor(StepUp.DELETION)
async def sometimes(work: Work) -> None:
    """Asks where the settings say so."""


@requires(Scope.ROLES_WRITE)
@asks_fresh_factor(StepUp.ROLES)
async def asking(work: Work) -> None:
    """Always asks."""


@pytest.mark.parametrize(("command", "found"), [(silent, 1), (sometimes, 1), (asking, 0)])
def test_a_command_that_does_not_always_ask_is_found(command: object, found: int) -> None:
    assert len(unasked("it", vars(command))) == found


@pytest.mark.parametrize(
    ("said", "found"), [("", 1), ('@requiresFreshFactor(setting: "x")', 1), ("@requiresFreshFactor", 0)]
)
def test_a_mutation_that_does_not_say_so_is_found(said: str, found: int) -> None:
    text = f'type Mutation {{ it: Int @requiresScopes(scopes: [["users:read", "roles:write"]]) {said} }}'
    assert len(unsaid(Sdl(text))) == found


def test_every_command_that_is_as_good_as_administrator_asks() -> None:
    assert [each for name, declared in commands().items() for each in unasked(name, declared)] == []


def test_every_such_mutation_says_so() -> None:
    assert unsaid(exported()) == []


def test_some_command_asks_for_each_reason() -> None:
    assert {declared.get("step_up") for declared in commands().values()} - {None} == set(StepUp)
