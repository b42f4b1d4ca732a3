"""One command, one unit of work: transactions are opened in one place, which survives cancellation."""

import ast

import pytest

from tests.support.source import Source, broken, dotted, names_used, sample

BANNED = {
    "in_transaction": "a cancelled task inside it keeps the lock for ever; go through Units.run",
    "atomic": "as in_transaction",
    "get_or_create": "opens a transaction of its own and races; lock, look, then create",
    "update_or_create": "as get_or_create",
}

HOMES = {
    "auth/unit_of_work.py": "the one home of transactions",
    "migrations/runner.py": "migrates behind its own lock, before anything else runs",
}


def transactions_of_its_own(source: Source) -> list[str]:
    """Uses of Tortoise's own ways to open a transaction."""
    methods = [(node, node.attr) for node in ast.walk(source.tree) if isinstance(node, ast.Attribute)]
    functions = [(node, name.rpartition(".")[2]) for node, name in names_used(source) if "." not in dotted(node)]
    return [source.at(node, f"{part}: {BANNED[part]}") for node, part in methods + functions if part in BANNED]


@pytest.mark.parametrize(
    "text",
    [
        "async with in_transaction() as connection: ...",
        "from tortoise.transactions import in_transaction as begin",
        "@transactions.atomic()\nasync def save(): ...",
        "await User.get_or_create(username='a')",
        "await User.filter().update_or_create(username='a')",
    ],
)
def test_a_transaction_outside_its_home_is_found(text: str) -> None:
    assert transactions_of_its_own(sample(text))


def test_a_command_is_no_transaction() -> None:
    assert not transactions_of_its_own(sample("await units.run(actor, lambda work: create(work, new))"))


def test_transactions_are_opened_in_their_home_alone() -> None:
    assert broken(transactions_of_its_own, allowed=HOMES) == ""
