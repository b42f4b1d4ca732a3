"""A command says who may perform it and leaves a trace, whichever entrance it is called from."""

import ast

import pytest

from tests.support.source import Source, broken, dotted, sample

Function = ast.FunctionDef | ast.AsyncFunctionDef
DECLARATIONS = ("requires", "open_to_anyone")

STEPS = {
    "auth/enforcement/commands.py:exempt_recovered": "its caller lets the account in again",
    "auth/enforcement/commands.py:refuse_last_way": "it only asks",
    "auth/mfa/commands.py:confirm_enrolment": "its caller has locked the account and asked who is there",
    "auth/mfa/commands.py:start_enrolment": "as confirm_enrolment",
    "auth/lockout/commands.py:stands": "it only asks",
    "auth/lockout/commands.py:attempt_failed": "its caller has judged the attempt",
    "auth/lockout/commands.py:take_back_attempt": "its caller has judged the attempt",
    "auth/lockout/commands.py:clear_attempts": "its caller has stored a new password",
    "auth/lockout/commands.py:note_sign_in": "its caller opens a session",
    "auth/passwords/commands.py:store_password": "its caller has found, judged and locked the account",
    "auth/passwords/commands.py:end_sessions": "its caller has stored a new password",
    "auth/settings/commands.py:write_page": "its caller has asked who is there",
    "auth/settings/commands.py:make_row": "as write_page",
    "auth/users/lifecycle.py:switch_off": "its caller has found, judged and locked the account",
    "auth/users/lifecycle.py:switch_on": "as switch_off",
    "auth/sessions/commands.py:end": "its caller has decided that the session ends",
    "auth/sessions/commands.py:end_all": "as end",
    "auth/sessions/commands.py:renew": "its caller has proven anew whose session it is",
}
"""Functions that take ``work`` but are a part of commands and no edge calls, as ``path:name`` to the reason."""

WITHOUT_A_TRACE = {
    "auth/directory_sync/commands.py:begin_sync": "how it ends is told",
    "auth/directory_sync/commands.py:change_account": "auth/users/lifecycle tells of the account",
    "auth/directory_sync/commands.py:go_on": "that a comparison is at work is no change",
    "auth/directory_sync/commands.py:note_seen": "when somebody was last seen elsewhere is no change",
    "auth/directory_sync/commands.py:refresh_person": "auth/provisioning tells of the account and its identity",
    "auth/enforcement/commands.py:refuse_last_way": "it only asks",
    "auth/passwords/commands.py:end_sessions": "each session that ends is told of where it ends",
    "auth/lockout/commands.py:count_attempt": "what became of the attempt is told when it is judged",
    "auth/lockout/commands.py:stands": "it only asks",
    "auth/lockout/commands.py:take_back_attempt": "what the attempt led to is told by its caller",
    "auth/lockout/commands.py:withdraw_attempt": "it undoes what was counted a moment ago",
    "auth/lockout/commands.py:clear_attempts": "that a password was set is told by its caller",
    "auth/lockout/commands.py:note_sign_in": "that somebody signed in is told by its caller",
    "auth/login/password.py:renew_hash": "the password stays the same, only its hash is made anew",
    "auth/methods/commands.py:may_change_auth_method": "it only looks",
    "auth/tokens/commands.py:note_use": "that an API token is in use is no change",
    "auth/session_ending/commands.py:end_my_sessions": "auth/sessions tells the end of each session",
    "auth/session_ending/commands.py:end_other_sessions": "as end_my_sessions",
    "auth/session_ending/commands.py:end_session": "as end_my_sessions",
    "auth/session_ending/commands.py:end_sessions_of": "as end_my_sessions",
    "auth/licence/commands.py:update_licence_settings": "auth/settings tells of the change",
    "auth/settings/commands.py:make_row": "a row without values is no change",
    "auth/sessions/commands.py:touch": "that a session is in use is no change",
}
"""Commands that record nothing, as ``path:name`` to the reason."""


def undeclared_commands(source: Source) -> list[str]:
    """Public commands without ``@requires`` or ``@open_to_anyone``."""
    return [
        source.at(command, f"{command.name} declares neither @requires nor @open_to_anyone")
        for command in _commands(source)
        if f"{source.path}:{command.name}" not in STEPS
        and not any(_called(each).rpartition(".")[2] in DECLARATIONS for each in command.decorator_list)
    ]


def traceless_commands(source: Source) -> list[str]:
    """Public commands that record no event, neither themselves nor through a function of their module."""
    functions = {node.name: node for node in source.tree.body if isinstance(node, Function)}
    return [
        source.at(command, f"{command.name} records no event")
        for command in _commands(source)
        if f"{source.path}:{command.name}" not in WITHOUT_A_TRACE and not _records(command, functions, frozenset())
    ]


def _commands(source: Source) -> list[Function]:
    """Public functions of the module whose first parameter is the unit of work."""
    functions = [node for node in source.tree.body if isinstance(node, Function) and not node.name.startswith("_")]
    return [node for node in functions if _first_annotation(node) == "Work"]


def _first_annotation(function: Function) -> str:
    arguments = [*function.args.posonlyargs, *function.args.args]
    return dotted(arguments[0].annotation).rpartition(".")[2] if arguments and arguments[0].annotation else ""


def _called(decorator: ast.expr) -> str:
    return dotted(decorator.func) if isinstance(decorator, ast.Call) else dotted(decorator)


def _records(function: Function, functions: dict[str, Function], seen: frozenset[str]) -> bool:
    calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
    if any(isinstance(call.func, ast.Attribute) and call.func.attr == "record" for call in calls):
        return True
    names = {dotted(call.func) for call in calls} & functions.keys() - seen - {function.name}
    return any(_records(functions[name], functions, seen | {function.name}) for name in names)


GOOD = """
@requires(Scope.USERS_WRITE)
async def create_user(work: Work, new: NewUser) -> UUID:
    return await _write(work, new)

async def _write(work: Work, new: NewUser) -> UUID:
    work.record(UserCreated(new.id))

def pure(name: str) -> str: ...
"""


def test_a_good_command_breaks_no_rule() -> None:
    assert undeclared_commands(sample(GOOD)) == traceless_commands(sample(GOOD)) == []


def test_an_open_command_is_declared_too() -> None:
    assert not undeclared_commands(sample(GOOD.replace("@requires(Scope.USERS_WRITE)", '@open_to_anyone("sign-in")')))


@pytest.mark.parametrize("decorator", ["", "@wraps(other)"])
def test_a_command_that_does_not_say_who_may_is_found(decorator: str) -> None:
    assert undeclared_commands(sample(GOOD.replace("@requires(Scope.USERS_WRITE)", decorator)))


def test_a_command_without_a_trace_is_found() -> None:
    assert traceless_commands(
        sample(GOOD.replace("work.record(UserCreated(new.id))", "return await _write(work, new)"))
    )


def test_every_command_says_who_may_perform_it() -> None:
    assert broken(lambda source: undeclared_commands(source) if _is_commands(source) else [], "auth") == ""


def test_every_command_leaves_a_trace() -> None:
    assert broken(lambda source: traceless_commands(source) if _is_commands(source) else [], "auth") == ""


def _is_commands(source: Source) -> bool:
    return source.path.endswith(("/commands.py", "/lifecycle.py", "/locking.py"))
