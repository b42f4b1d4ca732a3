"""Time and chance are arguments: they enter at a few places, so that everything else can be tested to the second."""

import pytest

from tests.support.source import Source, broken, names_used, sample

CLOCKS = {
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.datetime.today",
    "datetime.date.today",
    "time.time",
    "time.time_ns",
}
CHANCE = ("secrets", "random", "uuid.uuid1", "uuid.uuid4", "uuid_utils", "os.urandom")

HOMES = {
    "auth/clock.py": "the clock of the machine",
    "auth/opaque.py": "the home of random secrets",
    "models/columns.py": "keys are made with the row",
    "api/graphql/faults.py": "ids by which faults are found in the log",
    "auth/users/commands.py": "an account's key stands in its event and its other rows before it is written",
    "api/demo_accounts.py": "seeded: the same accounts every time",
    "migrations/new.py": "names a new file by the day; runs on a developer's machine only",
}


def time_and_chance(source: Source) -> list[str]:
    """Uses of the wall clock or of a random generator."""
    return [source.at(node, f"{name}: take it as an argument") for node, name in names_used(source) if _is_source(name)]


def _is_source(name: str) -> bool:
    return name in CLOCKS or any(name == prefix or name.startswith(f"{prefix}.") for prefix in CHANCE)


@pytest.mark.parametrize(
    "text",
    [
        "from datetime import datetime\ndatetime.now(UTC)",
        "import datetime as dt\ndt.datetime.utcnow()",
        "from datetime import date\ndate.today()",
        "from time import time\ntime()",
        "import secrets\nsecrets.token_hex(8)",
        "from random import choice",
        "from uuid import uuid4\nuuid4()",
        "import os\nos.urandom(8)",
    ],
)
def test_a_clock_or_a_die_is_found(text: str) -> None:
    assert time_and_chance(sample(text))


@pytest.mark.parametrize(
    "text",
    ["from datetime import datetime\ndatetime.fromtimestamp(0)", "clock.now()", "import time\ntime.monotonic()"],
)
def test_times_that_are_given_and_durations_are_fine(text: str) -> None:
    assert not time_and_chance(sample(text))


def test_time_and_chance_enter_only_at_their_homes() -> None:
    assert broken(time_and_chance, allowed=HOMES) == ""
