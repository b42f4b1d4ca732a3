import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from api.config_variables import LogFormat, LogLevel
from api.logs import configure_logging


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    handlers, level = logging.getLogger().handlers, logging.getLogger().level
    yield
    structlog.reset_defaults()
    logging.getLogger().handlers, logging.getLogger().level = handlers, level


def written(stream: io.StringIO) -> list[str]:
    return stream.getvalue().splitlines()


def configured(log_format: LogFormat, level: LogLevel = LogLevel.INFO) -> io.StringIO:
    stream = io.StringIO()
    configure_logging(log_format, level, stream)
    return stream


def one_json(stream: io.StringIO) -> dict[str, Any]:
    (line,) = written(stream)
    return json.loads(line)


def test_a_json_line_carries_time_level_event_and_the_request() -> None:
    stream = configured(LogFormat.JSON)
    with structlog.contextvars.bound_contextvars(request_id="r1"):
        structlog.get_logger().info("request", status=200, path="/graphql")
    line = one_json(stream)
    assert line.pop("timestamp").endswith("Z")
    assert line == {"event": "request", "level": "info", "request_id": "r1", "status": 200, "path": "/graphql"}


def test_a_text_line_reads_from_left_to_right() -> None:
    stream = configured(LogFormat.TEXT)
    structlog.get_logger().warning("slow answer", seconds=1.5, why='it said "later"', empty="")
    (line,) = written(stream)
    assert " warning  slow answer " in line
    assert line.endswith(r'seconds=1.5 why="it said \"later\"" empty=""')


@pytest.mark.parametrize("log_format", list(LogFormat))
def test_no_value_from_outside_forges_a_line(log_format: LogFormat) -> None:
    stream = configured(log_format)
    structlog.get_logger().info("x", path="/a\n2026-01-01 error forged\x1b[2J\u2028\u202e", **{"na\nme": "v"})
    (line,) = written(stream)
    assert "\x1b" not in line
    assert "\u2028" not in line
    assert "\u202e" not in line


def test_long_values_are_cut() -> None:
    stream = configured(LogFormat.JSON)
    structlog.get_logger().info("x", name="n" * 1_000_000)
    assert len(stream.getvalue()) < 1_000


@pytest.mark.parametrize(
    "name", ["password", "new_password", "access_token", "Authorization", "cookie", "client_secret"]
)
def test_a_value_under_a_secret_name_is_not_written(name: str) -> None:
    stream = configured(LogFormat.JSON)
    structlog.get_logger().info("x", **{name: "hidden-word"})
    assert one_json(stream)[name] == "[not logged]"


def test_a_traceback_cannot_pass_for_lines_of_its_own() -> None:
    stream = configured(LogFormat.TEXT)
    structlog.get_logger().error("fault", exc_info=ValueError("first\n2026-01-01T00:00:00Z error forged"))
    first, *rest = written(stream)
    assert "fault" in first
    assert rest
    assert all(line.startswith("    | ") for line in rest)


def test_the_end_of_a_huge_traceback_is_kept() -> None:
    stream = configured(LogFormat.JSON)
    error = RuntimeError("x" * 100_000 + "\nthe cause")
    structlog.get_logger().error("fault", exc_info=error)
    assert one_json(stream)["traceback"].endswith("the cause")
    assert len(stream.getvalue()) < 10_000


def test_what_libraries_log_goes_the_same_way() -> None:
    stream = configured(LogFormat.JSON)
    logging.getLogger("uvicorn.error").info("Started server process [1]")
    logging.getLogger("uvicorn.error").warning("Invalid HTTP request %s", "received.")
    line = one_json(stream)
    assert (line["logger"], line["level"], line["event"]) == (
        "uvicorn.error",
        "warning",
        "Invalid HTTP request received.",
    )


def test_a_library_that_formats_wrongly_does_no_harm() -> None:
    stream = configured(LogFormat.JSON)
    logging.getLogger("library").log(35, "%d things", "many")
    assert one_json(stream)["event"] == "%d things"


def test_the_level_is_kept() -> None:
    stream = configured(LogFormat.TEXT, LogLevel.ERROR)
    structlog.get_logger().warning("quiet")
    logging.getLogger("library").warning("quiet")
    assert written(stream) == []


def test_a_log_that_cannot_be_written_stops_nothing() -> None:
    stream = configured(LogFormat.TEXT)
    stream.close()
    structlog.get_logger().info("lost")
