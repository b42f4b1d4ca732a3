"""How often races, kills and generated cases are repeated: a few times in each run of the tests, or as one likes.

GATEHOUSE_TEST_ROUNDS=100 .venv/bin/python -m pytest --timeout 7200 tests/security/test_two_processes.py
"""

import os


def rounds(usual: int) -> int:
    """Repetitions of a test: ``usual``, unless the environment says another number."""
    return int(os.environ.get("GATEHOUSE_TEST_ROUNDS", usual))
