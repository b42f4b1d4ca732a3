"""The environment is read in one place, which reports every error at once."""

import pytest

from tests.support.source import Source, broken, names_used, sample

HOMES = {"api/config.py": "the one reader of the environment"}


def environment_read(source: Source) -> list[str]:
    """Uses of the process environment."""
    read = ("os.environ", "os.environb", "os.getenv", "os.getenvb")
    return [source.at(node, f"{name}: read it in api/config.py") for node, name in names_used(source) if name in read]


@pytest.mark.parametrize(
    "text",
    ["import os\nos.environ['HOME']", "from os import environ", "import os as o\no.getenv('HOME')"],
)
def test_reading_the_environment_is_found(text: str) -> None:
    assert environment_read(sample(text))


def test_other_uses_of_os_are_fine() -> None:
    assert not environment_read(sample("import os\nos.getpid()"))


def test_the_environment_is_read_in_its_home_alone() -> None:
    assert broken(environment_read, allowed=HOMES) == ""
