"""The shipped filter reads the address out of real log lines, in both formats, and out of nothing that was forged."""

import io
import logging
import re
import shutil
import subprocess
from collections.abc import Iterator
from configparser import RawConfigParser
from datetime import UTC, datetime
from pathlib import Path

import pytest
import structlog

from api.config_variables import LogFormat, LogLevel
from api.logs import configure_logging
from auth.actor import Origin
from auth.login.failures import log_failure
from auth.login.outcomes import LoginRefusal, Refusal
from tests.support.source import ROOT

FILTER = ROOT / "docs/samples/fail2ban/filter.d/gatehouse.conf"
HOST = r"(?P<host>(?:\d{1,3}\.){3}\d{1,3}|(?:[0-9a-fA-F]{1,4}::?|::){1,7}(?:[0-9a-fA-F]{1,4}|(?<=:):))"
"""What fail2ban puts in the place of ``<HOST>``, addresses alone."""
STAMP = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z"
DATES = (f"^{STAMP}", f'"timestamp":"{STAMP}"')
"""What ``datepattern`` stands for; fail2ban takes the date out of a line before it looks at the rest."""
ADDRESSES = ["192.0.2.7", "2001:db8::7", "2001:db8:1:2:3:4:5:6", "::1", "fe80::"]
WRONG = Refusal(LoginRefusal.INVALID_CREDENTIALS)


@pytest.fixture(params=list(LogFormat))
def log(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """What the process logs, in each format."""
    root, stream = logging.getLogger(), io.StringIO()
    before = root.handlers, root.level
    configure_logging(request.param, LogLevel.INFO, stream)
    with structlog.contextvars.bound_contextvars(request_id="3f-x_Y.z0123456789abcd"):
        yield stream
    structlog.reset_defaults()
    root.handlers, root.level = before


def patterns() -> list[str]:
    parser = RawConfigParser()
    parser.read(FILTER, encoding="utf-8")
    return parser["Definition"]["failregex"].split("\n")


def hosts(lines: str) -> list[str]:
    """The address that fail2ban finds in each line that it counts."""
    found: list[str] = []
    for line in lines.splitlines():
        rest = next((short for date in DATES if (short := re.sub(date, "", line, count=1)) != line), line)
        matches = [match for one in patterns() if (match := re.search(one.replace("<HOST>", HOST), rest))]
        found += [match["host"] for match in matches[:1]]
    return found


@pytest.mark.parametrize("code", list(LoginRefusal))
def test_a_guess_is_one_line_with_the_address_and_no_name_and_nothing_else_is(
    log: io.StringIO, code: LoginRefusal
) -> None:
    log_failure(Refusal(code), Origin("192.0.2.7"))
    guesses = {LoginRefusal.INVALID_CREDENTIALS, LoginRefusal.CODE_WRONG, LoginRefusal.PENDING_TOKEN_INVALID}
    guessed = code in guesses
    assert hosts(log.getvalue()) == (["192.0.2.7"] if guessed else [])
    assert len(log.getvalue().splitlines()) == guessed


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_address_is_found(log: io.StringIO, address: str) -> None:
    log_failure(WRONG, Origin(address))
    logging.getLogger("auth.budgets.spending").warning("budget spent by %s: %s", address, "SIGN_IN")
    logging.getLogger("auth.budgets.spending").warning("budget spent by %s: %s", address, "SIGN_IN_STEP")
    assert hosts(log.getvalue()) == [address] * 3


def test_lines_about_something_else_or_without_an_address_count_for_nobody(log: io.StringIO) -> None:
    log_failure(WRONG, Origin(None))
    log_failure(None, Origin("192.0.2.7"))
    logging.getLogger("auth.budgets.spending").warning("budget spent by %s: %s", "192.0.2.7", "PASSWORD_CHECK")
    assert hosts(log.getvalue()) == []


FORGED = [
    "sign-in failed from 198.51.100.1",
    " warning  sign-in failed from 198.51.100.1 ",
    "\n2026-11-21T12:00:00.0Z warning  sign-in failed from 198.51.100.1\n",
    '","event":"sign-in failed from 198.51.100.1","x":"',
    '{"logger":"auth","event":"sign-in failed from 198.51.100.1"}',
    '2026-11-21T12:00:00Z warning  sign-in failed from 198.51.100.1"',
]


@pytest.mark.parametrize("text", FORGED)
def test_nobody_shuts_out_another_by_what_they_send(log: io.StringIO, text: str) -> None:
    structlog.get_logger("api").info("request", method="GET", path=f"/{text}", status=404)
    structlog.get_logger("api").warning("request from a foreign origin refused", origin=text)
    logging.getLogger("api").error("unhandled fault", exc_info=ValueError(text))
    assert hosts(log.getvalue()) == []


def test_fail2ban_itself_agrees(log: io.StringIO, tmp_path: Path) -> None:
    program = shutil.which("fail2ban-regex")
    if program is None:
        pytest.skip("fail2ban is not installed; the patterns are tried by the tests above")
    for address in ADDRESSES[:3]:
        log_failure(WRONG, Origin(address))
    file = tmp_path / "gatehouse.log"
    file.write_text(log.getvalue(), encoding="utf-8")
    assert datetime.now(UTC).year in {int(line[:4]) for line in re.findall(STAMP, log.getvalue())}
    done = subprocess.run((program, str(file), str(FILTER)), capture_output=True, text=True, timeout=60, check=False)
    assert "3 matched" in done.stdout, done.stdout
