"""``schema.graphql``: the contract as the command line prints it."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).parent.parent


def schema() -> str:
    """What ``./gatehouse export-schema`` prints: what users get is what is committed."""
    done = subprocess.run(("./gatehouse", "export-schema"), cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout
