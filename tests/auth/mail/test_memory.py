"""What only mail needs is imported with the first mail: an idle process does without."""

from tests.support.background import finish, start

IMPORT = """
import sys
import api.app, api.mail, api.worker
print(sorted({"aiosmtplib", "jinja2", "markupsafe"} & sys.modules.keys()))
"""


def test_an_idle_process_holds_neither_templates_nor_smtp() -> None:
    assert finish(start(IMPORT)) == "[]\n"
