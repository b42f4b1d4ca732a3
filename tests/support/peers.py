"""What tests do for want of a program that is not ours."""

import os
from typing import NoReturn

import pytest


def absent(what: str) -> NoReturn:
    """Skips the test for want of a peer, or fails it where peers are required (``.ci/run``)."""
    sentence = f"needs {what}"
    if os.environ.get("GATEHOUSE_REQUIRE_PEERS") == "1":
        pytest.fail(sentence)
    pytest.skip(sentence)
